//! When something happened.

use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::Timestamp;

/// How long ago; the exact time on demand, and on paper.
pub fn when(words: Words, now: RwSignal<i64>, at: Timestamp) -> AnyView {
    let exact = RwSignal::new(false);
    let moment = words.moment(at);
    let shown = {
        let moment = moment.clone();
        move || if exact.get() { moment.clone() } else { words.ago(at, now.get()) }
    };
    view! {
        <button type="button" class="when small" title=moment.clone() aria-pressed=move || exact.get().to_string() on:click=move |_| exact.set(!exact.get_untracked())>
            {shown}
        </button>
        <time class="paper small" datetime=at.to_string()>{moment}</time>
    }
    .into_any()
}
