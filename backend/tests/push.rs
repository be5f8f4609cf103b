//! Devices hear of news by Web Push: of what others write, once, and the push service in between learns nothing of it.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::case::act;
use harness::device::{Device, PushService};
use harness::sessions::{change, code, token};
use harness::{Answer, Backend, SERVICE, WithToken, key, new_ticket, run, send, until, with};
use recourse_contract::me::Export;
use recourse_contract::service::Capability;
use recourse_contract::session::CodeSent;
use recourse_contract::{Filed, ProblemType, Service};
use reqwest::Method;
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;

const MARIE: &str = "marie.dupont@example.com";
const DEVICES: &str = "SELECT COUNT(*) FROM push_subscriptions";
const QUEUE: &str = "SELECT COUNT(*) FROM push_queue";
const LET_ALL_BE_DUE: &str = "UPDATE push_queue SET next_at = 0";

/// A backend that pushes to this machine. News wait long enough to be looked at; a test lets them be due.
async fn backend() -> Backend {
    Backend::start(&["--demo", "--empty", "--push-anywhere", "--mail-gather", "3600"]).await
}

async fn put(backend: &Backend, token: &str, body: &Value) -> Answer {
    send(change(backend, Method::PUT, "/push-subscription", Some(body.clone())).bearer(token)).await
}

/// A partner with a ticket and a device.
async fn with_device(backend: &Backend, service: &PushService, name: &str) -> (Filed, String, Device) {
    let filed = backend.file(&new_ticket()).await;
    let (token, device) = (token(backend, MARIE).await, Device::new());
    assert_eq!(put(backend, &token, &device.subscription(&service.endpoint(name), "fr")).await.status, 204);
    (filed, token, device)
}

async fn say(backend: &Backend, filed: &Filed, text: &str) {
    assert_eq!(act(backend, filed, json!({"move": "reply", "text": text})).await.status, 201);
}

async fn is_empty(backend: &Backend, statement: &str) {
    until("nothing is left", async || (backend.number(statement).await == 0).then_some(())).await;
}

#[tokio::test]
async fn an_answer_reaches_the_device_and_nobody_in_between_can_read_it() {
    let (backend, service) = (backend().await, PushService::start().await);
    let (filed, _, device) = with_device(&backend, &service, "one").await;
    let announced: Service = send(backend.get("/service")).await.found();
    assert!(announced.offers(Capability::Push));
    say(&backend, &filed, "The payout leaves today.").await;
    // A second one before it goes out: one message says both.
    say(&backend, &filed, "It has left.").await;
    assert_eq!((backend.number(QUEUE).await, backend.number("SELECT number FROM push_queue").await), (1, 4));
    backend.execute(LET_ALL_BE_DUE).await;
    let seen = service.got(1).await;
    is_empty(&backend, QUEUE).await;
    assert_eq!((service.seen().len(), seen[0].device.as_str()), (1, "one"));
    let message = &seen[0];
    for (name, value) in [
        ("content-encoding", "aes128gcm"),
        ("content-type", "application/octet-stream"),
        ("urgency", "normal"),
        ("ttl", "259200"),
    ] {
        assert_eq!(message.header(name), value, "{name}");
    }
    let id = &filed.ticket.summary.id;
    let topic = message.header("topic");
    assert!((1..=32).contains(&topic.len()) && !id.contains(topic) && !topic.contains(&id[..8]), "{topic}");
    // Who sends, as a push service checks it (RFC 8292).
    let said = message.header("authorization");
    let (token, public) = said.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(Some(public), announced.push_key.as_deref());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let checker = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decode(public));
    checker.verify(signed.as_bytes(), &decode(signature)).expect("a genuine signature");
    let claims: Value = serde_json::from_slice(&decode(signed.split_once('.').unwrap().1)).unwrap();
    assert_eq!((&claims["aud"], &claims["sub"]), (&json!(service.origin()), &json!("mailto:complaints@sejours.example")));
    // What the device reads.
    assert_eq!(message.body.len(), 16 + 4 + 1 + 65 + 256 + 16, "the same whatever it says");
    let text = device.read(&message.body);
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), json!({"v": 1, "ticket": id, "language": "fr"}));
    assert!(!backend.log().contains("/send/"), "the address is a secret: {}", backend.log());
}

