//! Reading the types whose derived readers would buffer: serde keeps untagged and flattened input as a tree first. That
//! tree costs the app several kilobytes, and a fault in it does not know its place.

use crate::session::{NewIdentity, NewSession, SignIn};
use crate::ticket::{
    Action, AnsweredField, ClosedAs, FieldValue, Linked, Money, Partner, Passage, State, Ticket, TicketKind, TicketSummary,
};
use crate::time::Timestamp;
use crate::token::Reference;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

impl<'de> Deserialize<'de> for FieldValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = FieldValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or an amount with its currency")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<FieldValue, E> {
                Ok(FieldValue::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FieldValue, A::Error> {
                Money::deserialize(MapAccessDeserializer::new(map)).map(FieldValue::Money)
            }
        }

        deserializer.deserialize_any(Either)
    }
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
    target_at: Option<Timestamp>,
    #[serde(default)]
    average_hours: Option<u32>,
    #[serde(default)]
    news_by: Option<Timestamp>,
    #[serde(default)]
    due_at: Option<Timestamp>,
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
            target_at: flat.target_at,
            average_hours: flat.average_hours,
            news_by: flat.news_by,
            due_at: flat.due_at,
            follows: flat.follows,
            timeline: flat.timeline,
            actions: flat.actions,
        })
    }
}
