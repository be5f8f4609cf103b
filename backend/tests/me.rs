//! What a partner decides about their own data: preferences, address, export, erasure.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::letters::in_folder;
use harness::sessions::{Asked, change, code, codes, token};
use harness::{Answer, Backend, WithToken, key, new_ticket, run, send, until, with};
use recourse_contract::me::{Export, Me};
use recourse_contract::session::CodeSent;
use recourse_contract::ticket::Channel;
use recourse_contract::{IDEMPOTENCY_KEY, Page, ProblemType, Session, Ticket, TicketSummary, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};

const MARIE: &str = "marie.dupont@example.com";
const NEW: &str = "Marie.New@example.com";

async fn patch(backend: &Backend, token: &str, body: Value) -> Answer {
    send(change(backend, Method::PATCH, "/me", Some(body)).bearer(token)).await
}

async fn me(backend: &Backend, token: &str) -> Me {
    send(backend.get("/me").bearer(token)).await.found()
}

#[tokio::test]
async fn preferences_hold_for_every_ticket() {
    let backend = Backend::start(&[]).await;
    let filed = [backend.file(&new_ticket()).await, backend.file(&new_ticket()).await];
    let other = backend.file(&with("/partner/email", "other@example.com")).await;
    let marie = token(&backend, MARIE).await;
    let before = me(&backend, &marie).await;
    assert_eq!((before.email.as_str(), before.erasure_asked_at), (MARIE, None));
    let changed: Me = patch(&backend, &marie, json!({"language": "en", "channel": "inbox"})).await.found();
    assert_eq!((changed.language.as_str(), changed.channel), ("en", Channel::Inbox));
    for filed in &filed {
        let ticket: Ticket = send(backend.get(&format!("/tickets/{}", filed.ticket.summary.id)).with(filed)).await.found();
        assert_eq!((ticket.partner.language.as_str(), ticket.partner.channel), ("en", Channel::Inbox));
    }
    let ticket: Ticket = send(backend.get(&format!("/tickets/{}", other.ticket.summary.id)).with(&other)).await.found();
    assert_ne!(ticket.partner.channel, Channel::Inbox);
    for (wrong, pointer) in [
        (json!({"language": "xx"}), "/language"),
        (json!({"channel": "pigeon"}), "/channel"),
        (json!({"email": "marie"}), "/email"),
        (json!({"email": ""}), "/email"),
        (json!({"email": "MARIE.dupont@example.com"}), "/email"),
    ] {
        assert_eq!(patch(&backend, &marie, wrong).await.problem(ProblemType::Invalid).errors[0].pointer, pointer);
    }
    assert_eq!(me(&backend, &marie).await, changed);
    for path in ["/me", "/me/export"] {
        send(backend.get(path)).await.problem(ProblemType::Unauthenticated);
        send(backend.get(path).with(&filed[0])).await.problem(ProblemType::Unauthenticated);
    }
}

