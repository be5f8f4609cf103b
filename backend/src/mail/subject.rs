//! What a mail about a ticket is called: what it is, and the reference.

use crate::store::TicketRow;
use crate::words::Words;
use recourse_contract::Update;
use recourse_contract::ticket::TicketKind;
use recourse_contract::update::{Role, UpdateKind};

/// What weighs most in a mail that holds several entries stands first.
const WEIGHT: [UpdateKind; 5] = [
    UpdateKind::Acknowledgement,
    UpdateKind::Outcome,
    UpdateKind::PreliminaryOutcome,
    UpdateKind::InformationRequest,
    UpdateKind::Mediation,
];

/// The subject of the mail that announces these updates. It says nothing of what they hold: it is shown on locked screens.
pub(super) fn subject(ticket: &TicketRow, updates: &[Update], words: &Words, zone: &str) -> String {
    let weighty = WEIGHT.into_iter().find_map(|kind| updates.iter().rev().find(|update| update.kind == kind));
    let by = weighty.and_then(|update| update.due_at);
    let name = match (weighty.map(|update| update.kind), by) {
        (Some(UpdateKind::Acknowledgement), _) => "acknowledgement",
        (Some(UpdateKind::Outcome), _) => "outcome",
        (Some(UpdateKind::PreliminaryOutcome), Some(_)) => "comment_awaited",
        (Some(UpdateKind::InformationRequest), Some(_)) => "answer_awaited",
        (Some(UpdateKind::Mediation), _) => "mediated",
        _ if !updates.is_empty() && updates.iter().all(|update| update.author.role == Role::Partner) => "copied",
        _ => "update",
    };
    let date = by.map(|by| words.date(by, zone)).unwrap_or_default();
    words.mail(of_kind(ticket.kind, name), &[("reference", ticket.reference.as_str()), ("date", &date)])
}

/// The name of a line that speaks of the ticket by its kind.
pub(super) fn of_kind(kind: TicketKind, name: &'static str) -> &'static str {
    match (kind, name) {
        (TicketKind::TechnicalProblem, "acknowledgement") => "acknowledgement_problem",
        (TicketKind::TechnicalProblem, "update") => "update_problem",
        (TicketKind::TechnicalProblem, "news") => "news_problem",
        (TicketKind::TechnicalProblem | TicketKind::Mediation, "outcome") => "outcome_other",
        (TicketKind::TechnicalProblem | TicketKind::Mediation, "private") => "private_problem",
        (TicketKind::Mediation, "acknowledgement") => "acknowledgement_mediation",
        (TicketKind::Mediation, "update" | "mediated") => "update_mediation",
        (TicketKind::Mediation, "news") => "news_mediation",
        (_, name) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filing::{blank, filing};
    use crate::secret::SystemRandom;
    use crate::service_file::{DEMO, ServiceFile};
    use recourse_contract::Timestamp;

    const NEW: &str = include_str!("../../../contract/examples/new_ticket.json");

    fn called(kind: TicketKind, role: Role, updates: &[UpdateKind]) -> String {
        let file = ServiceFile::parse(DEMO).expect("the demo file is right");
        let new = serde_json::from_str(NEW).expect("an example");
        let at = Timestamp::parse("2026-12-05T12:00:00Z").expect("a time");
        let ticket = TicketRow { kind, ..filing(new, None, &file, at, &SystemRandom).ticket };
        let entry = |kind: &UpdateKind| {
            let mut update = blank(&SystemRandom, 3, *kind, at, "en");
            update.author.role = role;
            update.due_at = Some(at);
            update
        };
        let updates: Vec<Update> = updates.iter().map(entry).collect();
        let subject = subject(&ticket, &updates, Words::of("en"), "Europe/Paris");
        subject.replace(ticket.reference.as_str(), "R7K2-9QXM")
    }

    #[test]
    fn each_mail_says_what_it_is() {
        for (kind, subject) in [
            (UpdateKind::Acknowledgement, "We have received your complaint R7K2-9QXM"),
            (UpdateKind::Outcome, "Decision on your complaint R7K2-9QXM"),
            (UpdateKind::PreliminaryOutcome, "Your comment is awaited by 5 December 2026: R7K2-9QXM"),
            (UpdateKind::InformationRequest, "We need an answer from you by 5 December 2026: R7K2-9QXM"),
            (UpdateKind::Mediation, "Mediation: news on your complaint R7K2-9QXM"),
            (UpdateKind::System, "News on your complaint R7K2-9QXM"),
        ] {
            assert_eq!(called(TicketKind::Complaint, Role::Handler, &[UpdateKind::Reply, kind]), subject, "{kind:?}");
        }
        let other = called(TicketKind::TechnicalProblem, Role::Handler, &[UpdateKind::Outcome, UpdateKind::System]);
        assert_eq!(other, "Decision on your case R7K2-9QXM");
        let own = [UpdateKind::PartnerAnswer, UpdateKind::Reply];
        assert_eq!(called(TicketKind::Complaint, Role::Partner, &own), "What you wrote about R7K2-9QXM");
    }
}
