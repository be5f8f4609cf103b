//! Uploads, after tus 1.0 (<https://tus.io/protocols/resumable-upload>), and the bytes of attachments.

use super::inputs::given;
use super::operations::answers;
use super::part;
use serde_json::{Value, json};

/// The header of every request of tus but `OPTIONS`.
const SPOKEN: &str = "TusResumable";

/// `POST /uploads`.
pub(super) fn create() -> Value {
    let created = with_headers(
        "A file may come.",
        &[("Location", "UploadLocation"), ("Upload-Offset", "UploadOffset"), ("Upload-Expires", "UploadExpires")],
    );
    json!({
        "operationId": "createUpload",
        "tags": ["uploads"],
        "summary": "Announce a file",
        "description": "tus, creation. Needs no session and no idempotency key: the address in `Location` is all that opens the \
                        upload. With `Content-Type: application/offset+octet-stream` the body is the first piece. A file that \
                        cannot be accepted by its name, type or size is refused before it travels.",
        "security": [],
        "parameters": given(&[SPOKEN, "UploadLength", "UploadMetadata", "UploadChecksum", "AcceptLanguage"]),
        "responses": answers("201", created, &[
            ("400", "BadUpload"), ("404", "NoUploads"), ("412", "OtherTus"), ("413", "FileTooLarge"), ("422", "InvalidFile"),
            ("460", "WrongChecksum"),
        ]),
    })
}

/// `HEAD /uploads/{id}`.
pub(super) fn read() -> Value {
    let found = with_headers(
        "It goes on at `Upload-Offset`.",
        &[("Upload-Offset", "UploadOffset"), ("Upload-Length", "UploadSize"), ("Upload-Expires", "UploadExpires")],
    );
    json!({
        "operationId": "readUpload",
        "tags": ["uploads"],
        "summary": "Ask how far an upload has come",
        "description": "As tus has it. The answer has no body, whatever its status.",
        "security": [],
        "parameters": given(&["UploadId", SPOKEN]),
        "responses": answers("200", found, &[("404", "NoUpload"), ("410", "UploadGone"), ("412", "OtherTus")]),
    })
}

/// `PATCH /uploads/{id}`.
pub(super) fn write() -> Value {
    let kept = with_headers(
        "The piece is kept. The whole file has been looked at and can go with a ticket when the offset is its length.",
        &[("Upload-Offset", "UploadOffset"), ("Upload-Expires", "UploadExpires")],
    );
    json!({
        "operationId": "writeUpload",
        "tags": ["uploads"],
        "summary": "Send a piece of a file",
        "description": "As tus has it: from the offset that the backend has. What came before a connection was cut is kept, unless \
                        the piece has a check sum. With the last piece the file is looked at; one that does not come in is \
                        gone afterwards.",
        "security": [],
        "parameters": given(&["UploadId", SPOKEN, "UploadOffset", "UploadChecksum", "AcceptLanguage"]),
        "requestBody": {
            "description": "The bytes.",
            "required": true,
            "content": { "application/offset+octet-stream": { "schema": { "type": "string", "format": "binary" } } },
        },
        "responses": answers("204", kept, &[
            ("400", "BadUpload"), ("404", "NoUpload"), ("408", "Timeout"), ("409", "WrongOffset"), ("410", "UploadGone"),
            ("412", "OtherTus"), ("413", "FileTooLarge"), ("415", "MediaType"), ("422", "InvalidFile"), ("423", "UploadBusy"),
            ("460", "WrongChecksum"),
        ]),
    })
}

/// `DELETE /uploads/{id}`.
pub(super) fn take_back() -> Value {
    json!({
        "operationId": "takeBackUpload",
        "tags": ["uploads"],
        "summary": "Take a file back",
        "description": "tus, termination: as long as it goes with nothing.",
        "security": [],
        "parameters": given(&["UploadId", SPOKEN]),
        "responses": answers("204", json!({ "description": "It is gone." }), &[
            ("404", "NoUpload"), ("410", "UploadGone"), ("412", "OtherTus"), ("423", "UploadBusy"),
        ]),
    })
}

/// `GET /attachments/{id}`.
pub(super) fn attachment() -> Value {
    let bytes = |description: &str| {
        json!({
            "description": description,
            "headers": {
                "ETag": part("headers", "ETag"),
                "Content-Disposition": part("headers", "ContentDisposition"),
            },
            "content": { "*/*": { "schema": { "type": "string", "format": "binary" } } },
        })
    };
    let mut responses = answers(
        "200",
        bytes("The file, as a download."),
        &[("304", "NotModified"), ("401", "Unauthenticated"), ("404", "NotFound"), ("410", "UploadGone")],
    );
    responses["206"] = bytes("The part that was asked for.");
    responses["416"] = json!({ "description": "There is no such part." });
    json!({
        "operationId": "readAttachment",
        "tags": ["uploads"],
        "summary": "Read an attachment",
        "description": "For whoever may read its ticket. One `Range` can be asked for.",
        "security": [{ "link": [] }, { "session": [] }, { "bearer": [] }],
        "parameters": given(&["AttachmentId", "IfNoneMatch", "Range"]),
        "responses": responses,
    })
}

fn with_headers(description: &str, headers: &[(&str, &str)]) -> Value {
    let headers: serde_json::Map<String, Value> =
        headers.iter().map(|(header, name)| ((*header).to_owned(), part("headers", name))).collect();
    json!({ "description": description, "headers": headers })
}