#[tokio::test]
async fn what_the_partner_does_or_has_read_is_no_news() {
    let (backend, service) = (backend().await, PushService::start().await);
    let (filed, _, _) = with_device(&backend, &service, "one").await;
    backend.reply(&filed, "Here is the letter of my bank.").await;
    assert_eq!(backend.number(QUEUE).await, 0);
    say(&backend, &filed, "Thank you.").await;
    assert_eq!(backend.number(QUEUE).await, 1);
    let read = change(&backend, Method::PUT, &format!("/tickets/{}/read", filed.ticket.summary.id), Some(json!({"number": 4})));
    assert!(send(read.with(&filed)).await.status < 300);
    backend.execute(LET_ALL_BE_DUE).await;
    is_empty(&backend, QUEUE).await;
    // Another partner's case is nobody else's news.
    let other = backend.file(&with("/partner/email", "other@example.com")).await;
    say(&backend, &other, "We are looking into it.").await;
    assert_eq!((backend.number(QUEUE).await, service.seen().len()), (0, 0));
}

#[tokio::test]
async fn a_push_service_that_cannot_now_is_tried_again() {
    let (mut backend, service) = (backend().await, PushService::start().await);
    let (filed, _, _) = with_device(&backend, &service, "one").await;
    service.answers(429, Some("3600"));
    say(&backend, &filed, "The payout leaves today.").await;
    backend.execute(LET_ALL_BE_DUE).await;
    service.got(1).await;
    let tried = "SELECT COUNT(*) FROM push_queue WHERE attempts = 1 AND next_at > (unixepoch() + 3000) * 1000";
    until("it waits as long as it is asked to", async || (backend.number(tried).await == 1).then_some(())).await;
    // Nothing is lost over a restart.
    backend.stop().await;
    service.answers(201, None);
    backend.execute(LET_ALL_BE_DUE).await;
    backend.restart().await;
    service.got(2).await;
    is_empty(&backend, QUEUE).await;
    // After a day it is given up; the device stays.
    service.answers(503, None);
    say(&backend, &filed, "It has left.").await;
    backend.execute("UPDATE push_queue SET next_at = 0, created_at = 0").await;
    service.got(3).await;
    is_empty(&backend, QUEUE).await;
    assert_eq!(backend.number(DEVICES).await, 1);
    // A signature that is not taken is no fault of the device's.
    service.answers(403, None);
    say(&backend, &filed, "It has arrived.").await;
    backend.execute(LET_ALL_BE_DUE).await;
    service.got(4).await;
    let waits = "SELECT COUNT(*) FROM push_queue WHERE attempts = 1";
    until("it waits", async || (backend.number(waits).await == 1).then_some(())).await;
    assert_eq!(backend.number("SELECT failures FROM push_subscriptions").await, 0);
}

#[tokio::test]
async fn a_device_that_is_gone_is_forgotten() {
    let (backend, service) = (backend().await, PushService::start().await);
    let (filed, token, device) = with_device(&backend, &service, "one").await;
    service.answers(410, None);
    say(&backend, &filed, "The payout leaves today.").await;
    backend.execute(LET_ALL_BE_DUE).await;
    is_empty(&backend, DEVICES).await;
    assert_eq!(backend.number(QUEUE).await, 0);
    // One whose messages are refused again and again, too.
    put(&backend, &token, &device.subscription(&service.endpoint("two"), "fr")).await;
    service.answers(413, None);
    say(&backend, &filed, "It has left.").await;
    backend.execute(LET_ALL_BE_DUE).await;
    is_empty(&backend, QUEUE).await;
    assert_eq!(backend.number("SELECT failures FROM push_subscriptions").await, 1);
    backend.execute("UPDATE push_subscriptions SET failures = 4").await;
    say(&backend, &filed, "It has arrived.").await;
    backend.execute(LET_ALL_BE_DUE).await;
    is_empty(&backend, DEVICES).await;
    assert!(!backend.log().contains("/send/"), "{}", backend.log());
}

#[tokio::test]
async fn what_waits_goes_along_to_a_new_endpoint() {
    let (backend, service) = (backend().await, PushService::start().await);
    let (filed, token, device) = with_device(&backend, &service, "one").await;
    say(&backend, &filed, "The payout leaves today.").await;
    assert_eq!(backend.number(QUEUE).await, 1);
    put(&backend, &token, &device.subscription(&service.endpoint("two"), "fr")).await;
    assert_eq!((backend.number(DEVICES).await, backend.number(QUEUE).await), (1, 1));
    assert_eq!(backend.number("SELECT COUNT(*) FROM push_subscriptions WHERE endpoint LIKE '%two'").await, 1);
    backend.execute(LET_ALL_BE_DUE).await;
    service.got(1).await;
    is_empty(&backend, QUEUE).await;
}

