//! The ways to get in touch: about what, then everything that the platform offers for it. What was chosen stands in the
//! address, so that the browser's buttons lead back and an article can lead here.

mod hours;
mod options;

use crate::pages::form::linked;
use crate::shell::focus;
use crate::shell::go::Go;
use crate::shell::page;
use crate::shell::words::Words;
use crate::ui::controls::{Option3, Radios};
use crate::ui::field::{Framed, Group};
use leptos::prelude::*;
use recourse_contract::Service;
use recourse_contract::service::Topic;
use recourse_contract::ticket::TicketKind;
use recourse_core::i18n::key;
use recourse_core::journey::Linked;
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
            None => view! { <Branches topics=service.topics.clone()/> }.into_any(),
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
fn Branches(topics: Vec<Topic>) -> impl IntoView {
    let words = expect_context::<Words>();
    let row = |topic: Topic| {
        let href = format!("{}?{}", Route::Contact.path(), query(&topic.id, None));
        view! {
            <li>
                <a class="way" href=href>
                    <span><b>{topic.label}</b>{topic.description.map(|text| view! { <span class="hint">{text}</span> })}</span>
                </a>
            </li>
        }
    };
    let rows: Vec<_> = topics.into_iter().filter(is_open).map(row).collect();
    view! {
        <div class="column">
            <h1 id="heading" tabindex="-1">{words.t(key::CONTACT_TITLE)}</h1>
            <p class="lead">{words.t(key::TOPIC_TITLE)}</p>
            <ul class="ways">{rows}</ul>
        </div>
    }
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
                    <a class="btn plain" href=Route::Contact.path()>{words.t(key::CONTACT_OTHER)}</a>
                </div>
            </form>
        </div>
    }
}
