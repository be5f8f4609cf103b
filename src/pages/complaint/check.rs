//! Check your answers, then send. What waits to be sent is shown here too.

use super::details::Suggestion;
use super::form::Form;
use super::sending::Sending;
use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::words::Words;
use crate::ui::answers::{Answer, channel_words, managed_words};
use crate::ui::attachments::{self, Attachments};
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;
use recourse_contract::ticket::FieldValue;
use recourse_core::i18n::{Key, key};
use recourse_core::journey::{Event, Field, Step};
use recourse_core::route::Route;

/// Everything, each part with a link that changes it and comes back here.
#[component]
pub fn Check(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let waiting = Memo::new(move |_| {
        device.outbox.with(|outbox| {
            let entry = form.with_id(|id| outbox.filing(id).cloned())?;
            let is_sending = outbox.is_sending(&entry.key);
            Some((entry, is_sending))
        })
    });
    let is_waiting = Memo::new(move |_| waiting.with(Option::is_some));
    // What becomes of it stands at the top; the button that was pressed is gone.
    Effect::new(move |before: Option<bool>| {
        let now = is_waiting.get();
        if before.is_some_and(|before| before != now) {
            focus::screen_changed();
        }
        now
    });
    let refused = move || {
        let detail = form.model.with(|model| {
            let whole = model.draft.refused.iter().find(|error| Field::from_pointer(&error.pointer).is_none());
            whole.map(|error| error.detail.clone().unwrap_or_default())
        });
        detail.map(|detail| {
            view! { <Notice tone=Tone::Bad title=words.t(key::CHECK_REFUSED)><p>{words.fill(key::CHECK_REFUSED_WHAT, &[("detail", &detail)])}</p></Notice> }
        })
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if attachments::holds_up(device, &form.owner()) {
            return focus::control("attachments");
        }
        form.send(Event::Sent { key: clock::new_key(), now: clock::now() });
    };
    let email = move || form.journey(|journey| journey.ticket().partner.email.clone());
    view! {
        <h1 id="heading" tabindex="-1">
            {move || if is_waiting.get() { words.t(key::SENDING_TITLE) } else { words.t(key::CHECK_TITLE) }}
        </h1>
        {refused}
        {move || waiting.get().map(|(entry, is_sending)| view! { <Sending form entry is_sending/> })}
        <div class="review">{move || parts(form, words, is_waiting.get())}</div>
        <Show when=move || !is_waiting.get()>
            <form novalidate on:submit=send>
                <Attachments owner=form.owner() limits=form.service(|service| service.limits.clone()) read_only=form.read_only()/>
                <Suggestion form/>
                <p class="small">{words.fill(key::CHECK_AFTER, &[("email", &email())])}</p>
                <div class="foot-of-step">
                    <button type="submit" class="btn" disabled=move || form.read_only().get()>{words.t(key::CHECK_SEND)}</button>
                    <a class="btn plain" href=form.with_id(|id| Route::Complaint(id.clone(), Step::Message).path())>{words.t(key::STEP_BACK)}</a>
                </div>
            </form>
        </Show>
    }
}

fn parts(form: Form, words: Words, frozen: bool) -> Vec<AnyView> {
    let part = |step: Step, title: Key, rows: Vec<AnyView>| {
        let href = form.with_id(|id| Route::Complaint(id.clone(), step).path());
        let name = words.t(title);
        view! {
            <section>
                <div class="part-head">
                    <h2>{name.clone()}</h2>
                    {(!frozen).then(|| view! { <a href=href>{words.t(key::CHECK_CHANGE)}<span class="vh">", "{name}</span></a> })}
                </div>
                <dl class="answers">{rows}</dl>
            </section>
        }
        .into_any()
    };
    let who = form.answer(Field::Audience).get();
    let who = form
        .service(|service| service.audiences.iter().find(|audience| audience.id == who).map(|audience| audience.label.clone()));
    vec![
        part(Step::Start, key::STEP_START, vec![row(words, key::STEP_START, who.unwrap_or_default())]),
        part(Step::Details, key::STEP_DETAILS, details(form, words)),
        part(Step::Topic, key::STEP_TOPIC, topic(form, words)),
        part(Step::Message, key::STEP_MESSAGE, message(form, words)),
    ]
}

fn row(words: Words, label: Key, value: String) -> AnyView {
    view! { <Answer label=words.t(label) value/> }.into_any()
}

fn details(form: Form, words: Words) -> Vec<AnyView> {
    let partner = form.journey(|journey| journey.ticket().partner.clone());
    vec![
        row(words, key::DETAILS_NAME, partner.name),
        row(words, key::DETAILS_EMAIL, partner.email),
        row(words, key::DETAILS_PHONE, partner.phone.unwrap_or_default()),
        row(words, key::DETAILS_COMPANY, partner.company.unwrap_or_default()),
        row(words, key::DETAILS_COUNTRY, words.country(&partner.country)),
        row(words, key::DETAILS_PROPERTIES, partner.properties.join("\n")),
        row(words, key::DETAILS_LANGUAGE, words.language(&partner.language)),
        row(words, key::DETAILS_CHANNEL, words.t(channel_words(partner.channel))),
        row(words, key::DETAILS_MANAGED, words.t(managed_words(partner.managed_by))),
    ]
}

fn topic(form: Form, words: Words) -> Vec<AnyView> {
    let id = form.journey(|journey| journey.ticket().topic.clone());
    vec![row(words, key::STEP_TOPIC, form.topic_path(&id).join(" › "))]
}

fn message(form: Form, words: Words) -> Vec<AnyView> {
    let ticket = form.journey(|journey| journey.ticket().clone());
    let mut rows = vec![row(words, key::MESSAGE_SUBJECT, ticket.subject)];
    for extra in form.extras() {
        let value = ticket.fields.get(&extra.id).map(|value| value_words(words, &extra, value)).unwrap_or_default();
        rows.push(view! { <Answer label=extra.label value/> }.into_any());
    }
    rows.push(row(words, key::MESSAGE_TEXT, ticket.message));
    rows.push(row(words, key::MESSAGE_WANTED, ticket.outcome_wanted.unwrap_or_default()));
    rows
}

fn value_words(words: Words, extra: &recourse_contract::service::ExtraField, value: &FieldValue) -> String {
    crate::ui::answers::value_words(words, extra.kind, value, extra.value_label(value))
}
