//! Answers that a reader may hold: entity tag, `If-None-Match`, language.

use super::App;
use super::problem::Refusal;
use super::tickets::parameter;
use crate::secret::sha256;
use crate::service_file::Localised;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use recourse_contract::canonical;
use serde::Serialize;

/// Who may keep an answer.
#[derive(Clone, Copy)]
pub(super) enum Scope {
    /// Anybody, asking again each time.
    Public,
    /// Anybody, for five minutes without asking.
    Everybody,
    /// The partner's browser, asking again each time.
    Private,
    /// Nobody: what a session reads must not outlive it.
    Nobody,
}

/// What the request wants: language, and the entity tags that its sender has.
pub(super) fn wanted_language(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok())
}

/// The language of an answer: the one that the address names, or what the header wants.
pub(super) fn spoken<'a>(app: &'a App, named: Option<&str>, headers: &HeaderMap) -> Result<&'a Localised, Refusal> {
    match named {
        None => Ok(app.file.negotiated(wanted_language(headers))),
        Some(language) if app.file.locales().iter().any(|locale| locale == language) => Ok(app.file.in_language(language)),
        Some(_) => Err(parameter("language", "one of the platform’s languages")),
    }
}

/// An answer that is made, to be given once or often.
#[derive(Clone)]
pub(super) struct Ready {
    body: Bytes,
    tag: String,
    kind: &'static str,
}

impl Ready {
    /// Makes one in JSON.
    pub(super) fn of<T: Serialize>(value: &T) -> Self {
        Self::made(serde_json::to_vec(value).expect("answers are plain data"), "application/json")
    }

    /// The same as canonical JSON (RFC 8785): a file of it is of one piece with what is signed in it.
    pub(super) fn canonical<T: Serialize>(value: &T) -> Self {
        let value = serde_json::to_value(value).expect("answers are plain data");
        Self::made(canonical::written(&value).into_bytes(), "application/json")
    }

    /// Makes one of a text of this media type.
    pub(super) fn text(text: String, kind: &'static str) -> Self {
        Self::made(text.into_bytes(), kind)
    }

    /// The tag is weak: a compressed answer has the same.
    fn made(body: Vec<u8>, kind: &'static str) -> Self {
        let mut hash = sha256(&body);
        hash.truncate(32);
        Self { body: body.into(), tag: format!("W/\"{hash}\""), kind }
    }
}

/// A JSON answer in one language.
pub(super) fn json<T: Serialize>(request: &HeaderMap, value: &T, language: &str, scope: Scope) -> Response {
    ready(request, Ready::of(value), language, scope)
}

/// The same when it is made already.
pub(super) fn ready(request: &HeaderMap, Ready { body, tag, kind }: Ready, language: &str, scope: Scope) -> Response {
    let known =
        request.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(|list| matches(list, &tag));
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { body.into_response() };
    let cache = match scope {
        Scope::Public => "public, no-cache",
        Scope::Everybody => "public, max-age=300",
        Scope::Private => "private, no-cache",
        Scope::Nobody => "no-store",
    };
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, kind);
    set(header::CONTENT_LANGUAGE, language);
    set(header::ETAG, &tag);
    set(header::CACHE_CONTROL, cache);
    set(header::VARY, "accept-language, authorization");
    response
}

/// RFC 9110, 13.1.2: weak comparison.
pub(super) fn matches(list: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    list.trim() == "*" || list.split(',').any(|known| opaque(known) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn tags_compare_weakly() {
        assert!(matches("\"b\", W/\"a\"", "W/\"a\"") && matches("\"a\"", "W/\"a\"") && matches("*", "W/\"a\""));
        assert!(!matches("\"b\"", "W/\"a\"") && !matches("", "W/\"a\""));
    }
}
