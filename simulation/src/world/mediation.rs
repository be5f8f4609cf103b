//! Mediation: the partner asks for it, or about it; the handler notes what the mediator says.

use super::World;
use super::outcome::Words;
use crate::server::EMAIL;
use recourse_contract::mediation::{NewMediation, NewMediationQuestion};
use recourse_contract::ticket::Action;
use recourse_core::outbox::Purpose;
use recourse_core::outcome::{Request, mediation};
use serde_json::{Value, json};

/// A mediator of the demo who serves all countries, and a language of theirs.
pub(super) const MEDIATOR: &str = "cmp";
pub(super) const LANGUAGE: &str = "fr";

/// Mediation of a ticket. The statement is the text.
pub(super) fn asked(ticket: &str, text: &str) -> Request {
    let (mediator, language, statement) = (MEDIATOR.to_owned(), LANGUAGE.to_owned(), text.to_owned());
    mediation(ticket, &NewMediation { mediator, language, statement, ..NewMediation::default() })
}

/// A question about it.
pub(super) fn question(text: &str) -> Request {
    let (name, email, language) = ("Marie Dupont".into(), EMAIL.into(), "fr".into());
    recourse_core::mediation::question(&NewMediationQuestion { name, email, language, text: text.to_owned(), reference: None })
}

impl World<'_> {
    /// The two devices may ask at once, or while the other withdraws: the backend takes the first.
    pub(super) fn mediate_it(&mut self, device: usize, page: usize, ticket: &str) {
        let purpose = Purpose::Mediation { ticket: ticket.to_owned() };
        if self.may(device, page, ticket, Action::RequestMediation) && !self.waits(device, page, &purpose) {
            self.log.done("mediation");
            self.say_new(device, page, ticket, Words::Mediation);
        }
    }

    /// What the mediator has said, for the handler to note.
    pub(super) fn mediator_says(&mut self) -> Value {
        self.log.done("mediator");
        let result = match self.rng.u32(0..10) {
            0..4 => return json!({"move": "mediation_accepted", "text": "The mediator takes the case."}),
            4..7 => "declined",
            7..9 => "agreed",
            _ => "failed",
        };
        json!({"move": "mediation_result", "result": result, "text": "The mediator has written to us."})
    }
}
