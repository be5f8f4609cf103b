//! The one error of the handlers: a problem (RFC 9457), or a failure whose cause stays in the log.

use crate::life::Illegal;
use crate::store::Failure;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use recourse_contract::{Problem, ProblemType};

/// A refused request.
#[derive(Debug)]
pub(super) struct Refusal(pub(super) Problem, Vec<(&'static str, HeaderValue)>);

impl Refusal {
    /// A problem with its usual status and title.
    pub(super) fn new(kind: ProblemType) -> Self {
        Problem::new(kind).into()
    }

    /// The same with an explanation.
    pub(super) fn because(kind: ProblemType, detail: impl Into<String>) -> Self {
        Problem::new(kind).because(detail).into()
    }

    /// The same with a header.
    pub(super) fn with(mut self, name: &'static str, value: HeaderValue) -> Self {
        self.1.push((name, value));
        self
    }

    /// The same with the seconds after which another attempt makes sense.
    pub(super) fn after(self, seconds: u64) -> Self {
        self.with("retry-after", seconds.into())
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(problem, Vec::new())
    }
}

impl From<Failure> for Refusal {
    fn from(fault: Failure) -> Self {
        tracing::error!(%fault, "a request failed");
        Self::new(ProblemType::Internal)
    }
}

impl From<Illegal> for Refusal {
    fn from(illegal: Illegal) -> Self {
        let mut refusal = Self::new(ProblemType::IllegalMove);
        refusal.0.state = Some(illegal.0);
        refusal
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        for (name, value) in self.1 {
            headers.insert(name, value);
        }
        response
    }
}
