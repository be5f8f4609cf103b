//! Check your answers, then send. What waits to be sent is shown here too, of a problem as well.

use super::details::Suggestion;
use super::open::Form;
use super::sending::Sending;
use super::{Foot, StepForm, of_kind, sending_title};
use crate::shell::device::Device;
use crate::shell::words::Words;
use crate::ui::answers::{Answer, channel_words, managed_words};
use crate::ui::attachments::Attachments;
use crate::ui::details::told;
use crate::ui::mediators::{self, to_know};
use leptos::prelude::*;
use recourse_contract::Service;
use recourse_contract::ticket::{FieldValue, TicketKind};
use recourse_core::i18n::{Key, key};
use recourse_core::journey::{Field, Step};

/// What happens at once, of a complaint, a report and a request.
const AFTER: [Key; 3] = [key::CHECK_AFTER, key::CHECK_AFTER, key::CHECK_AFTER_MEDIATION];

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
    let is_request = form.kind() == TicketKind::Mediation;
    let email = move || form.journey(|journey| journey.ticket().partner.email.clone());
    view! {
        <h1 id="heading" tabindex="-1">
            {move || words.t(if is_waiting.get() { sending_title(form.kind()) } else { key::CHECK_TITLE })}
        </h1>
        {move || waiting.get().map(|(entry, is_sending)| view! { <Sending form entry is_sending/> })}
        <div class="review">
            {move || parts(form, words, is_waiting.get())}
            {is_request.then(|| form.service(|service| to_know(words, &service.mediation.facts))).flatten()}
        </div>
        <Show when=move || !is_waiting.get()>
            <StepForm form step=Step::Check>
                <Attachments owner=form.owner() limits=form.service(|service| service.limits.clone()) read_only=form.read_only() taker=form.taker/>
                <Suggestion form/>
                <p class="small">{words.fill(of_kind(form.kind(), AFTER), &[("email", &email())])}</p>
                <Foot form step=Step::Check/>
            </StepForm>
        </Show>
    }
}

fn parts(form: Form, words: Words, frozen: bool) -> Vec<AnyView> {
    let part = |step: Step, title: Key, rows: Vec<AnyView>| {
        let href = form.step_path(step);
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
    let of_step = |step: &Step| match step {
        Step::Start => Some(part(*step, key::STEP_START, vec![row(words, key::STEP_START, audience(form))])),
        Step::Details => Some(part(*step, key::STEP_DETAILS, details(form, words))),
        Step::Topic => Some(part(*step, key::STEP_TOPIC, vec![topic(form, words)])),
        Step::Mediator => Some(part(*step, key::STEP_MEDIATOR, mediator(form, words))),
        Step::Message => Some(part(*step, key::STEP_MESSAGE, message(form, words))),
        Step::Check => None,
    };
    Step::of(form.kind()).iter().filter_map(of_step).collect()
}

fn audience(form: Form) -> String {
    let who = form.answer(Field::Audience).get();
    let label =
        |service: &Service| service.audiences.iter().find(|audience| audience.id == who).map(|audience| audience.label.clone());
    form.service(label).unwrap_or_default()
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

fn topic(form: Form, words: Words) -> AnyView {
    let id = form.journey(|journey| journey.ticket().topic.clone());
    row(words, key::STEP_TOPIC, form.topic_path(&id).join(" › "))
}

fn mediator(form: Form, words: Words) -> Vec<AnyView> {
    let ticket = form.journey(|journey| journey.ticket().clone());
    let language = ticket.mediation.as_ref().map(|choice| choice.language.clone()).unwrap_or_default();
    let mut rows = vec![topic(form, words)];
    rows.extend(mediators::answers(words, form.mediator(&ticket).as_ref(), &language));
    rows
}

fn message(form: Form, words: Words) -> Vec<AnyView> {
    let (ticket, asked) = form.journey(|journey| (journey.ticket().clone(), journey.asked().to_vec()));
    let mut rows = Vec::new();
    if Field::Topic.step(form.kind()) == Step::Message {
        rows.push(topic(form, words));
    }
    rows.push(row(words, key::MESSAGE_SUBJECT, ticket.subject));
    for extra in form.extras().into_iter().filter(|extra| asked.contains(&extra.id)) {
        let value = ticket.fields.get(&extra.id).map(|value| value_words(words, &extra, value)).unwrap_or_default();
        rows.push(view! { <Answer label=extra.label value/> }.into_any());
    }
    let text = of_kind(form.kind(), [key::MESSAGE_TEXT, key::MESSAGE_TEXT, key::REQUEST_STATEMENT]);
    rows.push(row(words, text, ticket.message));
    if Field::OutcomeWanted.is_asked(form.kind()) {
        rows.push(row(words, key::MESSAGE_WANTED, ticket.outcome_wanted.unwrap_or_default()));
    }
    rows.extend(told(words, &ticket.device));
    rows
}

pub fn value_words(words: Words, extra: &recourse_contract::service::ExtraField, value: &FieldValue) -> String {
    crate::ui::answers::value_words(words, extra.kind, value, extra.value_label(value))
}
