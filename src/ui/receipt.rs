//! The receipt of an entry: a link that fetches it, checks it on this device and saves it.

use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::go::href;
use crate::shell::receipt;
use crate::shell::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::service::Capability;
use recourse_core::i18n::{Key, key};
use recourse_core::receipt::Verdict;
use recourse_core::route::Route;

/// The way to the receipt of an entry; nothing where the platform gives none.
#[component]
pub fn Receipt(ticket: String, number: u32) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let is_given = Memo::new(move |_| match backend.service.get() {
        Known::Ready(service) => service.offers(Capability::Receipts),
        _ => false,
    });
    let ticket = StoredValue::new(ticket);
    let busy = RwSignal::new(false);
    let outcome = RwSignal::new(None::<Option<Verdict>>);
    let fetch = move |_| {
        busy.set(true);
        outcome.set(None);
        let own = ticket.get_value();
        spawn_local(async move {
            let verdict = receipt::keep(backend, device, &own, number).await;
            let _ = busy.try_set(false);
            let _ = outcome.try_set(Some(verdict));
        });
    };
    move || {
        is_given.get().then(|| {
            view! {
                <p class="receipt no-print">
                    <button type="button" class="btn plain" disabled=busy on:click=fetch>{words.t(key::RECEIPT_GET)}</button>
                    <span role="status" class="small">
                        {move || outcome.get().map(|verdict| {
                            let (told, tone) = verdict_words(verdict);
                            view! { <span class=format!("tag {tone}")>{words.t(told)}</span> }
                        })}
                    </span>
                    // What was saved can be checked anew, by anybody.
                    <span class="small">{words.t(key::RECEIPT_WHAT)}" "<a href=href(&Route::Verify)>{words.t(key::VERIFY_TITLE)}</a></span>
                </p>
            }
        })
    }
}

fn verdict_words(verdict: Option<Verdict>) -> (Key, &'static str) {
    match verdict {
        Some(Verdict::Right) => (key::RECEIPT_RIGHT, "ok"),
        Some(Verdict::Wrong | Verdict::RetiredKey) => (key::RECEIPT_WRONG, "bad"),
        Some(Verdict::UnknownKey | Verdict::Unsupported) => (key::RECEIPT_UNCHECKED, "wait"),
        None => (key::RECEIPT_FAILED, "wait"),
    }
}
