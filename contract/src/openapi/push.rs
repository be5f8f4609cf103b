//! Web Push: a device that wants to hear of news.

use super::inputs::{body, given};
use super::operations::answers;
use serde_json::{Value, json};

/// `PUT /push-subscription`.
pub(super) fn keep() -> Value {
    json!({
        "operationId": "keepPushSubscription",
        "tags": ["push"],
        "summary": "Tell this device of news",
        "description": "The device of this session, in the place of the one that it named before. From now on it hears of each \
                        entry that somebody else writes into a case of the partner, unless they have read it by then: \
                        encrypted (RFC 8291), signed with the key of `push_key` (RFC 8292), and of the ticket's id alone. It \
                        ends with `DELETE`, with signing out, and with erasure.",
        "security": [{ "session": [] }, { "bearer": [] }],
        "parameters": given(&["AcceptLanguage"]),
        "requestBody": body("The browser's subscription, and a language.", "NewPushSubscription", &["new_push_subscription"]),
        "responses": answers("204", json!({ "description": "Noted." }), &[
            ("400", "BadBody"), ("401", "Unauthenticated"), ("404", "NoPush"), ("408", "Timeout"), ("413", "TooLarge"),
            ("415", "MediaType"), ("422", "InvalidPush"),
        ]),
    })
}

/// `DELETE /push-subscription`.
pub(super) fn forget() -> Value {
    json!({
        "operationId": "forgetPushSubscription",
        "tags": ["push"],
        "summary": "Tell this device no more",
        "description": "The device of this session. The answer is the same whether or not there was one.",
        "security": [{ "session": [] }, { "bearer": [] }],
        "parameters": [],
        "responses": answers("204", json!({ "description": "Nothing goes to it any more." }), &[("401", "Unauthenticated")]),
    })
}
