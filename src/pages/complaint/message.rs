//! The message: subject, the topic's extra fields, what happened, what is asked for.

use super::precise::Precise;
use super::{Foot, StepForm, control, form::Form};
use crate::shell::words::Words;
use crate::ui::controls::{TextArea, TextInput};
use crate::ui::extra::Extra;
use crate::ui::field::{Field as Frame, Framed};
use leptos::prelude::*;
use recourse_contract::service::ExtraField;
use recourse_core::i18n::{Key, key};
use recourse_core::journey::{Field, Step};

/// Writing it down.
#[component]
pub fn Message(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let bind = Callback::new(move |field: Field| (form.answer(field.clone()), form.typing(field)));
    let extra = |extra: ExtraField| {
        let error = form.error(Field::Extra(extra.id.clone()), words);
        view! { <Extra extra bind error read_only=form.read_only()/> }
    };
    let extras: Vec<_> = form.extras().into_iter().map(extra).collect();
    let (most, most_wanted) = form.service(|service| (service.limits.message, service.limits.outcome_wanted));
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::MESSAGE_TITLE)}</h1>
        <p class="lead">{words.t(key::MESSAGE_LEAD)}</p>
        <StepForm form step=Step::Message>
            <Subject form/>
            {extras}
            <div class="beside">
                <Long form field=Field::Message label=key::MESSAGE_TEXT hint=key::MESSAGE_TEXT_HINT rows=8 most/>
                <Precise form/>
            </div>
            <Long form field=Field::OutcomeWanted label=key::MESSAGE_WANTED hint=key::MESSAGE_WANTED_HINT rows=3 most=most_wanted optional=true/>
            <Foot form step=Step::Message label=words.t(key::STEP_CONTINUE)/>
        </StepForm>
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
    // A tenth before the end is soon enough; the count is read out politely.
    let left = Memo::new(move |_| {
        let used = answer.with(|text| u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
        (used > most - most / 10).then(|| i64::from(most) - i64::from(used))
    });
    let counter = move || {
        left.get().map(|left| {
            let n = u32::try_from(left.unsigned_abs()).unwrap_or(u32::MAX);
            if left < 0 { words.count(key::MESSAGE_OVER, n) } else { words.count(key::MESSAGE_LEFT, n) }
        })
    };
    view! {
        <Frame framed=framed.clone() label=words.t(label) hint=Some(words.t(hint)) error optional>
            <TextArea framed value=answer typed=form.typing(field.clone()) rows read_only=form.read_only()/>
            <p class="small" role="status">{counter}</p>
        </Frame>
    }
}
