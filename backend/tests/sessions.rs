//! Signing in by code, and what a session opens: its own tickets and nothing else.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::letters::in_folder;
use harness::sessions::{Asked, ask, change, code, codes, enter, token};
use harness::{Answer, Backend, WithToken, key, new_ticket, run, send, until, with};
use recourse_contract::session::CodeSent;
use recourse_contract::{Filed, Page, ProblemType, Session, Ticket, TicketSummary, Update};
use reqwest::Method;
use serde_json::json;

const MARIE: &str = "marie.dupont@example.com";

#[tokio::test]
async fn a_session_lists_what_was_filed_under_its_address() {
    let backend = Backend::start(&[]).await;
    let mine = [backend.file(&new_ticket()).await, backend.file(&with("/partner/email", "Marie.Dupont@Example.com")).await];
    let other = backend.file(&with("/partner/email", "other@example.com")).await;
    let code = code(&backend, MARIE).await;
    let answer = enter(&backend, MARIE, &code, false).await;
    let session: Session = answer.created();
    assert_eq!((session.email.as_str(), session.token), (MARIE, None));
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    assert!(!cookie.contains("Secure"), "WebKit drops it on plain http: {cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();

    let list: Page<TicketSummary> = send(backend.get("/tickets").header("cookie", &cookie)).await.found();
    let mut listed: Vec<&str> = list.items.iter().map(|row| row.id.as_str()).collect();
    let mut expected: Vec<&str> = mine.iter().map(|filed| filed.ticket.summary.id.as_str()).collect();
    listed.sort();
    expected.sort();
    assert_eq!(listed, expected);
    let path = |filed: &Filed| format!("/tickets/{}", filed.ticket.summary.id);
    send(backend.get(&path(&mine[1])).header("cookie", &cookie)).await.found::<Ticket>();
    send(backend.get(&path(&other)).header("cookie", &cookie)).await.problem(ProblemType::NotFound);

    // A change needs the header that other origins cannot set.
    let updates = format!("{}/updates", path(&mine[0]));
    let reply = || backend.post(&updates, &key(), r#"{"kind":"reply","text":"a"}"#).header("cookie", &cookie);
    send(reply()).await.problem(ProblemType::Unauthenticated);
    send(reply().header("x-recourse", "1")).await.created::<Update>();

    assert_eq!(send(backend.get("/session").header("cookie", &cookie)).await.found::<Session>().email, MARIE);
    let out = send(change(&backend, Method::DELETE, "/session", None).header("cookie", &cookie)).await;
    assert!(out.status == 204 && out.header("set-cookie").contains("Max-Age=0"), "{out:?}");
    send(backend.get("/tickets").header("cookie", &cookie)).await.problem(ProblemType::Unauthenticated);
    send(backend.get("/session").header("cookie", &cookie)).await.problem(ProblemType::Unauthenticated);
}

#[tokio::test]
async fn known_and_unknown_addresses_get_the_same_answer() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    let (known, unknown) = (ask(&backend, MARIE).await, ask(&backend, "nobody@example.com").await);
    let sent = |answer: &Answer| answer.read::<CodeSent>();
    assert_eq!((known.status, sent(&known).expires_in, sent(&unknown).expires_in), (202, 600, 600));
    assert_eq!(sent(&known).challenge.len(), sent(&unknown).challenge.len());
    let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!((unknown.status, names(&known)), (202, names(&unknown)));
    until("the code of the known one", async || codes(&backend, MARIE).pop()).await;
    assert_eq!(codes(&backend, "nobody@example.com"), [] as [String; 0], "nobody gets mail that they have not asked for");
    for wrong in [json!({"email": "marie", "language": "en"}), json!({"email": "", "language": "en"})] {
        let answer = send(change(&backend, Method::POST, "/session/code", Some(wrong))).await;
        assert_eq!(answer.problem(ProblemType::Invalid).errors[0].pointer, "/email");
    }
}

#[tokio::test]
async fn a_code_can_be_guessed_at_five_times_and_used_once() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    let right = code(&backend, MARIE).await;
    assert_eq!(enter(&backend, "other@example.com", &right, true).await.problem(ProblemType::Invalid).errors[0].pointer, "/code");
    for _ in 0..5 {
        let error = enter(&backend, MARIE, &right.wrong(), true).await.problem(ProblemType::Invalid).errors.remove(0);
        assert!(error.pointer == "/code" && error.detail.is_some());
    }
    enter(&backend, MARIE, &right, true).await.problem(ProblemType::Invalid);

    // A new one; of many requests with it at once, one gets the session.
    let right = code(&backend, MARIE).await;
    let all = futures_util::future::join_all((0..5).map(|_| enter(&backend, MARIE, &right, true))).await;
    assert_eq!(all.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(backend.number("SELECT COUNT(*) FROM sessions").await, 1);
    // Each stops after its time.
    let right = code(&backend, MARIE).await;
    backend.execute("UPDATE codes SET expires_at = 1").await;
    enter(&backend, MARIE, &right, true).await.problem(ProblemType::Invalid);
}

#[tokio::test]
async fn a_code_works_for_whoever_asked_for_it() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    let mine = code(&backend, MARIE).await;
    // A stranger asks for the same address: neither the stranger's guesses nor the other code touch this one.
    let theirs = code(&backend, MARIE).await;
    for _ in 0..6 {
        enter(&backend, MARIE, &theirs.wrong(), true).await.problem(ProblemType::Invalid);
    }
    let crossed = Asked { challenge: theirs.challenge.clone(), ..mine.clone() };
    enter(&backend, MARIE, &crossed, true).await.problem(ProblemType::Invalid);
    for challenge in ["", "0", "' OR 1=1"] {
        let none = Asked { challenge: challenge.into(), ..mine.clone() };
        enter(&backend, MARIE, &none, true).await.problem(ProblemType::Invalid);
    }
    enter(&backend, MARIE, &mine, true).await.created::<Session>();
}

