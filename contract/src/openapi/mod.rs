//! The OpenAPI document, made from the wire types so that the two cannot part.
//!
//! It is written to `contract/openapi.json` by the binary `recourse-openapi`; a test fails when that file is stale.
//! Level 1, and of level 2 what the reference backend offers.

mod answers;
mod examples;
mod inputs;
mod mediation;
mod operations;
mod outcome;
mod push;
mod receipts;
mod schemas;
mod uploads;

use serde_json::{Value, json};

/// What a person reads first: the rules that hold for every resource.
const INTRODUCTION: &str = "\
What the Recourse app asks of a backend: level 1, the least that a compatible backend offers, and sessions. `GET /service` announces \
what there is beyond it, and the app hides what is not announced.

- JSON in UTF-8, names in `snake_case`, times in RFC 3339 and UTC, countries in ISO 3166-1 alpha-2, languages in BCP 47, \
money as decimal text with an ISO 4217 code.
- Ids are opaque. Writers leave out an optional field that has no value.
- Readers ignore fields they do not know, and show a value they do not know as a neutral entry. Writers send what is \
listed here, and nothing that `service` does not announce.
- A creating request carries an `Idempotency-Key`. The same key with the same body gives the first answer again, as long \
as the ticket exists; with another body it is refused. A definite refusal (4xx) frees the key.
- Errors are problem details (RFC 9457) with stable types.
- Texts for people come in the language that `Accept-Language` asks for, named by `Content-Language`.";

/// The whole document, OpenAPI 3.1.
pub fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Recourse backend",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Complaints of business users, and what becomes of them.",
            "description": INTRODUCTION,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "contact": { "name": "Recourse", "url": "https://recourse.example" },
        },
        "servers": [{
            "url": crate::BASE_PATH,
            "description": "Below the origin that the app's `config.json` names.",
        }],
        "tags": [
            { "name": "service", "description": "What this backend is and can do." },
            { "name": "sessions", "description": "Signing in and out, where `service` announces `sessions`." },
            { "name": "tickets", "description": "Filing, listing and reading complaints." },
            { "name": "updates", "description": "The thread of one ticket." },
            { "name": "receipts", "description": "Proof of what was lodged, where `service` announces `receipts`." },
            { "name": "outcome", "description": "What can be done about an outcome, where `service` announces it: `outcome`, `satisfaction`, `mediation`." },
            { "name": "incidents", "description": "What is known not to work, where `service` announces `incidents`." },
            { "name": "uploads", "description": "Files that go with tickets and updates, where `service` announces `uploads`: tus 1.0." },
            { "name": "mediation", "description": "The dossier and questions, where `service` announces `mediation`." },
            { "name": "me", "description": "The partner who is signed in." },
            { "name": "articles", "description": "Help articles, where `service` announces `articles`." },
            { "name": "reports", "description": "The public report of each year, where `service` announces `reports`." },
            { "name": "push", "description": "News on devices (Web Push), where `service` announces `push`." },
            { "name": "events", "description": "News as they come, where `service` announces `events`." },
        ],
        "paths": operations::paths(),
        "components": {
            "schemas": schemas::schemas(),
            "parameters": inputs::parameters(),
            "headers": answers::headers(),
            "responses": answers::problems(),
            "securitySchemes": {
                "link": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The link token that filing gave: it opens one ticket. Kept in the fragment of the \
                                    private link, which browsers never send.",
                },
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "recourse",
                    "description": "The session of a partner who is signed in, on the backend's own origin. `__Host-recourse` \
                                    with TLS, `…-complaints` below `/complaints`. Changes carry the header `X-Recourse`, with \
                                    any value.",
                },
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token of a session, for pages in a frame or on another origin.",
                },
            },
        },
    })
}

/// The document as the committed file has it.
pub fn text() -> String {
    format!("{:#}\n", document())
}

/// A reference to a part of `components`.
fn part(section: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{section}/{name}") })
}
