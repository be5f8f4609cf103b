//! Time and chance, handed to `core` inside events.

use super::page;
use js_sys::{Object, Reflect};
use leptos::prelude::*;
use recourse_core::clock::{self, Heard};
use recourse_core::opening;
use std::cell::Cell;
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

/// The setting that keeps what was heard last of the backend's clock.
const SETTING: &str = "recourse.clock";
/// How often it is kept: it tells the next start the time before which it cannot be.
const KEEP: i64 = 60_000;

thread_local! {
    /// What has to be added to this device's clock, once that was asked for.
    static OFFSET: Cell<Option<i64>> = const { Cell::new(None) };
    static KEPT: Cell<i64> = const { Cell::new(0) };
    static WRONG: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Milliseconds since 1970: by the backend's clock as far as it is known, else by this device's.
pub fn now() -> i64 {
    let device = of_device();
    let offset = OFFSET.get().unwrap_or_else(|| {
        let kept = page::setting(SETTING).and_then(|kept| Heard::from_stored(&kept));
        changed(kept.map_or(0, |heard| heard.offset_at(device)))
    });
    device + offset
}

/// Milliseconds since 1970 by this device's clock.
pub fn of_device() -> i64 {
    js_sys::Date::now() as i64
}

/// An answer of the backend has told its time (`Date`); its request left at this time by the device's clock.
pub fn heard(date: &str, left: i64) {
    let (date, came) = (js_sys::Date::parse(date), of_device());
    let Some(heard) = (!date.is_nan()).then_some(date as i64).and_then(|date| Heard::from_answer(date, left, came)) else {
        return;
    };
    let before = OFFSET.get();
    let offset = changed(heard.offset());
    if before != Some(offset) || (came - KEPT.get()).abs() >= KEEP {
        KEPT.set(came);
        page::keep_setting(SETTING, &heard.to_stored());
    }
}

fn changed(offset: i64) -> i64 {
    OFFSET.set(Some(offset));
    let wrong = clock::is_wrong(offset);
    WRONG.with(|told| {
        if told.get_untracked() != wrong {
            told.set(wrong);
        }
    });
    offset
}

/// Whether this device's clock is so wrong that it is worth a word.
pub fn is_wrong() -> bool {
    let told: ArcRwSignal<bool> = WRONG.with(Clone::clone);
    told.get()
}

/// How long it is until a time; at most an hour, as clocks are set.
pub fn until(at: i64) -> Duration {
    Duration::from_millis(u64::try_from(at - now()).unwrap_or_default().min(3_600_000))
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

/// Runs `then` when the clock shows `at`, after an hour at the latest, or at once when that is past.
pub fn wake_at(at: i64, then: impl FnOnce() + 'static) {
    set_timeout(then, until(at));
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
