//! The names of the words for what the contract names: states, ends, entries, roles, decisions, results.

use recourse_contract::mediation::MediationResult;
use recourse_contract::ticket::{ClosedAs, State, TicketKind};
use recourse_contract::update::{Decision, Role, UpdateKind};

pub(super) fn kind(kind: TicketKind) -> &'static str {
    match kind {
        TicketKind::Complaint => "kind_complaint",
        TicketKind::TechnicalProblem => "kind_problem",
        TicketKind::Mediation => "kind_mediation",
        TicketKind::Other => "kind_other",
    }
}

/// A closed ticket is named by how it ended.
pub(super) fn state(state: State, closed_as: Option<ClosedAs>) -> &'static str {
    match (state, closed_as) {
        (State::Received, _) => "state_received",
        (State::InReview, _) => "state_in_review",
        (State::WaitingForPartner, _) => "state_waiting",
        (State::Preliminary, _) => "state_preliminary",
        (State::Resolved, _) => "state_resolved",
        (State::InMediation, _) => "state_in_mediation",
        (State::Closed, Some(ClosedAs::Settled)) => "closed_settled",
        (State::Closed, Some(ClosedAs::Lapsed)) => "closed_lapsed",
        (State::Closed, Some(ClosedAs::Mediated)) => "closed_mediated",
        (State::Closed, Some(ClosedAs::MediationFailed)) => "closed_mediation_failed",
        (State::Closed, Some(ClosedAs::Withdrawn)) => "closed_withdrawn",
        (State::Closed, Some(ClosedAs::Other) | None) | (State::Other, _) => "closed",
    }
}

pub(super) fn entry(kind: UpdateKind) -> &'static str {
    match kind {
        UpdateKind::Filed => "entry_filed",
        UpdateKind::Acknowledgement => "entry_acknowledgement",
        UpdateKind::Progress => "entry_progress",
        UpdateKind::InformationRequest => "entry_questions",
        UpdateKind::Reply | UpdateKind::Other => "entry_reply",
        UpdateKind::PreliminaryOutcome => "entry_preliminary",
        UpdateKind::Outcome => "entry_outcome",
        UpdateKind::PartnerAnswer => "entry_answer",
        UpdateKind::Mediation => "entry_mediation",
        UpdateKind::System => "entry_system",
    }
}

pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::Partner => "role_partner",
        Role::Handler => "role_handler",
        Role::Mediator => "role_mediator",
        Role::System | Role::Other => "role_system",
    }
}

pub(super) fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Upheld => "decision_upheld",
        Decision::PartlyUpheld => "decision_partly_upheld",
        Decision::NotUpheld => "decision_not_upheld",
        Decision::Withdrawn => "decision_withdrawn",
        Decision::OutOfScope => "decision_out_of_scope",
        Decision::Other => "decision_other",
    }
}

pub(super) fn result(result: MediationResult) -> &'static str {
    match result {
        MediationResult::Agreed => "result_agreed",
        MediationResult::Failed => "result_failed",
        MediationResult::Declined => "result_declined",
        MediationResult::Other => "result_other",
    }
}
