//! What is said of a device that keeps things differently than usual: it refuses, was cleared, has another version's or a wrong
//! clock.

use super::notice::{Notice, Tone};
use crate::shell::device::Device;
use crate::shell::focus::{self, HEADING};
use crate::shell::words::Words;
use crate::shell::{clock, page};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::Timestamp;
use recourse_core::i18n::key;

/// Tries again to keep what the device has refused.
#[component]
pub fn KeepAgain() -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let again = move |_| {
        focus::falls_to(HEADING);
        spawn_local(device.keep_refused());
    };
    view! { <p><button type="button" class="btn quiet" on:click=again>{words.t(key::UNREACHABLE_AGAIN)}</button></p> }
}

/// What counts on every screen that shows or asks for something lasting.
#[component]
pub fn DeviceNotices() -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let keep = move |_| {
        focus::falls_to(HEADING);
        spawn_local(device.keep_again());
    };
    let lost = move || {
        device.lost.get().then(|| view! {
            <Notice tone=Tone::Wait title=words.t(key::STORAGE_LOST)>
                <p>{words.t(key::STORAGE_LOST_WHAT)}</p>
                <div class="row">
                    <button type="button" class="btn quiet" on:click=keep>{words.t(key::STORAGE_KEEP)}</button>
                    <button type="button" class="btn plain" on:click=move |_| page::reload()>{words.t(key::STORAGE_LEAVE)}</button>
                </div>
            </Notice>
        })
    };
    let newer = move || {
        (device.newer.get() > 0).then(|| view! {
            <Notice tone=Tone::Wait title=words.t(key::STORAGE_NEWER)>
                <p>{words.t(key::STORAGE_NEWER_WHAT)}</p>
                <p><button type="button" class="btn quiet" on:click=move |_| page::reload()>{words.t(key::NOT_LOADED_RELOAD)}</button></p>
            </Notice>
        })
    };
    let wrong = move || {
        clock::is_wrong().then(|| {
            let shown = words.moment(Timestamp(clock::of_device()));
            view! { <Notice tone=Tone::Wait title=words.fill(key::CLOCK_WRONG, &[("moment", &shown)])><p>{words.t(key::CLOCK_WRONG_WHAT)}</p></Notice> }
        })
    };
    view! { {lost}{newer}{wrong} }
}

/// That this device does not keep the cases which it lists, or would list, and why.
#[component]
pub fn UnkeptCases() -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    move || {
        device.full.get().then(|| view! {
            <Notice tone=Tone::Wait title=words.t(key::INBOX_UNKEPT)><p>{words.t(device.why_unkept())}" "{words.t(key::INBOX_UNKEPT_WHAT)}</p><KeepAgain/></Notice>
        })
    }
}
