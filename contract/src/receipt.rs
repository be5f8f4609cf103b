//! Receipts: proof of what a partner lodged and when, signed by the platform.

use crate::ticket::TicketKind;
use crate::time::Timestamp;
use crate::token::Reference;
use crate::update::UpdateKind;
use serde::{Deserialize, Serialize};

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
    /// SHA-256 of its text in UTF-8, with LF as line ends, hexadecimal.
    pub text_sha256: String,
    /// SHA-256 of the canonical JSON of what else was said: for a filing `{subject, topic, fields, outcome_wanted}`, for an
    /// answer `{answers}`, each name only if there is a value. Absent when nothing else was said.
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
