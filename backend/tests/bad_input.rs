//! Whatever is sent, the answer is the problem that the contract names, and nothing is stored.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::raw::{self, Raw};
use harness::{Backend, NEW_TICKET, NEW_UPDATE, WithToken, key, new_ticket, send, with, without};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use recourse_contract::{Code, Filed, ProblemType, Ticket};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn what_cannot_be_read_is_malformed() {
    let backend = Backend::start(&[]).await;
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let twice = NEW_TICKET.replacen('{', "{\"subject\":\"a\",", 1);
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (b"".into(), ""),
        (b"{".into(), ""),
        (b"nul".into(), ""),
        (b"null".into(), ""),
        (b"5".into(), ""),
        (b"\"text\"".into(), ""),
        (b"[]".into(), ""),
        (b"{}".into(), ""),
        (b"{\"kind\":\"complaint\",}".into(), ""),
        (format!("{NEW_TICKET} x").into(), ""),
        (format!("\u{feff}{NEW_TICKET}").into(), ""),
        (nested(100_000).into(), ""),
        (format!("{{\"kind\":{}}}", nested(50_000)).into(), ""),
        (b"{\"subject\":\"\xff\xfe\"}".into(), ""),
        (NEW_TICKET.replace("Marie", "\u{1}\u{2}").replace('\u{1}', "\u{0}").into(), ""),
        (NEW_TICKET.replace("Marie", "\\ud800").into(), ""),
        (b"{\"kind\":1e999}".into(), ""),
        (twice.into(), ""),
        (without("/subject").to_string().into(), ""),
        (without("/partner").to_string().into(), ""),
        (without("/partner/email").to_string().into(), "/partner"),
        (with("/subject", 5).to_string().into(), "/subject"),
        (with("/subject", Value::Null).to_string().into(), "/subject"),
        (with("/message", json!(["a"])).to_string().into(), "/message"),
        (with("/outcome_wanted", true).to_string().into(), "/outcome_wanted"),
        (with("/kind", 1).to_string().into(), "/kind"),
        (with("/partner", "Marie").to_string().into(), "/partner"),
        (with("/partner/properties", "1204573").to_string().into(), "/partner/properties"),
        (with("/partner/properties/1", 1_204_581).to_string().into(), "/partner/properties/1"),
        (with("/partner/channel", 5).to_string().into(), "/partner/channel"),
        (with("/partner/managed_by", json!({})).to_string().into(), "/partner/managed_by"),
        (with("/fields", json!([])).to_string().into(), "/fields"),
        (with("/fields/amount", 2480).to_string().into(), "/fields/amount"),
        (with("/fields/amount", json!({"amount": 2480, "currency": "EUR"})).to_string().into(), "/fields/amount/amount"),
    ];
    for (body, pointer) in cases {
        let shown = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
        let answer = send(backend.post("/tickets", &key(), body)).await;
        assert_eq!(answer.status, 400, "{shown}: {}", answer.text());
        let problem = answer.problem(ProblemType::Malformed);
        assert!(problem.detail.is_some_and(|detail| !detail.is_empty()), "{shown}");
        if !pointer.is_empty() {
            assert_eq!(problem.errors.first().map(|error| error.pointer.as_str()), Some(pointer), "{shown}");
        }
    }
    assert_eq!(backend.counts().await, [0; 4]);
}

#[tokio::test]
async fn a_list_of_values_is_no_object() {
    let backend = Backend::start(&[]).await;
    let partner = json!(["Marie", "m@example.com", null, null, "FR", ["1"], "fr", "email_notice", "myself"]);
    let ticket = new_ticket();
    let whole =
        ["kind", "audience", "partner", "topic", "subject", "message", "fields", "outcome_wanted"].map(|name| &ticket[name]);
    for body in [with("/partner", partner), json!(whole)] {
        send(backend.post("/tickets", &key(), body.to_string())).await.problem(ProblemType::Malformed);
    }
    // A list can be an answer, but not to this question.
    let body = with("/fields/amount", json!(["2480.00", "EUR"]));
    let problem = send(backend.post("/tickets", &key(), body.to_string())).await.problem(ProblemType::Invalid);
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code), ("/fields/amount", Code::Amount));
    assert_eq!(backend.counts().await, [0; 4]);
}

