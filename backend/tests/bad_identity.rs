//! Whoever is not who they say: forged, expired, replayed and foreign tokens, and every field of signing in and of the
//! partner's own data.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::refused::{
    Field, For, OVERRIDE, SCRIPT, Unreadable, all_refused, body, check, faces, kept, many_faces, shapeless, written,
};
use harness::sessions::{change, code, token};
use harness::{Backend, WithToken, key, new_ticket, send, with};
use recourse_backend::secret::sha256;
use recourse_contract::me::Me;
use recourse_contract::ticket::Channel;
use recourse_contract::{Code, IDEMPOTENCY_KEY, ProblemType};
use reqwest::Method;
use reqwest::header::HeaderValue;
use serde_json::{Value, json};
use std::fs;

const MARIE: &str = "marie.dupont@example.com";
const NEW: &str = "marie.new@example.com";

#[tokio::test]
async fn signing_in() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let other = backend.file(&with("/partner/email", "other@example.com")).await;
    // A code that waits: none of this touches it.
    code(&backend, "other@example.com").await;
    let addresses = [
        ("", Code::Required),
        (" \t", Code::Required),
        ("marie", Code::Email),
        (SCRIPT, Code::Email),
        ("\u{202e}marie.dupont@example.com", Code::Email),
        ("marie.dupont@\u{202e}example.com", Code::Email),
        ("marie.dupont@example.com\r\nBcc: x@example.com", Code::Email),
        ("marie.dupont@example.com\u{0}", Code::Email),
        ("\"<b>\"@example.com", Code::Email),
        (many_faces().as_str(), Code::TooLong),
    ]
    .map(|(address, code)| (address.to_owned(), code));

    let asking = |email: Value, language: Value| json!({"email": email, "language": language});
    let mut cases = shapeless();
    cases.extend(written(vec![
        (json!({}), Unreadable("")),
        (json!({"email": MARIE}), Unreadable("")),
        (asking(5.into(), "fr".into()), Unreadable("/email")),
        (asking(Value::Null, "fr".into()), Unreadable("/email")),
        (asking(json!([MARIE]), "fr".into()), Unreadable("/email")),
        (asking(MARIE.into(), Value::Null), Unreadable("/language")),
        (asking(MARIE.into(), json!({"fr": 1})), Unreadable("/language")),
        (asking(faces().into(), "fr".into()), For(ProblemType::TooLarge)),
        (asking(MARIE.into(), faces().into()), For(ProblemType::TooLarge)),
        (json!([MARIE, "fr"]), Unreadable("")),
    ]));
    for (address, code) in &addresses {
        cases.extend(written(vec![(asking(address.as_str().into(), "fr".into()), Field("/email", *code))]));
    }
    all_refused(&backend, &filed, |text| body(&backend, Method::POST, "/session/code", text), cases).await;

    let entering = |name: &str, value: Value| {
        let mut whole = json!({"email": MARIE, "code": "000000", "challenge": "0", "bearer": true});
        whole[name] = value;
        whole
    };
    let mut cases = shapeless();
    cases.extend(written(vec![
        (json!({}), Unreadable("")),
        (json!({"email": MARIE, "code": "000000"}), Unreadable("")),
        (entering("email", 5.into()), Unreadable("/email")),
        (entering("code", 123_456.into()), Unreadable("/code")),
        (entering("challenge", Value::Null), Unreadable("/challenge")),
        (entering("bearer", "yes".into()), Unreadable("/bearer")),
        (entering("bearer", Value::Null), Unreadable("/bearer")),
        (entering("challenge", faces().into()), For(ProblemType::TooLarge)),
        (json!([MARIE, "000000", "0", true]), Unreadable("/3")),
        (json!({"email": "", "code": "", "challenge": ""}), Field("/email", Code::Required)),
    ]));
    for (address, code) in &addresses {
        cases.extend(written(vec![(entering("email", address.as_str().into()), Field("/email", *code))]));
    }
    for code in [SCRIPT, OVERRIDE, "１２３４５６", "12345", "1234567", "12345a", "000000\u{0}", "-1.0e5", &many_faces()] {
        cases.extend(written(vec![(entering("code", code.into()), Field("/code", Code::Pattern))]));
    }
    cases.extend(written(vec![(entering("code", " - ".into()), Field("/code", Code::Required))]));
    for challenge in ["", SCRIPT, OVERRIDE, "\u{0}", "' OR 1=1 --", &many_faces()] {
        cases.extend(written(vec![(entering("challenge", challenge.into()), Field("/code", Code::Other))]));
    }
    all_refused(&backend, &other, |text| body(&backend, Method::POST, "/session", text), cases).await;
    for path in ["/session/code", "/session"] {
        let request = change(&backend, Method::POST, path, None).header("content-type", "text/html").body(SCRIPT);
        check(&send(request).await, For(ProblemType::MediaType), path);
    }

    // A language that nobody speaks is no reason to refuse; what is kept of it is one of the platform's.
    for language in ["", SCRIPT, OVERRIDE] {
        let asked = send(body(&backend, Method::POST, "/session/code", asking(NEW.into(), language.into()).to_string())).await;
        assert_eq!(asked.status, 202, "{language}");
    }
    assert_eq!(backend.number("SELECT COUNT(*) FROM codes WHERE language NOT IN ('fr', 'en')").await, 0);
}

