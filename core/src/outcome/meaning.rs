//! What an entry of the thread means, where its kind alone does not say it.

use recourse_contract::ticket::{Action, ClosedAs, State, Ticket};
use recourse_contract::update::{Role, Update, UpdateKind};

/// What an entry means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The partner's comment on a preliminary outcome.
    Comment,
    /// They ask for another review.
    Review,
    /// They withdraw the ticket.
    Withdrawal,
    /// What another review has come to.
    ReviewOutcome,
    /// They ask for mediation.
    MediationAsked,
    /// The mediator takes it.
    MediationAccepted,
    /// The mediation is over.
    MediationEnded,
}

/// What an entry means; nothing where its kind says enough. A state that the ticket came to at the moment of an entry came with it.
pub fn meaning(update: &Update, thread: &[Update], ticket: &Ticket) -> Option<Meaning> {
    let came_to = |state: State| ticket.timeline.iter().any(|passage| passage.state == state && passage.at == update.at);
    let is_withdrawn = || {
        let mut passages = ticket.timeline.iter();
        passages.any(|passage| passage.closed_as == Some(ClosedAs::Withdrawn) && passage.at == update.at)
    };
    let answers = |kind: UpdateKind| thread.iter().any(|entry| Some(entry.number) == update.answers_to && entry.kind == kind);
    let is_review = |entry: &Update| {
        entry.number < update.number
            && entry.kind == UpdateKind::PartnerAnswer
            && meaning(entry, thread, ticket) == Some(Meaning::Review)
    };
    let is_accepted = || ticket.mediation.as_ref().is_some_and(|mediation| mediation.accepted_at == Some(update.at));
    match (update.kind, update.author.role) {
        (UpdateKind::PartnerAnswer, _) if answers(UpdateKind::PreliminaryOutcome) => Some(Meaning::Comment),
        (UpdateKind::PartnerAnswer, _) if answers(UpdateKind::Outcome) && came_to(State::InReview) => Some(Meaning::Review),
        (UpdateKind::PartnerAnswer, _) if update.answers_to.is_none() && is_withdrawn() => Some(Meaning::Withdrawal),
        (UpdateKind::Outcome, _) if thread.iter().any(is_review) => Some(Meaning::ReviewOutcome),
        (UpdateKind::Mediation, Role::Partner) => Some(Meaning::MediationAsked),
        (UpdateKind::Mediation, _) if is_accepted() => Some(Meaning::MediationAccepted),
        (UpdateKind::Mediation, _) if came_to(State::Closed) => Some(Meaning::MediationEnded),
        _ => None,
    }
}

