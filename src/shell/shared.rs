//! What another app of the device has shared with this one. The service worker has put it aside (`share` in
//! `public/sw.js`); here it is taken out, and forgotten once a draft has it.

use super::page;
use js_sys::{Array, Reflect, decode_uri_component};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Cache, CacheStorage, File, FilePropertyBag, Response};

/// The parameter of an address that says that something was shared.
pub const SHARED: &str = "shared";
/// As many files as the worker puts aside.
const FILES: u32 = 10;

/// What was shared.
#[derive(Default)]
pub struct Shared {
    /// Title, text and address, each on its line.
    pub text: String,
    /// Pictures.
    pub files: Vec<File>,
}

/// What waits. Nothing where there is none, or no place for it.
pub async fn waiting() -> Shared {
    let mut shared = Shared::default();
    let Some(cache) = cache().await else { return shared };
    if let Some(kept) = kept(&cache, "text").await {
        shared.text = text(&kept).await.unwrap_or_default();
    }
    for number in 0..FILES {
        let Some(kept) = kept(&cache, &number.to_string()).await else { break };
        shared.files.extend(file(&kept).await);
    }
    shared
}

/// It is forgotten here: a draft has it, or the partner leaves the device.
pub async fn forget() {
    if let Some(caches) = caches() {
        // What the browser keeps in spite of it goes with the next that is shared.
        let _ = JsFuture::from(caches.delete(&name())).await;
    }
}

/// The cache where the worker puts it. No file of the app lies there.
fn name() -> String {
    format!("recourse-shared:{}", page::at("/"))
}

fn address(name: &str) -> String {
    page::at(&format!("/{SHARED}/{name}"))
}

fn caches() -> Option<CacheStorage> {
    let window = web_sys::window()?;
    // Absent without https.
    let is_there = Reflect::get(&window, &"caches".into()).ok()?.is_object();
    window.caches().ok().filter(|_| is_there)
}

async fn cache() -> Option<Cache> {
    JsFuture::from(caches()?.open(&name())).await.ok()?.dyn_into().ok()
}

async fn kept(cache: &Cache, name: &str) -> Option<Response> {
    JsFuture::from(cache.match_with_str(&address(name))).await.ok()?.dyn_into().ok()
}

async fn text(kept: &Response) -> Option<String> {
    JsFuture::from(kept.text().ok()?).await.ok()?.as_string()
}

async fn file(kept: &Response) -> Option<File> {
    let blob: Blob = JsFuture::from(kept.blob().ok()?).await.ok()?.dyn_into().ok()?;
    // Headers hold ASCII alone.
    let name = kept.headers().get("x-name").ok().flatten().unwrap_or_default();
    let name = decode_uri_component(&name).map(String::from).unwrap_or(name);
    let options = FilePropertyBag::new();
    options.set_type(&blob.type_());
    let parts: JsValue = Array::of1(&blob).into();
    File::new_with_blob_sequence_and_options(&parts, &name, &options).ok()
}
