//! What bars are filled with: a colour, and a pattern that says the same without it.

use leptos::prelude::*;

/// How many there are.
pub const TONES: usize = 7;

/// The filling of a part of a bar, by its place.
pub fn tone(place: usize) -> String {
    format!("url(#tone-{})", place % TONES)
}

/// The filling of what belongs to the other year.
pub const OTHER: &str = "url(#tone-other)";

/// What the fillings are, once on a page. Their colours stand in `style/report.css`.
#[component]
pub fn Patterns() -> impl IntoView {
    view! {
        <svg class="patterns" width="0" height="0" aria-hidden="true">
            <defs>
                <pattern id="tone-0" patternUnits="userSpaceOnUse" width="8" height="8"><rect class="tone-0" width="8" height="8"></rect></pattern>
                <pattern id="tone-1" patternUnits="userSpaceOnUse" width="8" height="8">
                    <rect class="tone-1" width="8" height="8"></rect><path class="stroke" d="M-2 2l4-4M0 8l8-8M6 10l4-4"></path>
                </pattern>
                <pattern id="tone-2" patternUnits="userSpaceOnUse" width="8" height="8">
                    <rect class="tone-2" width="8" height="8"></rect><circle class="dot" cx="2" cy="2" r="1.5"></circle><circle class="dot" cx="6" cy="6" r="1.5"></circle>
                </pattern>
                <pattern id="tone-3" patternUnits="userSpaceOnUse" width="8" height="8">
                    <rect class="tone-3" width="8" height="8"></rect><path class="stroke" d="M0 0l8 8M0 8l8-8"></path>
                </pattern>
                <pattern id="tone-4" patternUnits="userSpaceOnUse" width="8" height="8">
                    <rect class="tone-4" width="8" height="8"></rect><path class="stroke" d="M0 4h8"></path>
                </pattern>
                <pattern id="tone-5" patternUnits="userSpaceOnUse" width="8" height="8">
                    <rect class="tone-5" width="8" height="8"></rect><path class="stroke" d="M4 0v8"></path>
                </pattern>
                <pattern id="tone-6" patternUnits="userSpaceOnUse" width="8" height="8">
                    <rect class="tone-6" width="8" height="8"></rect><path class="line" d="M-2 6l4 4M0 0l8 8M6-2l4 4"></path>
                </pattern>
                <pattern id="tone-other" patternUnits="userSpaceOnUse" width="6" height="6">
                    <rect class="tone-6" width="6" height="6"></rect><path class="line" d="M3 0v6"></path>
                </pattern>
            </defs>
        </svg>
    }
}
