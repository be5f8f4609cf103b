//! A device that others use, too: said once, this tab keeps everything to itself.

use crate::shell::words::Words;
use crate::shell::{page, storage};
use crate::ui::confirm::Confirm;
use leptos::prelude::*;
use recourse_core::i18n::key;

/// The way into that, and out of it.
#[component]
pub fn SharedDevice() -> impl IntoView {
    let words = expect_context::<Words>();
    let refused = RwSignal::new(false);
    let turn = move |on| {
        if storage::share(on) {
            // From its first line on the app keeps things here or there.
            page::reload();
        } else {
            refused.set(true);
        }
    };
    let way = if storage::is_shared() {
        view! {
            <p>{words.t(key::SHARED_IS)}</p>
            <Confirm
                label=words.t(key::SHARED_END)
                accessible=words.t(key::SHARED_END)
                question=words.t(key::SHARED_END_ASK)
                consequence=words.t(key::SHARED_END_WHAT)
                yes=words.t(key::SHARED_END)
                confirmed=Callback::new(move |()| turn(false))
            />
        }
        .into_any()
    } else {
        view! {
            <p>{words.t(key::SHARED_WHAT)}</p>
            <p><button type="button" class="btn quiet" on:click=move |_| turn(true)>{words.t(key::SHARED_BEGIN)}</button></p>
        }
        .into_any()
    };
    view! {
        <section class="shared-device">
            <h2>{words.t(key::SHARED_TITLE)}</h2>
            {way}
            <p class="small" role="status">{move || if refused.get() { words.t(key::STORAGE_DENIED) } else { String::new() }}</p>
        </section>
    }
}
