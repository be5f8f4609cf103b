//! Mediation of a ticket: whether it is open, what is kept of it, and what asking for it does.

use crate::life::{Illegal, Step, days};
use crate::secret::new_reference;
use crate::service_file::ServiceFile;
use crate::store::{Advance, Idempotency, MediationRow, News, TicketRow};
use crate::thread::{Change, Means};
use crate::words::Words;
use recourse_contract::mediation::{Mediating, MediationChoice, MediationResult, NewMediation, NoMediation};
use recourse_contract::service::{Capability, Mediation, Mediator, Service};
use recourse_contract::ticket::{Action, ClosedAs, State, TicketKind};
use recourse_contract::update::UpdateKind;
use recourse_contract::{Attachment, Code, FieldError, NewTicket, Timestamp, Update};

/// Why mediation is not open to the partner of this ticket, whatever its state.
pub fn refusal(row: &TicketRow, service: &Service) -> Option<NoMediation> {
    let result = row.mediation.as_ref().and_then(|mediation| mediation.result);
    let country = row.partner.country.as_str();
    let serves = |it: &Mediator| it.countries.is_empty() || it.countries.iter().any(|one| one == country);
    if result.is_some_and(|result| result != MediationResult::Declined) {
        Some(NoMediation::Over)
    } else if !is_eligible(country, service) {
        Some(NoMediation::Country)
    } else if !service.mediation.mediators.iter().any(serves) {
        Some(NoMediation::Mediator)
    } else {
        None
    }
}

/// Whether the partner of this ticket can ask for mediation, if its state lets them.
pub fn is_open(row: &TicketRow, service: &Service) -> bool {
    refusal(row, service).is_none()
}

/// Why it is not offered, where the ticket is decided, not settled, and mediation is offered at all.
pub fn not_offered(row: &TicketRow, service: &Service) -> Option<NoMediation> {
    let is_unsettled = match row.state {
        State::Resolved => true,
        State::Closed => matches!(row.closed_as, Some(ClosedAs::Lapsed | ClosedAs::MediationFailed)),
        _ => false,
    };
    refusal(row, service).filter(|_| is_unsettled && service.offers(Capability::Mediation))
}

fn is_eligible(country: &str, service: &Service) -> bool {
    service.mediation.countries.iter().any(|one| one == country)
}

/// What is wrong with a request without a complaint before it, beyond the rules of the contract.
pub fn fault(new: &NewTicket, service: &Service) -> Option<FieldError> {
    if new.kind != TicketKind::Mediation {
        return None;
    }
    let pointer = match (service.offers(Capability::Mediation), is_eligible(&new.partner.country, service)) {
        (false, _) => "/kind",
        (true, false) => "/partner/country",
        (true, true) => return None,
    };
    Some(FieldError { pointer: pointer.into(), code: Code::Choice, detail: None, limit: None })
}

/// What is kept of a request, with a code for the mediator.
pub fn begun(choice: MediationChoice, documents: Vec<String>, means: Means<'_>) -> MediationRow {
    let MediationChoice { mediator, language } = choice;
    MediationRow {
        mediator,
        language,
        // Not the ticket's reference: whoever knows that one is not yet a party to the mediation.
        code: format!("M-{}", new_reference(means.random)),
        requested_at: means.now,
        by: within(means.now, means.service().mediation.answer_days),
        accepted_at: None,
        result: None,
        documents,
    }
}

/// So many days from now; 0: no time is set.
fn within(now: Timestamp, after: u32) -> Option<Timestamp> {
    (after > 0).then(|| days(now, after))
}

/// Whether a mediator has been asked and has not answered.
pub fn waits(row: &TicketRow) -> bool {
    row.mediation.as_ref().is_some_and(|mediation| mediation.accepted_at.is_none() && mediation.result.is_none())
}

/// The mediator takes it.
pub fn accepted(row: &mut TicketRow, now: Timestamp, mediation: &Mediation) {
    if let Some(row) = &mut row.mediation {
        (row.accepted_at, row.by) = (Some(now), within(now, mediation.end_days));
    }
}

/// It has a result.
pub fn ended(row: &mut TicketRow, result: MediationResult) {
    if let Some(row) = &mut row.mediation {
        (row.result, row.by) = (Some(result), None);
    }
}

/// The partner has withdrawn the ticket: a mediation that had begun ends without an agreement; of one that had not, nothing is
/// expected any more.
pub fn left(row: &mut TicketRow) {
    if let Some(mediation) = &mut row.mediation {
        mediation.by = None;
        mediation.result = mediation.accepted_at.map(|_| MediationResult::Failed);
    }
}

/// As the partner sees it. A mediator who has gone from the file is named by the id.
pub fn shown(row: &MediationRow, service: &Service) -> Mediating {
    Mediating {
        mediator: row.mediator.clone(),
        name: name(row, service).to_owned(),
        language: row.language.clone(),
        code: row.code.clone(),
        requested_at: row.requested_at,
        by: row.by,
        accepted_at: row.accepted_at,
        result: row.result,
        documents: row.documents.clone(),
    }
}

/// The mediator's name, in the language of `service`.
pub fn name<'a>(row: &'a MediationRow, service: &'a Service) -> &'a str {
    let known = service.mediation.mediators.iter().find(|mediator| mediator.id == row.mediator);
    known.map_or(row.mediator.as_str(), |mediator| mediator.name.as_str())
}

/// What the partner is told when it was asked for: with whom, the code, and by when the mediator should answer.
pub fn announcement(row: &MediationRow, language: &str, file: &ServiceFile) -> String {
    let (words, service) = (Words::of(language), &file.in_language(language).service);
    let values = [("mediator", name(row, service)), ("code", row.code.as_str())];
    let by = row.by.map(|by| words.thread("mediation_by", &[("date", &words.date(by, &service.platform.time_zone))]));
    [Some(words.thread("mediation_asked", &values)), by].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The partner asks for mediation of a ticket that is not settled. `attached` is what the uploads are; they go along.
///
/// # Errors
/// The state does not allow it, or it is not open to them.
pub fn requested(
    new: NewMediation,
    attached: Vec<Attachment>,
    asked: Idempotency,
    row: &TicketRow,
    means: Means<'_>,
) -> Result<Advance, Illegal> {
    let mut change = Change::of(row, means);
    change.step(Step::Partner(Action::RequestMediation))?;
    let NewMediation { mediator, language, statement, mut documents, .. } = new;
    documents.extend(attached.iter().map(|file| file.id.clone()));
    let mediation = begun(MediationChoice { mediator, language }, documents, means);
    let update = Update { text: statement, attachments: attached, ..change.own(UpdateKind::Mediation, &asked) };
    change.add(update, true);
    change.tell_staff(News::Written);
    change.enter(announcement(&mediation, &row.partner.language, means.file), true);
    change.row().mediation = Some(mediation);
    Ok(change.done("partner".into(), "mediation", Some(asked)))
}
