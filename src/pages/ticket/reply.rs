//! The reply box. What is typed is kept per ticket; what is sent goes through the outbox.

use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::words::Words;
use crate::ui::attachments::{self, AttachmentsAsAllowed};
use crate::ui::controls::TextArea;
use crate::ui::field::{Field, Framed};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::service::Limits;
use recourse_contract::update::{NewUpdate, NewUpdateKind};
use recourse_contract::{Code, ProblemType};
use recourse_core::i18n::key;
use recourse_core::outbox::Purpose;
use recourse_core::upload::Owner;

/// The id of the box, to jump to.
pub const FIELD: &str = "reply";

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Back, into the thread.
    Reply,
    /// On the preliminary outcome of this number.
    Comment(u32),
    /// Into a case that is closed for good: it opens another one.
    FollowUp,
}

/// Writing back. `reopens` is whether that opens a closed case again.
#[component]
pub fn Reply(id: String, kind: Kind, reopens: Memo<bool>) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let text = RwSignal::new(String::new());
    let kept = RwSignal::new(Some(true));
    let tried = RwSignal::new(false);
    let refusal = RwSignal::new(None::<String>);
    // The key of what was sent last from here.
    let sent = RwSignal::new(None::<String>);
    let ticket = id.clone();
    let fetch = move || {
        let ticket = ticket.clone();
        spawn_local(async move {
            let stored = device.reply_text(&ticket).await;
            let _ = text.try_set(stored);
        });
    };
    fetch();
    let again = fetch.clone();
    let ticket = id.clone();
    Effect::new(move || {
        let refused = device.refused_reply.get();
        if let Some((entry, problem)) = refused
            && entry.purpose.reply_box() == Some(&*ticket)
        {
            let is_comment = matches!(entry.purpose, Purpose::Comment { .. });
            refusal.set(Some(match problem.kind {
                ProblemType::NotFound | ProblemType::Unauthenticated => words.t(key::REPLY_NO_LINK),
                ProblemType::IllegalMove if is_comment => words.t(key::COMMENT_LATE),
                ProblemType::IllegalMove => words.t(key::REPLY_CLOSED),
                _ => problem.detail.unwrap_or_default(),
            }));
            sent.set(None);
            device.refused_reply.set(None);
            fetch();
        }
    });
    let ticket = id.clone();
    Effect::new(move || {
        if let Some((to, back)) = device.returned_reply.get()
            && to == ticket
        {
            text.set(back);
            sent.set(None);
            device.returned_reply.set(None);
            focus::control_later(FIELD);
        }
    });
    let limits = move || match backend.service.get() {
        Known::Ready(service) => service.limits.update(),
        _ => Limits::default().update(),
    };
    let owner = Owner::Reply { ticket: id.clone() };
    let files = owner.clone();
    let fault = Memo::new(move |_| {
        // With files nothing has to be said; their names at the backend come when they are there.
        let attachments = attachments::attached(device, &files);
        let reply = NewUpdate { attachments, ..NewUpdate::reply(text.get()) }.trimmed(&[]);
        // What is wrong with the files is told there.
        reply.faults(limits(), &[]).into_iter().find(|fault| !fault.pointer.starts_with("/attachments"))
    });
    let error = Signal::derive(move || {
        if let Some(detail) = refusal.get() {
            return Some(words.fill(key::REPLY_REFUSED, &[("detail", &detail)]));
        }
        let fault = fault.get().filter(|_| tried.get())?;
        let limit = words.number(&fault.limit.unwrap_or_default().to_string());
        Some(match fault.code {
            Code::TooLong => words.fill(key::ERROR_TOO_LONG, &[("limit", &limit)]),
            Code::Characters => words.t(key::ERROR_CHARACTERS),
            _ => words.t(key::REPLY_EMPTY),
        })
    });
    let keeper = id.clone();
    let typed = Callback::new(move |typed: String| {
        refusal.set(None);
        tried.set(false);
        text.set(typed.clone());
        kept.set(None);
        let ticket = keeper.clone();
        spawn_local(async move {
            let done = device.keep_reply_text(&ticket, &typed).await;
            // Only the last write speaks for what is in the box.
            if text.try_with_untracked(|text| *text == typed) == Some(true) {
                let _ = kept.try_set(Some(done));
            }
        });
    });
    let (sender, files) = (id.clone(), owner.clone());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if fault.with_untracked(Option::is_some) {
            tried.set(true);
            focus::control(FIELD);
            return;
        }
        if attachments::stops(device, &files, untrack(limits).attachments) {
            return;
        }
        let ticket = sender.clone();
        let (kind, answers_to, purpose) = match kind {
            Kind::Comment(request) => (NewUpdateKind::Comment, Some(request), Purpose::Comment { ticket, request }),
            Kind::Reply | Kind::FollowUp => (NewUpdateKind::Reply, None, Purpose::Reply { ticket }),
        };
        let reply = NewUpdate { kind, answers_to, ..NewUpdate::reply(text.get_untracked()) }.trimmed(&[]);
        let body = serde_json::to_string(&reply).expect("a reply holds a text");
        text.set(String::new());
        tried.set(false);
        sent.set(Some(device.queue(purpose, format!("/tickets/{sender}/updates"), body)));
    };
    // What became of the last one, beside the button that sent it: its entry may be out of sight.
    let waits = {
        let id = id.clone();
        move || device.outbox.with(|outbox| outbox.writes(&id).next().map(|entry| outbox.is_sending(&entry.key)))
    };
    // The thread has it: whether it stands there, or has opened another case.
    let ticket = id.clone();
    let arrived = Memo::new(move |_| {
        let key = sent.get()?;
        device.tickets.with(|tickets| {
            let known = tickets.iter().find(|known| known.id == ticket)?;
            let update = known.thread.iter().rfind(|update| update.idempotency_key.as_ref() == Some(&key))?;
            Some(update.follow_up.is_some())
        })
    });
    let outcome = move || match (waits(), arrived.get()) {
        (Some(true), _) => words.t(key::SENDING_NOW),
        (Some(false), _) => words.t(key::REPLY_WAITS),
        (None, Some(true)) => words.t(key::FOLLOW_UP_SENT),
        (None, Some(false)) => words.t(key::REPLY_SENT),
        (None, None) => String::new(),
    };
    // What left the queue without reaching the thread may have come back into the box, by another tab.
    let ticket = id.clone();
    let waiting = Memo::new(move |_| device.outbox.with(|outbox| outbox.writes(&ticket).count()));
    Effect::new(move |before: Option<usize>| {
        let now = waiting.get();
        if before.is_some_and(|before| before > now) && arrived.get_untracked().is_none() {
            again();
        }
        now
    });
    let (label, hint, button) = match kind {
        Kind::Comment(_) => (key::COMMENT_LABEL, key::COMMENT_HINT, key::COMMENT_SEND),
        Kind::Reply => (key::REPLY_LABEL, key::REPLY_HINT, key::REPLY_SEND),
        Kind::FollowUp => (key::REPLY_LABEL, key::FOLLOW_UP_HINT, key::FOLLOW_UP_SEND),
    };
    let reopens = move || kind == Kind::Reply && reopens.get();
    let framed = Framed::new(FIELD.into(), true, error);
    view! {
        <form class="reply no-print" novalidate on:submit=send>
            <Field framed=framed.clone() label=words.t(label) hint=Some(words.t(hint)) error>
                <TextArea framed value=Signal::from(text) typed rows=4/>
            </Field>
            <AttachmentsAsAllowed owner/>
            {move || reopens().then(|| view! { <p class="small">{words.t(key::REOPEN_HINT)}</p> })}
            <div class="foot-of-step">
                <button type="submit" class="btn">{move || words.t(if reopens() { key::REOPEN_SEND } else { button })}</button>
                <span class="small" role="status">{outcome}</span>
                <span class="small kept">
                    {move || match (text.with(String::is_empty), kept.get()) {
                        (true, _) => String::new(),
                        (false, Some(true)) => words.kept(key::DRAFT_KEPT, key::DRAFT_KEPT_TAB),
                        (false, None) => words.t(key::DRAFT_KEEPING),
                        (false, Some(false)) => words.t(key::STORAGE_REFUSED),
                    }}
                </span>
            </div>
        </form>
    }
}
