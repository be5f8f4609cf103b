//! The dossier of a ticket: one archive for a mediator, saved as a file.

use super::backend::Backend;
use super::device::Device;
use super::{http, page};
use gloo_net::http::{Headers, RequestBuilder};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ReadableStreamDefaultReader};

/// So many bytes become a blob of their own, which the browser may keep on its disk.
const PART: u64 = 8 * 1024 * 1024;
const MEDIA_TYPE: &str = "application/zip";

/// Fetches the dossier in this language and saves it. `told` hears how many bytes have come. Says whether it came whole.
pub async fn keep(backend: Backend, device: Device, ticket: &str, language: &str, told: impl Fn(u64)) -> bool {
    let Some(known) = device.ticket(ticket) else { return false };
    let language: String = js_sys::encode_uri_component(language).into();
    let url = backend.url(&format!("/tickets/{ticket}/dossier?language={language}"));
    let whole = fetch(&url, backend.token_for(known.to_try()).as_deref(), told).await;
    let reference = known.summary().map(|summary| summary.reference.to_string()).unwrap_or_default();
    whole.is_some_and(|whole| page::save_file(&format!("dossier-{reference}.zip"), &whole))
}

async fn fetch(url: &str, token: Option<&str>, told: impl Fn(u64)) -> Option<Blob> {
    let headers = Headers::new();
    if let Some(token) = token {
        headers.set("authorization", &format!("Bearer {token}"));
    }
    let request = RequestBuilder::new(url).credentials(http::credentials()).headers(headers);
    let response = request.send().await.ok()?;
    // A page of something else is no archive.
    let kind = response.headers().get("content-type").unwrap_or_default();
    if response.status() != 200 || !kind.starts_with(MEDIA_TYPE) {
        return None;
    }
    let reader: ReadableStreamDefaultReader = response.body()?.get_reader().dyn_into().ok()?;
    let (parts, mut pieces) = (Array::new(), Array::new());
    let (mut all, mut held) = (0, 0);
    loop {
        // A connection that is cut fails here.
        let piece = JsFuture::from(reader.read()).await.ok()?;
        if Reflect::get(&piece, &"done".into()).ok()?.is_truthy() {
            parts.push(&blob(&pieces)?.into());
            return blob(&parts);
        }
        let bytes: Uint8Array = Reflect::get(&piece, &"value".into()).ok()?.dyn_into().ok()?;
        let size = u64::from(bytes.length());
        pieces.push(&bytes);
        (all, held) = (all + size, held + size);
        told(all);
        if held >= PART {
            parts.push(&blob(&pieces)?.into());
            (pieces, held) = (Array::new(), 0);
        }
    }
}

fn blob(parts: &Array) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(MEDIA_TYPE);
    Blob::new_with_blob_sequence_and_options(parts, &options).ok()
}
