//! The ways to a mediation: from one of the partner's tickets, or without one.

use crate::shell::device::Device;
use crate::shell::go::href;
use crate::shell::page;
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::TicketSummary;
use recourse_contract::ticket::TicketKind;
use recourse_core::i18n::key;
use recourse_core::journey::Linked;
use recourse_core::mediation::{Way, ways};
use recourse_core::route::Route;

/// The tickets that it can be asked for, those that are with a mediator, and the request without one by a partner of this
/// country.
#[component]
pub fn WaysTo(takes_requests: bool, country: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let found = Memo::new(move |_| device.tickets.with(|tickets| ways(tickets)));
    let rows = move || found.get().into_iter().map(|(summary, way)| row(words, summary, way)).collect::<Vec<_>>();
    let link = Linked { country: Some(country), ..Linked::default() };
    let ask = format!("{}?{}", href(&Route::New(TicketKind::Mediation)), page::query(&link.to_pairs()));
    view! {
        <h2>{words.t(key::MEDIATION_HOW)}</h2>
        <h3>{words.t(key::MEDIATION_OF_CASE)}</h3>
        {move || if found.with(Vec::is_empty) {
            view! {
                <p>{words.t(key::MEDIATION_NO_CASE)}" "<a href=href(&Route::Inbox)>{words.t(key::INBOX_TITLE)}</a>"."</p>
            }
            .into_any()
        } else {
            view! { <ul class="ways">{rows()}</ul> }.into_any()
        }}
        {takes_requests.then(|| view! {
            <h3>{words.t(key::MEDIATION_WITHOUT)}</h3>
            <p>{words.t(key::MEDIATION_WITHOUT_WHAT)}</p>
            <p><a class="btn" href=ask>{words.t(key::MEDIATION_ASK)}</a></p>
        })}
    }
}

fn row(words: Words, summary: TicketSummary, way: Way) -> AnyView {
    let (route, what) = match way {
        Way::Ask => (Route::MediationRequest(summary.id), words.t(key::MEDIATION_ASK)),
        Way::Look => (Route::Ticket(summary.id), words.t(key::MEDIATION_LOOK)),
        Way::UnderWay(None) => (Route::Ticket(summary.id), words.t(key::MEDIATION_UNDER_WAY)),
        Way::UnderWay(Some(by)) => {
            let date = words.coming_date(by);
            (Route::Ticket(summary.id), words.fill(key::MEDIATION_UNDER_WAY_BY, &[("date", &date)]))
        }
    };
    let reference = summary.reference.to_string();
    view! {
        <li>
            <a class="way" href=href(&route)>
                <span>
                    <span dir="auto">{summary.subject}</span>
                    <span class="hint"><span class="mono nobr">{reference}</span>" · "{what}</span>
                </span>
            </a>
        </li>
    }
    .into_any()
}
