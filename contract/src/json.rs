//! Reading JSON with little code: for the app, where each kilobyte is downloaded.
//!
//! serde's derived readers are made for speed and cost the app fifty kilobytes. Here a text becomes a tree once, and
//! each type picks its fields from it. What is missing or of the wrong kind is noted and takes an empty value, so that
//! there is one exit instead of one for each field. `contract/tests/reading.rs` holds both kinds of readers together.

use crate::article::Article;
use crate::attachment::Attachment;
use crate::events::TicketUpdated;
use crate::incident::Incident;
use crate::me::{Me, MeChange};
use crate::mediation::*;
use crate::outcome::*;
use crate::page::Page;
use crate::problem::{Code, FieldError, Problem, ProblemType};
use crate::receipt::{Receipt, ReceiptFile, SignedReceipt};
use crate::report::*;
use crate::service::*;
use crate::session::{CodeSent, Details, Session};
use crate::theme::{Palette, Theme};
use crate::ticket::*;
use crate::update::*;
use crate::{Reference, Service, Timestamp};
use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// What could not be read: a name that is missing, or has a value of the wrong kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread(pub String);

/// A type that can be picked from a tree.
pub trait Read: Sized {
    /// The value, or an empty one after a note in `notes`.
    fn read(value: &Value, notes: &mut Notes) -> Self;

    /// What an absent value means. Most types have to be there.
    fn absent(notes: &mut Notes) -> Self {
        notes.wrong();
        Self::read(&Value::Null, notes)
    }
}

/// What went wrong while reading, and where.
#[derive(Default)]
pub struct Notes {
    name: &'static str,
    first: Option<&'static str>,
}

impl Notes {
    /// The value at hand is not what it should be.
    pub fn wrong(&mut self) {
        self.first.get_or_insert(self.name);
    }

    /// A field of an object.
    pub fn field<T: Read>(&mut self, object: &Value, name: &'static str) -> T {
        let outside = std::mem::replace(&mut self.name, name);
        let read = match object.get(name) {
            Some(value) => T::read(value, self),
            None => T::absent(self),
        };
        self.name = outside;
        read
    }

    /// The same with what an absent one means.
    pub fn field_or<T: Read>(&mut self, object: &Value, name: &'static str, otherwise: T) -> T {
        if object.get(name).is_some() { self.field(object, name) } else { otherwise }
    }

    /// Notes that something is not an object.
    pub fn object(&mut self, value: &Value) {
        if !value.is_object() {
            self.wrong();
        }
    }

    fn taken<T: Default>(&mut self, value: Option<T>) -> T {
        value.unwrap_or_else(|| {
            self.wrong();
            T::default()
        })
    }
}

/// Reads a text.
///
/// # Errors
/// [`Misread`] with the first name that does not fit; empty when the text is not JSON.
pub fn read<T: Read>(text: &str) -> Result<T, Misread> {
    let value: Value = serde_json::from_str(text).map_err(|_| Misread(String::new()))?;
    read_tree(&value)
}

/// Reads a tree.
///
/// # Errors
/// [`Misread`] with the first name that does not fit.
pub fn read_tree<T: Read>(value: &Value) -> Result<T, Misread> {
    let mut notes = Notes::default();
    let read = T::read(value, &mut notes);
    match notes.first {
        None => Ok(read),
        Some(name) => Err(Misread(name.into())),
    }
}

/// Reads each of these types from an object by the names of its fields; `field = "name"` where the wire has another.
#[macro_export]
macro_rules! read_objects {
    ($($type:ty { $($field:ident $(= $name:literal)?),* $(,)? })*) => {$(
        impl $crate::json::Read for $type {
            fn read(value: &$crate::json::Tree, notes: &mut $crate::json::Notes) -> Self {
                notes.object(value);
                Self { $($field: notes.field(value, $crate::read_objects!(@name $field $($name)?)),)* }
            }
        }
    )*};
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
}

/// A tree of JSON.
pub type Tree = Value;

/// As [`read_objects!`], for types that have a value for each absent field.
macro_rules! read_with_defaults {
    ($($type:ident { $($field:ident),* $(,)? })*) => {$(
        impl Read for $type {
            fn read(value: &Value, notes: &mut Notes) -> Self {
                notes.object(value);
                let usual = Self::default();
                Self { $($field: notes.field_or(value, stringify!($field), usual.$field),)* }
            }

            fn absent(_: &mut Notes) -> Self {
                Self::default()
            }
        }
    )*};
}

