//! A screen whose content is on its way, or does not come.

use super::notice::{Notice, Tone};
use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::focus::{self, HEADING};
use crate::shell::page;
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
    page::set_title(&words.t(key::UNREACHABLE_TITLE));
    let again = move |_| {
        focus::falls_to(HEADING);
        backend.service.set(Known::Loading);
        spawn_local(backend.load_service());
    };
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::UNREACHABLE_TITLE)}</h1>
        <Notice tone=Tone::Wait title=words.t(key::UNREACHABLE_WHAT)>
            <Safe/>
            <p><button type="button" class="btn" on:click=again>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
        </Notice>
        <Contact/>
    }
}

/// What a screen only reads did not come.
#[component]
pub fn NoAnswer(again: Callback<()>) -> impl IntoView {
    let words = expect_context::<Words>();
    page::set_title(&words.t(key::UNREACHABLE_TITLE));
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::UNREACHABLE_TITLE)}</h1>
        <Notice tone=Tone::Wait title=words.t(key::UNREACHABLE_WHAT)>
            <p><button type="button" class="btn" on:click=move |_| { focus::falls_to(HEADING); again.run(()) }>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
        </Notice>
    }
}

/// A part of the app did not arrive.
#[component]
pub fn NotLoaded(again: Callback<()>) -> impl IntoView {
    let words = expect_context::<Words>();
    page::set_title(&words.t(key::NOT_LOADED_TITLE));
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::NOT_LOADED_TITLE)}</h1>
        <Notice tone=Tone::Wait title=words.t(key::NOT_LOADED_WHAT)>
            <Safe/>
            <div class="row">
                <button type="button" class="btn" on:click=move |_| { focus::falls_to(HEADING); again.run(()) }>{words.t(key::UNREACHABLE_AGAIN)}</button>
                // A newer version may have taken the place of this one: then only loading anew helps.
                <button type="button" class="btn quiet" on:click=move |_| page::reload()>{words.t(key::NOT_LOADED_RELOAD)}</button>
            </div>
        </Notice>
        <Contact/>
    }
}

/// What is written is safe; not said to somebody who has written nothing.
#[component]
fn Safe() -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let some =
        move || device.drafts.with(|drafts| !drafts.is_empty()) || device.outbox.with(|outbox| outbox.written().next().is_some());
    move || some().then(|| view! { <p>{words.t(key::UNREACHABLE_SAFE)}</p> })
}

/// The other ways to the platform, as the static page has them.
#[component]
fn Contact() -> impl IntoView {
    let words = expect_context::<Words>();
    let ways = page::contact();
    (!ways.is_empty()).then(|| {
        let ways: Vec<_> = ways.into_iter().map(|(address, label)| view! { <li><a href=address>{label}</a></li> }).collect();
        view! { <p class="small">{words.t(key::UNREACHABLE_CONTACT)}</p><ul class="bullets">{ways}</ul> }
    })
}
