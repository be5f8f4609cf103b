//! What the partner has typed, exactly as typed.

use super::Field;
use recourse_contract::read_objects;
use recourse_contract::service::{ExtraField, FieldKind};
use recourse_contract::ticket::{Channel, FieldValue, ManagedBy, Money, NewTicket, Partner, TicketKind};
use recourse_contract::{Service, json};
use serde::Serialize;
use std::collections::BTreeMap;

/// Answers as typed: untrimmed, unchecked. An absent field of a stored draft is an empty answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answers {
    /// One text per field, by the field's pointer in the request. Extra fields keep theirs when the topic changes, so
    /// that changing back brings them back.
    texts: BTreeMap<String, String>,
}

read_objects! { Answers { texts } }

/// The id under which the currency of an amount is kept, beside the amount itself.
pub fn currency_id(id: &str) -> String {
    format!("{id}:currency")
}

impl Answers {
    /// The answer to a field; empty when there is none.
    pub fn get(&self, field: &Field) -> &str {
        self.texts.get(field.pointer().as_ref()).map(String::as_str).unwrap_or_default()
    }

    /// Takes an answer as typed.
    pub fn set(&mut self, field: &Field, text: String) {
        if text.is_empty() {
            self.texts.remove(field.pointer().as_ref());
        } else {
            self.texts.insert(field.pointer().into_owned(), text);
        }
    }

    /// Whether there is nothing that would be a loss: what is filled in beforehand does not count.
    pub fn is_empty(&self) -> bool {
        let beforehand = [Field::Audience, Field::Language, Field::Channel, Field::ManagedBy];
        self.texts.keys().all(|pointer| beforehand.iter().any(|field| *pointer == *field.pointer()))
    }

    /// The answers to these extra fields, as typed, without the empty ones.
    pub fn extras(&self, fields: &[ExtraField]) -> BTreeMap<String, FieldValue> {
        let mut answers = BTreeMap::new();
        for field in fields {
            let answer = self.get(&Field::Extra(field.id.clone())).to_owned();
            if answer.is_empty() {
                continue;
            }
            let value = if field.kind == FieldKind::Amount {
                let chosen = self.get(&Field::Extra(currency_id(&field.id)));
                let currency =
                    if chosen.is_empty() { field.currencies.first().cloned().unwrap_or_default() } else { chosen.to_owned() };
                FieldValue::Money(Money { amount: answer, currency })
            } else {
                FieldValue::Text(answer)
            };
            answers.insert(field.id.clone(), value);
        }
        answers
    }

    /// As they are stored.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(self).expect("answers are texts")
    }

    /// Reads what was stored; nothing when it is damaged.
    pub fn from_stored(stored: &str) -> Option<Self> {
        json::read(stored).ok()
    }

    /// The ticket that these answers would file, trimmed.
    pub fn to_ticket(&self, kind: TicketKind, service: &Service) -> NewTicket {
        let text = |field: Field| self.get(&field).to_owned();
        let optional = |field: Field| Some(self.get(&field).to_owned()).filter(|text| !text.is_empty());
        let topic = self.get(&Field::Topic);
        let fields = service.leaf(topic, kind).map(|leaf| leaf.fields.as_slice()).unwrap_or_default();
        // What is not asked is known: the audience that files here, and that it should be mended.
        let audience = match Field::Audience.is_asked(kind) {
            true => text(Field::Audience),
            false => service.audiences.iter().find(|a| a.elsewhere.is_none()).map(|a| a.id.clone()).unwrap_or_default(),
        };
        NewTicket {
            kind,
            audience,
            partner: Partner {
                name: text(Field::Name),
                email: text(Field::Email),
                phone: optional(Field::Phone),
                company: optional(Field::Company),
                country: text(Field::Country),
                properties: self.get(&Field::Properties).split(['\n', ',', ';']).map(str::to_owned).collect(),
                language: text(Field::Language),
                channel: self.channel(),
                managed_by: self.managed_by(),
            },
            topic: topic.to_owned(),
            subject: text(Field::Subject),
            message: text(Field::Message),
            fields: self.extras(fields),
            outcome_wanted: optional(Field::OutcomeWanted).filter(|_| Field::OutcomeWanted.is_asked(kind)),
            attachments: Vec::new(),
            device: BTreeMap::new(),
        }
        .trimmed(service)
    }

    /// How the partner wants to be told; by a notice unless said otherwise.
    pub fn channel(&self) -> Channel {
        channel_named(self.get(&Field::Channel))
    }

    /// Who looks after the account; the partner alone unless said otherwise.
    pub fn managed_by(&self) -> ManagedBy {
        match self.get(&Field::ManagedBy) {
            "account_manager" => ManagedBy::AccountManager,
            "affiliate" => ManagedBy::Affiliate,
            "agency" => ManagedBy::Agency,
            _ => ManagedBy::Myself,
        }
    }
}

/// The way of being told that has this name; a notice unless it is another one.
pub fn channel_named(name: &str) -> Channel {
    match name {
        "inbox" => Channel::Inbox,
        "email_full" => Channel::EmailFull,
        _ => Channel::EmailNotice,
    }
}

/// The name of a way of being told.
pub fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::Inbox => "inbox",
        Channel::EmailFull => "email_full",
        Channel::EmailNotice | Channel::Other => "email_notice",
    }
}
