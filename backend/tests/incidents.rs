//! Incidents over real HTTP: staff announce, partners see and ask to be told, and are told once.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::letters::{Mail, in_folder};
use harness::refused::{Field, For, NoJson, Refused, SCRIPT, SOON, Unreadable, check, faces, many_faces, shapeless};
use harness::sessions::token;
use harness::smtp::{Mood, Server};
use harness::{Answer, Backend, WithToken, key, new_ticket, run, send, until, with};
use recourse_backend::store::IncidentRow;
use recourse_contract::incident::Incident;
use recourse_contract::me::Export;
use recourse_contract::service::Capability;
use recourse_contract::{Code, IDEMPOTENCY_KEY, ProblemType, Service};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;
use std::time::Instant;

const MARIE: &str = "marie.dupont@example.com";

fn handler_key(backend: &Backend) -> String {
    fs::read_to_string(backend.data().join("handler.key")).unwrap().trim().to_owned()
}

async fn staff(backend: &Backend, method: Method, path: &str, body: &str) -> Answer {
    let request = backend.request(method, &format!("/handler/incidents{path}")).bearer(&handler_key(backend));
    send(request.header("content-type", "application/json").body(body.to_owned())).await
}

fn new_incident() -> Value {
    json!({
        "topics": ["payments"],
        "title": { "fr": "La page des versements est en panne", "en": "The payments page is down" },
        "text": { "fr": "Les versements partent à l’heure.", "en": "Payments leave on time." },
        "since": "2026-11-02T08:10:00Z",
    })
}

async fn announce(backend: &Backend) -> IncidentRow {
    staff(backend, Method::POST, "", &new_incident().to_string()).await.created()
}

