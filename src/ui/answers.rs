//! Answers as they are read back: on the check page, on the confirmation, in the thread.

use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::service::FieldKind;
use recourse_contract::ticket::{AnsweredField, Channel, FieldValue, ManagedBy};
use recourse_core::i18n::{Key, key};

/// A question with its answer; an empty one says so.
#[component]
pub fn Answer(#[prop(into)] label: String, value: String) -> impl IntoView {
    let words = expect_context::<Words>();
    view! {
        <div>
            <dt>{label}</dt>
            <dd dir="auto">{if value.is_empty() { view! { <span class="none">{words.t(key::ANSWER_NONE)}</span> }.into_any() } else { value.into_any() }}</dd>
        </div>
    }
}

/// The value of an extra field as the language writes it. `label` is that of the choice.
pub fn value_words(words: Words, kind: FieldKind, value: &FieldValue, label: Option<String>) -> String {
    match (value, kind) {
        (FieldValue::Money(money), _) => words.money(&money.amount, &money.currency),
        (FieldValue::Text(text), FieldKind::Date) => words.calendar_date(text),
        (FieldValue::Text(text), FieldKind::Number) => words.number(text),
        (FieldValue::Text(text), FieldKind::Country) => words.country(text),
        (FieldValue::Text(text), FieldKind::YesNo) if text == "yes" => words.t(key::EXTRA_YES),
        (FieldValue::Text(text), FieldKind::YesNo) if text == "no" => words.t(key::EXTRA_NO),
        (FieldValue::Range(range), _) => {
            words.fill(key::ANSWER_RANGE, &[("from", &words.calendar_date(&range.from)), ("to", &words.calendar_date(&range.to))])
        }
        (FieldValue::Text(_) | FieldValue::Many(_), _) => label.unwrap_or_else(|| value.to_string()),
    }
}

/// The extra fields of a ticket, as rows of a description list.
pub fn answered(words: Words, fields: &[AnsweredField]) -> Vec<AnyView> {
    fields
        .iter()
        .map(|field| {
            let value = value_words(words, field.kind, &field.value, field.value_label.clone());
            view! { <Answer label=field.label.clone() value/> }.into_any()
        })
        .collect()
}

/// How the partner wants to be told.
pub fn channel_words(channel: Channel) -> Key {
    match channel {
        Channel::Inbox => key::CHANNEL_INBOX,
        Channel::EmailNotice | Channel::Other => key::CHANNEL_NOTICE,
        Channel::EmailFull => key::CHANNEL_FULL,
    }
}

/// Who looks after the account.
pub fn managed_words(by: ManagedBy) -> Key {
    match by {
        ManagedBy::Myself | ManagedBy::Other => key::MANAGED_MYSELF,
        ManagedBy::AccountManager => key::MANAGED_MANAGER,
        ManagedBy::Affiliate => key::MANAGED_AFFILIATE,
        ManagedBy::Agency => key::MANAGED_AGENCY,
    }
}
