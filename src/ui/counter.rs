//! How much of a limit is left, once it comes near.

use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::key;

/// The characters that are left of `most`, or too many. A tenth before the end is soon enough; it is read out politely.
#[component]
pub fn Counter(value: Signal<String>, most: u32) -> impl IntoView {
    let words = expect_context::<Words>();
    let left = Memo::new(move |_| {
        let used = value.with(|text| u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
        (used > most - most / 10).then(|| i64::from(most) - i64::from(used))
    });
    let words = move || {
        left.get().map(|left| {
            let n = u32::try_from(left.unsigned_abs()).unwrap_or(u32::MAX);
            if left < 0 { words.count(key::MESSAGE_OVER, n) } else { words.count(key::MESSAGE_LEFT, n) }
        })
    };
    view! { <p class="small" role="status">{words}</p> }
}
