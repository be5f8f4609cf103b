//! Whether a new ticket can be accepted: the one place that decides, for the app and for the backend.

use crate::Service;
use crate::problem::{Code, FieldError};
use crate::rules;
use crate::service::{ExtraField, FieldKind};
use crate::ticket::{Channel, DateRange, FieldValue, ManagedBy, Money, NewTicket, lines, one_line, required};
use std::collections::BTreeMap;

impl NewTicket {
    /// Everything that has to change before the ticket can be filed, in the order of the form. Call it on a trimmed
    /// ticket.
    pub fn faults(&self, service: &Service) -> Vec<FieldError> {
        let limits = &service.limits;
        let partner = &self.partner;
        let mut faults = Faults::default();
        let line = |limit: u32| move |text: &str| rules::line(text, limit);

        faults.check("/audience", service.audience(&self.audience).map(|_| ()).ok_or(absent(&self.audience)), None);
        faults.check("/partner/name", required(&partner.name, line(limits.name)), Some(limits.name));
        let email_limit = u32::try_from(rules::MAX_EMAIL).ok();
        faults.check("/partner/email", required(&partner.email, rules::email), email_limit);
        faults.check("/partner/phone", partner.phone.as_deref().map_or(Ok(()), rules::phone), None);
        faults.check("/partner/company", partner.company.as_deref().map_or(Ok(()), line(limits.name)), Some(limits.name));
        faults.check("/partner/country", required(&partner.country, rules::country), None);
        if partner.properties.is_empty() {
            faults.check("/partner/properties", Err(Code::Required), None);
        }
        if partner.properties.len() > limits.properties as usize {
            faults.check("/partner/properties", Err(Code::TooMany), Some(limits.properties));
        }
        for (i, property) in partner.properties.iter().enumerate() {
            faults.check(&format!("/partner/properties/{i}"), required(property, line(limits.property)), Some(limits.property));
        }
        let spoken = service.locales.contains(&partner.language);
        faults.check("/partner/language", if spoken { Ok(()) } else { Err(absent_or(&partner.language, Code::Language)) }, None);

        faults.check("/partner/channel", offered(partner.channel != Channel::Other), None);
        faults.check("/partner/managed_by", offered(partner.managed_by != ManagedBy::Other), None);

        let topic = service.leaf(&self.topic, self.kind);
        faults.check("/topic", topic.map(|_| ()).ok_or(absent(&self.topic)), None);
        faults.check("/subject", required(&self.subject, line(limits.subject)), Some(limits.subject));
        let fields = topic.map(|topic| topic.fields.as_slice()).unwrap_or_default();
        faults.check_fields("/fields", fields, &self.fields, limits.field);
        faults.check("/message", required(&self.message, |text| rules::text(text, limits.message)), Some(limits.message));
        faults.check_uploads("/attachments", &self.attachments, limits.attachments);
        faults.check_device(&self.device, limits.field);
        let outcome = self.outcome_wanted.as_deref().map_or(Ok(()), |text| rules::text(text, limits.outcome_wanted));
        faults.check("/outcome_wanted", outcome, Some(limits.outcome_wanted));
        faults.0
    }
}

/// How many lines a device tells of itself at most.
pub const MAX_DEVICE: usize = 20;

/// What was found so far.
#[derive(Default)]
pub(crate) struct Faults(pub(crate) Vec<FieldError>);

impl Faults {
    /// The answers to `fields`, below `pointer`. An answer that nothing asks for is a fault, too.
    pub(crate) fn check_fields(
        &mut self,
        pointer: &str,
        fields: &[ExtraField],
        given: &BTreeMap<String, FieldValue>,
        usual: u32,
    ) {
        let is_asked = |field: &&ExtraField| is_asked(field, fields, given);
        for field in fields.iter().filter(is_asked) {
            let limit = field.max_length.unwrap_or(usual);
            self.check(&format!("{pointer}/{}", escaped(&field.id)), extra(field, given.get(&field.id), limit), Some(limit));
        }
        for id in given.keys() {
            if fields.iter().filter(is_asked).all(|field| field.id != *id) {
                self.check(&format!("{pointer}/{}", escaped(id)), Err(Code::Other), None);
            }
        }
    }

