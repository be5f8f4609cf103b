//! Staff hear of what partners do: by mail for each topic, and by signed webhooks that nothing loses.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use harness::letters::{Mail, in_folder};
use harness::{Backend, NEW_TICKET, SERVICE, WithToken, key, new_ticket, send, until, with};
use hmac::{Hmac, Mac};
use jiff::tz::TimeZone;
use recourse_backend::clock::Clock;
use recourse_backend::filing::filing;
use recourse_backend::mail::Folder;
use recourse_backend::secret::SystemRandom;
use recourse_backend::service_file::ServiceFile;
use recourse_backend::staff::{Notices, Post};
use recourse_backend::store::{Filed as Stored, Partners, Sqlite, Staff, Store};
use recourse_contract::time::{DAY, HOUR, MINUTE};
use recourse_contract::{NewTicket, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Row};
use std::fs;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tokio::net::TcpListener;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const STAFF: &str = "payouts@sejours.example";

/// A webhook as it came.
#[derive(Clone, Debug)]
struct Hook {
    id: String,
    is_genuine: bool,
    body: Value,
}

/// What a receiver answers: a status, and perhaps `Retry-After`.
type Mood = (u16, Option<&'static str>);

/// Somebody who takes webhooks; it ends with the test's runtime.
#[derive(Clone)]
struct Receiver {
    address: SocketAddr,
    mood: Arc<Mutex<Mood>>,
    seen: Arc<Mutex<Vec<Hook>>>,
}

impl Receiver {
    async fn start(status: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let receiver = Self { address, mood: Arc::new(Mutex::new((status, None))), seen: Arc::default() };
        let router = Router::new().route("/hook", post(take)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        receiver
    }

    fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    fn answers(&self, status: u16, retry_after: Option<&'static str>) {
        *self.mood.lock().unwrap() = (status, retry_after);
    }

    fn seen(&self) -> Vec<Hook> {
        self.seen.lock().unwrap().clone()
    }

    async fn got(&self, count: usize) -> Vec<Hook> {
        until("the webhooks have come", async || Some(self.seen()).filter(|seen| seen.len() >= count)).await
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> (StatusCode, HeaderMap) {
    let header = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let id = header("webhook-id");
    // As a receiver checks it, without the backend's own code.
    let mut mac = Hmac::<Sha256>::new_from_slice(&STANDARD.decode(&SECRET[6..]).unwrap()).unwrap();
    mac.update(format!("{id}.{}.", header("webhook-timestamp")).as_bytes());
    mac.update(&body);
    let signed = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    let is_genuine = header("webhook-signature") == signed && header("content-type") == "application/json";
    receiver.seen.lock().unwrap().push(Hook { id, is_genuine, body: serde_json::from_slice(&body).unwrap_or_default() });
    let (status, retry_after) = *receiver.mood.lock().unwrap();
    let mut answer = HeaderMap::new();
    if let Some(text) = retry_after {
        answer.insert("retry-after", text.parse().unwrap());
    }
    // Whoever follows it comes again, and is counted.
    if status == 302 {
        answer.insert("location", "/hook".parse().unwrap());
    }
    (StatusCode::from_u16(status).unwrap(), answer)
}

/// The service file with staff for the payments, and these webhooks.
fn service(urls: &[String]) -> String {
    let mut text = SERVICE.clone();
    for (id, address) in [("payments", STAFF), ("payments/late", "late@sejours.example")] {
        let line = format!("id = \"{id}\"\n");
        assert!(text.contains(&line), "{line}");
        text = text.replacen(&line, &format!("{line}staff = [\"{address}\"]\n"), 1);
    }
    text.push_str("\n[staff]\nlanguage = \"en\"\n");
    for url in urls {
        text.push_str(&format!("\n[[webhook]]\nurl = \"{url}\"\nsecret_env = \"HOOK_SECRET\"\n"));
    }
    text
}

/// A running backend with this service file. The folder holds the file.
async fn backend(text: &str, more: &[&str]) -> (Backend, TempDir) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("service.toml");
    fs::write(&path, text).unwrap();
    let mut arguments = vec!["--service", path.to_str().unwrap()];
    arguments.extend_from_slice(more);
    (Backend::start_in(&arguments, &[("HOOK_SECRET", SECRET)]).await, folder)
}

const LET_ALL_BE_DUE: &str = "UPDATE staff_notices SET next_at = 0 WHERE next_at IS NOT NULL";

/// Waits until the backend has noted so many attempts of each webhook.
async fn tried(backend: &Backend, attempts: u32) {
    let untried = format!("SELECT COUNT(*) FROM staff_notices WHERE way = 'webhook' AND attempts < {attempts}");
    until("it was tried", async || (backend.number(&untried).await == 0).then_some(())).await;
}

async fn mails_to(backend: &Backend, address: &str, count: usize) -> Vec<Mail> {
    until("the mails to staff", async || {
        let all = in_folder(&backend.data().join("mail"));
        let to: Vec<Mail> = all.into_iter().filter(|mail| mail.header("to").contains(address)).collect();
        (to.len() >= count).then_some(to)
    })
    .await
}

#[tokio::test]
async fn a_filing_is_one_webhook_until_it_is_taken() {
    let receiver = Receiver::start(500).await;
    let (backend, _folder) = backend(&service(&[receiver.url()]), &[]).await;
    let filed = backend.file(&new_ticket()).await;
    tried(&backend, 1).await;
    backend.execute(LET_ALL_BE_DUE).await;
    tried(&backend, 2).await;
    receiver.answers(204, None);
    backend.execute(LET_ALL_BE_DUE).await;
    let seen = receiver.got(3).await;
    let done = "SELECT COUNT(*) FROM staff_notices WHERE way = 'webhook' AND sent_at IS NOT NULL";
    until("it is noted", async || (backend.number(done).await == 1).then_some(())).await;
    assert!(seen.iter().all(|hook| hook.is_genuine), "{seen:?}");
    assert!(seen.iter().all(|hook| hook.id == seen[0].id && hook.body == seen[0].body), "{seen:?}");
    let summary = &filed.ticket.summary;
    let data = json!({
        "ticket": summary.id, "reference": summary.reference.as_str(), "topic": "payments/blocked", "kind": "complaint", "update": 1,
    });
    assert_eq!((&seen[0].body["type"], &seen[0].body["data"]), (&json!("ticket.filed"), &data));
    assert_eq!(Timestamp::parse(seen[0].body["timestamp"].as_str().unwrap()), Some(summary.filed_at));
    assert!(!backend.log().contains("/hook"), "the path may be a secret: {}", backend.log());
}

#[tokio::test]
async fn staff_hear_of_the_partner_and_not_of_themselves() {
    let receiver = Receiver::start(200).await;
    let (backend, _folder) = backend(&service(&[receiver.url()]), &[]).await;
    let filed = backend.file(&new_ticket()).await;
    let id = &filed.ticket.summary.id;
    receiver.got(1).await;
    let handler_key = fs::read_to_string(backend.data().join("handler.key")).unwrap();
    let said = json!({"move": "reply", "text": "We are looking into it."}).to_string();
    let answered = backend.request(Method::POST, &format!("/handler/tickets/{id}/moves")).bearer(handler_key.trim());
    assert_eq!(send(answered.header("content-type", "application/json").body(said)).await.status, 201);
    let written = backend.reply(&filed, "Here is the letter of my bank.").await;
    receiver.got(2).await;
    backend.execute("UPDATE tickets SET news_by = 1").await;
    assert_eq!(send(backend.post(&format!("/tickets/{id}/nudge"), &key(), "{}").with(&filed)).await.status, 201);
    let seen = receiver.got(3).await;
    let heard: Vec<_> = seen.iter().map(|hook| (hook.body["type"].as_str().unwrap(), &hook.body["data"]["update"])).collect();
    let (first, reply, nudge) = (json!(1), json!(written.number), json!(written.number + 1));
    assert_eq!(heard, [("ticket.filed", &first), ("update.written", &reply), ("ticket.nudged", &nudge)]);
    assert_eq!(backend.number("SELECT COUNT(*) FROM staff_notices WHERE way = 'webhook'").await, 3);
    // What staff hear of stands nowhere in what partners read.
    let shown = send(backend.get("/service")).await;
    for secret in [STAFF, "\"staff\"", "\"webhook\"", "/hook", "whsec_"] {
        assert!(!shown.text().contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_crash_between_filing_and_webhook_loses_nothing() {
    let receiver = Receiver::start(503).await;
    let (mut backend, _folder) = backend(&service(&[receiver.url()]), &[]).await;
    backend.file(&new_ticket()).await;
    tried(&backend, 1).await;
    backend.kill().await;
    receiver.answers(200, None);
    backend.execute(LET_ALL_BE_DUE).await;
    backend.restart().await;
    let seen = receiver.got(2).await;
    assert!(seen.iter().all(|hook| hook.is_genuine && hook.id == seen[0].id), "{seen:?}");
}

#[tokio::test]
async fn mail_goes_to_the_staff_of_the_topic() {
    let (backend, _folder) = backend(&service(&[]), &["--reply-address", "answers@sejours.example"]).await;
    let mut ticket = with("/subject", "Blocked \u{202e}payout");
    ticket["partner"]["name"] = "Zoë \u{202e}Müller".into();
    let filed = backend.file(&ticket).await;
    let reference = filed.ticket.summary.reference.as_str();
    let mail = mails_to(&backend, STAFF, 1).await.remove(0);
    assert_eq!(mail.header("subject"), format!("[{reference}] Payments › Blocked payment: Blocked payout"));
    assert_eq!((mail.header("auto-submitted"), mail.header("reply-to")), ("auto-generated", ""));
    assert!(mail.text.starts_with("Zoë Müller has opened a case.\n"), "{}", mail.text);
    assert!(mail.text.contains(&format!("\n    recourse-backend handler show {reference}\n")), "{}", mail.text);
    for line in filed.ticket.message.lines() {
        assert!(mail.text.contains(&format!("\n> {line}")), "{line}");
    }
    // The private link is the partner's.
    assert!(!mail.text.contains("#k=") && !mail.text.contains("answers+"), "{}", mail.text);

    backend.reply(&filed, "Here is the letter of my bank.").await;
    let both = mails_to(&backend, STAFF, 2).await;
    let reply = both.iter().find(|mail| mail.text.contains("> Here is the letter of my bank.")).expect("the reply");
    assert_eq!(reply.header("in-reply-to"), mail.header("message-id"));

    let mut late = with("/topic", "payments/late");
    late["fields"] = json!({});
    backend.file(&late).await;
    mails_to(&backend, "late@sejours.example", 1).await;
    assert_eq!(mails_to(&backend, STAFF, 2).await.len(), 2, "the sub-topic has its own");
}

struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// The queue in process, over a real file and real connections, with a clock that the test sets.
struct World {
    notices: Notices,
    clock: Arc<SetClock>,
    store: Arc<Sqlite>,
    folder: TempDir,
}

impl World {
    async fn new(receivers: &[&Receiver]) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Arc::new(Sqlite::open(&folder.path().join("db")).await.unwrap());
        let clock = Arc::new(SetClock(AtomicI64::new(1_000 * DAY)));
        let from = "Complaints <complaints@sejours.example>".parse().unwrap();
        let way = Arc::new(Folder { folder: folder.path().join("mail"), from });
        let file = file(receivers);
        let post = Post::new(file.team()).unwrap();
        let notices = Notices { store: store.clone(), file, way, post, clock: clock.clone() };
        Self { notices, clock, store, folder }
    }

    /// Files a ticket. Gives its id.
    async fn file(&self) -> String {
        let new: NewTicket = serde_json::from_str(NEW_TICKET).unwrap();
        let filing = filing(new, None, &self.notices.file, self.clock.now(), &SystemRandom);
        let id = filing.ticket.id.clone();
        assert_eq!(self.store.file(filing).await.unwrap(), Stored::Stored);
        id
    }

    async fn tick(&self) -> u32 {
        self.notices.tick(self.clock.now()).await.unwrap()
    }

    fn pass(&self, millis: i64) {
        self.clock.0.fetch_add(millis, Ordering::SeqCst);
    }

    /// How many wait, now or later.
    async fn waiting(&self) -> usize {
        self.store.due_staff(Timestamp(i64::MAX), 1_000).await.unwrap().len()
    }
}

fn file(receivers: &[&Receiver]) -> Arc<ServiceFile> {
    let urls: Vec<String> = receivers.iter().map(|receiver| receiver.url()).collect();
    Arc::new(ServiceFile::parse_in(&service(&urls), &|_| Some(SECRET.to_owned())).unwrap())
}

#[tokio::test]
async fn one_that_is_down_holds_nobody_up() {
    let (down, up) = (Receiver::start(500).await, Receiver::start(200).await);
    let world = World::new(&[&down, &up]).await;
    for _ in 0..12 {
        world.file().await;
    }
    // A mail and two webhooks for each; the one that is down is asked once, and left alone.
    let mut ticks = 0;
    while up.seen().len() < 12 {
        world.tick().await;
        ticks += 1;
        assert!(ticks < 6);
    }
    assert_eq!(in_folder(&world.folder.path().join("mail")).len(), 12);
    assert_eq!((down.seen().len(), world.waiting().await), (1, 12));
    down.answers(200, None);
    world.pass(HOUR);
    while world.tick().await > 0 {}
    assert_eq!((up.seen().len(), world.waiting().await), (12, 0));
}

#[tokio::test]
async fn pauses_double_and_a_receiver_can_ask_for_longer_ones() {
    let receiver = Receiver::start(500).await;
    let world = World::new(&[&receiver]).await;
    world.file().await;
    assert_eq!(world.tick().await, 1, "the mail");
    let mut tries = 1;
    for (status, retry_after, pause) in [
        (302, None, MINUTE / 4),
        (429, Some("7200"), MINUTE / 2),
        (503, Some("9999999"), 2 * HOUR),
        (500, Some("1"), DAY),
        (500, None, 4 * MINUTE),
    ] {
        // The mood sets the pause that follows; the one before has to pass.
        receiver.answers(status, retry_after);
        world.pass(pause - 1);
        assert_eq!((world.tick().await, receiver.seen().len()), (0, tries), "{status}");
        world.pass(1);
        tries += 1;
        assert_eq!((world.tick().await, receiver.seen().len()), (0, tries), "{status}");
    }
    receiver.answers(200, None);
    world.pass(HOUR);
    assert_eq!((world.tick().await, world.waiting().await), (1, 0));
}

#[tokio::test]
async fn what_cannot_be_told_is_given_up() {
    let receiver = Receiver::start(410).await;
    let mut world = World::new(&[&receiver]).await;
    world.file().await;
    world.tick().await;
    assert_eq!((receiver.seen().len(), world.waiting().await), (1, 0), "gone means gone");

    // Three days, then the handlers' list has to do.
    receiver.answers(500, None);
    world.file().await;
    world.tick().await;
    world.pass(3 * DAY - 1);
    world.tick().await;
    assert_eq!(world.waiting().await, 1);
    world.pass(HOUR);
    world.tick().await;
    assert_eq!((receiver.seen().len(), world.waiting().await), (4, 0));

    // A webhook that the file no longer names, and an address likewise.
    world.file().await;
    world.notices.file = Arc::new(ServiceFile::parse(&SERVICE).unwrap());
    assert_eq!((world.tick().await, receiver.seen().len(), world.waiting().await), (0, 4, 0));
}

#[tokio::test]
async fn erasure_takes_the_queue_along() {
    let receiver = Receiver::start(500).await;
    let world = World::new(&[&receiver]).await;
    let id = world.file().await;
    world.tick().await;
    let mut database = SqliteConnectOptions::new().filename(world.folder.path().join("db")).connect().await.unwrap();
    sqlx::query("UPDATE tickets SET state = 'closed'").execute(&mut database).await.unwrap();
    world.store.ask_erasure("marie.dupont@example.com", Some(world.clock.now())).await.unwrap();
    assert_eq!(world.store.erase(world.clock.now(), world.clock.now(), &TimeZone::UTC).await.unwrap(), 1);
    let left = sqlx::query("SELECT COUNT(*) FROM staff_notices WHERE ticket = ?").bind(&id);
    assert_eq!(left.fetch_one(&mut database).await.unwrap().get::<i64, _>(0), 0);
}
