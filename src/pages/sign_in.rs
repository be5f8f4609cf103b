//! Signing in: the address, then the code that was sent to it.

use crate::shell::backend::{Backend, Known};
use crate::shell::focus;
use crate::shell::go::Go;
use crate::shell::page;
use crate::shell::session::{Identity, Other, SignedIn, Vouched};
use crate::shell::words::Words;
use crate::ui::controls::TextInput;
use crate::ui::field::{Field, Framed};
use crate::ui::notice::{Notice, Tone};
use crate::ui::shared::SharedDevice;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::key;
use recourse_core::route::Route;
use recourse_core::session::{Event, Phase, Trouble, claimed};

/// The id of the one field.
const FIELD: &str = "sign-in";

/// Signing in, as a screen of its own.
#[component]
pub fn SignIn() -> impl IntoView {
    let words = expect_context::<Words>();
    let signed_in = expect_context::<SignedIn>();
    let go = expect_context::<Go>();
    let backend = expect_context::<Backend>();
    page::set_title(&words.t(key::SIGN_IN_TITLE));
    let leaves = StoredValue::new(false);
    Effect::new(move || match (signed_in.vouched.get(), signed_in.session.with(Option::is_some)) {
        _ if leaves.get_value() => {}
        // To where the embedding platform has sent the partner.
        (Some(Vouched::Done(back)), _) => {
            leaves.set_value(true);
            signed_in.vouched.set(None);
            let (path, query) = back.split_once('?').unwrap_or((&back, ""));
            go.state(&Route::parse(path), query);
        }
        // Signed in, here or in an earlier visit: the messages are what it was for.
        (None, true) => go.instead(Route::Inbox),
        _ => {}
    });
    let body = move || match signed_in.vouched.get() {
        Some(Vouched::Expected(_) | Vouched::Waiting(_)) if matches!(backend.service.get(), Known::Missing) => {
            unanswered(words, Callback::new(move |()| spawn_local(backend.load_service())))
        }
        Some(Vouched::Expected(_) | Vouched::Waiting(_) | Vouched::Entering) => {
            view! { <p class="lead" role="status">{words.t(key::IDENTITY_ENTERING)}</p> }.into_any()
        }
        Some(Vouched::Failed(identity)) => {
            unanswered(words, Callback::new(move |()| spawn_local(signed_in.enter(identity.clone()))))
        }
        Some(Vouched::Asking(identity, other)) => ask(words, signed_in, identity, other),
        Some(Vouched::Refused(detail)) => view! {
            <Notice tone=Tone::Wait title=words.t(key::IDENTITY_REFUSED)><p>{detail}</p></Notice>
            {signed_in.is_offered().then(|| view! { <CodeForm what=words.t(key::SIGN_IN_WHAT)/> })}
        }
        .into_any(),
        Some(Vouched::Done(_)) | None => view! { <CodeForm what=words.t(key::SIGN_IN_WHAT)/> }.into_any(),
    };
    view! {
        <div class="column">
            <h1 id="heading" tabindex="-1">{words.t(key::SIGN_IN_TITLE)}</h1>
            {body}
            <SharedDevice/>
        </div>
    }
}

/// The backend has not looked at the embedding platform's word yet.
fn unanswered(words: Words, again: Callback<()>) -> AnyView {
    view! {
        <Notice tone=Tone::Wait title=words.t(key::IDENTITY_FAILED)>
            <p>{words.t(key::IDENTITY_FAILED_WHAT)}</p>
            <p><button type="button" class="btn" on:click=move |_| { focus::falls_to(focus::HEADING); again.run(()) }>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
        </Notice>
    }
    .into_any()
}

/// Somebody else is signed in: nobody is made another partner unasked.
fn ask(words: Words, signed_in: SignedIn, identity: Identity, other: Other) -> AnyView {
    let email = claimed(&identity.token).unwrap_or_default();
    let what = match other {
        Other::SignedIn(other) => words.fill(key::IDENTITY_ASK_WHAT, &[("other", &other)]),
        Other::Waiting => words.t(key::IDENTITY_ASK_BEGUN),
        Other::Known(other) => words.fill(key::IDENTITY_ASK_KNOWN, &[("other", &other), ("email", &email)]),
    };
    let no = if signed_in.session.with_untracked(Option::is_some) { key::IDENTITY_NO } else { key::CONFIRM_NO };
    let yes = move |_| spawn_local(signed_in.enter(identity.clone()));
    view! {
        <Notice tone=Tone::Wait title=words.fill(key::IDENTITY_ASK, &[("email", &email)])>
            <p>{what}</p>
            <div class="row">
                <button type="button" class="btn" on:click=yes>{words.t(key::IDENTITY_YES)}</button>
                <button type="button" class="btn quiet" on:click=move |_| signed_in.vouched.set(None)>{words.t(no)}</button>
            </div>
        </Notice>
    }
    .into_any()
}

/// A session that has run out is asked for again in place: what was typed stays where it is.
#[component]
pub fn Expired() -> impl IntoView {
    let words = expect_context::<Words>();
    let signed_in = expect_context::<SignedIn>();
    move || signed_in.expired.get().map(|email| view! { <AskAgain email words/> })
}

