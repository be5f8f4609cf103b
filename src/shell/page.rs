//! The document: title, language, clipboard, printing, leaving.

use super::storage;
use leptos::prelude::{document, on_cleanup, set_interval_with_handle, set_timeout, window_event_listener_untyped};
use std::cell::{Cell, RefCell};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// After so long a file that the browser saves is not needed here any more.
const SAVED: Duration = Duration::from_secs(60);

thread_local! {
    static LEFT: RefCell<Option<String>> = const { RefCell::new(None) };
    static RELOADING: Cell<bool> = const { Cell::new(false) };
}

/// The title of the tab.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// The language of the document, for screen readers, hyphenation and dates of the browser's own controls.
pub fn set_language(tag: &str) {
    if let Some(root) = document().document_element() {
        // Both are well-known attributes of the root.
        let _ = root.set_attribute("lang", tag);
        let _ = root.set_attribute("dir", if is_right_to_left(tag) { "rtl" } else { "ltr" });
    }
}

fn is_right_to_left(tag: &str) -> bool {
    matches!(tag.split('-').next(), Some("ar" | "fa" | "he" | "ur"))
}

/// Opens the print dialogue.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Whether the page can be seen.
pub fn is_visible() -> bool {
    !document().hidden()
}

/// Tells whether the page can be seen: now, and at each change, for as long as the page lives.
pub fn on_visibility(told: impl Fn(bool) + Clone + 'static) {
    told(is_visible());
    // Dropped without removing the listener: that is meant.
    let _ = window_event_listener_untyped("visibilitychange", move |_| told(is_visible()));
}

/// Calls `look` every `pause` while the page can be seen, and at once when it comes into sight again: a sleeping phone
/// catches up on waking. Until the screen goes; call it inside the owner of the screen.
pub fn while_visible(pause: Duration, look: impl Fn() + Clone + 'static) {
    let tick = look.clone();
    let timer = set_interval_with_handle(
        move || {
            if is_visible() {
                tick()
            }
        },
        pause,
    )
    .ok();
    let shown = window_event_listener_untyped("visibilitychange", move |_| {
        if is_visible() {
            look()
        }
    });
    on_cleanup(move || {
        timer.into_iter().for_each(|timer| timer.clear());
        shown.remove();
    });
}

/// Calls `leave` when the page goes, perhaps for good. Until the screen goes; call it inside the owner of the screen.
pub fn on_leaving(leave: impl Fn() + 'static) {
    let hidden = window_event_listener_untyped("pagehide", move |_| leave());
    on_cleanup(move || hidden.remove());
}

/// Whether a page that goes may come back as it was, or has come back so (`pagehide`, `pageshow`).
pub fn is_kept(event: &JsValue) -> bool {
    js_sys::Reflect::get(event, &"persisted".into()).is_ok_and(|kept| kept.is_truthy())
}

