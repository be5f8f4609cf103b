//! The list of what has to change before a step can be left. It takes the focus and links to the fields.

use crate::shell::focus;
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::key;

/// One line: the id of the control, and the words that stand at it.
pub type Line = (String, String);

/// The summary; nothing when there is nothing to correct.
#[component]
pub fn ErrorSummary(#[prop(into)] lines: Signal<Vec<Line>>) -> impl IntoView {
    let words = expect_context::<Words>();
    move || {
        let lines = lines.get();
        if lines.is_empty() {
            return ().into_any();
        }
        let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        let items: Vec<_> = lines
            .into_iter()
            .map(|(control, text)| {
                let target = control.clone();
                let follow = move |event: leptos::ev::MouseEvent| {
                    event.prevent_default();
                    focus::control(&target);
                };
                // `rel`: the router would take the fragment for a screen.
                view! { <li><a href=format!("#{control}") rel="external" on:click=follow>{text}</a></li> }
            })
            .collect();
        view! {
            <div id=focus::SUMMARY class="summary" tabindex="-1" aria-labelledby="error-summary-title">
                <h2 id="error-summary-title">{words.count(key::SUMMARY_TITLE, count)}</h2>
                <ul>{items}</ul>
            </div>
        }
        .into_any()
    }
}
