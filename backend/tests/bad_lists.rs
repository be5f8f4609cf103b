//! Every parameter of every list: refused by its name, or taken word for word.
#![allow(clippy::unwrap_used)]

mod harness;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use harness::refused::{NoJson, OVERRIDE, SCRIPT, check, kept};
use harness::{Backend, WithToken, new_ticket, raw, send};
use recourse_contract::{Page, ProblemType, TicketSummary};
use reqwest::Method;
use std::fs;

#[tokio::test]
async fn what_a_list_is_asked_for_is_read_or_refused() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let handler = fs::read_to_string(backend.data().join("handler.key")).unwrap().trim().to_owned();
    let percent = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let cursor = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let before = kept(&backend, &filed).await;
    let mut wrong: Vec<(String, &str)> = Vec::new();
    for value in ["", "nowhere", "RECEIVED", "other", "received,", ",", SCRIPT, OVERRIDE, "\u{0}", "received;closed"] {
        wrong.push((format!("status={}", percent(value)), "status"));
    }
    for value in ["", "subject", "updated_at;DROP TABLE tickets", "-updated_at ", SCRIPT, OVERRIDE] {
        wrong.push((format!("sort={}", percent(value)), "sort"));
    }
    for value in ["", "0", "201", "-1", "1.5", "1e2", "4294967296", "１０", SCRIPT] {
        wrong.push((format!("limit={}", percent(value)), "limit"));
    }
    wrong.push(("limit=5&limit=6".into(), "limit"));
    // A plus sign is a space.
    for value in ["", "yesterday", "2026-02-30T00%3A00%3A00Z", "2026-01-01T00%3A00%3A00+01%3A00", &percent(OVERRIDE)] {
        wrong.push((format!("updated_after={value}"), "updated_after"));
    }
    for value in ["", "next", "' OR 1=1", SCRIPT, OVERRIDE, &cursor("1:9223372036854775808:x"), &cursor("1:x"), &cursor("1")] {
        wrong.push((format!("cursor={}", percent(value)), "cursor"));
    }
    // Bytes that are no text.
    wrong.push(("cursor=__79".into(), "cursor"));
    wrong.push((format!("q={}", percent(&"😀".repeat(201))), "q"));
    wrong.push((format!("q={}", percent(&"😀".repeat(5_000))), "q"));
    for (query, name) in &wrong {
        let answer = send(backend.get(&format!("/tickets?{query}")).with(&filed)).await;
        check(&answer, NoJson, query);
        let detail = answer.problem(ProblemType::Malformed).detail.unwrap_or_default();
        assert!(detail.contains(name), "{query}: {detail}");
    }
    for (query, name) in [
        ("status=other".to_owned(), "status"),
        ("sort=waiting".into(), "sort"),
        ("limit=0".into(), "limit"),
        ("late=maybe".into(), "late"),
        (format!("q={}", "a+".repeat(20_000)), "q"),
    ] {
        let answer = send(backend.request(Method::GET, &format!("/handler/tickets?{query}")).bearer(&handler)).await;
        let detail = answer.problem(ProblemType::Malformed).detail.unwrap_or_default();
        assert!(detail.contains(name), "{detail}");
    }
    for query in ["after=-1", "after=x", "cursor=x", "cursor=4294967296", "limit=0", "limit=x"] {
        let path = format!("/tickets/{}/updates?{query}", filed.ticket.summary.id);
        check(&send(backend.get(&path).with(&filed)).await, NoJson, query);
    }

    // What can be asked for is, word for word.
    for (query, rows) in [
        (String::new(), 1),
        (format!("topic={}", percent(SCRIPT)), 0),
        (format!("kind={}", percent(OVERRIDE)), 0),
        ("updated_after=0000-01-01T00%3A00%3A00Z".into(), 1),
        ("updated_after=9999-12-31T23%3A59%3A59Z".into(), 0),
        (format!("cursor={}", cursor("0:9223372036854775807:z")), 1),
        (format!("cursor={}", cursor("0:1:' OR 1=1 --")), 0),
        (format!("q={}", percent(SCRIPT)), 0),
        (format!("q={}", percent(OVERRIDE)), 0),
        (format!("q={}", percent(&"😀".repeat(200))), 0),
        (format!("q={}", "a+".repeat(100)), 1),
        ("q=%25".into(), 0),
        ("q=_".into(), 0),
        ("q=*".into(), 0),
        ("q=%00".into(), 0),
        ("q=%FF".into(), 0),
        ("q=+%09".into(), 1),
    ] {
        let page: Page<TicketSummary> = send(backend.get(&format!("/tickets?{query}")).with(&filed)).await.found();
        assert_eq!(page.items.len(), rows, "{query}");
    }
    // More than an address can be: the server answers before anything reads it.
    let authorization = format!("authorization: Bearer {}\r\n", filed.link_token);
    let long = format!("/api/v1/tickets?q={}", percent(&"😀".repeat(8_000)));
    assert_eq!(raw::get(backend.address, &long, &authorization).await.status, 414);
    assert_eq!(kept(&backend, &filed).await, before);
}
