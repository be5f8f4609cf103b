//! Mail about a decision with the full text: what it is stands in the subject and before everything else.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::case::{act, decide};
use harness::letters::{Mail, in_folder};
use harness::{Backend, until, with};
use serde_json::json;

async fn mail(backend: &Backend, subject: &str) -> Mail {
    until("the mail", async || {
        let mails = in_folder(&backend.data().join("mail"));
        mails.into_iter().find(|mail| mail.header("subject").starts_with(subject))
    })
    .await
}

#[tokio::test]
async fn the_decision_is_named_first_and_a_draft_is_called_one() {
    let backend = Backend::start(&["--mail-gather", "0"]).await;
    let mut new = with("/partner/language", "en");
    new["partner"]["channel"] = "email_full".into();
    let filed = backend.file(&new).await;
    let outcome = json!({"decision": "not_upheld", "findings": "It was late."});
    let draft = json!({"move": "preliminary", "text": "This is what we mean to decide.", "outcome": outcome,
        "due_at": "2099-12-05T12:00:00Z"});
    assert_eq!(act(&backend, &filed, draft).await.status, 201);
    let told = mail(&backend, "Your comment is awaited by 5 December 2099").await;
    let draft = "\n\nPreliminary outcome, nothing is decided yet: not upheld\n\nThis is what we mean to decide.\n";
    assert!(told.text.contains(draft), "{}", told.text);
    assert!(told.text.contains("nothing is decided yet. You can comment on it until 5 December 2099."), "{}", told.text);

    let filed = backend.file(&new).await;
    decide(&backend, &filed, "Decided.").await;
    let told = mail(&backend, "Decision on your complaint").await;
    assert!(told.text.contains("\n\nDecision: partly upheld\n\nDecided.\n"), "{}", told.text);
    assert!(told.header("subject").ends_with(filed.ticket.summary.reference.as_str()), "{}", told.header("subject"));
    assert!(!told.header("in-reply-to").is_empty(), "it belongs below the first");
}
