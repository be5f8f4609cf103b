//! Every field of what is written into a thread, by a partner or by a handler: refused with its place, or a text as any other.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::incoming::mail_to;
use harness::refused::{
    Field, For, OVERRIDE, SCRIPT, Unreadable, all_refused, body, check, faces, many_faces, shapeless, written,
};
use harness::sessions::change;
use harness::{Answer, Backend, WithToken, key, new_ticket, send};
use recourse_contract::{Code, Filed, IDEMPOTENCY_KEY, ProblemType, Ticket, Update};
use reqwest::header::HeaderValue;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::fs;

const MARIE: &str = "marie.dupont@example.com";
const LATER: &str = "2100-01-01T00:00:00Z";

#[tokio::test]
async fn answers_replies_and_comments() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    let question = |id: &str, kind: &str, more: Value| {
        let mut question = json!({"id": id, "kind": kind, "label": id});
        question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        question
    };
    let questions = [
        question("line", "text", json!({"max_length": 20})),
        question("lines", "long_text", json!({"max_length": 30})),
        question("number", "number", json!({"min": "1", "max": "10"})),
        question("day", "date", json!({})),
        question("choice", "choice", json!({"choices": [{"id": "a", "label": "A"}]})),
        question("yes", "yes_no", json!({})),
        question("country", "country", json!({})),
        question("url", "url", json!({})),
        question("sum", "amount", json!({"currencies": ["EUR"]})),
        question("booking", "booking_number", json!({"pattern": "9999-999", "example": "1234-567"})),
        question("needed", "text", json!({"required": true})),
    ];
    let ask = json!({"move": "ask", "text": "Some things.", "questions": questions, "due_at": LATER});
    assert_eq!(act(&backend, &filed, ask.to_string()).await.status, 201);
    let answering = |id: &str, value: Value| {
        let mut answers = json!({"needed": "yes"});
        answers[id] = value;
        json!({"kind": "answer", "answers_to": 3, "answers": answers})
    };
    let mut cases = shapeless();
    cases.extend(written(vec![
        (json!({}), Unreadable("")),
        (json!({"kind": 5}), Unreadable("/kind")),
        (json!({"kind": "pigeon", "text": "a"}), Unreadable("/kind")),
        (json!({"kind": SCRIPT, "text": "a"}), Unreadable("/kind")),
        (json!({"kind": "reply", "text": "a\u{7}"}), Field("/text", Code::Characters)),
        (json!({"kind": "reply", "text": "a\u{0}"}), Field("/text", Code::Characters)),
        (json!({"kind": "reply", "text": many_faces()}), Field("/text", Code::TooLong)),
        (json!({"kind": "reply", "text": faces()}), For(ProblemType::TooLarge)),
        (json!({"kind": "reply", "text": {"a": SCRIPT}}), Unreadable("/text")),
        (json!({"kind": "reply", "text": "a", "answers": {"line": "b"}}), Field("/answers/line", Code::Other)),
        (json!({"kind": "answer", "answers": []}), Unreadable("/answers")),
        (json!({"kind": "answer", "answers": SCRIPT}), Unreadable("/answers")),
        (json!({"kind": "answer", "answers": {}}), Field("/answers/needed", Code::Required)),
        (json!({"kind": "answer", "answers": {"needed": " "}}), Field("/answers/needed", Code::Required)),
        (json!({"kind": "answer", "answers_to": -1, "text": "a"}), Unreadable("/answers_to")),
        (json!({"kind": "answer", "answers_to": "3", "text": "a"}), Unreadable("/answers_to")),
        (json!({"kind": "answer", "answers_to": 1.5, "text": "a"}), Unreadable("/answers_to")),
        (json!({"kind": "answer", "answers_to": 4_294_967_296_u64, "text": "a"}), Unreadable("/answers_to")),
        (json!({"kind": "comment", "text": "a"}), For(ProblemType::IllegalMove)),
        (json!({"kind": "comment", "text": " "}), Field("/text", Code::Required)),
        (answering("line", 5.into()), Unreadable("/answers/line")),
        (answering("line", Value::Null), Unreadable("/answers/line")),
        (answering("line", json!(["a"])), Field("/answers/line", Code::Other)),
        (answering("line", json!([1])), Unreadable("/answers/line/0")),
        (answering("line", json!(["a", 5])), Unreadable("/answers/line/1")),
        (answering("line", SCRIPT.into()), Field("/answers/line", Code::TooLong)),
        (answering("line", "a\nb".into()), Field("/answers/line", Code::Characters)),
        (answering("line", "a\u{0}b".into()), Field("/answers/line", Code::Characters)),
        (answering("line", many_faces().into()), Field("/answers/line", Code::TooLong)),
        (answering("line", json!({"amount": "5", "currency": "EUR"})), Field("/answers/line", Code::Other)),
        (answering("lines", "é".repeat(31).into()), Field("/answers/lines", Code::TooLong)),
        (answering("lines", "a\u{1b}[31m".into()), Field("/answers/lines", Code::Characters)),
        (answering("number", "NaN".into()), Field("/answers/number", Code::Number)),
        (answering("number", "1e3".into()), Field("/answers/number", Code::Number)),
        (answering("number", "\u{202e}5".into()), Field("/answers/number", Code::Number)),
        (answering("number", SCRIPT.into()), Field("/answers/number", Code::Number)),
        (answering("number", "0".into()), Field("/answers/number", Code::TooSmall)),
        (answering("number", "10.000001".into()), Field("/answers/number", Code::TooBig)),
        (answering("day", "2026-02-30".into()), Field("/answers/day", Code::Date)),
        (answering("day", "\u{202e}2026-01-01".into()), Field("/answers/day", Code::Date)),
        (answering("choice", "b".into()), Field("/answers/choice", Code::Choice)),
        (answering("choice", SCRIPT.into()), Field("/answers/choice", Code::Choice)),
        (answering("yes", "maybe".into()), Field("/answers/yes", Code::Choice)),
        (answering("country", "XX".into()), Field("/answers/country", Code::Country)),
        (answering("url", "javascript:alert(1)".into()), Field("/answers/url", Code::Url)),
        (answering("url", "data:text/html,<script>alert(1)</script>".into()), Field("/answers/url", Code::Url)),
        (answering("url", "https://a b.example".into()), Field("/answers/url", Code::Url)),
        (answering("sum", "5".into()), Field("/answers/sum", Code::Amount)),
        (answering("sum", json!({"amount": "5", "currency": "JPY"})), Field("/answers/sum", Code::Amount)),
        (answering("sum", json!({"amount": "<b>", "currency": "EUR"})), Field("/answers/sum", Code::Amount)),
        (answering("sum", json!({"amount": 5, "currency": "EUR"})), Unreadable("/answers/sum/amount")),
        (answering("sum", json!(["5", "EUR"])), Field("/answers/sum", Code::Amount)),
        (answering("booking", "12".into()), Field("/answers/booking", Code::Pattern)),
        (answering("booking", "１２３４－５６７".into()), Field("/answers/booking", Code::Pattern)),
        (answering("a/b~c", "x".into()), Field("/answers/a~1b~0c", Code::Other)),
        (answering("__proto__", "x".into()), Field("/answers/__proto__", Code::Other)),
        (answering(SCRIPT, "x".into()), Field("/answers/<script>alert(1)<~1script><img src=x onerror=alert(1)>", Code::Other)),
    ]));
    all_refused(&backend, &filed, |text| body(&backend, Method::POST, &path, text).with(&filed), cases).await;

    let read = format!("/tickets/{}/read", filed.ticket.summary.id);
    let mut cases = shapeless();
    cases.extend(written(vec![
        (json!({}), Unreadable("")),
        (json!([2]), Unreadable("")),
        (json!({"number": -1}), Unreadable("/number")),
        (json!({"number": "2"}), Unreadable("/number")),
        (json!({"number": 1.5}), Unreadable("/number")),
        (json!({"number": null}), Unreadable("/number")),
        (json!({"number": 4_294_967_296_u64}), Unreadable("/number")),
        (json!({"number": SCRIPT}), Unreadable("/number")),
    ]));
    all_refused(&backend, &filed, |text| body(&backend, Method::PUT, &read, text).with(&filed), cases).await;

    let nudge = format!("/tickets/{}/nudge", filed.ticket.summary.id);
    let mut cases = shapeless();
    cases.extend(written(vec![(json!({"text": SCRIPT}), Unreadable("/text")), (json!({}), For(ProblemType::IllegalMove))]));
    all_refused(&backend, &filed, |text| body(&backend, Method::POST, &nudge, text).with(&filed), cases).await;
    let keyless = change(&backend, Method::POST, &nudge, Some(json!({}))).with(&filed);
    check(&send(keyless).await, For(ProblemType::KeyMissing), "a reminder without a key");

    // What is merely strange is a text as any other.
    let strange = json!({"line": "<b>\u{202e}x</b>", "needed": "javascript:alert(1)"});
    let right = json!({"kind": "answer", "answers_to": 3, "answers": strange, "text": format!("{SCRIPT}{OVERRIDE}")});
    let answer: Update = send(body(&backend, Method::POST, &path, right.to_string()).with(&filed)).await.created();
    let answers: Value = answer.answers.iter().map(|answer| (answer.id.clone(), json!(answer.value))).collect();
    assert_eq!((answers, answer.text), (strange, format!("{SCRIPT}{OVERRIDE}")));
}

