//! An answer to an outcome that came too late: another tab was quicker, or the time was over. What was written is not lost.

use super::outcome::Told;
use crate::shell::device::{Device, reply_of};
use crate::shell::words::Words;
use crate::ui::notice::{Notice, Tone};
use crate::ui::prose::Prose;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::ProblemType;
use recourse_core::i18n::key;
use recourse_core::outbox::{Entry, Purpose};

/// What was refused of this ticket's answers, until it was read.
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
    move || {
        let (entry, problem) = device.refused_reply.get().filter(|(entry, _)| is_mine(entry))?;
        let title = match problem.kind {
            ProblemType::IllegalMove => words.t(key::MOVED_TITLE),
            _ => words.fill(key::REPLY_REFUSED, &[("detail", &problem.detail.unwrap_or_default())]),
        };
        let is_moved = problem.kind == ProblemType::IllegalMove;
        // The form that it was written in has gone with the state.
        let text = if is_moved { reply_of(&entry) } else { String::new() };
        let has_text = !text.is_empty();
        let (shown, purpose) = (text.clone(), entry.purpose);
        let to_message = move |_| {
            let (purpose, text) = (purpose.clone(), text.clone());
            spawn_local(async move {
                if device.move_begun(&purpose, &text).await {
                    device.refused_reply.set(None);
                }
            });
        };
        Some(view! {
            <Notice tone=Tone::Wait title>
                {is_moved.then(|| view! { <p>{words.t(key::MOVED_WHAT)}</p> })}
                {has_text.then(|| view! { <p>{words.t(key::MOVED_TEXT)}</p><Prose text=shown/> })}
                <div class="row">
                    {has_text.then(|| view! {
                        <button type="button" class="btn quiet" on:click=to_message>{words.t(key::MOVED_MESSAGE)}</button>
                    })}
                    <button type="button" class="btn plain" on:click=move |_| device.refused_reply.set(None)>{words.t(key::NOTICE_READ)}</button>
                </div>
            </Notice>
        })
    }
}
