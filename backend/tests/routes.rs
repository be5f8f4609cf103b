//! Each route as the contract describes it, over HTTP against the binary.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::{Answer, Backend, NEW_TICKET, NEW_UPDATE, SERVICE, WithToken, documented, key, new_ticket, run, send, until, with};
use recourse_backend::filing::filing;
use recourse_backend::secret::SystemRandom;
use recourse_backend::service_file::ServiceFile;
use recourse_backend::store::{After, Filed as Stored, ListQuery, Of, Sort, Sqlite, Store};
use recourse_contract::ticket::{Action, State, TicketKind};
use recourse_contract::time::{DAY, HOUR};
use recourse_contract::update::{Role, UpdateKind};
use recourse_contract::{Filed, NewTicket, Page, ProblemType, Service, Ticket, TicketSummary, Timestamp, Update};
use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A read with its entity tag, its language, and `304` for who has it already.
async fn read_twice<T: Serialize + DeserializeOwned>(request: reqwest::RequestBuilder, language: &str) -> (T, String) {
    let again = request.try_clone().unwrap();
    let first = send(request.header("accept-language", language)).await;
    let value = first.found();
    let tag = first.header("etag");
    assert!(tag.ends_with('"') && tag.len() > 10, "{tag}");
    assert_eq!(first.header("content-language"), language);
    assert!(first.lists("vary", "accept-language"), "{:?}", first.headers);
    assert!(first.header("cache-control").contains("no-cache"), "{:?}", first.headers);
    let list = format!("\"another\", {tag}");
    let unchanged = send(again.header("accept-language", language).header("if-none-match", list)).await;
    assert_eq!((unchanged.status, unchanged.body.len()), (304, 0));
    assert_eq!(unchanged.header("etag"), tag);
    (value, tag)
}

async fn page<T: Serialize + DeserializeOwned>(backend: &Backend, filed: &Filed, path: &str) -> Page<T> {
    send(backend.get(path).with(filed)).await.found()
}

#[tokio::test]
async fn the_service_in_its_languages() {
    let backend = Backend::start(&[]).await;
    let file = ServiceFile::parse(&SERVICE).unwrap();
    let (french, french_tag) = read_twice::<Service>(backend.get("/service"), "fr").await;
    let (english, english_tag) = read_twice::<Service>(backend.get("/service"), "en").await;
    // The file names no keys; the backend has its own.
    let without_keys = |service: &Service| Service { receipt_keys: Vec::new(), push_key: None, ..service.clone() };
    assert_eq!(without_keys(&french), file.in_language("fr").service);
    assert_eq!(without_keys(&english), file.in_language("en").service);
    assert_eq!((french.receipt_keys.len(), &french.receipt_keys), (1, &english.receipt_keys));
    assert!(french.push_key.is_some() && french.push_key == english.push_key);
    assert_ne!(french_tag, english_tag);
    for (header, language) in [("fr-CA", "fr"), ("de, en-GB;q=0.7, fr;q=0.2", "en"), ("de", "fr"), ("*", "fr"), (";;,=", "fr")] {
        let answer = send(backend.get("/service").header("accept-language", header)).await;
        assert_eq!(answer.header("content-language"), language, "{header}");
    }
    let other = send(backend.get("/service").header("accept-language", "en").header("if-none-match", french_tag)).await;
    assert_eq!(other.status, 200, "the tag of another language");
    assert!(other.header("cache-control").contains("public"));
    let head = send(backend.request(Method::HEAD, "/api/v1/service")).await;
    assert_eq!((head.status, head.body.len(), head.header("etag")), (200, 0, french_tag_of(&backend).await));
}

async fn french_tag_of(backend: &Backend) -> String {
    send(backend.get("/service")).await.header("etag")
}

