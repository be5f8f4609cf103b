//! The resources of level 1 and what can be done with each.

use super::answers::good;
use super::inputs::{body, given};
use super::part;
use serde_json::{Map, Value, json};

/// Headers of an answer with texts for people, and of one that can be kept.
const SPOKEN: (&str, &str) = ("Content-Language", "ContentLanguage");
const KEPT: (&str, &str) = ("ETag", "ETag");

/// Every path with its operations.
pub(super) fn paths() -> Value {
    json!({
        "/service": { "get": service() },
        "/tickets": { "get": list_tickets(), "post": file_ticket() },
        "/tickets/{id}": { "get": read_ticket() },
        "/tickets/{id}/updates": { "get": list_updates(), "post": write_update() },
        "/tickets/{id}/read": { "put": mark_read() },
        "/tickets/{id}/nudge": { "post": nudge() },
    })
}

fn service() -> Value {
    let ok = good("What this backend is and can do, in one language.", &[KEPT, SPOKEN], "Service", &["service"]);
    json!({
        "operationId": "getService",
        "tags": ["service"],
        "summary": "What this backend is and can do",
        "description": "The platform, the topic tree with its fields, the limits and the capabilities. The app reads it \
                        first, keeps it, and works from the kept copy when it is offline.",
        "security": [],
        "parameters": given(&["AcceptLanguage", "IfNoneMatch"]),
        "responses": answers("200", ok, &[("304", "NotModified")]),
    })
}

fn list_tickets() -> Value {
    let ok = good("One page of tickets.", &[KEPT, SPOKEN], "TicketSummaryPage", &["tickets"]);
    json!({
        "operationId": "listTickets",
        "tags": ["tickets"],
        "summary": "List tickets",
        "description": "The tickets that the bearer may read: with a link token, that one ticket. Conditions narrow the \
                        list together.",
        "security": [{ "link": [] }],
        "parameters": given(&[
            "AcceptLanguage", "IfNoneMatch", "Status", "Topic", "Kind", "Q", "UpdatedAfter", "Sort", "Cursor", "Limit",
        ]),
        "responses": answers("200", ok, &[("304", "NotModified"), ("400", "BadQuery"), ("401", "Unauthenticated")]),
    })
}

fn file_ticket() -> Value {
    let stored = "Stored and acknowledged, or stored before under the same key.";
    let created = good(stored, &[("Location", "Location"), SPOKEN], "Filed", &["filed"]);
    json!({
        "operationId": "fileTicket",
        "tags": ["tickets"],
        "summary": "File a ticket",
        "description": "Needs no session. Stores the ticket, opens its thread with what was filed and an acknowledgement, \
                        and gives a link token for this ticket alone.",
        "security": [],
        "parameters": given(&["AcceptLanguage", "IdempotencyKey"]),
        "requestBody": body("What the partner files, trimmed.", "NewTicket", &["new_ticket"]),
        "responses": answers("201", created, &[
            ("400", "BadBody"), ("408", "Timeout"), ("413", "TooLarge"), ("415", "MediaType"), ("422", "InvalidTicket"),
        ]),
    })
}

fn read_ticket() -> Value {
    let ok = good("The ticket, whole but for its thread.", &[KEPT, SPOKEN], "Ticket", &["ticket"]);
    json!({
        "operationId": "readTicket",
        "tags": ["tickets"],
        "summary": "Read a ticket",
        "description": "What was filed, where it stands, and what the partner may do now.",
        "security": [{ "link": [] }],
        "parameters": given(&["Id", "AcceptLanguage", "IfNoneMatch"]),
        "responses": answers("200", ok, &[("304", "NotModified"), ("401", "Unauthenticated"), ("404", "NotFound")]),
    })
}

fn list_updates() -> Value {
    let ok = good("One page of the thread.", &[KEPT, SPOKEN], "UpdatePage", &["updates"]);
    json!({
        "operationId": "listUpdates",
        "tags": ["updates"],
        "summary": "Read the thread",
        "description": "The updates of a ticket, oldest first, numbered from 1 without gaps.",
        "security": [{ "link": [] }],
        "parameters": given(&["Id", "AcceptLanguage", "IfNoneMatch", "After", "Cursor", "Limit"]),
        "responses": answers("200", ok, &[
            ("304", "NotModified"), ("400", "BadQuery"), ("401", "Unauthenticated"), ("404", "NotFound"),
        ]),
    })
}

fn write_update() -> Value {
    let created = good("Stored, or stored before under the same key.", &[SPOKEN], "Update", &["update", "answer"]);
    json!({
        "operationId": "writeUpdate",
        "tags": ["updates"],
        "summary": "Write into the thread",
        "description": "A reply, if the ticket lists the action `reply`; likewise `answer` and `comment`.",
        "security": [{ "link": [] }],
        "parameters": given(&["Id", "AcceptLanguage", "IdempotencyKey"]),
        "requestBody": body("What the partner writes, trimmed.", "NewUpdate", &["new_update", "new_answer"]),
        "responses": answers("201", created, &[
            ("400", "BadBody"), ("401", "Unauthenticated"), ("404", "NotFound"), ("408", "Timeout"), ("409", "IllegalMove"),
            ("413", "TooLarge"), ("415", "MediaType"), ("422", "InvalidUpdate"),
        ]),
    })
}

fn mark_read() -> Value {
    json!({
        "operationId": "markRead",
        "tags": ["updates"],
        "summary": "Say what was read",
        "description": "Read up to this update. A lower number than before changes nothing, a higher one than the thread has \
                        counts as its last.",
        "security": [{ "link": [] }],
        "parameters": given(&["Id"]),
        "requestBody": body("What was seen.", "ReadUpTo", &["read_up_to"]),
        "responses": answers("204", json!({ "description": "Noted." }), &[
            ("400", "BadBody"), ("401", "Unauthenticated"), ("404", "NotFound"), ("408", "Timeout"), ("413", "TooLarge"),
            ("415", "MediaType"),
        ]),
    })
}

fn nudge() -> Value {
    let created = good("Noted in the thread, or noted before under the same key.", &[SPOKEN], "Update", &["nudged"]);
    json!({
        "operationId": "nudge",
        "tags": ["updates"],
        "summary": "Remind the platform",
        "description": "When `news_by` has passed in silence: once for each silence. Offered as the action `nudge`.",
        "security": [{ "link": [] }],
        "parameters": given(&["Id", "AcceptLanguage", "IdempotencyKey"]),
        "requestBody": body("Nothing else to say.", "Nothing", &["nudge"]),
        "responses": answers("201", created, &[
            ("400", "BadBody"), ("401", "Unauthenticated"), ("404", "NotFound"), ("408", "Timeout"), ("409", "IllegalMove"),
            ("413", "TooLarge"), ("415", "MediaType"), ("422", "KeyReused"),
        ]),
    })
}

/// The good answer, the refusals, and what can happen to every request.
fn answers(status: &str, good: Value, others: &[(&str, &str)]) -> Value {
    let mut all = Map::from_iter([(status.to_owned(), good)]);
    for (status, name) in others.iter().chain(&[("429", "TooMany"), ("500", "Internal"), ("503", "Unavailable")]) {
        all.insert((*status).to_owned(), part("responses", name));
    }
    all.into()
}
