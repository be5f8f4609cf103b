//! The file of a receipt, read strictly: what is not understood is not called right.

use crate::base64url;
use recourse_contract::canonical;
use recourse_contract::json;
use recourse_contract::receipt::{Receipt, SignedReceipt, VERSION};
use serde_json::Value;

/// Most bytes of such a file. A receipt of ten attachments has four thousand.
pub const MOST_BYTES: usize = 64 * 1024;
/// Bytes of a signature (RFC 8032, 5.1.6).
const SIGNATURE: usize = 64;

/// The names that this version knows, outermost first.
const FILE: &[&str] = &["receipt", "signature"];
const RECEIPT: &[&str] = &[
    "version",
    "platform",
    "ticket",
    "reference",
    "kind",
    "number",
    "entry",
    "at",
    "text_sha256",
    "details_sha256",
    "attachments",
    "key",
];
const ATTACHMENT: &[&str] = &["name", "size", "sha256"];

/// Why a file is not read as a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is larger than any receipt.
    TooLarge,
    /// It is none, or a damaged one.
    NoReceipt,
    /// A later version made it: something in it is not known here.
    Later,
}

/// A receipt that was read. Whether it is genuine is another question.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// What it says.
    pub receipt: Receipt,
    /// What is signed: the canonical JSON of the receipt as it stands in the file.
    pub message: String,
    /// The signature, base64url.
    pub signature: String,
}

/// Reads the bytes of a file, or of the backend's answer.
///
/// # Errors
/// Why it is none that can be checked.
pub fn read(bytes: &[u8]) -> Result<Held, Unreadable> {
    if bytes.len() > MOST_BYTES {
        return Err(Unreadable::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::NoReceipt)?;
    let file: Value = serde_json::from_str(text).map_err(|_| Unreadable::NoReceipt)?;
    let tree = file.get("receipt").filter(|tree| tree.is_object()).ok_or(Unreadable::NoReceipt)?;
    let version = tree.get("version").and_then(Value::as_u64).ok_or(Unreadable::NoReceipt)?;
    if version > u64::from(VERSION) {
        return Err(Unreadable::Later);
    }
    let mut attachments = tree.get("attachments").and_then(Value::as_array).into_iter().flatten();
    if !knows(FILE, &file) || !knows(RECEIPT, tree) || !attachments.all(|attachment| knows(ATTACHMENT, attachment)) {
        return Err(Unreadable::Later);
    }
    let SignedReceipt { receipt, signature } = json::read_tree(&file).map_err(|_| Unreadable::NoReceipt)?;
    if receipt.version != VERSION || base64url::decode(&signature).is_none_or(|bytes| bytes.len() != SIGNATURE) {
        return Err(Unreadable::NoReceipt);
    }
    Ok(Held { receipt, message: canonical::written(tree), signature })
}

/// Whether each name of an object is among these. What is no object fails elsewhere.
fn knows(names: &[&str], object: &Value) -> bool {
    object.as_object().is_none_or(|map| map.keys().all(|name| names.contains(&name.as_str())))
}
