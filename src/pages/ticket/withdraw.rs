//! Withdrawing a case: a plain link that says what follows before it acts.

use crate::shell::device::Device;
use crate::shell::words::Words;
use crate::ui::controls::TextArea;
use crate::ui::field::{Field, Framed};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::outcome::NewWithdrawal;
use recourse_core::i18n::key;
use recourse_core::outbox::Purpose;
use recourse_core::outcome::withdraw;

/// The way to withdraw, with the question whether that is meant and, if they like to say, why.
#[component]
pub fn Withdraw(id: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let purpose = StoredValue::new(Purpose::Withdraw { ticket: id.clone() });
    let dialog = NodeRef::<html::Dialog>::new();
    let reason = RwSignal::new(String::new());
    spawn_local(async move {
        let stored = device.begun(&purpose.get_value()).await;
        let _ = reason.try_set(stored);
    });
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
    let typed = Callback::new(move |typed: String| {
        reason.set(typed.clone());
        spawn_local(async move { _ = device.keep_begun(&purpose.get_value(), &typed).await });
    });
    let yes = move |_| {
        close();
        let withdrawal = NewWithdrawal { reason: Some(reason.get_untracked()) }.trimmed();
        device.ask(withdraw(&id, &withdrawal));
    };
    let no_error = Signal::stored(None::<String>);
    let framed = Framed::new("withdrawal".into(), false, no_error);
    view! {
        <button type="button" class="btn plain" on:click=open>{words.t(key::WITHDRAW_ASK)}</button>
        <dialog node_ref=dialog aria-labelledby="withdraw-title">
            <h2 id="withdraw-title">{words.t(key::WITHDRAW_TITLE)}</h2>
            <p>{words.t(key::WITHDRAW_WHAT)}</p>
            <Field framed=framed.clone() label=words.t(key::WITHDRAW_WHY) hint=None error=no_error optional=true>
                <TextArea framed value=Signal::from(reason) typed rows=3/>
            </Field>
            <div class="row">
                <button type="button" class="btn danger" on:click=yes>{words.t(key::WITHDRAW_YES)}</button>
                <button type="button" class="btn quiet" autofocus on:click=move |_| close()>{words.t(key::CONFIRM_NO)}</button>
            </div>
        </dialog>
    }
}
