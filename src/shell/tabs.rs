//! Other tabs of the same app: a word when something on the device has changed.

use super::{page, storage};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "recourse";
const SIGNED_OUT: &str = "signed-out";
const FILES: &str = "files";

thread_local! {
    static CHANNEL: Option<BroadcastChannel> = BroadcastChannel::new(&page::own(NAME)).ok();
}

/// Tells the other tabs that something on the device has changed.
pub fn tell() {
    post(&JsValue::TRUE);
}

/// Tells the other tabs that the session is over.
pub fn tell_signed_out() {
    post(&JsValue::from_str(SIGNED_OUT));
}

/// Tells the other tabs that a file has come further.
pub fn tell_files() {
    post(&JsValue::from_str(FILES));
}

fn post(word: &JsValue) {
    // What a tab on a shared device keeps is its own.
    if storage::is_shared() {
        return;
    }
    CHANNEL.with(|channel| {
        if let Some(channel) = channel {
            // A tab that is closing hears nothing; that is no loss.
            let _ = channel.post_message(word);
        }
    });
}

/// What another tab tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Something on the device has changed.
    Changed,
    /// The session is over.
    SignedOut,
    /// A file has come further.
    Files,
}

/// Runs `told` whenever another tab tells, for as long as the page lives.
pub fn listen(told: impl Fn(Word) + 'static) {
    if storage::is_shared() {
        return;
    }
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        told(match event.data().as_string().as_deref() {
            Some(SIGNED_OUT) => Word::SignedOut,
            Some(FILES) => Word::Files,
            _ => Word::Changed,
        });
    })
    .into_js_value();
    CHANNEL.with(|channel| {
        if let Some(channel) = channel {
            channel.set_onmessage(Some(heard.unchecked_ref()));
        }
    });
}