    /// Uploads that go along: no more than the platform takes, each once. Whether they are there only the backend knows.
    pub(crate) fn check_uploads(&mut self, pointer: &str, ids: &[String], most: u32) {
        if ids.len() > most as usize {
            self.check(pointer, Err(Code::TooMany), Some(most));
        }
        for (i, id) in ids.iter().enumerate() {
            let is_right = (1..=128).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic() && b != b'/');
            if !is_right || ids[..i].contains(id) {
                self.check(&format!("{pointer}/{i}"), Err(Code::Gone), None);
            }
        }
    }

    /// What the device tells of itself: a few short lines.
    fn check_device(&mut self, device: &BTreeMap<String, String>, limit: u32) {
        if device.len() > MAX_DEVICE {
            self.check("/device", Err(Code::TooMany), u32::try_from(MAX_DEVICE).ok());
        }
        for (name, value) in device {
            let is_name = (1..=40).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            let result = if is_name { required(value, |text| rules::line(text, limit)) } else { Err(Code::Other) };
            self.check(&format!("/device/{}", escaped(name)), result, Some(limit));
        }
    }

    pub(crate) fn check(&mut self, pointer: &str, result: Result<(), Code>, limit: Option<u32>) {
        if let Err(code) = result {
            let limit = limit.filter(|_| matches!(code, Code::TooLong | Code::TooShort | Code::TooMany));
            self.0.push(FieldError { pointer: pointer.into(), code, detail: None, limit });
        }
    }
}

fn offered(is: bool) -> Result<(), Code> {
    if is { Ok(()) } else { Err(Code::Choice) }
}

fn absent(id: &str) -> Code {
    absent_or(id, Code::Choice)
}

fn absent_or(id: &str, otherwise: Code) -> Code {
    if id.is_empty() { Code::Required } else { otherwise }
}

/// A reference token of a JSON pointer (RFC 6901, 3).
pub fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// The rule of one extra field. A value of the wrong shape is never right.
fn extra(field: &ExtraField, value: Option<&FieldValue>, limit: u32) -> Result<(), Code> {
    let text = match (value, field.kind) {
        (None, _) => return if field.required { Err(Code::Required) } else { Ok(()) },
        (Some(FieldValue::Money(money)), FieldKind::Amount) => return amount(field, money),
        (Some(FieldValue::Many(ids)), FieldKind::Choices) => return choices(field, ids),
        (Some(FieldValue::Range(days)), FieldKind::DateRange) => return range(field, days),
        (Some(_), FieldKind::Amount) => return Err(Code::Amount),
        (Some(_), FieldKind::Choices) => return Err(Code::Choice),
        (Some(_), FieldKind::DateRange) => return Err(Code::Date),
        (Some(FieldValue::Money(_) | FieldValue::Many(_) | FieldValue::Range(_)), _) => return Err(Code::Other),
        (Some(FieldValue::Text(text)), _) => text,
    };
    required(text, |text| match field.kind {
        FieldKind::Text | FieldKind::Other | FieldKind::Amount | FieldKind::Choices | FieldKind::DateRange => {
            rules::line(text, limit)
        }
        FieldKind::LongText => rules::text(text, limit),
        FieldKind::Number => rules::number(text).and_then(|value| bounds(field, value)),
        FieldKind::Date => rules::date(text).and_then(|()| days(field, text)),
        FieldKind::Choice if field.choices.iter().any(|choice| choice.id == text) => Ok(()),
        FieldKind::YesNo if text == "yes" || text == "no" => Ok(()),
        FieldKind::Choice | FieldKind::YesNo => Err(Code::Choice),
        FieldKind::Country => rules::country(text),
        FieldKind::BookingNumber => match &field.pattern {
            Some(pattern) => rules::pattern(text, pattern).map(|_| ()),
            None => rules::line(text, limit),
        },
        FieldKind::Url => rules::line(text, limit.max(2_000)).and_then(|()| rules::url(text)),
    })
}

fn amount(field: &ExtraField, money: &Money) -> Result<(), Code> {
    if money.amount.is_empty() {
        return Err(Code::Required);
    }
    let value = rules::number(&money.amount).map_err(|_| Code::Amount)?;
    rules::currency(&money.currency)?;
    if !field.currencies.is_empty() && !field.currencies.contains(&money.currency) {
        return Err(Code::Amount);
    }
    bounds(field, value)
}

