//! Receipts: proof of what a partner lodged and when, signed by the platform.

use crate::canonical;
use crate::ticket::{FieldValue, TicketKind, lines};
use crate::time::Timestamp;
use crate::token::Reference;
use crate::update::{Role, Update, UpdateKind};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The version of [`Receipt`] that is written.
pub const VERSION: u32 = 1;

/// What is signed: one entry of a thread that the partner wrote. Its signature is made over its canonical JSON (RFC 8785).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Receipt {
    /// Of this form: 1.
    pub version: u32,
    /// Who has received it: the platform's name.
    pub platform: String,
    /// The ticket.
    pub ticket: String,
    /// The same for people.
    pub reference: Reference,
    /// What the ticket is about.
    pub kind: TicketKind,
    /// The number of the entry in the thread; 1 is the filing.
    pub number: u32,
    /// What the entry is.
    pub entry: UpdateKind,
    /// When it was stored.
    pub at: Timestamp,
    /// SHA-256 of its text in UTF-8, with LF as line ends and without white space around it, hexadecimal.
    pub text_sha256: String,
    /// SHA-256 of the canonical JSON of what else was said: for a filing `{subject, topic, fields, outcome_wanted}`, for an
    /// answer `{answers}`, each name only if there is a value; fields and answers by their ids, as they were sent. Absent when
    /// nothing else was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details_sha256: Option<String>,
    /// The files that went with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<ReceiptFile>,
    /// The key that signed it, by its id in `receipt_keys` of `service`.
    pub key: String,
}

/// A file that a receipt speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReceiptFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub size: u64,
    /// SHA-256 of them, hexadecimal.
    pub sha256: String,
}

/// `GET /tickets/{id}/receipt?number=…`: a receipt with its signature. Partners keep it as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignedReceipt {
    /// What is signed.
    pub receipt: Receipt,
    /// Ed25519 (RFC 8032) over the canonical JSON of `receipt`, base64url without padding.
    pub signature: String,
}

impl Receipt {
    /// What is signed.
    pub fn canonical(&self) -> String {
        canonical::written(&serde_json::to_value(self).expect("a receipt is plain data"))
    }

    /// What its file is called: `receipt-R7K2-9QXM-1.json`.
    pub fn file_name(&self) -> String {
        // Another backend's references may hold anything.
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let reference: String = self.reference.as_str().chars().map(plain).collect();
        format!("receipt-{reference}-{}.json", self.number)
    }
}

/// Whether there is a receipt for an entry: one that the partner wrote.
pub fn is_given_for(update: &Update) -> bool {
    use UpdateKind::{Filed, Mediation, PartnerAnswer, Reply};
    update.author.role == Role::Partner && matches!(update.kind, Filed | Reply | PartnerAnswer | Mediation)
}

/// A text as it is hashed: with LF as line ends, and without white space around it.
pub fn hashed_text(text: &str) -> String {
    lines(text)
}

/// What else a filing says, as it is hashed.
pub fn filing_details<'a>(
    subject: &str,
    topic: &str,
    fields: impl Iterator<Item = (&'a str, &'a FieldValue)>,
    outcome_wanted: Option<&str>,
) -> String {
    let mut said = Map::new();
    said.insert("subject".into(), subject.into());
    said.insert("topic".into(), topic.into());
    put(&mut said, "fields", fields);
    if let Some(wanted) = outcome_wanted {
        said.insert("outcome_wanted".into(), wanted.into());
    }
    canonical::written(&Value::Object(said))
}

/// What else an answer says, as it is hashed, if anything.
pub fn answer_details<'a>(answers: impl Iterator<Item = (&'a str, &'a FieldValue)>) -> Option<String> {
    let mut said = Map::new();
    put(&mut said, "answers", answers);
    (!said.is_empty()).then(|| canonical::written(&Value::Object(said)))
}

fn put<'a>(said: &mut Map<String, Value>, name: &str, values: impl Iterator<Item = (&'a str, &'a FieldValue)>) {
    let mut all = Map::new();
    for (id, value) in values {
        all.insert(id.to_owned(), serde_json::to_value(value).expect("an answer is plain data"));
    }
    if !all.is_empty() {
        said.insert(name.to_owned(), Value::Object(all));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::Money;

    #[test]
    fn what_is_signed_has_the_names_in_order_and_no_empty_ones() {
        let receipt = Receipt {
            version: VERSION,
            platform: "Séjours & Co".into(),
            ticket: "t1".into(),
            reference: Reference::from_numbers([0; 8]),
            kind: TicketKind::Complaint,
            number: 1,
            entry: UpdateKind::Filed,
            at: Timestamp(0),
            text_sha256: "aa".into(),
            details_sha256: None,
            attachments: vec![ReceiptFile { name: "b.pdf".into(), size: 3, sha256: "bb".into() }],
            key: "k".into(),
        };
        assert_eq!(
            receipt.canonical(),
            "{\"at\":\"1970-01-01T00:00:00.000Z\",\"attachments\":[{\"name\":\"b.pdf\",\"sha256\":\"bb\",\"size\":3}],\
             \"entry\":\"filed\",\"key\":\"k\",\"kind\":\"complaint\",\"number\":1,\"platform\":\"Séjours & Co\",\
             \"reference\":\"2222-2222\",\"text_sha256\":\"aa\",\"ticket\":\"t1\",\"version\":1}"
        );
    }

    #[test]
    fn what_else_was_said_has_only_what_there_is() {
        let money = FieldValue::Money(Money { amount: "1.00".into(), currency: "EUR".into() });
        let fields = [("b", &money), ("a", &FieldValue::Text("x".into()))];
        assert_eq!(
            filing_details("S", "t/o", fields.into_iter(), Some("W")),
            r#"{"fields":{"a":"x","b":{"amount":"1.00","currency":"EUR"}},"outcome_wanted":"W","subject":"S","topic":"t/o"}"#
        );
        assert_eq!(filing_details("S", "t", std::iter::empty(), None), r#"{"subject":"S","topic":"t"}"#);
        assert_eq!(answer_details(std::iter::empty()), None);
        assert_eq!(answer_details([("a", &money)].into_iter()).map(|said| said.len()), Some(52));
    }

    #[test]
    fn line_ends_and_space_around_a_text_do_not_matter() {
        assert_eq!(hashed_text(" a\r\nb\rc\n\n"), "a\nb\nc");
    }
}