/// A handler's move.
async fn act(backend: &Backend, filed: &Filed, what: String) -> Answer {
    send(moving(backend, filed, what)).await
}

fn moving(backend: &Backend, filed: &Filed, what: String) -> RequestBuilder {
    let handler = fs::read_to_string(backend.data().join("handler.key")).unwrap();
    let request = backend.request(Method::POST, &format!("/handler/tickets/{}/moves", filed.ticket.summary.id));
    request.bearer_auth(handler.trim()).header("content-type", "application/json").header(IDEMPOTENCY_KEY, key()).body(what)
}

#[tokio::test]
async fn a_handlers_moves() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let ask = |question: Value| json!({"move": "ask", "text": "a", "questions": [question], "due_at": LATER});
    let asked = |more: Value| {
        let mut question = json!({"id": "a", "kind": "text", "label": "A"});
        question.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask(question)
    };
    let decide = |outcome: Value| json!({"move": "outcome", "text": "a", "outcome": outcome});
    let draft = |due_at: &str| {
        let outcome = json!({"decision": "upheld", "findings": "a"});
        json!({"move": "preliminary", "text": "a", "outcome": outcome, "due_at": due_at})
    };
    let mut cases = shapeless();
    cases.extend(written(vec![
        (json!({"move": SCRIPT}), For(ProblemType::Malformed)),
        (json!({"move": "assign", "to": 5}), For(ProblemType::Malformed)),
        (json!({"move": "assign", "to": " "}), Field("/to", Code::Required)),
        (json!({"move": "assign", "to": "a\nb"}), Field("/to", Code::Characters)),
        (json!({"move": "assign", "to": "é".repeat(81)}), Field("/to", Code::TooLong)),
        (json!({"move": "assign", "to": many_faces()}), Field("/to", Code::TooLong)),
        (json!({"move": "reply", "text": "é".repeat(20_001)}), Field("/text", Code::TooLong)),
        (json!({"move": "reply", "text": many_faces()}), Field("/text", Code::TooLong)),
        (json!({"move": "reply", "text": "a\u{0}"}), Field("/text", Code::Characters)),
        (json!({"move": "reply", "text": [SCRIPT]}), For(ProblemType::Malformed)),
        (json!({"move": "progress", "text": "a", "next_news_by": SCRIPT}), For(ProblemType::Malformed)),
        (json!({"move": "progress", "text": "a", "next_news_by": 5}), For(ProblemType::Malformed)),
        (json!({"move": "progress", "text": "a", "next_news_by": "2026-02-30T00:00:00Z"}), For(ProblemType::Malformed)),
        (json!({"move": "progress", "text": "", "next_news_by": LATER}), Field("/text", Code::Required)),
        (asked(json!({"kind": "pigeon"})), Field("/questions/0/kind", Code::Other)),
        (asked(json!({"id": " "})), Field("/questions/0/id", Code::Other)),
        (asked(json!({"label": " "})), Field("/questions/0/label", Code::Required)),
        (asked(json!({"label": "a\u{0}"})), Field("/questions/0/label", Code::Characters)),
        (asked(json!({"label": many_faces()})), Field("/questions/0/label", Code::TooLong)),
        (asked(json!({"kind": "choice"})), Field("/questions/0/choices", Code::Other)),
        (asked(json!({"kind": "amount"})), Field("/questions/0/currencies", Code::Other)),
        (asked(json!({"kind": "amount", "currencies": ["<b>"]})), Field("/questions/0/currencies", Code::Other)),
        (asked(json!({"kind": "number", "min": SCRIPT})), Field("/questions/0/min", Code::Other)),
        (asked(json!({"pattern": "9999"})), Field("/questions/0/pattern", Code::Other)),
        (asked(json!({"pattern": "9999", "example": OVERRIDE})), Field("/questions/0/example", Code::Other)),
        (ask(json!(["a", "text", "A"])), Unreadable("/questions/0")),
        (json!({"move": "ask", "text": "a", "questions": SCRIPT, "due_at": LATER}), For(ProblemType::Malformed)),
        (decide(json!({"decision": "upheld", "findings": many_faces()})), Field("/outcome/findings", Code::TooLong)),
        (decide(json!({"decision": "upheld", "findings": "a", "rule": "a\u{0}"})), Field("/outcome/rule", Code::Characters)),
        (decide(json!({"decision": "upheld", "findings": "a", "next": "\u{1b}"})), Field("/outcome/next", Code::Characters)),
        (decide(json!({"decision": SCRIPT, "findings": "a"})), Field("/outcome/decision", Code::Choice)),
        (decide(json!(["upheld", "a"])), Unreadable("/outcome")),
        (json!({"move": "mediation_result", "result": SCRIPT, "text": "a"}), Field("/result", Code::Choice)),
        (json!({"move": "mediation_result", "result": "agreed", "text": "a"}), For(ProblemType::IllegalMove)),
        (draft("2000-01-01T00:00:00Z"), Field("/due_at", Code::Date)),
        (draft(SCRIPT), For(ProblemType::Malformed)),
    ]));
    all_refused(&backend, &filed, |text| moving(&backend, &filed, text), cases).await;
    let long = act(&backend, &filed, json!({"move": "assign", "to": "é".repeat(81)}).to_string()).await;
    assert_eq!(long.problem(ProblemType::Invalid).errors[0].limit, Some(80));
    let keyed = moving(&backend, &filed, json!({"move": "take_up"}).to_string());
    let mut keyed = keyed.build().unwrap();
    keyed.headers_mut().insert(IDEMPOTENCY_KEY, HeaderValue::from_static("short"));
    let answer = send(RequestBuilder::from_parts(backend.http.clone(), keyed)).await;
    check(&answer, For(ProblemType::KeyMissing), "a key that is too short");
}

