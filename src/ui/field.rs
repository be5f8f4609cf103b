//! The frame of a question: label, hint, error, and the ids that tie them to the control.

use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::key;

/// What a control needs to know of its frame.
#[derive(Clone)]
pub struct Framed {
    /// The id of the control.
    pub id: String,
    /// For `aria-describedby`.
    pub described_by: Signal<Option<String>>,
    /// For `aria-invalid`.
    pub wrong: Signal<bool>,
}

impl Framed {
    /// Ids and states derived from the control's id.
    pub fn new(id: String, has_hint: bool, error: Signal<Option<String>>) -> Self {
        let (hint, fault) = (format!("{id}-hint"), format!("{id}-error"));
        let wrong = Signal::derive(move || error.with(Option::is_some));
        let described_by = Signal::derive(move || {
            let ids: Vec<&str> =
                [(has_hint, &hint), (wrong.get(), &fault)].into_iter().filter(|(is, _)| *is).map(|(_, id)| id.as_str()).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        });
        Self { id, described_by, wrong }
    }
}

/// The frame around one control.
#[component]
pub fn Field(
    framed: Framed,
    #[prop(into)] label: String,
    hint: Option<String>,
    error: Signal<Option<String>>,
    /// Says "optional" after the label.
    #[prop(optional)]
    optional: bool,
    children: Children,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let id = framed.id.clone();
    view! {
        <div class="field" class:wrong=framed.wrong>
            <label for=id.clone()>{label}" "{optional.then(|| view! { <span class="optional">{words.t(key::FIELD_OPTIONAL)}</span> })}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            <FieldError id=id.clone() error/>
            {children()}
        </div>
    }
}

/// The frame around a group of choices.
#[component]
pub fn Group(
    framed: Framed,
    #[prop(into)] label: String,
    hint: Option<String>,
    error: Signal<Option<String>>,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let id = framed.id.clone();
    view! {
        <fieldset class="field" class:wrong=framed.wrong id=id.clone() aria-describedby=framed.described_by tabindex="-1">
            <legend>{label}" "{optional.then(|| view! { <span class="optional">{words.t(key::FIELD_OPTIONAL)}</span> })}</legend>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            <FieldError id=id.clone() error/>
            {children()}
        </fieldset>
    }
}

/// The message that stands at a field.
#[component]
fn FieldError(id: String, error: Signal<Option<String>>) -> impl IntoView {
    let words = expect_context::<Words>();
    move || {
        error.get().map(|text| {
            view! {
                <p class="error" id=format!("{id}-error")>
                    <span aria-hidden="true">"✕"</span>
                    <span><span class="vh">{words.t(key::FIELD_ERROR)}" "</span>{text}</span>
                </p>
            }
        })
    }
}
