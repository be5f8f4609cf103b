//! Whether a new ticket can be accepted: the one place that decides, for the app and for the backend.

use crate::Service;
use crate::problem::{Code, FieldError};
use crate::rules;
use crate::service::{ExtraField, FieldKind};
use crate::ticket::{Channel, FieldValue, ManagedBy, Money, NewTicket, lines, one_line, required};
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
        let outcome = self.outcome_wanted.as_deref().map_or(Ok(()), |text| rules::text(text, limits.outcome_wanted));
        faults.check("/outcome_wanted", outcome, Some(limits.outcome_wanted));
        faults.0
    }
}

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
        for field in fields {
            let limit = field.max_length.unwrap_or(usual);
            self.check(&format!("{pointer}/{}", escaped(&field.id)), extra(field, given.get(&field.id), limit), Some(limit));
        }
        for id in given.keys() {
            if fields.iter().all(|field| field.id != *id) {
                self.check(&format!("{pointer}/{}", escaped(id)), Err(Code::Other), None);
            }
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
        (Some(FieldValue::Money(_)), _) => return Err(Code::Other),
        (Some(FieldValue::Text(_)), FieldKind::Amount) => return Err(Code::Amount),
        (Some(FieldValue::Text(text)), _) => text,
    };
    required(text, |text| match field.kind {
        FieldKind::Text | FieldKind::Other | FieldKind::Amount => rules::line(text, limit),
        FieldKind::LongText => rules::text(text, limit),
        FieldKind::Number => rules::number(text).and_then(|value| bounds(field, value)),
        FieldKind::Date => rules::date(text),
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

/// Extra answers as they are sent, without the empty ones.
pub(crate) fn tidied(given: BTreeMap<String, FieldValue>, fields: &[ExtraField]) -> BTreeMap<String, FieldValue> {
    let mut kept = BTreeMap::new();
    for (id, value) in given {
        if let Some(value) = tidy(fields.iter().find(|field| field.id == id), value) {
            kept.insert(id, value);
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
