//! What belongs to mediation: the dossier of a ticket, and questions.

use super::answers::good;
use super::inputs::{body, given};
use super::operations::answers;
use super::part;
use serde_json::{Value, json};

/// `GET /tickets/{id}/dossier`.
pub(super) fn dossier() -> Value {
    let archive = json!({
        "description": "A ZIP archive: `dossier.html` first, then `SHA256SUMS.txt`, receipts and attachments. It comes as a \
                        stream, without its length; one that breaks off has no directory at its end.",
        "headers": {
            "Content-Disposition": part("headers", "ContentDisposition"),
            "Content-Language": part("headers", "ContentLanguage"),
        },
        "content": { "application/zip": { "schema": { "type": "string", "format": "binary" } } },
    });
    json!({
        "operationId": "readDossier",
        "tags": ["mediation"],
        "summary": "Read the dossier of a ticket",
        "description": "Everything that a mediator has to read, for somebody without an account. Once mediation is asked for, \
                        the attachments that were chosen for it; before, all.",
        "security": [{ "link": [] }, { "session": [] }, { "bearer": [] }],
        "parameters": given(&["Id", "Language", "AcceptLanguage"]),
        "responses": answers("200", archive, &[
            ("400", "BadQuery"), ("401", "Unauthenticated"), ("404", "NotFound"),
        ]),
    })
}

/// `POST /mediation-questions`.
pub(super) fn question() -> Value {
    let taken = good("It is stored, or was before under the same key.", &[], "QuestionTaken", &["question_taken"]);
    json!({
        "operationId": "askAboutMediation",
        "tags": ["mediation"],
        "summary": "Ask something about mediation",
        "description": "Before a mediation or during it, by anybody. It starts nothing; the answer comes by e-mail.",
        "security": [],
        "parameters": given(&["AcceptLanguage", "IdempotencyKey"]),
        "requestBody": body("The question, trimmed.", "NewMediationQuestion", &["new_mediation_question"]),
        "responses": answers("201", taken, &[
            ("400", "BadBody"), ("404", "NoMediation"), ("408", "Timeout"), ("413", "TooLarge"), ("415", "MediaType"),
            ("422", "InvalidQuestion"),
        ]),
    })
}
