//! The life of a ticket: which step leads from which state to which, and what the partner may do now. The app shows the
//! actions and never guesses. `docs/backend.md` draws it.

use crate::mediation;
use crate::store::TicketRow;
use recourse_contract::Timestamp;
use recourse_contract::mediation::MediationResult;
use recourse_contract::service::{Capability, Periods, Service};
use recourse_contract::ticket::{Action, ClosedAs, Passage, State};
use recourse_contract::time::{DAY, HOUR};
use recourse_contract::update::NewUpdateKind;

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
    /// The mediator takes the case.
    MediationAccepted,
    /// The mediator's result is recorded.
    Mediated(MediationResult),
    /// The partner does something: [`Action::Settle`] says yes.
    Partner(Action),
    /// The partner says no: the outcome does not settle it. Who is asked may say either.
    NotSettled,
    /// The due date has passed without an answer or a comment.
    DuePassed,
}

/// The state does not allow the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Illegal(pub State);

/// Everything that a partner can ever do, in the order in which it is offered.
pub const ACTIONS: [Action; 11] = [
    Action::Answer,
    Action::Comment,
    Action::Settle,
    Action::Unsettle,
    Action::RequestReview,
    Action::RequestMediation,
    Action::Rate,
    Action::Reply,
    Action::FollowUp,
    Action::Nudge,
    Action::Withdraw,
];

