//! The dossier for a mediator: fetched with its progress, and saved as a file.

use crate::shell::backend::Backend;
use crate::shell::device::Device;
use crate::shell::dossier;
use crate::shell::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::key;

/// What the dossier is, and the button that saves it, in the language on the screen.
#[component]
pub fn Dossier(ticket: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let ticket = StoredValue::new(ticket);
    let come = RwSignal::new(None::<u64>);
    let outcome = RwSignal::new(None::<bool>);
    let fetch = move |_| {
        come.set(Some(0));
        outcome.set(None);
        let own = ticket.get_value();
        spawn_local(async move {
            let told = move |bytes: u64| _ = come.try_set(Some(bytes));
            let done = dossier::keep(backend, device, &own, &words.tag_now(), told).await;
            let _ = come.try_set(None);
            let _ = outcome.try_set(Some(done));
        });
    };
    let is_busy = Memo::new(move |_| come.with(Option::is_some));
    view! {
        <div class="dossier no-print">
            <p>{words.t(key::DOSSIER_WHAT)}</p>
            <div class="foot-of-step">
                <button type="button" class="btn quiet" disabled=is_busy on:click=fetch>
                    {move || words.t(if is_busy.get() { key::ME_EXPORTING } else { key::DOSSIER_GET })}
                </button>
                // Not read out: it changes all the time.
                <span class="small">{move || come.get().filter(|bytes| *bytes > 0).map(|bytes| words.bytes(bytes))}</span>
                <span class="small" role="status">
                    {move || outcome.get().map(|done| words.t(if done { key::DOSSIER_DONE } else { key::DOSSIER_FAILED }))}
                </span>
            </div>
        </div>
    }
}
