//! Requests to the backend. A failure is data, not an error.

use super::{clock, parting, storage};
use gloo_net::http::{Headers, Method, RequestBuilder};
use leptos::prelude::set_timeout;
use recourse_contract::IDEMPOTENCY_KEY;
use recourse_contract::session::SESSION_HEADER;
use std::time::Duration;
use web_sys::{AbortController, RequestCredentials};

/// A request that takes longer is given up; it may still arrive.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The same for an answer that may take its time.
const LONG_TIMEOUT: Duration = Duration::from_secs(600);

/// What is done with a resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verb {
    /// Read it.
    #[default]
    Get,
    /// Create something.
    Post,
    /// Put something in its place.
    Put,
    /// Change a part of it.
    Patch,
    /// Take it away.
    Delete,
}

/// One request below the API base.
#[derive(Default)]
pub struct Request<'a> {
    /// Address, with the API base.
    pub url: String,
    /// What is done.
    pub verb: Verb,
    /// JSON.
    pub body: Option<&'a str>,
    /// The idempotency key of a creating request.
    pub key: Option<&'a str>,
    /// A link token, or that of a session; without one the browser adds its cookie.
    pub token: Option<&'a str>,
    /// The language of the answer.
    pub language: &'a str,
    /// The ETag of what is known already.
    pub known: Option<&'a str>,
    /// Whether the answer may take its time.
    pub is_long: bool,
    /// Whether it begins or ends a session: the cookie goes along, also that of one that is over here.
    pub is_of_session: bool,
}

/// An answer of whatever status.
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// As text.
    pub body: String,
    /// Of a read.
    pub etag: Option<String>,
    /// Seconds.
    pub retry_after: Option<i64>,
}

/// Sends it. Nothing comes back when the connection fails or takes too long.
pub async fn send(request: Request<'_>) -> Option<Response> {
    let headers = Headers::new();
    headers.set("accept", "application/json, application/problem+json");
    headers.set("accept-language", request.language);
    match request.token {
        Some(token) => headers.set("authorization", &format!("Bearer {token}")),
        // Under a cookie a change says that it comes from this page. Other origins would have to allow the header.
        None if request.verb != Verb::Get && request.url.starts_with('/') => headers.set(SESSION_HEADER, "1"),
        None => {}
    }
    if let Some(etag) = request.known {
        headers.set("if-none-match", etag);
    }
    if let Some(key) = request.key {
        headers.set(IDEMPOTENCY_KEY, key);
    }
    let abort = AbortController::new().ok();
    let signal = abort.as_ref().map(AbortController::signal);
    let cookies = if request.is_of_session && !storage::is_shared() { RequestCredentials::SameOrigin } else { credentials() };
    let mut builder = RequestBuilder::new(&request.url).abort_signal(signal.as_ref()).credentials(cookies);
    builder = builder.method(match request.verb {
        Verb::Get => Method::GET,
        Verb::Post => Method::POST,
        Verb::Put => Method::PUT,
        Verb::Patch => Method::PATCH,
        Verb::Delete => Method::DELETE,
    });
    let ready = match request.body {
        Some(body) => {
            headers.set("content-type", "application/json");
            builder.headers(headers).body(body)
        }
        None => builder.headers(headers).build(),
    };
    if let Some(abort) = abort {
        set_timeout(move || abort.abort(), if request.is_long { LONG_TIMEOUT } else { TIMEOUT });
    }
    let left = clock::of_device();
    let response = ready.ok()?.send().await.ok()?;
    let (status, headers) = (response.status(), response.headers());
    // A stored answer tells the time of another day.
    if let Some(date) = headers.get("date").filter(|_| headers.get("age").is_none()) {
        clock::heard(&date, left);
    }
    let body = response.text().await.ok()?;
    let retry_after = headers.get("retry-after").and_then(|text| text.trim().parse().ok());
    Some(Response { status, body, etag: headers.get("etag"), retry_after })
}

/// Whose cookies go along. On a shared device those of other tabs may be somebody else's, and that of a session that the partner
/// has ended without a connection is nobody's any more.
pub fn credentials() -> RequestCredentials {
    if storage::is_shared() || parting::path().is_some() { RequestCredentials::Omit } else { RequestCredentials::SameOrigin }
}

/// The bytes of a file at the backend.
pub async fn file(url: &str, token: Option<&str>) -> Option<Vec<u8>> {
    let headers = Headers::new();
    if let Some(token) = token {
        headers.set("authorization", &format!("Bearer {token}"));
    }
    let request = gloo_net::http::Request::get(url).headers(headers).credentials(credentials());
    let response = request.send().await.ok()?;
    if response.ok() { response.binary().await.ok() } else { None }
}

/// A file beside the app, as text.
pub async fn text(path: &str) -> Option<String> {
    let response = gloo_net::http::Request::get(path).send().await.ok()?;
    if response.ok() { response.text().await.ok() } else { None }
}
