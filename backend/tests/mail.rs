//! Mail: as files, to a mail server in every mood, through restarts; and a log that says nothing of anybody.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::letters::{Mail, in_folder};
use harness::smtp::{Mood, Server, Taken};
use harness::{Backend, NEW_TICKET, NEW_UPDATE, SERVICE, WithToken, key, new_ticket, send, until, with, without_colours};
use recourse_backend::clock::Clock;
use recourse_backend::filing::filing;
use recourse_backend::mail::{Queue, Smtp, Way};
use recourse_backend::secret::{Link, LinkKey, SystemRandom};
use recourse_backend::service_file::ServiceFile;
use recourse_backend::store::{Filed as Stored, Mail as _, Sqlite, Store, TicketRow};
use recourse_contract::time::{HOUR, MINUTE};
use recourse_contract::{Filed, NewTicket, ProblemType, Ticket, Timestamp};
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tempfile::TempDir;

/// The mails in a backend's folder, as soon as there are so many.
async fn mails(backend: &Backend, count: usize) -> Vec<Mail> {
    until("the mails are in the folder", async || {
        let found = in_folder(&backend.data().join("mail"));
        (found.len() >= count).then_some(found)
    })
    .await
}

/// The mails that a server has taken, as soon as there are so many and the backend knows it.
async fn delivered(backend: &Backend, server: &Server, count: usize) -> Vec<Taken> {
    until("the mails are delivered", async || {
        let waiting = backend.number("SELECT COUNT(*) FROM mail WHERE sent_at IS NULL").await;
        let taken = server.taken();
        (waiting == 0 && taken.len() >= count).then_some(taken)
    })
    .await
}

#[tokio::test]
async fn a_mail_proves_the_filing_and_opens_the_ticket() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let [mail] = &mails(&backend, 1).await[..] else { panic!("one mail") };
    let reference = filed.ticket.summary.reference.as_str();
    assert_eq!(mail.header("to"), "\"Marie Dupont\" <marie.dupont@example.com>");
    assert!(mail.header("from").contains("<complaints@sejours.example>"), "{}", mail.header("from"));
    assert!(mail.header("subject").contains(reference), "{}", mail.header("subject"));
    assert_eq!(mail.header("auto-submitted"), "auto-generated", "RFC 3834, 5: no vacation notice answers it");
    assert!(mail.header("content-type").to_lowercase().starts_with("text/plain; charset=utf-8"));
    assert!(mail.header("message-id").ends_with("@sejours.example>"), "{}", mail.header("message-id"));
    assert!(!mail.header("date").is_empty());
    assert!(mail.text.starts_with("Bonjour Marie Dupont,\n"), "{}", mail.text);
    assert!(mail.text.contains("Nous avons bien reçu votre message"));
    for answer in ["du 1er octobre 2026 au 15 octobre 2026", "Relevé d’identité bancaire, Extrait du registre du commerce"] {
        assert!(mail.text.contains(answer), "{}", mail.text);
    }
    for line in filed.ticket.message.lines() {
        assert!(mail.text.contains(&format!("\n> {line}")), "{line}");
    }
    let id = &filed.ticket.summary.id;
    assert_eq!(mail.link(), format!("http://{}/t/{id}#k={}", backend.address, filed.link_token));
    let opened: Ticket = send(backend.get(&format!("/tickets/{id}")).bearer(mail.token())).await.found();
    assert_eq!(opened, filed.ticket);
    let names: Vec<_> = std::fs::read_dir(backend.data().join("mail")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(names.iter().all(|path| path.extension().is_some_and(|ending| ending == "eml")), "{names:?}");
}

#[tokio::test]
async fn a_mail_speaks_the_partners_language_whatever_the_channel() {
    let backend = Backend::start(&["--public-url", "https://complaints.example/"]).await;
    let mut ticket = with("/partner/language", "en");
    ticket["partner"]["channel"] = "inbox".into();
    let filed = backend.file(&ticket).await;
    let [mail] = &mails(&backend, 1).await[..] else { panic!("one mail") };
    assert!(mail.header("subject").starts_with("We have received your complaint"), "{}", mail.header("subject"));
    assert!(mail.text.starts_with("Hello Marie Dupont,\n") && mail.text.contains("What happens next\n- By "), "{}", mail.text);
    assert!(mail.link().starts_with(&format!("https://complaints.example/t/{}#k=", filed.ticket.summary.id)));
    // The partner's own reply is no news to the partner.
    backend.reply(&filed, "Thank you").await;
    assert_eq!(backend.counts().await[3], 1);
}

