//! The partner's own data: how to reach them, all that is kept of them, and its erasure.

mod address;
mod copy;
mod erasure;
mod preferences;
mod push;

use crate::pages::sign_in::{CodeForm, Expired};
use crate::shell::backend::Backend;
use crate::shell::focus::{self, HEADING};
use crate::shell::me::{self};
use crate::shell::page;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::ui::shared::SharedDevice;
use crate::ui::waiting::Waiting;
use address::Address;
use copy::Copy;
use erasure::Erasure;
use leptos::prelude::*;
use leptos::task::spawn_local;
use preferences::Preferences;
use push::Push;
use recourse_contract::me::Me;
use recourse_core::i18n::key;

/// The partner's own data.
#[component]
pub fn MyData() -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let signed_in = expect_context::<SignedIn>();
    page::set_title(&words.t(key::ME_TITLE));
    let me = RwSignal::new(None::<Me>);
    let failed = RwSignal::new(false);
    let read = move || {
        failed.set(false);
        spawn_local(async move {
            match me::read(backend).await {
                Some(read) => {
                    let _ = me.try_set(Some(read));
                }
                None => {
                    let _ = failed.try_set(true);
                }
            }
        });
    };
    let is_in = Memo::new(move |_| signed_in.session.with(Option::is_some));
    // Of each partner only what is theirs, and nothing after the session; one that has run out may come back.
    let whose = Memo::new(move |_| {
        let email = signed_in.session.with(|session| session.as_ref().map(|session| session.email.clone()));
        email.or(signed_in.expired.get())
    });
    Effect::new(move |before: Option<(Option<String>, bool)>| {
        let now = (whose.get(), is_in.get());
        let is_same = before.as_ref().is_some_and(|before| before.0 == now.0);
        // The page's own change of address is no change of partner.
        let is_own = me.with_untracked(|me| me.as_ref().is_some_and(|me| Some(me.email.to_lowercase()) == now.0));
        if !is_same && !is_own {
            me.set(None);
        }
        if now.1 && me.with_untracked(Option::is_none) {
            read();
        }
        now
    });
    let has = Memo::new(move |_| me.with(Option::is_some));
    let again = move |_| {
        focus::falls_to(HEADING);
        read();
    };
    let body = move || match (is_in.get(), has.get(), failed.get()) {
        (false, false, _) => view! { <CodeForm what=words.t(key::SIGN_IN_WHAT)/> }.into_any(),
        (_, true, _) => view! {
            <Preferences me/>
            <Push/>
            <Address me/>
            <Copy/>
            <Erasure me/>
        }
        .into_any(),
        (true, false, true) => view! {
            <p class="lead">{words.t(key::UNREACHABLE_TITLE)}</p>
            <p><button type="button" class="btn" on:click=again>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
        }
        .into_any(),
        (true, false, false) => view! { <Waiting/> }.into_any(),
    };
    view! {
        <div class="column my-data">
            <h1 id="heading" tabindex="-1">{words.t(key::ME_TITLE)}</h1>
            <Expired/>
            {body}
            <SharedDevice/>
        </div>
    }
}

/// What is said beside a button: nothing, done, or not.
fn say(words: Words, outcome: RwSignal<Option<bool>>, done: recourse_core::i18n::Key) -> AnyView {
    let said = move || match outcome.get() {
        Some(true) => words.t(done),
        Some(false) => words.t(key::SIGN_IN_UNREACHABLE),
        None => String::new(),
    };
    view! { <span class="small" role="status">{said}</span> }.into_any()
}
