//! Too much, too slow, too large.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::raw::{self, read_to_end};
use harness::{Answer, Backend, NEW_TICKET, NEW_UPDATE, WithToken, key, new_ticket, send, try_send, until};
use recourse_contract::{Filed, Problem, ProblemType};
use reqwest::Method;
use serde_json::Value;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// Seconds after which a refused caller may try again.
fn retry_after(answer: &Answer, limit: u64) -> u64 {
    let problem = answer.problem(ProblemType::TooMany);
    assert_eq!(problem.limit, Some(limit));
    let seconds = answer.header("retry-after").parse().expect("whole seconds");
    assert!((1..=61).contains(&seconds), "{seconds}");
    seconds
}

#[tokio::test]
async fn one_address_writes_only_so_often() {
    let backend = Backend::start(&["--writes-per-minute", "3", "--cors", "https://help.example"]).await;
    let filed = backend.file(&new_ticket()).await;
    // Refused requests cost the same.
    assert_eq!(send(backend.post("/tickets", &key(), "{}")).await.status, 400);
    assert_eq!(send(backend.request(Method::DELETE, "/api/v1/tickets")).await.status, 405);
    let updates = format!("/tickets/{}/updates", filed.ticket.summary.id);
    for request in [backend.post("/tickets", &key(), NEW_TICKET), backend.post(&updates, &key(), NEW_UPDATE).with(&filed)] {
        assert!(retry_after(&send(request).await, 3) <= 21);
    }
    assert_eq!(backend.counts().await, [1, 2, 1, 1]);
    // Reading goes on.
    assert_eq!(send(backend.get("/tickets").with(&filed)).await.status, 200);
    let preflight = backend.request(Method::OPTIONS, "/api/v1/tickets").header("origin", "https://help.example");
    assert_eq!(send(preflight.header("access-control-request-method", "POST")).await.status, 200);
}

#[tokio::test]
async fn after_the_time_that_was_named_it_goes_on() {
    let backend = Backend::start(&["--writes-per-minute", "60"]).await;
    let mut first = None;
    for _ in 0..300 {
        let answer = send(backend.post("/tickets", &key(), "{}")).await;
        if answer.status == 429 {
            first = Some(answer);
            break;
        }
        assert_eq!(answer.status, 400);
    }
    let wait = retry_after(&first.expect("a limit"), 60);
    let began = Instant::now();
    until("filing is possible again", async || {
        let answer = send(backend.post("/tickets", &key(), NEW_TICKET)).await;
        (answer.status == 201).then_some(())
    })
    .await;
    assert!(began.elapsed() <= Duration::from_secs(wait + 1), "{:?} after {wait} s were named", began.elapsed());
}

#[tokio::test]
async fn one_address_reads_only_so_often() {
    let backend = Backend::start(&["--reads-per-minute", "5"]).await;
    for _ in 0..5 {
        assert_eq!(send(backend.get("/service")).await.status, 200);
    }
    for path in ["/service", "/tickets", "/tickets/x", "/nothing"] {
        retry_after(&send(backend.get(path)).await, 5);
    }
    assert_eq!(send(backend.request(Method::HEAD, "/api/v1/service")).await.status, 429);
    assert_eq!(send(backend.request(Method::GET, "/healthz")).await.status, 200);
    backend.file(&new_ticket()).await;
}

#[tokio::test]
async fn a_page_of_another_origin_can_read_why_it_was_refused() {
    let origin = "https://help.example";
    let backend = Backend::start(&["--reads-per-minute", "1", "--cors", origin]).await;
    assert_eq!(send(backend.get("/service")).await.status, 200);
    let answer = send(backend.get("/service").header("origin", origin)).await;
    retry_after(&answer, 1);
    answer.assert_secure();
    assert_eq!(answer.header("access-control-allow-origin"), origin);
    assert!(answer.lists("access-control-expose-headers", "retry-after"), "{:?}", answer.headers);
}

