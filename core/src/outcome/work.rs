//! How long the platform has worked on a ticket: what the partner and others do after its first decision does not count.

use recourse_contract::Timestamp;
use recourse_contract::ticket::{ClosedAs, State, Ticket};

/// The work on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// It goes on, towards the first decision.
    GoesOn,
    /// It was decided then for the first time, and is looked at again.
    Again(Timestamp),
    /// It was decided then for the first time; whatever has come since makes that neither later nor earlier.
    Decided(Timestamp),
    /// The partner withdrew it then, before there was a decision.
    Withdrawn(Timestamp),
    /// There is nothing to tell: mediation was asked for at once, or the time to comment on a draft outlasts the target.
    None,
}

/// The work on a ticket.
pub fn work(ticket: &Ticket) -> Work {
    let decided = ticket.timeline.iter().find(|passage| passage.state == State::Resolved).map(|passage| passage.at);
    match (ticket.summary.state, decided) {
        (State::Resolved | State::InMediation | State::Closed, Some(at)) => Work::Decided(at),
        (State::Closed, None) if ticket.summary.closed_as == Some(ClosedAs::Withdrawn) => {
            // It may have been closed before, and taken up again.
            ticket.timeline.last().map_or(Work::None, |passage| Work::Withdrawn(passage.at))
        }
        (State::Resolved | State::InMediation | State::Closed, None) => Work::None,
        (_, Some(at)) => Work::Again(at),
        (State::Preliminary, None) if ticket.due_at >= ticket.target_at => Work::None,
        (_, None) => Work::GoesOn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::ticket::Passage;

    fn passing(states: &[State]) -> Ticket {
        let mut ticket: Ticket =
            serde_json::from_str(include_str!("../../../contract/examples/ticket.json")).expect("an example");
        let passage = |(at, state): (i64, &State)| Passage { state: *state, closed_as: None, at: Timestamp(at) };
        ticket.timeline = (1..).zip(states).map(passage).collect();
        ticket.summary.state = states.last().copied().unwrap_or(State::Closed);
        (ticket.target_at, ticket.due_at, ticket.summary.closed_as) = (Some(Timestamp(50)), None, None);
        ticket
    }

    #[test]
    fn it_ends_with_the_first_decision_whatever_comes_then() {
        use State::{Closed, InMediation, InReview, Received, Resolved};
        let passed = |states: &[State]| work(&passing(states));
        assert_eq!(passed(&[Received, InReview]), Work::GoesOn);
        assert_eq!(passed(&[Received, InReview, Resolved]), Work::Decided(Timestamp(3)));
        assert_eq!(passed(&[Received, InReview, Resolved, Closed, Resolved, InMediation]), Work::Decided(Timestamp(3)));
        assert_eq!(passed(&[Received, InReview, Resolved, InReview]), Work::Again(Timestamp(3)));
        assert_eq!(passed(&[Received, InReview, Resolved, InReview, Resolved, Closed]), Work::Decided(Timestamp(3)));
        assert_eq!(passed(&[Received, Closed]), Work::None);
        assert_eq!(passed(&[]), Work::None);
        assert_eq!(passed(&[InMediation, Closed]), Work::None);
    }

    #[test]
    fn a_ticket_that_is_withdrawn_tells_when() {
        let withdrawn = |states: &[State]| {
            let mut ticket = passing(states);
            ticket.summary.closed_as = Some(ClosedAs::Withdrawn);
            work(&ticket)
        };
        assert_eq!(withdrawn(&[State::Received, State::Closed]), Work::Withdrawn(Timestamp(2)));
        assert_eq!(withdrawn(&[State::Received, State::Resolved, State::Closed]), Work::Decided(Timestamp(2)));
        assert_eq!(withdrawn(&[State::Received, State::Closed, State::InReview, State::Closed]), Work::Withdrawn(Timestamp(4)));
    }

    #[test]
    fn nothing_is_aimed_at_before_the_time_to_comment_is_over() {
        let mut ticket = passing(&[State::Received, State::Preliminary]);
        assert_eq!(work(&ticket), Work::GoesOn);
        ticket.due_at = Some(Timestamp(49));
        assert_eq!(work(&ticket), Work::GoesOn);
        ticket.due_at = Some(Timestamp(50));
        assert_eq!(work(&ticket), Work::None);
    }
}