#[tokio::test]
async fn the_partners_own_data() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let marie = token(&backend, MARIE).await;
    let confirming = |name: &str, value: Value| {
        // Preferences beside it: they do not come through when the rest is refused.
        let mut whole = json!({"language": "en", "channel": "inbox", "email": NEW, "code": "000000", "challenge": "0"});
        whole[name] = value;
        whole
    };
    let mut cases = shapeless();
    cases.extend(written(vec![
        (json!(["en"]), Unreadable("")),
        (json!({"language": 5}), Unreadable("/language")),
        (json!({"language": ["en"]}), Unreadable("/language")),
        (json!({"language": ""}), Field("/language", Code::Choice)),
        (json!({"language": "EN"}), Field("/language", Code::Choice)),
        (json!({"language": SCRIPT}), Field("/language", Code::Choice)),
        (json!({"language": OVERRIDE}), Field("/language", Code::Choice)),
        (json!({"language": many_faces()}), Field("/language", Code::Choice)),
        (json!({"language": faces()}), For(ProblemType::TooLarge)),
        (json!({"channel": 5}), Unreadable("/channel")),
        (json!({"channel": ["inbox"]}), Unreadable("/channel")),
        (json!({"channel": ""}), Field("/channel", Code::Choice)),
        (json!({"channel": "other"}), Field("/channel", Code::Choice)),
        (json!({"channel": SCRIPT}), Field("/channel", Code::Choice)),
        (json!({"channel": "inbox", "language": "xx"}), Field("/language", Code::Choice)),
        (json!({"language": "en", "channel": "pigeon"}), Field("/channel", Code::Choice)),
        (json!({"language": "en", "email": "marie"}), Field("/email", Code::Email)),
        (json!({"language": "en", "email": MARIE}), Field("/email", Code::Other)),
        (json!({"email": SCRIPT}), Field("/email", Code::Email)),
        (json!({"email": "\u{202e}marie@example.com"}), Field("/email", Code::Email)),
        (json!({"email": "a@b.fr\r\nBcc: x@example.com"}), Field("/email", Code::Email)),
        (json!({"email": "a@b.fr\u{0}"}), Field("/email", Code::Email)),
        (json!({"email": many_faces()}), Field("/email", Code::TooLong)),
        (json!({"email": 5}), Unreadable("/email")),
        (confirming("code", 0.into()), Unreadable("/code")),
        (confirming("challenge", json!([])), Unreadable("/challenge")),
        (confirming("code", faces().into()), For(ProblemType::TooLarge)),
    ]));
    for value in ["", "000000", SCRIPT, OVERRIDE, "１２３４５６", "' OR 1=1 --", "\u{0}", &many_faces()] {
        for name in ["code", "challenge"] {
            cases.extend(written(vec![(confirming(name, value.into()), Field("/code", Code::Other))]));
        }
    }
    let before: Me = send(backend.get("/me").bearer(&marie)).await.found();
    all_refused(&backend, &filed, |text| body(&backend, Method::PATCH, "/me", text).bearer(&marie), cases).await;
    assert_eq!(send(backend.get("/me").bearer(&marie)).await.found::<Me>(), before);

    let mut cases = shapeless();
    cases.extend(written(vec![
        (json!({"email": MARIE}), Unreadable("/email")),
        (json!({"<script>": 1}), Unreadable("/<script>")),
        (json!({"a/b~c": 1}), Unreadable("/a~1b~0c")),
    ]));
    all_refused(&backend, &filed, |text| body(&backend, Method::POST, "/me/erasure", text).bearer(&marie), cases).await;
    for odd in ["", "short", &"k".repeat(201), "a key with spaces in it", "clé-de-plus-de-seize"] {
        let request = change(&backend, Method::POST, "/me/erasure", Some(json!({}))).bearer(&marie);
        let answer = send(request.header(IDEMPOTENCY_KEY, HeaderValue::from_bytes(odd.as_bytes()).unwrap())).await;
        check(&answer, For(ProblemType::KeyMissing), odd);
    }
    assert_eq!(send(backend.get("/me").bearer(&marie)).await.found::<Me>(), before);
}