/// Reads each of these from the name of a variant; `value` stands in for what is none.
macro_rules! read_names {
    ($($type:ident or $value:ident)*) => {$(
        impl Read for $type {
            fn read(value: &Value, notes: &mut Notes) -> Self {
                name(value).unwrap_or_else(|| {
                    notes.wrong();
                    Self::$value
                })
            }
        }
    )*};
}

fn name<'de, T: Deserialize<'de>>(value: &'de Value) -> Option<T> {
    T::deserialize(StrDeserializer::<Error>::new(value.as_str()?)).ok()
}

impl Read for String {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        notes.taken(value.as_str().map(str::to_owned))
    }
}

impl Read for bool {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        notes.taken(value.as_bool())
    }

    fn absent(_: &mut Notes) -> Self {
        false
    }
}

impl Read for i64 {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        notes.taken(value.as_i64())
    }
}

impl Read for u64 {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        notes.taken(value.as_u64())
    }
}

impl Read for u32 {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        notes.taken(value.as_u64().and_then(|number| number.try_into().ok()))
    }
}

impl Read for u16 {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        notes.taken(value.as_u64().and_then(|number| number.try_into().ok()))
    }
}

impl<T: Read> Read for Option<T> {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        if value.is_null() { None } else { Some(T::read(value, notes)) }
    }

    fn absent(_: &mut Notes) -> Self {
        None
    }
}

/// An absent list is an empty one.
impl<T: Read> Read for Vec<T> {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        let Some(items) = value.as_array() else {
            notes.wrong();
            return Self::new();
        };
        items.iter().map(|item| T::read(item, notes)).collect()
    }

    fn absent(_: &mut Notes) -> Self {
        Self::new()
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        let mut read = Self::new();
        match value.as_object() {
            // One by one: collecting would bring a sort for each kind of value.
            Some(map) => map.iter().for_each(|(name, value)| _ = read.insert(name.clone(), T::read(value, notes))),
            None => notes.wrong(),
        }
        read
    }

    fn absent(_: &mut Notes) -> Self {
        Self::new()
    }
}

impl Read for Timestamp {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        value.as_str().and_then(Self::parse).unwrap_or_else(|| {
            notes.wrong();
            Self(0)
        })
    }
}

impl Read for Reference {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        let read = value.as_str().and_then(|text| Self::try_from(text.to_owned()).ok());
        read.unwrap_or_else(|| {
            notes.wrong();
            Self::from_numbers([0; 8])
        })
    }
}

impl Read for FieldValue {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        if value.is_array() {
            Self::Many(Vec::read(value, notes))
        } else if value.get("from").is_some() {
            Self::Range(DateRange::read(value, notes))
        } else if value.is_object() {
            Self::Money(Money::read(value, notes))
        } else {
            Self::Text(String::read(value, notes))
        }
    }
}

impl Read for Ticket {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        Self {
            // The summary's fields stand beside the others.
            summary: TicketSummary::read(value, notes),
            partner: notes.field(value, "partner"),
            message: notes.field(value, "message"),
            fields: notes.field(value, "fields"),
            outcome_wanted: notes.field(value, "outcome_wanted"),
            attachments: notes.field(value, "attachments"),
            device: notes.field(value, "device"),
            target_at: notes.field(value, "target_at"),
            average_hours: notes.field(value, "average_hours"),
            news_by: notes.field(value, "news_by"),
            due_at: notes.field(value, "due_at"),
            satisfaction: notes.field(value, "satisfaction"),
            rate_until: notes.field(value, "rate_until"),
            unsettle_until: notes.field(value, "unsettle_until"),
            reviews_left: notes.field(value, "reviews_left"),
            mediation: notes.field(value, "mediation"),
            no_mediation: notes.field(value, "no_mediation"),
            follows: notes.field(value, "follows"),
            timeline: notes.field(value, "timeline"),
            actions: notes.field(value, "actions"),
        }
    }
}

impl Read for NewUpdate {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        notes.object(value);
        Self {
            kind: notes.field(value, "kind"),
            text: notes.field_or(value, "text", String::new()),
            answers_to: notes.field(value, "answers_to"),
            answers: notes.field(value, "answers"),
            attachments: notes.field(value, "attachments"),
        }
    }
}

impl<T: Read> Read for Page<T> {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        // Without them it is some other object, not an empty page.
        if value.get("items").is_none() {
            notes.wrong();
        }
        Self { items: notes.field(value, "items"), next: notes.field(value, "next") }
    }
}

/// A list of nothing is some other object.
impl Read for Reports {
    fn read(value: &Value, notes: &mut Notes) -> Self {
        Self { items: Page::read(value, notes).items }
    }
}

