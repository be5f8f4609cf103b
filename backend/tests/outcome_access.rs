//! Who may answer an outcome: whoever may read the ticket, and has read this outcome.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::case::{ask, decide, say, state, thread, ticket};
use harness::{Backend, WithToken, key, new_ticket, send, with};
use recourse_contract::ticket::State;
use recourse_contract::{Filed, ProblemType, Ticket, Update};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// Everything that can be done about an outcome, as nobody in particular.
fn attempts(backend: &Backend, filed: &Filed) -> Vec<RequestBuilder> {
    let mediation = json!({"mediator": "cmp", "language": "fr", "statement": "The interest is missing."});
    let all: [(Method, &str, Value); 5] = [
        (Method::PUT, "satisfaction", json!({"settled": true})),
        (Method::PUT, "satisfaction", json!({"rating": 1})),
        (Method::POST, "review", json!({"text": "Look again."})),
        (Method::POST, "mediation", mediation),
        (Method::POST, "withdrawal", json!({})),
    ];
    let request = |(method, what, body): (Method, &str, Value)| {
        let path = format!("/api/v1/tickets/{}/{what}", filed.ticket.summary.id);
        let request = backend.request(method, &path).header("content-type", "application/json");
        request.header("idempotency-key", key()).body(body.to_string())
    };
    all.into_iter().map(request).collect()
}

#[tokio::test]
async fn nobody_else_can_answer_an_outcome() {
    let backend = Backend::start(&[]).await;
    let mine = backend.file(&new_ticket()).await;
    let theirs = backend.file(&with("/partner/email", "other@example.com")).await;
    decide(&backend, &mine, "Decided.").await;
    let count = "SELECT SUM(version * 1000 + last_update) + (SELECT COUNT(*) FROM answers) FROM tickets";
    let before = backend.number(count).await;
    for request in attempts(&backend, &mine) {
        send(request).await.problem(ProblemType::Unauthenticated);
    }
    for token in [theirs.link_token.as_str(), "forged.1.x"] {
        for request in attempts(&backend, &mine) {
            send(request.bearer(token)).await.problem(ProblemType::NotFound);
        }
    }
    // A private link that was revoked opens nothing any more.
    backend.execute("UPDATE tickets SET generation = generation + 1").await;
    for request in attempts(&backend, &mine) {
        send(request.with(&mine)).await.problem(ProblemType::NotFound);
    }
    assert_eq!(backend.number(count).await, before, "nothing has changed");
}

#[tokio::test]
async fn an_answer_that_was_meant_for_an_earlier_outcome_settles_nothing() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    decide(&backend, &filed, "Decided.").await;
    let first = ticket(&backend, &filed).await.summary.last_update;
    // On another device meanwhile.
    ask(&backend, &filed, "review", &key(), json!({"text": "Look again."})).await.created::<Update>();
    decide(&backend, &filed, "Decided again.").await;
    let second = thread(&backend, &filed).await.pop().unwrap().number;
    for settled in [true, false] {
        let late = say(&backend, &filed, Some(&key()), json!({"settled": settled, "answers_to": first})).await;
        assert_eq!(late.problem(ProblemType::IllegalMove).state, Some(State::Resolved));
    }
    assert_eq!(ticket(&backend, &filed).await.satisfaction, None);
    let settled: Ticket = say(&backend, &filed, Some(&key()), json!({"settled": true, "answers_to": second})).await.found();
    assert_eq!(settled.satisfaction.and_then(|said| said.answers_to), None, "it was for the request");
    assert_eq!(state(&backend, &filed).await, State::Closed);
}
