//! The resources of level 1 and what can be done with each.

use super::answers::good;
use super::inputs::{body, given};
use super::{mediation, outcome, part, push, receipts, uploads};
use serde_json::{Map, Value, json};

/// Headers of an answer with texts for people, and of one that can be kept.
const SPOKEN: (&str, &str) = ("Content-Language", "ContentLanguage");
pub(super) const KEPT: (&str, &str) = ("ETag", "ETag");

/// Every path with its operations.
pub(super) fn paths() -> Value {
    json!({
        "/service": { "get": service() },
        "/session/code": { "post": ask_code() },
        "/session": { "get": read_session(), "post": sign_in(), "delete": sign_out() },
        "/events": { "get": events() },
        "/me": { "get": read_me(), "patch": change_me() },
        "/me/export": { "get": export() },
        "/me/erasure": { "post": ask_erasure(), "delete": take_back_erasure() },
        "/push-subscription": { "put": push::keep(), "delete": push::forget() },
        "/sessions": { "delete": sign_out_everywhere() },
        "/tickets": { "get": list_tickets(), "post": file_ticket() },
        "/tickets/{id}": { "get": read_ticket() },
        "/tickets/{id}/updates": { "get": list_updates(), "post": write_update() },
        "/tickets/{id}/read": { "put": mark_read() },
        "/tickets/{id}/nudge": { "post": nudge() },
        "/tickets/{id}/receipt": { "get": receipts::read() },
        "/tickets/{id}/satisfaction": { "put": outcome::satisfaction() },
        "/tickets/{id}/review": { "post": outcome::review() },
        "/tickets/{id}/mediation": { "post": outcome::mediation() },
        "/tickets/{id}/withdrawal": { "post": outcome::withdrawal() },
        "/tickets/{id}/dossier": { "get": mediation::dossier() },
        "/mediation-questions": { "post": mediation::question() },
        "/incidents/{id}/subscription": { "put": subscribe(), "delete": unsubscribe() },
        "/articles/{slug}": { "get": read_article() },
        "/articles/{slug}/feedback": { "put": rate_article() },
        "/reports": { "get": list_reports() },
        "/reports/{year}": { "get": read_report() },
        "/uploads": { "post": uploads::create() },
        "/uploads/{id}": { "head": uploads::read(), "patch": uploads::write(), "delete": uploads::take_back() },
        "/attachments/{id}": { "get": uploads::attachment() },
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

fn ask_code() -> Value {
    let sent = good(
        "A code goes out if anything was filed under this address. The answer does not tell.",
        &[],
        "CodeSent",
        &["code_sent"],
    );
    json!({
        "operationId": "askCode",
        "tags": ["sessions"],
        "summary": "Ask for a one-time code",
        "description": "Six digits by e-mail, good for a while and once. The answer, and the time it takes, are the same for \
                        known and unknown addresses. Needs no idempotency key.",
        "security": [],
        "parameters": given(&["AcceptLanguage"]),
        "requestBody": body("Where it goes.", "NewCode", &["new_code"]),
        "responses": answers("202", sent, &[
            ("400", "BadBody"), ("408", "Timeout"), ("413", "TooLarge"), ("415", "MediaType"), ("422", "WrongCode"),
        ]),
    })
}

fn sign_in() -> Value {
    let created = good(
        "Signed in: by a cookie, or by the token in the answer when `bearer` asks for one. After an identity, with what the \
         platform says of the partner.",
        &[],
        "Session",
        &["session", "session_with_details"],
    );
    json!({
        "operationId": "signIn",
        "tags": ["sessions"],
        "summary": "Sign in",
        "description": "With the code, or with an identity: a JWT of the platform that embeds the app, where `session_kinds` \
                        lists `jwt`. A session opens every ticket filed under its address. A code can be guessed at five \
                        times, an identity works once. Under a cookie, each change carries the header `X-Recourse`.",
        "security": [],
        "parameters": given(&["AcceptLanguage"]),
        "requestBody": body("Address and code, or an identity.", "SignIn", &["new_session", "new_identity"]),
        "responses": answers("201", created, &[
            ("400", "BadBody"), ("408", "Timeout"), ("413", "TooLarge"), ("415", "MediaType"), ("422", "WrongSignIn"),
        ]),
    })
}

fn read_session() -> Value {
    json!({
        "operationId": "readSession",
        "tags": ["sessions"],
        "summary": "Read the session",
        "description": "Whose it is, and until when.",
        "security": [{ "session": [] }, { "bearer": [] }],
        "parameters": [],
        "responses": answers("200", good("The session.", &[], "Session", &["session"]), &[("401", "Unauthenticated")]),
    })
}

fn sign_out() -> Value {
    json!({
        "operationId": "signOut",
        "tags": ["sessions"],
        "summary": "Sign out",
        "description": "Ends this session; nothing happens when there is none.",
        "security": [{ "session": [] }, { "bearer": [] }],
        "parameters": [],
        "responses": answers("204", json!({ "description": "Signed out." }), &[]),
    })
}

fn sign_out_everywhere() -> Value {
    json!({
        "operationId": "signOutEverywhere",
        "tags": ["sessions"],
        "summary": "Sign out everywhere",
        "description": "Ends every session of this address.",
        "security": [{ "session": [] }, { "bearer": [] }],
        "parameters": [],
        "responses": answers("204", json!({ "description": "Signed out." }), &[("401", "Unauthenticated")]),
    })
}

fn events() -> Value {
    json!({
        "operationId": "events",
        "tags": ["events"],
        "summary": "Hear of changes",
        "description": "Server-Sent Events: `ticket.updated` with the id of a ticket of the session's and the number of its \
                        last update as JSON. The same event may come twice. A comment comes at least every 30 seconds. The \
                        stream ends with the session.",
        "security": [{ "session": [] }, { "bearer": [] }],
        "parameters": [{
            "name": "Last-Event-ID", "in": "header",
            "description": "The id of the last event that was heard: what has changed since comes first.",
            "schema": { "type": "string" },
        }],
        "responses": answers("200", json!({
            "description": "The stream.",
            "content": { "text/event-stream": {
                "schema": {
                    "type": "string",
                    "description": "The data of each event is JSON.",
                    "contentMediaType": "application/json",
                    "contentSchema": part("schemas", "TicketUpdated"),
                },
                "example": "id: 1795780800000\nevent: ticket.updated\ndata: {\"ticket\":\"tk_01K92QGZ7M4X\",\"last_update\":6}\n\n",
            } },
        }), &[("401", "Unauthenticated")]),
    })
}

/// Only a session knows whose data are meant.
fn of_a_session() -> Value {
    json!([{ "session": [] }, { "bearer": [] }])
}

fn read_me() -> Value {
    json!({
        "operationId": "readMe",
        "tags": ["me"],
        "summary": "Read how the partner is reached",
        "description": "The verified address, language and channel, and whether erasure was asked for.",
        "security": of_a_session(),
        "parameters": [],
        "responses": answers("200", good("As it is now.", &[], "Me", &["me", "me_to_be_erased"]), &[
            ("401", "Unauthenticated"), ("404", "NotFound"),
        ]),
    })
}

fn change_me() -> Value {
    let mut responses = answers(
        "200",
        good("As it is now.", &[], "Me", &["me"]),
        &[
            ("400", "BadBody"),
            ("401", "Unauthenticated"),
            ("404", "NotFound"),
            ("408", "Timeout"),
            ("413", "TooLarge"),
            ("415", "MediaType"),
            ("422", "WrongCode"),
        ],
    );
    responses["202"] = good("A code is on its way to the new address.", &[], "CodeSent", &["code_sent"]);
    json!({
        "operationId": "changeMe",
        "tags": ["me"],
        "summary": "Change how the partner is reached",
        "description": "What is given changes, for every ticket. A new address is given alone first, which sends a code there, \
                        then with code and challenge. It revokes the private links and ends the other sessions.",
        "security": of_a_session(),
        "parameters": given(&["AcceptLanguage", "ChangeKey"]),
        "requestBody": body(
            "What changes.",
            "MeChange",
            &["me_change", "me_bookmarks", "me_new_address", "me_confirmed_address"],
        ),
        "responses": responses,
    })
}

fn export() -> Value {
    json!({
        "operationId": "exportMe",
        "tags": ["me"],
        "summary": "Take everything away",
        "description": "Every ticket of the partner with its thread, as one file.",
        "security": of_a_session(),
        "parameters": given(&["AcceptLanguage"]),
        "responses": answers("200", good("The file.", &[], "Export", &["export"]), &[
            ("401", "Unauthenticated"), ("404", "NotFound"),
        ]),
    })
}

fn ask_erasure() -> Value {
    json!({
        "operationId": "askErasure",
        "tags": ["me"],
        "summary": "Ask for erasure",
        "description": "Closed tickets are erased when they have been kept for the days that `service.periods` names, open \
                        ones as long after their end. Until then it can be taken back.",
        "security": of_a_session(),
        "parameters": given(&["AcceptLanguage", "IdempotencyKey"]),
        "requestBody": body("Nothing else to say.", "Nothing", &["nudge"]),
        "responses": answers("202", good("It is noted.", &[], "Me", &["me_to_be_erased"]), &[
            ("400", "BadBody"), ("401", "Unauthenticated"), ("404", "NotFound"), ("408", "Timeout"), ("413", "TooLarge"),
            ("415", "MediaType"),
        ]),
    })
}

fn take_back_erasure() -> Value {
    json!({
        "operationId": "takeBackErasure",
        "tags": ["me"],
        "summary": "Take the erasure back",
        "description": "What has been erased by then stays erased.",
        "security": of_a_session(),
        "parameters": [],
        "responses": answers("200", good("As it is now.", &[], "Me", &["me"]), &[
            ("401", "Unauthenticated"), ("404", "NotFound"),
        ]),
    })
}

fn list_tickets() -> Value {
    let ok = good("One page of tickets.", &[KEPT, SPOKEN], "TicketSummaryPage", &["tickets"]);
    json!({
        "operationId": "listTickets",
        "tags": ["tickets"],
        "summary": "List tickets",
        "description": "The tickets that the caller may read: those filed under the address of a session, or the one of a \
                        link token. Conditions narrow the list together.",
        "security": [{ "link": [] }, { "session": [] }, { "bearer": [] }],
        "parameters": given(&[
            "AcceptLanguage", "IfNoneMatch", "Status", "Topic", "Kind", "Q", "UpdatedAfter", "Waiting", "Sort", "Cursor",
            "Limit",
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
        "security": [{ "link": [] }, { "session": [] }, { "bearer": [] }],
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
        "security": [{ "link": [] }, { "session": [] }, { "bearer": [] }],
        "parameters": given(&["Id", "AcceptLanguage", "IfNoneMatch", "After", "Cursor", "Limit"]),
        "responses": answers("200", ok, &[
            ("304", "NotModified"), ("400", "BadQuery"), ("401", "Unauthenticated"), ("404", "NotFound"),
        ]),
    })
}

fn write_update() -> Value {
    let created =
        good("Stored, or stored before under the same key.", &[SPOKEN], "Update", &["update", "answer", "update_with_file"]);
    json!({
        "operationId": "writeUpdate",
        "tags": ["updates"],
        "summary": "Write into the thread",
        "description": "A reply, if the ticket lists the action `reply`; likewise `answer` and `comment`.",
        "security": [{ "link": [] }, { "session": [] }, { "bearer": [] }],
        "parameters": given(&["Id", "AcceptLanguage", "IdempotencyKey"]),
        "requestBody": body("What the partner writes, trimmed.", "NewUpdate", &["new_update", "new_answer", "new_update_with_file"]),
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
        "security": [{ "link": [] }, { "session": [] }, { "bearer": [] }],
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
        "security": [{ "link": [] }, { "session": [] }, { "bearer": [] }],
        "parameters": given(&["Id", "AcceptLanguage", "IdempotencyKey"]),
        "requestBody": body("Nothing else to say.", "Nothing", &["nudge"]),
        "responses": answers("201", created, &[
            ("400", "BadBody"), ("401", "Unauthenticated"), ("404", "NotFound"), ("408", "Timeout"), ("409", "IllegalMove"),
            ("413", "TooLarge"), ("415", "MediaType"), ("422", "KeyReused"),
        ]),
    })
}

fn subscribe() -> Value {
    json!({
        "operationId": "subscribe",
        "tags": ["incidents"],
        "summary": "Ask to be told when an incident is solved",
        "description": "One e-mail when it is solved, and none else; then the address is forgotten. Needs no session: without \
                        `email` the address is that of the session or the link. The answer is the same whether or not the \
                        address had asked before. One that was taken back under its key stays so.",
        "security": [{}, { "link": [] }, { "session": [] }, { "bearer": [] }],
        "parameters": given(&["IncidentId", "AcceptLanguage", "SubscriptionKey"]),
        "requestBody": body("Who is told, in which language.", "NewSubscription", &["new_subscription"]),
        "responses": answers("204", json!({ "description": "Noted." }), &[
            ("400", "BadBody"), ("401", "Unauthenticated"), ("404", "NoIncident"), ("408", "Timeout"), ("413", "TooLarge"),
            ("415", "MediaType"), ("422", "InvalidSubscription"),
        ]),
    })
}

fn read_article() -> Value {
    let ok = good("The article in one language.", &[KEPT, SPOKEN], "Article", &["article"]);
    json!({
        "operationId": "readArticle",
        "tags": ["articles"],
        "summary": "Read a help article",
        "description": "Markdown without HTML. In a language that the article does not have, it comes in the default one. The \
                        app keeps it, and shows the kept copy when it is offline.",
        "security": [],
        "parameters": given(&["Slug", "AcceptLanguage", "IfNoneMatch"]),
        "responses": answers("200", ok, &[("304", "NotModified"), ("404", "NoArticle")]),
    })
}

fn rate_article() -> Value {
    json!({
        "operationId": "rateArticle",
        "tags": ["articles"],
        "summary": "Say whether an article helped",
        "description": "Needs no session, and is kept without any. What comes later under the same key takes the place of \
                        what came before: first whether it helped, then why.",
        "security": [],
        "parameters": given(&["Slug", "AcceptLanguage", "ReaderKey"]),
        "requestBody": body("What the reader says.", "ArticleFeedback", &["article_feedback", "article_feedback_why"]),
        "responses": answers("204", json!({ "description": "Noted." }), &[
            ("400", "BadBody"), ("404", "NoArticle"), ("408", "Timeout"), ("413", "TooLarge"), ("415", "MediaType"),
            ("422", "InvalidFeedback"),
        ]),
    })
}

fn list_reports() -> Value {
    json!({
        "operationId": "listReports",
        "tags": ["reports"],
        "summary": "List the years with a report",
        "description": "The years that are over and have something to count, the latest first. The same years as `report_years` of \
                        `service`.",
        "security": [],
        "parameters": given(&["AcceptLanguage", "IfNoneMatch"]),
        "responses": answers("200", good("The years.", &[KEPT, SPOKEN], "Reports", &["reports"]), &[
            ("304", "NotModified"), ("404", "NoReport"),
        ]),
    })
}

fn read_report() -> Value {
    let mut ok = good("The figures in one language.", &[KEPT, SPOKEN], "Report", &["report"]);
    ok["content"]["text/csv"] = json!({ "schema": { "type": "string" } });
    json!({
        "operationId": "readReport",
        "tags": ["reports"],
        "summary": "Read the report of a year",
        "description": "What Regulation (EU) 2019/1150, Art. 11(4) asks for, whole, and tables beyond it in which small counts are \
                        left out so that no sum gives them back. Published versions never change; what nobody has verified is \
                        version 0 and is computed anew. CSV, one figure a line, comes for `Accept: text/csv`, too.",
        "security": [],
        "parameters": given(&["Year", "Version", "Format", "Language", "AcceptLanguage", "IfNoneMatch"]),
        "responses": answers("200", ok, &[("304", "NotModified"), ("400", "BadQuery"), ("404", "NoReport")]),
    })
}

fn unsubscribe() -> Value {
    json!({
        "operationId": "unsubscribe",
        "tags": ["incidents"],
        "summary": "Take that back",
        "description": "Under the key of the request that asked for it: whoever has the key takes back what was asked with it, \
                        and nothing else. The answer is the same whether or not there was one.",
        "security": [],
        "parameters": given(&["IncidentId", "SubscriptionKey"]),
        "responses": answers("204", json!({ "description": "Nobody is told under this key." }), &[("400", "BadKey")]),
    })
}

/// The good answer, the refusals, and what can happen to every request.
pub(super) fn answers(status: &str, good: Value, others: &[(&str, &str)]) -> Value {
    let mut all = Map::from_iter([(status.to_owned(), good)]);
    for (status, name) in others.iter().chain(&[("429", "TooMany"), ("500", "Internal"), ("503", "Unavailable")]) {
        all.insert((*status).to_owned(), part("responses", name));
    }
    all.into()
}
