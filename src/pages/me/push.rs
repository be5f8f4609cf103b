//! Whether this device tells of news: turned on and off.

use crate::shell::backend::{Backend, Known};
use crate::shell::focus;
use crate::shell::push;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::ui::push::{said, turn_on};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::key;
use recourse_core::push::State;

/// The heading; it stays when a button goes.
const TITLE: &str = "me-push";

/// Whether this device tells of news. Nothing where it cannot.
#[component]
pub fn Push() -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let signed_in = expect_context::<SignedIn>();
    let state = RwSignal::new(State::NotPossible);
    let was_turned_off = RwSignal::new(false);
    Effect::new(move || {
        let is_known = backend.service.with(|known| matches!(known, Known::Ready(_)));
        let session = signed_in.session.get().filter(|_| is_known);
        spawn_local(async move {
            let now = push::facts(backend, session).await.state();
            // Who is being asked by the browser is not asked by this.
            if state.try_get_untracked().is_some_and(|before| before != State::Asking) {
                let _ = state.try_set(now);
            }
        });
    });
    let on = move |_| {
        was_turned_off.set(false);
        turn_on(backend, signed_in, state, || focus::control_later(TITLE));
    };
    let off = move |_| {
        spawn_local(async move {
            let now = push::turn_off(backend).await;
            let _ = state.try_set(now);
            let _ = was_turned_off.try_set(true);
            focus::control_later(TITLE);
        });
    };
    let button = move || match state.get() {
        State::On => {
            Some(view! { <button type="button" class="btn quiet" on:click=off>{words.t(key::PUSH_TURN_OFF)}</button> }.into_any())
        }
        State::Offered | State::Failed => {
            Some(view! { <button type="button" class="btn quiet" on:click=on>{words.t(key::PUSH_TURN_ON)}</button> }.into_any())
        }
        State::Asking | State::Refused | State::NotPossible => None,
    };
    let status = move || match (said(state.get()), was_turned_off.get()) {
        (Some(said), _) => words.t(said),
        (None, true) => words.t(key::PUSH_OFF),
        (None, false) => String::new(),
    };
    let is_shown = Memo::new(move |_| state.get() != State::NotPossible);
    view! {
        <Show when=move || is_shown.get()>
            <section class="push">
                <h2 id=TITLE tabindex="-1">{words.t(key::PUSH_TITLE)}</h2>
                <p>{words.t(key::PUSH_ASK_WHAT)}</p>
                <div class="foot-of-step">{button}<span class="small" role="status">{status}</span></div>
            </section>
        </Show>
    }
}
