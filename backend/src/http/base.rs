//! The path below which partners reach the app, where that is not the root of its origin.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The path of an address, without a slash at its end: empty at the root.
pub fn base_of(url: &str) -> &str {
    let behind = url.split_once("://").map_or(url, |(_, behind)| behind);
    behind.find('/').map_or("", |at| &behind[at..]).trim_end_matches('/')
}

/// Serves all of it below this path as well as at the root: one proxy keeps the path, another takes it away, and the commands on
/// the same machine know nothing of it.
pub fn placed(router: Router, base: &str) -> Router {
    if base.is_empty() {
        return router;
    }
    let base: Arc<str> = base.into();
    Router::new().fallback_service(router).layer(middleware::from_fn_with_state(base, below))
}

async fn below(State(base): State<Arc<str>>, mut request: Request, next: Next) -> Response {
    if let Some(place) = with_slash(request.method(), request.uri(), &base) {
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, place)]).into_response();
    }
    let Some(rest) = rest(request.uri(), &base) else { return next.run(request).await };
    *request.uri_mut() = rest;
    let mut response = next.run(request).await;
    // What was created from there is found there.
    let place = response.headers().get(header::LOCATION).and_then(|place| place.to_str().ok());
    let place = place.filter(|place| place.starts_with('/')).map(|place| format!("{base}{place}"));
    if let Some(Ok(place)) = place.map(|place| HeaderValue::from_str(&place)) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

/// Where a page leads that is asked for at the base alone: behind the slash begins what the service worker may control.
fn with_slash(method: &Method, uri: &Uri, base: &str) -> Option<String> {
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    (is_read && uri.path() == base).then(|| format!("{base}/{query}"))
}

/// The address without the base; nothing of one beside it.
fn rest(uri: &Uri, base: &str) -> Option<Uri> {
    let rest = match uri.path().strip_prefix(base)? {
        "" => "/",
        rest if rest.starts_with('/') => rest,
        _ => return None,
    };
    let rest = uri.query().map_or(rest.to_owned(), |query| format!("{rest}?{query}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(rest.parse().ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_is_the_path_of_the_address() {
        for (url, base) in [
            ("https://a.example", ""),
            ("https://a.example/", ""),
            ("http://127.0.0.1:8080/complaints/", "/complaints"),
            ("https://a.example/help/complaints", "/help/complaints"),
        ] {
            assert_eq!(base_of(url), base, "{url}");
        }
    }

    #[test]
    fn the_base_alone_gets_its_slash_when_a_page_is_read() {
        for (method, asked, leads) in [
            (Method::GET, "/complaints", Some("/complaints/")),
            (Method::HEAD, "/complaints?kind=complaint", Some("/complaints/?kind=complaint")),
            (Method::GET, "/complaints/", None),
            (Method::GET, "/complaints-2", None),
            (Method::GET, "/", None),
            (Method::POST, "/complaints", None),
        ] {
            let found = with_slash(&method, &asked.parse().expect("an address"), "/complaints");
            assert_eq!(found.as_deref(), leads, "{method} {asked}");
        }
    }

    #[test]
    fn the_base_is_taken_off_whole_names() {
        for (asked, left) in [
            ("/complaints", Some("/")),
            ("/complaints?a=/b", Some("/?a=/b")),
            ("/complaints/", Some("/")),
            ("/complaints/api/v1/service?x", Some("/api/v1/service?x")),
            ("/complaints/complaints/t/%2F", Some("/complaints/t/%2F")),
            ("/complaints-2/", None),
            ("/api/v1/service", None),
            ("/", None),
        ] {
            let found = rest(&asked.parse().expect("an address"), "/complaints");
            assert_eq!(found.map(|uri| uri.to_string()).as_deref(), left, "{asked}");
        }
    }
}
