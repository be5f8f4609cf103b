//! The stream of events: who hears what, how soon, from where on, and until when.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::raw::read_until;
use harness::sessions::token;
use harness::{Backend, new_ticket, run, send, with};
use recourse_contract::ProblemType;
use recourse_contract::events::TicketUpdated;
use reqwest::Method;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

const MARIE: &str = "marie.dupont@example.com";

/// An open stream.
struct Stream {
    answer: reqwest::Response,
    heard: String,
}

impl Stream {
    async fn open(backend: &Backend, token: &str, last: Option<&str>) -> Self {
        let mut request = backend.get("/events").bearer_auth(token);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/event-stream"));
        assert_eq!(answer.headers()["cache-control"], "no-store");
        let mut stream = Self { answer, heard: String::new() };
        assert_eq!(stream.block().await.as_deref(), Some(": ok"), "it says at once that it is open");
        stream
    }

    /// The next block; nothing when the stream has ended.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.heard.split_once("\n\n") {
                let block = block.to_owned();
                self.heard = rest.to_owned();
                return Some(block);
            }
            let next = tokio::time::timeout(Duration::from_secs(10), self.answer.chunk()).await.expect("nothing comes");
            self.heard += std::str::from_utf8(&next.ok()??).unwrap();
        }
    }

    /// The next event: its id and what it says.
    async fn event(&mut self) -> (String, TicketUpdated) {
        let block = self.block().await.expect("the stream has ended");
        let line = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("{block}"));
        assert_eq!(line("event: "), "ticket.updated");
        (line("id: ").to_owned(), serde_json::from_str(line("data: ")).unwrap())
    }
}

#[tokio::test]
async fn a_partner_hears_of_their_own_tickets_alone() {
    let backend = Backend::start(&[]).await;
    let mine = backend.file(&new_ticket()).await;
    let other = backend.file(&with("/partner/email", "other@example.com")).await;
    let (marie, stranger) = (token(&backend, MARIE).await, token(&backend, "other@example.com").await);
    let mut streams = [Stream::open(&backend, &marie, None).await, Stream::open(&backend, &marie, None).await];
    let mut theirs = Stream::open(&backend, &stranger, None).await;

    backend.reply(&mine, "One").await;
    for stream in &mut streams {
        assert_eq!(stream.event().await.1, TicketUpdated { ticket: mine.ticket.summary.id.clone(), last_update: 3 });
    }
    // What a handler does, what is read elsewhere, and a new ticket.
    let reference = mine.ticket.summary.reference.to_string();
    let (url, data) = (format!("http://{}", backend.address), backend.data());
    let handler = ["handler", "--url", &url, "--data", data.to_str().unwrap(), "reply", &reference, "Two"];
    assert_eq!(run(&handler, &[]).await.code, Some(0));
    let (_, heard) = streams[0].event().await;
    assert!(heard.last_update > 3);
    let read = backend.request(Method::PUT, &format!("/api/v1/tickets/{}/read", mine.ticket.summary.id));
    let read = read.bearer_auth(&marie).header("content-type", "application/json").body(r#"{"number":3}"#);
    assert_eq!(send(read).await.status, 204);
    assert_eq!(streams[0].event().await.1.ticket, mine.ticket.summary.id);
    let new = backend.file(&new_ticket()).await;
    assert_eq!(streams[0].event().await.1.ticket, new.ticket.summary.id);
    // The other partner has heard nothing of all this.
    backend.reply(&other, "Theirs").await;
    assert_eq!(theirs.event().await.1.ticket, other.ticket.summary.id);
}

#[tokio::test]
async fn a_stream_goes_on_where_it_was() {
    let backend = Backend::start(&[]).await;
    let (one, two) = (backend.file(&new_ticket()).await, backend.file(&new_ticket()).await);
    let marie = token(&backend, MARIE).await;
    let mut stream = Stream::open(&backend, &marie, None).await;
    backend.reply(&one, "One").await;
    let (last, _) = stream.event().await;
    drop(stream);
    backend.execute(&format!("UPDATE tickets SET updated_at = {last} - 60000")).await;
    backend.reply(&two, "While nobody listens").await;
    let mut stream = Stream::open(&backend, &marie, Some(&last)).await;
    assert_eq!(stream.event().await.1, TicketUpdated { ticket: two.ticket.summary.id.clone(), last_update: 3 });
    for wrong in ["", "x", "-1", "99999999999999999999", "9223372036854775807"] {
        Stream::open(&backend, &marie, Some(wrong)).await;
    }
}

#[tokio::test]
async fn a_stream_ends_with_its_session_and_with_the_server() {
    let mut backend = Backend::start(&[]).await;
    let mine = backend.file(&new_ticket()).await;
    let marie = token(&backend, MARIE).await;
    for nobody in ["", "forged", &mine.link_token] {
        send(backend.get("/events").bearer_auth(nobody)).await.problem(ProblemType::Unauthenticated);
    }
    let mut stream = Stream::open(&backend, &marie, None).await;
    let out = backend.request(Method::DELETE, "/api/v1/session").bearer_auth(&marie);
    assert_eq!(send(out).await.status, 204);
    backend.reply(&mine, "Nobody may hear this").await;
    assert_eq!(stream.block().await, None);
    send(backend.get("/events").bearer_auth(&marie)).await.problem(ProblemType::Unauthenticated);

    let again = token(&backend, MARIE).await;
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(Stream::open(&backend, &again, None).await);
    }
    send(backend.get("/events").bearer_auth(&again)).await.problem(ProblemType::TooMany);
    // The server ends in order, streams or not.
    backend.stop().await;
    for stream in &mut streams {
        assert_eq!(stream.block().await, None);
    }
}

