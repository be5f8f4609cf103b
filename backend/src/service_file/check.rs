//! What the types cannot say of a service file.

use super::node::{Fault, InOneLanguage};
use recourse_contract::rules;
use recourse_contract::service::{ExtraField, FieldKind, PrecisionRule, Service, Sign, Topic};
use recourse_contract::ticket::TicketKind;

/// Finds the first fault. `flat` are the topics in the order of the file.
///
/// # Errors
/// That fault, with its line.
pub fn check(service: &Service, flat: &[Topic], file: &InOneLanguage) -> Result<(), Fault> {
    let fail = |path: String, reason: String| Err(Fault { line: file.line(&path), reason: format!("`{path}`: {reason}") });
    if service.platform.name.trim().is_empty() {
        return fail("platform.name".into(), "the platform needs a name".into());
    }
    if rules::email(&service.platform.email).is_err() {
        return fail("platform.email".into(), "this is no e-mail address".into());
    }
    if jiff::tz::TimeZone::get(&service.platform.time_zone).is_err() {
        return fail("platform.time_zone".into(), "this is no time zone, for example Europe/Paris".into());
    }
    if service.audiences.iter().all(|audience| audience.elsewhere.is_some()) {
        return fail("audiences".into(), "at least one audience has to file here (no `elsewhere`)".into());
    }
    if flat.iter().all(|topic| !topic.kinds.contains(&TicketKind::Complaint)) {
        return fail("topics".into(), "at least one topic has to take complaints".into());
    }
    for country in &service.mediation.countries {
        if rules::country(country).is_err() {
            return fail("mediation.countries".into(), format!("{country:?} is no ISO 3166-1 code"));
        }
    }
    let limits = &service.limits;
    let bounds = [
        ("name", limits.name),
        ("subject", limits.subject),
        ("message", limits.message),
        ("outcome_wanted", limits.outcome_wanted),
        ("field", limits.field),
        ("property", limits.property),
        ("properties", limits.properties),
    ];
    if let Some((name, _)) = bounds.into_iter().find(|(_, bound)| *bound == 0) {
        return fail(format!("limits.{name}"), "0 would let nothing through".into());
    }
    for (index, topic) in flat.iter().enumerate() {
        let at = |name: &str| format!("topics.{index}.{name}");
        if topic.id.trim().is_empty() {
            return fail(at("id"), "a topic needs an id".into());
        }
        if topic.kinds.is_empty() || topic.kinds.contains(&TicketKind::Other) {
            return fail(at("kinds"), "name one or more of \"complaint\", \"technical_problem\", \"mediation\"".into());
        }
        for (number, field) in topic.fields.iter().enumerate() {
            let path = format!("topics.{index}.fields.{number}");
            if topic.fields[..number].iter().any(|earlier| earlier.id == field.id) {
                return fail(format!("{path}.id"), format!("the field {:?} stands twice", field.id));
            }
            if let Some((name, reason)) = field_fault(field) {
                return fail(format!("{path}.{name}"), reason.into());
            }
        }
        for (number, rule) in topic.precision.iter().enumerate() {
            let path = format!("topics.{index}.precision.{number}");
            if topic.precision[..number].iter().any(|earlier| earlier.id == rule.id) {
                return fail(format!("{path}.id"), format!("the point {:?} stands twice", rule.id));
            }
            if let Some((name, reason)) = rule_fault(rule) {
                return fail(format!("{path}.{name}"), reason.into());
            }
        }
    }
    Ok(())
}

/// What is wrong with a point of the precision list: the name of its part, and what to do.
fn rule_fault(rule: &PrecisionRule) -> Option<(&'static str, &'static str)> {
    for (name, text) in [("id", &rule.id), ("label", &rule.label), ("line", &rule.line)] {
        if text.trim().is_empty() {
            return Some((name, "this is empty"));
        }
    }
    if rule.line.contains('\n') {
        return Some(("line", "this has to be one line"));
    }
    if rule.signs.contains(&Sign::Other) {
        let known = "signs are \"date\", \"time\", \"amount\", \"booking_number\", \"property\", \"url\", \"error\", \"expectation\", \"attempt\"";
        return Some(("signs", known));
    }
    if rule.signs.is_empty() && rule.words.is_empty() {
        return Some(("signs", "a point needs `signs` or `words` to be found by"));
    }
    rule.words.iter().any(|word| word.trim().is_empty()).then_some(("words", "an empty word is in every message"))
}

/// What is wrong with an extra field: the name of its part, and what to do.
pub fn field_fault(field: &ExtraField) -> Option<(&'static str, &'static str)> {
    if field.id.trim().is_empty() {
        return Some(("id", "a field needs an id"));
    }
    if field.kind == FieldKind::Other {
        return Some(("kind", "this kind of field does not exist"));
    }
    if field.kind == FieldKind::Choice && field.choices.is_empty() {
        return Some(("choices", "a choice needs answers to choose from"));
    }
    if field.kind == FieldKind::Amount && field.currencies.is_empty() {
        return Some(("currencies", "an amount needs currencies, for example [\"EUR\"]"));
    }
    if field.currencies.iter().any(|code| rules::currency(code).is_err()) {
        return Some(("currencies", "currencies are ISO 4217 codes, for example \"EUR\""));
    }
    for (name, bound) in [("min", &field.min), ("max", &field.max)] {
        if bound.as_deref().is_some_and(|text| rules::number(text).is_err()) {
            return Some((name, "this is no decimal number, for example \"0.01\""));
        }
    }
    match (&field.pattern, &field.example) {
        (Some(pattern), Some(example)) if rules::pattern(example, pattern).is_err() => {
            Some(("example", "the example does not follow the pattern"))
        }
        (Some(_), None) => Some(("pattern", "a pattern needs an `example`: it is shown in the error")),
        _ => None,
    }
}
