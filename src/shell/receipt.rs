//! The receipt of an entry: fetched, checked on this device, and saved as a file.

use super::backend::{Backend, Known};
use super::device::Device;
use super::http::{self, Request, Response, Verb};
use super::{crypto, page};
use js_sys::Uint8Array;
use leptos::prelude::GetUntracked;
use recourse_contract::service::ReceiptKey;
use recourse_contract::{Service, json};
use recourse_core::inbox;
use recourse_core::receipt::{Held, Verdict, details, hashed_text, read};

/// Fetches the receipt of an entry, checks it and saves it. Gives what is to be thought of it; nothing when it did not come, or
/// could not be saved. One that is wrong is not saved.
pub async fn keep(backend: Backend, device: Device, ticket: &str, number: u32) -> Option<Verdict> {
    let known = device.ticket(ticket)?;
    let language = backend.language();
    let url = backend.url(&format!("/tickets/{ticket}/receipt?number={number}"));
    let token = backend.token_for(known.to_try());
    let request = Request { url, token: token.as_deref(), language: &language, ..Request::default() };
    let Some(Response { status: 200, body, .. }) = http::send(request).await else { return None };
    let held = read(body.as_bytes()).ok()?;
    let verdict = match speaks_of(&held, &known, number).await {
        Some(false) => Verdict::Wrong,
        _ => verdict(backend, &held).await,
    };
    if !verdict.is_refused() && !page::save(&held.receipt.file_name(), &body) {
        return None;
    }
    Some(verdict)
}

/// What is to be thought of a receipt. The device may know the keys of before: one that it does not know is asked for.
pub async fn verdict(backend: Backend, held: &Held) -> Verdict {
    let known = match backend.service.get_untracked() {
        Known::Ready(service) => service.receipt_keys.clone(),
        _ => Vec::new(),
    };
    let verdict = judged(held, &known).await;
    if verdict == Verdict::UnknownKey
        && let Some(keys) = latest_keys(backend).await
    {
        return judged(held, &keys).await;
    }
    verdict
}

async fn latest_keys(backend: Backend) -> Option<Vec<ReceiptKey>> {
    let Some(Response { status: 200, body, .. }) = backend.call(Verb::Get, "/service", None).await else { return None };
    Some(json::read::<Service>(&body).ok()?.receipt_keys)
}

async fn judged(held: &Held, keys: &[ReceiptKey]) -> Verdict {
    match held.check(keys) {
        Some(check) => held.verdict(keys, crypto::verify_ed25519(check.public_key, check.message, check.signature).await),
        None => Verdict::UnknownKey,
    }
}

/// Whether it speaks of the entry as it stands on this device; nothing where that cannot be told.
async fn speaks_of(held: &Held, known: &inbox::Known, number: u32) -> Option<bool> {
    let ticket = known.ticket.as_ref()?;
    let entry = known.thread.iter().find(|update| update.number == number)?;
    if !held.is_of_entry(ticket, entry) {
        return Some(false);
    }
    let text = crypto::sha256(Uint8Array::from(hashed_text(&entry.text).as_bytes())).await?;
    let said = match details(ticket, entry) {
        Some(said) => Some(crypto::sha256(Uint8Array::from(said.as_bytes())).await?),
        None => None,
    };
    Some(held.is_of_text(&text) && held.is_of_details(said.as_deref()))
}