#[tokio::test]
async fn the_example_is_filed_and_its_token_opens_it() {
    let backend = Backend::start(&[]).await;
    let answer = send(backend.post("/tickets", &key(), NEW_TICKET)).await;
    let filed: Filed = answer.created();
    let id = filed.ticket.summary.id.clone();
    assert_eq!(answer.header("location"), format!("/api/v1/tickets/{id}"));
    assert_eq!(answer.header("content-language"), "fr");

    let sent: NewTicket = serde_json::from_str(NEW_TICKET).unwrap();
    let ticket = &filed.ticket;
    assert_eq!((ticket.summary.kind, ticket.summary.state), (TicketKind::Complaint, State::Received));
    assert_eq!((&ticket.summary.topic, &ticket.summary.subject), (&sent.topic, &sent.subject));
    assert_eq!(ticket.summary.topic_label, "Versements › Versement bloqué");
    assert_eq!((ticket.summary.last_update, ticket.summary.read_up_to), (2, 1));
    assert_eq!((&ticket.partner, &ticket.message, &ticket.outcome_wanted), (&sent.partner, &sent.message, &sent.outcome_wanted));
    assert_eq!(ticket.target_at, Some(Timestamp(ticket.summary.filed_at.0 + 120 * HOUR)));
    assert_eq!(ticket.average_hours, Some(96));
    assert_eq!(ticket.actions, [Action::Reply, Action::Withdraw]);
    let answered: Vec<_> = ticket.fields.iter().map(|field| (field.id.as_str(), field.label.as_str(), &field.value)).collect();
    let given = |id: &str| &sent.fields[id];
    assert_eq!(
        answered,
        [
            ("booking_number", "Numéro de réservation", given("booking_number")),
            ("amount", "Montant bloqué", given("amount")),
            ("period", "Période du versement", given("period")),
            ("reason_shown", "Motif affiché dans votre espace", given("reason_shown")),
            ("documents", "Documents déjà envoyés", given("documents")),
        ]
    );
    let reference = ticket.summary.reference.as_str();
    assert_eq!(recourse_contract::Reference::parse(reference).map(|read| read.to_string()).as_deref(), Some(reference));
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64;
    assert!((now - ticket.summary.filed_at.0).abs() < DAY / 24, "{}", ticket.summary.filed_at);

    let place = send(backend.request(Method::GET, &answer.header("location")).with(&filed)).await;
    assert_eq!(place.found::<Ticket>(), *ticket);
    assert!(place.header("cache-control").contains("private"), "{:?}", place.headers);
    assert!(place.lists("vary", "authorization"), "{:?}", place.headers);
    read_twice::<Ticket>(backend.get(&format!("/tickets/{id}")).with(&filed), "fr").await;
    let (english, _) = read_twice::<Ticket>(backend.get(&format!("/tickets/{id}")).with(&filed), "en").await;
    assert_eq!(english.summary.topic_label, "Payments › Blocked payment");
    assert_eq!(english.fields[1].label, "Blocked amount");
}

#[tokio::test]
async fn a_new_thread_says_what_was_filed_and_what_happens_next() {
    let backend = Backend::start(&[]).await;
    // The thread is in the partner's language, whatever the browser asks for.
    let filed = backend.file(&with("/partner/language", "en")).await;
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    let (thread, _) = read_twice::<Page<Update>>(backend.get(&path).with(&filed), "fr").await;
    let [first, acknowledgement] = &thread.items[..] else { panic!("{thread:?}") };
    assert_eq!(thread.next, None);
    assert_eq!((first.number, first.kind, first.author.role), (1, UpdateKind::Filed, Role::Partner));
    assert_eq!((first.author.name.as_deref(), first.text.as_str()), (Some("Marie Dupont"), filed.ticket.message.as_str()));
    assert_eq!((acknowledgement.number, acknowledgement.kind), (2, UpdateKind::Acknowledgement));
    assert_eq!(acknowledgement.author.role, Role::System);
    assert_eq!(acknowledgement.language, "en");
    assert!(acknowledgement.text.starts_with("We have received your message"), "{}", acknowledgement.text);
    assert_eq!((first.at, acknowledgement.at), (filed.ticket.summary.filed_at, filed.ticket.summary.filed_at));
    let dates: Vec<_> = acknowledgement.next_steps.iter().map(|step| step.by).collect();
    assert_eq!(dates, [Some(Timestamp(filed.ticket.summary.filed_at.0 + 72 * HOUR)), filed.ticket.target_at, None]);
}

