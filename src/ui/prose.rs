//! Text that people wrote: paragraphs, always only text.

use leptos::prelude::*;

/// Plain text; an empty line parts paragraphs, single line ends stay.
#[component]
pub fn Prose(#[prop(into)] text: String) -> impl IntoView {
    let paragraphs: Vec<_> = text
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| view! { <p>{paragraph.to_owned()}</p> })
        .collect();
    // `auto`: a message in another script keeps its own direction.
    view! { <div class="prose" dir="auto">{paragraphs}</div> }
}
