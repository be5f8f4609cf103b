//! Being told when an incident is solved. No session is needed: the request's key is what takes it back.

use super::App;
use super::body::Json;
use super::caller::{Caller, Id};
use super::conditional::wanted_language;
use super::problem::Refusal;
use super::tickets::{idempotency, invalid};
use crate::secret::new_id;
use crate::store::{Subscribed, Subscription};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::put;
use recourse_contract::incident::NewSubscription;
use recourse_contract::{Code, FieldError, ProblemType};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/incidents/{id}/subscription", put(subscribe).delete(unsubscribe))
}

async fn subscribe(
    State(app): State<App>,
    Id(incident): Id,
    caller: Caller,
    headers: HeaderMap,
    Json { value: new, hash }: Json<NewSubscription>,
) -> Result<Response, Refusal> {
    let asked = idempotency(&headers, format!("incident:{incident}"), hash)?;
    let shown = app.file.negotiated(wanted_language(&headers));
    let new = new.trimmed();
    let errors = new.faults(&shown.service.locales);
    if !errors.is_empty() {
        return Err(invalid(errors, &shown.locale));
    }
    let email = match new.email {
        Some(email) => email,
        None => address(&app, &caller, &shown.locale).await?,
    };
    let subscription = Subscription { id: new_id(&*app.random), incident, asked, email, language: new.language };
    match app.store.subscribe(subscription, app.clock.now()).await? {
        Subscribed::Noted => Ok(noted()),
        Subscribed::KeyReused => Err(Refusal::new(ProblemType::KeyReused)),
        // One that is solved has nothing more to tell; the problem for illegal moves speaks of tickets.
        Subscribed::Nothing => Err(Refusal::new(ProblemType::NotFound)),
    }
}

/// The address of whoever calls, as it is verified.
async fn address(app: &App, caller: &Caller, locale: &str) -> Result<String, Refusal> {
    match caller {
        Caller::Session(session) => Ok(session.email.clone()),
        Caller::Link(link) => match caller.ticket(app, &link.ticket).await {
            Ok(row) => Ok(row.partner.email),
            Err(refusal) if refusal.0.kind == ProblemType::NotFound => Err(Refusal::new(ProblemType::Unauthenticated)),
            Err(refusal) => Err(refusal),
        },
        Caller::Unknown => Err(Refusal::new(ProblemType::Unauthenticated)),
        Caller::Nobody => {
            let missing = FieldError { pointer: "/email".into(), code: Code::Required, detail: None, limit: None };
            Err(invalid(vec![missing], locale))
        }
    }
}

async fn unsubscribe(State(app): State<App>, Id(incident): Id, headers: HeaderMap) -> Result<Response, Refusal> {
    let asked = idempotency(&headers, format!("incident:{incident}"), String::new())?;
    app.store.unsubscribe(&incident, &asked.key, app.clock.now()).await?;
    Ok(noted())
}

/// The same whatever was there: who has asked is nobody else's business.
fn noted() -> Response {
    (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response()
}
