//! The years that have a report.

use crate::shell::backend::Backend;
use crate::shell::go::href;
use crate::shell::page;
use crate::shell::report::{self, Asked};
use crate::shell::words::Words;
use crate::ui::waiting::{NoAnswer, Waiting};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::Service;
use recourse_contract::report::{ReportYear, Reports};
use recourse_core::i18n::key;
use recourse_core::route::Route;
use std::sync::Arc;

/// The list, the latest first.
#[component]
pub fn Years(service: Arc<Service>) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    page::set_title(&words.t(key::REPORT_LIST));
    let asked = RwSignal::new(None::<Asked<Reports>>);
    let load = Callback::new(move |()| {
        asked.set(None);
        spawn_local(async move {
            let answer = report::years(backend).await;
            let _ = asked.try_set(Some(answer));
        });
    });
    load.run(());
    let platform = service.platform.name.clone();
    move || match asked.get() {
        None => view! { <Waiting/> }.into_any(),
        Some(Asked::Found(Reports { items })) => list(words, &platform, items),
        Some(Asked::Nothing) => list(words, &platform, Vec::new()),
        Some(Asked::Failed) => view! { <NoAnswer again=load/> }.into_any(),
    }
}

fn list(words: Words, platform: &str, years: Vec<ReportYear>) -> AnyView {
    page::set_title(&words.t(key::REPORT_LIST));
    let is_empty = years.is_empty();
    let rows: Vec<_> = years.into_iter().map(|year| row(words, year)).collect();
    view! {
        <div class="column">
            <h1 id="heading" tabindex="-1">{words.t(key::REPORT_LIST)}</h1>
            <p class="lead">{words.fill(key::REPORT_LIST_LEAD, &[("platform", platform)])}</p>
            {if is_empty {
                view! { <p class="empty">{words.t(key::REPORT_NONE)}</p> }.into_any()
            } else {
                view! { <ul class="ways">{rows}</ul> }.into_any()
            }}
        </div>
    }
    .into_any()
}

fn row(words: Words, year: ReportYear) -> impl IntoView {
    let verified = match &year.verified_on {
        Some(day) => words.fill(key::REPORT_VERIFIED, &[("date", &words.calendar_date(day))]),
        None => words.t(key::REPORT_UNVERIFIED),
    };
    view! {
        <li><a class="way" href=href(&Route::Report(year.year))><span><b>{year.year.to_string()}</b><span class="hint">{verified}</span></span></a></li>
    }
}
