//! Stored rows as the contract shows them, in one language.

use crate::store::TicketRow;
use crate::{life, mediation};
use recourse_contract::outcome::Satisfaction;
use recourse_contract::service::{Capability, ExtraField, FieldKind, Service};
use recourse_contract::ticket::{AnsweredField, FieldValue};
use recourse_contract::{Ticket, TicketSummary, Timestamp};
use std::collections::BTreeMap;

/// A row of the list.
pub fn summary(row: &TicketRow, service: &Service) -> TicketSummary {
    let label =
        |id: &str| service.path(id).map(|way| way.iter().map(|topic| topic.label.as_str()).collect::<Vec<_>>().join(" › "));
    TicketSummary {
        id: row.id.clone(),
        reference: row.reference.clone(),
        kind: row.kind,
        state: row.state,
        closed_as: row.closed_as,
        answer_by: life::answer_by(row),
        topic: row.topic.clone(),
        // A topic that has gone from the file since keeps its id.
        topic_label: label(&row.topic).unwrap_or_else(|| row.topic.clone()),
        subject: row.subject.clone(),
        filed_at: row.filed_at,
        updated_at: row.updated_at,
        last_update: row.last_update,
        read_up_to: row.read_up_to,
    }
}

/// A whole ticket.
pub fn ticket(row: &TicketRow, service: &Service, now: Timestamp) -> Ticket {
    let periods = &service.periods;
    // What is over is not shown as a date that is still to come.
    let is_open = |until: &Timestamp| now < *until && service.offers(Capability::Satisfaction);
    Ticket {
        summary: summary(row, service),
        partner: row.partner.clone(),
        message: row.message.clone(),
        fields: fields(row, service),
        outcome_wanted: row.outcome_wanted.clone(),
        attachments: row.attachments.clone(),
        device: row.device.clone(),
        target_at: row.target_at,
        average_hours: row.average_hours,
        news_by: row.news_by,
        due_at: row.due_at,
        satisfaction: row.satisfaction.clone().filter(|said| *said != Satisfaction::default()),
        rate_until: life::rate_until(row, periods).filter(is_open),
        unsettle_until: life::unsettle_until(row, periods).filter(is_open),
        reviews_left: life::reviews_left(row, periods).filter(|_| service.offers(Capability::Outcome)),
        mediation: row.mediation.as_ref().map(|row| mediation::shown(row, service)),
        no_mediation: mediation::not_offered(row, service),
        follows: row.follows.clone(),
        timeline: row.timeline.clone(),
        actions: life::actions(row, now, service),
    }
}

/// The answers in the order of the topic's questions; what the file no longer knows comes last, as text.
fn fields(row: &TicketRow, service: &Service) -> Vec<AnsweredField> {
    let asked = service.path(&row.topic).and_then(|way| way.last().map(|topic| topic.fields.as_slice())).unwrap_or_default();
    let known = answered(asked, &row.fields);
    let gone = row.fields.iter().filter(|(id, _)| asked.iter().all(|field| field.id != **id));
    let gone = gone.map(|(id, value)| AnsweredField {
        id: id.clone(),
        label: id.clone(),
        kind: FieldKind::Text,
        value: value.clone(),
        value_label: None,
    });
    known.into_iter().chain(gone).collect()
}

/// What was answered to these questions, in their order.
pub fn answered(asked: &[ExtraField], given: &BTreeMap<String, FieldValue>) -> Vec<AnsweredField> {
    let answer = |field: &ExtraField| {
        let value = given.get(&field.id)?.clone();
        let value_label = field.value_label(&value);
        Some(AnsweredField { id: field.id.clone(), label: field.label.clone(), kind: field.kind, value, value_label })
    };
    asked.iter().filter_map(answer).collect()
}
