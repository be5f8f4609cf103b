//! Other tabs of the same app: a word when something on the device has changed.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::BroadcastChannel;

const NAME: &str = "recourse";

thread_local! {
    static CHANNEL: Option<BroadcastChannel> = BroadcastChannel::new(NAME).ok();
}

/// Tells the other tabs.
pub fn tell() {
    CHANNEL.with(|channel| {
        if let Some(channel) = channel {
            // A tab that is closing hears nothing; that is no loss.
            let _ = channel.post_message(&JsValue::TRUE);
        }
    });
}

/// Runs `changed` whenever another tab tells, for as long as the page lives.
pub fn listen(changed: impl Fn() + 'static) {
    let heard = Closure::<dyn Fn()>::new(changed).into_js_value();
    CHANNEL.with(|channel| {
        if let Some(channel) = channel {
            channel.set_onmessage(Some(heard.unchecked_ref()));
        }
    });
}
