//! Time and chance, handed to `core` inside events.

use std::time::Duration;
use wasm_bindgen::UnwrapThrowExt;

/// Milliseconds since 1970 by this device's clock.
pub fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// 64 random bits.
pub fn random() -> u64 {
    let bytes: [u8; 8] = random_bytes();
    u64::from_le_bytes(bytes)
}

/// An idempotency key: 128 random bits as 32 hexadecimal digits.
pub fn new_key() -> String {
    let bytes: [u8; 16] = random_bytes();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Unlike randomUUID, this is there without https too.
    let crypto = web_sys::window().expect_throw("a window").crypto().expect_throw("every browser with WebAssembly has crypto");
    crypto.get_random_values_with_u8_array(&mut bytes).expect_throw("fewer bytes than its limit");
    bytes
}

/// Runs `then` when the clock shows `at`, or at once when that is past.
pub fn wake_at(at: i64, then: impl FnOnce() + 'static) {
    let wait = u64::try_from(at - now()).unwrap_or_default();
    leptos::prelude::set_timeout(then, Duration::from_millis(wait.min(24 * 3_600_000)));
}
