//! The steps of the form as the one line that runs through everything; on a phone, a sentence and a bar.

use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::{Key, key};
use recourse_core::journey::Step;

/// One step as shown: which, whether it is done, whether it can be opened, what was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which.
    pub step: Step,
    /// Everything on it is answered.
    pub done: bool,
    /// Where it is; nothing when it cannot be opened yet.
    pub href: Option<String>,
    /// The gist of the answers.
    pub gist: String,
}

/// The name of a step.
pub fn step_name(step: Step) -> Key {
    match step {
        Step::Start => key::STEP_START,
        Step::Details => key::STEP_DETAILS,
        Step::Topic => key::STEP_TOPIC,
        Step::Mediator => key::STEP_MEDIATOR,
        Step::Message => key::STEP_MESSAGE,
        Step::Check => key::STEP_CHECK,
    }
}

/// The steps beside the form.
#[component]
pub fn Rail(rows: Signal<Vec<Row>>, now: Signal<Step>) -> impl IntoView {
    let words = expect_context::<Words>();
    let items = move || {
        let now = now.get();
        rows.get()
            .into_iter()
            .map(|row| {
                let is_now = row.step == now;
                let name = words.t(step_name(row.step));
                let state = match (is_now, row.done) {
                    (true, _) => None,
                    (false, true) => Some(words.t(key::STEP_DONE)),
                    (false, false) => Some(words.t(key::STEP_TO_COME)),
                };
                let label = match row.href.filter(|_| !is_now) {
                    Some(href) => view! { <a href=href>{name}</a> }.into_any(),
                    None => name.into_any(),
                };
                view! {
                    <li class:done=row.done && !is_now class:now=is_now aria-current=is_now.then_some("step")>
                        {label}
                        {state.map(|state| view! { <span class="vh">" "{state}</span> })}
                        {(!row.gist.is_empty()).then(|| view! { <small>{row.gist}</small> })}
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    view! { <nav class="rail" aria-label=words.t(key::STEP_NAV)><ol class="thread">{items}</ol></nav> }
}

/// The same on a phone: which of how many, and its name. Nothing where there is nothing to count.
#[component]
pub fn Progress(place: Signal<Option<(usize, usize, Step)>>) -> impl IntoView {
    let words = expect_context::<Words>();
    move || {
        place.get().map(|(number, all, step)| {
            let sentence = words.fill(
                key::STEP_PROGRESS,
                &[("n", &number.to_string()), ("all", &all.to_string()), ("name", &words.t(step_name(step)))],
            );
            let width = format!("{}%", 100 * number / all);
            view! { <p class="progress small">{sentence}<i><b style:inline-size=width></b></i></p> }
        })
    }
}