#[tokio::test]
async fn behind_a_proxy_the_callers_own_address_counts() {
    let backend = Backend::start(&["--reads-per-minute", "1", "--address-header", "x-forwarded-for"]).await;
    let ask = async |address: &str| send(backend.get("/service").header("x-forwarded-for", address)).await.status;
    for (address, status) in [
        ("192.0.2.1", 200),
        ("192.0.2.1", 429),
        ("192.0.2.2", 200),
        // What the caller has put before it does not count.
        ("192.0.2.77, 192.0.2.1", 429),
        ("::ffff:192.0.2.2", 429),
        ("2001:db8:1:2::1", 200),
        ("2001:db8:1:2:ffff::2", 429),
        ("2001:db8:1:3::1", 200),
        // No address: the proxy's own.
        ("unknown", 200),
        ("", 429),
    ] {
        assert_eq!(ask(address).await, status, "{address}");
    }
    // Without the flag everybody could name an address of his own.
    let backend = Backend::start(&["--reads-per-minute", "1"]).await;
    let ask = async |address: &str| send(backend.get("/service").header("x-forwarded-for", address)).await.status;
    assert_eq!((ask("192.0.2.1").await, ask("192.0.2.2").await), (200, 429));
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_a_timeout() {
    let origin = "https://help.example";
    let backend = Backend::start(&["--timeout", "1", "--cors", origin]).await;
    let filed = backend.file(&new_ticket()).await;
    for path in ["/tickets".to_owned(), format!("/tickets/{}/updates", filed.ticket.summary.id)] {
        for length in ["content-length: 5000", "transfer-encoding: chunked"] {
            let head = format!(
                "POST /api/v1{path} HTTP/1.1\r\nhost: x\r\nidempotency-key: {}\r\ncontent-type: application/json\r\n\
                 authorization: Bearer {}\r\norigin: {origin}\r\n{length}\r\n\r\n",
                key(),
                filed.link_token
            );
            let began = Instant::now();
            let mut stream = TcpStream::connect(backend.address).await.unwrap();
            stream.write_all(head.as_bytes()).await.unwrap();
            let start = if length.starts_with("content") { "{\"kind\":" } else { "8\r\n{\"kind\":\r\n" };
            stream.write_all(start.as_bytes()).await.unwrap();
            let answer = read_to_end(&mut stream).await;
            let took = began.elapsed();
            assert_eq!(answer.status, 408, "{answer:?}");
            let problem: Problem = serde_json::from_slice(&answer.body).unwrap();
            assert_eq!(problem.kind, ProblemType::Timeout);
            assert!(answer.head.contains("content-type: application/problem+json"), "{}", answer.head);
            assert!(took >= Duration::from_millis(900) && took < Duration::from_secs(10), "{took:?}");
        }
    }
    assert_eq!(backend.counts().await, [1, 2, 1, 1]);
    backend.file(&new_ticket()).await;
}

#[tokio::test]
async fn a_timeout_has_the_headers_of_every_answer() {
    let origin = "https://help.example";
    let backend = Backend::start(&["--timeout", "1", "--cors", origin]).await;
    let head = format!("POST /api/v1/tickets HTTP/1.1\r\nhost: x\r\norigin: {origin}\r\ncontent-length: 5\r\n\r\n");
    let mut stream = TcpStream::connect(backend.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = read_to_end(&mut stream).await;
    assert_eq!(answer.status, 408);
    for header in
        ["x-content-type-options: nosniff", "referrer-policy: no-referrer", "access-control-allow-origin: https://help.example"]
    {
        assert!(answer.head.contains(header), "{header} in {}", answer.head);
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_in_words() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let mut ticket = new_ticket();
    ticket["message"] = "a".repeat(10 * 1024 * 1024).into();
    let ten_megabytes = ticket.to_string();
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    for request in [
        backend.post("/tickets", &key(), ten_megabytes.clone()),
        backend.post(&path, &key(), ten_megabytes.clone()).with(&filed),
        backend.post("/tickets", &key(), vec![0xff; 10 * 1024 * 1024]),
        backend.post("/tickets", &key(), " ".repeat(256 * 1024 + 1)),
    ] {
        let problem = send(request).await.problem(ProblemType::TooLarge);
        assert_eq!(problem.limit, Some(256 * 1024));
    }
    // Without a length said beforehand.
    let mut request = format!(
        "POST /api/v1/tickets HTTP/1.1\r\nhost: x\r\nconnection: close\r\nidempotency-key: {}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
        key()
    );
    for _ in 0..160 {
        request.push_str(&format!("10000\r\n{}\r\n", " ".repeat(0x10000)));
    }
    request.push_str("0\r\n\r\n");
    let answer = raw::exchange(backend.address, request.as_bytes()).await;
    let problem: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!((answer.status, problem["limit"].as_u64()), (413, Some(256 * 1024)));
    assert_eq!(backend.counts().await, [1, 2, 1, 1]);
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_read() {
    let backend = Backend::start(&[]).await;
    let padded = format!("{NEW_TICKET}{}", " ".repeat(256 * 1024 - NEW_TICKET.len()));
    send(backend.post("/tickets", &key(), padded)).await.created::<Filed>();
}

#[tokio::test]
async fn a_flood_without_end_does_not_stop_the_server() {
    let backend = Backend::start(&["--timeout", "5"]).await;
    // More than it drains: an answer or a closed connection, soon.
    let flood = backend.post("/tickets", &key(), vec![b' '; 48 * 1024 * 1024]);
    if let Some(answer) = try_send(flood).await {
        answer.problem(ProblemType::TooLarge);
    }
    backend.file(&new_ticket()).await;
    assert_eq!(backend.counts().await, [1, 2, 1, 1]);
}