#[tokio::test]
async fn codes_are_few_for_each_network_and_address() {
    let backend = Backend::start(&["--address-header", "x-real-ip"]).await;
    backend.file(&new_ticket()).await;
    let ask_from = |network: u32| {
        let body = json!({"email": MARIE, "language": "en"});
        send(change(&backend, Method::POST, "/session/code", Some(body)).header("x-real-ip", format!("192.0.2.{network}")))
    };
    for _ in 0..5 {
        assert_eq!(ask_from(1).await.status, 202);
    }
    let enough = ask_from(1).await;
    enough.problem(ProblemType::TooMany);
    assert!((1..=3_601).contains(&enough.header("retry-after").parse::<u32>().unwrap()));
    // Whoever exhausts their own has not exhausted the partner's; all together have an end.
    for network in [2, 3] {
        for _ in 0..5 {
            assert_eq!(ask_from(network).await.status, 202);
        }
    }
    ask_from(4).await.problem(ProblemType::TooMany);
    assert_eq!(backend.number("SELECT COUNT(*) FROM codes WHERE client LIKE '%192%'").await, 0);
    // An hour later again; but not after a hundred wrong guesses in a day.
    backend.execute("UPDATE codes SET asked_at = asked_at - 3600001").await;
    assert_eq!(ask_from(4).await.status, 202);
    backend.execute("UPDATE codes SET asked_at = asked_at - 3600001, tries = -2").await;
    ask_from(4).await.problem(ProblemType::TooMany);
    backend.execute("UPDATE codes SET asked_at = asked_at - 86400000").await;
    assert_eq!(ask_from(4).await.status, 202);
}

#[tokio::test]
async fn who_guesses_keeps_no_partner_out() {
    let backend = Backend::start(&["--address-header", "x-real-ip"]).await;
    backend.file(&new_ticket()).await;
    let ask_from = |network: u32| {
        let body = json!({"email": MARIE, "language": "en"});
        send(change(&backend, Method::POST, "/session/code", Some(body)).header("x-real-ip", format!("192.0.2.{network}")))
    };
    for _ in 0..4 {
        let challenge = ask_from(1).await.read::<CodeSent>().challenge;
        let guess = Asked { code: "not a code".into(), challenge: challenge.clone() };
        enter(&backend, MARIE, &guess, true).await.problem(ProblemType::Invalid);
        for guess in 0..5 {
            let guess = Asked { code: format!("00000{guess}"), challenge: challenge.clone() };
            enter(&backend, MARIE, &guess, true).await.problem(ProblemType::Invalid);
        }
    }
    ask_from(1).await.problem(ProblemType::TooMany);
    backend.execute("UPDATE codes SET asked_at = asked_at - 3600001").await;
    ask_from(1).await.problem(ProblemType::TooMany);
    // The partner is somewhere else.
    assert_eq!(ask_from(2).await.status, 202);
    // A hundred in all are the end for a day, also of codes that are out.
    let mine = code(&backend, MARIE).await;
    backend.execute("UPDATE codes SET tries = -80 WHERE expires_at < asked_at + 1 OR asked_at < (SELECT MAX(asked_at) FROM codes) - 3600000").await;
    enter(&backend, MARIE, &mine, true).await.problem(ProblemType::Invalid);
}

