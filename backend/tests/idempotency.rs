//! A creating request may be repeated: by an impatient partner, by a retrying app, by thirty tabs at once.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use futures_util::future::join_all;
use harness::letters::in_folder;
use harness::{Backend, NEW_TICKET, NEW_UPDATE, WithToken, key, new_ticket, send, until, with};
use recourse_contract::{Filed, Page, ProblemType, Ticket, Update};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The same value with all names in reverse order, more white space, and everything beyond ASCII escaped.
fn written_otherwise(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut names: Vec<&String> = map.keys().collect();
            names.sort();
            names.reverse();
            let entries =
                names.iter().map(|name| format!("\n\t{} :  {}", Value::from(name.as_str()), written_otherwise(&map[*name])));
            format!("{{{} }}", entries.collect::<Vec<_>>().join(" ,"))
        }
        Value::Array(items) => format!("[ {} ]", items.iter().map(written_otherwise).collect::<Vec<_>>().join(" , ")),
        Value::String(text) => {
            let units = text.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
            format!("\"{}\"", units.collect::<String>())
        }
        scalar => scalar.to_string(),
    }
}

#[tokio::test]
async fn the_same_key_and_body_give_the_first_answer() {
    let mut backend = Backend::start(&[]).await;
    let name = key();
    let first = send(backend.post("/tickets", &name, NEW_TICKET)).await;
    let filed: Filed = first.created();
    let otherwise = written_otherwise(&new_ticket());
    assert_eq!(serde_json::from_str::<Value>(&otherwise).unwrap(), new_ticket());
    for body in [NEW_TICKET, &otherwise, &new_ticket().to_string()] {
        let again = send(backend.post("/tickets", &name, body.to_owned())).await;
        assert_eq!(again.created::<Filed>(), filed);
        assert_eq!((again.text(), again.header("location")), (first.text(), first.header("location")));
    }
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    let again: Filed = send(backend.post("/tickets", &name, NEW_TICKET)).await.created();
    send(backend.get(&path).with(&again)).await.found::<Ticket>();
    assert_eq!(backend.counts().await, [1, 2, 1, 1]);

    // It stays the first answer while the ticket goes on, and after a restart.
    backend.reply(&filed, "Bonjour").await;
    backend.stop().await;
    backend.restart().await;
    let again = send(backend.post("/tickets", &name, NEW_TICKET)).await;
    assert_eq!(again.text(), first.text());
    until("one mail", async || (!in_folder(&backend.data().join("mail")).is_empty()).then_some(())).await;
    assert_eq!(in_folder(&backend.data().join("mail")).len(), 1);
    assert_eq!(backend.counts().await, [1, 3, 2, 1]);
}

#[tokio::test]
async fn a_repeated_answer_says_its_own_language() {
    let backend = Backend::start(&[]).await;
    let name = key();
    let ask = |language: &str| send(backend.post("/tickets", &name, NEW_TICKET).header("accept-language", language));
    let (first, again) = (ask("en").await, ask("fr").await);
    assert_eq!(first.created::<Filed>().ticket.summary.topic_label, "Payments › Blocked payment");
    // Either the first answer again, or the ticket in the other language; but not one under the name of the other.
    let labels = [("en", "Payments › Blocked payment"), ("fr", "Versements › Versement bloqué")];
    let said = (again.header("content-language"), again.created::<Filed>().ticket.summary.topic_label);
    assert!(labels.contains(&(&said.0, &said.1)), "{said:?}");
}

#[tokio::test]
async fn the_same_key_with_another_body_is_refused() {
    let backend = Backend::start(&[]).await;
    let name = key();
    let filed: Filed = send(backend.post("/tickets", &name, NEW_TICKET)).await.created();
    for other in [with("/subject", "Autre chose"), with("/outcome_wanted", Value::Null), with("/partner/name", "Marie Dupont ")] {
        send(backend.post("/tickets", &name, other.to_string())).await.problem(ProblemType::KeyReused);
    }
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    let name = key();
    let reply: Update = send(backend.post(&path, &name, NEW_UPDATE).with(&filed)).await.created();
    let other = json!({"kind": "reply", "text": "Autre chose"}).to_string();
    send(backend.post(&path, &name, other).with(&filed)).await.problem(ProblemType::KeyReused);
    let again: Update = send(backend.post(&path, &name, NEW_UPDATE).with(&filed)).await.created();
    assert_eq!(again, reply);
    assert_eq!(backend.counts().await, [1, 3, 2, 1]);
}