#[tokio::test]
async fn what_breaks_a_rule_is_invalid_and_says_where() {
    let backend = Backend::start(&[]).await;
    let long = |count: usize| "é".repeat(count);
    let properties = |count: usize| Value::from(vec!["1"; count]);
    let money = |amount: &str, currency: &str| json!({"amount": amount, "currency": currency});
    let email = format!("a@{}.fr", "b.".repeat(140));
    let cases: Vec<(Value, &str, Code, Option<u32>)> = vec![
        (with("/subject", long(121)), "/subject", Code::TooLong, Some(120)),
        (with("/subject", " \t"), "/subject", Code::Required, None),
        (with("/subject", "a\nb"), "/subject", Code::Characters, None),
        (with("/subject", "a\u{0}b"), "/subject", Code::Characters, None),
        (with("/message", long(10_001)), "/message", Code::TooLong, Some(10_000)),
        (with("/message", ""), "/message", Code::Required, None),
        (with("/message", "a\u{1b}[31m"), "/message", Code::Characters, None),
        (with("/outcome_wanted", long(2_001)), "/outcome_wanted", Code::TooLong, Some(2_000)),
        (with("/partner/name", long(121)), "/partner/name", Code::TooLong, Some(120)),
        (with("/partner/name", "Marie\r\nBcc: x@example.com"), "/partner/name", Code::Characters, None),
        (with("/partner/email", "marie"), "/partner/email", Code::Email, None),
        (with("/partner/email", email), "/partner/email", Code::TooLong, Some(254)),
        (with("/partner/email", "a@b.fr\r\nBcc: x@example.com"), "/partner/email", Code::Email, None),
        (with("/partner/phone", "call me"), "/partner/phone", Code::Phone, None),
        (with("/partner/company", long(121)), "/partner/company", Code::TooLong, Some(120)),
        (with("/partner/country", "XX"), "/partner/country", Code::Country, None),
        (with("/partner/country", "fr"), "/partner/country", Code::Country, None),
        (with("/partner/properties", properties(0)), "/partner/properties", Code::Required, None),
        (with("/partner/properties", properties(51)), "/partner/properties", Code::TooMany, Some(50)),
        (with("/partner/properties/1", long(41)), "/partner/properties/1", Code::TooLong, Some(40)),
        (with("/partner/language", "de"), "/partner/language", Code::Language, None),
        (with("/partner/channel", "pigeon"), "/partner/channel", Code::Choice, None),
        (with("/partner/managed_by", "nobody"), "/partner/managed_by", Code::Choice, None),
        (with("/audience", "nobody"), "/audience", Code::Choice, None),
        (with("/audience", "guest"), "/audience", Code::Choice, None),
        (with("/audience", ""), "/audience", Code::Required, None),
        (with("/topic", "payments/unknown"), "/topic", Code::Choice, None),
        (with("/topic", "payments"), "/topic", Code::Choice, None),
        (with("/topic", "payments/blocked/"), "/topic", Code::Choice, None),
        (with("/topic", ""), "/topic", Code::Required, None),
        (with("/kind", "technical_problem"), "/topic", Code::Choice, None),
        (with("/kind", "something_new"), "/topic", Code::Choice, None),
        (without("/fields/amount"), "/fields/amount", Code::Required, None),
        (with("/fields/amount", money("much", "EUR")), "/fields/amount", Code::Amount, None),
        (with("/fields/amount", money("5", "JPY")), "/fields/amount", Code::Amount, None),
        (with("/fields/amount", money("0", "EUR")), "/fields/amount", Code::TooSmall, None),
        (with("/fields/amount", "2480.00"), "/fields/amount", Code::Amount, None),
        (with("/fields/booking_number", "12"), "/fields/booking_number", Code::Pattern, None),
        (with("/fields/booking_number", money("5", "EUR")), "/fields/booking_number", Code::Other, None),
        (with("/fields/period/to", "2026-02-30"), "/fields/period/to", Code::Date, None),
        (with("/fields/reason_shown", "because"), "/fields/reason_shown", Code::Choice, None),
        (with("/fields/a~1b~0c", "text"), "/fields/a~1b~0c", Code::Other, None),
    ];
    for (ticket, pointer, code, limit) in cases {
        let request = backend.post("/tickets", &key(), ticket.to_string());
        let answer = send(request.header("accept-language", "en")).await;
        let problem = answer.problem(ProblemType::Invalid);
        let error = problem.errors.iter().find(|error| error.pointer == pointer);
        let error = error.unwrap_or_else(|| panic!("{pointer}: {:?}", problem.errors));
        assert_eq!((error.code, error.limit), (code, limit), "{pointer}");
        assert!(error.detail.as_deref().is_some_and(|detail| detail.ends_with('.')), "{pointer}: {error:?}");
    }
    assert_eq!(backend.counts().await, [0; 4]);
}

