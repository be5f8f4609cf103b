//! Inside another site's page: where the draft lives, and the way into a tab of its own, where it goes along.

use super::open::Form;
use crate::shell::device::Device;
use crate::shell::embed::Embed;
use crate::shell::go::Go;
use crate::shell::words::Words;
use crate::shell::{hand_over, storage};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::key;
use recourse_core::journey::{Event, Lock};
use recourse_core::route::Route;

/// How far it is on its way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Offered,
    Opening,
    Blocked,
    Failed,
}

/// Says where the draft lives, and offers the tab. Nothing, where the app has a tab of its own.
#[component]
pub fn FullTab(form: Form) -> impl IntoView {
    use_context::<Option<Embed>>().flatten().map(|_| view! { <Offer form/> })
}

#[component]
fn Offer(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let go = expect_context::<Go>();
    let (phase, keeps) = (RwSignal::new(Phase::Offered), RwSignal::new(true));
    spawn_local(async move {
        let is_there = storage::is_there().await;
        // The screen may have gone in the meantime.
        let _ = keeps.try_set(is_there);
    });
    let go_on = move |_| {
        // In the click itself, or the browser takes it for an advertisement.
        let Some(tab) = hand_over::open() else { return phase.set(Phase::Blocked) };
        phase.set(Phase::Opening);
        // What is typed from here on would not go along.
        form.send(Event::Locked(Lock::Elsewhere));
        let draft = form.model.with_untracked(|model| model.draft.clone());
        spawn_local(async move {
            if hand_over::give(device, tab, draft).await {
                go.instead(Route::HandOver);
            } else if phase.try_set(Phase::Failed).is_none() {
                form.send(Event::Locked(Lock::Held));
            }
        });
    };
    let title = move || words.t(if keeps.get() { key::EMBED_DRAFT } else { key::EMBED_UNKEPT });
    let what = move || {
        words.t(match phase.get() {
            Phase::Opening => key::EMBED_OPENING,
            Phase::Blocked => key::EMBED_BLOCKED,
            Phase::Failed => key::EMBED_FAILED,
            Phase::Offered if keeps.get() => key::EMBED_DRAFT_WHAT,
            Phase::Offered => key::EMBED_UNKEPT_WHAT,
        })
    };
    let read_only = form.read_only();
    view! {
        <div class="notice info full-tab">
            <p class="notice-title">{title}</p>
            <p role="status">{what}</p>
            <p><button type="button" class="btn quiet" disabled=read_only on:click=go_on>{words.t(key::EMBED_TAB)}</button></p>
        </div>
    }
}
