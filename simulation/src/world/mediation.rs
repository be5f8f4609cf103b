//! Mediation: the partner asks for it, of a ticket or without one; the handler notes what the mediator says.

use super::World;
use super::outcome::Words;
use recourse_contract::NewTicket;
use recourse_contract::mediation::{MediationChoice, NewMediation};
use recourse_contract::ticket::{Action, TicketKind};
use recourse_core::journey::DraftId;
use recourse_core::outbox::Purpose;
use recourse_core::outcome::{Request, mediation};
use serde_json::{Value, json};

/// A mediator of the demo who serves all countries, and a language of theirs.
const MEDIATOR: &str = "cmp";
const LANGUAGE: &str = "fr";

/// Mediation of a ticket. The statement is the text.
pub(super) fn asked(ticket: &str, text: &str) -> Request {
    let (mediator, language, statement) = (MEDIATOR.to_owned(), LANGUAGE.to_owned(), text.to_owned());
    mediation(ticket, &NewMediation { mediator, language, statement, ..NewMediation::default() })
}

/// Mediation without a complaint before it: a ticket of its own kind, filed from a draft of this number.
pub(super) fn filed(draft: u64, text: &str) -> Request {
    let example = include_str!("../../../contract/examples/new_ticket.json");
    let new = NewTicket {
        kind: TicketKind::Mediation,
        topic: "mediation".into(),
        message: text.to_owned(),
        fields: Default::default(),
        outcome_wanted: None,
        mediation: Some(MediationChoice { mediator: MEDIATOR.into(), language: LANGUAGE.into() }),
        ..serde_json::from_str(example).expect("an example")
    };
    let body = serde_json::to_string(&new).expect("plain data");
    Request { purpose: Purpose::File { draft: DraftId::from_random(draft) }, path: "/tickets".into(), body }
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

    /// What is refused goes into this ticket as a message.
    pub(super) fn file_mediation(&mut self, device: usize, page: usize, ticket: &str) {
        let draft = self.rng.u64(..);
        self.log.done("mediation filed");
        self.say_new(device, page, ticket, Words::Filing(draft));
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
