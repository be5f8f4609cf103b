//! Controls: they show a value and tell each change. Always `prop:value` with `on:input`, never the attribute.

use super::field::Framed;
use leptos::prelude::*;
use recourse_contract::service::Choice;
use recourse_core::journey::{is_among, toggled};

/// One line of text; also dates and numbers, by `kind` and `mode`.
#[component]
pub fn TextInput(
    framed: Framed,
    value: Signal<String>,
    typed: Callback<String>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] mode: Option<&'static str>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] read_only: Signal<bool>,
    /// For days: the first and the last that can be chosen.
    #[prop(optional)]
    between: [Option<String>; 2],
) -> impl IntoView {
    let [first, last] = between;
    view! {
        <input
            id=framed.id
            type=kind
            inputmode=mode
            autocomplete=autocomplete.unwrap_or("off")
            min=first
            max=last
            // What a partner types is no prose of ours: no corrections in names and numbers.
            spellcheck=if autocomplete.is_some() || mode.is_some() { "false" } else { "true" }
            aria-describedby=framed.described_by
            aria-invalid=move || framed.wrong.get().then_some("true")
            readonly=read_only
            prop:value=value
            on:input:target=move |event| typed.run(event.target().value())
        />
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    framed: Framed,
    value: Signal<String>,
    typed: Callback<String>,
    #[prop(default = 6)] rows: u32,
    #[prop(optional)] read_only: Signal<bool>,
) -> impl IntoView {
    view! {
        <textarea
            id=framed.id
            rows=rows
            aria-describedby=framed.described_by
            aria-invalid=move || framed.wrong.get().then_some("true")
            readonly=read_only
            prop:value=value
            on:input:target=move |event| typed.run(event.target().value())
        ></textarea>
    }
}

/// One of a long list. `first` is what stands there before a choice.
#[component]
pub fn Select(
    framed: Framed,
    value: Signal<String>,
    typed: Callback<String>,
    options: Vec<(String, String)>,
    #[prop(optional)] first: Option<String>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] read_only: Signal<bool>,
) -> impl IntoView {
    let options: Vec<_> = options
        .into_iter()
        .map(|(id, label)| {
            let own = id.clone();
            view! { <option value=id prop:selected=move || value.with(|value| *value == own)>{label}</option> }
        })
        .collect();
    view! {
        <select
            id=framed.id
            autocomplete=autocomplete
            aria-describedby=framed.described_by
            aria-invalid=move || framed.wrong.get().then_some("true")
            disabled=read_only
            on:change:target=move |event| typed.run(event.target().value())
        >
            {first.map(|first| view! { <option value="" prop:selected=move || value.with(String::is_empty)>{first}</option> })}
            {options}
        </select>
    }
}

/// One of a few: id, label, what is meant.
pub type Option3 = (String, String, Option<String>);

/// One of a few, all to be seen.
#[component]
pub fn Radios(
    name: String,
    value: Signal<String>,
    typed: Callback<String>,
    options: Vec<Option3>,
    #[prop(optional)] read_only: Signal<bool>,
) -> impl IntoView {
    let rows: Vec<_> = options
        .into_iter()
        .map(|(id, label, description)| view! { <Radio name=name.clone() value typed id label description read_only/> })
        .collect();
    view! { <div class="radios">{rows}</div> }
}

/// One choice of a group.
#[component]
pub fn Radio(
    name: String,
    value: Signal<String>,
    typed: Callback<String>,
    id: String,
    label: String,
    description: Option<String>,
    #[prop(optional)] read_only: Signal<bool>,
) -> impl IntoView {
    let (own, told) = (id.clone(), id.clone());
    view! {
        <label class="radio">
            <input
                type="radio"
                name=name
                value=id
                disabled=read_only
                prop:checked=move || value.with(|value| *value == own)
                on:change=move |_| typed.run(told.clone())
            />
            <span>
                <span class="radio-label">{label}</span>
                {description.map(|text| view! { <span class="hint">{text}</span> })}
            </span>
        </label>
    }
}

/// Some of a few, all to be seen. `value` holds the ids of those that are chosen, one a line.
#[component]
pub fn Checkboxes(
    name: String,
    value: Signal<String>,
    typed: Callback<String>,
    choices: Vec<Choice>,
    #[prop(optional)] read_only: Signal<bool>,
) -> impl IntoView {
    let offered = StoredValue::new(choices.clone());
    let rows: Vec<_> = choices
        .into_iter()
        .map(|Choice { id, label }| {
            let (own, told) = (id.clone(), id.clone());
            let change = move |is_chosen: bool| {
                let kept = value.get_untracked();
                typed.run(offered.with_value(|choices| toggled(choices, &kept, &told, is_chosen)));
            };
            view! {
                <label class="radio">
                    <input
                        type="checkbox"
                        name=name.clone()
                        value=id
                        disabled=read_only
                        prop:checked=move || value.with(|value| is_among(value, &own))
                        on:change:target=move |event| change(event.target().checked())
                    />
                    <span class="radio-label">{label}</span>
                </label>
            }
        })
        .collect();
    view! { <div class="radios">{rows}</div> }
}