#[tokio::test]
async fn a_code_goes_to_the_address_as_it_was_filed() {
    let backend = Backend::start(&[]).await;
    backend.file(&with("/partner/email", "Marie.Dupont@Example.com")).await;
    ask(&backend, MARIE).await;
    until("the code", async || codes(&backend, MARIE).pop()).await;
    let mails = in_folder(&backend.data().join("mail"));
    let to: Vec<_> = mails.iter().map(|mail| mail.header("to")).collect();
    assert!(to.iter().all(|to| to.contains("Marie.Dupont@")), "{to:?}");
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session_of_the_address() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    backend.file(&with("/partner/email", "other@example.com")).await;
    let (one, two) = (token(&backend, MARIE).await, token(&backend, MARIE).await);
    let other = token(&backend, "other@example.com").await;
    assert_eq!(send(change(&backend, Method::DELETE, "/sessions", None).bearer(&one)).await.status, 204);
    for (token, status) in [(&one, 401), (&two, 401), (&other, 200)] {
        assert_eq!(send(backend.get("/tickets").bearer(token)).await.status, status);
    }
    backend.execute("UPDATE sessions SET expires_at = 1").await;
    send(backend.get("/tickets").bearer(&other)).await.problem(ProblemType::Unauthenticated);
}

#[tokio::test]
async fn neither_codes_nor_tokens_are_kept() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    let code = code(&backend, MARIE).await;
    let token = enter(&backend, MARIE, &code, true).await.created::<Session>().token.unwrap();
    let log = backend.log();
    for (name, secret) in [("code", &code.code), ("token", &token)] {
        for file in ["recourse.sqlite", "recourse.sqlite-wal"] {
            let bytes = std::fs::read(backend.data().join(file)).unwrap_or_default();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "the {name} stands in {file}");
        }
        assert!(!log.contains(secret.as_str()), "the {name} stands in the log");
    }
}

#[tokio::test]
async fn with_tls_the_cookie_is_bound_to_host_and_tls() {
    let backend = Backend::start(&["--public-url", "https://complaints.example"]).await;
    backend.file(&new_ticket()).await;
    let code = code(&backend, MARIE).await;
    let cookie = enter(&backend, MARIE, &code, false).await.header("set-cookie");
    assert!(cookie.starts_with("__Host-recourse=") && cookie.contains("; Secure"), "{cookie}");
}

/// Every route that speaks of a ticket, as somebody else: it looks as if there were nothing.
#[tokio::test]
async fn nobody_sees_what_belongs_to_somebody_else() {
    let backend = Backend::start(&[]).await;
    let mine = backend.file(&new_ticket()).await;
    let other = backend.file(&with("/partner/email", "other@example.com")).await;
    let session = token(&backend, "other@example.com").await;
    let before = backend.counts().await;
    let id = &mine.ticket.summary.id;
    let routes = [
        (Method::GET, format!("/tickets/{id}"), None),
        (Method::GET, format!("/tickets/{id}/updates"), None),
        (Method::POST, format!("/tickets/{id}/updates"), Some(json!({"kind": "reply", "text": "a"}))),
        (Method::POST, format!("/tickets/{id}/nudge"), Some(json!({}))),
        (Method::PUT, format!("/tickets/{id}/read"), Some(json!({"number": 2}))),
    ];
    for (method, path, body) in &routes {
        let request = || change(&backend, method.clone(), path, body.clone()).header("idempotency-key", key());
        let nothing = send(request().bearer(&session)).await;
        nothing.problem(ProblemType::NotFound);
        let link = send(request().with(&other)).await;
        assert_eq!((link.status, &link.body), (404, &nothing.body), "{method} {path}");
        send(request()).await.problem(ProblemType::Unauthenticated);
        // As if the ticket did not exist.
        let missing = change(&backend, method.clone(), &path.replace(id.as_str(), "nothing"), body.clone());
        let missing = send(missing.header("idempotency-key", key()).bearer(&session)).await;
        assert_eq!((missing.status, &missing.body), (404, &nothing.body), "{method} {path}");
    }
    for q in ["", "?q=versement", "?status=received", &format!("?q={}", mine.ticket.summary.reference)] {
        let list: Page<TicketSummary> = send(backend.get(&format!("/tickets{q}")).bearer(&session)).await.found();
        assert!(list.items.iter().all(|row| row.id == other.ticket.summary.id), "{q}");
    }
    assert_eq!(backend.counts().await, before);
    assert_eq!(backend.number("SELECT read_up_to FROM tickets ORDER BY read_up_to DESC LIMIT 1").await, 1);
}

