//! The topic as a list that opens in place, the browser's own: on a phone it takes one thumb.

use super::{control, open::Form};
use crate::shell::words::Words;
use crate::ui::field::{Field as Frame, Framed};
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::journey::{Field, groups};

/// Choosing a topic among all leaves that one can write about, below their branches: what can be reported comes first.
#[component]
pub fn TopicList(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let error = form.error(Field::Topic, words);
    let framed = Framed::new(control(&Field::Topic), false, error);
    let (id, described_by, wrong) = (framed.id.clone(), framed.described_by, framed.wrong);
    let value = form.answer(Field::Topic);
    let typed = form.typing(Field::Topic);
    let option = move |(id, label): (String, String)| {
        let own = id.clone();
        view! { <option value=id prop:selected=move || value.with(|value| *value == own)>{label}</option> }
    };
    let groups = form.service(|service| groups(&service.topics, form.kind()));
    // Before a choice, and for a branch that a link leads to.
    let ids: Vec<String> = groups.iter().flat_map(|(_, leaves)| leaves).map(|(id, _)| id.clone()).collect();
    let nothing = move || value.with(|value| !ids.contains(value));
    let rows: Vec<_> = groups
        .into_iter()
        .map(|(branch, leaves)| {
            let options: Vec<_> = leaves.into_iter().map(option).collect();
            if branch.is_empty() { options.into_any() } else { view! { <optgroup label=branch>{options}</optgroup> }.into_any() }
        })
        .collect();
    view! {
        <Frame framed label=words.t(key::STEP_TOPIC) hint=None error>
            <select
                id=id
                aria-describedby=described_by
                aria-invalid=move || wrong.get().then_some("true")
                disabled=form.read_only()
                on:change:target=move |event| typed.run(event.target().value())
            >
                <option value="" prop:selected=nothing>{words.t(key::CHOOSE)}</option>
                {rows}
            </select>
        </Frame>
    }
}
