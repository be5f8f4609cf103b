//! A ticket that was read: its head, what is to be answered, its thread, the reply box.

use super::outcome::{Outcome, Place, Told};
use super::{Phase, answer, arrival, aside, entry, moved, reply};
use crate::pages::sign_in::Expired;
use crate::shell::device::Device;
use crate::shell::page;
use crate::shell::words::Words;
use crate::shell::{clock, focus};
use crate::ui::kept::{DeviceNotices, KeepAgain};
use crate::ui::notice::{Notice, Tone};
use crate::ui::tag::StateTag;
use leptos::prelude::*;
use recourse_contract::ticket::{Action, State};
use recourse_contract::{TicketSummary, Timestamp, Update};
use recourse_core::i18n::key;
use recourse_core::inbox::{Known, is_own, on_the_way, open_request};
use recourse_core::outbox::Purpose;
use recourse_core::outcome::preliminary;
use std::time::Duration;

/// How often the ages of entries are told anew.
const MINUTE: Duration = Duration::from_secs(60);
/// From so many entries on, a thread opens at the first one that was not read.
const LONG: usize = 6;

/// The case, as the device knows it. `phase` is how the last reading went, `seen_before` the last entry that was read before.
#[component]
pub fn Case(
    id: String,
    known: Memo<Option<Known>>,
    phase: RwSignal<Phase>,
    again: Callback<()>,
    seen_before: u32,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let ticket = Memo::new(move |_| known.with(|known| known.as_ref().and_then(|known| known.ticket.clone())));
    Effect::new(move || {
        if let Some(ticket) = ticket.get() {
            page::set_title(&format!("{} · {}", ticket.summary.subject, ticket.summary.reference));
        }
    });
    let stale = move || {
        let at = known.with(|known| known.as_ref().map(|known| words.moment(Timestamp(known.read_at)))).unwrap_or_default();
        let offline = device.outbox.with(|outbox| outbox.offline);
        match phase.get() {
            now @ (Phase::Failed | Phase::Read) if offline || now == Phase::Failed => Some(view! {
                <Notice tone=Tone::Wait title=words.fill(key::TICKET_STALE, &[("moment", &at)])>
                    <p><button type="button" class="btn quiet" on:click=move |_| { focus::falls_to(focus::HEADING); again.run(()) }>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
                </Notice>
            }.into_any()),
            Phase::Nothing => Some(view! { <Notice tone=Tone::Wait title=words.t(key::TICKET_REVOKED)/> }.into_any()),
            Phase::Reading | Phase::Read | Phase::SignedOut | Phase::Failed => None,
        }
    };
    let unkept = move || {
        device.full.get().then(|| {
            view! { <Notice tone=Tone::Wait title=words.t(key::TICKET_UNKEPT)><p>{words.t(device.why_unkept())}" "{words.t(key::TICKET_UNKEPT_WHAT)}</p><KeepAgain/></Notice> }
        })
    };
    // The heading has the focus: news change its words, never the element.
    let of = move |pick: fn(&TicketSummary) -> String| {
        Memo::new(move |_| ticket.with(|ticket| ticket.as_ref().map(|ticket| pick(&ticket.summary)).unwrap_or_default()))
    };
    let reference = of(|summary| summary.reference.to_string());
    let topic = of(|summary| summary.topic_label.clone());
    let subject = of(|summary| summary.subject.clone());
    let state =
        Memo::new(move |_| ticket.with(|ticket| ticket.as_ref().map(|ticket| (ticket.summary.state, ticket.summary.closed_as))));
    let thread = Memo::new(move |_| known.with(|known| known.as_ref().map(|known| known.thread.clone()).unwrap_or_default()));
    let numbers = move || thread.with(|thread| thread.iter().map(|update| update.number).collect::<Vec<_>>());
    let last = Memo::new(move |_| thread.with(|thread| thread.last().map_or(0, |update| update.number)));
    let update_of = move |number: u32| {
        Memo::new(move |_| thread.with(|thread| thread.iter().find(|update| update.number == number).cloned()))
    };
    let now = RwSignal::new(clock::now());
    page::while_visible(MINUTE, move || now.set(clock::now()));
    let arrived = arrival::arrived(id.clone(), thread);
    let told = Told::new(id.clone(), ticket, thread, now, arrived);
    // What the platform has written since: a long thread opens there, and a line leads there in any case.
    let news = Memo::new(move |_| {
        thread.with(|thread| {
            let is_news = |update: &&Update| update.number > seen_before && !is_own(update, thread);
            let mut news = thread.iter().filter(is_news).map(|update| update.number);
            let first = news.next().filter(|_| seen_before > 0)?;
            Some((first, u32::try_from(1 + news.count()).unwrap_or(u32::MAX)))
        })
    });
    let is_new = move |number: u32| {
        let own =
            || thread.with_untracked(|thread| thread.iter().any(|update| update.number == number && is_own(update, thread)));
        seen_before > 0 && number > seen_before && !own()
    };
    let opened = StoredValue::new(false);
    Effect::new(move || {
        let long = thread.with(Vec::len) >= LONG;
        if let Some((first, _)) = news.get()
            && !opened.get_value()
            && phase.get() == Phase::Read
        {
            opened.set_value(true);
            if long {
                focus::bring_up(entry::entry_id(first));
            }
        }
    });
    let jump = move || {
        news.get().map(|(first, count)| {
            let id = entry::entry_id(first);
            let go = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                focus::bring_up(entry::entry_id(first));
            };
            view! { <p class="small no-print"><a href=format!("#{id}") rel="external" on:click=go>{words.count(key::TICKET_NEWS, count)}</a></p> }
        })
    };
    // A reply that is on its way stands in the thread until the thread itself has it.
    let unsent = {
        let id = id.clone();
        move || {
            device.outbox.with(|outbox| {
                let thread = thread.read();
                let shown = on_the_way(&thread, outbox.writes(&id))
                    .into_iter()
                    .map(|entry| entry::waiting(words, device, entry, outbox.is_sending(&entry.key)));
                shown.collect::<Vec<_>>()
            })
        }
    };
    let may = move |action: Action| {
        Memo::new(move |_| ticket.with(|ticket| ticket.as_ref().is_some_and(|ticket| ticket.actions.contains(&action))))
    };
    let (may_reply, may_answer, may_comment) = (may(Action::Reply), may(Action::Answer), may(Action::Comment));
    let may_follow = may(Action::FollowUp);
    let follows = Memo::new(move |_| ticket.with(|ticket| ticket.as_ref().and_then(|ticket| ticket.follows.clone())));
    let draft = Memo::new(move |_| thread.with(|thread| preliminary(thread).map(|update| update.number)));
    let box_kind = Memo::new(move |_| match (draft.get().filter(|_| may_comment.get()), may_reply.get(), may_follow.get()) {
        (Some(number), ..) => Some(reply::Kind::Comment(number)),
        (_, true, _) => Some(reply::Kind::Reply),
        (_, _, true) => Some(reply::Kind::FollowUp),
        _ => None,
    });
    let reopens = Memo::new(move |_| state.with(|state| state.is_some_and(|(state, _)| state == State::Closed)));
    // While an answer is on its way there is nothing to answer.
    let asked = {
        let id = id.clone();
        Memo::new(move |_| {
            let is_sent =
                device.outbox.with(|outbox| outbox.writes(&id).any(|entry| matches!(entry.purpose, Purpose::Answer { .. })));
            (may_answer.get() && !is_sent).then(|| thread.with(|thread| open_request(thread).cloned())).flatten()
        })
    };
    let to_answer = move || {
        asked.get().map(|_| {
            let go = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                focus::bring_up(answer::FORM.into());
            };
            view! { <p class="no-print"><a href=format!("#{}", answer::FORM) rel="external" on:click=go>{words.t(key::ANSWER_TITLE)}</a></p> }
        })
    };
    let (reply_to, answer_to) = (id.clone(), id.clone());
    // An answer to a reply changes the ticket: read it again.
    let waiting = {
        let id = id.clone();
        Memo::new(move |_| device.outbox.with(|outbox| outbox.writes(&id).count()))
    };
    Effect::new(move |before: Option<usize>| {
        let now = waiting.get();
        if before.is_some_and(|before| before > now) {
            again.run(());
        }
        now
    });
    view! {
        <div class="case">
            <div class="column">
                <Expired/>
                {stale}
                <DeviceNotices/>
                {unkept}
                <p class="small"><span class="mono nobr">{reference}</span>" · "{topic}</p>
                <h1 id="heading" tabindex="-1" dir="auto">{subject}</h1>
                <p class="head-tag">{move || state.get().map(|(state, closed_as)| view! { <StateTag state closed_as/> })}</p>
                {move || follows.get().map(|linked| entry::follow_link(words, &linked, key::TICKET_FOLLOWS))}
                {to_answer}
                <moved::Moved told/>
                <Outcome told place=Place::Top/>
                {jump}
                <ol class="thread entries">
                    <For each=numbers key=|number| *number children=move |number| {
                        let update: Memo<Option<Update>> = update_of(number);
                        view! {
                            {move || update.get().map(|update| entry::entry(words, now, ticket, thread, update, last.get() == number, is_new(number)))}
                            {move || (told.entry.get() == Some(number)).then(|| view! {
                                <li class="now"><Outcome told place=Place::Thread/></li>
                            })}
                        }
                    }/>
                    {unsent}
                </ol>
                <arrival::Arrival arrived/>
                {move || asked.get().map(|request| view! { <answer::Answer id=answer_to.clone() request/> })}
                {move || match box_kind.get() {
                    Some(kind) => view! { <reply::Reply id=reply_to.clone() kind reopens/> }.into_any(),
                    None => view! { <p class="small">{words.t(key::REPLY_CLOSED)}</p> }.into_any(),
                }}
            </div>
            <aside::Aside ticket/>
        </div>
    }
}
