//! What was typed for an answer to an outcome that cannot be given any more: it does not go with its form.

use super::Asking;
use crate::outbox::{self, Purpose};
use recourse_contract::ticket::{Action, Ticket};

/// The answers that have no form now, although something may have been typed for them. None while one of them waits: what was
/// typed goes with it.
pub fn shut(ticket: &Ticket, outbox: &outbox::Model) -> Vec<Purpose> {
    let id = || ticket.summary.id.clone();
    let all = [
        (Action::RequestReview, Purpose::Review { ticket: id() }),
        (Action::RequestMediation, Purpose::Mediation { ticket: id() }),
    ];
    if all.iter().any(|(_, purpose)| outbox.has(purpose)) {
        return Vec::new();
    }
    all.into_iter().filter(|(action, _)| !ticket.actions.contains(action)).map(|(_, purpose)| purpose).collect()
}

/// What the partner has typed, out of the note of such an answer.
pub fn typed(purpose: &Purpose, stored: &str) -> String {
    let text = match purpose {
        Purpose::Mediation { .. } => Asking::from_stored(stored).statement,
        _ => stored.to_owned(),
    };
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::{Entry, Model};

    #[test]
    fn a_form_that_went_leaves_its_text_unless_that_is_on_its_way() {
        let mut ticket: Ticket =
            serde_json::from_str(include_str!("../../../contract/examples/ticket.json")).expect("an example");
        let id = || ticket.summary.id.clone();
        let (review, mediation) = (Purpose::Review { ticket: id() }, Purpose::Mediation { ticket: id() });
        ticket.actions = vec![Action::RequestReview, Action::RequestMediation];
        assert_eq!(shut(&ticket, &Model::default()), []);
        ticket.actions = vec![Action::RequestMediation];
        assert_eq!(shut(&ticket, &Model::default()), std::slice::from_ref(&review));
        ticket.actions.clear();
        assert_eq!(shut(&ticket, &Model::default()), [review.clone(), mediation]);
        let entries = vec![Entry::new("k".into(), review, String::new(), "{}".into(), 0)];
        assert_eq!(shut(&ticket, &Model { entries, ..Model::default() }), []);
    }

    #[test]
    fn a_note_gives_its_text() {
        let ticket = || "t".to_owned();
        assert_eq!(typed(&Purpose::Review { ticket: ticket() }, " The date.\n"), "The date.");
        let asking = Asking { statement: "We want the payout.".into(), ..Asking::default() };
        let mediation = Purpose::Mediation { ticket: ticket() };
        assert_eq!(typed(&mediation, &asking.to_stored()), "We want the payout.");
        assert_eq!(typed(&mediation, ""), "");
    }
}
