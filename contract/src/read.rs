//! Reading the types whose derived readers would buffer: serde keeps untagged and flattened input as a tree first. That
//! tree costs the app several kilobytes, and a fault in it does not know its place.

use crate::attachment::Attachment;
use crate::mediation::{Mediating, NoMediation};
use crate::outcome::Satisfaction;
use crate::session::{NewIdentity, NewSession, SignIn};
use crate::ticket::{
    Action, AnsweredField, ClosedAs, DateRange, FieldValue, Linked, Money, Partner, Passage, State, Ticket, TicketKind,
    TicketSummary,
};
use crate::time::Timestamp;
use crate::token::Reference;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;

impl<'de> Deserialize<'de> for FieldValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = FieldValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a list of texts, an amount with its currency, or a range of days")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<FieldValue, E> {
                Ok(FieldValue::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FieldValue, A::Error> {
                let Parts { amount, currency, from, to } = Parts::deserialize(MapAccessDeserializer::new(map))?;
                match (amount, currency, from, to) {
                    (Some(amount), Some(currency), None, None) => Ok(FieldValue::Money(Money { amount, currency })),
                    (None, None, Some(from), Some(to)) => Ok(FieldValue::Range(DateRange { from, to })),
                    _ => Err(A::Error::custom("neither `amount` and `currency` nor `from` and `to`")),
                }
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<FieldValue, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(FieldValue::Many)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// An answer of several parts: an amount, or a range of days.
#[derive(Deserialize)]
struct Parts {
    #[serde(default, deserialize_with = "given")]
    amount: Option<String>,
    #[serde(default, deserialize_with = "given")]
    currency: Option<String>,
    #[serde(default, deserialize_with = "given")]
    from: Option<String>,
    #[serde(default, deserialize_with = "given")]
    to: Option<String>,
}

/// Both ways to sign in at once. What is there has a value.
#[derive(Deserialize)]
struct Either {
    #[serde(default, deserialize_with = "given")]
    identity: Option<String>,
    #[serde(default, deserialize_with = "given")]
    email: Option<String>,
    #[serde(default, deserialize_with = "given")]
    code: Option<String>,
    #[serde(default, deserialize_with = "given")]
    challenge: Option<String>,
    #[serde(default)]
    bearer: bool,
}

fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(Some)
}

impl<'de> Deserialize<'de> for SignIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Either { identity, email, code, challenge, bearer } = Either::deserialize(deserializer)?;
        if let Some(identity) = identity {
            return Ok(Self::Identity(NewIdentity { identity, bearer }));
        }
        let there = |text: Option<String>, name| text.ok_or_else(|| D::Error::missing_field(name));
        Ok(Self::Code(NewSession {
            email: there(email, "email")?,
            code: there(code, "code")?,
            challenge: there(challenge, "challenge")?,
            bearer,
        }))
    }
}

/// A ticket as it stands on the wire, without the nesting.
#[derive(Deserialize)]
struct Flat {
    id: String,
    reference: Reference,
    kind: TicketKind,
    state: State,
    #[serde(default)]
    closed_as: Option<ClosedAs>,
    #[serde(default)]
    answer_by: Option<Timestamp>,
    topic: String,
    topic_label: String,
    subject: String,
    filed_at: Timestamp,
    updated_at: Timestamp,
    last_update: u32,
    read_up_to: u32,
    partner: Partner,
    message: String,
    #[serde(default)]
    fields: Vec<AnsweredField>,
    #[serde(default)]
    outcome_wanted: Option<String>,
    #[serde(default)]
    attachments: Vec<Attachment>,
    #[serde(default)]
    device: BTreeMap<String, String>,
    #[serde(default)]
    target_at: Option<Timestamp>,
    #[serde(default)]
    average_hours: Option<u32>,
    #[serde(default)]
    news_by: Option<Timestamp>,
    #[serde(default)]
    due_at: Option<Timestamp>,
    #[serde(default)]
    satisfaction: Option<Satisfaction>,
    #[serde(default)]
    rate_until: Option<Timestamp>,
    #[serde(default)]
    unsettle_until: Option<Timestamp>,
    #[serde(default)]
    reviews_left: Option<u32>,
    #[serde(default)]
    mediation: Option<Mediating>,
    #[serde(default)]
    no_mediation: Option<NoMediation>,
    #[serde(default)]
    follows: Option<Linked>,
    #[serde(default)]
    timeline: Vec<Passage>,
    actions: Vec<Action>,
}

impl<'de> Deserialize<'de> for Ticket {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let flat = Flat::deserialize(deserializer)?;
        Ok(Self {
            summary: TicketSummary {
                id: flat.id,
                reference: flat.reference,
                kind: flat.kind,
                state: flat.state,
                closed_as: flat.closed_as,
                answer_by: flat.answer_by,
                topic: flat.topic,
                topic_label: flat.topic_label,
                subject: flat.subject,
                filed_at: flat.filed_at,
                updated_at: flat.updated_at,
                last_update: flat.last_update,
                read_up_to: flat.read_up_to,
            },
            partner: flat.partner,
            message: flat.message,
            fields: flat.fields,
            outcome_wanted: flat.outcome_wanted,
            attachments: flat.attachments,
            device: flat.device,
            target_at: flat.target_at,
            average_hours: flat.average_hours,
            news_by: flat.news_by,
            due_at: flat.due_at,
            satisfaction: flat.satisfaction,
            rate_until: flat.rate_until,
            unsettle_until: flat.unsettle_until,
            reviews_left: flat.reviews_left,
            mediation: flat.mediation,
            no_mediation: flat.no_mediation,
            follows: flat.follows,
            timeline: flat.timeline,
            actions: flat.actions,
        })
    }
}
