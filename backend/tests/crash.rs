//! What was answered is kept through a crash; what was not can be asked again; an orderly stop loses nothing.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::raw::{read_to_end, read_until};
use harness::{Backend, NEW_TICKET, WithToken, key, new_ticket, send, try_send, until, with};
use recourse_contract::{Filed, Page, Ticket, TicketSummary, Update};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const FILINGS: usize = 200;

#[tokio::test]
async fn a_crash_in_the_middle_of_200_filings_loses_and_doubles_nothing() {
    let mut backend = Backend::start(&[]).await;
    let requests: Vec<(String, String)> =
        (0..FILINGS).map(|number| (key(), with("/subject", format!("Number {number}")).to_string())).collect();

    let mut under_way = JoinSet::new();
    for (number, (key, body)) in requests.iter().enumerate() {
        let request = backend.post("/tickets", key, body.clone());
        under_way.spawn(async move { (number, try_send(request).await) });
    }
    let mut received: BTreeMap<usize, Filed> = BTreeMap::new();
    while let Some(done) = under_way.join_next().await {
        let (number, answer) = done.unwrap();
        if let Some(answer) = answer {
            received.insert(number, answer.created());
        }
        if received.len() == FILINGS / 4 {
            backend.kill().await;
        }
    }
    assert!((FILINGS / 4..FILINGS).contains(&received.len()), "{} answers before the end", received.len());

    backend.restart().await;
    let stored = backend.counts().await;
    assert!((received.len() as i64..=FILINGS as i64).contains(&stored[0]), "{stored:?}");
    assert_eq!(stored, [stored[0], 2 * stored[0], stored[0], stored[0]], "each ticket whole");
    for filed in received.values() {
        let path = format!("/tickets/{}", filed.ticket.summary.id);
        assert_eq!(send(backend.get(&path).with(filed)).await.found::<Ticket>(), filed.ticket);
        let list: Page<TicketSummary> = send(backend.get("/tickets").with(filed)).await.found();
        assert_eq!(list.items, std::slice::from_ref(&filed.ticket.summary));
    }

    // Whoever got no answer asks again, and so does everybody else.
    let mut again = JoinSet::new();
    for (number, (key, body)) in requests.iter().enumerate() {
        let request = backend.post("/tickets", key, body.clone());
        again.spawn(async move { (number, send(request).await.created::<Filed>()) });
    }
    let (mut ids, mut subjects) = (BTreeSet::new(), BTreeSet::new());
    while let Some(done) = again.join_next().await {
        let (number, filed) = done.unwrap();
        assert_eq!(filed.ticket.summary.subject, format!("Number {number}"));
        if let Some(first) = received.get(&number) {
            assert_eq!(filed, *first);
        }
        subjects.insert(filed.ticket.summary.subject.clone());
        ids.insert(filed.ticket.summary.id);
    }
    assert_eq!((ids.len(), subjects.len()), (FILINGS, FILINGS));
    let all = FILINGS as i64;
    assert_eq!(backend.counts().await, [all, 2 * all, all, all]);
    assert_eq!(backend.number("SELECT COUNT(DISTINCT subject) FROM tickets").await, all);
    assert_eq!(backend.number("SELECT COUNT(DISTINCT ticket) FROM mail").await, all);
}

#[tokio::test]
async fn replies_survive_a_crash() {
    let mut backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    let mut replies = Vec::new();
    for number in 0..5 {
        replies.push(backend.reply(&filed, &format!("Reply {number}")).await);
    }
    backend.kill().await;
    backend.restart().await;
    let thread: Page<Update> = send(backend.get(&format!("{path}?after=2")).with(&filed)).await.found();
    assert_eq!(thread.items, replies);
    assert_eq!(backend.reply(&filed, "And on").await.number, 8);
}

#[tokio::test]
async fn an_order_to_stop_ends_idle_connections() {
    let mut backend = Backend::start(&[]).await;
    // One kept alive after an answer, one on which nothing has been said yet, and the client's own.
    let mut kept = TcpStream::connect(backend.address).await.unwrap();
    kept.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    read_until(&mut kept, "ok\n").await;
    let silent = TcpStream::connect(backend.address).await.unwrap();
    backend.file(&new_ticket()).await;
    let began = Instant::now();
    backend.stop().await;
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    drop((kept, silent));
    backend.restart().await;
    assert_eq!(backend.counts().await[0], 1);
}

#[tokio::test]
async fn an_order_to_stop_lets_a_request_end() {
    let mut backend = Backend::start(&[]).await;
    let mut stream = TcpStream::connect(backend.address).await.unwrap();
    let (first, second) = NEW_TICKET.as_bytes().split_at(200);
    let head = format!(
        "POST /api/v1/tickets HTTP/1.1\r\nhost: x\r\nidempotency-key: {}\r\ncontent-type: application/json\r\n\
         expect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        key(),
        NEW_TICKET.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    read_until(&mut stream, "100 Continue").await;
    stream.write_all(first).await.unwrap();
    backend.tell_to_stop().await;
    until("it says that it stops", async || backend.log().contains("stopping").then_some(())).await;
    stream.write_all(second).await.unwrap();
    let answer = read_to_end(&mut stream).await;
    assert_eq!(answer.status, 201);
    let filed: Filed = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(backend.ended().await.code(), Some(0), "{}", backend.log());
    backend.restart().await;
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    assert_eq!(send(backend.get(&path).with(&filed)).await.found::<Ticket>(), filed.ticket);
}

#[tokio::test]
async fn an_order_to_stop_waits_for_nobody_for_ever() {
    let mut backend = Backend::start(&[]).await;
    let mut stream = TcpStream::connect(backend.address).await.unwrap();
    stream
        .write_all(b"POST /api/v1/tickets HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 9\r\n\r\n")
        .await
        .unwrap();
    read_until(&mut stream, "100 Continue").await;
    let began = Instant::now();
    backend.stop().await;
    // Ten seconds are for requests under way; a busy machine gets a few more.
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}
