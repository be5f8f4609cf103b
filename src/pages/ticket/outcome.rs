//! What comes after an outcome: whether it settles the complaint, what follows from the answer, and the ways on. The same
//! stands at the top of the case, where it is short, and at the outcome in the thread.

use super::entry::entry_id;
use super::mediating::Mediating;
use super::rating::Rating;
use super::reply;
use super::verdict::decision_words;
use super::ways::WaysOn;
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::words::Words;
use crate::ui::until::until;
use leptos::prelude::*;
use recourse_contract::Timestamp;
use recourse_contract::ticket::{Action, ClosedAs, State, Ticket, TicketKind};
use recourse_contract::update::{Update, UpdateKind};
use recourse_core::i18n::{Key, key};
use recourse_core::outcome::{self, Phase, Ways, last_outcome, settle};

/// The id of the block at the outcome, to jump to.
pub const THREAD: &str = "outcome";

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the top of the case: what can wait, and the ways to the rest.
    Top,
    /// At the outcome in the thread: all of it.
    Thread,
}

/// What both places tell.
#[derive(Clone, Copy)]
pub struct Told {
    /// The ticket's id.
    pub id: StoredValue<String>,
    /// The ticket.
    pub ticket: Memo<Option<Ticket>>,
    /// Its thread.
    pub thread: Memo<Vec<Update>>,
    /// Where the partner's answer stands.
    pub phase: Memo<Option<Phase>>,
    /// What is open to them.
    pub ways: Memo<Option<Ways>>,
    /// The number of the entry that it stands at.
    pub entry: Memo<Option<u32>>,
    /// The time by which days are counted.
    pub now: RwSignal<i64>,
    /// The question can wait until the next visit.
    later: RwSignal<bool>,
}

impl Told {
    /// Of this ticket. `arrived` is the entry that what was sent from here has become.
    pub fn new(
        id: String,
        ticket: Memo<Option<Ticket>>,
        thread: Memo<Vec<Update>>,
        now: RwSignal<i64>,
        arrived: RwSignal<Option<u32>>,
    ) -> Self {
        let device = expect_context::<Device>();
        let phase = Memo::new(move |_| {
            let of = |ticket: &Ticket| thread.with(|thread| device.outbox.with(|outbox| outcome::phase(ticket, thread, outbox)));
            ticket.with(|ticket| ticket.as_ref().and_then(of))
        });
        let ways = Memo::new(move |_| {
            ticket.with(|ticket| ticket.as_ref().map(|ticket| device.outbox.with(|outbox| outcome::ways(ticket, outbox))))
        });
        let has_said = Memo::new(move |_| {
            let of = |ticket: &Ticket| device.outbox.with(|outbox| outcome::has_said(&outcome::given(ticket, outbox)));
            ticket.with(|ticket| ticket.as_ref().is_some_and(|ticket| ticket.actions.contains(&Action::Rate) && of(ticket)))
        });
        let entry = Memo::new(move |_| {
            let last = || thread.with(|thread| thread.last().map(|update| update.number));
            let outcome = || thread.with(|thread| last_outcome(thread));
            match phase.get() {
                // It came after whatever stands in the thread.
                Some(Phase::InMediation | Phase::Over(_)) => last(),
                Some(_) => outcome().or_else(last),
                // While it is looked at again, what was said of the outcome can be changed.
                None => outcome().filter(|_| has_said.get()),
            }
        });
        // What has arrived may move this, or take it away: the focus goes along.
        Effect::new(move |before: Option<(bool, Option<u32>)>| {
            let now = (phase.get() == Some(Phase::OnTheWay), entry.get());
            if let Some((true, at)) = before
                && !now.0
                && at != now.1
                && focus::is_at(THREAD)
            {
                let last = || thread.with_untracked(|thread| thread.last().map_or(0, |update| update.number));
                focus::bring_up(match (arrived.get_untracked(), now.1) {
                    (None, Some(_)) => THREAD.to_owned(),
                    (own, _) => entry_id(own.unwrap_or_else(last)),
                });
            }
            now
        });
        Self { id: StoredValue::new(id), ticket, thread, phase, ways, entry, now, later: RwSignal::new(false) }
    }

