//! A mediation that was asked for: what the mediator has to know, what happens next and until when, and how it went.

use super::outcome::{Told, dated};
use crate::shell::backend::{Backend, Known};
use crate::shell::go::href;
use crate::shell::page;
use crate::shell::words::Words;
use crate::ui::dossier::Dossier;
use crate::ui::mediators::site;
use leptos::prelude::*;
use recourse_contract::Timestamp;
use recourse_contract::mediation::Mediating as Mediation;
use recourse_contract::ticket::{State, Ticket};
use recourse_core::i18n::key;
use recourse_core::route::{ABOUT, QUESTION, Route};

/// How the mediation of a ticket stands.
#[component]
pub fn Mediating(told: Told) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let mediation = Memo::new(move |_| {
        told.ticket.with(|ticket| {
            let ticket = ticket.as_ref()?;
            Some((ticket.mediation.clone()?, ticket.summary.reference.to_string()))
        })
    });
    // What the platform says of this mediator, and of mediation; it may come after the ticket.
    let told_of = Memo::new(move |_| match backend.service.get() {
        Known::Ready(service) => {
            let id = mediation.with(|mediation| mediation.as_ref().map(|(mediation, _)| mediation.mediator.clone()));
            let url = service.mediation.mediators.iter().find(|one| Some(&one.id) == id.as_ref()).map(|one| one.url.clone());
            (url, service.mediation.facts.clone())
        }
        _ => (None, Vec::new()),
    });
    let facts = move || {
        let facts = told_of.with(|(_, facts)| facts.clone());
        (!facts.is_empty()).then(|| {
            view! {
                <details class="compare">
                    <summary>{words.t(key::REQUEST_FACTS)}</summary>
                    <ul class="bullets">{facts.into_iter().map(|fact| view! { <li>{fact}</li> }).collect::<Vec<_>>()}</ul>
                </details>
            }
        })
    };
    // What was said of it stays; what was still to come is over.
    let ended = Memo::new(move |_| told.ticket.with(|ticket| ticket.as_ref().and_then(ended)));
    move || {
        mediation.get().map(|(mediation, reference)| {
            let Mediation { name, language, code, requested_at, by, accepted_at, documents, .. } = mediation;
            let documents = u32::try_from(documents.len()).unwrap_or(u32::MAX);
            let ask = format!("{}?{}#{QUESTION}", href(&Route::Mediation), page::query(&[(ABOUT, reference.clone())]));
            let title = words.fill(key::MEDIATING_WITH, &[("name", &name)]);
            let ended = ended.get();
            // Who has taken the case has the request.
            let passed_on = (accepted_at.is_none() && ended.is_none()).then(|| format!("{} ", words.t(key::MEDIATING_PASSED_ON)));
            let next = if accepted_at.is_some() { key::MEDIATING_END } else { key::MEDIATING_ANSWER };
            view! {
                {match ended {
                    Some(_) => view! { <h3>{title}</h3> }.into_any(),
                    None => view! { <h2>{title}</h2> }.into_any(),
                }}
                <dl class="facts-list">
                    <dt>{words.t(key::SENT_REFERENCE)}</dt><dd class="mono nobr">{reference}</dd>
                    <dt>{words.t(key::MEDIATING_CODE)}</dt><dd class="mono nobr">{code}</dd>
                    <dt>{words.t(key::MEDIATOR_LANGUAGE)}</dt><dd>{words.language(&language)}</dd>
                </dl>
                <p>
                    {passed_on}{ended.is_none().then(|| words.t(key::MEDIATING_BOTH))}" "
                    {told_of.with(|(url, _)| url.clone()).map(|url| site(words, &name, url))}
                </p>
                <ol class="thread">
                    <li class="done">{words.fill(key::MEDIATING_ASKED, &[("date", &words.date(requested_at))])}</li>
                    {accepted_at.map(|at| view! {
                        <li class="done">{words.fill(key::MEDIATING_ACCEPTED, &[("date", &words.date(at))])}</li>
                    })}
                    {match ended {
                        Some(at) => view! { <li class="done">{words.fill(key::MEDIATING_ENDED, &[("date", &words.date(at))])}</li> }.into_any(),
                        None => view! {
                            <li class="now" aria-current="step">
                                {words.t(next)}
                                {by.map(|by| view! { <br/><b>{dated(words, told, Some(by), key::MEDIATING_BY)}</b> })}
                            </li>
                        }
                        .into_any(),
                    }}
                </ol>
                <Dossier ticket=told.id.get_value()/>
                {ended.is_none().then(|| view! { <p class="no-print"><a href=ask>{words.t(key::QUESTION_TITLE)}</a></p> })}
                {facts}
                {(documents > 0).then(|| view! { <p class="small">{words.count(key::MEDIATING_DOCUMENTS, documents)}</p> })}
            }
        })
    }
}

/// When the case of a mediation was closed.
fn ended(ticket: &Ticket) -> Option<Timestamp> {
    let last = ticket.timeline.last().map_or(ticket.summary.updated_at, |passage| passage.at);
    (ticket.summary.state == State::Closed).then_some(last)
}
