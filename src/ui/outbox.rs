//! Words and the button for what has not been sent yet.

use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::outbox::{Entry, Event, Trouble};

/// Why it has not gone out yet.
pub fn trouble_words(words: Words, entry: &Entry) -> String {
    if entry.is_ready() { trouble_of(words, entry.trouble.as_ref()) } else { words.t(key::TROUBLE_FILES) }
}

/// The same for anything that is sent.
pub fn trouble_of(words: Words, trouble: Option<&Trouble>) -> String {
    match trouble {
        None => words.t(key::TROUBLE_WAITING),
        Some(Trouble::Offline) => words.t(key::TROUBLE_OFFLINE),
        Some(Trouble::Unreachable) => words.t(key::TROUBLE_UNREACHABLE),
        Some(Trouble::Busy { .. }) => words.t(key::TROUBLE_BUSY),
        Some(Trouble::SignedOut) => words.t(key::TROUBLE_SIGNED_OUT),
        Some(Trouble::Strange) => words.t(key::TROUBLE_STRANGE),
    }
}

/// Tries it now. The button goes while that is tried: then the focus is at `home`.
pub fn retry(words: Words, device: Device, entry: &Entry, home: String) -> AnyView {
    let key_of_entry = entry.key.clone();
    let now = move |_| {
        focus::falls_to(home.clone());
        device.send(Event::Retried(key_of_entry.clone(), clock::now()));
    };
    view! { <button type="button" class="btn" on:click=now>{words.t(key::SENDING_RETRY)}</button> }.into_any()
}