async fn solve(backend: &Backend, id: &str) -> Answer {
    staff(backend, Method::PATCH, &format!("/{id}"), r#"{"solved":true}"#).await
}

async fn service(backend: &Backend, language: &str) -> (Vec<Incident>, String) {
    let answer = send(backend.get("/service").header("accept-language", language)).await;
    (answer.found::<Service>().incidents, answer.header("etag"))
}

/// A request about being told, under a key.
async fn told(backend: &Backend, method: Method, id: &str, key: &str, body: &str, token: Option<&str>) -> Answer {
    let path = format!("/api/v1/incidents/{id}/subscription");
    let request = backend.request(method, &path).header(IDEMPOTENCY_KEY, key).header("content-type", "application/json");
    let request = if let Some(token) = token { request.bearer(token) } else { request };
    send(request.body(body.to_owned())).await
}

async fn subscribe(backend: &Backend, id: &str, key: &str, email: &str) {
    let body = json!({ "email": email, "language": "en" }).to_string();
    let answer = told(backend, Method::PUT, id, key, &body, None).await;
    assert_eq!((answer.status, answer.body.len()), (204, 0), "{}", answer.text());
}

async fn mails_to(backend: &Backend, address: &str, count: usize) -> Vec<Mail> {
    until("the mails are in the folder", async || {
        let mut found = in_folder(&backend.data().join("mail"));
        found.retain(|mail| mail.header("to").contains(address));
        (found.len() >= count).then_some(found)
    })
    .await
}

#[tokio::test]
async fn staff_announce_and_partners_see_it_until_a_day_after_its_end() {
    let backend = Backend::start(&[]).await;
    let (none, before) = service(&backend, "fr").await;
    assert_eq!(none, []);
    let row = announce(&backend).await;
    let (french, during) = service(&backend, "fr").await;
    let (english, _) = service(&backend, "en").await;
    assert_ne!(before, during, "the tag changes with them");
    assert_eq!(
        (french[0].title.as_str(), english[0].title.as_str()),
        ("La page des versements est en panne", "The payments page is down")
    );
    assert_eq!((&french[0].id, &french[0].topics, french[0].solved_at), (&row.id, &vec!["payments".to_owned()], None));
    assert_eq!(french[0].since.to_string(), "2026-11-02T08:10:00.000Z");
    let again = send(backend.get("/service").header("accept-language", "fr").header("if-none-match", &during)).await;
    assert_eq!(again.status, 304);
    assert!(send(backend.get("/service")).await.found::<Service>().offers(Capability::Incidents));

    let reworded = json!({ "text": { "fr": "Réparation vers 11 h." } }).to_string();
    let changed: IncidentRow = staff(&backend, Method::PATCH, &format!("/{}", row.id), &reworded).await.found();
    assert_eq!((changed.title.len(), changed.text.len()), (2, 1));
    let (english, reworded) = service(&backend, "en").await;
    assert_eq!(english[0].text, "Réparation vers 11 h.", "a missing language reads the default one");
    assert_ne!(reworded, during);

    let solved: IncidentRow = solve(&backend, &row.id).await.found();
    assert!(solved.solved_at.is_some());
    assert_eq!(service(&backend, "fr").await.0[0].solved_at, solved.solved_at, "it is shown as solved");
    assert_eq!(solve(&backend, &row.id).await.status, 409);
    assert_eq!(staff(&backend, Method::GET, "", "").await.found::<Vec<IncidentRow>>(), [solved]);
    // What was prepared is made again after a restart, and knows that a day has passed.
    let mut backend = backend;
    backend.stop().await;
    backend.execute("UPDATE incidents SET solved_at = solved_at - 86400001").await;
    backend.restart().await;
    let (gone, after) = service(&backend, "fr").await;
    assert_eq!((gone, after), (vec![], before));
    let audit = "SELECT COUNT(*) FROM audit WHERE actor LIKE 'handler:%' AND action IN ('announce', 'reword', 'solve')";
    assert_eq!(backend.number(audit).await, 3);
}

#[tokio::test]
async fn a_repeated_announcement_is_one() {
    let backend = Backend::start(&[]).await;
    let repeated = async |body: &str| {
        let request = backend.request(Method::POST, "/handler/incidents").bearer(&handler_key(&backend));
        send(request.header("content-type", "application/json").header(IDEMPOTENCY_KEY, "0123456789abcdef").body(body.to_owned()))
            .await
    };
    let body = new_incident().to_string();
    let first: IncidentRow = repeated(&body).await.created();
    assert_eq!(repeated(&body).await.created::<IncidentRow>(), first);
    repeated(&body.replace("down", "slow")).await.problem(ProblemType::KeyReused);
    assert_eq!(service(&backend, "fr").await.0.len(), 1);
}

#[tokio::test]
async fn whoever_asked_is_told_once_and_forgotten() {
    let backend = Backend::start(&[]).await;
    let id = announce(&backend).await.id;
    // The same address from two devices, in two ways of writing, and one of them twice.
    subscribe(&backend, &id, "key-of-the-telephone", MARIE).await;
    subscribe(&backend, &id, "key-of-the-telephone", MARIE).await;
    subscribe(&backend, &id, "key-of-the-computer", "Marie.Dupont@example.com").await;
    subscribe(&backend, &id, "key-of-somebody-else", "other@example.com").await;
    assert_eq!(staff(&backend, Method::GET, "", "").await.found::<Vec<IncidentRow>>()[0].waiting, 3);
    let another = json!({ "email": "third@example.com", "language": "en" }).to_string();
    let reused = told(&backend, Method::PUT, &id, "key-of-the-telephone", &another, None).await;
    reused.problem(ProblemType::KeyReused);
    assert_eq!(in_folder(&backend.data().join("mail")).len(), 0, "nothing before it is solved");

    assert_eq!(solve(&backend, &id).await.status, 200);
    let [mail] = &mails_to(&backend, "arie.", 1).await[..] else { panic!("one mail") };
    assert_eq!(mail.header("subject"), "It works again: The payments page is down");
    assert!(mail.text.contains("Payments leave on time.") && mail.text.contains("deleted your address"), "{}", mail.text);
    mails_to(&backend, "other@example.com", 1).await;
    until("the addresses are forgotten", async || {
        let left = "SELECT COUNT(*) FROM notices WHERE address <> ''";
        (backend.number(left).await == 0).then_some(())
    })
    .await;
    assert_eq!(backend.number("SELECT COUNT(*) FROM subscriptions").await, 0);
    assert_eq!(in_folder(&backend.data().join("mail")).len(), 2);
    // Too late to ask; to take back is never an error.
    let body = json!({ "email": MARIE, "language": "en" }).to_string();
    told(&backend, Method::PUT, &id, "key-of-the-telephone", &body, None).await.problem(ProblemType::NotFound);
    assert_eq!(told(&backend, Method::DELETE, &id, "key-of-the-telephone", "", None).await.status, 204);
}

#[tokio::test]
async fn what_was_taken_back_stays_so_whatever_arrives_late() {
    let backend = Backend::start(&[]).await;
    let id = announce(&backend).await.id;
    let waiting = async || backend.number("SELECT COUNT(*) FROM subscriptions WHERE email IS NOT NULL").await;
    subscribe(&backend, &id, "key-of-the-telephone", MARIE).await;
    // Another key takes nothing back.
    assert_eq!(told(&backend, Method::DELETE, &id, "key-of-somebody-else", "", None).await.status, 204);
    assert_eq!(waiting().await, 1);
    for _ in 0..2 {
        assert_eq!(told(&backend, Method::DELETE, &id, "key-of-the-telephone", "", None).await.status, 204);
        assert_eq!(waiting().await, 0);
    }
    // A copy that the network held back, and a request that was overtaken by its own end.
    subscribe(&backend, &id, "key-of-the-telephone", MARIE).await;
    subscribe(&backend, &id, "key-of-somebody-else", MARIE).await;
    assert_eq!(waiting().await, 0);
    assert_eq!(solve(&backend, &id).await.status, 200);
    assert_eq!(backend.number("SELECT COUNT(*) FROM notices").await, 0);
}

#[tokio::test]
async fn without_an_address_it_is_that_of_the_session_or_the_link() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&with("/partner/email", "link@example.com")).await;
    backend.file(&with("/partner/email", "session@example.com")).await;
    let id = announce(&backend).await.id;
    let session = token(&backend, "session@example.com").await;
    let body = r#"{"language":"fr"}"#;
    for token in [&filed.link_token, &session] {
        assert_eq!(told(&backend, Method::PUT, &id, &key(), body, Some(token)).await.status, 204);
    }
    for address in ["link@example.com", "session@example.com"] {
        let statement = format!("SELECT COUNT(*) FROM subscriptions WHERE email = '{address}' AND language = 'fr'");
        assert_eq!(backend.number(&statement).await, 1, "{address}");
    }
    let nobody = told(&backend, Method::PUT, &id, &key(), body, None).await.problem(ProblemType::Invalid);
    assert_eq!((nobody.errors[0].pointer.as_str(), nobody.errors[0].code), ("/email", Code::Required));
    told(&backend, Method::PUT, &id, &key(), body, Some("a.forged.token")).await.problem(ProblemType::Unauthenticated);
}

