//! The demo handler's script: what it does next with a ticket, and when. Decided from the ticket and its thread alone, so
//! that it goes on after a restart and never answers twice.

use super::words::Words;
use crate::handler::Move;
use crate::http::Case;
use recourse_contract::ticket::{State, TicketKind};
use recourse_contract::time::DAY;
use recourse_contract::update::{Role, UpdateKind};
use recourse_contract::{TicketSummary, Timestamp, Update};

/// Milliseconds that the partner has for a comment on the draft, before the pace.
const COMMENT: i64 = 180_000;
/// The same at the least: a date that has passed on the way is refused.
const LEAST: i64 = 30_000;

/// Who plays, and what.
#[derive(Clone, Debug)]
pub struct Script {
    /// The handler that it plays.
    pub name: String,
    /// Tickets that were filed earlier, and that it does not have, are left alone.
    pub since: Timestamp,
    /// So many times quicker; at least 1.
    pub pace: u32,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Not before.
    pub due: Timestamp,
    /// What.
    pub what: Move,
    /// The language of its texts.
    pub language: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    TakeUp,
    Progress,
    Ask,
    Thanks,
    Without,
    Preliminary,
    Outcome,
    Reply,
    Reopened,
    /// Another review was asked for.
    Again,
    /// The outcome of that.
    Second,
}

impl Script {
    /// Whether it plays on this ticket: its own, and new ones that nobody has.
    pub fn concerns(&self, ticket: &TicketSummary, assignee: Option<&str>) -> bool {
        match assignee {
            Some(name) => name == self.name,
            None => ticket.state == State::Received && ticket.filed_at >= self.since,
        }
    }

    /// What comes next, if it is the platform's turn.
    pub fn next(&self, case: &Case, now: Timestamp) -> Option<Turn> {
        if !self.concerns(&case.ticket.summary, case.assignee.as_deref()) {
            return None;
        }
        let step = step(case)?;
        let last = case.updates.last()?;
        let due = Timestamp(last.at.0 + self.paced(step.seconds() * 1_000));
        // In the language in which the platform has answered this partner so far, which may be its default.
        let acknowledged = case.updates.iter().find(|update| update.kind == UpdateKind::Acknowledgement);
        let spoken = acknowledged.map_or(&case.ticket.partner.language, |update| &update.language);
        let (language, words) = Words::of(spoken);
        Some(Turn { due, what: self.played(step, case, words, due.max(now)), language })
    }

    fn paced(&self, millis: i64) -> i64 {
        millis / i64::from(self.pace.max(1))
    }

    fn played(&self, step: Step, case: &Case, words: &Words, at: Timestamp) -> Move {
        let summary = &case.ticket.summary;
        let matter = words.matter(summary);
        let next_news_by = Timestamp(at.0 + 2 * DAY);
        match step {
            Step::TakeUp => Move::TakeUp,
            Step::Progress => Move::Progress { text: words.progress.clone(), next_news_by },
            Step::Ask => {
                Move::Ask { text: matter.ask.clone(), questions: matter.questions.clone(), due_at: Timestamp(at.0 + 5 * DAY) }
            }
            Step::Thanks => Move::Progress { text: words.thanks.clone(), next_news_by },
            Step::Without => Move::Progress { text: words.without.clone(), next_news_by },
            Step::Preliminary => Move::Preliminary {
                text: words.preliminary.clone(),
                outcome: matter.outcome.clone(),
                due_at: Timestamp(at.0 + self.paced(COMMENT).max(LEAST)),
            },
            Step::Outcome => Move::Outcome { text: words.outcome.clone(), outcome: matter.outcome.clone() },
            Step::Again => Move::Progress { text: words.review.progress.clone(), next_news_by },
            Step::Second => Move::Outcome { text: words.review.text.clone(), outcome: words.review.outcome.clone() },
            Step::Reopened => Move::Reply { text: words.reopened.clone() },
            Step::Reply => {
                let text = match summary.state {
                    State::WaitingForPartner => &words.reply_asked,
                    State::Preliminary => &words.reply_drafted,
                    State::Resolved => &words.reply_decided,
                    _ => &words.reply,
                };
                Move::Reply { text: text.clone() }
            }
        }
    }
}

impl Step {
    /// How long after the last entry of the thread.
    fn seconds(self) -> i64 {
        match self {
            Self::TakeUp => 10,
            Self::Reply | Self::Reopened => 12,
            Self::Progress | Self::Thanks | Self::Without | Self::Outcome | Self::Again => 20,
            Self::Ask => 30,
            Self::Preliminary | Self::Second => 40,
        }
    }
}

fn step(case: &Case) -> Option<Step> {
    match case.ticket.summary.state {
        State::Received => Some(Step::TakeUp),
        State::InReview => in_review(case),
        State::WaitingForPartner | State::Preliminary | State::Resolved => is_spoken_to(case).then_some(Step::Reply),
        State::InMediation | State::Closed | State::Other => None,
    }
}

fn in_review(case: &Case) -> Option<Step> {
    let last = |kind: UpdateKind| case.updates.iter().rfind(|update| update.kind == kind).map(|update| update.number);
    if last(UpdateKind::Outcome).is_some() {
        let back = case.ticket.timeline.last()?.at;
        let is_greeted = case.updates.iter().any(|update| update.author.role == Role::Handler && update.at >= back);
        return match (is_greeted, is_for_review(case)) {
            (false, true) => Some(Step::Again),
            (false, false) => Some(Step::Reopened),
            (true, _) if is_spoken_to(case) => Some(Step::Reply),
            (true, is_for_review) => is_for_review.then_some(Step::Second),
        };
    }
    if is_spoken_to(case) {
        return Some(Step::Reply);
    }
    if last(UpdateKind::PreliminaryOutcome).is_some() {
        return Some(Step::Outcome);
    }
    let (request, progress) = (last(UpdateKind::InformationRequest), last(UpdateKind::Progress));
    Some(match request {
        None if progress.is_none() => Step::Progress,
        None => Step::Ask,
        // None is less than any number.
        Some(_) if progress < request => match last(UpdateKind::PartnerAnswer) > request {
            true => Step::Thanks,
            false => Step::Without,
        },
        // A fault is mended without asking what its finder thinks of that.
        Some(_) if case.ticket.summary.kind == TicketKind::TechnicalProblem => Step::Outcome,
        Some(_) => Step::Preliminary,
    })
}

/// Whether the partner has asked for another review of the decision: nothing else leads from it to where it is now.
fn is_for_review(case: &Case) -> bool {
    let before = case.ticket.timeline.iter().rev().nth(1);
    before.is_some_and(|passage| passage.state == State::Resolved)
}

/// Whether a free message of the partner is the last that was said. What the system notes does not count.
fn is_spoken_to(case: &Case) -> bool {
    let said = |update: &&Update| update.kind != UpdateKind::System;
    let last = case.updates.iter().rfind(said);
    last.is_some_and(|update| update.author.role == Role::Partner && update.kind == UpdateKind::Reply)
}

#[cfg(test)]
mod tests;
