//! What stands above the figures: which year, whether it is verified, the year to compare with, the files.

use super::{OTHER, Phase};
use crate::shell::backend::Backend;
use crate::shell::focus;
use crate::shell::go::{Go, href};
use crate::shell::page;
use crate::shell::report;
use crate::shell::words::Words;
use crate::ui::controls::Select;
use crate::ui::field::{Field, Framed};
use leptos::prelude::*;
use recourse_contract::Service;
use recourse_contract::report::Report;
use recourse_core::i18n::key;
use recourse_core::report::ENOUGH;
use recourse_core::route::Route;
use std::sync::Arc;

/// The id of the field for the year to compare with.
const WITH: &str = "report-with";

/// The head of a report.
#[component]
pub fn Head(
    report: Arc<Report>,
    service: Arc<Service>,
    other: Memo<Option<u16>>,
    before: RwSignal<Phase>,
    /// Changes when the other year shall be asked for once more.
    again: RwSignal<u32>,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let year = report.year;
    let [from, to] = [&report.from, &report.to].map(|day| words.calendar_date(day));
    let lead = [("platform", service.platform.name.as_str()), ("from", from.as_str()), ("to", to.as_str())];
    let others: Vec<u16> = service.report_years.iter().copied().filter(|other| *other != year).collect();
    let file = |format: &str, label: String| {
        let address = report::address(backend, year, format, &service.locales);
        let name = format!("report-{year}.{format}");
        view! { <a class="btn quiet" href=address download=name rel="external">{label}</a> }
    };
    view! {
        <p class="small"><a href=href(&Route::Reports)>{words.t(key::REPORT_LIST)}</a></p>
        <h1 id="heading" tabindex="-1">{words.fill(key::REPORT_TITLE, &[("year", &year.to_string())])}</h1>
        <p class="lead">{words.fill(key::REPORT_LEAD, &lead)}</p>
        {verified(words, &report)}
        {(!others.is_empty()).then(|| view! { <Compare year others other before again/> })}
        <div class="row no-print">
            {file("csv", words.t(key::REPORT_CSV))}
            {file("json", words.t(key::REPORT_JSON))}
            <button type="button" class="btn quiet" on:click=move |_| page::print()>{words.t(key::SENT_PRINT)}</button>
        </div>
    }
}

fn verified(words: Words, report: &Report) -> AnyView {
    match &report.verified_on {
        Some(day) => {
            let verified = words.fill(key::REPORT_VERIFIED, &[("date", &words.calendar_date(day))]);
            let version = words.fill(key::REPORT_VERSION, &[("n", &report.version.to_string())]);
            view! { <p><span class="tag ok">{verified}</span>" "<span class="small">{version}</span></p> }.into_any()
        }
        None => view! {
            <p><span class="tag wait">{words.t(key::REPORT_UNVERIFIED)}</span>" "<span class="small">{words.t(key::REPORT_UNVERIFIED_WHAT)}</span></p>
        }
        .into_any(),
    }
}

/// The year to compare with. It stands in the address.
#[component]
fn Compare(
    year: u16,
    others: Vec<u16>,
    other: Memo<Option<u16>>,
    before: RwSignal<Phase>,
    again: RwSignal<u32>,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let go = expect_context::<Go>();
    let no_error = Signal::stored(None::<String>);
    let framed = Framed::new(WITH.into(), false, no_error);
    let options: Vec<_> = others.iter().map(|other| (other.to_string(), other.to_string())).collect();
    let value = Signal::derive(move || other.get().map(|other| other.to_string()).unwrap_or_default());
    let chosen = Callback::new(move |chosen: String| {
        let query = if chosen.is_empty() { String::new() } else { page::query(&[(OTHER, chosen)]) };
        go.state(&Route::Report(year), &query);
    });
    let retry = move |_| {
        again.update(|times| *times += 1);
        // The button goes.
        focus::control(WITH);
    };
    let failed = move || {
        matches!(before.get(), Phase::Failed).then(|| {
            view! { <p><button type="button" class="btn quiet" on:click=retry>{words.t(key::UNREACHABLE_AGAIN)}</button></p> }
        })
    };
    let status = move || {
        let year = other.get()?.to_string();
        match before.get() {
            Phase::Here(_) => {
                let enough = words.number(&ENOUGH.to_string());
                let percent = words.fill(key::REPORT_PERCENT_FROM, &[("year", &year), ("n", &enough)]);
                Some(format!("{} {percent}", words.fill(key::REPORT_COMPARED, &[("year", &year)])))
            }
            Phase::Failed => Some(words.fill(key::REPORT_NOT_COMPARED, &[("year", &year)])),
            Phase::Loading | Phase::Nothing => None,
        }
    };
    view! {
        <div class="other-year no-print">
            <Field framed=framed.clone() label=words.t(key::REPORT_COMPARE) hint=None error=no_error>
                <Select framed=framed.clone() value typed=chosen options first=words.t(key::REPORT_COMPARE_NONE)/>
            </Field>
            <p class="small" role="status">{status}</p>
            {failed}
        </div>
    }
}