#[tokio::test]
async fn a_device_belongs_to_a_session() {
    let (backend, service) = (backend().await, PushService::start().await);
    let (filed, first, device) = with_device(&backend, &service, "one").await;
    let body = |name: &str| device.subscription(&service.endpoint(name), "fr");
    for request in [Method::PUT, Method::DELETE] {
        let nobody = change(&backend, request.clone(), "/push-subscription", Some(body("x")));
        send(nobody).await.problem(ProblemType::Unauthenticated);
        let link = change(&backend, request, "/push-subscription", Some(body("x"))).with(&filed);
        send(link).await.problem(ProblemType::Unauthenticated);
    }
    // The same session has one; another one has its own.
    assert_eq!(put(&backend, &first, &body("two")).await.status, 204);
    assert_eq!(backend.number(DEVICES).await, 1);
    let second = token(&backend, MARIE).await;
    assert_eq!(put(&backend, &second, &body("three")).await.status, 204);
    assert_eq!(backend.number(DEVICES).await, 2);
    let export = send(backend.get("/me/export").bearer(&first)).await;
    let export: Export = serde_json::from_str(export.text()).unwrap();
    assert_eq!((export.devices.len(), export.devices[0].language.as_str()), (2, "fr"));
    // The mails' language is that of the notices, too.
    assert_eq!(send(change(&backend, Method::PATCH, "/me", Some(json!({"language": "en"}))).bearer(&first)).await.status, 200);
    assert_eq!(backend.number("SELECT COUNT(*) FROM push_subscriptions WHERE language = 'en'").await, 2);
    for _ in 0..2 {
        let gone = send(change(&backend, Method::DELETE, "/push-subscription", None).bearer(&second)).await;
        assert_eq!((gone.status, gone.header("cache-control").as_str()), (204, "no-store"));
        assert_eq!(backend.number(DEVICES).await, 1);
    }
    // Signing out takes it along, and with it what waits.
    say(&backend, &filed, "The payout leaves today.").await;
    assert_eq!(send(change(&backend, Method::DELETE, "/session", None).bearer(&first)).await.status, 204);
    assert_eq!((backend.number(DEVICES).await, backend.number(QUEUE).await), (0, 0));
    put(&backend, &second, &body("three")).await;
    assert_eq!(send(change(&backend, Method::DELETE, "/sessions", None).bearer(&second)).await.status, 204);
    assert_eq!(backend.number(DEVICES).await, 0);
}

#[tokio::test]
async fn a_device_goes_along_with_its_partner() {
    let (backend, service) = (backend().await, PushService::start().await);
    let (filed, first, device) = with_device(&backend, &service, "one").await;
    let second = token(&backend, MARIE).await;
    put(&backend, &second, &device.subscription(&service.endpoint("two"), "fr")).await;
    // Another address: the other sessions end, and their devices with them.
    let asked = send(change(&backend, Method::PATCH, "/me", Some(json!({"email": "new@example.com"}))).bearer(&first)).await;
    let challenge = asked.read::<CodeSent>().challenge;
    let code = until("the code", async || harness::sessions::codes(&backend, "new@example.com").into_iter().next()).await;
    let change_it = json!({"email": "new@example.com", "code": code, "challenge": challenge});
    assert_eq!(send(change(&backend, Method::PATCH, "/me", Some(change_it)).bearer(&first)).await.status, 200);
    assert_eq!(backend.number("SELECT COUNT(*) FROM push_subscriptions WHERE email = 'new@example.com'").await, 1);
    assert_eq!(backend.number(DEVICES).await, 1);
    // Somebody else signs in on the same device: whoever had it hears nothing there any more.
    say(&backend, &filed, "The payout leaves today.").await;
    assert_eq!(backend.number(QUEUE).await, 1);
    backend.file(&with("/partner/email", "other@example.com")).await;
    let other = token(&backend, "other@example.com").await;
    put(&backend, &other, &device.subscription(&service.endpoint("one"), "en")).await;
    assert_eq!((backend.number(DEVICES).await, backend.number(QUEUE).await), (1, 0));
    // Erasure, once nothing is left of the partner.
    assert_eq!(send(backend.post("/me/erasure", &key(), "{}").bearer(&other)).await.status, 202);
    backend.execute("UPDATE tickets SET state = 'closed', updated_at = 0 WHERE email = 'other@example.com'").await;
    is_empty(&backend, DEVICES).await;
}

