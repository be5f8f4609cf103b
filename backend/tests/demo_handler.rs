//! The demo handler as a process of its own beside a real backend: a case plays itself, and nothing else is touched.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{Backend, WithToken, command, key, new_ticket, run, send, until};
use recourse_contract::service::FieldKind;
use recourse_contract::ticket::State;
use recourse_contract::update::{Role, UpdateKind};
use recourse_contract::{Filed, Page, Ticket, Update};
use serde_json::{Map, Value, json};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout};

/// A running demo handler. Dropped, it is killed.
struct Player {
    child: Child,
    out: Lines<BufReader<ChildStdout>>,
}

impl Player {
    /// Starts it; what is filed from now on is new to it.
    async fn start(backend: &Backend) -> Self {
        let (url, data) = (format!("http://{}", backend.address), backend.data().to_str().unwrap().to_owned());
        let mut command = command(&["demo-handler", "--url", &url, "--data", &data, "--pace", "500"], &[]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut player = Self { child, out };
        assert!(player.says().await.contains("Séjours & Co (démo) answers"));
        player
    }

    async fn says(&mut self) -> String {
        tokio::time::timeout(harness::PATIENCE, self.out.next_line()).await.expect("a line in time").unwrap().expect("a line")
    }
}

async fn thread(backend: &Backend, filed: &Filed) -> Vec<Update> {
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    send(backend.get(&path).with(filed)).await.found::<Page<Update>>().items
}

/// Waits for an entry of this kind, the platform's.
async fn comes(backend: &Backend, filed: &Filed, kind: UpdateKind) -> Update {
    until(&format!("{kind:?}"), async || {
        let updates = thread(backend, filed).await;
        updates.into_iter().find(|update| update.kind == kind && update.author.role == Role::Handler)
    })
    .await
}

async fn write(backend: &Backend, filed: &Filed, what: Value) {
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    send(backend.post(&path, &key(), what.to_string()).with(filed)).await.created::<Update>();
}

fn answers(request: &Update) -> Value {
    let answer = |kind: FieldKind| match kind {
        FieldKind::Date => "2026-10-15",
        FieldKind::YesNo => "yes",
        _ => "A short text",
    };
    let answers: Map<String, Value> =
        request.questions.iter().map(|asked| (asked.id.clone(), answer(asked.kind).into())).collect();
    json!({"kind": "answer", "answers_to": request.number, "answers": answers})
}

#[tokio::test]
async fn a_new_case_plays_itself_and_the_others_stay_as_they_are() {
    let backend = Backend::start(&["--demo"]).await;
    let older = backend.file(&new_ticket()).await;
    // All that there is by now, with the number of its changes.
    let others =
        format!("SELECT SUM(version * 1000 + last_update) FROM tickets WHERE filed_at <= {}", older.ticket.summary.filed_at.0);
    let before = backend.number(&others).await;

    let mut player = Player::start(&backend).await;
    let filed = backend.file(&new_ticket()).await;
    let reference = filed.ticket.summary.reference.to_string();
    for expected in ["take_up", "progress", "ask"] {
        assert_eq!(player.says().await, format!("{reference}  {expected}"));
    }
    let request = comes(&backend, &filed, UpdateKind::InformationRequest).await;

    // Another process goes on where the first one was.
    player.child.kill().await.unwrap();
    let player = Player::start(&backend).await;
    write(&backend, &filed, answers(&request)).await;
    comes(&backend, &filed, UpdateKind::PreliminaryOutcome).await;
    write(&backend, &filed, json!({"kind": "comment", "text": "I agree."})).await;
    comes(&backend, &filed, UpdateKind::Outcome).await;
    backend.reply(&filed, "Merci !").await;
    comes(&backend, &filed, UpdateKind::Reply).await;

    // By the time that a second case has come so far, the first has been looked at many times.
    let mut new = new_ticket();
    new["partner"]["language"] = "en".into();
    let second = backend.file(&new).await;
    let asked = comes(&backend, &second, UpdateKind::InformationRequest).await;
    assert_eq!((request.language.as_str(), asked.language.as_str()), ("fr", "en"));
    drop(player);

    use UpdateKind::{Acknowledgement, InformationRequest, Outcome, PartnerAnswer, PreliminaryOutcome, Progress, Reply, System};
    let updates = thread(&backend, &filed).await;
    let kinds: Vec<UpdateKind> = updates.iter().map(|update| update.kind).collect();
    let begun = [UpdateKind::Filed, Acknowledgement, System, Progress, InformationRequest];
    let ended = [PartnerAnswer, Progress, PreliminaryOutcome, PartnerAnswer, System, Outcome, Reply, Reply];
    assert_eq!(kinds, [begun.as_slice(), &ended].concat(), "nothing is written twice");
    let said = updates.iter().filter(|update| update.author.role == Role::Handler);
    assert!(said.clone().count() == 6 && said.clone().all(|update| update.language == "fr"));
    assert!(said.clone().all(|update| update.author.name.as_deref() == Some("Séjours & Co (démo)")));

    assert_eq!(backend.number(&others).await, before, "prepared and older tickets are as they were");
    let path = format!("/tickets/{}", older.ticket.summary.id);
    assert_eq!(send(backend.get(&path).with(&older)).await.found::<Ticket>().summary.state, State::Received);
}

#[tokio::test]
async fn no_script_answers_without_a_key_of_a_demo() {
    let backend = Backend::start(&[]).await;
    assert!(!backend.data().join("demo-handler.key").exists());
    let url = format!("http://{}", backend.address);
    let stranger = run(&["demo-handler", "--url", &url, "--key", "none"], &[]).await;
    assert!(stranger.code == Some(1) && stranger.err.contains("Sign in"), "{}", stranger.err);
    // Nor when whoever started it has gone.
    let orphan = run(&["demo-handler", "--url", &url, "--parent", "1"], &[]).await;
    assert_eq!((orphan.code, orphan.out.as_str()), (Some(0), ""), "{}", orphan.err);
}
