//! What comes back: headers, good answers and problems.

use super::examples::examples;
use super::part;
use serde_json::{Map, Value, json};

/// Headers of answers, by their names in `components`.
pub(super) fn headers() -> Value {
    json!({
        "ETag": {
            "description": "The version of this answer in this language (RFC 9110, 8.8.3), to be given back as `If-None-Match`.",
            "schema": { "type": "string" },
            "example": "\"6f1c2a90\"",
        },
        "ContentLanguage": {
            "description": "The language of the texts for people (BCP 47).",
            "schema": { "type": "string" },
            "example": "fr",
        },
        "Location": {
            "description": "Where the ticket is read.",
            "schema": { "type": "string", "format": "uri-reference" },
            "example": "/api/v1/tickets/tk_01K92QGZ7M4X",
        },
        "UploadLocation": {
            "description": "Where the file is sent to.",
            "schema": { "type": "string", "format": "uri-reference" },
            "example": "/api/v1/uploads/9f0c2d6b1e5a4c7f8b3d2a1908f7e6d5",
        },
        "UploadOffset": {
            "description": "The bytes that are there.",
            "schema": { "type": "integer", "minimum": 0 },
            "example": 48213,
        },
        "UploadSize": {
            "description": "The bytes of the whole file.",
            "schema": { "type": "integer", "minimum": 0 },
            "example": 48213,
        },
        "UploadExpires": {
            "description": "When the upload is taken away, unless it goes with something by then.",
            "schema": { "type": "string" },
            "example": "Sat, 28 Nov 2026 12:00:00 GMT",
        },
        "ContentDisposition": {
            "description": "A download with the file's name (RFC 6266).",
            "schema": { "type": "string" },
            "example": "attachment; filename=\"releve.pdf\"; filename*=UTF-8''releve.pdf",
        },
        "RetryAfter": {
            "description": "Seconds until another attempt makes sense (RFC 9110, 10.2.3).",
            "schema": { "type": "integer", "minimum": 0 },
            "example": 30,
        },
    })
}

/// A good answer: `headers` as pairs of a header and its name in `components`.
pub(super) fn good(description: &str, headers: &[(&str, &str)], schema: &str, shown: &[&str]) -> Value {
    json!({
        "description": description,
        "headers": refer(headers),
        "content": { "application/json": { "schema": part("schemas", schema), "examples": examples(shown) } },
    })
}

