//! A copy of everything, as a file.

use super::say;
use crate::shell::backend::Backend;
use crate::shell::me::{self};
use crate::shell::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::key;

/// Everything as one file.
#[component]
pub fn Copy() -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let (outcome, busy) = (RwSignal::new(None::<bool>), RwSignal::new(false));
    let export = move |_| {
        outcome.set(None);
        busy.set(true);
        spawn_local(async move {
            let done = me::export(backend).await;
            let _ = outcome.try_set(Some(done));
            let _ = busy.try_set(false);
        });
    };
    view! {
        <section>
            <h2>{words.t(key::ME_EXPORT)}</h2>
            <p>{words.t(key::ME_EXPORT_WHAT)}</p>
            <div class="foot-of-step">
                <button type="button" class="btn quiet" disabled=busy on:click=export>
                    {move || words.t(if busy.get() { key::ME_EXPORTING } else { key::ME_EXPORT_DO })}
                </button>
                {say(words, outcome, key::ME_EXPORTED)}
            </div>
        </section>
    }
}