#[tokio::test]
async fn all_faults_come_at_once_in_the_language_asked_for() {
    let backend = Backend::start(&[]).await;
    let mut ticket = with("/partner/email", "marie");
    ticket["subject"] = "".into();
    ticket["fields"]["booking_number"] = "12".into();
    let mut words = Vec::new();
    for language in ["fr", "en"] {
        let request = backend.post("/tickets", &key(), ticket.to_string()).header("accept-language", language);
        let problem = send(request).await.problem(ProblemType::Invalid);
        let pointers: Vec<&str> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/partner/email", "/subject", "/fields/booking_number"]);
        words.push(problem.errors[1].detail.clone().unwrap());
    }
    assert_eq!(words[1], "An answer is missing here.");
    assert_ne!(words[0], words[1]);
}

#[tokio::test]
async fn limits_count_characters_and_end_where_they_say() {
    let backend = Backend::start(&[]).await;
    let mut ticket = with("/message", "𝄞".repeat(10_000));
    ticket["subject"] = "é".repeat(120).into();
    ticket["outcome_wanted"] = "\"".repeat(2_000).into();
    ticket["partner"]["properties"] = vec!["x".repeat(40); 50].into();
    // What the app may grow by is ignored.
    ticket["unknown"] = json!({"a": 1});
    let filed = backend.file(&ticket).await;
    assert_eq!(filed.ticket.message.chars().count(), 10_000);
    assert_eq!(filed.ticket.partner.properties.len(), 50);
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    let write = |text: String| {
        let body = json!({"kind": "reply", "text": text}).to_string();
        backend.post(&path, &key(), body).with(&filed)
    };
    assert_eq!(send(write("𝄞".repeat(10_000))).await.status, 201);
    let error = send(write("a".repeat(10_001))).await.problem(ProblemType::Invalid).errors.remove(0);
    assert_eq!((error.pointer.as_str(), error.code, error.limit), ("/text", Code::TooLong, Some(10_000)));
}