/// The parameters of an address.
pub fn query(pairs: &[(&'static str, String)]) -> String {
    let pair = |(name, value): &(&str, String)| format!("{name}={}", String::from(js_sys::encode_uri_component(value)));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// The number of what is unread on the app's icon, where the browser puts it there.
pub fn badge(unread: u32) {
    let Some(window) = web_sys::window() else { return };
    let navigator = JsValue::from(window.navigator());
    // Not in every browser, and not in web-sys without an unstable flag.
    let Ok(set) = js_sys::Reflect::get(&navigator, &"setAppBadge".into()) else { return };
    if let Some(set) = set.dyn_ref::<js_sys::Function>()
        && let Ok(done) = set.call1(&navigator, &unread.into())
    {
        // A page that is not installed is refused: nobody misses it.
        wasm_bindgen_futures::spawn_local(async move {
            let _ = JsFuture::from(js_sys::Promise::resolve(&done)).await;
        });
    }
}

/// Whether the page stands in another one.
pub fn is_framed() -> bool {
    let Some(window) = web_sys::window() else { return false };
    // A parent of another origin is there, though nothing of it can be read.
    window.top().ok().flatten().is_none_or(|top| JsValue::from(top) != JsValue::from(window))
}

/// Loads the page anew.
pub fn reload() {
    RELOADING.set(true);
    if let Some(window) = web_sys::window() {
        // It fails only where there is no page to load.
        let _ = window.location().reload();
    }
}

/// Whether the app itself is loading the page anew. Asked once: whoever is asked may stay.
pub fn is_reloading() -> bool {
    RELOADING.take()
}

/// The ways to the platform that the static page names: address and words of each.
pub fn contact() -> Vec<(String, String)> {
    let Ok(Some(template)) = document().query_selector("template#not-loaded") else { return Vec::new() };
    let content = template.unchecked_into::<web_sys::HtmlTemplateElement>().content();
    let Ok(links) = content.query_selector_all("a") else { return Vec::new() };
    let link = |at: u32| {
        let link = links.get(at)?.dyn_into::<web_sys::Element>().ok()?;
        Some((link.get_attribute("href")?, link.text_content()?))
    };
    (0..links.length()).filter_map(link).collect()
}

/// Puts a text on the clipboard. Says whether that was possible.
pub async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    // Absent without https.
    if js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|value| value.is_undefined()) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}

/// Lets the browser save a text as a file. Says whether it could be asked to.
pub fn save(name: &str, text: &str) -> bool {
    let parts = js_sys::Array::of1(&text.into());
    web_sys::Blob::new_with_str_sequence(&parts).is_ok_and(|blob| save_file(name, &blob))
}

/// The same for any file.
pub fn save_file(name: &str, blob: &web_sys::Blob) -> bool {
    let Ok(address) = web_sys::Url::create_object_url_with_blob(blob) else { return false };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = &link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // Most browsers have their own hold of it by now; a large file may still be on its way to the disk in some.
    set_timeout(move || _ = web_sys::Url::revoke_object_url(&address), SAVED);
    link.is_some()
}

/// Calls `then` once, when an element comes near the part of the page that can be seen.
pub fn when_near(element: &web_sys::Element, then: impl FnOnce() + 'static) {
    let then = Cell::new(Some(then));
    let looked = Closure::<dyn Fn(js_sys::Array, IntersectionObserver)>::new(
        move |entries: js_sys::Array, observer: IntersectionObserver| {
            if entries.iter().any(|entry| entry.unchecked_into::<IntersectionObserverEntry>().is_intersecting()) {
                observer.disconnect();
                if let Some(then) = then.take() {
                    then();
                }
            }
        },
    )
    .into_js_value();
    let options = IntersectionObserverInit::new();
    options.set_root_margin("400px");
    if let Ok(observer) = IntersectionObserver::new_with_options(looked.unchecked_ref(), &options) {
        observer.observe(element);
    }
}

/// What a `<meta>` of the page says.
pub fn meta(name: &str) -> Option<String> {
    let element = document().query_selector(&format!("meta[name=\"{name}\"]")).ok()??;
    element.get_attribute("content")
}

/// The path of the app below its origin, without a slash at its end: empty at the root.
pub fn base() -> String {
    meta("recourse-base").unwrap_or_default().trim_end_matches('/').to_owned()
}

/// The address of a path of the app, which begins with `/`.
pub fn at(path: &str) -> String {
    format!("{}{path}", base())
}

/// What something of the app is called on this device: the same app below another path of this origin has its own.
pub fn own(name: &str) -> String {
    format!("{name}{}", base())
}

/// A small setting that is kept on this device.
pub fn setting(name: &str) -> Option<String> {
    local()?.get_item(&own(name)).ok()?
}

/// Keeps a small setting on this device, where it lets us.
pub fn keep_setting(name: &str, value: &str) {
    if let Some(storage) = local() {
        let _ = storage.set_item(&own(name), value);
    }
}

fn local() -> Option<web_sys::Storage> {
    let window = web_sys::window()?;
    // Of a shared device nothing is to be known later.
    if storage::is_shared() { window.session_storage().ok()? } else { window.local_storage().ok()? }
}

/// The fragment of the address, without its sign.
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

/// Takes the fragment out of the address without a new entry in the history.
pub fn drop_fragment() {
    let Some(window) = web_sys::window() else { return };
    let location = window.location();
    let (Ok(path), Ok(search)) = (location.pathname(), location.search()) else { return };
    replace(&format!("{path}{search}"));
}

/// Puts another address in the place of the present one.
pub fn replace(address: &str) {
    if let Some(Ok(history)) = web_sys::window().map(|window| window.history()) {
        // It refuses only other origins.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

/// Notes the path of the screen that was just left.
pub fn left(path: String) {
    LEFT.set(Some(path));
}

/// Where the partner came from: the screen before the present one, else the page with the link to the app, as far as that
/// page lets it be known. Empty when nobody knows.
pub fn came_from() -> String {
    LEFT.with_borrow(Option::clone).unwrap_or_else(|| document().referrer())
}