#[tokio::test]
async fn a_refused_request_leaves_its_key_free() {
    let backend = Backend::start(&[]).await;
    let name = key();
    for (wrong, kind) in [
        (with("/subject", "").to_string(), ProblemType::Invalid),
        ("{}".into(), ProblemType::Malformed),
        ("{".into(), ProblemType::Malformed),
    ] {
        send(backend.post("/tickets", &name, wrong)).await.problem(kind);
    }
    let filed: Filed = send(backend.post("/tickets", &name, NEW_TICKET)).await.created();
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    let name = key();
    for (wrong, kind) in [
        (r#"{"kind":"reply","text":""}"#, ProblemType::Invalid),
        (r#"{"kind":"answer","text":"a"}"#, ProblemType::IllegalMove),
        ("[", ProblemType::Malformed),
    ] {
        send(backend.post(&path, &name, wrong).with(&filed)).await.problem(kind);
    }
    send(backend.post(&path, &name, NEW_UPDATE)).await.problem(ProblemType::Unauthenticated);
    send(backend.post(&path, &name, NEW_UPDATE).bearer("forged.1.x")).await.problem(ProblemType::NotFound);
    assert_eq!(send(backend.post(&path, &name, NEW_UPDATE).with(&filed)).await.created::<Update>().number, 3);
}

#[tokio::test]
async fn a_reply_is_repeated_even_when_it_could_no_longer_be_written() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    let name = key();
    let first: Update = send(backend.post(&path, &name, NEW_UPDATE).with(&filed)).await.created();
    backend.execute("UPDATE tickets SET state = 'closed', closed_as = 'withdrawn', timeline = '[]', updated_at = 0").await;
    let comment = r#"{"kind":"comment","text":"a"}"#;
    send(backend.post(&path, &key(), comment).with(&filed)).await.problem(ProblemType::IllegalMove);
    assert_eq!(send(backend.post(&path, &name, NEW_UPDATE).with(&filed)).await.created::<Update>(), first);
}

#[tokio::test]
async fn a_key_has_16_to_200_characters() {
    let backend = Backend::start(&[]).await;
    let bare = || backend.request(Method::POST, "/api/v1/tickets").header("content-type", "application/json").body(NEW_TICKET);
    send(bare()).await.problem(ProblemType::KeyMissing);
    let wrong: [&[u8]; 5] = [b"", b"123456789012345", &[b'k'; 201], b"12345678 12345678", b"1234567890123456\xe9"];
    for key in wrong {
        send(bare().header("idempotency-key", key)).await.problem(ProblemType::KeyMissing);
    }
    assert_eq!(backend.counts().await, [0; 4]);
    for right in ["1234567890123456", &"k".repeat(200), "\"0e1b8e9a-0000-4000-8000-000000000000\""] {
        send(bare().header("idempotency-key", right)).await.created::<Filed>();
    }
}

#[tokio::test]
async fn thirty_at_once_file_one_ticket() {
    let backend = Backend::start(&[]).await;
    let name = key();
    let answers = join_all((0..30).map(|_| send(backend.post("/tickets", &name, NEW_TICKET)))).await;
    let texts: BTreeSet<&str> = answers.iter().map(|answer| answer.text()).collect();
    assert_eq!(texts.len(), 1, "{texts:?}");
    let filed: Filed = answers[0].created();
    assert_eq!(backend.counts().await, [1, 2, 1, 1]);

    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    let name = key();
    let answers = join_all((0..30).map(|_| send(backend.post(&path, &name, NEW_UPDATE).with(&filed)))).await;
    let texts: BTreeSet<&str> = answers.iter().map(|answer| answer.text()).collect();
    assert_eq!(texts.len(), 1, "{texts:?}");
    assert_eq!(answers[0].created::<Update>().number, 3);
    assert_eq!(backend.counts().await, [1, 3, 2, 1]);
}

#[tokio::test]
async fn thirty_different_replies_at_once_are_all_kept() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    let replies = (0..30).map(|number| {
        let body = json!({"kind": "reply", "text": format!("Reply {number}")}).to_string();
        send(backend.post(&path, &key(), body).with(&filed))
    });
    let answers = join_all(replies).await;
    let refused: Vec<u16> = answers.iter().map(|answer| answer.status).filter(|status| *status != 201).collect();
    assert_eq!(refused, [0; 0]);
    let numbers: BTreeSet<u32> = answers.iter().map(|answer| answer.created::<Update>().number).collect();
    assert_eq!(numbers, (3..=32).collect());
    let thread: Page<Update> = send(backend.get(&path).with(&filed)).await.found();
    assert_eq!(thread.items.iter().map(|update| update.number).collect::<Vec<_>>(), (1..=32).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_key_means_something_else_elsewhere() {
    let backend = Backend::start(&[]).await;
    let name = key();
    let filed: Filed = send(backend.post("/tickets", &name, NEW_TICKET)).await.created();
    let other = backend.file(&new_ticket()).await;
    let mut ids = BTreeSet::new();
    for ticket in [&filed, &other] {
        let path = format!("/tickets/{}/updates", ticket.ticket.summary.id);
        let reply: Update = send(backend.post(&path, &name, NEW_UPDATE).with(ticket)).await.created();
        assert_eq!(reply.number, 3);
        ids.insert(reply.id);
    }
    assert_eq!(ids.len(), 2);
    assert_eq!(send(backend.post("/tickets", &name, NEW_TICKET)).await.created::<Filed>(), filed);
    assert_eq!(backend.counts().await, [2, 6, 4, 2]);
}