#[tokio::test]
async fn a_list_is_narrowed_and_what_waits_comes_first() {
    let backend = Backend::start(&[]).await;
    let file = async |change: &[(&str, &str)]| {
        let mut new = new_ticket();
        for (pointer, value) in change {
            *new.pointer_mut(pointer).unwrap() = (*value).into();
        }
        backend.file(&new).await
    };
    let blocked = file(&[("/subject", "Versement bloqué"), ("/message", "Rien depuis L’ÉTÉ dernier, 100 % retenu.")]).await;
    let asked = file(&[("/subject", "Un_autre sujet"), ("/message", "Rien.")]).await;
    let latest = file(&[("/subject", "Troisième"), ("/message", "Rien.")]).await;
    let reference = asked.ticket.summary.reference.to_string();
    let latest = latest.ticket.summary.reference.to_string();
    for words in [
        vec!["ask", &*reference, "One thing.", "--by", "+5d", "--question", "text:Which?"],
        vec!["progress", &*latest, "Soon.", "--news-by", "+3d"],
    ] {
        let (url, data) = (format!("http://{}", backend.address), backend.data());
        let rest = ["handler", "--url", &url, "--data", data.to_str().unwrap()];
        let done = run(&[&rest[..], &words].concat(), &[]).await;
        assert_eq!(done.code, Some(0), "{}", done.err);
    }
    let token = token(&backend, MARIE).await;
    let found = async |query: &str| -> Vec<String> {
        let page: Page<TicketSummary> = send(backend.get(&format!("/tickets?{query}")).bearer(&token)).await.found();
        page.items.into_iter().map(|row| row.subject).collect()
    };
    assert_eq!(found("sort=waiting").await, ["Un_autre sujet", "Troisième", "Versement bloqué"]);
    for (query, subjects) in [
        ("q=verse", vec!["Versement bloqué"]),
        ("q=ETE%20bloque", vec!["Versement bloqué"]),
        ("q=100%20%25", vec!["Versement bloqué"]),
        ("q=un_autre", vec!["Un_autre sujet"]),
        ("q=unxautre", vec![]),
        ("q=nowhere", vec![]),
        ("status=waiting_for_partner", vec!["Un_autre sujet"]),
        ("status=received,waiting_for_partner&sort=filed_at", vec!["Versement bloqué", "Un_autre sujet"]),
        ("topic=payments&sort=filed_at", vec!["Versement bloqué", "Un_autre sujet", "Troisième"]),
        ("topic=payments/late", vec![]),
        ("topic=nowhere", vec![]),
        ("kind=mediation", vec![]),
    ] {
        assert_eq!(found(query).await, subjects, "{query}");
    }
    let plain = blocked.ticket.summary.reference.to_string();
    for query in [plain.clone(), plain.replace('-', "").to_lowercase(), plain[..4].to_owned()] {
        assert_eq!(found(&format!("q={query}")).await, ["Versement bloqué"], "{query}");
    }
    // Page by page it is the same list.
    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let query = format!("/tickets?sort=waiting&limit=1{cursor}");
        let page: Page<TicketSummary> = send(backend.get(&query).bearer(&token)).await.found();
        paged.extend(page.items.into_iter().map(|row| row.subject));
        let Some(next) = page.next else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(paged, found("sort=waiting").await);
    for wrong in ["status=nowhere", "status=", "sort=subject", "cursor=eHh4", "waiting=perhaps"] {
        send(backend.get(&format!("/tickets?{wrong}")).bearer(&token)).await.problem(ProblemType::Malformed);
    }
}

#[tokio::test]
async fn tickets_of_before_there_was_a_search_are_found() {
    let mut backend = Backend::start(&[]).await;
    backend.file(&with("/subject", "Versement bloqué")).await;
    backend.execute("UPDATE tickets SET searched = ''").await;
    backend.stop().await;
    backend.restart().await;
    let token = token(&backend, MARIE).await;
    let page: Page<TicketSummary> = send(backend.get("/tickets?q=bloque").bearer(&token)).await.found();
    assert_eq!(page.items.len(), 1);
}