/// What the partner may do with a ticket now.
pub fn actions(row: &TicketRow, now: Timestamp, service: &Service) -> Vec<Action> {
    ACTIONS.into_iter().filter(|action| next(row, Step::Partner(*action), now, service).is_some()).collect()
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
pub fn take(row: &mut TicketRow, step: Step, now: Timestamp, service: &Service) -> Result<(), Illegal> {
    let (state, closed_as) = next(row, step, now, service).ok_or(Illegal(row.state))?;
    // Whatever a handler does with a new ticket takes it up.
    let is_partners = matches!(step, Step::Partner(_) | Step::NotSettled);
    if row.state == State::Received && state != State::Received && state != State::InReview && !is_partners {
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
        Step::Partner(Action::RequestReview) => row.reviews += 1,
        Step::Decided => row.outcome_at = Some(now),
        Step::MediationAccepted => mediation::accepted(row, now, &service.mediation),
        Step::Mediated(result) => mediation::ended(row, result),
        Step::Partner(Action::Withdraw) if before == State::InMediation => mediation::left(row),
        _ => {}
    }
    // Whoever comes to a decision again has the whole time to answer it.
    if state == State::Resolved && before != State::Resolved {
        row.due_at = service.offers(Capability::Satisfaction).then_some(days(now, service.periods.answer_days));
        row.reminded_at = None;
    }
    if !is_partners {
        row.nudged_at = None;
    }
    match state {
        // The platform's turn again: its promise runs from the target, or anew when that has passed.
        State::InReview if before != State::InReview && before != State::Received => {
            row.news_by = row.target_at.filter(|target| *target > now).or(Some(Timestamp(now.0 + RENEWED)));
            row.nudged_at = None;
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

/// So many days of 24 hours later.
pub fn days(from: Timestamp, days: u32) -> Timestamp {
    Timestamp(from.0 + i64::from(days) * DAY)
}

/// When it came to its present state. Without a timeline it is from before there was one, and nobody knows.
fn since(row: &TicketRow) -> Option<Timestamp> {
    row.timeline.last().map(|passage| passage.at)
}

/// Until when the end of a ticket that is settled or has lapsed can be taken back; at this moment it is too late.
pub fn unsettle_until(row: &TicketRow, periods: &Periods) -> Option<Timestamp> {
    let can_be = row.state == State::Closed && matches!(row.closed_as, Some(ClosedAs::Settled | ClosedAs::Lapsed));
    since(row).filter(|_| can_be).map(|ended| days(ended, periods.unsettle_days))
}

/// Until when the partner can say how the last outcome was; at this moment it is too late.
pub fn rate_until(row: &TicketRow, periods: &Periods) -> Option<Timestamp> {
    row.outcome_at.map(|at| days(at, periods.rate_days))
}

/// Until when the partner is asked whether the last outcome settles the matter; nothing when nobody asks, or they have said.
/// The column `waits` of the store follows the same rule.
pub fn answer_by(row: &TicketRow) -> Option<Timestamp> {
    let has_said = row.satisfaction.as_ref().is_some_and(|said| said.settled.is_some());
    row.due_at.filter(|_| row.state == State::Resolved && row.outcome_at.is_some() && !has_said)
}

/// How often another review can still be asked for.
pub fn reviews_left(row: &TicketRow, periods: &Periods) -> Option<u32> {
    row.outcome_at.map(|_| periods.reviews.saturating_sub(row.reviews))
}

/// Until when writing opens a closed ticket again.
pub fn reopen_until(row: &TicketRow, periods: &Periods) -> Option<Timestamp> {
    since(row).map(|ended| Timestamp(ended.0 + i64::from(periods.reopen_hours) * HOUR))
}

fn can_reopen(row: &TicketRow, now: Timestamp, periods: &Periods) -> bool {
    reopen_until(row, periods).is_some_and(|until| now <= until)
}

/// Whether the platform offers what this action is a part of.
fn is_offered(action: Action, service: &Service) -> bool {
    match action {
        Action::Settle | Action::Unsettle | Action::Rate => service.offers(Capability::Satisfaction),
        Action::RequestReview | Action::Withdraw => service.offers(Capability::Outcome),
        Action::RequestMediation => service.offers(Capability::Mediation),
        _ => true,
    }
}

/// The table of the contract.
fn next(row: &TicketRow, step: Step, now: Timestamp, service: &Service) -> Option<(State, Option<ClosedAs>)> {
    use State::{Closed, InMediation, InReview, Preliminary, Received, Resolved, WaitingForPartner};
    let periods = &service.periods;
    let asked = match step {
        Step::Partner(action) => action,
        Step::NotSettled => Action::Settle,
        _ => Action::Other,
    };
    if !is_offered(asked, service) {
        return None;
    }
    let is_open = !matches!(row.state, Closed | State::Other);
    let is_before = |until: Option<Timestamp>| until.is_some_and(|until| now < until);
    let stays = || is_open.then_some(row.state);
    let state = match (step, row.state) {
        (Step::TakenUp, Received) => InReview,
        (Step::Progressed { .. } | Step::HandlerWrote, Received) => InReview,
        (Step::Progressed { .. }, InReview) => InReview,
        (Step::HandlerWrote, _) => stays()?,
        (Step::Asked { .. }, Received | InReview | WaitingForPartner) => WaitingForPartner,
        (Step::Drafted { .. }, Received | InReview) => Preliminary,
        (Step::Decided, Received | InReview) => Resolved,
        (Step::MediationAccepted, InMediation) if mediation::waits(row) => InMediation,
        (Step::Mediated(MediationResult::Declined), InMediation) => Resolved,
        (Step::Mediated(MediationResult::Agreed), InMediation) => return Some((Closed, Some(ClosedAs::Mediated))),
        (Step::Mediated(MediationResult::Failed), InMediation) => return Some((Closed, Some(ClosedAs::MediationFailed))),
        (Step::DuePassed, _) if row.due_at.is_none_or(|due| now < due) => return None,
        (Step::DuePassed, WaitingForPartner | Preliminary) => InReview,
        (Step::DuePassed, Resolved) => return Some((Closed, Some(ClosedAs::Lapsed))),
        (Step::NotSettled, Resolved) => Resolved,
        (Step::Partner(Action::Settle), Resolved) => return Some((Closed, Some(ClosedAs::Settled))),
        (Step::Partner(Action::Unsettle), Closed) if is_before(unsettle_until(row, periods)) => Resolved,
        (Step::Partner(Action::RequestReview), Resolved) => (reviews_left(row, periods)? > 0).then_some(InReview)?,
        (Step::Partner(Action::RequestMediation), Resolved) if mediation::is_open(row, service) => InMediation,
        (Step::Partner(Action::RequestMediation), Closed)
            if row.closed_as == Some(ClosedAs::Lapsed) && mediation::is_open(row, service) =>
        {
            InMediation
        }
        (Step::Partner(Action::Rate), _) if is_before(rate_until(row, periods)) => return Some((row.state, row.closed_as)),
        (Step::Partner(Action::Withdraw), _) if is_open => return Some((Closed, Some(ClosedAs::Withdrawn))),
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
mod table;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod walks;