#[tokio::test]
async fn ten_devices_are_enough_for_one() {
    let (backend, service) = (backend().await, PushService::start().await);
    let (_, first, device) = with_device(&backend, &service, "d0").await;
    // Each device has a session; the database gives them, since ten codes an hour are too many.
    for number in 1..=10 {
        let statement = format!(
            "INSERT INTO push_subscriptions (id, email, session, endpoint, p256dh, auth, language, at) \
             VALUES ('{number}', '{MARIE}', 's{number}', 'http://127.0.0.1:1/{number}', '', '', 'fr', {number})"
        );
        backend.execute(&statement).await;
    }
    put(&backend, &first, &device.subscription(&service.endpoint("d0"), "fr")).await;
    assert_eq!(backend.number(DEVICES).await, 10);
    assert_eq!(backend.number("SELECT MIN(at) FROM push_subscriptions").await, 2, "the one that was silent longest is gone");
}

#[tokio::test]
async fn only_push_services_of_the_public_internet_are_written_to() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    let (token, device) = (token(&backend, MARIE).await, Device::new());
    let right = device.subscription("https://push.example/send/one", "fr");
    assert_eq!(put(&backend, &token, &right).await.status, 204);
    let off_the_curve = URL_SAFE_NO_PAD.encode([4; 65]);
    for (pointer, value) in [
        ("/endpoint", json!("http://push.example/send/one")),
        ("/endpoint", json!("https://127.0.0.1/send/one")),
        ("/endpoint", json!("https://localhost/send/one")),
        ("/endpoint", json!("https://[::1]/send/one")),
        ("/endpoint", json!("https://push.example:8443/send/one")),
        ("/endpoint", json!(format!("https://push.example/{}", "x".repeat(2_000)))),
        ("/endpoint", json!("")),
        ("/keys/p256dh", json!(off_the_curve)),
        ("/keys/p256dh", json!("B")),
        ("/keys/auth", json!("short")),
        ("/language", json!("de")),
    ] {
        let mut wrong = right.clone();
        *wrong.pointer_mut(pointer).unwrap() = value.clone();
        let problem = put(&backend, &token, &wrong).await.problem(ProblemType::Invalid);
        assert_eq!((problem.errors.len(), problem.errors[0].pointer.as_str()), (1, pointer), "{value}");
    }
    put(&backend, &token, &json!({"endpoint": "https://push.example/x"})).await.problem(ProblemType::Malformed);
    assert_eq!(backend.number(DEVICES).await, 1);
}

#[tokio::test]
async fn the_key_stays_and_can_be_another() {
    let mut first = Backend::start(&[]).await;
    let key_of = async |backend: &Backend| send(backend.get("/service")).await.found::<Service>().push_key;
    let made = key_of(&first).await;
    let path = first.data().join("push.key");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    first.stop().await;
    first.restart().await;
    assert_eq!(key_of(&first).await, made);
    let second = Backend::start(&["--push-key", path.to_str().unwrap()]).await;
    assert_eq!(key_of(&second).await, made);
    assert!(!second.data().join("push.key").exists());
    let missing = first.folder().join("none");
    let ended = run(&["--data", first.folder().join("x").to_str().unwrap(), "--push-key", missing.to_str().unwrap()], &[]).await;
    assert!(ended.code == Some(1) && ended.err.contains(missing.to_str().unwrap()), "{}", ended.err);
    // Whoever does not offer it has neither key nor route.
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("service.toml");
    let without = SERVICE.replacen(", \"push\"", "", 1);
    assert_ne!(without, *SERVICE);
    fs::write(&file, without).unwrap();
    let none = Backend::start(&["--service", file.to_str().unwrap()]).await;
    assert_eq!(key_of(&none).await, None);
    assert!(!none.data().join("push.key").exists());
    none.file(&new_ticket()).await;
    let asked = code(&none, MARIE).await;
    let session = harness::sessions::enter(&none, MARIE, &asked, true).await.created::<recourse_contract::Session>();
    let device = Device::new().subscription("https://push.example/x", "fr");
    put(&none, &session.token.unwrap(), &device).await.problem(ProblemType::NotFound);
}
