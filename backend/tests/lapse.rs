//! An outcome that nobody answers: reminded of once, then lapsed.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::case::{decide, settle, state, thread, ticket};
use harness::letters::in_folder;
use harness::{Backend, new_ticket, until};
use recourse_contract::ticket::{Action, ClosedAs, State};
use recourse_contract::time::DAY;
use recourse_contract::update::UpdateKind;
use recourse_contract::{Filed, Ticket, Timestamp, Update};

fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

#[tokio::test]
async fn an_unanswered_outcome_is_reminded_of_once_and_then_lapses() {
    let mut backend = Backend::start(&["--mail-gather", "0"]).await;
    let (filed, marker) = (backend.file(&new_ticket()).await, backend.file(&new_ticket()).await);
    decide(&backend, &filed, "Decided.").await;
    decide(&backend, &marker, "Decided.").await;
    let due = |id: &str, at: i64| format!("UPDATE tickets SET due_at = {at} WHERE id = '{id}'");
    let (id, other) = (filed.ticket.summary.id.clone(), marker.ticket.summary.id.clone());
    let reminders = async |backend: &Backend, filed: &Filed| {
        let told = |update: &&Update| update.kind == UpdateKind::System && update.due_at.is_some();
        thread(backend, filed).await.iter().filter(told).count()
    };
    // What is due comes at each start.
    backend.execute(&due(&id, now() + 3 * DAY)).await;
    backend.stop().await;
    backend.restart().await;
    until("the reminder", async || (reminders(&backend, &filed).await == 1).then_some(())).await;
    assert_eq!(reminders(&backend, &marker).await, 0, "its time has not come");

    // The next look reminds the other one, and this one no more.
    backend.execute(&due(&other, now() + 6 * DAY)).await;
    backend.stop().await;
    backend.restart().await;
    until("the other reminder", async || (reminders(&backend, &marker).await == 1).then_some(())).await;
    assert_eq!((reminders(&backend, &filed).await, state(&backend, &filed).await), (1, State::Resolved));

    backend.execute(&due(&id, 1)).await;
    backend.stop().await;
    backend.restart().await;
    until("the end", async || (state(&backend, &filed).await == State::Closed).then_some(())).await;
    let lapsed = ticket(&backend, &filed).await;
    assert_eq!((lapsed.summary.closed_as, lapsed.due_at), (Some(ClosedAs::Lapsed), None));
    assert_eq!(lapsed.unsettle_until, Some(Timestamp(lapsed.summary.updated_at.0 + 14 * DAY)));
    let offered = [Action::Unsettle, Action::RequestMediation, Action::Rate, Action::Reply];
    assert_eq!(lapsed.actions, offered, "lapsed is not settled");
    let last = thread(&backend, &filed).await.pop().unwrap();
    assert!(last.kind == UpdateKind::System && last.text.contains("ne compte pas comme réglé"), "{last:?}");
    assert_eq!(state(&backend, &marker).await, State::Resolved);

    // The mail with the outcome has told until when, and so has the reminder.
    let told = until("the mails", async || {
        let mails = in_folder(&backend.data().join("mail"));
        let mails = mails.into_iter().filter(|mail| mail.header("subject").contains(filed.ticket.summary.reference.as_str()));
        let text: String = mails.map(|mail| mail.text).collect();
        (text.contains("Dites-nous d’ici le") && text.contains("Notre décision règle-t-elle la question")).then_some(text)
    })
    .await;
    assert!(!told.contains("It was held by mistake."), "a notice says nothing of the content");
    let back: Ticket = settle(&backend, &filed, false).await.found();
    assert_eq!(back.summary.state, State::Resolved);
}

#[tokio::test]
async fn who_wants_no_mail_is_reminded_in_the_thread_alone() {
    let mut backend = Backend::start(&["--mail-gather", "0"]).await;
    let mut new = new_ticket();
    new["partner"]["channel"] = "inbox".into();
    let filed = backend.file(&new).await;
    decide(&backend, &filed, "Decided.").await;
    backend.execute(&format!("UPDATE tickets SET due_at = {}", now() + DAY)).await;
    backend.stop().await;
    backend.restart().await;
    until("the reminder", async || (thread(&backend, &filed).await.last().unwrap().kind == UpdateKind::System).then_some(()))
        .await;
    assert_eq!(backend.number("SELECT COUNT(*) FROM mail").await, 1, "the acknowledgement");
}