#[tokio::test]
async fn the_list_is_exactly_that_ticket_through_every_filter() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    backend.file(&with("/partner/email", "someone.else@example.com")).await;
    let (whole, _) = read_twice::<Page<TicketSummary>>(backend.get("/tickets").with(&filed), "fr").await;
    assert_eq!((whole.items, whole.next), (vec![filed.ticket.summary.clone()], None));

    let reference = filed.ticket.summary.reference.to_string();
    let at = filed.ticket.summary.updated_at;
    let before = Timestamp(at.0 - 1).to_string();
    let elsewhere = before.replace('Z', "%2B00:00");
    for (query, is_in) in [
        ("status=received", true),
        ("status=closed", false),
        ("topic=payments/blocked", true),
        ("topic=payments%2Fblocked", true),
        ("topic=payments/late", false),
        ("kind=complaint", true),
        ("kind=technical_problem", false),
        (&format!("q={reference}"), true),
        (&format!("q={}", reference.to_lowercase()), true),
        ("q=VERSEMENT", true),
        ("q=4021-558", true),
        ("q=unicorn", false),
        ("q=%25", false),
        ("q=_", false),
        ("q=%5C", false),
        ("q='%20OR%201=1--", false),
        ("q=%20", true),
        (&format!("updated_after={before}"), true),
        (&format!("updated_after={elsewhere}"), true),
        (&format!("updated_after={at}"), false),
        ("sort=updated_at", true),
        ("sort=-updated_at", true),
        ("sort=filed_at", true),
        ("sort=-filed_at", true),
        ("limit=1", true),
        ("limit=200", true),
        ("status=received&topic=payments/blocked&kind=complaint&q=Versement&sort=filed_at&limit=1", true),
        ("status=received&topic=payments/late", false),
        // Another version of the app may send more.
        ("colour=green", true),
    ] {
        let found: Page<TicketSummary> = page(&backend, &filed, &format!("/tickets?{query}")).await;
        assert_eq!(found.items.len(), usize::from(is_in), "{query}");
        assert_eq!(found.next, None, "{query}");
    }
}

#[tokio::test]
async fn a_list_that_cannot_be_given_says_which_parameter_is_wrong() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let encoded = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let past = format!("cursor={}", encoded("0:0:0"));
    assert!(page::<TicketSummary>(&backend, &filed, &format!("/tickets?{past}")).await.items.is_empty());
    let id = &filed.ticket.summary.id;
    for (path, queries) in [
        (
            "/tickets".to_owned(),
            vec![
                "sort=subject".to_owned(),
                "limit=0".into(),
                "limit=201".into(),
                "limit=-1".into(),
                "limit=many".into(),
                "limit=".into(),
                "limit=99999999999999".into(),
                "limit=1&limit=2".into(),
                "cursor=x".into(),
                "cursor=!".into(),
                "cursor=".into(),
                format!("cursor={}", encoded("abc")),
                format!("cursor={}", encoded("abc:def")),
                format!("cursor={}", URL_SAFE_NO_PAD.encode([0xff, 0xfe])),
                format!("q={}", "%C3%A9".repeat(201)),
                "updated_after=yesterday".into(),
                "updated_after=2026-02-30T00:00:00Z".into(),
            ],
        ),
        (
            format!("/tickets/{id}/updates"),
            vec![
                "limit=0".to_owned(),
                "limit=201".into(),
                "limit=x".into(),
                "cursor=x".into(),
                "cursor=-1".into(),
                "after=x".into(),
                "after=-1".into(),
                "after=4294967296".into(),
            ],
        ),
    ] {
        for query in queries {
            let problem = send(backend.get(&format!("{path}?{query}")).with(&filed)).await.problem(ProblemType::Malformed);
            let detail = problem.detail.unwrap_or_default();
            let name = query.split('=').next().unwrap();
            assert!(detail.contains(name), "{query}: {detail}");
        }
    }
}

