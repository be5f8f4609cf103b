//! From a typed fault to the words that stand at the field: what is wrong, and the way out.

use super::{Catalogue, Key, key};
use crate::journey::{Fault, Field};
use recourse_contract::Code;
use recourse_contract::service::{ExtraField, FieldKind};

/// The words for a fault. `extra` is the definition of the extra field that it speaks of; `number` writes numbers as
/// the language does.
pub fn fault_words(catalogue: &Catalogue, fault: &Fault, extra: Option<&ExtraField>, number: &dyn Fn(&str) -> String) -> String {
    let limit = number(&fault.limit.unwrap_or_default().to_string());
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
        (Field::Properties, Code::Required) => say(key::ERROR_PROPERTIES),
        (Field::Properties, Code::TooMany) => catalogue.fill(key::ERROR_PROPERTIES_MANY, &[("limit", &limit)]),
        (Field::Language, _) => say(key::ERROR_LANGUAGE),
        (Field::Topic, Code::Required | Code::Choice) => say(key::ERROR_TOPIC),
        (Field::Subject, Code::Required) => say(key::ERROR_SUBJECT),
        (Field::Message, Code::Required) => say(key::ERROR_MESSAGE),
        (Field::Extra(_), code) => extra_words(catalogue, fault, code, extra, number),
        _ => other(catalogue, fault),
    }
}

fn extra_words(
    catalogue: &Catalogue,
    fault: &Fault,
    code: Code,
    extra: Option<&ExtraField>,
    number: &dyn Fn(&str) -> String,
) -> String {
    let bound = |text: Option<&String>| number(text.map(String::as_str).unwrap_or_default());
    let kind = extra.map_or(FieldKind::Other, |field| field.kind);
    match code {
        Code::Required if matches!(kind, FieldKind::Choice | FieldKind::YesNo | FieldKind::Country) => {
            catalogue.text(key::ERROR_CHOICE)
        }
        Code::Required if kind == FieldKind::Date => catalogue.text(key::ERROR_DATE),
        Code::Required if kind == FieldKind::Amount => catalogue.text(key::ERROR_AMOUNT),
        Code::Required => catalogue.text(key::ERROR_ANSWER),
        Code::Choice | Code::Country => catalogue.text(key::ERROR_CHOICE),
        Code::Number => catalogue.text(key::ERROR_NUMBER),
        Code::Amount => catalogue.text(key::ERROR_AMOUNT),
        Code::TooSmall => catalogue.fill(key::ERROR_TOO_SMALL, &[("min", &bound(extra.and_then(|f| f.min.as_ref())))]),
        Code::TooBig => catalogue.fill(key::ERROR_TOO_BIG, &[("max", &bound(extra.and_then(|f| f.max.as_ref())))]),
        Code::Date => catalogue.text(key::ERROR_DATE),
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