#[tokio::test]
async fn too_many_new_addresses_change_nothing_else() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let marie = token(&backend, MARIE).await;
    let patch = async |what: Value| send(change(&backend, Method::PATCH, "/me", Some(what)).bearer(&marie)).await;
    for number in 0..5 {
        assert_eq!(patch(json!({"email": format!("new-{number}@example.com")})).await.status, 202);
    }
    let before = kept(&backend, &filed).await;
    patch(json!({"language": "en", "channel": "inbox", "email": NEW})).await.problem(ProblemType::TooMany);
    assert_eq!(kept(&backend, &filed).await, before);
    let now: Me = patch(json!({"language": "en"})).await.found();
    assert_eq!((now.language.as_str(), now.channel), ("en", Channel::EmailNotice));
}

/// Every way in with every token that is none, or no more.
#[tokio::test]
async fn tokens_that_are_none_open_nothing() {
    let backend = Backend::start(&[]).await;
    let elsewhere = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    elsewhere.file(&new_ticket()).await;
    let (live, over, out) = (token(&backend, MARIE).await, token(&backend, MARIE).await, token(&backend, MARIE).await);
    let foreign = token(&elsewhere, MARIE).await;
    backend.execute(&format!("UPDATE sessions SET expires_at = 1 WHERE token_hash = '{}'", sha256(over.as_bytes()))).await;
    assert_eq!(send(change(&backend, Method::DELETE, "/session", None).bearer(&out)).await.status, 204);
    let handler = fs::read_to_string(backend.data().join("handler.key")).unwrap().trim().to_owned();
    let (forged, hash) = ("A".repeat(live.len()), sha256(live.as_bytes()));
    // Of a token's length they are looked for among the sessions; what has another is taken for a link.
    let tokens = [
        ("a forged one", &forged, 401),
        ("one that is over", &over, 401),
        ("one that signed out", &out, 401),
        ("another server's", &foreign, 401),
        ("a handler's key", &handler, 401),
        ("what the database keeps of one", &hash, 404),
    ];
    let ticket = format!("/tickets/{}", filed.ticket.summary.id);
    let reply = json!({"kind": "reply", "text": "a"});
    let for_sessions = [
        (Method::GET, "/session", None),
        (Method::GET, "/me", None),
        (Method::PATCH, "/me", Some(json!({"language": "en"}))),
        (Method::GET, "/me/export", None),
        (Method::POST, "/me/erasure", Some(json!({}))),
        (Method::DELETE, "/me/erasure", None),
        (Method::DELETE, "/sessions", None),
        (Method::GET, "/events", None),
        (Method::GET, "/tickets", None),
    ];
    let for_the_ticket = [
        (Method::GET, ticket.clone(), None),
        (Method::GET, format!("{ticket}/updates"), None),
        (Method::POST, format!("{ticket}/updates"), Some(reply)),
        (Method::POST, format!("{ticket}/nudge"), Some(json!({}))),
        (Method::PUT, format!("{ticket}/read"), Some(json!({"number": 2}))),
    ];
    let before = kept(&backend, &filed).await;
    let request = |method: &Method, path: &str, body: &Option<Value>| {
        change(&backend, method.clone(), path, body.clone()).header(IDEMPOTENCY_KEY, key())
    };
    for (about, token, status) in tokens {
        let cookie = format!("recourse={token}");
        for (method, path, body) in &for_sessions {
            let about = format!("{about}: {method} {path}");
            let answer = send(request(method, path, body).bearer(token)).await;
            check(&answer, For(ProblemType::Unauthenticated), &about);
            assert_eq!(answer.header("www-authenticate"), "Bearer", "{about}");
            check(&send(request(method, path, body).header("cookie", &cookie)).await, For(ProblemType::Unauthenticated), &about);
        }
        for (method, path, body) in &for_the_ticket {
            let about = format!("{about}: {method} {path}");
            let kind = if status == 401 { ProblemType::Unauthenticated } else { ProblemType::NotFound };
            check(&send(request(method, path, body).bearer(token)).await, For(kind), &about);
            check(&send(request(method, path, body).header("cookie", &cookie)).await, For(ProblemType::Unauthenticated), &about);
        }
        if token != &handler {
            let answer = send(backend.request(Method::GET, "/handler/tickets").bearer(token)).await;
            check(&answer, For(ProblemType::Unauthenticated), about);
            let answer =
                send(backend.request(Method::POST, "/handler/mail-in").bearer(token).body("From: a@b.fr\r\n\r\na")).await;
            check(&answer, For(ProblemType::Unauthenticated), about);
        }
    }
    // A link opens its ticket, and nothing of its partner.
    for (method, path, body) in for_sessions.iter().filter(|(_, path, _)| *path != "/tickets") {
        let about = format!("a link: {method} {path}");
        check(&send(request(method, path, body).with(&filed)).await, For(ProblemType::Unauthenticated), &about);
    }
    assert_eq!(kept(&backend, &filed).await, before);
    assert_eq!(send(backend.get("/me").bearer(&live)).await.status, 200);
}
