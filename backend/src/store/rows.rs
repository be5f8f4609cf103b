//! Rows of the database and values of the contract.

use super::{Audit, Failure, IncidentRow, MailRow, Result, StaffRow, Target, TicketRow, UploadRow};
use recourse_contract::{Reference, Timestamp};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::{self, StrDeserializer};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// The columns of a ticket, in the order of [`ticket`].
pub(super) const TICKET: &str = "id, reference, kind, state, closed_as, audience, topic, legal_ground, subject, message, partner, \
     fields, outcome_wanted, filed_at, updated_at, target_at, average_hours, last_update, read_up_to, generation, news_by, nudged_at, \
     due_at, assignee, timeline, follows, version, attachments, device, outcome_at, outcome_number, reviews, \
     satisfaction, mediation, reminded_at";

/// The columns of a mail.
pub(super) const MAIL: &str = "id, ticket, number, created_at, attempts, sent_at";

/// The columns of a file.
pub(super) const UPLOAD: &str = "id, client, name, media_type, size, received, expires_at, sha256, ticket";

/// The columns of a notice to staff.
pub(super) const NOTICE: &str = "id, ticket, number, news, way, target, created_at, attempts, sent_at";

/// The columns of an incident.
pub(super) const INCIDENT: &str = "id, topics, title, text, since, announced_at, solved_at, \
     (SELECT COUNT(*) FROM subscriptions WHERE incident = incidents.id AND email IS NOT NULL) AS waiting";

/// A unit variant as its name on the wire.
pub(super) fn name<T: Serialize>(value: &T) -> Result<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => Ok(text),
        _ => Err(Failure::new("a value without a name")),
    }
}

/// The reverse of [`name`].
pub(super) fn named<T: DeserializeOwned>(text: String) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(text)).map_err(Failure::new)
}

/// The same without a copy, for very many rows.
pub(super) fn read_name<T: DeserializeOwned>(text: &str) -> Result<T> {
    <T as serde::Deserialize>::deserialize(StrDeserializer::<value::Error>::new(text)).map_err(Failure::new)
}

pub(super) fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Failure::new)
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Failure::new)
}

fn get<'r, T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>>(row: &'r SqliteRow, column: &str) -> Result<T> {
    row.try_get(column).map_err(Failure::new)
}

fn moment(row: &SqliteRow, column: &str) -> Result<Option<Timestamp>> {
    get::<Option<i64>>(row, column).map(|at| at.map(Timestamp))
}

/// What a column holds as JSON, if it holds anything.
fn maybe<T: DeserializeOwned>(row: &SqliteRow, column: &str) -> Result<Option<T>> {
    get::<Option<String>>(row, column)?.map(|text| from_json(&text)).transpose()
}

pub(super) fn ticket(row: &SqliteRow) -> Result<TicketRow> {
    let reference: String = get(row, "reference")?;
    let closed_as: Option<String> = get(row, "closed_as")?;
    Ok(TicketRow {
        id: get(row, "id")?,
        reference: Reference::try_from(reference).map_err(Failure::new)?,
        kind: named(get(row, "kind")?)?,
        state: named(get(row, "state")?)?,
        closed_as: closed_as.map(named).transpose()?,
        audience: get(row, "audience")?,
        topic: get(row, "topic")?,
        legal_ground: named(get(row, "legal_ground")?)?,
        subject: get(row, "subject")?,
        message: get(row, "message")?,
        partner: from_json(get(row, "partner")?)?,
        fields: from_json(get(row, "fields")?)?,
        outcome_wanted: get(row, "outcome_wanted")?,
        filed_at: Timestamp(get(row, "filed_at")?),
        updated_at: Timestamp(get(row, "updated_at")?),
        target_at: moment(row, "target_at")?,
        average_hours: get(row, "average_hours")?,
        last_update: get(row, "last_update")?,
        read_up_to: get(row, "read_up_to")?,
        generation: get(row, "generation")?,
        news_by: moment(row, "news_by")?,
        nudged_at: moment(row, "nudged_at")?,
        due_at: moment(row, "due_at")?,
        assignee: get(row, "assignee")?,
        follows: maybe(row, "follows")?,
        timeline: from_json(get(row, "timeline")?)?,
        version: get(row, "version")?,
        attachments: from_json(get(row, "attachments")?)?,
        device: from_json(get(row, "device")?)?,
        outcome_at: moment(row, "outcome_at")?,
        outcome_number: get(row, "outcome_number")?,
        reviews: get(row, "reviews")?,
        satisfaction: maybe(row, "satisfaction")?,
        mediation: maybe(row, "mediation")?,
        reminded_at: moment(row, "reminded_at")?,
    })
}

pub(super) fn upload(row: &SqliteRow) -> Result<UploadRow> {
    let bytes = |column: &str| get::<i64>(row, column).map(i64::unsigned_abs);
    Ok(UploadRow {
        id: get(row, "id")?,
        client: get(row, "client")?,
        name: get(row, "name")?,
        media_type: get(row, "media_type")?,
        size: bytes("size")?,
        received: bytes("received")?,
        expires_at: Timestamp(get(row, "expires_at")?),
        sha256: get(row, "sha256")?,
        ticket: get(row, "ticket")?,
    })
}

pub(super) fn mail(row: &SqliteRow) -> Result<MailRow> {
    Ok(MailRow {
        id: get(row, "id")?,
        ticket: get(row, "ticket")?,
        number: get(row, "number")?,
        created_at: Timestamp(get(row, "created_at")?),
        attempts: get(row, "attempts")?,
        sent_at: moment(row, "sent_at")?,
    })
}

pub(super) fn notice(row: &SqliteRow) -> Result<StaffRow> {
    let (way, target): (String, String) = (get(row, "way")?, get(row, "target")?);
    Ok(StaffRow {
        id: get(row, "id")?,
        ticket: get(row, "ticket")?,
        number: get(row, "number")?,
        news: named(get(row, "news")?)?,
        target: if way == "mail" { Target::Mail(target) } else { Target::Webhook(target) },
        created_at: Timestamp(get(row, "created_at")?),
        attempts: get(row, "attempts")?,
        sent_at: moment(row, "sent_at")?,
    })
}

pub(super) fn incident(row: &SqliteRow) -> Result<IncidentRow> {
    Ok(IncidentRow {
        id: get(row, "id")?,
        topics: from_json(get(row, "topics")?)?,
        title: from_json(get(row, "title")?)?,
        text: from_json(get(row, "text")?)?,
        since: Timestamp(get(row, "since")?),
        announced_at: Timestamp(get(row, "announced_at")?),
        solved_at: moment(row, "solved_at")?,
        waiting: get(row, "waiting")?,
    })
}

pub(super) fn audit(row: &SqliteRow) -> Result<Audit> {
    Ok(Audit {
        at: Timestamp(get(row, "at")?),
        actor: get(row, "actor")?,
        action: get(row, "action")?,
        detail: get(row, "detail")?,
    })
}
