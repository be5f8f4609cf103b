//! Checking a receipt that somebody holds as a file, and what they hold against it. Nothing of either leaves the device.

use super::backend::Backend;
use super::crypto;
use super::receipt::verdict;
use js_sys::Uint8Array;
use recourse_contract::{Ticket, Update};
use recourse_core::receipt::{self, BroughtFile, Held, MOST_BYTES, Same, Unreadable, Verdict};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// What is to be thought of a file: the receipt in it, and whether it is genuine.
///
/// # Errors
/// Why it is no receipt that can be checked.
pub async fn check(backend: Backend, file: &File) -> Result<(Held, Verdict), Unreadable> {
    if file.size() > MOST_BYTES as f64 {
        return Err(Unreadable::TooLarge);
    }
    // A file that cannot be read any more is none.
    let bytes = bytes(file).await.ok_or(Unreadable::NoReceipt)?;
    let held = receipt::read(&bytes.to_vec())?;
    let judged = verdict(backend, &held).await;
    Ok((held, judged))
}

/// The hash of a text, as receipts have it; nothing where the browser computes none.
pub async fn text_sum(text: &str) -> Option<String> {
    crypto::sha256(receipt::hashed_text(text).as_bytes()).await
}

/// Whether an entry of a case says what a receipt speaks of besides the text; nothing where the browser computes no hash.
pub async fn details_same(held: &Held, ticket: &Ticket, entry: &Update) -> Option<Same> {
    let sum = match receipt::details(ticket, entry) {
        Some(said) => Some(crypto::sha256(said.as_bytes()).await?),
        None => None,
    };
    Some(if held.is_of_details(sum.as_deref()) { Same::Yes } else { Same::No })
}

/// A file that is held against a receipt. One that cannot be its is not read.
pub async fn brought(held: &Held, file: &File) -> BroughtFile {
    let (name, size) = (file.name(), file.size() as u64);
    let mut sha256 = String::new();
    if held.has_size(size)
        && let Some(bytes) = bytes(file).await
    {
        sha256 = crypto::sha256(bytes).await.unwrap_or_default();
    }
    BroughtFile { name, size, sha256 }
}

async fn bytes(file: &File) -> Option<Uint8Array> {
    JsFuture::from(file.array_buffer()).await.ok().map(|bytes| Uint8Array::new(&bytes))
}
