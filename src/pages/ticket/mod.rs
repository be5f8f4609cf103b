//! A ticket: read when it opens and as long as it is shown, or why it cannot be read.

mod answer;
mod arrival;
mod aside;
mod case;
mod entry;
mod mediating;
mod mediation;
mod moved;
mod outcome;
mod rating;
mod reply;
mod review;
mod verdict;
mod ways;
mod withdraw;

pub use mediation::MediationRequest;

use crate::pages::sign_in::CodeForm;
use crate::shell::device::{Device, Reading};
use crate::shell::focus::{self, HEADING};
use crate::shell::go::href;
use crate::shell::page;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::ui::waiting::Waiting;
use case::Case;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::key;
use recourse_core::route::Route;
use std::time::Duration;

/// How often an open thread asks for news.
const LOOK: Duration = Duration::from_secs(8);

/// How reading went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It is asked for.
    Reading,
    /// It is here.
    Read,
    /// The link opens nothing.
    Nothing,
    /// Only a session opens it, and there is none.
    SignedOut,
    /// No answer: what was read before is shown, with its age.
    Failed,
}

/// The thread of a ticket.
#[component]
pub fn Ticket(id: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let known = {
        let id = id.clone();
        Memo::new(move |_| device.tickets.with(|tickets| tickets.iter().find(|known| known.id == id).cloned()))
    };
    let phase = RwSignal::new(Phase::Reading);
    // What is new stays marked while the screen is open, although it counts as seen from now on.
    let seen_before = known.get_untracked().map_or(0, |known| known.read_up_to());
    let read = Callback::new({
        let id = id.clone();
        move |()| spawn_local(read(id.clone(), device, phase))
    });
    read.run(());
    // Whoever has just signed in sees what they came for.
    let signed_in = expect_context::<SignedIn>();
    Effect::new(move |before: Option<bool>| {
        let now = signed_in.session.with(Option::is_some);
        if now && before == Some(false) {
            read.run(());
        }
        now
    });
    // Without a stream of events, as under a private link, the thread asks for its news.
    page::while_visible(LOOK, {
        let id = id.clone();
        move || {
            let by_session = device.ticket(&id).is_some_and(|known| known.is_by_session());
            if !(by_session && signed_in.is_live()) {
                spawn_local(catch_up(id.clone(), device, phase));
            }
        }
    });
    // However they came: news on a screen that can be seen have been seen.
    Effect::new({
        let id = id.clone();
        move |before: Option<u32>| {
            let last = known.with(|known| known.as_ref().and_then(|known| known.thread.last()).map_or(0, |update| update.number));
            if before.is_some_and(|before| before < last) && page::is_visible() {
                let id = id.clone();
                spawn_local(async move { device.seen(&id).await });
            }
            last
        }
    });
    let has_ticket = Memo::new(move |_| known.with(|known| known.as_ref().is_some_and(|known| known.ticket.is_some())));
    // While a ticket is shown, reading it again does not render it anew: focus and typed text stay.
    let shown = Memo::new(move |_| (!has_ticket.get()).then(|| phase.get()));
    move || match shown.get() {
        None => view! { <Case id=id.clone() known phase again=read seen_before/> }.into_any(),
        Some(Phase::Reading) => view! { <Waiting/> }.into_any(),
        Some(Phase::Failed) => {
            page::set_title(&words.t(key::UNREACHABLE_TITLE));
            view! {
                <h1 id="heading" tabindex="-1">{words.t(key::UNREACHABLE_TITLE)}</h1>
                <p class="lead">{words.kept(key::TICKET_FAILED, key::TICKET_FAILED_TAB)}</p>
                <p><button type="button" class="btn" on:click=move |_| { focus::falls_to(HEADING); read.run(()) }>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
            }
            .into_any()
        }
        Some(Phase::SignedOut) if signed_in.is_offered() => {
            page::set_title(&words.t(key::TICKET_SIGN_IN));
            view! {
                <div class="column">
                    <h1 id="heading" tabindex="-1">{words.t(key::TICKET_SIGN_IN)}</h1>
                    <CodeForm what=words.t(key::TICKET_SIGN_IN_WHAT)/>
                </div>
            }
            .into_any()
        }
        Some(Phase::Nothing | Phase::Read | Phase::SignedOut) => {
            page::set_title(&words.t(key::TICKET_NOTHING));
            view! {
                <h1 id="heading" tabindex="-1">{words.t(key::TICKET_NOTHING)}</h1>
                <p class="lead">{words.t(key::TICKET_NOTHING_WHAT)}</p>
                <p><a class="btn" href=href(&Route::Inbox)>{words.t(key::FRAME_MESSAGES)}</a></p>
            }
            .into_any()
        }
    }
}

async fn read(id: String, device: Device, phase: RwSignal<Phase>) {
    let _ = phase.try_set(Phase::Reading);
    // From the first update on: texts come in the language on the screen.
    let outcome = match device.read_ticket(&id, 0).await {
        Reading::Found => {
            device.seen(&id).await;
            Phase::Read
        }
        Reading::Nothing => Phase::Nothing,
        Reading::SignedOut => Phase::SignedOut,
        Reading::Failed => Phase::Failed,
    };
    let _ = phase.try_set(outcome);
}

/// Reads what is new, without a word when there is no answer: what is on the screen stays right.
async fn catch_up(id: String, device: Device, phase: RwSignal<Phase>) {
    let Some(known) = device.ticket(&id).filter(|known| known.ticket.is_some()) else { return };
    let last = known.thread.last().map_or(0, |update| update.number);
    // The screen may have gone in the meantime.
    if device.read_ticket(&id, last).await == Reading::Found && phase.try_set(Phase::Read).is_none() {
        device.seen(&id).await;
    }
}