#[tokio::test]
async fn a_stream_belongs_to_its_address_and_its_ids_go_on() {
    let backend = Backend::start(&[]).await;
    let (one, two) = (backend.file(&new_ticket()).await, backend.file(&new_ticket()).await);
    let marie = token(&backend, MARIE).await;
    let mut stream = Stream::open(&backend, &marie, None).await;
    backend.reply(&one, "One").await;
    let (first, _) = stream.event().await;
    // An old ticket is read: the stream does not go back to when it changed.
    backend.execute(&format!("UPDATE tickets SET updated_at = 1 WHERE id = '{}'", two.ticket.summary.id)).await;
    let read = backend.request(Method::PUT, &format!("/api/v1/tickets/{}/read", two.ticket.summary.id));
    let read = read.bearer_auth(&marie).header("content-type", "application/json").body(r#"{"number":2}"#);
    assert_eq!(send(read).await.status, 204);
    let (second, heard) = stream.event().await;
    assert_eq!(heard.ticket, two.ticket.summary.id);
    assert!(second.parse::<i64>().unwrap() >= first.parse::<i64>().unwrap(), "{first} {second}");

    // Another address: what comes for the old one is not this partner's any more.
    backend.execute("UPDATE sessions SET email = 'elsewhere@example.com'").await;
    backend.reply(&one, "Two").await;
    assert_eq!(stream.block().await, None);
}

#[tokio::test]
async fn whatever_was_heard_last_the_stream_opens() {
    let backend = Backend::start(&[]).await;
    let mine = backend.file(&new_ticket()).await;
    let marie = token(&backend, MARIE).await;
    let news = |last_update: u32| TicketUpdated { ticket: mine.ticket.summary.id.clone(), last_update };
    let mut last_update = 2;
    // What is no number, or lies ahead: from now on.
    let long = "9".repeat(100_000);
    for wild in
        ["", "x", "1.5", "0x10", "1, 2", "1;DROP TABLE tickets", "<script>alert(1)</script>", "-", &long, &i64::MAX.to_string()]
    {
        let mut stream = Stream::open(&backend, &marie, Some(wild)).await;
        backend.reply(&mine, "More").await;
        last_update += 1;
        assert_eq!(stream.event().await.1, news(last_update), "{wild:.40}");
    }
    // Before everything: what there is, at once.
    for early in ["0", "-1", "+5", &i64::MIN.to_string()] {
        let mut stream = Stream::open(&backend, &marie, Some(early)).await;
        assert_eq!(stream.event().await.1, news(last_update), "{early}");
    }
    // Bytes that no header of a browser has.
    let mut stream = TcpStream::connect(backend.address).await.unwrap();
    let head = format!("GET /api/v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {marie}\r\nlast-event-id: ");
    stream.write_all(&[head.as_bytes(), &b"\xff\xfe\r\n\r\n"[..]].concat()).await.unwrap();
    let answer = read_until(&mut stream, ": ok").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}