    /// What says whether the last outcome that is shown settles it.
    pub fn settled(self, yes: bool) -> outcome::Request {
        let outcome = self.thread.with_untracked(|thread| last_outcome(thread));
        self.id.with_value(|id| settle(id, yes, outcome))
    }

    /// Whether the partner may do this now.
    pub fn may(self, action: Action) -> bool {
        self.ticket.with(|ticket| ticket.as_ref().is_some_and(|ticket| ticket.actions.contains(&action)))
    }

    fn is_closed(self) -> bool {
        self.ticket.with(|ticket| ticket.as_ref().is_some_and(|ticket| ticket.summary.state == State::Closed))
    }
}

/// What comes after an outcome; nothing before there is one.
#[component]
pub fn Outcome(told: Told, place: Place) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    move || {
        let Some(phase) = told.phase.get() else {
            return (place == Place::Thread).then(|| here(view! { <Rating told/> }.into_any(), false));
        };
        let inner = match (place, phase) {
            (Place::Top, Phase::Ask(by)) => (move || match told.later.get() {
                true => view! { <p class="small">{dated(words, told, by, key::SETTLE_LATER_WHAT)}" "{to_thread(words)}</p> }
                    .into_any(),
                false => question(words, device, told, by, true),
            })
            .into_any(),
            (Place::Top, Phase::Preliminary(by)) => preliminary(words, told, by),
            (Place::Top, Phase::Unsettled(by)) => view! {
                <p><b>{words.t(key::SETTLE_WAYS)}</b></p>
                <p>{dated(words, told, by, key::SETTLE_WAYS_UNTIL)}</p>
                <p>{to_thread(words)}</p>
            }
            .into_any(),
            (Place::Top, Phase::Lapsed(_)) => {
                view! { <p><b>{words.t(key::LAPSED_TITLE)}</b></p><p>{words.t(key::LAPSED_WHAT)}" "{to_thread(words)}</p> }
                    .into_any()
            }
            (Place::Top, _) | (_, Phase::Preliminary(_)) => return None,
            (_, Phase::Ask(by)) => question(words, device, told, by, false),
            (_, Phase::Unsettled(by)) => view! {
                <h2>{words.t(key::SETTLE_WAYS)}</h2>
                <p>{dated(words, told, by, key::SETTLE_WAYS_UNTIL)}</p>
                <WaysOn told/>
                <Rating told/>
            }
            .into_any(),
            (_, Phase::Settled(undo)) => view! {
                <h2>{words.t(key::SETTLE_THANKS)}</h2>
                // Kept here is not received there.
                <p>{move || words.t(if told.is_closed() { key::SETTLE_THANKS_WHAT } else { key::SETTLE_ON_THE_WAY })}</p>
                {take_back(words, device, told, undo)}
                <Rating told/>
            }
            .into_any(),
            (_, Phase::Lapsed(undo)) => view! {
                <h2>{words.t(key::LAPSED_TITLE)}</h2>
                <p>{words.t(key::LAPSED_WHAT)}</p>
                {take_back(words, device, told, undo)}
                <WaysOn told/>
                <Rating told/>
            }
            .into_any(),
            (_, Phase::InMediation) => view! { <Mediating told/><Rating told/> }.into_any(),
            (_, Phase::Over(closed_as)) => view! {
                <h2>{words.t(over_words(closed_as))}</h2>
                <Mediating told/>
                {matches!(closed_as, ClosedAs::MediationFailed).then(|| view! { <WaysOn told/> })}
                <Rating told/>
            }
            .into_any(),
            (_, Phase::OnTheWay) => view! { <p>{words.t(key::SETTLE_ON_THE_WAY)}</p> }.into_any(),
        };
        Some(match place {
            Place::Top => view! { <section class="notice wait answer-top no-print">{inner}</section> }.into_any(),
            // What the mediator has to know is wanted on paper, too.
            Place::Thread => here(inner, phase == Phase::InMediation),
        })
    }
}

/// The block at the outcome.
fn here(inner: AnyView, prints: bool) -> AnyView {
    let class = if prints { "entry answer-here" } else { "entry answer-here no-print" };
    view! { <section id=THREAD class=class tabindex="-1">{inner}</section> }.into_any()
}