/// Some of the answers on offer, each once.
fn choices(field: &ExtraField, ids: &[String]) -> Result<(), Code> {
    let is_right = |(i, id): (usize, &String)| field.choices.iter().any(|choice| choice.id == *id) && !ids[..i].contains(id);
    match ids {
        [] => Err(Code::Required),
        ids if ids.iter().enumerate().all(is_right) => Ok(()),
        _ => Err(Code::Choice),
    }
}

fn range(field: &ExtraField, range: &DateRange) -> Result<(), Code> {
    let DateRange { from, to } = range;
    if from.is_empty() || to.is_empty() {
        return Err(Code::Required);
    }
    rules::date(from)?;
    rules::date(to)?;
    days(field, from)?;
    days(field, to)?;
    if from <= to { Ok(()) } else { Err(Code::Order) }
}

/// Days of the calendar compare as their texts do.
fn days(field: &ExtraField, day: &str) -> Result<(), Code> {
    if field.min.as_deref().is_some_and(|first| day < first) {
        Err(Code::TooSmall)
    } else if field.max.as_deref().is_some_and(|last| day > last) {
        Err(Code::TooBig)
    } else {
        Ok(())
    }
}

/// Whether a field is asked, as the answers stand: its condition speaks of a field before it that is asked itself.
pub fn is_asked(field: &ExtraField, fields: &[ExtraField], given: &BTreeMap<String, FieldValue>) -> bool {
    let Some(condition) = &field.shown_if else { return true };
    let before = fields.iter().take_while(|other| other.id != field.id);
    let Some(other) = before.into_iter().find(|other| other.id == condition.field) else { return false };
    let has = |id: &String| condition.is.contains(id);
    let is_met = match given.get(&other.id) {
        Some(FieldValue::Text(text)) => has(text),
        Some(FieldValue::Many(ids)) => ids.iter().any(has),
        Some(FieldValue::Money(_) | FieldValue::Range(_)) | None => false,
    };
    is_met && is_asked(other, fields, given)
}

/// `value` in millionths, as [`rules::number`] gives it.
fn bounds(field: &ExtraField, value: i128) -> Result<(), Code> {
    let bound = |text: &Option<String>| text.as_deref().and_then(|text| rules::number(text).ok());
    if bound(&field.min).is_some_and(|min| value < min) {
        Err(Code::TooSmall)
    } else if bound(&field.max).is_some_and(|max| value > max) {
        Err(Code::TooBig)
    } else {
        Ok(())
    }
}

/// Extra answers as they are sent, without the empty ones and those that are not asked for as the others stand.
pub(crate) fn tidied(given: BTreeMap<String, FieldValue>, fields: &[ExtraField]) -> BTreeMap<String, FieldValue> {
    let mut kept = BTreeMap::new();
    for (id, value) in given {
        if let Some(value) = tidy(fields.iter().find(|field| field.id == id), value) {
            kept.insert(id, value);
        }
    }
    for field in fields {
        if !is_asked(field, fields, &kept) {
            kept.remove(&field.id);
        }
    }
    kept
}

/// An extra answer as it is sent; nothing when it is empty.
fn tidy(field: Option<&ExtraField>, value: FieldValue) -> Option<FieldValue> {
    let kind = field.map_or(FieldKind::Other, |field| field.kind);
    match value {
        FieldValue::Money(money) => {
            let amount = rules::plain_number(&money.amount);
            (!amount.is_empty()).then_some(FieldValue::Money(Money { amount, currency: money.currency }))
        }
        FieldValue::Many(ids) => {
            let ids: Vec<String> = ids.iter().map(|id| one_line(id)).filter(|id| !id.is_empty()).collect();
            (!ids.is_empty()).then_some(FieldValue::Many(ids))
        }
        FieldValue::Range(DateRange { from, to }) => {
            let (from, to) = (one_line(&from), one_line(&to));
            (!from.is_empty() || !to.is_empty()).then_some(FieldValue::Range(DateRange { from, to }))
        }
        FieldValue::Text(text) => {
            let text = match kind {
                FieldKind::LongText => lines(&text),
                FieldKind::Number => rules::plain_number(&text),
                FieldKind::BookingNumber => {
                    let pattern = field.and_then(|field| field.pattern.as_deref());
                    pattern.and_then(|p| rules::pattern(&text, p).ok()).unwrap_or_else(|| one_line(&text))
                }
                _ => one_line(&text),
            };
            (!text.is_empty()).then_some(FieldValue::Text(text))
        }
    }
}