#[tokio::test]
async fn bad_replies_change_nothing() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    for (body, kind, pointer) in [
        ("", ProblemType::Malformed, ""),
        ("[]", ProblemType::Malformed, ""),
        (r#"{"kind":"reply"}"#, ProblemType::Invalid, "/text"),
        (r#"{"kind":"reply","text":5}"#, ProblemType::Malformed, "/text"),
        (r#"{"kind":"outcome","text":"a"}"#, ProblemType::Malformed, "/kind"),
        (r#"{"kind":"reply","text":" \n "}"#, ProblemType::Invalid, "/text"),
        ("{\"kind\":\"reply\",\"text\":\"a\\u0007\"}", ProblemType::Invalid, "/text"),
        (r#"{"kind":"answer","text":"a"}"#, ProblemType::IllegalMove, ""),
    ] {
        let problem = send(backend.post(&path, &key(), body).with(&filed)).await.problem(kind);
        if !pointer.is_empty() {
            assert_eq!(problem.errors.first().map(|error| error.pointer.as_str()), Some(pointer), "{body}");
        }
    }
    let bare = backend.request(Method::POST, &format!("/api/v1{path}")).with(&filed);
    let typed = bare.try_clone().unwrap().header("content-type", "application/json").body(NEW_UPDATE);
    send(typed).await.problem(ProblemType::KeyMissing);
    send(bare.header("idempotency-key", key()).body(NEW_UPDATE)).await.problem(ProblemType::MediaType);
    assert_eq!(backend.counts().await, [1, 2, 1, 1]);
}

#[tokio::test]
async fn only_json_is_taken() {
    let backend = Backend::start(&[]).await;
    for kind in
        ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "text/json", "application/problem+json"]
    {
        let request = backend.request(Method::POST, "/api/v1/tickets").header("idempotency-key", key()).body(NEW_TICKET);
        let request = if kind.is_empty() { request } else { request.header("content-type", kind) };
        send(request).await.problem(ProblemType::MediaType);
    }
    assert_eq!(backend.counts().await, [0; 4]);
    for kind in ["application/json; charset=utf-8", "Application/JSON"] {
        let request = backend.request(Method::POST, "/api/v1/tickets").header("idempotency-key", key()).body(NEW_TICKET);
        send(request.header("content-type", kind)).await.created::<Filed>();
    }
}

#[tokio::test]
async fn without_a_link_there_is_401() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    let updates = format!("{path}/updates");
    for authorization in ["", "Basic bWFyaWU6eA==", "Bearer", "bearer", &filed.link_token] {
        let as_caller = |request: reqwest::RequestBuilder| match authorization {
            "" => request,
            _ => request.header("authorization", authorization),
        };
        for path in ["/tickets", &path, &updates, "/tickets/unknown", "/tickets/unknown/updates"] {
            let answer = send(as_caller(backend.get(path))).await;
            answer.problem(ProblemType::Unauthenticated);
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
        send(as_caller(backend.post(&updates, &key(), NEW_UPDATE))).await.problem(ProblemType::Unauthenticated);
    }
    // Neither the address nor a cookie is a way in.
    for request in [
        backend.get(&format!("{path}?k={0}&token={0}&access_token={0}", filed.link_token)),
        backend.get(&path).header("cookie", format!("session={}", filed.link_token)),
    ] {
        send(request).await.problem(ProblemType::Unauthenticated);
    }
    // The scheme's name may be written in any case (RFC 9110, 11.1).
    let request = backend.get(&path).header("authorization", format!("bEARER {}", filed.link_token));
    send(request).await.found::<Ticket>();
    assert_eq!(backend.counts().await, [1, 2, 1, 1]);
}

/// Everything that an answer shows, for these ways of asking.
async fn asked(backend: &Backend, id: &str, token: &str) -> Vec<Raw> {
    let authorization = format!("authorization: Bearer {token}\r\n");
    let path = format!("/api/v1/tickets/{id}");
    let mut answers = Vec::new();
    for (path, more) in [
        (path.clone(), ""),
        (path.clone(), "if-none-match: *\r\n"),
        (path.clone(), "accept-language: en\r\naccept-encoding: br\r\n"),
        (format!("{path}/updates"), ""),
        (format!("{path}/updates?after=1"), "if-none-match: *\r\n"),
    ] {
        answers.push(raw::get(backend.address, &path, &format!("{authorization}{more}")).await);
    }
    for body in [NEW_UPDATE, "", "{}", r#"{"kind":"answer","text":"a"}"#, r#"{"kind":"reply","text":""}"#] {
        for key in [key(), "short".into()] {
            let request = format!(
                "POST {path}/updates HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{authorization}idempotency-key: {key}\r\n\
                 content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
            answers.push(raw::exchange(backend.address, request.as_bytes()).await);
        }
    }
    answers
}

#[tokio::test]
async fn what_belongs_to_somebody_else_looks_as_if_it_did_not_exist() {
    let backend = Backend::start(&[]).await;
    let other_server = Backend::start(&[]).await;
    let (mine, theirs) = (backend.file(&new_ticket()).await, backend.file(&new_ticket()).await);
    let elsewhere = other_server.file(&new_ticket()).await;
    let (my_id, their_id) = (mine.ticket.summary.id.as_str(), theirs.ticket.summary.id.as_str());
    let unknown = "0".repeat(my_id.len());
    let reference = asked(&backend, &unknown, &mine.link_token).await;
    let problem: Value = serde_json::from_slice(&reference[0].body).unwrap();
    assert_eq!((reference[0].status, problem["type"].as_str()), (404, Some("urn:recourse:problem:not-found")));
    assert_eq!(reference[5].status, 404);

    let (_, mac) = mine.link_token.rsplit_once('.').unwrap();
    for (id, token, about) in [
        (their_id, mine.link_token.clone(), "my link for their ticket"),
        (their_id, format!("{their_id}.1.{mac}"), "my signature under their id"),
        (my_id, format!("{my_id}.2.{mac}"), "another generation"),
        (my_id, mine.link_token[..mine.link_token.len() - 1].to_owned(), "a signature cut short"),
        (my_id, format!("{my_id}.1."), "no signature"),
        (my_id, format!("{my_id}.1.{}", "A".repeat(43)), "a signature of zeros"),
        (my_id, "x".into(), "no token at all"),
        (&elsewhere.ticket.summary.id, elsewhere.link_token.clone(), "another server's link"),
    ] {
        assert_eq!(asked(&backend, id, &token).await, reference, "{about}");
    }
    assert_eq!(backend.counts().await, [2, 4, 2, 2]);
    assert_eq!(send(backend.get(&format!("/tickets/{my_id}")).with(&mine)).await.status, 200);
}

#[tokio::test]
async fn a_raised_generation_closes_the_old_links() {
    let backend = Backend::start(&[]).await;
    let name = key();
    let filed: Filed = send(backend.post("/tickets", &name, NEW_TICKET)).await.created();
    let other = backend.file(&new_ticket()).await;
    let id = &filed.ticket.summary.id;
    let reference = asked(&backend, &"0".repeat(id.len()), &filed.link_token).await;
    backend.execute(&format!("UPDATE tickets SET generation = generation + 1 WHERE id = '{id}'")).await;
    assert_eq!(asked(&backend, id, &filed.link_token).await, reference);
    // A list is nobody's in particular: a link that opens nothing is no link.
    send(backend.get("/tickets").with(&filed)).await.problem(ProblemType::Unauthenticated);
    assert_eq!(backend.counts().await, [2, 4, 2, 2]);
    assert_eq!(send(backend.get("/tickets").with(&other)).await.status, 200);
    // Who filed it gets a link of the new generation.
    let again: Filed = send(backend.post("/tickets", &name, NEW_TICKET)).await.created();
    assert_ne!(again.link_token, filed.link_token);
    assert_eq!(send(backend.get(&format!("/tickets/{id}")).with(&again)).await.found::<Ticket>(), filed.ticket);
}

#[tokio::test]
async fn odd_ids_are_not_found() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let authorization = format!("authorization: Bearer {}\r\n", filed.link_token);
    let long = "a".repeat(5_000);
    for id in ["%FF", "%C3%28", "%00", "%F0%9F%8C%8A", "a%2Fb", "..%2f..", "%2e%2e", "'", "%25", "*", "null", &long] {
        for rest in ["", "/updates"] {
            let answer = raw::get(backend.address, &format!("/api/v1/tickets/{id}{rest}"), &authorization).await;
            let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            let shown = &id[..id.len().min(20)];
            assert_eq!(answer.status, 404, "{shown}{rest}: {:?}", String::from_utf8_lossy(&answer.body));
            assert_eq!(body["type"], "urn:recourse:problem:not-found", "{shown}{rest}");
        }
    }
}

#[tokio::test]
async fn odd_headers_and_queries_do_no_harm() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let authorization = format!("authorization: Bearer {}\r\n", filed.link_token);
    for path in
        ["/api/v1/tickets", "/api/v1/tickets?q=%FF", "/api/v1/tickets?%FF=%00", "/api/v1/tickets?&&==&", "/api/v1/service?x"]
    {
        for odd in [
            "accept-language: \u{e9}\u{fc}\r\n",
            "accept-language: en;q=nan, fr;q=-1, *;q=99\r\n",
            "if-none-match: \u{e9}\r\n",
            "if-none-match: W/, \"\r\n",
            "accept-encoding: br;q=x, ,\r\n",
            "idempotency-key: \u{e9}\r\n",
        ] {
            let answer = raw::get(backend.address, path, &format!("{authorization}{odd}")).await;
            assert!(answer.status < 500, "{path} {odd}: {answer:?}");
        }
    }
    let answer = raw::get(backend.address, "/api/v1/tickets", "authorization: Bearer \u{e9}\r\n").await;
    assert!(matches!(answer.status, 401 | 404), "{answer:?}");
}

#[tokio::test]
async fn a_broken_database_shows_nothing_of_itself() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    backend.execute("ALTER TABLE tickets RENAME TO gone").await;
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    for request in [backend.get(&path).with(&filed), backend.post("/tickets", &key(), NEW_TICKET)] {
        let problem = send(request).await.problem(ProblemType::Internal);
        assert_eq!((problem.detail, problem.errors), (None, vec![]));
    }
    backend.execute("ALTER TABLE gone RENAME TO tickets").await;
    assert_eq!(send(backend.get(&path).with(&filed)).await.status, 200);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z/_]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        let names = prop_oneof!["kind|audience|partner|topic|subject|message|fields|text|amount|currency", any::<String>()];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((names, inner), 0..5).prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// The example ticket with something else at one of its places.
fn any_ticket() -> impl Strategy<Value = Value> {
    let places = [
        "/kind",
        "/audience",
        "/partner",
        "/partner/name",
        "/partner/email",
        "/partner/phone",
        "/partner/country",
        "/partner/properties",
        "/partner/properties/0",
        "/partner/language",
        "/partner/channel",
        "/topic",
        "/subject",
        "/message",
        "/fields",
        "/fields/amount",
        "/fields/amount/amount",
        "/fields/booking_number",
        "/fields/period",
        "/fields/period/from",
        "/fields/reason_shown",
        "/fields/documents",
        "/fields/documents/0",
        "/outcome_wanted",
    ];
    let value = prop_oneof![any_json(), any::<String>().prop_map(Value::from)];
    (prop::sample::select(places.to_vec()), value).prop_map(|(place, value)| with(place, value))
}

fn any_body() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..600),
        any_json().prop_map(|value| value.to_string().into()),
        any_ticket().prop_map(|value| value.to_string().into()),
        any::<String>().prop_map(|text| json!({"kind": "reply", "text": text}).to_string().into()),
        // A whole ticket with one byte changed.
        (0..NEW_TICKET.len(), any::<u8>()).prop_map(|(at, byte)| {
            let mut bytes = NEW_TICKET.as_bytes().to_vec();
            bytes[at] = byte;
            bytes
        }),
    ]
}