#[tokio::test]
async fn technical_details_stand_in_the_mail_as_they_were_sent() {
    let backend = Backend::start(&[]).await;
    let mut ticket = new_ticket();
    ticket["device"] =
        serde_json::json!({"browser": "Firefox 128", "online": "yes", "app_version": "0.1.0", "plug_in": "{text}"});
    backend.file(&ticket).await;
    let [mail] = &mails(&backend, 1).await[..] else { panic!("one mail") };
    let lines = [
        "Détails techniques",
        "Navigateur\u{a0}: Firefox 128",
        "En ligne\u{a0}: Oui",
        "Version de l’application\u{a0}: 0.1.0",
        "plug_in\u{a0}: {text}",
    ];
    assert!(mail.text.contains(&lines.join("\n")), "{}", mail.text);
}

#[tokio::test]
async fn unusual_names_and_addresses_are_reached() {
    let server = Server::start(Mood::Accept).await;
    let backend = Backend::start(&["--smtp", &server.url()]).await;
    let people = [
        ("Dupont, \"Mimi\" <x@y.example>", "o'neil+tag@sub.example.co.uk"),
        ("Zoë Müller 🏡", "a!#$%&'*+/=?^_`{|}~-b@example.com"),
        (&"Très long nom ".repeat(8), &format!("{}@example.com", "l".repeat(64))),
        // The rules take it, and mail servers know the domain by its other name (RFC 5891).
        ("Hôtel du Lac", "info@hôtel.example"),
        ("=?utf-8?q?not_encoded?=", "plain@example.com"),
        (". .", "dots@example.com"),
    ];
    for (name, email) in people {
        let mut ticket = with("/partner/name", name);
        ticket["partner"]["email"] = email.into();
        ticket["message"] = ".\n..\nA line that begins with a dot, and one of more than a thousand characters:\n.".into();
        ticket["outcome_wanted"] = "x".into();
        ticket["subject"] = "é".repeat(120).into();
        backend.file(&ticket).await;
    }
    let taken = until("each is tried", async || {
        let untried = backend.number("SELECT COUNT(*) FROM mail WHERE attempts = 0").await;
        (untried == 0).then(|| server.taken())
    })
    .await;
    let reached: BTreeSet<String> = taken.iter().map(|taken| taken.recipient.clone()).collect();
    let wanted = people.map(|(_, email)| email.replace("hôtel", "xn--htel-vqa"));
    assert_eq!(reached, BTreeSet::from(wanted));
    for taken in taken {
        assert!(taken.mail.text.contains("\n> .\n> ..\n> A line"), "{}", taken.mail.text);
        assert!(taken.mail.header("to").contains(&taken.recipient), "{}", taken.mail.header("to"));
        assert_eq!(taken.mail.header("bcc"), "");
    }
}

struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// A queue in process, over a real file and a real connection, with a clock that the test sets.
struct World {
    queue: Queue,
    clock: Arc<SetClock>,
    store: Arc<Sqlite>,
    server: Server,
    folder: TempDir,
}

impl World {
    async fn new(mood: Mood) -> Self {
        let folder = TempDir::new().unwrap();
        let server = Server::start(mood).await;
        let store = Arc::new(Sqlite::open(&folder.path().join("db")).await.unwrap());
        let from = "Complaints <complaints@sejours.example>".parse().unwrap();
        let way: Arc<dyn Way> = Arc::new(Smtp::new(&server.url(), from).unwrap().with_patience(Duration::from_millis(500)));
        let clock = Arc::new(SetClock(AtomicI64::new(1_000 * HOUR)));
        let queue = Queue {
            store: store.clone(),
            file: Arc::new(ServiceFile::parse(&SERVICE).unwrap()),
            key: Arc::new(LinkKey::new(&SystemRandom)),
            way,
            clock: clock.clone(),
            public_url: "https://complaints.example".into(),
            reply_to: None,
        };
        Self { queue, clock, store, server, folder }
    }

    async fn file(&self) -> TicketRow {
        let new: NewTicket = serde_json::from_str(NEW_TICKET).unwrap();
        let filing = filing(new, None, &self.queue.file, self.clock.now(), &SystemRandom);
        let row = filing.ticket.clone();
        assert_eq!(self.store.file(filing).await.unwrap(), Stored::Stored);
        row
    }

    async fn tick(&self) -> u32 {
        self.queue.tick(self.clock.now()).await.unwrap()
    }

    fn pass(&self, millis: i64) {
        self.clock.0.fetch_add(millis, Ordering::SeqCst);
    }

    async fn due(&self) -> usize {
        self.store.due_mail(self.clock.now(), 100).await.unwrap().len()
    }
}

