//! Everything that the platform offers about a topic: articles, a message, the telephone, the account manager.

use super::hours::Hours;
use super::query;
use crate::shell::device::Device;
use crate::shell::go::{self, href};
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::ui::first_contact::first_contact;
use crate::ui::incident::Incidents;
use leptos::prelude::*;
use recourse_contract::Service;
use recourse_contract::service::{Capability, ContactKind, ContactOption, Topic};
use recourse_contract::ticket::{ManagedBy, TicketKind};
use recourse_core::i18n::key;
use recourse_core::inbox::remembered;
use recourse_core::route::Route;
use std::sync::Arc;

/// The options of a leaf of the topic tree.
#[component]
pub fn Options(service: Arc<Service>, topic: Topic, property: Option<String>) -> impl IntoView {
    let words = expect_context::<Words>();
    let path: Vec<String> = service.path(&topic.id).unwrap_or_default().iter().map(|topic| topic.label.clone()).collect();
    let takes = |kind: TicketKind| topic.kinds.contains(&kind);
    let is_problem = takes(TicketKind::TechnicalProblem) && service.offers(Capability::TechnicalProblems);
    let way = |kind: TicketKind| format!("{}?{}", href(&Route::New(kind)), query(&topic.id, property.as_ref()));
    let message = topic.contact_options.iter().find(|option| option.kind == ContactKind::Message);
    let message = message.map_or_else(|| words.t(key::CONTACT_MESSAGE), |option| option.label.clone());
    let first = if is_problem { TicketKind::TechnicalProblem } else { TicketKind::Complaint };
    let links: Vec<_> = topic.articles.iter().map(|link| article(link.label.clone(), &link.url)).collect();
    let articles: Vec<_> = topic
        .contact_options
        .iter()
        .filter(|option| option.kind == ContactKind::Article)
        .filter_map(|option| Some(article(option.label.clone(), option.url.as_deref()?)))
        .chain(links)
        .collect();
    let others: Vec<_> = topic
        .contact_options
        .iter()
        .filter(|option| !matches!(option.kind, ContactKind::Article | ContactKind::Message))
        .map(|option| other(words, option.clone()))
        .collect();
    let has_articles = !articles.is_empty();
    view! {
        <div class="column contact">
            <p class="small">{path.join(" › ")}</p>
            <h1 id="heading" tabindex="-1">{words.t(key::CONTACT_ALL)}</h1>
            {first_contact(words, &service, managed_by())}
            <Incidents topic=Signal::stored(topic.id.clone()) email=Signal::stored(String::new())/>
            {has_articles.then(|| view! {
                <section><h2>{words.t(key::TOPIC_ARTICLES)}</h2><ul class="bullets">{articles}</ul></section>
            })}
            <section>
                <h2>{message}</h2>
                <p>{words.t(if is_problem { key::CONTACT_MESSAGE_WHAT } else { key::CONTACT_COMPLAINT_WHAT })}</p>
                <p><a class="btn" href=way(first)>{words.t(key::CONTACT_SEND)}</a></p>
                {(is_problem && takes(TicketKind::Complaint)).then(|| view! {
                    <p><a href=way(TicketKind::Complaint)>{words.t(key::CONTACT_COMPLAINT)}</a></p>
                })}
            </section>
            {others}
            <p><a href=href(&Route::Contact)>{words.t(key::CONTACT_OTHER)}</a></p>
        </div>
    }
}

fn article(label: String, url: &str) -> AnyView {
    view! { <li><a href=go::link(url) target="_blank" rel="external noopener">{label}</a></li> }.into_any()
}

/// The telephone, the account manager, and whatever else a later platform offers.
fn other(words: Words, option: ContactOption) -> AnyView {
    let name = match option.kind {
        ContactKind::Telephone => Some(words.t(key::HELP_PHONE)),
        ContactKind::AccountManager => Some(words.t(key::CONTACT_MANAGER)),
        _ => None,
    };
    let label = option.label;
    let way = match option.url {
        Some(url) => view! { <a href=url rel="external noopener">{label}</a> }.into_any(),
        None => label.into_any(),
    };
    view! {
        <section>
            {name.map(|name| view! { <h2>{name}</h2> })}
            <p>{way}</p>
            {option.opening.map(|opening| view! { <Hours opening/> })}
            {option.hours.map(|hours| view! { <p class="small">{hours}</p> })}
        </section>
    }
    .into_any()
}

/// Who looks after the account of whoever is here, as far as that is known.
fn managed_by() -> ManagedBy {
    let (device, signed_in) = (expect_context::<Device>(), expect_context::<SignedIn>());
    if let Some(by) = signed_in.details.with_value(|details| details.managed_by) {
        return by;
    }
    let email = signed_in.session.with_untracked(|session| session.as_ref().map(|session| session.email.clone()));
    let known = device.tickets.with_untracked(|tickets| remembered(tickets, email.as_deref()).map(|partner| partner.managed_by));
    known.unwrap_or_default()
}
