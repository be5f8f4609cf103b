//! How long the platform has worked on a ticket: what the partner and others do afterwards does not count.

use recourse_contract::Timestamp;
use recourse_contract::ticket::{State, Ticket};

/// The work on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// It goes on.
    GoesOn,
    /// It ended then: with the outcome, or whatever closed it before there was one.
    Ended(Timestamp),
    /// There was none: mediation was asked for at once.
    None,
}

/// The work on a ticket. Neither the answer to an outcome nor a mediation nor the time that runs out makes it longer; another
/// review does.
pub fn work(ticket: &Ticket) -> Work {
    let is_work = |state: State| !matches!(state, State::Resolved | State::InMediation | State::Closed);
    if is_work(ticket.summary.state) {
        return Work::GoesOn;
    }
    let timeline = &ticket.timeline;
    match timeline.iter().rposition(|passage| is_work(passage.state)) {
        Some(last) => Work::Ended(timeline.get(last + 1).map_or(ticket.summary.updated_at, |passage| passage.at)),
        None if timeline.is_empty() => Work::Ended(ticket.summary.updated_at),
        None => Work::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::ticket::Passage;

    fn passed(states: &[State]) -> Work {
        let mut ticket: Ticket =
            serde_json::from_str(include_str!("../../../contract/examples/ticket.json")).expect("an example");
        let passage = |(at, state): (i64, &State)| Passage { state: *state, closed_as: None, at: Timestamp(at) };
        ticket.timeline = (1..).zip(states).map(passage).collect();
        ticket.summary.state = states.last().copied().unwrap_or(State::Closed);
        ticket.summary.updated_at = Timestamp(99);
        work(&ticket)
    }

    #[test]
    fn it_ends_with_the_outcome_whatever_comes_then() {
        use State::{Closed, InMediation, InReview, Received, Resolved};
        assert_eq!(passed(&[Received, InReview]), Work::GoesOn);
        assert_eq!(passed(&[Received, InReview, Resolved]), Work::Ended(Timestamp(3)));
        assert_eq!(passed(&[Received, InReview, Resolved, Closed, Resolved, InMediation]), Work::Ended(Timestamp(3)));
        assert_eq!(passed(&[Received, InReview, Resolved, InReview, Resolved, Closed]), Work::Ended(Timestamp(5)));
        assert_eq!(passed(&[Received, Closed]), Work::Ended(Timestamp(2)));
        assert_eq!(passed(&[]), Work::Ended(Timestamp(99)));
        assert_eq!(passed(&[InMediation, Closed]), Work::None);
    }
}