#[component]
fn AskAgain(email: String, words: Words) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let open = move || {
        if let Some(dialog) = dialog.get_untracked() {
            // It fails only when it is open already.
            let _ = dialog.show_modal();
        }
    };
    // At once, and again from the notice. When it closes, the browser puts the focus back to where it was.
    Effect::new(move || {
        dialog.track();
        open();
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    on_cleanup(close);
    view! {
        <Notice tone=Tone::Wait title=words.t(key::SESSION_ENDED)>
            <p>{words.t(key::SESSION_ENDED_WHAT)}</p>
            <p><button type="button" class="btn quiet" on:click=move |_| open()>{words.t(key::SESSION_AGAIN)}</button></p>
        </Notice>
        <dialog node_ref=dialog class="sign-in" aria-labelledby="session-ended">
            <h2 id="session-ended">{words.t(key::SESSION_ENDED)}</h2>
            <p>{words.t(key::SESSION_ENDED_WHAT)}</p>
            <CodeForm what=words.fill(key::SESSION_CODE_TO, &[("email", &email)]) email/>
            <p><button type="button" class="btn plain" on:click=move |_| close()>{words.t(key::SESSION_LATER)}</button></p>
        </dialog>
    }
}

/// The address, unless it is known, then the code.
#[component]
pub fn CodeForm(
    /// What it is for.
    #[prop(into)]
    what: String,
    /// Whose code it is, when that is known.
    #[prop(optional, into)]
    email: Option<String>,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let signed_in = expect_context::<SignedIn>();
    let is_known = email.is_some();
    let (email, code) = (RwSignal::new(email.unwrap_or_default()), RwSignal::new(String::new()));
    let settle = Callback::new(move |()| focus::control_later(FIELD));
    let send = move |event| signed_in.send(event, settle);
    let phase = Memo::new(move |_| signed_in.model.with(|model| model.phase));
    let asks_code = Memo::new(move |_| matches!(phase.get(), Phase::Code | Phase::Entering));
    let error = Signal::derive(move || {
        let trouble = signed_in.model.with(|model| model.trouble.clone())?;
        Some(match trouble {
            Trouble::NoEmail => words.t(key::ERROR_EMAIL),
            Trouble::WrongEmail => words.t(key::ERROR_EMAIL_FORMAT),
            Trouble::WrongCode => words.t(key::SIGN_IN_SIX_DIGITS),
            Trouble::Refused(detail) => detail,
            Trouble::TooMany(minutes) => words.count(key::SIGN_IN_TOO_MANY, minutes),
            Trouble::Unreachable => words.t(key::SIGN_IN_UNREACHABLE),
        })
    });
    let ask = move || send(Event::Asked { email: email.get_untracked(), language: words.tag_now() });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if asks_code.get_untracked() {
            send(Event::Entered { code: code.get_untracked(), bearer: signed_in.is_bearer() });
        } else {
            ask();
        }
    };
    let field = move || {
        let framed = Framed::new(FIELD.into(), true, error);
        if asks_code.get() {
            let typed = Callback::new(move |text| code.set(text));
            view! {
                <Field framed=framed.clone() label=words.t(key::SIGN_IN_CODE) hint=Some(words.t(key::SIGN_IN_CODE_HINT)) error>
                    <TextInput framed value=Signal::from(code) typed mode="numeric" autocomplete="one-time-code"/>
                </Field>
            }
            .into_any()
        } else if is_known {
            // There is nothing to type; what is wrong is said all the same.
            view! { <p class="error" role="status">{move || error.get()}</p> }.into_any()
        } else {
            let typed = Callback::new(move |text| email.set(text));
            view! {
                <Field framed=framed.clone() label=words.t(key::DETAILS_EMAIL) hint=Some(words.t(key::SIGN_IN_EMAIL_HINT)) error>
                    <TextInput framed value=Signal::from(email) typed kind="email" autocomplete="email"/>
                </Field>
            }
            .into_any()
        }
    };
    let again = move |_| {
        code.set(String::new());
        ask();
    };
    view! {
        <p class="lead" role="status">
            {move || if asks_code.get() {
                words.fill(key::SIGN_IN_SENT, &[("email", &signed_in.model.with(|model| model.email.clone()))])
            } else {
                what.clone()
            }}
        </p>
        <form novalidate on:submit=submit>
            {field}
            <div class="foot-of-step">
                <button type="submit" class="btn" disabled=move || matches!(phase.get(), Phase::Asking | Phase::Entering)>
                    {move || words.t(if asks_code.get() { key::SIGN_IN_ENTER } else { key::SIGN_IN_ASK })}
                </button>
                <Show when=move || asks_code.get()>
                    <button type="button" class="btn plain" on:click=again>{words.t(key::SIGN_IN_AGAIN)}</button>
                    <Show when=move || !is_known>
                        <button type="button" class="btn plain" on:click=move |_| send(Event::Back)>{words.t(key::SIGN_IN_BACK)}</button>
                    </Show>
                </Show>
            </div>
        </form>
    }
}
