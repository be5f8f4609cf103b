//! What is on its way: sending, or not sent yet, with the reason, what is safe, and what can be done.

use super::open::Form;
use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::focus::HEADING;
use crate::shell::words::Words;
use crate::ui::attachments::Files;
use crate::ui::notice::{Notice, Tone};
use crate::ui::outbox::{retry, trouble_words};
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::outbox::{Entry, Event};

/// The state of a filing.
#[component]
pub fn Sending(form: Form, entry: Entry, is_sending: bool) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let key_of_entry = entry.key.clone();
    let take_back = move |_| device.send(Event::TakenBack(key_of_entry.clone()));
    if is_sending {
        return view! {
            <Notice tone=Tone::Info title=words.t(key::SENDING_NOW)>
                <p>{words.t(key::SENDING_SAFE)}</p>
                <div class="progress-line" aria-hidden="true"><i></i></div>
            </Notice>
        }
        .into_any();
    }
    let read_only = form.read_only();
    // Files that are on their way are no failure.
    let waits_for_files = !entry.is_ready();
    let (tone, title) = match waits_for_files {
        true => (Tone::Info, key::SENDING_FILES),
        false => (Tone::Wait, key::SENDING_NOT_YET),
    };
    view! {
        <Notice tone title=words.t(title)>
            <p>{trouble_words(words, &entry)}</p>
            <p>{words.kept(key::SENDING_LATER, key::SENDING_LATER_TAB)}</p>
            <Files ids=Signal::stored(entry.files()) taker=None/>
            <div class="row">
                {(!waits_for_files).then(|| retry(words, device, &entry, HEADING.into()))}
                {entry.can_be_edited().then(|| view! {
                    <button type="button" class="btn quiet" disabled=move || read_only.get() on:click=take_back>{words.t(key::SENDING_EDIT)}</button>
                })}
            </div>
            {(!entry.can_be_edited()).then(|| view! { <p class="small">{words.t(key::SENDING_FROZEN)}</p> })}
            <p class="small">{words.fill(key::SENDING_SINCE, &[("ago", &words.ago(recourse_contract::Timestamp(entry.created_at), clock::now()))])}</p>
        </Notice>
    }
    .into_any()
}
