//! News on this device: the question after a filing, asked once, and what is said of it wherever it can be turned on.

use crate::shell::backend::{Backend, Known};
use crate::shell::focus;
use crate::shell::push;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::{Key, key};
use recourse_core::push::{Event, State};

/// The card; it stays when its buttons go.
const CARD: &str = "push-card";

/// What there is to say of a state besides what can be done.
pub fn said(state: State) -> Option<Key> {
    match state {
        State::NotPossible | State::Offered => None,
        State::Asking => Some(key::PUSH_ASKING),
        State::On => Some(key::PUSH_ON),
        State::Refused => Some(key::PUSH_BLOCKED),
        State::Failed => Some(key::PUSH_FAILED),
    }
}

/// Turns it on. Call it within the click.
pub fn turn_on(backend: Backend, signed_in: SignedIn, state: RwSignal<State>, then: impl FnOnce() + 'static) {
    let Some(session) = signed_in.session.get_untracked() else { return };
    state.update(|state| *state = state.after(Event::Wanted));
    let asking = push::ask();
    spawn_local(async move {
        let now = push::turn_on(backend, session, asking).await;
        let _ = state.try_set(now);
        then();
    });
}

/// The question whether the partner wants to be told on this device, after the filing of this ticket.
#[component]
pub fn PushCard(ticket: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let signed_in = expect_context::<SignedIn>();
    let state = RwSignal::new(State::NotPossible);
    let declined = RwSignal::new(false);
    // The session and the service may come after the screen.
    Effect::new(move || {
        let is_known = backend.service.with(|known| matches!(known, Known::Ready(_)));
        let session = signed_in.session.get().filter(|_| is_known);
        if session.is_none() || state.get_untracked() != State::NotPossible || declined.get_untracked() {
            return;
        }
        let ticket = ticket.clone();
        spawn_local(async move {
            if push::facts(backend, session).await.asks(&ticket) {
                push::asked(&ticket);
                let _ = state.try_set(State::Offered);
            }
        });
    });
    let yes = move |_| turn_on(backend, signed_in, state, || focus::control_later(CARD));
    let no = move |_| {
        push::declined();
        declined.set(true);
        focus::control_later(CARD);
    };
    let is_shown = Memo::new(move |_| state.get() != State::NotPossible);
    let can_say = Memo::new(move |_| !declined.get() && matches!(state.get(), State::Offered | State::Asking | State::Failed));
    let status = move || match declined.get() {
        true => words.t(key::PUSH_LATER),
        false => said(state.get()).map(|said| words.t(said)).unwrap_or_default(),
    };
    view! {
        <Show when=move || is_shown.get()>
            <section id=CARD class="card no-print" tabindex="-1" aria-labelledby="push-title">
                <h2 id="push-title">{move || words.t(if can_say.get() { key::PUSH_ASK } else { key::PUSH_TITLE })}</h2>
                <Show when=move || can_say.get()>
                    <p>{words.t(key::PUSH_ASK_WHAT)}</p>
                    <div class="row">
                        <button type="button" class="btn quiet" disabled=move || state.get() == State::Asking on:click=yes>
                            {words.t(key::PUSH_YES)}
                        </button>
                        <button type="button" class="btn plain" disabled=move || state.get() == State::Asking on:click=no>
                            {words.t(key::PUSH_NO)}
                        </button>
                    </div>
                </Show>
                <p class="small" role="status">{status}</p>
            </section>
        </Show>
    }
}
