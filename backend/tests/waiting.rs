//! What waits for the partner: lists, pages, rows and the database's column say the same.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::case::{act, decide, settle};
use harness::sessions::token;
use harness::{Backend, WithToken, send, with};
use recourse_contract::{Filed, Page, Ticket, TicketSummary, Timestamp};
use serde_json::json;

const MARIE: &str = "marie.dupont@example.com";

async fn list(backend: &Backend, token: &str, query: &str) -> Page<TicketSummary> {
    send(backend.get(&format!("/tickets?{query}")).bearer(token)).await.found()
}

fn subjects(page: Page<TicketSummary>) -> Vec<String> {
    page.items.into_iter().map(|row| row.subject).collect()
}

#[tokio::test]
async fn an_outcome_that_asks_whether_it_settles_the_matter_waits_for_the_partner() {
    let backend = Backend::start(&[]).await;
    let mut all: Vec<Filed> = Vec::new();
    for subject in ["Asked", "Said no", "Said yes", "Questioned", "Filed"] {
        all.push(backend.file(&with("/subject", subject)).await);
    }
    let [asked, no, yes, questioned, _] = all.as_slice() else { unreachable!() };
    for filed in [asked, no, yes] {
        decide(&backend, filed, "Decided.").await;
    }
    settle(&backend, no, false).await.found::<Ticket>();
    settle(&backend, yes, true).await.found::<Ticket>();
    let due_at = Timestamp(asked.ticket.summary.filed_at.0 + 7 * recourse_contract::time::DAY).to_string();
    let question = json!([{"id": "when", "kind": "date", "label": "When?", "required": true}]);
    let asking = json!({"move": "ask", "text": "One question.", "due_at": due_at, "questions": question});
    assert_eq!(act(&backend, questioned, asking).await.status, 201);

    let token = token(&backend, MARIE).await;
    assert_eq!(subjects(list(&backend, &token, "waiting=true&sort=filed_at").await), ["Asked", "Questioned"]);
    assert_eq!(subjects(list(&backend, &token, "waiting=true&status=resolved").await), ["Asked"]);
    assert_eq!(list(&backend, &token, "waiting=false").await.items.len(), 5);
    let rows = list(&backend, &token, "sort=waiting").await.items;
    assert!(rows[..2].iter().all(TicketSummary::waits_for_partner), "{rows:?}");
    assert!(!rows[2..].iter().any(TicketSummary::waits_for_partner), "{rows:?}");
    let by: Vec<&str> = rows.iter().filter(|row| row.answer_by.is_some()).map(|row| &*row.subject).collect();
    assert_eq!(by, ["Asked"]);
    for row in &rows {
        let waits = backend.number(&format!("SELECT waits FROM tickets WHERE id = '{}'", row.id)).await;
        assert_eq!(waits == 1, row.waits_for_partner(), "{}", row.subject);
    }

    // Page by page it is the same list.
    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = list(&backend, &token, &format!("sort=waiting&limit=1{cursor}")).await;
        cursor = page.next.iter().map(|next| format!("&cursor={next}")).collect();
        paged.extend(page.items);
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!(paged, rows);

    // What a handler writes meanwhile answers nothing.
    act(&backend, asked, json!({"move": "reply", "text": "We have written to you."})).await;
    assert_eq!(subjects(list(&backend, &token, "waiting=true&sort=filed_at").await), ["Asked", "Questioned"]);
}