fn question(words: Words, device: Device, told: Told, by: Option<Timestamp>, can_wait: bool) -> AnyView {
    let say = move |settled: bool| {
        device.ask(told.settled(settled));
        focus::bring_up(THREAD.into());
    };
    let wait = move |_| {
        told.later.set(true);
        // The button goes.
        focus::bring_up(focus::HEADING.into());
    };
    let is_problem = told
        .ticket
        .with_untracked(|ticket| ticket.as_ref().is_some_and(|ticket| ticket.summary.kind == TicketKind::TechnicalProblem));
    view! {
        <h2>{words.t(if is_problem { key::SETTLE_QUESTION_PROBLEM } else { key::SETTLE_QUESTION })}</h2>
        {can_wait.then(|| to_outcome(words, told))}
        <p>{dated(words, told, by, key::SETTLE_UNTIL)}</p>
        <div class="row">
            <button type="button" class="btn" on:click=move |_| say(true)>{words.t(key::SETTLE_YES)}</button>
            <button type="button" class="btn quiet" on:click=move |_| say(false)>{words.t(key::SETTLE_NO)}</button>
            {can_wait.then(|| view! {
                <button type="button" class="btn plain" on:click=wait>{words.t(key::SETTLE_LATER)}</button>
            })}
        </div>
    }
    .into_any()
}

/// A draft decision: until when a comment counts, and the way to its box.
fn preliminary(words: Words, told: Told, by: Option<Timestamp>) -> AnyView {
    let go = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        focus::control(reply::FIELD);
    };
    view! {
        <p><b>{words.t(key::COMMENT_DRAFT)}</b></p>
        <p>{dated(words, told, by, key::COMMENT_UNTIL)}</p>
        <p><a href=format!("#{}", reply::FIELD) rel="external" on:click=go>{words.t(key::COMMENT_GO)}</a></p>
    }
    .into_any()
}

/// "Not settled after all", as long as that is possible.
fn take_back(words: Words, device: Device, told: Told, until_then: Option<Timestamp>) -> Option<AnyView> {
    let by = until_then?;
    let back = move |_| {
        device.ask(told.settled(false));
        focus::bring_up(THREAD.into());
    };
    Some(
        view! {
            <p>{dated(words, told, Some(by), key::SETTLE_UNDO_UNTIL)}</p>
            <p><button type="button" class="btn quiet" on:click=back>{words.t(key::SETTLE_UNDO)}</button></p>
        }
        .into_any(),
    )
}

/// A sentence that says until when; nothing where no time is set.
pub fn dated(words: Words, told: Told, by: Option<Timestamp>, sentence: Key) -> AnyView {
    by.map(|by| move || words.fill(sentence, &[("until", &until(words, by, told.now.get()))])).into_any()
}

/// What was decided, in a word, and the way to it: at the top of the case it stands far below.
fn to_outcome(words: Words, told: Told) -> AnyView {
    (move || {
        let last = told.thread.with(|thread| {
            let decided = thread.iter().rev().find(|update| update.kind == UpdateKind::Outcome)?;
            Some((decided.number, decided.outcome.as_ref()?.decision))
        });
        last.map(|(number, decision)| {
            let (decided, tone) = decision_words(decision);
            let go = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                focus::bring_up(entry_id(number));
            };
            view! {
                <p class="row">
                    <span class=format!("tag {tone}")>{words.t(decided)}</span>
                    <a href=format!("#{}", entry_id(number)) rel="external" on:click=go>{words.t(key::SETTLE_READ)}</a>
                </p>
            }
        })
    })
    .into_any()
}

fn to_thread(words: Words) -> AnyView {
    let go = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        focus::bring_up(THREAD.into());
    };
    view! { <a href=format!("#{THREAD}") rel="external" on:click=go>{words.t(key::SETTLE_GO)}</a> }.into_any()
}

fn over_words(closed_as: ClosedAs) -> Key {
    match closed_as {
        ClosedAs::Mediated => key::OVER_MEDIATED,
        ClosedAs::MediationFailed => key::OVER_FAILED,
        ClosedAs::Withdrawn => key::OVER_WITHDRAWN,
        ClosedAs::Settled | ClosedAs::Lapsed | ClosedAs::Other => key::OVER_CLOSED,
    }
}