/// The refusals and failures, by their names in `components`.
pub(super) fn problems() -> Value {
    let retry: &[(&str, &str)] = &[("Retry-After", "RetryAfter")];
    json!({
        "NotModified": {
            "description": "What `If-None-Match` names is still the present version.",
            "headers": refer(&[("ETag", "ETag")]),
        },
        "BadQuery": problem("A parameter cannot be read.", &[], &["problem_malformed_query"]),
        "BadBody": problem(
            "The body is not JSON of the right shape, or the idempotency key is missing or unusable.",
            &[],
            &["problem_malformed", "problem_key_missing"],
        ),
        "Unauthenticated": problem("A link token or a session is needed, and this is none.", &[], &["problem_unauthenticated"]),
        "NotFound": problem("No such ticket, or not for this caller: the two look the same.", &[], &["problem_not_found"]),
        "NoReceipt": problem("No such ticket, or nothing that the partner wrote under this number.", &[], &["problem_not_found"]),
        "NoArticle": problem("No such article.", &[], &["problem_not_found"]),
        "NoReport": problem("No report of this year, or not this version of it.", &[], &["problem_not_found"]),
        "InvalidFeedback": problem("`why` has to change.", &[], &["problem_invalid_feedback"]),
        "Timeout": problem("The body did not arrive in time. It may be sent again under its key.", &[], &["problem_timeout"]),
        "IllegalMove": problem("The ticket's state, which `state` names, does not allow this.", &[], &["problem_illegal_move"]),
        "TooLarge": problem("The body is over the `limit`, in bytes.", &[], &["problem_too_large"]),
        "MediaType": problem("The body is not `application/json`.", &[], &["problem_media_type"]),
        "BadKey": problem("The idempotency key is missing or unusable.", &[], &["problem_key_missing"]),
        "NoIncident": problem("No such incident, or it is solved by now.", &[], &["problem_not_found"]),
        "InvalidSubscription": problem(
            "The address or the language has to change, or the idempotency key belongs to another body.",
            &[],
            &["problem_invalid_subscription", "problem_key_reused"],
        ),
        "NoPush": problem("Push is not offered here.", &[], &["problem_not_found"]),
        "InvalidPush": problem(
            "Fields have to change: an endpoint that is no host of the public internet, a key that is none, another language.",
            &[],
            &["problem_invalid_push"],
        ),
        "NoMediation": problem("Mediation is not offered here.", &[], &["problem_not_found"]),
        "InvalidQuestion": problem(
            "Fields have to change, or the idempotency key belongs to another body. Nothing is stored.",
            &[],
            &["problem_invalid_question", "problem_key_reused"],
        ),
        "KeyReused": problem("The key belongs to another request.", &[], &["problem_key_reused"]),
        "WrongCode": problem("The address or the code has to change.", &[], &["problem_wrong_code"]),
        "WrongSignIn": problem(
            "The address or the code has to change, or the identity is not accepted: one refusal for whatever is wrong with it.",
            &[],
            &["problem_wrong_code", "problem_wrong_identity"],
        ),
        "InvalidTicket": problem(
            "Fields have to change, or the idempotency key belongs to another body. Nothing is stored.",
            &[],
            &["problem_invalid", "problem_key_reused"],
        ),
        "InvalidUpdate": problem(
            "Fields have to change, or the idempotency key belongs to another body. Nothing is stored.",
            &[],
            &["problem_invalid_update", "problem_key_reused"],
        ),
        "InvalidAnswer": problem(
            "Fields have to change, or the idempotency key belongs to another body. Nothing is stored.",
            &[],
            &["problem_invalid_answer", "problem_key_reused"],
        ),
        "BadUpload": problem("A header is missing or cannot be read, or the body broke off.", &[], &["problem_malformed_upload"]),
        "NoUploads": problem("Uploads are not offered here.", &[], &["problem_not_found"]),
        "NoUpload": problem("There is no such upload, or it was refused.", &[], &["problem_not_found"]),
        "UploadGone": problem("It has expired, goes with something already, or its bytes are lost.", &[], &["problem_gone"]),
        "WrongOffset": problem("It goes on from another place: ask where.", &[], &["problem_offset"]),
        "WrongChecksum": problem("What arrived is not what was sent: the piece is not kept.", &[], &["problem_checksum"]),
        "FileTooLarge": problem("The file is over the `limit`, in bytes, or the piece over the file.", &[], &["problem_file_too_large"]),
        "InvalidFile": problem("The file does not come in, for what it is. Nothing of it is kept.", &[], &["problem_invalid_file"]),
        // Of no type of ours: the status says it all.
        "OtherTus": { "description": "Another version of tus: the header `Tus-Version` names the right one." },
        "UploadBusy": { "description": "Another piece is on its way: ask again soon.", "headers": refer(retry) },
        "TooMany": problem("Too many requests from this address.", retry, &["problem_too_many"]),
        "Internal": problem("The backend failed. A creating request may be sent again under its key.", &[], &["problem_internal"]),
        "Unavailable": problem("The backend is starting, stopping or overloaded.", retry, &["problem_unavailable"]),
    })
}

fn problem(description: &str, headers: &[(&str, &str)], names: &[&str]) -> Value {
    let mut answer = json!({
        "description": description,
        "content": { "application/problem+json": { "schema": part("schemas", "Problem"), "examples": examples(names) } },
    });
    if !headers.is_empty() {
        answer["headers"] = refer(headers);
    }
    answer
}

fn refer(headers: &[(&str, &str)]) -> Value {
    headers.iter().map(|(header, name)| ((*header).to_owned(), part("headers", name))).collect::<Map<_, _>>().into()
}