#[tokio::test]
async fn a_dead_mail_server_and_a_restart_lose_nothing() {
    let server = Server::start(Mood::Refuse(451)).await;
    let mut backend = Backend::start(&["--smtp", &server.url()]).await;
    let id = announce(&backend).await.id;
    subscribe(&backend, &id, "key-of-the-telephone", MARIE).await;
    assert_eq!(solve(&backend, &id).await.status, 200);
    until("a first attempt", async || (backend.number("SELECT MAX(attempts) FROM notices").await > 0).then_some(())).await;
    backend.kill().await;
    server.set(Mood::Accept);
    backend.execute("UPDATE notices SET next_at = 0").await;
    backend.restart().await;
    until("the mail", async || (!server.taken().is_empty()).then_some(())).await;
    until("it is noted", async || {
        (backend.number("SELECT COUNT(*) FROM notices WHERE next_at IS NOT NULL").await == 0).then_some(())
    })
    .await;
    let taken = server.taken();
    assert_eq!((taken.len(), taken[0].recipient.as_str()), (1, MARIE));
    assert!(!backend.log().contains("marie"), "the log says nothing of anybody");
}

#[tokio::test]
async fn erasure_forgets_what_was_asked_before_it() {
    let mut backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    let id = announce(&backend).await.id;
    subscribe(&backend, &id, "key-of-the-telephone", MARIE).await;
    let session = token(&backend, MARIE).await;
    let export = send(backend.get("/me/export").bearer(&session)).await;
    let export: Export = serde_json::from_str(export.text()).unwrap();
    assert_eq!((export.subscriptions.len(), export.subscriptions[0].incident.as_str()), (1, id.as_str()));
    let asked = backend.request(Method::POST, "/api/v1/me/erasure").bearer(&session);
    let asked = asked.header(IDEMPOTENCY_KEY, key()).header("content-type", "application/json").body("{}");
    assert_eq!(send(asked).await.status, 202);
    // It looks every twenty seconds, and at each start.
    backend.stop().await;
    backend.restart().await;
    until("the wish is forgotten", async || {
        (backend.number("SELECT COUNT(*) FROM subscriptions WHERE email IS NOT NULL").await == 0).then_some(())
    })
    .await;
    // Asked for afterwards, it is still meant.
    subscribe(&backend, &id, "key-of-the-computer", MARIE).await;
    assert_eq!(solve(&backend, &id).await.status, 200);
    until("the mail", async || {
        let mails = in_folder(&backend.data().join("mail"));
        mails.iter().any(|mail| mail.text.contains("works again")).then_some(())
    })
    .await;
}

