//! Another address, confirmed by a code.

use super::say;
use crate::shell::backend::Backend;
use crate::shell::focus;
use crate::shell::me::{self, Done};
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::ui::controls::TextInput;
use crate::ui::field::{Field, Framed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::Code;
use recourse_contract::me::{Me, MeChange};
use recourse_core::i18n::key;

/// Another address, confirmed by a code.
#[component]
pub fn Address(me: RwSignal<Option<Me>>) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let signed_in = expect_context::<SignedIn>();
    let (email, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let challenge = RwSignal::new(None::<String>);
    let error = RwSignal::new(None::<String>);
    let moved = RwSignal::new(None::<bool>);
    let asks_code = Memo::new(move |_| challenge.with(Option::is_some));
    let busy = RwSignal::new(false);
    const FIELD: &str = "me-address";
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        moved.set(None);
        let change = MeChange {
            email: Some(email.get_untracked()),
            code: challenge.with_untracked(Option::is_some).then(|| code.get_untracked()),
            challenge: challenge.get_untracked(),
            ..MeChange::default()
        }
        .trimmed();
        // The backend has the last word; what can be seen here is said here.
        if let Some(fault) = change.faults(&[]).first() {
            error.set(Some(words.t(if fault.code == Code::Required { key::ERROR_EMAIL } else { key::ERROR_EMAIL_FORMAT })));
            return focus::control(FIELD);
        }
        error.set(None);
        busy.set(true);
        spawn_local(async move {
            let done = me::change(backend, &change).await;
            let _ = busy.try_set(false);
            let said = match done {
                Done::Sent(sent) => {
                    let _ = challenge.try_set(Some(sent));
                    focus::control_later(FIELD);
                    return;
                }
                Done::Me(now) => {
                    challenge.set(None);
                    email.set(String::new());
                    code.set(String::new());
                    moved.set(Some(true));
                    let email = now.email.clone();
                    let _ = me.try_set(Some(now));
                    signed_in.moved(&email).await;
                    focus::control_later(FIELD);
                    return;
                }
                Done::Wrong(fault) => match (fault.pointer.as_str(), fault.detail) {
                    ("/email", _) => words.t(key::ME_SAME_ADDRESS),
                    (_, Some(detail)) => detail,
                    (_, None) => words.t(key::SIGN_IN_SIX_DIGITS),
                },
                Done::TooMany(minutes) => words.count(key::SIGN_IN_TOO_MANY, minutes),
                Done::Failed => words.t(key::SIGN_IN_UNREACHABLE),
            };
            let _ = error.try_set(Some(said));
            focus::control(FIELD);
        });
    };
    let framed = Framed::new(FIELD.into(), true, error.into());
    let field = move || {
        let framed = framed.clone();
        if asks_code.get() {
            let typed = Callback::new(move |text| code.set(text));
            view! {
                <p class="small" role="status">{words.fill(key::ME_CODE_SENT, &[("email", &email.get_untracked())])}</p>
                <Field framed=framed.clone() label=words.t(key::SIGN_IN_CODE) hint=Some(words.t(key::SIGN_IN_CODE_HINT)) error=error.into()>
                    <TextInput framed value=Signal::from(code) typed mode="numeric" autocomplete="one-time-code"/>
                </Field>
            }
            .into_any()
        } else {
            let typed = Callback::new(move |text| email.set(text));
            view! {
                <Field framed=framed.clone() label=words.t(key::ME_NEW_ADDRESS) hint=Some(words.t(key::ME_NEW_ADDRESS_HINT)) error=error.into()>
                    <TextInput framed value=Signal::from(email) typed kind="email" autocomplete="email"/>
                </Field>
            }
            .into_any()
        }
    };
    let address = move || me.with(|me| me.as_ref().map(|me| me.email.clone()).unwrap_or_default());
    view! {
        <section>
            <h2>{words.t(key::ME_ADDRESS)}</h2>
            <p>{move || words.fill(key::SIGN_IN_AS, &[("email", &address())])}</p>
            <form novalidate on:submit=submit>
                {field}
                <div class="foot-of-step">
                    <button type="submit" class="btn quiet" disabled=busy>
                        {move || words.t(if asks_code.get() { key::ME_CHANGE_ADDRESS } else { key::SIGN_IN_ASK })}
                    </button>
                    <Show when=move || asks_code.get()>
                        <button type="button" class="btn plain" on:click=move |_| { challenge.set(None); error.set(None); code.set(String::new()); focus::control_later(FIELD); }>{words.t(key::ME_OTHER_ADDRESS)}</button>
                    </Show>
                    {say(words, moved, key::ME_MOVED)}
                </div>
            </form>
        </section>
    }
}
