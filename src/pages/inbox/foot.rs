//! Below the list: who is signed in and the ways out, or the ways to what is missing here.

use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::go::href;
use crate::shell::parting;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::ui::confirm::Confirm;
use crate::ui::leaving::Leaving;
use crate::ui::notice::{Notice, Tone};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::key;
use recourse_core::route::Route;

/// Who is signed in, or the ways to what is missing here.
pub fn foot(words: Words, device: Device, signed_in: SignedIn) -> impl IntoView {
    // A session that goes on is the same person: an open question keeps its list.
    let email = Memo::new(move |_| signed_in.session.with(|session| session.as_ref().map(|session| session.email.clone())));
    move || {
        let Some(email) = email.get() else {
            let offered = signed_in.is_offered();
            let missing = if offered { key::INBOX_MISSING_SIGN_IN } else { key::INBOX_MISSING };
            let offer = offered
                .then(|| view! { <p><a class="btn quiet" href=href(&Route::SignIn)>{words.t(key::SIGN_IN_TITLE)}</a></p> });
            let stuck =
                move || signed_in.stuck.get().then(|| view! { <Notice tone=Tone::Wait title=words.t(key::SIGN_OUT_STUCK)/> });
            let left = move || match signed_in.left.get() {
                true if parting::path().is_some() => words.t(key::SIGN_OUT_LATER),
                true => words.t(key::SIGN_OUT_DONE),
                false => String::new(),
            };
            return view! {
                <div class="inbox-foot"><p class="small" role="status">{left}</p><p class="small">{words.t(missing)}</p>{offer}{stuck}</div>
            }
            .into_any();
        };
        let failed = RwSignal::new(false);
        let out = move |everywhere| {
            spawn_local(async move {
                let done = signed_in.sign_out(everywhere).await;
                let _ = failed.try_set(!done);
                if done {
                    // The button that was pressed is gone.
                    focus::control_later("heading");
                }
            });
        };
        // What was begun, or waits, would be lost: then it asks.
        let (dialog, unsent) = (NodeRef::<html::Dialog>::new(), RwSignal::new(Vec::new()));
        let ask = move |_| {
            spawn_local(async move {
                let all = device.unsent_here().await;
                match dialog.get_untracked() {
                    Some(dialog) if !all.is_empty() => {
                        let _ = unsent.try_set(all);
                        // It fails only when it is open already.
                        let _ = dialog.show_modal();
                    }
                    _ => out(false),
                }
            });
        };
        view! {
            <div class="inbox-foot">
                <p class="small">{words.fill(key::SIGN_IN_AS, &[("email", &email)])}</p>
                <p><a href=href(&Route::Me)>{words.t(key::ME_TITLE)}</a></p>
                <div class="row">
                    <button type="button" class="btn quiet" on:click=ask>{words.t(key::SIGN_OUT)}</button>
                    <Leaving dialog unsent leave=Callback::new(move |()| out(false))/>
                    <Confirm
                        label=words.t(key::SIGN_OUT_EVERYWHERE)
                        accessible=words.t(key::SIGN_OUT_EVERYWHERE)
                        question=words.t(key::SIGN_OUT_ASK)
                        consequence=words.t(key::SIGN_OUT_WHAT)
                        yes=words.t(key::SIGN_OUT_EVERYWHERE)
                        confirmed=Callback::new(move |()| out(true))
                    />
                </div>
                <p class="small" role="status">{move || if failed.get() { words.t(key::SIGN_OUT_FAILED) } else { String::new() }}</p>
            </div>
        }
        .into_any()
    }
}