fn changed(pointer: &str, value: impl Into<Value>) -> String {
    let mut incident = new_incident();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    incident.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(name.to_owned(), value.into());
    incident.to_string()
}

#[tokio::test]
async fn announcements_that_are_no_good_are_refused() {
    let backend = Backend::start(&[]).await;
    let mut cases: Vec<(String, Refused)> = shapeless();
    cases.extend([
        ("{}".into(), Unreadable("")),
        (changed("/topics", "payments"), Unreadable("/topics")),
        (changed("/topics", json!([])), Field("/topics", Code::Required)),
        (changed("/topics", json!(["payments", "gone"])), Field("/topics/1", Code::Choice)),
        (changed("/topics", vec!["payments"; 51]), Field("/topics", Code::TooMany)),
        (changed("/title", "down"), Unreadable("/title")),
        (changed("/title", json!({ "en": "down" })), Field("/title/fr", Code::Required)),
        (changed("/title/fr", "  "), Field("/title/fr", Code::Required)),
        (changed("/title/de", "kaputt"), Field("/title/de", Code::Language)),
        (changed("/title/en", "two\nlines"), Field("/title/en", Code::Characters)),
        (changed("/title/en", "😀".repeat(121)), Field("/title/en", Code::TooLong)),
        (changed("/text/en", many_faces()), Field("/text/en", Code::TooLong)),
        (changed("/text/en", "bell\u{7}"), Field("/text/en", Code::Characters)),
        (changed("/since", "yesterday"), Unreadable("/since")),
        (changed("/since", "2100-01-01T00:00:00Z"), Field("/since", Code::Date)),
        (changed("/text/en", faces()), For(ProblemType::TooLarge)),
        ("[".into(), NoJson),
    ]);
    for (body, refused) in cases {
        let about = body.chars().take(200).collect::<String>();
        let began = Instant::now();
        check(&staff(&backend, Method::POST, "", &body).await, refused, &about);
        assert!(began.elapsed() < SOON, "{about}");
    }
    for (method, path) in [(Method::GET, ""), (Method::POST, ""), (Method::PATCH, "/x")] {
        let request = backend.request(method, &format!("/handler/incidents{path}")).header("content-type", "application/json");
        send(request.body(new_incident().to_string())).await.problem(ProblemType::Unauthenticated);
    }
    assert_eq!(solve(&backend, "x").await.status, 404);
    assert_eq!(backend.number("SELECT COUNT(*) FROM incidents").await, 0);
    // Signs of markup are text like any other.
    staff(&backend, Method::POST, "", &changed("/title/fr", SCRIPT)).await.created::<IncidentRow>();
    assert_eq!(service(&backend, "fr").await.0[0].title, SCRIPT);
}

