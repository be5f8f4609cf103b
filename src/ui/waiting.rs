//! A screen whose content is on its way, or does not come.

use super::notice::{Notice, Tone};
use crate::shell::backend::{Backend, Known};
use crate::shell::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::key;
use std::time::Duration;

/// The layout stands at once; grey lines after 300 ms (by CSS), a sentence after 3 seconds.
#[component]
pub fn Waiting() -> impl IntoView {
    let words = expect_context::<Words>();
    let long = RwSignal::new(false);
    let timer = set_timeout_with_handle(move || long.set(true), Duration::from_secs(3)).ok();
    on_cleanup(move || {
        if let Some(timer) = timer {
            timer.clear();
        }
    });
    view! {
        <div class="skeleton" aria-hidden="true"><i></i><i></i><i></i></div>
        <p role="status" class="small">{move || if long.get() { words.t(key::WAIT_LONG) } else { String::new() }}</p>
    }
}

/// The backend does not answer, and nothing is known from an earlier visit.
#[component]
pub fn Unreachable() -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let again = move |_| {
        backend.service.set(Known::Loading);
        spawn_local(backend.load_service());
    };
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::UNREACHABLE_TITLE)}</h1>
        <Notice tone=Tone::Wait title=words.t(key::UNREACHABLE_WHAT)>
            <p>{words.t(key::UNREACHABLE_SAFE)}</p>
            <p><button type="button" class="btn" on:click=again>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
        </Notice>
    }
}

/// A part of the app did not arrive.
#[component]
pub fn NotLoaded(again: Callback<()>) -> impl IntoView {
    let words = expect_context::<Words>();
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::NOT_LOADED_TITLE)}</h1>
        <Notice tone=Tone::Wait title=words.t(key::NOT_LOADED_WHAT)>
            <p>{words.t(key::UNREACHABLE_SAFE)}</p>
            <p><button type="button" class="btn" on:click=move |_| again.run(())>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
        </Notice>
    }
}
