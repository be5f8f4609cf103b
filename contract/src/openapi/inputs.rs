//! What goes in: parameters and bodies.

use super::examples::examples;
use super::part;
use serde_json::{Value, json};

/// Parameters, by their names in `components`.
pub(super) fn parameters() -> Value {
    json!({
        "AcceptLanguage": {
            "name": "Accept-Language", "in": "header", "required": false,
            "description": "The language wanted for texts (RFC 9110, 12.5.4). Without a match, the first of `locales`.",
            "schema": { "type": "string" },
            "example": "fr, en;q=0.8",
        },
        "IfNoneMatch": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "The `ETag` of what is known already: a 304 says that it is still right.",
            "schema": { "type": "string" },
            "example": "\"6f1c2a90\"",
        },
        "IdempotencyKey": {
            "name": "Idempotency-Key", "in": "header", "required": true,
            "description": "Chosen by the client, new for each request that it means as a new one, and the same whenever it \
                            repeats one: 16 to 200 visible ASCII characters.",
            "schema": { "type": "string", "minLength": 16, "maxLength": 200, "pattern": "^[!-~]+$" },
            "example": "0b0f6a52-9d0e-4a57-9c1b-3e7a1f5d2c84",
        },
        "ChangeKey": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Under a key, a change that arrives again changes nothing, however late it comes.",
            "schema": { "type": "string", "minLength": 16, "maxLength": 200, "pattern": "^[!-~]+$" },
            "example": "4f6c1f0e-52d3-4f0f-8d5b-7a9b1e3c2d10",
        },
        "SettleKey": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Needed with `settled`: under a key, an answer that arrives again, however late, is the same answer.",
            "schema": { "type": "string", "minLength": 16, "maxLength": 200, "pattern": "^[!-~]+$" },
            "example": "7a2c9e40-1f5b-4c38-8d6e-0b9a4f7c2e15",
        },
        "SubscriptionKey": {
            "name": "Idempotency-Key", "in": "header", "required": true,
            "description": "Names the subscription: a secret of the device that makes it. 16 to 200 visible ASCII characters.",
            "schema": { "type": "string", "minLength": 16, "maxLength": 200, "pattern": "^[!-~]+$" },
            "example": "9d1f3b7c5a204e6f8b0d2c4e6f8a1b3d",
        },
        "IncidentId": {
            "name": "id", "in": "path", "required": true,
            "description": "The incident's id.",
            "schema": { "type": "string", "minLength": 1 },
            "example": "in_01KA7Y3M5Q8T",
        },
        "ReaderKey": {
            "name": "Idempotency-Key", "in": "header", "required": true,
            "description": "Chosen by the client: one for each reader of an article, and the same whenever they say something \
                            else of it.",
            "schema": { "type": "string", "minLength": 16, "maxLength": 200, "pattern": "^[!-~]+$" },
            "example": "c0a7d2f4-1b6e-4d3a-9f58-6e2b7a9c4d11",
        },
        "Slug": {
            "name": "slug", "in": "path", "required": true,
            "description": "The article's name in addresses.",
            "schema": { "type": "string", "pattern": "^[a-z0-9-]{1,80}$" },
            "example": "complaints",
        },
        "Year": {
            "name": "year", "in": "path", "required": true,
            "description": "The year, four digits.",
            "schema": { "type": "integer", "minimum": 1000, "maximum": 9999 },
            "example": 2025,
        },
        "Version": query(
            "version",
            "This version of it; without it, the last.",
            json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        ),
        "Format": query(
            "format",
            "In which form; it goes before `Accept`.",
            json!({ "type": "string", "enum": ["json", "csv"], "default": "json" }),
        ),
        "Id": {
            "name": "id", "in": "path", "required": true,
            "description": "The ticket's id.",
            "schema": { "type": "string", "minLength": 1 },
            "example": "tk_01K92QGZ7M4X",
        },
        "UploadId": {
            "name": "id", "in": "path", "required": true,
            "description": "The last part of the upload's address. Whoever knows it can go on with the upload.",
            "schema": { "type": "string", "minLength": 1 },
            "example": "9f0c2d6b1e5a4c7f8b3d2a1908f7e6d5",
        },
        "AttachmentId": {
            "name": "id", "in": "path", "required": true,
            "description": "The attachment's id.",
            "schema": { "type": "string", "minLength": 1 },
            "example": "9f0c2d6b1e5a4c7f8b3d2a1908f7e6d5",
        },
        "TusResumable": {
            "name": "Tus-Resumable", "in": "header", "required": true,
            "description": "The version of tus.",
            "schema": { "type": "string", "enum": ["1.0.0"] },
        },
        "UploadLength": {
            "name": "Upload-Length", "in": "header", "required": true,
            "description": "The bytes of the whole file, at most `limits.attachment_bytes`.",
            "schema": { "type": "integer", "minimum": 0 },
            "example": 48213,
        },
        "UploadMetadata": {
            "name": "Upload-Metadata", "in": "header", "required": false,
            "description": "`filename` and `filetype`, their values in base64.",
            "schema": { "type": "string" },
            "example": "filename cmVsZXZlLnBkZg==,filetype YXBwbGljYXRpb24vcGRm",
        },
        "UploadOffset": {
            "name": "Upload-Offset", "in": "header", "required": true,
            "description": "Where the piece begins: the offset that the backend has.",
            "schema": { "type": "integer", "minimum": 0 },
            "example": 0,
        },
        "UploadChecksum": {
            "name": "Upload-Checksum", "in": "header", "required": false,
            "description": "`sha1` or `sha256`, a space, and the check sum of this piece in base64, where `Tus-Extension` lists \
                            `checksum`.",
            "schema": { "type": "string" },
            "example": "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=",
        },
        "Range": {
            "name": "Range", "in": "header", "required": false,
            "description": "One part of the bytes (RFC 9110, 14.2).",
            "schema": { "type": "string" },
            "example": "bytes=0-1023",
        },
        "Language": query(
            "language",
            "One of `locales`. Without it, as the header says.",
            json!({ "type": "string" }),
        ),
        "Status": query(
            "status",
            "Tickets in one of these states, parted by commas.",
            json!({ "type": "string", "pattern": "^[a-z_]+(,[a-z_]+)*$" }),
        ),
        "Topic": query("topic", "Tickets of this topic, or of those below it, by its id.", json!({ "type": "string" })),
        "Kind": query("kind", "Tickets of this kind.", part("schemas", "TicketKind")),
        "Q": query(
            "q",
            "Tickets with each of these words in subject, message or reference; case and accents do not matter.",
            json!({ "type": "string", "maxLength": 200 }),
        ),
        "UpdatedAfter": query("updated_after", "Tickets with an update after this moment.", part("schemas", "Timestamp")),
        "Waiting": query(
            "waiting",
            "Tickets that wait for the partner: they are asked something, for a comment, or whether the outcome settles the matter.",
            json!({ "type": "boolean", "default": false }),
        ),
        "Sort": query(
            "sort",
            "The order: by last update or by filing, a hyphen for the latest first; `waiting` for what waits for the partner \
             first, then the latest update.",
            json!({
                "type": "string",
                "enum": ["-updated_at", "updated_at", "-filed_at", "filed_at", "waiting"],
                "default": "-updated_at",
            }),
        ),
        "After": query(
            "after",
            "The number of the last update that is known: only later ones come.",
            json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX, "default": 0 }),
        ),
        "Number": query(
            "number",
            "The number of the entry; 1 is the filing.",
            json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX, "default": 1 }),
        ),
        "Download": query("download", "As a file, whatever the value.", json!({ "type": "string" })),
        "Cursor": query("cursor", "The `next` of the page before, unchanged.", json!({ "type": "string" })),
        "Limit": query(
            "limit",
            "How many items at most.",
            json!({ "type": "integer", "minimum": 1, "maximum": crate::MAX_PAGE, "default": 50 }),
        ),
    })
}

fn query(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": description, "schema": schema })
}

/// References to parameters, by their names in `components`.
pub(super) fn given(names: &[&str]) -> Value {
    names.iter().map(|name| part("parameters", name)).collect()
}

/// The body of a creating request.
pub(super) fn body(description: &str, schema: &str, shown: &[&str]) -> Value {
    json!({
        "description": description,
        "required": true,
        "content": { "application/json": { "schema": part("schemas", schema), "examples": examples(shown) } },
    })
}
