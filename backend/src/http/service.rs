//! `GET /service`.

use super::App;
use super::conditional::{Scope, json, wanted_language};
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/service", get(service))
}

async fn service(State(app): State<App>, headers: HeaderMap) -> Response {
    let shown = app.file.negotiated(wanted_language(&headers));
    json(&headers, &shown.service, &shown.locale, Scope::Public)
}
