//! Withdrawing a case: a plain link that says what follows before it acts.

use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::words::Words;
use crate::ui::controls::TextArea;
use crate::ui::field::{Field, Framed};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::Code;
use recourse_contract::outcome::NewWithdrawal;
use recourse_contract::service::Limits;
use recourse_core::i18n::key;
use recourse_core::outbox::Purpose;
use recourse_core::outcome::withdraw;

const FIELD: &str = "withdrawal";

/// The way to withdraw, with the question whether that is meant and, if they like to say, why. A decision stays.
#[component]
pub fn Withdraw(id: String, is_decided: bool) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let purpose = StoredValue::new(Purpose::Withdraw { ticket: id.clone() });
    let dialog = NodeRef::<html::Dialog>::new();
    let (reason, tried) = (RwSignal::new(String::new()), RwSignal::new(false));
    let is_open = StoredValue::new(false);
    let own = purpose.get_value();
    spawn_local(async move {
        let stored = device.begun(&own).await;
        let _ = reason.try_set(stored);
    });
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            // It fails only when it is open already.
            let _ = dialog.show_modal();
            is_open.set_value(true);
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    // The case has moved on under the open question: it goes, and its state stands at the top.
    on_cleanup(move || {
        if is_open.try_get_value() == Some(true) {
            focus::bring_up(focus::HEADING.into());
        }
    });
    let backend = expect_context::<Backend>();
    let limits = move || match backend.service.get() {
        Known::Ready(service) => service.limits.update(),
        _ => Limits::default().update(),
    };
    let withdrawal = move || NewWithdrawal { reason: Some(reason.get()) }.trimmed();
    let fault = Memo::new(move |_| withdrawal().faults(limits()).into_iter().next().map(|fault| fault.code));
    let error = Signal::derive(move || {
        let code = fault.get().filter(|_| tried.get())?;
        let limit = words.number(&limits().text.to_string());
        Some(match code {
            Code::TooLong => words.fill(key::ERROR_TOO_LONG, &[("limit", &limit)]),
            _ => words.t(key::ERROR_CHARACTERS),
        })
    });
    let typed = Callback::new(move |typed: String| {
        tried.set(false);
        reason.set(typed.clone());
        let own = purpose.get_value();
        spawn_local(async move { _ = device.keep_begun(&own, &typed).await });
    });
    let yes = move |_| {
        if fault.with_untracked(Option::is_some) {
            tried.set(true);
            return focus::control(FIELD);
        }
        close();
        device.ask(withdraw(&id, &untrack(withdrawal)));
        // The button goes.
        focus::bring_up(focus::HEADING.into());
    };
    let framed = Framed::new(FIELD.into(), false, error);
    view! {
        <button type="button" class="btn plain" on:click=open>{words.t(key::WITHDRAW_ASK)}</button>
        <dialog node_ref=dialog aria-labelledby="withdraw-title" on:close=move |_| is_open.set_value(false)>
            <h2 id="withdraw-title">{words.t(key::WITHDRAW_TITLE)}</h2>
            <p>{words.t(if is_decided { key::WITHDRAW_WHAT_DECIDED } else { key::WITHDRAW_WHAT })}</p>
            <Field framed=framed.clone() label=words.t(key::WITHDRAW_WHY) hint=None error optional=true>
                <TextArea framed value=Signal::from(reason) typed rows=3/>
            </Field>
            <div class="row">
                <button type="button" class="btn danger" on:click=yes>{words.t(key::WITHDRAW_YES)}</button>
                <button type="button" class="btn quiet" autofocus on:click=move |_| close()>{words.t(key::CONFIRM_NO)}</button>
            </div>
        </dialog>
    }
}