/// Whether an answer to this entry is still expected: it is the last of its kind, and the ticket waits for one.
pub fn is_expected(update: &Update, thread: &[Update], ticket: &Ticket) -> bool {
    let is_last = thread.iter().rfind(|entry| entry.kind == update.kind).is_some_and(|last| last.number == update.number);
    is_last
        && match update.kind {
            UpdateKind::InformationRequest => ticket.actions.contains(&Action::Answer),
            UpdateKind::PreliminaryOutcome => ticket.actions.contains(&Action::Comment),
            UpdateKind::Outcome => ticket.summary.answer_by.is_some(),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::ticket::Passage;
    use recourse_contract::{Page, Timestamp};

    /// A thread of entries, each at the time of its number.
    fn thread(entries: &[(UpdateKind, Role, Option<u32>)]) -> Vec<Update> {
        let page: Page<Update> =
            serde_json::from_str(include_str!("../../../contract/examples/updates.json")).expect("an example");
        let entry = |(number, (kind, role, answers_to)): (u32, &(UpdateKind, Role, Option<u32>))| {
            let mut update = page.items[0].clone();
            (update.number, update.at) = (number, Timestamp(number.into()));
            (update.kind, update.author.role, update.answers_to) = (*kind, *role, *answers_to);
            update
        };
        (1..).zip(entries).map(entry).collect()
    }

    fn ticket(timeline: &[(State, Option<ClosedAs>, i64)]) -> Ticket {
        let mut ticket: Ticket =
            serde_json::from_str(include_str!("../../../contract/examples/ticket.json")).expect("an example");
        let passage = |(state, closed_as, at): &(State, Option<ClosedAs>, i64)| Passage {
            state: *state,
            closed_as: *closed_as,
            at: Timestamp(*at),
        };
        ticket.timeline = timeline.iter().map(passage).collect();
        ticket
    }

    fn meanings(thread: &[Update], ticket: &Ticket) -> Vec<Option<Meaning>> {
        thread.iter().map(|update| meaning(update, thread, ticket)).collect()
    }

    #[test]
    fn a_comment_is_told_from_a_no_and_that_from_another_review() {
        use Role::{Handler, Partner};
        use UpdateKind::{Outcome, PartnerAnswer, PreliminaryOutcome};
        let thread = thread(&[
            (PreliminaryOutcome, Handler, None),
            (PartnerAnswer, Partner, Some(1)),
            (Outcome, Handler, None),
            (PartnerAnswer, Partner, Some(3)),
            (PartnerAnswer, Partner, Some(3)),
            (Outcome, Handler, None),
            (PartnerAnswer, Partner, None),
        ]);
        let timeline = [
            (State::Preliminary, None, 1),
            (State::InReview, None, 2),
            (State::Resolved, None, 3),
            (State::InReview, None, 5),
            (State::Resolved, None, 6),
            (State::Closed, Some(ClosedAs::Withdrawn), 7),
        ];
        let told = [
            None,
            Some(Meaning::Comment),
            None,
            None,
            Some(Meaning::Review),
            Some(Meaning::ReviewOutcome),
            Some(Meaning::Withdrawal),
        ];
        assert_eq!(meanings(&thread, &ticket(&timeline)), told);
        // Without a timeline the kind has to do.
        assert_eq!(meanings(&thread, &ticket(&[])), [None, Some(Meaning::Comment), None, None, None, None, None]);
    }

    #[test]
    fn an_answer_is_expected_to_the_last_question_while_it_is_open() {
        use Role::Handler;
        use UpdateKind::{InformationRequest, Outcome, PreliminaryOutcome};
        let kinds = [InformationRequest, InformationRequest, PreliminaryOutcome, Outcome];
        let thread = thread(&kinds.map(|kind| (kind, Handler, None)));
        let expected = |ticket: &Ticket| -> Vec<u32> {
            thread.iter().filter(|update| is_expected(update, &thread, ticket)).map(|update| update.number).collect()
        };
        let mut ticket = ticket(&[]);
        (ticket.actions, ticket.summary.answer_by) = (vec![Action::Reply], None);
        assert_eq!(expected(&ticket), [0_u32; 0]);
        ticket.actions = vec![Action::Answer];
        assert_eq!(expected(&ticket), [2]);
        ticket.actions = vec![Action::Comment];
        assert_eq!(expected(&ticket), [3]);
        (ticket.actions, ticket.summary.answer_by) = (Vec::new(), Some(Timestamp(9)));
        assert_eq!(expected(&ticket), [4]);
    }

    #[test]
    fn a_mediation_has_its_beginning_and_its_end() {
        use Role::{Mediator, Partner};
        use UpdateKind::Mediation;
        let thread = thread(&[(Mediation, Partner, None), (Mediation, Mediator, None)]);
        let ended = ticket(&[(State::InMediation, None, 1), (State::Closed, Some(ClosedAs::MediationFailed), 2)]);
        assert_eq!(meanings(&thread, &ended), [Some(Meaning::MediationAsked), Some(Meaning::MediationEnded)]);
        let mut accepted = ticket(&[(State::InMediation, None, 1)]);
        assert_eq!(meanings(&thread, &accepted), [Some(Meaning::MediationAsked), None]);
        let mediation: recourse_contract::mediation::Mediating = serde_json::from_str(
            r#"{"mediator":"quai","name":"Quai","language":"fr","code":"AB12","requested_at":"2026-11-23T08:00:00Z"}"#,
        )
        .expect("a mediation");
        accepted.mediation = Some(recourse_contract::mediation::Mediating { accepted_at: Some(Timestamp(2)), ..mediation });
        assert_eq!(meanings(&thread, &accepted), [Some(Meaning::MediationAsked), Some(Meaning::MediationAccepted)]);
    }
}