#[tokio::test]
async fn the_thread_comes_in_pages() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    for number in 3..=7 {
        assert_eq!(backend.reply(&filed, &format!("Reply {number}")).await.number, number);
    }
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    let numbers = async |query: &str| -> (Vec<u32>, Option<String>) {
        let found: Page<Update> = page(&backend, &filed, &format!("{path}?{query}")).await;
        (found.items.iter().map(|update| update.number).collect(), found.next)
    };
    for (query, expected) in
        [("", 1..=7), ("after=0", 1..=7), ("after=2", 3..=7), ("after=6", 7..=7), ("limit=200", 1..=7), ("limit=7", 1..=7)]
    {
        assert_eq!(numbers(query).await, (expected.collect(), None), "{query}");
    }
    for nothing in ["after=7", "after=99", "after=4294967295"] {
        assert_eq!(numbers(nothing).await, (vec![], None), "{nothing}");
    }
    let mut all = Vec::new();
    let mut query = "after=1&limit=2".to_owned();
    for _ in 0..9 {
        let (some, next) = numbers(&query).await;
        assert!(some.len() <= 2);
        all.extend(some);
        let Some(next) = next else { break };
        query = format!("after=1&limit=2&cursor={next}");
    }
    assert_eq!(all, [2, 3, 4, 5, 6, 7]);
}

#[tokio::test]
async fn a_reply_is_the_next_update() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    let before = send(backend.get(&path).with(&filed)).await.header("etag");
    let answer = send(backend.post(&format!("{path}/updates"), &key(), NEW_UPDATE).with(&filed)).await;
    let reply: Update = answer.created();
    assert_eq!(answer.header("content-language"), "fr");
    assert_eq!((reply.number, reply.kind, reply.author.role), (3, UpdateKind::Reply, Role::Partner));
    assert_eq!(reply.author.name.as_deref(), Some("Marie Dupont"));
    assert!(reply.text.starts_with("Le titulaire est bien"), "{}", reply.text);
    let thread: Page<Update> = page(&backend, &filed, &format!("{path}/updates?after=2")).await;
    assert_eq!(thread.items, std::slice::from_ref(&reply));
    let after = send(backend.get(&path).with(&filed)).await;
    assert_ne!(after.header("etag"), before);
    let ticket: Ticket = after.found();
    assert_eq!((ticket.summary.last_update, ticket.summary.updated_at), (3, reply.at));
    assert_eq!(ticket.summary.filed_at, filed.ticket.summary.filed_at);
}

#[tokio::test]
async fn a_ticket_says_what_may_be_done_and_refuses_the_rest() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    let write = async |kind: &str| -> Answer {
        let body = serde_json::json!({"kind": kind, "text": "Bonjour"}).to_string();
        send(backend.post(&format!("{path}/updates"), &key(), body).with(&filed)).await
    };
    for kind in ["answer", "comment"] {
        assert_eq!(write(kind).await.problem(ProblemType::IllegalMove).state, Some(State::Received), "{kind}");
    }
    for (state, may_reply) in
        [("in_review", true), ("waiting_for_partner", true), ("resolved", true), ("in_mediation", true), ("closed", false)]
    {
        // Long ago: what has just been closed can be opened again.
        backend.execute(&format!("UPDATE tickets SET state = '{state}', timeline = '[]', updated_at = 0")).await;
        let ticket: Ticket = send(backend.get(&path).with(&filed)).await.found();
        assert_eq!(ticket.actions.contains(&Action::Reply), may_reply, "{state}");
        let answer = write("reply").await;
        // What is closed for good stays so: the message opens another case.
        assert_eq!(answer.created::<Update>().follow_up.is_none(), may_reply, "{state}");
    }
}

