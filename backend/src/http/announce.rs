//! The handlers' side of incidents: announce, change, solve, list.

use super::App;
use super::body::Json;
use super::caller::{Handler, Id};
use super::handler::unkept;
use super::problem::Refusal;
use super::tickets::{idempotency, invalid};
use crate::incident::{IncidentChange, NewIncident, SHOWN_AFTER};
use crate::secret::new_id;
use crate::store::{Announced, Audit, IncidentRow, Rewording};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, patch};
use recourse_contract::{IDEMPOTENCY_KEY, ProblemType, Timestamp};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/incidents", get(list).post(announce)).route("/incidents/{id}", patch(change))
}

/// As partners see them: the open ones, and those that were solved a short while ago.
async fn list(State(app): State<App>, _: Handler) -> Result<Response, Refusal> {
    let solved_after = Timestamp(app.clock.now().0 - SHOWN_AFTER);
    Ok(unkept(StatusCode::OK, &app.store.incidents(solved_after).await?))
}

async fn announce(
    State(app): State<App>,
    Handler(name): Handler,
    headers: HeaderMap,
    Json { value: new, hash }: Json<NewIncident>,
) -> Result<Response, Refusal> {
    // A key is welcome: a repeated command then changes nothing.
    let asked = match headers.contains_key(IDEMPOTENCY_KEY) {
        true => Some(idempotency(&headers, "incidents".into(), hash)?),
        false => None,
    };
    let now = app.clock.now();
    let new = new.trimmed();
    let errors = new.faults(&app.file, now);
    if !errors.is_empty() {
        return Err(invalid(errors, "en"));
    }
    let row = IncidentRow {
        id: new_id(&*app.random),
        topics: new.topics,
        title: new.title,
        text: new.text,
        since: new.since.unwrap_or(now),
        announced_at: now,
        solved_at: None,
        waiting: 0,
    };
    let done = app.store.announce(row, asked, audit(&name, "announce", now)).await?;
    answer(&app, StatusCode::CREATED, done)
}

async fn change(
    State(app): State<App>,
    Handler(name): Handler,
    Id(id): Id,
    Json { value: new, .. }: Json<IncidentChange>,
) -> Result<Response, Refusal> {
    let new = new.trimmed();
    let errors = new.faults(&app.file.default_language().service.locales);
    if !errors.is_empty() {
        return Err(invalid(errors, "en"));
    }
    let action = if new.solved { "solve" } else { "reword" };
    let change = Rewording { title: new.title, text: new.text, solved: new.solved };
    let done = app.store.reword(&id, change, audit(&name, action, app.clock.now())).await?;
    answer(&app, StatusCode::OK, done)
}

fn answer(app: &App, status: StatusCode, done: Announced) -> Result<Response, Refusal> {
    match done {
        Announced::Done(row) => {
            app.prepared.forget();
            // Of one that is solved, those who asked are told.
            app.mail.notify_one();
            Ok(unkept(status, &row))
        }
        Announced::KeyReused => Err(Refusal::new(ProblemType::KeyReused)),
        Announced::Unknown => Err(Refusal::new(ProblemType::NotFound)),
        Announced::Solved => Err(Refusal::because(ProblemType::IllegalMove, "the incident is solved: announce another one")),
    }
}

fn audit(name: &str, action: &str, at: Timestamp) -> Audit {
    Audit { at, actor: format!("handler:{name}"), action: action.to_owned(), detail: String::new() }
}
