//! The public report: the years that have one, and the figures of a year beside those of another.

mod bars;
mod columns;
mod cross;
mod head;
mod patterns;
mod sections;
mod stack;
mod table;
mod told;
mod years;

pub use years::Years;

use crate::shell::backend::Backend;
use crate::shell::go::href;
use crate::shell::page;
use crate::shell::report::{self, Asked};
use crate::shell::words::Words;
use crate::ui::waiting::{NoAnswer, Waiting};
use head::Head;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use recourse_contract::Service;
use recourse_contract::report::Report;
use recourse_core::i18n::key;
use recourse_core::report::compared;
use recourse_core::route::Route;
use std::sync::Arc;

/// The name of the year to compare with, in the address.
const OTHER: &str = "with";

/// What is known of a report.
#[derive(Clone)]
pub enum Phase {
    /// Asked for, not here yet.
    Loading,
    /// Here.
    Here(Arc<Report>),
    /// There is none, or none is wanted.
    Nothing,
    /// It did not come.
    Failed,
}

impl From<Asked<Report>> for Phase {
    fn from(asked: Asked<Report>) -> Self {
        match asked {
            Asked::Found(report) => Self::Here(Arc::new(report)),
            Asked::Nothing => Self::Nothing,
            Asked::Failed => Self::Failed,
        }
    }
}

/// The report of a year.
#[component]
pub fn Page(service: Arc<Service>, year: u16) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let phase = RwSignal::new(Phase::Loading);
    let load = Callback::new(move |()| {
        page::set_title(&words.fill(key::REPORT_TITLE, &[("year", &year.to_string())]));
        phase.set(Phase::Loading);
        spawn_local(async move {
            let asked = report::of(backend, year).await;
            let _ = phase.try_set(asked.into());
        });
    });
    load.run(());
    let (query, years) = (use_location().query, service.report_years.clone());
    let other = Memo::new(move |_| compared(&years, year, query.with(|query| query.get(OTHER)).as_deref()));
    let again = RwSignal::new(0_u32);
    let before = beside(backend, other, again);
    move || match phase.get() {
        Phase::Loading => view! { <Waiting/> }.into_any(),
        Phase::Here(report) => view! { <Shown report service=service.clone() other before again/> }.into_any(),
        Phase::Nothing => nothing(words, year),
        Phase::Failed => view! { <NoAnswer again=load/> }.into_any(),
    }
}

/// The report of the year that is compared with, asked for `again` at each change of that. What comes for a year that is not
/// wanted any more is dropped.
fn beside(backend: Backend, other: Memo<Option<u16>>, again: RwSignal<u32>) -> RwSignal<Phase> {
    let before = RwSignal::new(Phase::Nothing);
    Effect::new(move || {
        again.track();
        let Some(year) = other.get() else { return before.set(Phase::Nothing) };
        before.set(Phase::Loading);
        spawn_local(async move {
            let asked = report::of(backend, year).await;
            if other.try_get_untracked() == Some(Some(year)) {
                let _ = before.try_set(match asked {
                    Asked::Found(report) => Phase::Here(Arc::new(report)),
                    Asked::Nothing | Asked::Failed => Phase::Failed,
                });
            }
        });
    });
    before
}

#[component]
fn Shown(
    report: Arc<Report>,
    service: Arc<Service>,
    other: Memo<Option<u16>>,
    before: RwSignal<Phase>,
    again: RwSignal<u32>,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let shown = report.clone();
    let has_mediators = !service.mediation.mediators.is_empty();
    view! {
        <div class="column report">
            <Head report=report.clone() service other before again/>
            {sections::contents(words, &report)}
            <patterns::Patterns/>
            {move || {
                let before = match before.get() {
                    Phase::Here(before) => Some(before),
                    _ => None,
                };
                sections::all(words, &shown, before.as_deref())
            }}
            {sections::words_of(words, &report)}
            {has_mediators.then(|| view! {
                <p class="no-print"><a href=href(&Route::Mediation)>{words.t(key::MEDIATION_ABOUT)}</a></p>
            })}
        </div>
    }
}

fn nothing(words: Words, year: u16) -> AnyView {
    let title = words.fill(key::REPORT_NOTHING, &[("year", &year.to_string())]);
    page::set_title(&title);
    view! {
        <h1 id="heading" tabindex="-1">{title}</h1>
        <p class="lead">{words.t(key::REPORT_NOTHING_WHAT)}</p>
        <p><a class="btn" href=href(&Route::Reports)>{words.t(key::REPORT_LIST)}</a></p>
    }
    .into_any()
}