#[tokio::test]
async fn methods_and_paths_that_are_not_offered() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let ticket = format!("/api/v1/tickets/{}", filed.ticket.summary.id);
    let updates = format!("{ticket}/updates");
    for (path, offered, refused) in [
        ("/api/v1/service", "GET", vec![Method::POST, Method::PUT, Method::DELETE]),
        ("/api/v1/tickets", "GET, POST", vec![Method::PUT, Method::PATCH, Method::DELETE]),
        (&ticket, "GET", vec![Method::POST, Method::PUT, Method::PATCH, Method::DELETE]),
        (&updates, "GET, POST", vec![Method::PUT, Method::PATCH, Method::DELETE]),
        ("/healthz", "GET", vec![Method::POST]),
    ] {
        for method in refused {
            let answer = send(backend.request(method.clone(), path).with(&filed).body("{}")).await;
            answer.problem(ProblemType::MethodNotAllowed);
            answer.assert_secure();
            for method in offered.split(", ") {
                // RFC 9110, 15.5.6: the answer has to list them.
                assert!(answer.lists("allow", method), "{path}: {:?}", answer.headers);
            }
        }
    }
    for path in
        ["/nothing", "/api", "/api/v1", "/api/v1/", "/api/v1/nothing", "/api/v2/service", "/api/v1/tickets/", "/demo/mail"]
    {
        for accept in ["application/json", "text/html"] {
            let answer = send(backend.request(Method::GET, path).header("accept", accept)).await;
            answer.problem(ProblemType::NotFound);
            answer.assert_secure();
        }
    }
    assert_eq!(backend.counts().await, [1, 2, 1, 1]);
}

#[tokio::test]
async fn health_is_for_whoever_watches() {
    let backend = Backend::start(&[]).await;
    let answer = send(backend.request(Method::GET, "/healthz")).await;
    assert_eq!((answer.status, answer.text(), answer.header("cache-control").as_str()), (200, "ok\n", "no-store"));
    backend.execute("ALTER TABLE tickets RENAME TO gone").await;
    let problem = send(backend.request(Method::GET, "/healthz")).await.problem(ProblemType::Unavailable);
    assert_eq!(problem.detail, None);
}

