//! A word to the reader that is no error: restored, kept, not yet sent.

use leptos::prelude::*;

/// How it looks. The words say the same without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// For information.
    Info,
    /// Something waits or needs care.
    Wait,
    /// Something went well.
    Good,
    /// Something went wrong.
    Bad,
}

impl Tone {
    /// Its CSS class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Wait => "wait",
            Self::Good => "ok",
            Self::Bad => "bad",
        }
    }
}

/// A notice, read out politely when it appears.
#[component]
pub fn Notice(tone: Tone, #[prop(into)] title: String, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <div class=format!("notice {}", tone.class()) role="status">
            <p class="notice-title">{title}</p>
            {children.map(|children| children())}
        </div>
    }
}
