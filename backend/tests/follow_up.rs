//! A message into a case that is closed for good: it opens another one, linked with it.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use futures_util::future::join_all;
use harness::letters::in_folder;
use harness::sessions::token;
use harness::{Answer, Backend, WithToken, key, new_ticket, send, until};
use recourse_contract::ticket::{Action, Linked, State};
use recourse_contract::update::UpdateKind;
use recourse_contract::{Filed, Page, ProblemType, Ticket, TicketSummary, Update};
use serde_json::json;

const MARIE: &str = "marie.dupont@example.com";

/// A ticket that was closed long ago.
async fn closed(backend: &Backend) -> Filed {
    let filed = backend.file(&new_ticket()).await;
    let id = &filed.ticket.summary.id;
    let change = "UPDATE tickets SET state = 'closed', closed_as = 'settled', timeline = '[]', updated_at = 0";
    backend.execute(&format!("{change} WHERE id = '{id}'")).await;
    filed
}

async fn write(backend: &Backend, filed: &Filed, key: &str, text: &str) -> Answer {
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    send(backend.post(&path, key, json!({"kind": "reply", "text": text}).to_string()).with(filed)).await
}

async fn thread(backend: &Backend, id: &str, token: &str) -> Vec<Update> {
    send(backend.get(&format!("/tickets/{id}/updates")).bearer(token)).await.found::<Page<Update>>().items
}

#[tokio::test]
async fn it_opens_another_case_linked_with_the_first() {
    let backend = Backend::start(&[]).await;
    let filed = closed(&backend).await;
    let (id, reference) = (&filed.ticket.summary.id, &filed.ticket.summary.reference);
    let path = format!("/tickets/{id}");
    let before: Ticket = send(backend.get(&path).with(&filed)).await.found();
    assert!(before.actions.contains(&Action::FollowUp) && !before.actions.contains(&Action::Reply), "{:?}", before.actions);

    let name = key();
    let told: Update = write(&backend, &filed, &name, "Cela recommence.").await.created();
    let opened = told.follow_up.clone().expect("it names what it has opened");
    let link = opened.link_token.clone().expect("with a link");
    assert_eq!((told.kind, told.idempotency_key.as_deref()), (UpdateKind::System, Some(&*name)));
    assert!(told.text.contains(opened.reference.as_str()), "{}", told.text);
    // The same again gives the same; another text under the key is refused, and nothing more is opened.
    assert_eq!(write(&backend, &filed, &name, "Cela recommence.").await.created::<Update>(), told);
    write(&backend, &filed, &name, "Autre chose.").await.problem(ProblemType::KeyReused);
    assert_eq!(backend.counts().await[0], 2);

    // The first one stays closed, and says where it goes on.
    let after: Ticket = send(backend.get(&path).with(&filed)).await.found();
    assert_eq!((after.summary.state, after.summary.closed_as), (State::Closed, before.summary.closed_as));
    let last = thread(&backend, id, &filed.link_token).await.pop().unwrap();
    assert_eq!(last.follow_up, Some(Linked { link_token: None, ..opened.clone() }), "the link is stored nowhere");

    // The new one is a case of its own, acknowledged, and says what it follows.
    let new_path = format!("/tickets/{}", opened.ticket);
    let new: Ticket = send(backend.get(&new_path).bearer(&link)).await.found();
    assert_eq!((new.message.as_str(), &new.summary.subject), ("Cela recommence.", &before.summary.subject));
    assert_eq!((new.summary.state, &new.summary.topic), (State::Received, &before.summary.topic));
    assert_eq!(new.partner, before.partner);
    assert_eq!(new.follows, Some(Linked { ticket: id.clone(), reference: reference.clone(), link_token: None }));
    let kinds: Vec<UpdateKind> = thread(&backend, &opened.ticket, &link).await.iter().map(|update| update.kind).collect();
    assert_eq!(kinds, [UpdateKind::Filed, UpdateKind::Acknowledgement]);
    until("the acknowledgement", async || {
        let mails = in_folder(&backend.data().join("mail"));
        mails.iter().any(|mail| mail.header("subject").contains(opened.reference.as_str())).then_some(())
    })
    .await;

    // A link opens its own case alone; a session lists both.
    send(backend.get(&new_path).with(&filed)).await.problem(ProblemType::NotFound);
    send(backend.get(&path).bearer(&link)).await.problem(ProblemType::NotFound);
    let session = token(&backend, MARIE).await;
    let list: Page<TicketSummary> = send(backend.get("/tickets").bearer(&session)).await.found();
    assert_eq!(list.items.len(), 2);
}

#[tokio::test]
async fn the_same_message_many_times_at_once_opens_one_case() {
    let backend = Backend::start(&[]).await;
    let filed = closed(&backend).await;
    let name = key();
    let answers = join_all((0..20).map(|_| write(&backend, &filed, &name, "Cela recommence."))).await;
    let mut opened: Vec<String> =
        answers.into_iter().map(|answer| answer.created::<Update>().follow_up.unwrap().ticket).collect();
    opened.dedup();
    assert_eq!(opened.len(), 1);
    assert_eq!(backend.counts().await[0], 2);
}

#[tokio::test]
async fn only_a_reply_does() {
    let backend = Backend::start(&[]).await;
    let filed = closed(&backend).await;
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    for (kind, text) in [("answer", "a"), ("comment", "a")] {
        let body = json!({"kind": kind, "text": text}).to_string();
        let problem = send(backend.post(&path, &key(), body).with(&filed)).await.problem(ProblemType::IllegalMove);
        assert_eq!(problem.state, Some(State::Closed));
    }
    write(&backend, &filed, &key(), "  ").await.problem(ProblemType::Invalid);
    assert_eq!(backend.counts().await[0], 1);
}
