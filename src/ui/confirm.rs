//! A dangerous action asks again, in the browser's own dialogue element.

use crate::shell::words::Words;
use leptos::html;
use leptos::prelude::*;
use recourse_core::i18n::key;

/// A plain link that asks before it acts.
#[component]
pub fn Confirm(
    #[prop(into)] label: String,
    /// The whole of it for those who do not see what stands beside it.
    #[prop(into)]
    accessible: String,
    #[prop(into)] question: String,
    #[prop(into)] consequence: String,
    #[prop(into)] yes: String,
    confirmed: Callback<()>,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let dialog = NodeRef::<html::Dialog>::new();
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            // It fails only when it is open already.
            let _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <button type="button" class="btn plain" aria-label=accessible on:click=open>{label}</button>
        <dialog node_ref=dialog aria-label=question.clone()>
            <h2>{question.clone()}</h2>
            <p>{consequence}</p>
            <div class="row">
                <button type="button" class="btn danger" on:click=move |_| { close(); confirmed.run(()); }>{yes}</button>
                <button type="button" class="btn quiet" autofocus on:click=move |_| close()>{words.t(key::CONFIRM_NO)}</button>
            </div>
        </dialog>
    }
}
