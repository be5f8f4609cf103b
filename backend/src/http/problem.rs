//! The one error of the handlers: a problem (RFC 9457), or a failure whose cause stays in the log.

use crate::life::Illegal;
use crate::store::Failure;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use recourse_contract::{Problem, ProblemType};

/// A refused request.
#[derive(Debug)]
pub(super) struct Refusal(pub(super) Problem);

impl Refusal {
    /// A problem with its usual status and title.
    pub(super) fn new(kind: ProblemType) -> Self {
        Self(Problem::new(kind))
    }

    /// The same with an explanation.
    pub(super) fn because(kind: ProblemType, detail: impl Into<String>) -> Self {
        Self(Problem::new(kind).because(detail))
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
        response
    }
}
