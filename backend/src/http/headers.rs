//! Headers of every answer, and a log line for each without personal data.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::time::Instant;

/// Who may frame the app, and whether it is reached by TLS.
#[derive(Clone, Debug)]
pub struct Framing {
    policy: HeaderValue,
    by_tls: bool,
    is_framed: bool,
}

impl Default for Framing {
    fn default() -> Self {
        Self::new(&[], false)
    }
}

impl Framing {
    /// `origins` may show the app in a frame; none means nobody.
    pub fn new(origins: &[String], by_tls: bool) -> Self {
        let framers: Arc<str> = if origins.is_empty() { "'none'".into() } else { origins.join(" ").into() };
        // No inline script or style, no eval; WebAssembly needs its own word. Pictures: the platform's logo may lie elsewhere,
        // and attachments are shown from memory.
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; \
             img-src 'self' data: blob: https:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; \
             form-action 'self'; frame-ancestors {framers}"
        );
        let policy =
            HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
        Self { policy, by_tls, is_framed: !origins.is_empty() }
    }
}

/// Sets the security headers.
pub(super) async fn secure(State(framing): State<Framing>, mut response: Response) -> Response {
    let headers = response.headers_mut();
    // What is stricter keeps its own.
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(framing.policy);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Addresses of tickets are nobody else's business.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let permissions = HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    headers.insert(HeaderName::from_static("permissions-policy"), permissions);
    if !framing.is_framed {
        // For browsers before frame-ancestors.
        headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    }
    if framing.by_tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

/// Logs method, route (never the path with its ids), status and time.
pub(super) async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("(file)".to_owned(), |path| path.as_str().to_owned());
    let began = Instant::now();
    let response = next.run(request).await;
    let millis = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, route, status = response.status().as_u16(), millis, "answered");
    response
}