#[tokio::test]
async fn an_address_changes_when_its_code_says_so() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let (marie, elsewhere) = (token(&backend, MARIE).await, token(&backend, MARIE).await);
    let asked = patch(&backend, &marie, json!({"email": NEW})).await;
    assert_eq!(asked.status, 202);
    let challenge = asked.read::<CodeSent>().challenge;
    let code_of_new = until("the code at the new address", async || codes(&backend, NEW).pop()).await;
    let asked = Asked { code: code_of_new, challenge };
    let confirm = |asked: &Asked| json!({"email": NEW, "code": asked.code, "challenge": asked.challenge});

    // It is good for this alone: not for signing in, not for another partner, not with a wrong code.
    let sign_in = json!({"email": NEW, "code": asked.code, "challenge": asked.challenge, "bearer": true});
    send(change(&backend, Method::POST, "/session", Some(sign_in))).await.problem(ProblemType::Invalid);
    backend.file(&with("/partner/email", "other@example.com")).await;
    let stranger = token(&backend, "other@example.com").await;
    patch(&backend, &stranger, confirm(&asked)).await.problem(ProblemType::Invalid);
    let wrong = patch(&backend, &marie, confirm(&asked.wrong())).await.problem(ProblemType::Invalid);
    assert_eq!(wrong.errors[0].pointer, "/code");
    // Nor does a code for signing in change an address.
    let signing = code(&backend, MARIE).await;
    patch(&backend, &marie, confirm(&signing)).await.problem(ProblemType::Invalid);

    patch(&backend, &marie, json!({"bookmarks": ["complaints"]})).await.found::<Me>();
    let changed: Me = patch(&backend, &marie, confirm(&asked)).await.found();
    assert_eq!(changed.email, NEW);
    assert_eq!(changed.bookmarks, ["complaints"], "what was saved goes with the partner");
    patch(&backend, &marie, confirm(&asked)).await.problem(ProblemType::Invalid);
    // The old address is told, without anything that opens something.
    let told = until("the notice", async || {
        let mails = in_folder(&backend.data().join("mail"));
        mails.into_iter().find(|mail| mail.header("to").contains(MARIE) && mail.text.contains("autre adresse e‑mail"))
    })
    .await;
    assert!(!told.text.contains("#k=") && !told.text.to_lowercase().contains(&NEW.to_lowercase()), "{}", told.text);
    // This session goes on with every ticket; the links and sessions of before open nothing.
    let list: Page<TicketSummary> = send(backend.get("/tickets").bearer(&marie)).await.found();
    assert_eq!(list.items.len(), 1);
    assert_eq!(send(backend.get("/session").bearer(&marie)).await.found::<Session>().email, NEW.to_lowercase());
    send(backend.get("/tickets").bearer(&elsewhere)).await.problem(ProblemType::Unauthenticated);
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    send(backend.get(&path).with(&filed)).await.problem(ProblemType::NotFound);
    // From now on mail goes to the new address.
    let before = codes(&backend, NEW).len();
    send(change(&backend, Method::POST, "/session/code", Some(json!({"email": NEW, "language": "en"})))).await;
    until("a code at the new address", async || (codes(&backend, NEW).len() > before).then_some(())).await;
}

#[tokio::test]
async fn everything_can_be_taken_away_as_one_file() {
    let backend = Backend::start(&[]).await;
    let mut mine = Vec::new();
    for number in 0..120 {
        mine.push(backend.file(&with("/subject", format!("Number {number} \"<é>\""))).await);
    }
    backend.reply(&mine[7], "A reply").await;
    backend.file(&with("/partner/email", "other@example.com")).await;
    let marie = token(&backend, MARIE).await;
    // As browsers ask for it.
    let zipped = backend.get("/me/export").bearer(&marie).header("accept-encoding", "gzip, br");
    let zipped = zipped.send().await.unwrap();
    assert!(zipped.headers().contains_key("content-encoding"));
    assert!(!zipped.bytes().await.unwrap().is_empty());
    let answer = send(backend.get("/me/export").bearer(&marie)).await;
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"my-data-"), "{:?}", answer.headers);
    let export: Export = serde_json::from_str(answer.text()).unwrap();
    let subjects: Vec<_> = export.tickets.iter().map(|one| one.ticket.summary.subject.as_str()).collect();
    assert_eq!(subjects.len(), 120);
    assert!(mine.iter().all(|filed| subjects.contains(&filed.ticket.summary.subject.as_str())));
    let replied = export.tickets.iter().find(|one| one.ticket.summary.id == mine[7].ticket.summary.id).unwrap();
    assert_eq!(replied.updates.last().unwrap().text, "A reply");
    assert_eq!(export.me.email, MARIE);
}