#[tokio::test]
async fn strange_texts_stay_texts() {
    let backend = Backend::start(&["--demo", "--empty"]).await;
    let strange = format!("{SCRIPT}{OVERRIDE}");
    let mut new = new_ticket();
    for pointer in ["/subject", "/message", "/outcome_wanted", "/partner/name", "/partner/company", "/partner/properties/0"] {
        *new.pointer_mut(pointer).unwrap() = if pointer.ends_with('0') { "<b>\u{202e}1".into() } else { strange.as_str().into() };
    }
    let filed = backend.file(&new).await;
    let Ticket { summary, message, outcome_wanted, partner, .. } = &filed.ticket;
    assert_eq!([&summary.subject, message, &partner.name, partner.company.as_ref().unwrap()], [&strange; 4]);
    assert_eq!((outcome_wanted.as_ref(), partner.properties[0].as_str()), (Some(&strange), "<b>\u{202e}1"));
    // In the mail, a name is one header with one address.
    let mail = mail_to(&backend, MARIE).await;
    assert!(mail.header("to").ends_with(&format!("<{MARIE}>")), "{}", mail.header("to"));
    assert!(mail.text.contains(&strange), "{}", mail.text);
    // The one page that the backend writes itself.
    let page = send(backend.request(Method::GET, "/demo/mail")).await;
    page.assert_secure();
    assert!(page.text().contains("&lt;script&gt;alert(1)") && !page.text().contains("<script"), "{}", page.text());
    assert!(!page.text().contains("<img"), "{}", page.text());
}