#[tokio::test]
async fn a_server_that_refuses_or_hangs_loses_nothing() {
    let world = World::new(Mood::Refuse(451)).await;
    let mut rows = Vec::new();
    for _ in 0..3 {
        rows.push(world.file().await);
    }
    // Each failure doubles the pause, from a quarter of a minute.
    for (mood, pause) in
        [(Mood::Refuse(451), MINUTE / 4), (Mood::Refuse(550), MINUTE / 2), (Mood::Hang, MINUTE), (Mood::Refuse(421), 2 * MINUTE)]
    {
        world.server.set(mood);
        assert_eq!((world.due().await, world.tick().await, world.due().await), (3, 0, 0), "{mood:?}");
        world.pass(pause - 1);
        assert_eq!((world.due().await, world.tick().await), (0, 0), "{mood:?}");
        world.pass(1);
    }
    world.server.set(Mood::Accept);
    assert_eq!(world.tick().await, 3);
    for _ in 0..3 {
        world.pass(24 * HOUR);
        assert_eq!(world.tick().await, 0);
    }
    let taken = world.server.taken();
    assert_eq!(taken.len(), 3);
    let ids: BTreeSet<&str> = taken.iter().map(|taken| taken.mail.header("message-id")).collect();
    assert_eq!(ids.len(), 3);
    for row in rows {
        let token = world.queue.key.token(&Link { ticket: row.id.clone(), generation: 1 });
        let mail = taken.iter().find(|taken| taken.mail.token() == token).expect("each its own link");
        assert!(mail.mail.header("subject").contains(row.reference.as_str()));
        assert_eq!(mail.recipient, "marie.dupont@example.com");
    }
}

#[tokio::test]
async fn pauses_end_at_an_hour_and_nothing_is_given_up() {
    let world = World::new(Mood::Refuse(550)).await;
    world.file().await;
    for attempt in 0..40 {
        assert_eq!((world.due().await, world.tick().await), (1, 0), "attempt {attempt}");
        world.pass(HOUR);
    }
    world.server.set(Mood::Accept);
    assert_eq!((world.tick().await, world.server.taken().len()), (1, 1));
    let mail = &world.store.recent_mail(9).await.unwrap()[0];
    assert_eq!((mail.attempts, mail.sent_at), (41, Some(world.clock.now())));
}

#[tokio::test]
async fn a_recipient_who_is_refused_holds_nobody_up() {
    let world = World::new(Mood::Refuse(550)).await;
    world.file().await;
    assert_eq!(world.tick().await, 0);
    world.server.set(Mood::Accept);
    world.file().await;
    assert_eq!(world.tick().await, 1, "the new one goes while the old one waits");
    world.pass(MINUTE);
    assert_eq!(world.tick().await, 1);
    assert_eq!(world.server.taken().len(), 2);
}

#[tokio::test]
async fn an_update_that_cannot_be_read_holds_nobody_up() {
    let world = World::new(Mood::Accept).await;
    let broken = world.file().await;
    world.pass(1);
    world.file().await;
    // As a disk or a careless hand leaves it. It is the first in the queue.
    let mut database = SqliteConnectOptions::new().filename(world.folder.path().join("db")).connect().await.unwrap();
    let spoil = sqlx::query("UPDATE updates SET body = '?' WHERE ticket = ?").bind(&broken.id);
    assert_eq!(spoil.execute(&mut database).await.unwrap().rows_affected(), 2);
    // Whether a tick reports it is its own affair; a few are enough for whoever comes behind.
    for _ in 0..3 {
        let _ = world.queue.tick(world.clock.now()).await;
        world.pass(HOUR);
    }
    assert_eq!(world.server.taken().len(), 1);
}

#[tokio::test]
async fn a_mail_that_goes_out_twice_is_one_mail_to_the_reader() {
    let world = World::new(Mood::TakeAndDie).await;
    world.file().await;
    assert_eq!(world.tick().await, 0, "it cannot know");
    world.server.set(Mood::Accept);
    world.pass(MINUTE);
    assert_eq!(world.tick().await, 1);
    let ids: Vec<String> = world.server.taken().iter().map(|taken| taken.mail.header("message-id").to_owned()).collect();
    assert_eq!((ids.len(), &ids[0]), (2, &ids[1]));
}

#[tokio::test]
async fn a_full_queue_is_worked_off_in_order() {
    let world = World::new(Mood::Accept).await;
    let mut tokens = Vec::new();
    for _ in 0..50 {
        world.pass(1);
        let row = world.file().await;
        tokens.push(world.queue.key.token(&Link { ticket: row.id, generation: 1 }));
    }
    let mut ticks = 0;
    while world.due().await > 0 {
        world.tick().await;
        ticks += 1;
        assert!(ticks < 10);
    }
    let sent: Vec<String> = world.server.taken().iter().map(|taken| taken.mail.token().to_owned()).collect();
    assert_eq!(sent, tokens);
}

