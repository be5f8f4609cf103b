//! What the types cannot say of a service file.

use super::node::{Fault, InOneLanguage};
use recourse_contract::rules;
use recourse_contract::service::{ExtraField, FieldKind, Opening, Service, Topic};
use recourse_contract::ticket::{ManagedBy, TicketKind};

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
    for (index, contact) in service.first_contacts.iter().enumerate() {
        if matches!(contact.managed_by, ManagedBy::Myself | ManagedBy::Other) {
            let reason = "name one of \"account_manager\", \"affiliate\", \"agency\"";
            return fail(format!("first_contacts.{index}.managed_by"), reason.into());
        }
        if contact.email.as_deref().is_some_and(|email| rules::email(email).is_err()) {
            return fail(format!("first_contacts.{index}.email"), "this is no e-mail address".into());
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
        for (number, option) in topic.contact_options.iter().enumerate() {
            if let Some((name, reason)) = option.opening.as_ref().and_then(opening_fault) {
                return fail(format!("topics.{index}.contact_options.{number}.opening.{name}"), reason.into());
            }
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
    }
    Ok(())
}

/// What is wrong with opening hours: the name of the part, and what to do.
fn opening_fault(opening: &Opening) -> Option<(&'static str, &'static str)> {
    if jiff::tz::TimeZone::get(&opening.time_zone).is_err() {
        return Some(("time_zone", "this is no time zone, for example Europe/Paris"));
    }
    let is_time = |text: &str| {
        text == "24:00" || text.len() == 5 && text.as_bytes()[2] == b':' && text.parse::<jiff::civil::Time>().is_ok()
    };
    for hours in &opening.hours {
        if hours.days.is_empty() || hours.days.iter().any(|day| !(1..=7).contains(day)) {
            return Some(("hours", "`days` are numbers from 1 for Monday to 7 for Sunday"));
        }
        // As texts of one length they compare as times do.
        if !is_time(&hours.from) || !is_time(&hours.to) || hours.from >= hours.to {
            return Some(("hours", "`from` and `to` are times of one day, \"09:00\" to at most \"24:00\", the earlier first"));
        }
    }
    if opening.closed_on.iter().any(|day| rules::date(day).is_err()) {
        return Some(("closed_on", "days are written \"2026-12-25\""));
    }
    None
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
