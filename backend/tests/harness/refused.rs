//! Requests that are refused: how, how soon, and that nothing is left of them.

use super::sessions::change;
use super::{Answer, Backend, WithToken, key, send};
use recourse_contract::{Code, Filed, IDEMPOTENCY_KEY, Page, ProblemType, Ticket, Update};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(1)>";
/// What follows is read from right to left.
pub const OVERRIDE: &str = "\u{202e}gnp.exe";
/// Nothing takes longer to be refused. Generous: the machine may be busy.
pub const SOON: Duration = Duration::from_secs(10);

/// One megabyte.
pub fn faces() -> String {
    "😀".repeat(262_144)
}

/// As many as a body can hold.
pub fn many_faces() -> String {
    "😀".repeat(60_000)
}

/// How a request is refused.
#[derive(Clone, Copy, Debug)]
pub enum Refused {
    /// It is not JSON.
    NoJson,
    /// What stands here is of the wrong kind.
    Unreadable(&'static str),
    /// This field, above all, has to change.
    Field(&'static str, Code),
    /// For another reason.
    For(ProblemType),
}

#[allow(unused_imports)] // Each test file takes what it needs.
pub use Refused::{Field, For, NoJson, Unreadable};

/// Looks at a refusal, and at the headers that keep a browser from running it.
pub fn check(answer: &Answer, refused: Refused, about: &str) {
    answer.assert_secure();
    match refused {
        NoJson => {
            let problem = answer.problem(ProblemType::Malformed);
            assert!(problem.errors.is_empty() && problem.detail.is_some(), "{about}: {problem:?}");
        }
        Unreadable(pointer) => {
            let problem = answer.problem(ProblemType::Malformed);
            assert_eq!(problem.errors.first().map(|error| error.pointer.as_str()), Some(pointer), "{about}: {problem:?}");
        }
        Field(pointer, code) => {
            let problem = answer.problem(ProblemType::Invalid);
            let first = problem.errors.first().map(|error| (error.pointer.as_str(), error.code));
            assert_eq!(first, Some((pointer, code)), "{about}: {problem:?}");
            let told = problem.errors.iter().all(|error| error.detail.as_deref().is_some_and(|detail| !detail.contains('<')));
            assert!(told, "{about}: {problem:?}");
            assert!(code != Code::TooLong || problem.errors[0].limit.is_some(), "{about}: {problem:?}");
        }
        For(ProblemType::TooLarge) => {
            assert_eq!(answer.problem(ProblemType::TooLarge).limit, Some(256 * 1024), "{about}");
        }
        For(kind) => _ = answer.problem(kind),
    }
}

/// Everything that a refused request leaves as it was.
#[derive(Debug, PartialEq)]
pub struct Kept {
    ticket: Ticket,
    thread: Vec<Update>,
    counts: [i64; 4],
    more: Vec<i64>,
}

/// How everything is now.
pub async fn kept(backend: &Backend, filed: &Filed) -> Kept {
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    let mut more = Vec::new();
    // Those that are over may be swept away at any time.
    let sessions = "COUNT(*) FROM sessions WHERE expires_at > 1";
    for rows in [sessions, "COUNT(*) FROM codes", "COALESCE(SUM(tries), 0) FROM codes"] {
        more.push(backend.number(&format!("SELECT {rows}")).await);
    }
    for table in ["erasures", "notices", "mail_aside", "audit"] {
        more.push(backend.number(&format!("SELECT COUNT(*) FROM {table}")).await);
    }
    Kept {
        ticket: send(backend.get(&path).with(filed)).await.found(),
        thread: send(backend.get(&format!("{path}/updates")).with(filed)).await.found::<Page<Update>>().items,
        counts: backend.counts().await,
        more,
    }
}

/// A change with everything that it needs beside its body and somebody's name.
pub fn body(backend: &Backend, method: Method, path: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
    let request = change(backend, method, path, None).header(IDEMPOTENCY_KEY, key());
    request.header("content-type", "application/json").body(body)
}

/// Sends each body, and sees it refused soon and without a trace.
pub async fn all_refused(
    backend: &Backend,
    filed: &Filed,
    make: impl Fn(String) -> RequestBuilder,
    cases: Vec<(String, Refused)>,
) {
    let before = kept(backend, filed).await;
    for (body, refused) in cases {
        let about = format!("{} … as {refused:?}", body.chars().take(200).collect::<String>());
        let began = Instant::now();
        let answer = send(make(body)).await;
        assert!(began.elapsed() < SOON, "{about} took {:?}", began.elapsed());
        check(&answer, refused, &about);
    }
    assert_eq!(kept(backend, filed).await, before);
}

/// What is no object of any kind.
pub fn shapeless() -> Vec<(String, Refused)> {
    let mut cases: Vec<(String, Refused)> =
        ["", "{", "{\"a\":}", "{}{}", "\u{feff}{}", "nul"].into_iter().map(|body| (body.into(), NoJson)).collect();
    cases.extend(["null", "5", "\"text\"", "[]", "true"].into_iter().map(|body| (body.into(), Unreadable(""))));
    cases.push((format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)), NoJson));
    cases.push((json!({ "text": faces() }).to_string(), For(ProblemType::TooLarge)));
    cases
}

/// The same as they are sent.
pub fn written(cases: Vec<(Value, Refused)>) -> impl Iterator<Item = (String, Refused)> {
    cases.into_iter().map(|(body, refused)| (body.to_string(), refused))
}