#[tokio::test]
async fn every_status_is_in_the_document() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let revoked = backend.file(&new_ticket()).await;
    backend.execute(&format!("UPDATE tickets SET generation = 2 WHERE id = '{}'", revoked.ticket.summary.id)).await;
    let own = format!("/tickets/{}", filed.ticket.summary.id);
    let thread = format!("{own}/updates");
    let tokens = [None, Some(filed.link_token.as_str()), Some(revoked.link_token.as_str()), Some("forged.1.x")];
    for token in tokens {
        let known = |request: reqwest::RequestBuilder| match token {
            Some(token) => request.bearer(token),
            None => request,
        };
        for (method, template, path) in [
            ("get", "/service", "/service"),
            ("get", "/tickets", "/tickets"),
            ("get", "/tickets", "/tickets?limit=0"),
            ("get", "/tickets/{id}", own.as_str()),
            ("get", "/tickets/{id}", "/tickets/unknown"),
            ("get", "/tickets/{id}/updates", &thread),
            ("get", "/tickets/{id}/updates", "/tickets/unknown/updates"),
            ("get", "/tickets/{id}/updates", &format!("{thread}?limit=0")),
        ] {
            let answer = send(known(backend.get(path))).await;
            assert!(documented(method, template, answer.status), "{method} {path} as {token:?}: {}", answer.status);
            let unchanged = send(known(backend.get(path).header("if-none-match", "*"))).await;
            assert!(documented(method, template, unchanged.status), "{method} {path} as {token:?}: {}", unchanged.status);
        }
        let [review, mediation, withdrawal, satisfaction] =
            ["review", "mediation", "withdrawal", "satisfaction"].map(|name| format!("{own}/{name}"));
        for (template, path) in [
            ("/tickets", "/tickets"),
            ("/tickets/{id}/updates", &thread),
            ("/tickets/{id}/review", &review),
            ("/tickets/{id}/mediation", &mediation),
            ("/tickets/{id}/withdrawal", &withdrawal),
        ] {
            for body in [NEW_TICKET, NEW_UPDATE, "", "{}", r#"{"kind":"answer","text":"a"}"#] {
                let answer = send(known(backend.post(path, &key(), body))).await;
                assert!(documented("post", template, answer.status), "post {path} as {token:?}: {}", answer.status);
            }
        }
        for body in ["", "{}", r#"{"settled":true}"#, r#"{"rating":9}"#] {
            let path = format!("/api/v1{satisfaction}");
            let request = backend.request(Method::PUT, &path).header("content-type", "application/json").body(body);
            let answer = send(known(request)).await;
            let template = "/tickets/{id}/satisfaction";
            assert!(documented("put", template, answer.status), "put {path} as {token:?}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn the_demo_shows_its_mail() {
    let mut backend = Backend::start(&["--demo"]).await;
    let demo = backend.counts().await;
    assert!(demo[0] >= 5, "{demo:?}");
    backend.stop().await;
    backend.restart().await;
    assert_eq!(backend.counts().await[0], demo[0], "filed once");

    let backend = Backend::start(&["--demo", "--empty"]).await;
    assert_eq!(backend.counts().await[0], 0);
    let filed = backend.file(&with("/subject", "<script>alert(1)</script> & \"more\"")).await;
    let page = until("the mail is sent", async || {
        let answer = send(backend.request(Method::GET, "/demo/mail")).await;
        answer.assert_secure();
        (answer.status == 200 && answer.text().contains("· sent")).then_some(answer)
    })
    .await;
    assert!(page.header("content-type").starts_with("text/html"));
    let text = page.text();
    let link = format!("/t/{}#k={}", filed.ticket.summary.id, filed.link_token);
    assert!(text.contains(&format!("href=\"{link}\"")), "{text}");
    assert!(text.contains("marie.dupont@example.com") && text.contains(filed.ticket.summary.reference.as_str()));
    assert!(!text.contains("<script") && text.contains("&lt;script&gt;"), "{text}");
    assert_eq!(send(backend.request(Method::GET, "/demo/mail.css")).await.header("content-type"), "text/css");

    let alone = run(&["--empty"], &[]).await;
    assert_eq!(alone.code, Some(2), "{}", alone.err);
}

#[tokio::test]
async fn many_tickets_come_in_pages_each_once() {
    // Over HTTP a link shows one ticket; the store is asked for those of one address, in whatever case it was typed.
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("db")).await.unwrap();
    let file = ServiceFile::parse(&SERVICE).unwrap();
    let mut ids = Vec::new();
    for hour in [5, 1, 3, 3, 3, 2, 5] {
        let mut new: NewTicket = serde_json::from_value(new_ticket()).unwrap();
        new.partner.email = if ids.len() == 6 { "other@example.com".into() } else { "Marie.Dupont@Example.com".into() };
        let filing = filing(new, None, &file, Timestamp(hour * HOUR), &SystemRandom);
        ids.push(filing.ticket.id.clone());
        assert_eq!(store.file(filing).await.unwrap(), Stored::Stored);
    }
    let hidden = ids.pop().unwrap();
    ids.sort();
    for sort in [Sort::NewestUpdate, Sort::OldestUpdate, Sort::NewestFiling, Sort::OldestFiling, Sort::Waiting] {
        for limit in 1..=7 {
            let mut seen = Vec::new();
            let mut query = ListQuery { of: Of::Partner("marie.dupont@example.com".into()), sort, limit, ..ListQuery::default() };
            loop {
                let mut rows = store.tickets(&query).await.unwrap();
                let more = rows.len() > limit as usize;
                rows.truncate(limit as usize);
                seen.extend(rows.iter().map(|row| (row.filed_at, row.id.clone())));
                query.after = rows.last().map(|row| After { waits: false, value: row.filed_at.0, id: row.id.clone() });
                if !more {
                    break;
                }
            }
            let mut sorted = seen.clone();
            sorted.sort();
            if matches!(sort, Sort::NewestUpdate | Sort::NewestFiling | Sort::Waiting) {
                sorted.reverse();
            }
            assert_eq!(seen, sorted, "{sort:?} by {limit}");
            let mut once: Vec<_> = seen.into_iter().map(|(_, id)| id).collect();
            once.sort();
            assert_eq!(once, ids, "{sort:?} by {limit}");
            assert!(!once.contains(&hidden));
        }
    }
}
