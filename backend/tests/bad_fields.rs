//! Extra fields over HTTP: what is asked decides what is taken, and each refusal stands at its place.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::refused::{Field, Refused, SCRIPT, Unreadable, all_refused, body, many_faces, written};
use harness::{Backend, WithToken, key, new_ticket, send, with};
use recourse_contract::ticket::{DateRange, FieldValue};
use recourse_contract::{Code, Filed, Page, ProblemType, Ticket, Update};
use reqwest::Method;
use serde_json::{Value, json};

const LATER: &str = "2100-01-01T00:00:00Z";

/// The example with these answers instead of its own to what its topic may leave open.
fn answering(more: Value) -> Value {
    let mut ticket = new_ticket();
    let amount = ticket["fields"]["amount"].take();
    ticket["fields"] = json!({ "amount": amount });
    ticket["fields"].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    ticket
}

#[tokio::test]
async fn days_choices_and_conditions_are_checked_as_the_app_does() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let period = |from: &str, to: &str| answering(json!({"period": {"from": from, "to": to}}));
    let documents = |value: Value| answering(json!({"reason_shown": "identity", "documents": value}));
    let cases: Vec<(Value, Refused)> = vec![
        (period("2026-10-15", "2026-10-01"), Field("/fields/period/to", Code::Order)),
        (period("2026-10-15", " "), Field("/fields/period/to", Code::Required)),
        (period("", "2026-10-15"), Field("/fields/period/from", Code::Required)),
        (period("2009-12-31", "2026-10-15"), Field("/fields/period/from", Code::TooSmall)),
        (period("2026-02-30", "2026-10-15"), Field("/fields/period/from", Code::Date)),
        (period("2026-10-01", SCRIPT), Field("/fields/period/to", Code::Date)),
        (period("2026-10-01", &many_faces()), Field("/fields/period/to", Code::Date)),
        (answering(json!({"period": "2026-10-01"})), Field("/fields/period", Code::Date)),
        (answering(json!({"period": ["2026-10-01", "2026-10-15"]})), Field("/fields/period", Code::Date)),
        (answering(json!({"period": {"amount": "5", "currency": "EUR"}})), Field("/fields/period", Code::Date)),
        (answering(json!({"period": {"from": "2026-10-01"}})), Unreadable("/fields/period")),
        (answering(json!({"period": {"from": 5, "to": "2026-10-15"}})), Unreadable("/fields/period/from")),
        (answering(json!({"period": {"from": null, "to": "2026-10-15"}})), Unreadable("/fields/period/from")),
        (
            answering(json!({"period": {"from": "2026-10-01", "to": "2026-10-15", "amount": "5", "currency": "EUR"}})),
            Unreadable("/fields/period"),
        ),
        (answering(json!({"amount": {"from": "2026-10-01", "to": "2026-10-15"}})), Field("/fields/amount", Code::Amount)),
        (documents("identity_card".into()), Field("/fields/documents", Code::Choice)),
        (documents(json!(["identity_card", "identity_card"])), Field("/fields/documents", Code::Choice)),
        (documents(json!(["passport"])), Field("/fields/documents", Code::Choice)),
        (documents(json!([SCRIPT])), Field("/fields/documents", Code::Choice)),
        (documents(json!(vec!["register"; 10_000])), Field("/fields/documents", Code::Choice)),
        (documents((0..10_000).map(|n| n.to_string()).collect()), Field("/fields/documents", Code::Choice)),
        (documents(json!({"identity_card": true})), Unreadable("/fields/documents")),
        (documents(json!(["identity_card", 5])), Unreadable("/fields/documents/1")),
        (documents(json!([["identity_card"]])), Unreadable("/fields/documents/0")),
        (answering(json!({"booking_number": ["4021-558-310"]})), Field("/fields/booking_number", Code::Other)),
        (answering(json!({"reason_shown": ["identity"]})), Field("/fields/reason_shown", Code::Other)),
        // What hides a field makes its answer one that nobody asked for: refused, and not dropped in silence.
        (answering(json!({"documents": ["register"]})), Field("/fields/documents", Code::Other)),
        (answering(json!({"reason_shown": "none", "documents": ["register"]})), Field("/fields/documents", Code::Other)),
        (answering(json!({"reason_shown": "none", "reason_text": SCRIPT})), Field("/fields/reason_text", Code::Other)),
        // What shows it makes it needed.
        (answering(json!({"reason_shown": "other"})), Field("/fields/reason_text", Code::Required)),
        (answering(json!({"reason_shown": "other", "reason_text": " "})), Field("/fields/reason_text", Code::Required)),
        (
            answering(json!({"reason_shown": "other", "reason_text": "é".repeat(201)})),
            Field("/fields/reason_text", Code::TooLong),
        ),
    ];
    let cases = written(cases).collect();
    all_refused(&backend, &filed, |text| body(&backend, Method::POST, "/tickets", text), cases).await;
}

