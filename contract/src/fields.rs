//! Extra fields: which of them are asked, what is right in their answers, and how answers are written. The same for the
//! fields of a topic and for the questions of an information request.

use crate::problem::Code;
use crate::rules;
use crate::service::{Condition, ExtraField, FieldKind};
use crate::ticket::{DateRange, FieldValue, Money, lines, one_line, required};
use crate::validate::{Faults, escaped};
use std::collections::BTreeMap;

/// Answers by the ids of their fields.
pub type Given = BTreeMap<String, FieldValue>;

/// The fields that are asked as the answers stand, in their order. A condition speaks of a field before its own that is
/// asked itself, so what hides one hides all that depend on it, and no answer decides on a field before it.
pub fn asked<'a>(fields: &'a [ExtraField], given: &Given) -> Vec<&'a ExtraField> {
    let mut asked: Vec<&ExtraField> = Vec::with_capacity(fields.len());
    for field in fields {
        if field.shown_if.as_ref().is_none_or(|condition| is_met(condition, &asked, given)) {
            asked.push(field);
        }
    }
    asked
}

fn is_met(condition: &Condition, asked: &[&ExtraField], given: &Given) -> bool {
    if asked.iter().all(|field| field.id != condition.field) {
        return false;
    }
    let has = |id: &String| condition.is.contains(id);
    match given.get(&condition.field) {
        Some(FieldValue::Text(text)) => has(text),
        Some(FieldValue::Many(ids)) => ids.iter().any(has),
        Some(FieldValue::Money(_) | FieldValue::Range(_)) | None => false,
    }
}

/// The answers to fields that are asked, for whoever fills in a form: what hides a field does not take its answer away,
/// but it does not travel. Call it on tidied answers.
#[must_use]
pub fn asked_only(mut given: Given, fields: &[ExtraField]) -> Given {
    let asked = asked(fields, &given);
    given.retain(|id, _| asked.iter().any(|field| field.id == *id));
    given
}

impl Faults {
    /// The answers to `fields`, below `pointer`. An answer that nothing asks for, as the others stand, is a fault, too.
    pub(crate) fn check_fields(&mut self, pointer: &str, fields: &[ExtraField], given: &Given, usual: u32) {
        let asked = asked(fields, given);
        for field in &asked {
            let (at, limit) = (format!("{pointer}/{}", escaped(&field.id)), field.max_length.unwrap_or(usual));
            match (given.get(&field.id), field.kind) {
                (Some(FieldValue::Range(range)), FieldKind::DateRange) => self.check_range(&at, field, range),
                (value, _) => self.check(&at, answer(field, value, limit), Some(limit)),
            }
        }
        for id in given.keys().filter(|id| asked.iter().all(|field| field.id != **id)) {
            self.check(&format!("{pointer}/{}", escaped(id)), Err(Code::Other), None);
        }
    }

    /// Each day by itself; then their order, which is the fault of the last one.
    fn check_range(&mut self, at: &str, field: &ExtraField, range: &DateRange) {
        let day = |day: &str| required(day, |day| rules::date(day).and_then(|()| days(field, day)));
        let (from, to) = (day(&range.from), day(&range.to));
        let is_reversed = from.is_ok() && range.from > range.to;
        self.check(&format!("{at}/from"), from, None);
        self.check(&format!("{at}/to"), to.and(if is_reversed { Err(Code::Order) } else { Ok(()) }), None);
    }
}

/// The rule of one field. A value of the wrong shape is never right.
fn answer(field: &ExtraField, value: Option<&FieldValue>, limit: u32) -> Result<(), Code> {
    let text = match (value, field.kind) {
        (None, _) => return if field.required { Err(Code::Required) } else { Ok(()) },
        (Some(FieldValue::Money(money)), FieldKind::Amount) => return amount(field, money),
        (Some(FieldValue::Many(ids)), FieldKind::Choices) => return choices(field, ids),
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

/// Answers as they are sent, without the empty ones. One that nothing asks for stays, to be refused: dropped in silence,
/// somebody would believe that it had arrived.
pub(crate) fn tidied(given: Given, fields: &[ExtraField]) -> Given {
    let mut kept = Given::new();
    for (id, value) in given {
        if let Some(value) = tidy(fields.iter().find(|field| field.id == id), value) {
            kept.insert(id, value);
        }
    }
    kept
}

/// An answer as it is sent; nothing when it is empty.
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