read_objects! {
    Service {
        platform, theme, locales, audiences, topics, capabilities, session_kinds, limits, uploads_url, periods, mediation, first_contacts,
        incidents, notices, promises,
        report_years, receipt_keys, push_key,
    }
    Platform { name, logo, email, phone, time_zone, links }
    Link { label, url }
    Audience { id, label, description, elsewhere }
    Elsewhere { text, link }
    Topic {
        id, kinds, label, description, keywords, legal_ground, precision, fields, articles, contact_options,
        target_hours, average_hours, topics,
    }
    ContactOption { kind, label, url, hours, opening }
    Opening { time_zone, hours, closed_on }
    OpenHours { days, from, to }
    FirstContact { managed_by, text, name, email, phone, url }
    PrecisionRule { id, label, why, line, signs, words }
    Condition { field, is }
    Incident { id, topics, title, text, since, solved_at }
    Article { slug, title, summary, language, updated_at, body }
    Attachment { id, name, media_type, size, sha256 }
    ExtraField { id, kind, label, hint, required, max_length, min, max, pattern, example, choices, currencies, shown_if, says }
    Choice { id, label }
    Mediator { id, name, languages, countries, remote, cost, duration, url }
    Notice { id, title, text }
    Promise { title, text }
    ReceiptKey { id, public_key, until }
    Filed { ticket, link_token }
    TicketSummary {
        id, reference, kind, state, closed_as, answer_by, topic, topic_label, subject, filed_at, updated_at, last_update,
        read_up_to,
    }
    Partner { name, email, phone, company, country, properties, language, channel, managed_by }
    Money { amount, currency }
    DateRange { from, to }
    AnsweredField { id, label, kind, value, value_label }
    Update {
        id, number, kind, author, at, language, text, next_steps, next_news_by, due_at, questions, outcome, answers_to,
        answers, attachments, idempotency_key, follow_up,
    }
    Linked { ticket, reference, link_token }
    Passage { state, closed_as, at }
    Session { email, expires_at, token, details }
    Details { name, phone, company, country, properties, language, managed_by }
    CodeSent { expires_in, challenge }
    Me { email, language, channel, bookmarks, erasure_asked_at }
    ReadUpTo { number }
    MeChange { language, channel, bookmarks, email, code, challenge }
    TicketUpdated { ticket, last_update }
    Author { role, name }
    NextStep { text, by }
    Outcome { decision, findings, rule, remedy, next, properties }
    PropertyDecision { property, decision, text }
    Mediating { mediator, name, language, code, requested_at, by, accepted_at, result, documents }
    NewReview { text, attachments }
    NewMediation { mediator, language, statement, documents, attachments }
    QuestionTaken { id, at }
    Receipt { version, platform, ticket, reference, kind, number, entry, at, text_sha256, details_sha256, attachments, key }
    ReceiptFile { name, size, sha256 }
    SignedReceipt { receipt, signature }
    ReportYear { year, version, verified_on }
    Report {
        year, version, from, to, computed_at, verified_on, corrections, how, definitions, lodged, topics, grounds, times, outcomes,
        ends, technical, reviews, mediations, satisfaction, months, tables, threshold,
    }
    Correction { version, at, reason }
    Count { id, label, count }
    Times { decided, average_hours, median_hours, in_time }
    Technical { reported, counted }
    Reviews { asked, changed }
    Opinion { ratings, answered, clear }
    YesNo { yes, no }
    CrossTable { id, title, columns, rows }
    TableRow { id, label, cells }
    Problem { kind = "type", title, status, detail, errors, limit, state }
    FieldError { pointer, code, detail, limit }
}

read_with_defaults! {
    Theme { light, dark, radius, font, font_file }
    Palette { accent, paper, surface, ink }
    Limits {
        name, subject, message, outcome_wanted, field, property, properties, attachments, attachment_bytes,
        attachment_types,
    }
    Mediation { countries, mediators, facts, otherwise, answer_days, end_days }
    Periods { reopen_hours, keep_days, answer_days, remind_days, unsettle_days, rate_days, reviews }
    Satisfaction { settled, answers_to, rating, comment, answered, clear }
    MediationChoice { mediator, language }
    NewWithdrawal { reason }
    NewMediationQuestion { name, email, language, text, reference }
}

read_names! {
    LegalGround or Other
    ContactKind or Other
    Sign or Other
    FieldKind or Other
    Capability or Other
    SessionKind or Other
    TicketKind or Other
    State or Other
    ClosedAs or Other
    Action or Other
    Channel or Other
    ManagedBy or Other
    UpdateKind or Other
    Role or Other
    Decision or Other
    NewUpdateKind or Reply
    MediationResult or Other
    NoMediation or Other
    ProblemType or Other
    Code or Other
}