#[tokio::test]
async fn what_is_right_is_stored_as_it_travelled_and_shown_in_words() {
    let backend = Backend::start(&[]).await;
    let fields = json!({
        "period": {"from": " 2026-10-01", "to": "2026-10-01 "},
        "reason_shown": "identity",
        "documents": ["register", " identity_card "],
    });
    let filed = backend.file(&answering(fields)).await;
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    let ticket: Ticket = send(backend.get(&path).with(&filed).header("accept-language", "en")).await.found();
    let shown = |id: &str| ticket.fields.iter().find(|field| field.id == id).unwrap();
    let day = || "2026-10-01".to_owned();
    assert_eq!(shown("period").value, FieldValue::Range(DateRange { from: day(), to: day() }));
    assert_eq!(shown("documents").value, FieldValue::Many(vec!["register".into(), "identity_card".into()]));
    let label = shown("documents").value_label.as_deref();
    assert_eq!(label, Some("Extract from the trade register, Identity document"));
    // Nothing chosen is no answer.
    let none = backend.file(&answering(json!({"reason_shown": "identity", "documents": []}))).await;
    assert!(none.ticket.fields.iter().all(|field| field.id != "documents"));
}

#[tokio::test]
async fn questions_of_a_handler_hang_on_each_other_too() {
    let backend = Backend::start(&[]).await;
    let filed: Filed = backend.file(&with("/partner/language", "en")).await;
    let id = &filed.ticket.summary.id;
    let handler = std::fs::read_to_string(backend.data().join("handler.key")).unwrap().trim().to_owned();
    let ask = async |questions: Value| {
        let what = json!({"move": "ask", "text": "Some things.", "questions": questions, "due_at": LATER});
        let request = backend.request(Method::POST, &format!("/handler/tickets/{id}/moves")).bearer(&handler);
        send(request.header("content-type", "application/json").body(what.to_string())).await
    };
    let paid = json!({"id": "paid", "kind": "yes_no", "label": "Is it paid?", "required": true});
    let nights = json!({"id": "nights", "kind": "date_range", "label": "Which nights?", "required": true});
    let if_paid = |is: Value| {
        let mut nights = nights.clone();
        nights["shown_if"] = json!({"field": "paid", "is": is});
        nights
    };
    for (questions, pointer) in [
        (json!([if_paid(json!(["yes"])), paid]), "/questions/0/shown_if/field"),
        (json!([paid, if_paid(json!(["perhaps"]))]), "/questions/1/shown_if/is"),
        (json!([paid, if_paid(json!([]))]), "/questions/1/shown_if/is"),
        (json!([paid, paid]), "/questions/1/id"),
    ] {
        let problem = ask(questions).await.problem(ProblemType::Invalid);
        assert_eq!(problem.errors[0].pointer, pointer);
    }
    assert_eq!(ask(json!([paid, if_paid(json!(["yes"]))])).await.status, 201);

    let path = format!("/tickets/{id}/updates");
    let write = async |answers: Value| {
        let what = json!({"kind": "answer", "answers": answers});
        send(backend.post(&path, &key(), what.to_string()).with(&filed)).await
    };
    let days = |to: &str| json!({"from": "2026-10-02", "to": to});
    for (answers, pointer) in [
        (json!({"paid": "yes"}), "/answers/nights"),
        (json!({"paid": "no", "nights": days("2026-10-03")}), "/answers/nights"),
        (json!({"paid": "yes", "nights": days("2026-10-01")}), "/answers/nights/to"),
    ] {
        let problem = write(answers).await.problem(ProblemType::Invalid);
        assert_eq!(problem.errors[0].pointer, pointer);
    }
    let update: Update = write(json!({"paid": "yes", "nights": days("2026-10-03")})).await.created();
    assert_eq!(update.answers.len(), 2);
    let thread: Page<Update> = send(backend.get(&path).with(&filed)).await.found();
    assert_eq!(thread.items.last(), Some(&update));
}
