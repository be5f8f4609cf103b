//! The message: subject, the topic's extra fields, what happened, what is asked for.

use super::details::Managed;
use super::precise::Precise;
use super::same::Same;
use super::topic::About;
use super::topic_list::TopicList;
use super::{Foot, StepForm, control, of_kind, open::Form};
use crate::shell::clock;
use crate::shell::words::Words;
use crate::ui::attachments::Attachments;
use crate::ui::controls::{TextArea, TextInput};
use crate::ui::counter::Counter;
use crate::ui::details::DeviceDetails;
use crate::ui::extra::Extras;
use crate::ui::field::{Field as Frame, Framed};
use crate::ui::incident::Incidents;
use leptos::prelude::*;
use recourse_contract::ticket::TicketKind;
use recourse_core::i18n::{Key, key};
use recourse_core::journey::{Event, Field, Step, is_for_complaints};

/// Writing it down.
#[component]
pub fn Message(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let kind = form.kind();
    let is_problem = kind == TicketKind::TechnicalProblem;
    let chosen = form.answer(Field::Topic);
    let bind = Callback::new(move |field: Field| (form.answer(field.clone()), form.typing(field)));
    let error = Callback::new(move |field: Field| form.error(field, words));
    // A problem's topic is chosen on this very step.
    let extras = move || {
        chosen.track();
        view! { <Extras fields=form.extras() asked=form.asked() bind error read_only=form.read_only()/> }
    };
    let precise = move || {
        chosen.track();
        view! { <Precise form/> }
    };
    let most = form.service(|service| service.limits.message);
    let most_wanted = form.service(|service| service.limits.outcome_wanted);
    let title = of_kind(kind, [key::MESSAGE_TITLE, key::PROBLEM_TITLE, key::STATEMENT_TITLE]);
    let lead = of_kind(kind, [key::MESSAGE_LEAD, key::PROBLEM_LEAD, key::STATEMENT_LEAD]);
    let text = of_kind(kind, [key::MESSAGE_TEXT, key::MESSAGE_TEXT, key::REQUEST_STATEMENT]);
    let text_hint = of_kind(kind, [key::MESSAGE_TEXT_HINT, key::MESSAGE_TEXT_HINT, key::REQUEST_STATEMENT_HINT]);
    view! {
        <h1 id="heading" tabindex="-1">{words.t(title)}</h1>
        <p class="lead">{words.t(lead)}</p>
        <StepForm form step=Step::Message>
            {is_problem.then(|| view! { <TopicList form/><ForComplaints form chosen/><About form chosen/><Same form/> })}
            <Incidents topic=chosen email=form.answer(Field::Email)/>
            <Subject form/>
            {extras}
            <div class="coached">
                <Long form field=Field::Message label=text hint=text_hint rows=8 most/>
                {precise}
            </div>
            {Field::OutcomeWanted.is_asked(kind).then(|| view! {
                <Long form field=Field::OutcomeWanted label=key::MESSAGE_WANTED hint=key::MESSAGE_WANTED_HINT rows=3 most=most_wanted optional=true/>
            })}
            <Attachments owner=form.owner() limits=form.service(|service| service.limits.clone()) read_only=form.read_only() taker=form.taker/>
            {(kind != TicketKind::Mediation).then(|| view! { <DeviceDetails bind read_only=form.read_only()/> })}
            {is_problem.then(|| view! { <Sender form/> })}
            <Foot form step=Step::Message/>
        </StepForm>
    }
}

/// A topic for complaints alone: what is written so far goes on as one.
#[component]
fn ForComplaints(form: Form, chosen: Signal<String>) -> impl IntoView {
    let words = expect_context::<Words>();
    let is_one = Memo::new(move |_| chosen.with(|topic| form.service(|service| is_for_complaints(service, topic))));
    let go_on = move |_| form.send(Event::Complained { now: clock::now() });
    let read_only = form.read_only();
    view! {
        <div role="status">
            <Show when=move || is_one.get()>
                <section class="for-complaints notice info">
                    <p class="notice-title">{words.t(key::PROBLEM_COMPLAINT)}</p>
                    <p>{words.t(key::PROBLEM_COMPLAINT_WHAT)}</p>
                    <p><button type="button" class="btn" disabled=read_only on:click=go_on>{words.t(key::PROBLEM_COMPLAINT_GO)}</button></p>
                </section>
            </Show>
        </div>
    }
}

/// Somebody who is known writes at once: as whom, stands above the way out, and can be changed.
#[component]
fn Sender(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let sender = Memo::new(move |_| {
        form.journey(|journey| {
            let partner = &journey.ticket().partner;
            journey.is_done(Step::Details).then(|| (partner.name.clone(), partner.email.clone()))
        })
    });
    move || {
        sender.get().map(|(name, email)| {
            view! {
                <Managed form/>
                <p class="sender">
                    {words.fill(key::PROBLEM_SENDER, &[("name", &name), ("email", &email)])}" "
                    <a href=form.step_path(Step::Details)>{words.t(key::CHECK_CHANGE)}<span class="vh">", "{words.t(key::STEP_DETAILS)}</span></a>
                </p>
            }
        })
    }
}

#[component]
fn Subject(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let error = form.error(Field::Subject, words);
    let framed = Framed::new(control(&Field::Subject), true, error);
    view! {
        <Frame framed=framed.clone() label=words.t(key::MESSAGE_SUBJECT) hint=Some(words.t(key::MESSAGE_SUBJECT_HINT)) error>
            <TextInput framed value=form.answer(Field::Subject) typed=form.typing(Field::Subject) read_only=form.read_only()/>
        </Frame>
    }
}

/// Several lines, with what is left of the limit once it comes near.
#[component]
fn Long(
    form: Form,
    field: Field,
    label: Key,
    hint: Key,
    rows: u32,
    most: u32,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let error = form.error(field.clone(), words);
    let framed = Framed::new(control(&field), true, error);
    let answer = form.answer(field.clone());
    view! {
        <Frame framed=framed.clone() label=words.t(label) hint=Some(words.t(hint)) error optional>
            <TextArea framed value=answer typed=form.typing(field.clone()) rows read_only=form.read_only()/>
            <Counter value=answer most/>
        </Frame>
    }
}
