//! Time and chance, handed to `core` inside events.

use js_sys::{Object, Reflect};
use recourse_core::opening;
use std::time::Duration;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;

    // js-sys has it without `catch`: a zone that the browser does not know would end the app.
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> Result<DateTimeFormat, JsValue>;

    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, at: f64) -> String;
}

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

/// A time zone, as the browser knows it.
pub struct Zone(DateTimeFormat);

impl Zone {
    /// The zone of this name (IANA), the device's own without one; nothing when the browser does not know it.
    pub fn of(name: Option<&str>) -> Option<Self> {
        let options = Object::new();
        let parts = ["month", "day", "hour", "minute", "second"].map(|part| (part, "2-digit"));
        for (option, value) in parts.into_iter().chain([("year", "numeric")]).chain(name.map(|name| ("timeZone", name))) {
            // Plain objects take any property.
            let _ = Reflect::set(&options, &option.into(), &value.into());
        }
        // Swedes write a moment as RFC 3339 does.
        let zone = Self(DateTimeFormat::new("sv-SE", &options).ok()?);
        opening::offset(&zone.0.format(0.0), 0).map(|_| zone)
    }

    /// Minutes east of UTC at a moment (milliseconds since 1970).
    pub fn offset(&self, at: i64) -> i64 {
        opening::offset(&self.0.format(at as f64), at).unwrap_or_default()
    }
}
