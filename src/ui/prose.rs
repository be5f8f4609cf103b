//! Text that people wrote: paragraphs and links, otherwise only text.

use leptos::prelude::*;
use recourse_core::inbox::{Piece, pieces};

/// Plain text; an empty line parts paragraphs, single line ends stay, web addresses can be followed.
#[component]
pub fn Prose(#[prop(into)] text: String) -> impl IntoView {
    let paragraphs: Vec<_> = text
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| {
            let parts: Vec<_> = pieces(paragraph)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text.to_owned().into_any(),
                    // Somebody else's page: it learns nothing of this one.
                    Piece::Link(address) => view! {
                        <a href=address.to_owned() target="_blank" rel="external noopener noreferrer nofollow">{address.to_owned()}</a>
                    }
                    .into_any(),
                })
                .collect();
            view! { <p>{parts}</p> }
        })
        .collect();
    // `auto`: a message in another script keeps its own direction.
    view! { <div class="prose" dir="auto">{paragraphs}</div> }
}
