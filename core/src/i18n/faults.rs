//! From a typed fault to the words that stand at the field: what is wrong, and the way out.

use super::{Catalogue, Key, key};
use crate::journey::{Fault, Field};
use recourse_contract::Code;
use recourse_contract::service::{ExtraField, FieldKind};

/// How the language in use writes what is kept without one.
pub trait Written {
    /// A decimal number.
    fn number(&self, plain: &str) -> String;
    /// A day, `2026-11-23`.
    fn day(&self, plain: &str) -> String;
}

/// The words for a fault. `extra` is the definition of the extra field that it speaks of.
pub fn fault_words(catalogue: &Catalogue, fault: &Fault, extra: Option<&ExtraField>, written: &dyn Written) -> String {
    let limit = written.number(&fault.limit.unwrap_or_default().to_string());
    let say = |key: Key| catalogue.text(key);
    match (&fault.field, fault.code) {
        (_, Code::TooLong) => catalogue.fill(key::ERROR_TOO_LONG, &[("limit", &limit)]),
        (_, Code::Characters) => say(key::ERROR_CHARACTERS),
        (Field::Audience, _) => say(key::ERROR_AUDIENCE),
        (Field::Name, Code::Required) => say(key::ERROR_NAME),
        (Field::Email, Code::Required) => say(key::ERROR_EMAIL),
        (Field::Email, Code::Email) => say(key::ERROR_EMAIL_FORMAT),
        (Field::Phone, Code::Phone) => say(key::ERROR_PHONE),
        (Field::Country, Code::Required | Code::Country) => say(key::ERROR_COUNTRY),
        (Field::Country, Code::Choice) => say(key::ERROR_COUNTRY_MEDIATION),
        (Field::Properties, Code::Required) => say(key::ERROR_PROPERTIES),
        (Field::Properties, Code::TooMany) => catalogue.fill(key::ERROR_PROPERTIES_MANY, &[("limit", &limit)]),
        (Field::Language, _) => say(key::ERROR_LANGUAGE),
        (Field::Topic, Code::Required | Code::Choice) => say(key::ERROR_TOPIC),
        (Field::Subject, Code::Required) => say(key::ERROR_SUBJECT),
        (Field::Message, Code::Required) => say(key::ERROR_MESSAGE),
        (Field::Mediator, Code::Required | Code::Choice) => say(key::REQUEST_PICK),
        (Field::MediationLanguage, Code::Required | Code::Language) => say(key::REQUEST_PICK_LANGUAGE),
        (Field::Extra(_), code) => extra_words(catalogue, fault, code, extra, written),
        _ => other(catalogue, fault),
    }
}

fn extra_words(catalogue: &Catalogue, fault: &Fault, code: Code, extra: Option<&ExtraField>, written: &dyn Written) -> String {
    let kind = extra.map_or(FieldKind::Other, |field| field.kind);
    let is_day = matches!(kind, FieldKind::Date | FieldKind::DateRange);
    let bound = |name: &str, bound: Option<&String>, number: Key, day: Key| {
        let plain = bound.map(String::as_str).unwrap_or_default();
        let (key, text) = if is_day { (day, written.day(plain)) } else { (number, written.number(plain)) };
        catalogue.fill(key, &[(name, &text)])
    };
    match code {
        Code::Required | Code::Choice if kind == FieldKind::Choices => catalogue.text(key::ERROR_CHOICES),
        Code::Required | Code::Date if kind == FieldKind::DateRange => catalogue.text(key::ERROR_RANGE),
        Code::Required if matches!(kind, FieldKind::Choice | FieldKind::YesNo | FieldKind::Country) => {
            catalogue.text(key::ERROR_CHOICE)
        }
        Code::Required if kind == FieldKind::Date => catalogue.text(key::ERROR_DATE),
        Code::Required if kind == FieldKind::Amount => catalogue.text(key::ERROR_AMOUNT),
        Code::Required => catalogue.text(key::ERROR_ANSWER),
        Code::Choice | Code::Country => catalogue.text(key::ERROR_CHOICE),
        Code::Number => catalogue.text(key::ERROR_NUMBER),
        Code::Amount => catalogue.text(key::ERROR_AMOUNT),
        Code::TooSmall => bound("min", extra.and_then(|f| f.min.as_ref()), key::ERROR_TOO_SMALL, key::ERROR_TOO_EARLY),
        Code::TooBig => bound("max", extra.and_then(|f| f.max.as_ref()), key::ERROR_TOO_BIG, key::ERROR_TOO_LATE),
        Code::Date => catalogue.text(key::ERROR_DATE),
        Code::Order => catalogue.text(key::ERROR_ORDER),
        Code::Url => catalogue.text(key::ERROR_URL),
        Code::Pattern => match extra.and_then(|field| field.example.as_deref()) {
            Some(example) => catalogue.fill(key::ERROR_PATTERN_EXAMPLE, &[("example", &unbroken(example))]),
            None => catalogue.text(key::ERROR_PATTERN),
        },
        _ => other(catalogue, fault),
    }
}

/// The backend's own words, or that it was not accepted.
fn other(catalogue: &Catalogue, fault: &Fault) -> String {
    fault.detail.clone().unwrap_or_else(|| catalogue.text(key::ERROR_OTHER))
}

/// A fault with the label of its field, for a summary. A label that asks needs no colon.
pub fn summary_line(catalogue: &Catalogue, label: &str, fault: &str) -> String {
    if label.ends_with('?') {
        format!("{label} {fault}")
    } else {
        catalogue.fill(key::SUMMARY_LINE, &[("label", label), ("fault", fault)])
    }
}

/// Numbers that people copy never break: hyphens become no-break ones on the screen.
pub fn unbroken(text: &str) -> String {
    text.replace('-', "\u{2011}")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Plain;

    impl Written for Plain {
        fn number(&self, plain: &str) -> String {
            plain.replace('.', ",")
        }

        fn day(&self, plain: &str) -> String {
            format!("le jour {plain}")
        }
    }

    #[test]
    fn days_are_early_or_late_and_numbers_small_or_big() {
        let json = r#"{"error.too-small":"{min} au moins","error.too-early":"à partir de {min}","error.too-late":"jusqu’à {max}",
            "error.choices":"plusieurs","error.range":"deux jours","error.order":"à l’envers"}"#;
        let catalogue = Catalogue::parse(json).expect("a catalogue");
        let say = |kind: FieldKind, code: Code| {
            let (min, max) = (Some("0.5".into()), Some("2026-12-31".into()));
            let extra = ExtraField { id: "x".into(), kind, min, max, ..ExtraField::default() };
            let fault = Fault { field: Field::Extra("x".into()), code, limit: None, entry: None, detail: None };
            fault_words(&catalogue, &fault, Some(&extra), &Plain)
        };
        assert_eq!(say(FieldKind::Number, Code::TooSmall), "0,5 au moins");
        assert_eq!(say(FieldKind::DateRange, Code::TooSmall), "à partir de le jour 0.5");
        assert_eq!(say(FieldKind::Date, Code::TooBig), "jusqu’à le jour 2026-12-31");
        assert_eq!(say(FieldKind::Choices, Code::Required), "plusieurs");
        assert_eq!(say(FieldKind::DateRange, Code::Required), "deux jours");
        assert_eq!(say(FieldKind::DateRange, Code::Order), "à l’envers");
    }
}