#[test]
fn nothing_that_is_sent_makes_the_server_fail() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let backend = runtime.block_on(Backend::start(&[]));
    let filed = runtime.block_on(backend.file(&new_ticket()));
    let updates = format!("/tickets/{}/updates", filed.ticket.summary.id);
    let config = Config { cases: 200, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let texts = ("[ -~]{0,30}", prop::collection::vec(any::<u8>(), 0..12));
    TestRunner::new(config)
        .run(&(any_body(), texts), |(body, (text, bytes))| {
            let before = runtime.block_on(backend.counts());
            let percent: String = bytes.iter().map(|byte| format!("%{byte:02X}")).collect();
            let answers = runtime.block_on(async {
                [
                    send(backend.post("/tickets", &key(), body.clone()).header("accept-language", text.as_str())).await,
                    send(backend.post(&updates, &key(), body.clone()).with(&filed)).await,
                    send(backend.post(&updates, &text, body.clone()).bearer(&text)).await,
                    send(backend.get(&format!("/tickets?q={percent}&cursor={percent}")).with(&filed)).await,
                    send(backend.get(&format!("/tickets?status={percent}&topic={percent}")).with(&filed)).await,
                    send(backend.get(&format!("/tickets?{percent}={percent}&sort={percent}")).with(&filed)).await,
                    send(backend.get(&format!("/tickets/a{percent}/updates?after={percent}")).bearer(&text)).await,
                    send(backend.get("/service").header("accept-language", text.as_str()).header("if-none-match", &text)).await,
                ]
            });
            for answer in &answers {
                prop_assert!(answer.status < 500, "{answer:?}");
                if answer.status >= 400 {
                    prop_assert_eq!(answer.header("content-type"), "application/problem+json", "{:?}", answer);
                    prop_assert!(answer.read::<recourse_contract::Problem>().status == answer.status);
                }
            }
            let created = |answer: &harness::Answer| i64::from(answer.status == 201);
            let after = runtime.block_on(backend.counts());
            prop_assert_eq!(after[0], before[0] + created(&answers[0]));
            prop_assert_eq!(after[1], before[1] + 2 * created(&answers[0]) + created(&answers[1]));
            Ok(())
        })
        .unwrap();
}
