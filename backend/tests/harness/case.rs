//! A case from both ends: what the partner does with it, and what a handler does.

use super::{Answer, Backend, WithToken, key, send};
use recourse_contract::ticket::State;
use recourse_contract::{Filed, Page, Ticket, Update};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;

/// A move of a handler.
pub async fn act(backend: &Backend, filed: &Filed, what: Value) -> Answer {
    let key = fs::read_to_string(backend.data().join("handler.key")).unwrap();
    let path = format!("/handler/tickets/{}/moves", filed.ticket.summary.id);
    let request = backend.request(Method::POST, &path).bearer(key.trim()).header("content-type", "application/json");
    send(request.body(what.to_string())).await
}

/// A decision that has to be taken.
pub async fn decide(backend: &Backend, filed: &Filed, text: &str) {
    let outcome = json!({"decision": "partly_upheld", "findings": "It was held by mistake.", "remedy": "You are paid today."});
    let done = act(backend, filed, json!({"move": "outcome", "text": text, "outcome": outcome})).await;
    assert_eq!(done.status, 201, "{}", done.text());
}

/// The ticket as its partner reads it.
pub async fn ticket(backend: &Backend, filed: &Filed) -> Ticket {
    send(backend.get(&format!("/tickets/{}", filed.ticket.summary.id)).with(filed)).await.found()
}

/// Where it stands.
pub async fn state(backend: &Backend, filed: &Filed) -> State {
    ticket(backend, filed).await.summary.state
}

pub async fn thread(backend: &Backend, filed: &Filed) -> Vec<Update> {
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    send(backend.get(&path).with(filed)).await.found::<Page<Update>>().items
}

/// What the partner says of the outcome, under this key if there is one.
pub async fn say(backend: &Backend, filed: &Filed, key: Option<&str>, said: Value) -> Answer {
    let path = format!("/api/v1/tickets/{}/satisfaction", filed.ticket.summary.id);
    let request = backend.request(Method::PUT, &path).with(filed).header("content-type", "application/json");
    let request = key.into_iter().fold(request, |request, key| request.header("idempotency-key", key));
    send(request.body(said.to_string())).await
}

/// Whether it is settled, under a key of its own.
pub async fn settle(backend: &Backend, filed: &Filed, yes: bool) -> Answer {
    say(backend, filed, Some(&key()), json!({"settled": yes})).await
}

/// What the partner asks for: `review`, `mediation`, `withdrawal`.
pub async fn ask(backend: &Backend, filed: &Filed, what: &str, key: &str, body: Value) -> Answer {
    send(backend.post(&format!("/tickets/{}/{what}", filed.ticket.summary.id), key, body.to_string()).with(filed)).await
}
