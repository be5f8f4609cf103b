//! The life of a ticket: which step leads from which state to which, and what the partner may do now. The app shows the
//! actions and never guesses. `docs/backend.md` draws it.

use crate::store::TicketRow;
use recourse_contract::Timestamp;
use recourse_contract::service::Periods;
use recourse_contract::ticket::{Action, ClosedAs, Passage, State};
use recourse_contract::time::HOUR;
use recourse_contract::update::NewUpdateKind;
use serde::{Deserialize, Serialize};

/// Something that happens to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A handler takes it up.
    TakenUp,
    /// A handler says how far it is, and when the next news comes.
    Progressed {
        /// At the latest.
        news_by: Timestamp,
    },
    /// A handler writes.
    HandlerWrote,
    /// A handler asks.
    Asked {
        /// Until when an answer is expected.
        due_at: Timestamp,
    },
    /// A handler shows a draft decision.
    Drafted {
        /// Until when a comment is expected.
        due_at: Timestamp,
    },
    /// A handler decides.
    Decided,
    /// The mediator's result is recorded.
    Mediated(MediationResult),
    /// The partner writes something, or reminds the platform.
    Partner(Action),
    /// The due date has passed without an answer or a comment.
    DuePassed,
}

/// How a mediation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediationResult {
    /// With an agreement.
    Agreed,
    /// Without one.
    Failed,
    /// The mediator did not take it.
    Declined,
}

/// The state does not allow the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Illegal(pub State);

/// What the partner may do with a ticket now.
pub fn actions(row: &TicketRow, now: Timestamp, periods: &Periods) -> Vec<Action> {
    let possible = [Action::Answer, Action::Comment, Action::Reply, Action::FollowUp, Action::Nudge];
    possible.into_iter().filter(|action| next(row, Step::Partner(*action), now, periods).is_some()).collect()
}

/// The action that writing such an update is.
pub fn action_of(kind: NewUpdateKind) -> Action {
    match kind {
        NewUpdateKind::Reply => Action::Reply,
        NewUpdateKind::Answer => Action::Answer,
        NewUpdateKind::Comment => Action::Comment,
    }
}

/// Lets a step happen.
///
/// # Errors
/// [`Illegal`] with the present state; the ticket is as it was.
pub fn take(row: &mut TicketRow, step: Step, now: Timestamp, periods: &Periods) -> Result<(), Illegal> {
    let (state, closed_as) = next(row, step, now, periods).ok_or(Illegal(row.state))?;
    // Whatever a handler does with a new ticket takes it up.
    if row.state == State::Received && state != State::Received && state != State::InReview {
        pass(row, State::InReview, None, now);
    }
    let (before, late) = (row.state, row.news_by.is_some_and(|by| by < now));
    pass(row, state, closed_as, now);
    if state != before {
        row.due_at = None;
    }
    match step {
        Step::Progressed { news_by } => row.news_by = Some(news_by),
        Step::Asked { due_at } | Step::Drafted { due_at } => row.due_at = Some(due_at),
        Step::Partner(Action::Nudge) => row.nudged_at = Some(now),
        _ => {}
    }
    if !matches!(step, Step::Partner(_)) {
        row.nudged_at = None;
    }
    match state {
        // The platform's turn again: its promise runs from the target, or anew when that has passed.
        State::InReview if before != State::InReview && before != State::Received => {
            row.news_by = row.target_at.filter(|target| *target > now).or(Some(Timestamp(now.0 + RENEWED)));
        }
        // An answer to a promise that is over: what comes next is not promised yet.
        State::Received | State::InReview if late && matches!(step, Step::HandlerWrote) => {
            row.news_by = Some(Timestamp(now.0 + RENEWED))
        }
        State::Received | State::InReview => {}
        _ => row.news_by = None,
    }
    Ok(())
}

/// Within this time after the partner's answer the platform owes news, when the target has passed.
const RENEWED: i64 = 72 * HOUR;

fn pass(row: &mut TicketRow, state: State, closed_as: Option<ClosedAs>, at: Timestamp) {
    if row.state != state || row.closed_as != closed_as {
        (row.state, row.closed_as) = (state, closed_as);
        row.timeline.push(Passage { state, closed_as, at });
    }
}

fn can_reopen(row: &TicketRow, now: Timestamp, periods: &Periods) -> bool {
    // Without a timeline it is from before there was one, and nobody knows when it ended.
    let ended = row.timeline.last().map(|passage| passage.at);
    ended.is_some_and(|ended| now.0 - ended.0 <= i64::from(periods.reopen_hours) * HOUR)
}

/// The table of the contract.
fn next(row: &TicketRow, step: Step, now: Timestamp, periods: &Periods) -> Option<(State, Option<ClosedAs>)> {
    use State::{Closed, InMediation, InReview, Preliminary, Received, Resolved, WaitingForPartner};
    let is_open = !matches!(row.state, Closed | State::Other);
    let stays = || is_open.then_some(row.state);
    let state = match (step, row.state) {
        (Step::TakenUp, Received) => InReview,
        (Step::Progressed { .. } | Step::HandlerWrote, Received) => InReview,
        (Step::Progressed { .. }, InReview) => InReview,
        (Step::HandlerWrote, _) => stays()?,
        (Step::Asked { .. }, Received | InReview | WaitingForPartner) => WaitingForPartner,
        (Step::Drafted { .. }, Received | InReview) => Preliminary,
        (Step::Decided, Received | InReview) => Resolved,
        (Step::Mediated(MediationResult::Declined), InMediation) => Resolved,
        (Step::Mediated(MediationResult::Agreed), InMediation) => return Some((Closed, Some(ClosedAs::Mediated))),
        (Step::Mediated(MediationResult::Failed), InMediation) => return Some((Closed, Some(ClosedAs::MediationFailed))),
        (Step::DuePassed, WaitingForPartner | Preliminary) => InReview,
        (Step::Partner(Action::Answer), WaitingForPartner) => InReview,
        (Step::Partner(Action::Comment), Preliminary) => InReview,
        (Step::Partner(Action::Reply), Closed) => can_reopen(row, now, periods).then_some(InReview)?,
        // It stays closed: what is written opens another one.
        (Step::Partner(Action::FollowUp), Closed) if !can_reopen(row, now, periods) => return Some((Closed, row.closed_as)),
        (Step::Partner(Action::Reply), _) => stays()?,
        // Once for each silence: when the promise has passed and nothing has come since.
        (Step::Partner(Action::Nudge), Received | InReview) => {
            let silent = row.news_by.is_some_and(|by| by < now) && row.nudged_at.is_none();
            silent.then_some(row.state)?
        }
        _ => return None,
    };
    Some((state, None))
}

#[cfg(test)]
mod tests;
