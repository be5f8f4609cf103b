//! The ways to get in touch: about what, then everything that the platform offers for it. What was chosen stands in the
//! address, so that the browser's buttons lead back and an article can lead here.

mod hours;
mod options;

use crate::pages::form::linked;
use crate::shell::focus;
use crate::shell::go::{Go, href};
use crate::shell::page;
use crate::shell::words::Words;
use crate::ui::controls::{Option3, Radios};
use crate::ui::field::{Framed, Group};
use crate::ui::topic_search::{Found, TopicSearch};
use leptos::prelude::*;
use recourse_contract::Service;
use recourse_contract::service::Topic;
use recourse_contract::ticket::TicketKind;
use recourse_core::i18n::key;
use recourse_core::journey::{Linked, other, search};
use recourse_core::route::Route;
use std::sync::Arc;

/// The kinds of tickets that a message can become.
const KINDS: [TicketKind; 2] = [TicketKind::TechnicalProblem, TicketKind::Complaint];

/// The way to get in touch about the topic of the address.
#[component]
pub fn Contact(service: Arc<Service>) -> impl IntoView {
    let words = expect_context::<Words>();
    let link = Memo::new(move |_| linked());
    // Another topic is another screen, though its path is the same.
    Effect::new(move |before: Option<Linked>| {
        let now = link.get();
        if before.is_some_and(|before| before != now) {
            focus::screen_changed();
        }
        now
    });
    move || {
        let link = link.get();
        let topic = link.topic(&service).filter(|topic| is_open(topic)).cloned();
        let title = words.t(key::CONTACT_TITLE);
        page::set_title(&topic.as_ref().map_or(title.clone(), |topic| format!("{title} · {}", topic.label)));
        match topic {
            None => view! { <Branches service=service.clone()/> }.into_any(),
            Some(topic) if topic.topics.is_empty() => {
                view! { <options::Options service=service.clone() topic property=link.property/> }.into_any()
            }
            Some(branch) => view! { <SubTopics branch property=link.property/> }.into_any(),
        }
    }
}

/// Whether one can write about it.
fn is_open(topic: &Topic) -> bool {
    KINDS.iter().any(|kind| topic.kinds.contains(kind))
}

/// The parameters of this screen about a topic.
fn query(topic: &str, property: Option<&String>) -> String {
    let link = Linked { topic: Some(topic.to_owned()), property: property.cloned(), ..Linked::default() };
    page::query(&link.to_pairs())
}

/// First: about what.
#[component]
fn Branches(service: Arc<Service>) -> impl IntoView {
    let words = expect_context::<Words>();
    let wanted = RwSignal::new(String::new());
    let ways = move || {
        let typed = wanted.get();
        if typed.trim().is_empty() {
            let open = service.topics.iter().filter(|topic| is_open(topic));
            let rows: Vec<_> = open.map(|topic| way(topic, topic.description.clone())).collect();
            return view! { <ul class="ways">{rows}</ul> }.into_any();
        }
        let hits = search(&service.topics, &KINDS, &typed);
        let count = hits.len();
        // Where nothing fits, there is a place for everything else.
        let other = KINDS.iter().find_map(|kind| other(&service.topics, *kind)).filter(|_| count == 0);
        let found = hits.into_iter().map(|hit| way(hit.topic, Some(hit.path[..hit.path.len().saturating_sub(1)].join(" › "))));
        let rows: Vec<_> = found.chain(other.map(|topic| way(topic, topic.description.clone()))).collect();
        view! { <Found query=wanted count/><ul class="ways">{rows}</ul> }.into_any()
    };
    view! {
        <div class="column">
            <h1 id="heading" tabindex="-1">{words.t(key::CONTACT_TITLE)}</h1>
            <p class="lead">{words.t(key::TOPIC_TITLE)}</p>
            <TopicSearch query=wanted/>
            {ways}
        </div>
    }
}

fn way(topic: &Topic, hint: Option<String>) -> AnyView {
    let href = format!("{}?{}", href(&Route::Contact), query(&topic.id, None));
    let hint = hint.filter(|hint| !hint.is_empty()).map(|hint| view! { <span class="hint">{hint}</span> });
    view! { <li><a class="way" href=href><span><b>{topic.label.clone()}</b>{hint}</span></a></li> }.into_any()
}

/// Then: about what exactly.
#[component]
fn SubTopics(branch: Topic, property: Option<String>) -> impl IntoView {
    let words = expect_context::<Words>();
    let go = expect_context::<Go>();
    let chosen = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let error = Signal::derive(move || (tried.get() && chosen.with(String::is_empty)).then(|| words.t(key::ERROR_TOPIC)));
    let framed = Framed::new("contact-topic".into(), false, error);
    let options: Vec<Option3> =
        branch.topics.into_iter().filter(is_open).map(|topic| (topic.id, topic.label, topic.description)).collect();
    let see = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let topic = chosen.get_untracked();
        if topic.is_empty() {
            tried.set(true);
            focus::control("contact-topic");
        } else {
            go.query(&Route::Contact, &query(&topic, property.as_ref()));
        }
    };
    view! {
        <div class="column">
            <h1 id="heading" tabindex="-1">{branch.label}</h1>
            <form novalidate on:submit=see>
                <Group framed label=words.t(key::CONTACT_WHICH) hint=None error>
                    <Radios name="contact-topic".to_owned() value=Signal::from(chosen) typed=Callback::new(move |id| chosen.set(id)) options=options.clone()/>
                </Group>
                <div class="foot-of-step">
                    <button type="submit" class="btn">{words.t(key::CONTACT_SEE)}</button>
                    <a class="btn plain" href=href(&Route::Contact)>{words.t(key::CONTACT_OTHER)}</a>
                </div>
            </form>
        </div>
    }
}
