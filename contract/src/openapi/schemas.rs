//! The schemas of the wire types, as a writer has to follow them.

use crate::article::{Article, ArticleFeedback};
use crate::events::TicketUpdated;
use crate::incident::NewSubscription;
use crate::me::{Export, Me, MeChange};
use crate::mediation::{NewMediation, NewMediationQuestion, QuestionTaken};
use crate::outcome::{NewReview, NewWithdrawal, Satisfaction};
use crate::push::NewPushSubscription;
use crate::receipt::SignedReceipt;
use crate::report::{Report, Reports};
use crate::session::{CodeSent, NewCode, Session, SignIn};
use crate::ticket::ReadUpTo;
use crate::update::Nothing;
use crate::{Filed, NewTicket, NewUpdate, Page, Problem, Service, TicketSummary, Update};
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value};

/// Where the schemas stand in the document.
const PLACE: &str = "/components/schemas";

/// Enums whose literal `other` is a value that writers send, not only what readers make of an unknown one.
const SENT_AS_OTHER: &[&str] = &["Code", "LegalGround"];

/// Every schema that the resources of level 1 need, by its name.
pub(super) fn schemas() -> Map<String, Value> {
    let settings = SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = PLACE.into());
    let mut generator: SchemaGenerator = settings.into_generator();
    generator.subschema_for::<Service>();
    generator.subschema_for::<NewTicket>();
    generator.subschema_for::<Filed>();
    generator.subschema_for::<Page<TicketSummary>>();
    generator.subschema_for::<Page<Update>>();
    generator.subschema_for::<NewUpdate>();
    generator.subschema_for::<ReadUpTo>();
    generator.subschema_for::<SignedReceipt>();
    generator.subschema_for::<NewSubscription>();
    generator.subschema_for::<NewPushSubscription>();
    generator.subschema_for::<NewCode>();
    generator.subschema_for::<CodeSent>();
    generator.subschema_for::<SignIn>();
    generator.subschema_for::<Session>();
    generator.subschema_for::<TicketUpdated>();
    generator.subschema_for::<Me>();
    generator.subschema_for::<MeChange>();
    generator.subschema_for::<Export>();
    generator.subschema_for::<Article>();
    generator.subschema_for::<ArticleFeedback>();
    generator.subschema_for::<Report>();
    generator.subschema_for::<Reports>();
    generator.subschema_for::<NewMediationQuestion>();
    generator.subschema_for::<QuestionTaken>();
    generator.subschema_for::<Nothing>();
    generator.subschema_for::<Satisfaction>();
    generator.subschema_for::<NewReview>();
    generator.subschema_for::<NewMediation>();
    generator.subschema_for::<NewWithdrawal>();
    generator.subschema_for::<Problem>();
    let mut schemas = generator.take_definitions(true);
    for (name, schema) in &mut schemas {
        if let Some(schema) = schema.as_object_mut() {
            plain_enum(name, schema);
        }
    }
    schemas
}

/// Turns alternatives that are one text each into an `enum`, which generators of code understand; the words on each
/// value go into the description. What stands for an unknown value is no value of its own.
fn plain_enum(name: &str, schema: &mut Map<String, Value>) {
    let Some(values) = schema.get("oneOf").and_then(Value::as_array).and_then(|variants| texts(variants)) else { return };
    let mut description = schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut listed = Vec::new();
    let mut unknown = None;
    for (value, words) in values {
        if matches!(value.as_str(), "other" | "about:blank") {
            unknown = Some(words.clone());
            if !SENT_AS_OTHER.contains(&name) {
                continue;
            }
        }
        if !words.is_empty() {
            description.push_str(if description.contains("\n- ") { "\n" } else { "\n\n" });
            description.push_str(&format!("- `{value}`: {words}"));
        }
        listed.push(Value::String(value));
    }
    if let Some(words) = unknown {
        description.push_str("\n\nA reader does not refuse a value that is not listed");
        let kept = SENT_AS_OTHER.contains(&name);
        description.push_str(&if kept { ": it reads it as `other`.".into() } else { format!(". It is: {}", lower(&words)) });
    }
    schema.remove("oneOf");
    schema.insert("type".into(), "string".into());
    schema.insert("enum".into(), listed.into());
    schema.insert("description".into(), description.into());
}

/// Each text with its words, when there is nothing but texts.
fn texts(variants: &[Value]) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for variant in variants {
        let words = variant.get("description").and_then(Value::as_str).unwrap_or_default();
        let several = variant.get("enum").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let before = found.len();
        for value in variant.get("const").into_iter().chain(several) {
            found.push((value.as_str()?.to_owned(), words.to_owned()));
        }
        if found.len() == before {
            return None;
        }
    }
    Some(found)
}

fn lower(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
