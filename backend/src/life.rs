//! What a partner may do with a ticket, by its state. The app shows it and never guesses.

use recourse_contract::ticket::{Action, State};
use recourse_contract::update::NewUpdateKind;

/// The actions of this state. Level 1 knows one: to write a reply, while the ticket is not closed.
pub fn actions(state: State) -> Vec<Action> {
    match state {
        State::Closed | State::Other => Vec::new(),
        State::Received
        | State::InReview
        | State::WaitingForPartner
        | State::Preliminary
        | State::Resolved
        | State::InMediation => vec![Action::Reply],
    }
}

/// The action that writing such an update is.
pub fn action_of(kind: NewUpdateKind) -> Action {
    match kind {
        NewUpdateKind::Reply => Action::Reply,
        NewUpdateKind::Answer => Action::Answer,
        NewUpdateKind::Comment => Action::Comment,
    }
}