#[tokio::test]
async fn the_backend_delivers_to_a_mail_server() {
    let server = Server::start(Mood::Accept).await;
    let backend = Backend::start(&["--smtp", &server.url(), "--mail-from", "Réclamations <r@platform.example>"]).await;
    let filed = backend.file(&new_ticket()).await;
    let taken = delivered(&backend, &server, 1).await;
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].recipient, "marie.dupont@example.com");
    assert!(
        taken[0].mail.header("from").contains("Réclamations") && taken[0].mail.header("from").contains("<r@platform.example>")
    );
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    assert_eq!(send(backend.get(&path).bearer(taken[0].mail.token())).await.found::<Ticket>(), filed.ticket);
    assert!(!backend.data().join("mail").exists());
}

#[tokio::test]
async fn filing_does_not_wait_for_the_mail_server() {
    let server = Server::start(Mood::Hang).await;
    let mut backend = Backend::start(&["--smtp", &server.url()]).await;
    let began = std::time::Instant::now();
    let filed = backend.file(&new_ticket()).await;
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    // Told to stop while the server hangs, it stops; started again, it sends.
    until("it has tried", async || (server.connections() > 0).then_some(())).await;
    backend.stop().await;
    assert!(server.taken().is_empty());
    server.set(Mood::Accept);
    backend.restart().await;
    let taken = delivered(&backend, &server, 1).await;
    assert_eq!(taken.len(), 1);
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    assert_eq!(send(backend.get(&path).bearer(taken[0].mail.token())).await.status, 200);
}

#[tokio::test]
async fn mail_that_waits_outlives_a_crash_and_a_change_of_ways() {
    let server = Server::start(Mood::Hang).await;
    let mut backend = Backend::start(&["--smtp", &server.url()]).await;
    for _ in 0..3 {
        backend.file(&new_ticket()).await;
    }
    until("it has tried", async || (server.connections() > 0).then_some(())).await;
    backend.kill().await;
    server.set(Mood::Accept);
    backend.restart().await;
    let taken = delivered(&backend, &server, 3).await;
    let ids: BTreeSet<&str> = taken.iter().map(|taken| taken.mail.header("message-id")).collect();
    assert_eq!((taken.len(), ids.len()), (3, 3));
}

#[tokio::test]
async fn the_log_says_nothing_of_anybody() {
    // The server quotes the address in its refusal, and stays in that mood.
    let server = Server::start(Mood::Refuse(550)).await;
    for level in ["", "debug"] {
        let environment = [("RUST_LOG", level)];
        let environment = if level.is_empty() { &[][..] } else { &environment };
        let mut backend = Backend::start_in(&["--smtp", &server.url()], environment).await;
        let filed: Filed = send(backend.post("/tickets", "a-key-that-is-private", NEW_TICKET)).await.created();
        send(backend.post("/tickets", "a-key-that-is-private", NEW_TICKET)).await.created::<Filed>();
        let id = filed.ticket.summary.id.clone();
        let path = format!("/tickets/{id}");
        let updates = format!("{path}/updates");
        backend.reply(&filed, "What the partner replies").await;
        for request in [
            backend.get(&path).with(&filed),
            backend.get(&updates).with(&filed),
            backend.get("/tickets?q=Versement").with(&filed),
            backend.get("/tickets?cursor=Marie").with(&filed),
            backend.get(&path),
            backend.get(&path).bearer("forged.1.x"),
            backend.get(&format!("{path}/marie.dupont@example.com")),
            backend.request(reqwest::Method::GET, &format!("/t/{id}")),
            backend.request(reqwest::Method::DELETE, &format!("/api/v1{path}")),
            backend.post("/tickets", &key(), with("/partner/email", "marie.dupont@").to_string()),
            backend.post("/tickets", &key(), &NEW_TICKET[..200]),
            backend.post(&updates, &key(), NEW_UPDATE),
        ] {
            send(request).await;
        }
        until("the mail is refused", async || backend.log().contains("a mail waits").then_some(())).await;
        // A failure of the database is logged, with its cause and without what was asked.
        backend.execute("ALTER TABLE updates RENAME TO gone").await;
        send(backend.get(&updates).with(&filed)).await.problem(ProblemType::Internal);
        send(backend.post("/tickets", &key(), NEW_TICKET)).await.problem(ProblemType::Internal);
        backend.stop().await;

        let log = without_colours(&backend.log());
        assert!(log.contains("answered") && log.contains("a request failed") && log.contains("status=201"), "{log}");
        let ticket = &filed.ticket;
        let mac = filed.link_token.rsplit('.').next().unwrap();
        for secret in [
            ticket.summary.id.as_str(),
            ticket.summary.reference.as_str(),
            &filed.link_token,
            mac,
            "marie.dupont",
            "example.com",
            "Marie",
            "Dupont",
            "Auberge",
            "65 71 20 34",
            "1204573",
            "4021-558-310",
            "Versement",
            "versement",
            "What the partner replies",
            "a-key-that-is-private",
        ] {
            let line = log.lines().find(|line| line.contains(secret));
            assert_eq!(line, None, "{secret} stands in the log (RUST_LOG={level:?})");
        }
    }
}
