//! An answer to an outcome that came too late: another tab was quicker, or the time was over. What was written is not lost,
//! whether it was sent or not.

use super::outcome::Told;
use crate::shell::device::{Device, reply_of};
use crate::shell::words::Words;
use crate::shell::{focus, uploads};
use crate::ui::attachments::{Files, attached};
use crate::ui::notice::{Notice, Tone};
use crate::ui::prose::Prose;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::Problem;
use recourse_contract::{ProblemType, Ticket};
use recourse_core::i18n::key;
use recourse_core::outbox::{Entry, Purpose};
use recourse_core::outcome::{has_arrived, shut, typed};
use recourse_core::upload::Owner;

/// What was refused of this ticket's answers, until it was read; else what was typed or chosen for one that has no form any
/// more.
#[component]
pub fn Moved(told: Told) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let is_mine = move |entry: &Entry| {
        let is_answer = matches!(
            entry.purpose,
            Purpose::Settle { .. }
                | Purpose::Satisfaction { .. }
                | Purpose::Review { .. }
                | Purpose::Mediation { .. }
                | Purpose::Withdraw { .. }
        );
        is_answer && told.id.with_value(|id| entry.purpose.ticket() == Some(id.as_str()))
    };
    let left = left_behind(told, device);
    let of = Memo::new(move |_| {
        let is_told = |(entry, _): &&(Entry, Problem)| is_mine(entry);
        let refused = device.refused_reply.with(|refused| Some(refused.as_ref().filter(is_told)?.0.purpose.clone()));
        refused.or_else(|| left.with(|left| Some(left.as_ref()?.0.clone())))
    });
    let files = Memo::new(move |_| {
        let owner = of.with(|of| of.as_ref().and_then(Owner::of));
        owner.map(|owner| attached(device, &owner)).unwrap_or_default()
    });
    let has_files = Memo::new(move |_| !files.with(Vec::is_empty));
    let to_message = move |purpose: Purpose, text: String| {
        spawn_local(async move {
            if device.move_begun(&purpose, &text).await {
                device.refused_reply.set(None);
                let _ = left.try_set(None);
            }
        });
    };
    let button = move |purpose: Purpose, text: String| {
        let go = move |_| to_message(purpose.clone(), text.clone());
        view! { <button type="button" class="btn quiet" on:click=go>{words.t(key::MOVED_MESSAGE)}</button> }
    };
    let read = move |_| {
        device.refused_reply.set(None);
        // The notice goes.
        focus::bring_up(focus::HEADING.into());
    };
    move || {
        let has_files = has_files.get();
        let list = move || has_files.then(|| view! { <Files ids=files taker=None/> });
        let Some((entry, problem)) = device.refused_reply.get().filter(|(entry, _)| is_mine(entry)) else {
            let (purpose, text) = left.get()?;
            let title = match (text.is_empty(), has_files) {
                (true, false) => return None,
                (true, true) => key::MOVED_FILES,
                (false, _) => key::MOVED_TEXT,
            };
            let notice = view! {
                <Notice tone=Tone::Wait title=words.t(title)>
                    <Prose text=text.clone()/>
                    {list()}
                    <div class="row">{button(purpose, text)}</div>
                </Notice>
            };
            return Some(notice.into_any());
        };
        let title = match problem.kind {
            ProblemType::IllegalMove => words.t(key::MOVED_TITLE),
            _ => words.fill(key::REPLY_REFUSED, &[("detail", &problem.detail.unwrap_or_default())]),
        };
        let is_moved = problem.kind == ProblemType::IllegalMove;
        // The form that it was written in has gone with the state.
        let text = if is_moved { reply_of(&entry) } else { String::new() };
        let has_text = !text.is_empty();
        let (shown, purpose) = (text.clone(), entry.purpose);
        let notice = view! {
            <Notice tone=Tone::Wait title>
                {is_moved.then(|| view! { <p>{words.t(key::MOVED_WHAT)}</p> })}
                {has_text.then(|| view! { <p>{words.t(key::MOVED_TEXT)}</p><Prose text=shown/> })}
                {has_text.then(list).flatten()}
                <div class="row">
                    {has_text.then(|| button(purpose, text))}
                    <button type="button" class="btn plain" on:click=read>{words.t(key::NOTICE_READ)}</button>
                </div>
            </Notice>
        };
        Some(notice.into_any())
    }
}

/// What was typed for an answer whose form has gone with the state, as the device has it. Files may be there without a text.
fn left_behind(told: Told, device: Device) -> RwSignal<Option<(Purpose, String)>> {
    let left = RwSignal::new(None);
    let gone = Memo::new(move |_| {
        let of = |ticket: &Ticket| device.outbox.with(|outbox| shut(ticket, outbox));
        told.ticket.with(|ticket| ticket.as_ref().map(of).unwrap_or_default())
    });
    Effect::new(move || {
        let purposes = gone.get();
        left.set(None);
        spawn_local(async move {
            for purpose in purposes {
                let text = typed(&purpose, &device.begun(&purpose).await);
                let owner = Owner::of(&purpose).filter(|_| text.is_empty());
                // After the text: what has just arrived took its files with it.
                if owner.is_some() {
                    uploads::load(device).await;
                }
                let has_files = owner.is_some_and(|owner| !untrack(|| attached(device, &owner)).is_empty());
                // What has just arrived may still lie there.
                let stands = told.thread.try_with_untracked(|thread| {
                    told.ticket.with_untracked(|ticket| has_arrived(&text, ticket.as_ref(), thread))
                });
                let is_gone = gone.try_with_untracked(|gone| gone.contains(&purpose));
                if (has_files || !text.is_empty()) && (stands, is_gone) == (Some(false), Some(true)) {
                    let _ = left.try_set(Some((purpose, text)));
                    return;
                }
            }
        });
    });
    left
}
