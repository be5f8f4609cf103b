//! A ticket: its thread, the reply box, where it stands.

mod answer;
mod aside;
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

use crate::pages::sign_in::{CodeForm, Expired};
use crate::shell::device::{Device, Reading};
use crate::shell::page;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::shell::{clock, focus};
use crate::ui::notice::{Notice, Tone};
use crate::ui::tag::StateTag;
use crate::ui::waiting::Waiting;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::ticket::Action;
use recourse_contract::update::Role;
use recourse_contract::{TicketSummary, Timestamp, Update};
use recourse_core::i18n::key;
use recourse_core::inbox::{Known, on_the_way, open_request};
use recourse_core::outbox::Purpose;
use recourse_core::outcome::preliminary;
use recourse_core::route::Route;
use std::time::Duration;

/// How often an open thread asks for news.
const LOOK: Duration = Duration::from_secs(8);

/// How often the ages of entries are told anew.
const MINUTE: Duration = Duration::from_secs(60);
/// From so many entries on, a thread opens at the first one that was not read.
const LONG: usize = 6;

/// How reading went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Reading,
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
                <p class="lead">{words.t(key::TICKET_FAILED)}</p>
                <p><button type="button" class="btn" on:click=move |_| read.run(())>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
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
                <p><a class="btn" href=Route::Inbox.path()>{words.t(key::FRAME_MESSAGES)}</a></p>
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

#[component]
fn Case(id: String, known: Memo<Option<Known>>, phase: RwSignal<Phase>, again: Callback<()>, seen_before: u32) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let ticket = Memo::new(move |_| known.with(|known| known.as_ref().and_then(|known| known.ticket.clone())));
    Effect::new(move || {
        if let Some(ticket) = ticket.get() {
            page::set_title(&format!("{} · {}", ticket.summary.subject, ticket.summary.reference));
        }
    });
    let stale = move || {
        let age =
            known.with(|known| known.as_ref().map(|known| words.ago(Timestamp(known.read_at), clock::now()))).unwrap_or_default();
        match phase.get() {
            Phase::Failed => Some(view! {
                <Notice tone=Tone::Wait title=words.fill(key::TICKET_STALE, &[("ago", &age)])>
                    <p><button type="button" class="btn quiet" on:click=move |_| again.run(())>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
                </Notice>
            }.into_any()),
            Phase::Nothing => Some(view! { <Notice tone=Tone::Wait title=words.t(key::TICKET_REVOKED)/> }.into_any()),
            Phase::Reading | Phase::Read | Phase::SignedOut => None,
        }
    };
    let unkept = move || {
        device.full.get().then(|| {
            view! { <Notice tone=Tone::Wait title=words.t(key::TICKET_UNKEPT)><p>{words.t(key::TICKET_UNKEPT_WHAT)}</p></Notice> }
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
    let told = outcome::Told::new(id.clone(), ticket, thread, now);
    // What the platform has written since: a long thread opens there, and a line leads there in any case.
    let news = Memo::new(move |_| {
        thread.with(|thread| {
            let is_news = |update: &&Update| update.number > seen_before && update.author.role != Role::Partner;
            let mut news = thread.iter().filter(is_news).map(|update| update.number);
            let first = news.next().filter(|_| seen_before > 0)?;
            Some((first, u32::try_from(1 + news.count()).unwrap_or(u32::MAX)))
        })
    });
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
                {unkept}
                <p class="small"><span class="mono nobr">{reference}</span>" · "{topic}</p>
                <h1 id="heading" tabindex="-1" dir="auto">{subject}</h1>
                <p class="head-tag">{move || state.get().map(|(state, closed_as)| view! { <StateTag state closed_as/> })}</p>
                {move || follows.get().map(|linked| entry::follow_link(words, &linked, key::TICKET_FOLLOWS))}
                {to_answer}
                <moved::Moved told/>
                <outcome::Outcome told place=outcome::Place::Top/>
                {jump}
                <ol class="thread entries">
                    <For each=numbers key=|number| *number children=move |number| {
                        let update: Memo<Option<Update>> = update_of(number);
                        view! {
                            {move || update.get().map(|update| entry::entry(words, now, ticket, update, last.get() == number, seen_before > 0 && number > seen_before))}
                            {move || (told.entry.get() == Some(number)).then(|| view! {
                                <li class="now"><outcome::Outcome told place=outcome::Place::Thread/></li>
                            })}
                        }
                    }/>
                    {unsent}
                </ol>
                {move || asked.get().map(|request| view! { <answer::Answer id=answer_to.clone() request/> })}
                {move || match box_kind.get() {
                    Some(kind) => view! { <reply::Reply id=reply_to.clone() kind/> }.into_any(),
                    None => view! { <p class="small">{words.t(key::REPLY_CLOSED)}</p> }.into_any(),
                }}
            </div>
            <aside::Aside ticket/>
        </div>
    }
}