#[tokio::test]
async fn what_is_to_be_erased_is_when_its_time_is_over() {
    let mut backend = Backend::start(&[]).await;
    let (old, open) = (backend.file(&new_ticket()).await, backend.file(&new_ticket()).await);
    let other = backend.file(&with("/partner/email", "other@example.com")).await;
    let marie = token(&backend, MARIE).await;
    let ask = || change(&backend, Method::POST, "/me/erasure", Some(json!({}))).bearer(&marie);
    send(ask()).await.problem(ProblemType::KeyMissing);
    let asked = send(ask().header("idempotency-key", key())).await;
    assert_eq!(asked.status, 202);
    let first: Option<Timestamp> = asked.read::<Me>().erasure_asked_at;
    assert!(first.is_some());
    // Taken back, and asked for again; the first time counts.
    let kept: Me = send(change(&backend, Method::DELETE, "/me/erasure", None).bearer(&marie)).await.found();
    assert_eq!(kept.erasure_asked_at, None);
    send(ask().header("idempotency-key", key())).await;

    // Of two tickets one ended more than a year ago, as did one of somebody who has asked for nothing.
    let reference = old.ticket.summary.reference.to_string();
    let (url, data) = (format!("http://{}", backend.address), backend.data());
    let handler = ["handler", "--url", &url, "--data", data.to_str().unwrap(), "reply", &reference, "Marie Dupont, thank you."];
    assert_eq!(run(&handler, &[]).await.code, Some(0));
    for filed in [&old, &other] {
        let id = &filed.ticket.summary.id;
        backend.execute(&format!("UPDATE tickets SET state = 'closed', updated_at = 1 WHERE id = '{id}'")).await;
    }
    let kept =
        r#"{"mediator":"cmp","language":"fr","code":"M-R7K2-9QXM","requested_at":"2020-01-01T00:00:00.000Z","documents":["a"]}"#;
    let said = r#"satisfaction = '{"rating":2,"comment":"Marie Dupont was here."}'"#;
    let id = &old.ticket.summary.id;
    backend.execute(&format!("UPDATE tickets SET {said}, mediation = '{kept}' WHERE id = '{id}'")).await;
    // It looks at its start, and every few seconds.
    backend.stop().await;
    backend.restart().await;
    let erased = format!("SELECT COUNT(*) FROM updates WHERE ticket = '{}'", old.ticket.summary.id);
    until("the erasure", async || (backend.number(&erased).await == 0).then_some(())).await;
    let path = |filed: &recourse_contract::Filed| format!("/tickets/{}", filed.ticket.summary.id);
    send(backend.get(&path(&old)).bearer(&marie)).await.problem(ProblemType::NotFound);
    send(backend.get(&path(&old)).with(&old)).await.problem(ProblemType::NotFound);
    send(backend.get(&path(&open)).bearer(&marie)).await.found::<Ticket>();
    send(backend.get(&path(&other)).with(&other)).await.found::<Ticket>();
    // What is left of it names nobody, and the audit log is whole.
    let row = "SELECT COUNT(*) FROM tickets WHERE subject = '' AND message = '' AND partner NOT LIKE '%Dupont%' AND partner LIKE '%partner %'";
    assert_eq!(backend.number(row).await, 1);
    let counted = "SELECT COUNT(*) FROM tickets WHERE satisfaction = '{\"rating\":2}' AND mediation LIKE '%\"code\":\"\"%' AND mediation LIKE '%\"documents\":[]%'";
    assert_eq!(backend.number(counted).await, 1, "what reports count stays");
    let audit = format!("SELECT COUNT(*) FROM audit WHERE ticket = '{}'", old.ticket.summary.id);
    assert!(backend.number(&audit).await >= 3);
    // With the last ticket, the rest goes, too.
    backend
        .execute(&format!("UPDATE tickets SET state = 'closed', updated_at = 1 WHERE id = '{}'", open.ticket.summary.id))
        .await;
    backend.stop().await;
    backend.restart().await;
    until("the rest", async || (backend.number("SELECT COUNT(*) FROM erasures").await == 0).then_some(())).await;
    send(backend.get("/me").bearer(&marie)).await.problem(ProblemType::Unauthenticated);
}

#[tokio::test]
async fn a_change_that_arrives_again_late_changes_nothing() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    backend.file(&with("/partner/email", "other@example.com")).await;
    let (marie, other) = (token(&backend, MARIE).await, token(&backend, "other@example.com").await);
    let with_key = async |token: &str, key: &str, channel: &str| {
        let request = change(&backend, Method::PATCH, "/me", Some(json!({"channel": channel}))).bearer(token);
        send(request.header(IDEMPOTENCY_KEY, key)).await
    };
    let (first, second) = (key(), key());
    assert_eq!(with_key(&marie, &first, "inbox").await.found::<Me>().channel, Channel::Inbox);
    assert_eq!(with_key(&marie, &second, "email_full").await.found::<Me>().channel, Channel::EmailFull);
    assert_eq!(with_key(&marie, &first, "inbox").await.found::<Me>().channel, Channel::EmailFull, "it was answered long ago");
    with_key(&marie, &first, "email_notice").await.problem(ProblemType::KeyReused);
    with_key(&other, &second, "email_full").await.problem(ProblemType::KeyReused);
    assert_eq!(me(&backend, &other).await.channel, Channel::EmailNotice);
    with_key(&marie, "short", "inbox").await.problem(ProblemType::KeyMissing);
}
