//! What becomes of a new ticket and of a reply: everything that is stored, decided before the store is asked.

use crate::mediation;
use crate::secret::{Random, new_id, new_reference};
use crate::service_file::{Acknowledgement, Localised, ServiceFile};
use crate::staff;
use crate::store::{Answer, Audit, Filing, Idempotency, News, QueuedMail, TicketRow};
use crate::thread::Means;
use crate::view;
use recourse_contract::service::LegalGround;
use recourse_contract::ticket::{Passage, State};
use recourse_contract::time::HOUR;
use recourse_contract::update::{Author, NextStep, Role, UpdateKind};
use recourse_contract::{Attachment, NewTicket, Timestamp, Update};
use serde::Serialize;

/// The ticket, its first update, its acknowledgement, and the answer to keep (the ticket, without its token).
///
/// `asked` is the request's key with the service in the language of its answer. Call it on a trimmed ticket without faults,
/// and without uploads.
pub fn filing(
    new: NewTicket,
    asked: Option<(Idempotency, &Localised)>,
    file: &ServiceFile,
    now: Timestamp,
    random: &dyn Random,
) -> Filing {
    filing_with(new, Vec::new(), asked, file, now, random)
}

/// The same with what its uploads are: they become the ticket's, and stand with the message in its first update.
pub fn filing_with(
    new: NewTicket,
    attached: Vec<Attachment>,
    asked: Option<(Idempotency, &Localised)>,
    file: &ServiceFile,
    now: Timestamp,
    random: &dyn Random,
) -> Filing {
    let spoken = file.in_language(&new.partner.language);
    let leaf = spoken.service.leaf(&new.topic, new.kind);
    let target_at = leaf.and_then(|leaf| leaf.target_hours).map(|hours| Timestamp(now.0 + i64::from(hours) * HOUR));
    let average_hours = leaf.and_then(|leaf| file.average_hours(&leaf.id, leaf.average_hours));
    let first = Update {
        author: Author { role: Role::Partner, name: Some(new.partner.name.clone()) },
        text: new.message.clone(),
        attachments: attached.clone(),
        ..blank(random, 1, UpdateKind::Filed, now, &new.partner.language)
    };
    let acknowledgement = acknowledgement(
        spoken.acknowledgement.of(new.kind),
        target_at,
        now,
        blank(random, 2, UpdateKind::Acknowledgement, now, &spoken.locale),
    );
    // A request for mediation without a complaint before it is with the mediator at once.
    let means = Means { now, random, file, gather: 0 };
    let documents = attached.iter().map(|file| file.id.clone()).collect();
    let mediation = new.mediation.map(|choice| mediation::begun(choice, documents, means));
    let state = if mediation.is_some() { State::InMediation } else { State::Received };
    let mut updates = vec![first, acknowledgement];
    updates.extend(mediation.as_ref().map(|row| Update {
        text: mediation::announcement(row, &new.partner.language, file),
        ..blank(random, 3, UpdateKind::System, now, &new.partner.language)
    }));
    let ticket = TicketRow {
        id: new_id(random),
        reference: new_reference(random),
        kind: new.kind,
        state,
        closed_as: None,
        audience: new.audience,
        topic: new.topic,
        legal_ground: leaf.map_or(LegalGround::Other, |leaf| leaf.legal_ground),
        subject: new.subject,
        message: new.message,
        partner: new.partner,
        fields: new.fields,
        outcome_wanted: new.outcome_wanted,
        filed_at: now,
        updated_at: now,
        target_at,
        average_hours,
        last_update: if mediation.is_some() { 3 } else { 2 },
        read_up_to: 1,
        generation: 1,
        news_by: target_at.filter(|_| mediation.is_none()),
        nudged_at: None,
        due_at: None,
        assignee: None,
        timeline: vec![Passage { state, closed_as: None, at: now }],
        follows: None,
        version: 0,
        attachments: attached,
        device: new.device,
        outcome_at: None,
        outcome_number: None,
        reviews: 0,
        satisfaction: None,
        mediation,
        reminded_at: None,
    };
    let answer = asked.map(|(asked, shown)| {
        let answer = answer(&view::ticket(&ticket, &shown.service, now), &shown.locale);
        (asked, answer)
    });
    let mail = vec![QueuedMail { number: 2, id: new_id(random), not_before: now }];
    let staff = staff::notices(file.team(), &ticket.topic, 1, News::Filed, random);
    let audit = Audit { at: now, actor: "partner".into(), action: "file".into(), detail: String::new() };
    Filing { ticket, updates, mail, staff, audit, answer }
}

/// What is kept of an answer in this language.
pub fn answer<T: Serialize>(value: &T, language: &str) -> Answer {
    Answer { language: language.to_owned(), body: serde_json::to_string(value).expect("answers are plain data") }
}

/// An update of the system without content.
pub fn blank(random: &dyn Random, number: u32, kind: UpdateKind, at: Timestamp, language: &str) -> Update {
    Update {
        id: new_id(random),
        number,
        kind,
        author: Author { role: Role::System, name: None },
        at,
        language: language.to_owned(),
        text: String::new(),
        next_steps: Vec::new(),
        next_news_by: None,
        due_at: None,
        questions: Vec::new(),
        outcome: None,
        answers_to: None,
        answers: Vec::new(),
        attachments: Vec::new(),
        idempotency_key: None,
        follow_up: None,
    }
}

fn acknowledgement(words: &Acknowledgement, target_at: Option<Timestamp>, now: Timestamp, blank: Update) -> Update {
    let steps = words.next_steps.iter().map(|step| NextStep {
        text: step.text.clone(),
        by: match step.after_hours {
            _ if step.at_target => target_at,
            hours => hours.map(|hours| Timestamp(now.0 + i64::from(hours) * HOUR)),
        },
    });
    Update { text: words.text.clone(), next_steps: steps.collect(), ..blank }
}
