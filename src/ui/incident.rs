//! Announced incidents at a topic: what is known, and a wish to be told when it is solved. Whoever wants to write all the
//! same finds the form going on below.

use super::controls::TextInput;
use super::field::{Field, Framed};
use super::prose::Prose;
use crate::shell::backend::{Backend, Known};
use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::incident::Incident;
use recourse_contract::rules;
use recourse_contract::service::Capability;
use recourse_core::i18n::key;
use recourse_core::incident::standing;

/// The field for the address. One at a time is asked for.
const FIELD: &str = "incident-email";

/// The incidents that stand at a topic. `email` is the address that was given so far.
#[component]
pub fn Incidents(topic: Signal<String>, email: Signal<String>) -> impl IntoView {
    let backend = expect_context::<Backend>();
    let device = expect_context::<Device>();
    let found = Memo::new(move |_| match backend.service.get_untracked() {
        Known::Ready(service) => backend.incidents.with(|known| topic.with(|topic| standing(known, &service, topic))),
        _ => Vec::new(),
    });
    // What was asked for on an earlier visit is noted on the device.
    Effect::new(move || {
        let ids = found.with(|found| found.iter().map(|incident| incident.id.clone()).collect());
        spawn_local(device.look_up(ids));
    });
    // Outlives a change of what stands here.
    let asked = Asked { of: RwSignal::new(None), typed: RwSignal::new(String::new()), error: RwSignal::new(None) };
    let cards = move || found.get().into_iter().map(|incident| view! { <Card incident email asked/> }).collect::<Vec<_>>();
    view! { <div class="cards incidents">{cards}</div> }
}

/// The question for an address.
#[derive(Clone, Copy)]
struct Asked {
    /// For which incident.
    of: RwSignal<Option<String>>,
    typed: RwSignal<String>,
    error: RwSignal<Option<String>>,
}

#[component]
fn Card(incident: Incident, email: Signal<String>, asked: Asked) -> impl IntoView {
    let words = expect_context::<Words>();
    let since = |at| words.fill(key::INCIDENT_SINCE, &[("when", &words.clock_or_moment(at, clock::now()))]);
    let (tone, sign, when) = match incident.solved_at {
        Some(at) => ("ok", key::INCIDENT_SOLVED, words.fill(key::INCIDENT_SOLVED_AT, &[("when", &words.moment(at))])),
        None => ("wait", key::INCIDENT_OPEN, since(incident.since)),
    };
    let told = incident.solved_at.is_none().then(|| view! { <Told id=incident.id.clone() email asked/> });
    view! {
        <section class=format!("notice {tone}")>
            <p role="status"><span class=format!("tag {tone}")>{words.t(sign)}</span>" "<b>{incident.title}</b></p>
            <p class="small">{when}</p>
            <Prose text=incident.text/>
            {told}
        </section>
    }
}

/// The wish to be told: asked for, noted, taken back.
#[component]
fn Told(id: String, email: Signal<String>, asked: Asked) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let device = expect_context::<Device>();
    let signed_in = expect_context::<SignedIn>();
    let id = StoredValue::new(id);
    let locales = match backend.service.get_untracked() {
        Known::Ready(service) if service.offers(Capability::Incidents) => service.locales.clone(),
        _ => return ().into_any(),
    };
    let wish = Memo::new(move |_| id.with_value(|id| device.wish(id)));
    let is_asked = Memo::new(move |_| asked.of.with(|of| id.with_value(|id| of.as_ref() == Some(id))));
    let was_refused = Memo::new(move |_| device.refused_wish.with(|of| id.with_value(|id| of.as_ref() == Some(id))));
    // The button goes; whoever came by keyboard stays here.
    let here = id.with_value(|id| format!("incident-{id}"));
    let place = StoredValue::new(here.clone());
    // Two clicks are one wish.
    let is_sent = RwSignal::new(false);
    Effect::new(move || {
        if wish.with(Option::is_some) || was_refused.get() {
            is_sent.set(false);
        }
    });
    let send = move |address: String| {
        if is_sent.get_untracked() {
            return;
        }
        is_sent.set(true);
        let tag = words.tag_now();
        let language = if locales.contains(&tag) { tag } else { locales.first().cloned().unwrap_or_default() };
        asked.of.set(None);
        id.with_value(|id| device.ask_to_be_told(id, address, language));
        focus::control_later(place.get_value());
    };
    let send = StoredValue::new(send);
    let begin = move |_| {
        let own = signed_in.session.with_untracked(|session| session.as_ref().map(|session| session.email.clone()));
        let given = email.with_untracked(|email| email.trim().to_owned());
        match own.or_else(|| rules::email(&given).is_ok().then(|| given.clone())) {
            Some(address) => send.with_value(|send| send(address)),
            None => {
                asked.typed.set(given);
                asked.error.set(None);
                asked.of.set(Some(id.get_value()));
                focus::control_later(FIELD);
            }
        }
    };
    let answer = move || {
        let address = asked.typed.with_untracked(|typed| typed.trim().to_owned());
        if rules::email(&address).is_ok() {
            return send.with_value(|send| send(address));
        }
        let missing = if address.is_empty() { key::ERROR_EMAIL } else { key::ERROR_EMAIL_FORMAT };
        asked.error.set(Some(words.t(missing)));
        focus::control(FIELD);
    };
    let undo = move |_| {
        if let Some(wish) = wish.get_untracked() {
            id.with_value(|id| device.take_wish_back(id, &wish));
            focus::control_later(place.get_value());
        }
    };
    let said = move || match (wish.get(), was_refused.get()) {
        (Some(wish), _) => words.fill(key::INCIDENT_NOTED, &[("email", &wish.email)]),
        (None, true) => words.t(key::INCIDENT_REFUSED),
        (None, false) => String::new(),
    };
    let state = Memo::new(move |_| (wish.with(Option::is_some), is_asked.get()));
    view! {
        <div id=here tabindex="-1">
            <p role="status">{said}</p>
            {move || match state.get() {
                (true, _) => view! { <button type="button" class="btn plain" on:click=undo>{words.t(key::INCIDENT_UNDO)}</button> }.into_any(),
                (false, false) => view! { <button type="button" class="btn quiet" on:click=begin>{words.t(key::INCIDENT_TELL)}</button> }.into_any(),
                (false, true) => view! { <Question asked answer=Callback::new(move |()| answer())/> }.into_any(),
            }}
            <p class="small">{words.t(key::INCIDENT_WRITE)}</p>
        </div>
    }
    .into_any()
}

/// Asks for the address. It stands within the form of a step, which Enter must not send here.
#[component]
fn Question(asked: Asked, answer: Callback<()>) -> impl IntoView {
    let words = expect_context::<Words>();
    let error = Signal::from(asked.error);
    let framed = Framed::new(FIELD.into(), true, error);
    let typed = Callback::new(move |text| asked.typed.set(text));
    let enter = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            answer.run(());
        }
    };
    view! {
        <div on:keydown=enter>
            <Field framed=framed.clone() label=words.t(key::INCIDENT_EMAIL) hint=Some(words.t(key::INCIDENT_EMAIL_HINT)) error>
                <TextInput framed value=Signal::from(asked.typed) typed kind="email" autocomplete="email"/>
            </Field>
        </div>
        <button type="button" class="btn quiet" on:click=move |_| answer.run(())>{words.t(key::INCIDENT_TELL)}</button>
    }
}
