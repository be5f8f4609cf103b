//! What was typed for an answer to an outcome that cannot be given any more: it does not go with its form.

use super::{Asking, PutOff};
use crate::outbox::{self, Purpose};
use recourse_contract::Update;
use recourse_contract::ticket::{Action, Ticket};

/// The answers that have no form now, although something may have been typed for them. None while one of them waits: what was
/// typed goes with it.
pub fn shut(ticket: &Ticket, outbox: &outbox::Model) -> Vec<Purpose> {
    let id = || ticket.summary.id.clone();
    let all = [
        (Action::RequestReview, Purpose::Review { ticket: id() }),
        (Action::RequestMediation, Purpose::Mediation { ticket: id() }),
        (Action::Withdraw, Purpose::Withdraw { ticket: id() }),
        (Action::Rate, Purpose::Satisfaction { ticket: id() }),
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
        Purpose::Satisfaction { .. } => PutOff::from_stored(stored).typed,
        _ => stored.to_owned(),
    };
    text.trim().to_owned()
}

/// Whether the backend has what was typed: it stands in the thread, or is what was said of the outcome.
pub fn has_arrived(text: &str, ticket: Option<&Ticket>, thread: &[Update]) -> bool {
    let said = ticket.and_then(|ticket| ticket.satisfaction.as_ref()?.comment.as_deref());
    !text.is_empty() && (said == Some(text) || thread.iter().any(|update| update.text.trim() == text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::{Entry, Model};
    use crate::outcome::Question;
    use recourse_contract::Page;
    use recourse_contract::outcome::Satisfaction;

    #[test]
    fn a_form_that_went_leaves_its_text_unless_that_is_on_its_way() {
        let mut ticket: Ticket =
            serde_json::from_str(include_str!("../../../contract/examples/ticket.json")).expect("an example");
        let id = || ticket.summary.id.clone();
        let (review, mediation) = (Purpose::Review { ticket: id() }, Purpose::Mediation { ticket: id() });
        let (withdrawal, rating) = (Purpose::Withdraw { ticket: id() }, Purpose::Satisfaction { ticket: id() });
        ticket.actions = vec![Action::RequestReview, Action::RequestMediation, Action::Withdraw, Action::Rate];
        assert_eq!(shut(&ticket, &Model::default()), []);
        ticket.actions = vec![Action::RequestMediation, Action::Withdraw, Action::Rate];
        assert_eq!(shut(&ticket, &Model::default()), std::slice::from_ref(&review));
        // Settled elsewhere: how it was found can still be said.
        ticket.actions = vec![Action::Unsettle, Action::Rate];
        assert_eq!(shut(&ticket, &Model::default()), [review.clone(), mediation.clone(), withdrawal.clone()]);
        ticket.actions.clear();
        assert_eq!(shut(&ticket, &Model::default()), [review.clone(), mediation, withdrawal, rating]);
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
        let withdrawal = Purpose::Withdraw { ticket: ticket() };
        assert_eq!(typed(&withdrawal, "Settled by telephone."), "Settled by telephone.");
        let mut put_off = PutOff::default();
        put_off.put_off(Question::Clear);
        put_off.typed = "Too slow. ".into();
        let rating = Purpose::Satisfaction { ticket: ticket() };
        assert_eq!(typed(&rating, &put_off.to_stored()), "Too slow.");
        assert_eq!(typed(&rating, ""), "");
    }

    #[test]
    fn what_has_arrived_is_not_lost() {
        let mut ticket: Ticket =
            serde_json::from_str(include_str!("../../../contract/examples/ticket.json")).expect("an example");
        let page: Page<Update> =
            serde_json::from_str(include_str!("../../../contract/examples/updates.json")).expect("an example");
        let mut thread = page.items;
        thread[0].text = "The date is missing.\n".into();
        thread[1].text.clear();
        ticket.satisfaction = Some(Satisfaction { comment: Some("Too slow.".into()), ..Satisfaction::default() });
        let arrived = |text: &str| has_arrived(text, Some(&ticket), &thread);
        assert!(arrived("The date is missing.") && arrived("Too slow."));
        assert!(!arrived("Slow.") && !arrived(""));
        assert!(!has_arrived("Too slow.", None, &thread));
    }
}