#[tokio::test]
async fn wishes_that_are_no_good_are_refused() {
    let backend = Backend::start(&[]).await;
    let id = announce(&backend).await.id;
    let of = |email: &str, language: &str| json!({ "email": email, "language": language }).to_string();
    let mut cases: Vec<(String, Refused)> = shapeless();
    cases.extend([
        ("{}".into(), Unreadable("")),
        (json!({ "email": 5, "language": "fr" }).to_string(), Unreadable("/email")),
        (of("", "fr"), Field("/email", Code::Required)),
        (of("marie", "fr"), Field("/email", Code::Email)),
        (of("marie@example.com\r\nBcc: all@example.com", "fr"), Field("/email", Code::Email)),
        (of(SCRIPT, "fr"), Field("/email", Code::Email)),
        (of(&format!("{}@example.com", "a".repeat(300)), "fr"), Field("/email", Code::TooLong)),
        (of(MARIE, "xx"), Field("/language", Code::Language)),
        (of(MARIE, &"f".repeat(10_000)), Field("/language", Code::Language)),
    ]);
    for (body, refused) in cases {
        let about = body.chars().take(200).collect::<String>();
        check(&told(&backend, Method::PUT, &id, &key(), &body, None).await, refused, &about);
    }
    let right = of(MARIE, "fr");
    for short in ["", "short", "with a space in it"] {
        told(&backend, Method::PUT, &id, short, &right, None).await.problem(ProblemType::KeyMissing);
        told(&backend, Method::DELETE, &id, short, "", None).await.problem(ProblemType::KeyMissing);
    }
    for unknown in ["x", "%F0%9F%98%80", "%00", "..%2f..", &"x".repeat(2_000)] {
        told(&backend, Method::PUT, unknown, &key(), &right, None).await.problem(ProblemType::NotFound);
        assert_eq!(told(&backend, Method::DELETE, unknown, &key(), "", None).await.status, 204, "{unknown}");
    }
    assert_eq!(backend.number("SELECT COUNT(*) FROM subscriptions").await, 0);
}

#[tokio::test]
async fn the_command_line_announces_lists_and_solves() {
    let backend = Backend::start(&[]).await;
    let (url, data) = (format!("http://{}", backend.address), backend.data());
    let staff = async |arguments: &[&str]| {
        let all = [&["incident", "--url", url.as_str(), "--data", data.to_str().unwrap()][..], arguments].concat();
        run(&all, &[]).await
    };
    assert_eq!(staff(&["list"]).await.out.trim(), "No incidents.");
    let texts = ["--title", "fr:En panne", "--title", "en:Down", "--text", "fr:Nous réparons.", "--text", "en:We mend it."];
    let announced = staff(&[&["announce", "--topic", "payments", "--since", "30m"][..], &texts[..]].concat()).await;
    assert_eq!(announced.code, Some(0), "{}", announced.err);
    let id = announced.out.split_whitespace().next().unwrap().to_owned();
    subscribe(&backend, &id, "key-of-the-telephone", MARIE).await;
    assert!(staff(&["list"]).await.out.contains("open, 1 to be told"));
    assert_eq!(staff(&["reword", &id, "--title", "fr:En panne depuis ce matin"]).await.code, Some(0));
    let solved = staff(&["--json", "solve", &id, "--text", "fr:Tout fonctionne.", "--text", "en:All is well."]).await;
    let row: IncidentRow = serde_json::from_str(&solved.out).unwrap();
    assert!(row.solved_at.is_some() && row.waiting == 0);
    assert!(mails_to(&backend, MARIE, 1).await[0].text.contains("All is well."));
    let again = staff(&["solve", &id]).await;
    assert!(again.code == Some(1) && again.err.contains("announce another one"), "{}", again.err);
    let wrong = staff(&["announce", "--topic", "payments", "--title", "Down", "--text", "en:x"]).await;
    assert!(wrong.code == Some(2) && wrong.err.contains("write the language first"), "{}", wrong.err);
}

#[tokio::test]
async fn the_demo_announces_one_and_shows_what_was_mailed() {
    let mut backend = Backend::start(&["--demo"]).await;
    let (known, _) = service(&backend, "en").await;
    assert_eq!(known.len(), 1);
    subscribe(&backend, &known[0].id, "key-of-the-telephone", MARIE).await;
    assert_eq!(solve(&backend, &known[0].id).await.status, 200);
    until("the page shows it", async || {
        let page = send(backend.request(Method::GET, "/demo/mail")).await;
        page.text().contains("It works again: ").then_some(())
    })
    .await;
    // Once is enough: it does not come back with each start.
    backend.stop().await;
    backend.restart().await;
    assert_eq!(service(&backend, "en").await.0.len(), 1);
}
