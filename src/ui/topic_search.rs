//! The search over topics: its field, and what it says of what it finds.

use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::key;

/// The field. What is typed finds at once.
#[component]
pub fn TopicSearch(query: RwSignal<String>) -> impl IntoView {
    let words = expect_context::<Words>();
    view! {
        <div class="field search">
            <label for="topic-search">{words.t(key::TOPIC_SEARCH)}</label>
            <p class="hint" id="topic-search-hint">{words.t(key::TOPIC_SEARCH_HINT)}</p>
            <input
                id="topic-search" type="search" autocomplete="off" aria-describedby="topic-search-hint" prop:value=query
                on:input:target=move |event| query.set(event.target().value())
                // Enter in the search does not leave the step.
                on:keydown=move |event| if event.key() == "Enter" { event.prevent_default() }
            />
        </div>
    }
}

/// How many topics were found; when there are none, the way back.
#[component]
pub fn Found(query: RwSignal<String>, count: usize) -> impl IntoView {
    let words = expect_context::<Words>();
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let said = match count {
        0 => query.with_untracked(|query| words.fill(key::TOPIC_NONE, &[("query", query.trim())])),
        count => words.count(key::TOPIC_FOUND, count),
    };
    view! {
        <p role="status" class="small">
            {said}
            {(count == 0).then(|| view! {
                " "<button type="button" class="btn plain" on:click=move |_| query.set(String::new())>{words.t(key::TOPIC_CLEAR)}</button>
            })}
        </p>
    }
}
