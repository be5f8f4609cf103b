//! Whether the device believes that it is online.

use leptos::ev;
use leptos::prelude::window_event_listener;

/// What the browser says now. `true` promises nothing; `false` is usually right.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Tells each change, for as long as the page lives.
pub fn watch(told: impl Fn(bool) + Clone + 'static) {
    let also = told.clone();
    // The handles are dropped without removing the listeners: that is meant.
    let _ = window_event_listener(ev::online, move |_| told(true));
    let _ = window_event_listener(ev::offline, move |_| also(false));
}
