//! Receipts: proof of what was lodged.

use super::answers::good;
use super::inputs::given;
use super::operations::{KEPT, answers};
use serde_json::{Value, json};

/// `GET /tickets/{id}/receipt`.
pub(super) fn read() -> Value {
    let ok = good(
        "The receipt with its signature. With `download` it comes as a file, by `Content-Disposition`.",
        &[KEPT],
        "SignedReceipt",
        &["signed_receipt"],
    );
    json!({
        "operationId": "readReceipt",
        "tags": ["receipts"],
        "summary": "Read the receipt of an entry",
        "description": "Of an entry that the partner wrote: the filing, a reply, an answer, a request for mediation. It says what \
                        was stored and when, by SHA-256, signed with the first of `receipt_keys`. The same entry gives the same \
                        receipt until another key signs.",
        "security": [{ "link": [] }, { "session": [] }, { "bearer": [] }],
        "parameters": given(&["Id", "Number", "Download", "IfNoneMatch"]),
        "responses": answers("200", ok, &[
            ("304", "NotModified"), ("400", "BadQuery"), ("401", "Unauthenticated"), ("404", "NoReceipt"),
        ]),
    })
}
