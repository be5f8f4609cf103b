//! A device that wants to hear of news by Web Push. It belongs to the session that asks: one session, one device.

use super::App;
use super::body::Json;
use super::caller::Caller;
use super::conditional::wanted_language;
use super::me::session;
use super::problem::Refusal;
use super::tickets::invalid;
use crate::push::{Receiver, endpoint};
use crate::secret::new_id;
use crate::store::PushRow;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::put;
use recourse_contract::push::NewPushSubscription;
use recourse_contract::{Code, FieldError, ProblemType};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/push-subscription", put(keep).delete(forget))
}

async fn keep(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Json { value: new, .. }: Json<NewPushSubscription>,
) -> Result<Response, Refusal> {
    let anywhere = app.push.as_ref().ok_or_else(|| Refusal::new(ProblemType::NotFound))?.anywhere;
    let session = session(caller)?;
    let shown = app.file.negotiated(wanted_language(&headers));
    let mut errors = new.faults(&shown.service.locales);
    let fault = |pointer: &str, code| FieldError { pointer: pointer.into(), code, detail: None, limit: None };
    if errors.is_empty() {
        let goes_out = endpoint(&new.endpoint, anywhere).is_some();
        errors.extend((!goes_out).then(|| fault("/endpoint", Code::Url)));
        let has_keys = Receiver::read(&new.keys.p256dh, &new.keys.auth).is_some();
        errors.extend((!has_keys).then(|| fault("/keys/p256dh", Code::Pattern)));
    }
    if !errors.is_empty() {
        return Err(invalid(errors, &shown.locale));
    }
    let device = PushRow {
        id: new_id(&*app.random),
        email: session.email,
        session: session.token_hash,
        endpoint: new.endpoint,
        p256dh: new.keys.p256dh,
        auth: new.keys.auth,
        language: new.language,
        at: app.clock.now(),
    };
    app.store.keep_push(device).await?;
    Ok(noted())
}

async fn forget(State(app): State<App>, caller: Caller) -> Result<Response, Refusal> {
    app.store.forget_push(&session(caller)?.token_hash).await?;
    Ok(noted())
}

fn noted() -> Response {
    (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response()
}
