//! What the browser says of itself and of the device, collected only when somebody asks for it.

use super::{network, page};
use js_sys::{Array, Function, Intl, Object, Promise, Reflect};
use recourse_core::details::Facts;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Navigator;

/// Asks the browser.
pub async fn collect() -> Facts {
    let Some(window) = web_sys::window() else { return Facts::default() };
    let navigator = window.navigator();
    let hints = hints(&navigator).await;
    let number = |value: Result<JsValue, JsValue>| value.ok().and_then(|value| value.as_f64()).map_or(0, |value| value as u32);
    let screen = window.screen().map_or((0, 0), |screen| {
        let side = |length: Result<i32, JsValue>| length.ok().and_then(|length| u32::try_from(length).ok()).unwrap_or_default();
        (side(screen.width()), side(screen.height()))
    });
    Facts {
        agent: navigator.user_agent().unwrap_or_default(),
        brands: brands(&hints),
        platform: text(&hints, "platform"),
        platform_version: text(&hints, "platformVersion"),
        screen,
        pixels_percent: (window.device_pixel_ratio() * 100.0).round() as u32,
        window: (number(window.inner_width()), number(window.inner_height())),
        languages: navigator.languages().iter().filter_map(|tag| tag.as_string()).collect(),
        time_zone: text(&Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options(), "timeZone"),
        is_online: network::is_online(),
        app_version: env!("CARGO_PKG_VERSION").into(),
        came_from: page::came_from(),
    }
}

/// The user agent client hints, with the system's version where the browser gives it; undefined where it has none.
async fn hints(navigator: &Navigator) -> JsValue {
    let plain = get(navigator, "userAgentData");
    let more = async {
        let ask: Function = get(&plain, "getHighEntropyValues").dyn_into().ok()?;
        let wanted: JsValue = Array::of1(&"platformVersion".into()).into();
        let told = ask.call1(&plain, &wanted).ok()?;
        JsFuture::from(Promise::resolve(&told)).await.ok()
    };
    let more = more.await;
    more.unwrap_or(plain)
}

fn brands(hints: &JsValue) -> Vec<(String, String)> {
    let Ok(brands) = get(hints, "brands").dyn_into::<Array>() else { return Vec::new() };
    brands.iter().map(|brand| (text(&brand, "brand"), text(&brand, "version"))).collect()
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn text(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap_or_default()
}
