//! What a partner does about an outcome: the answer to it, another review, mediation, withdrawal.

use super::App;
use super::body::Json;
use super::caller::{Caller, Id};
use super::conditional::wanted_language;
use super::problem::Refusal;
use super::tickets::{created, idempotency, invalid};
use super::updates::{Done, again, carried_out, change, taken_along};
use crate::life::Illegal;
use crate::service_file::Localised;
use crate::store::{Recalled, TicketRow};
use crate::{answer, mediation, view};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{post, put};
use recourse_contract::mediation::NewMediation;
use recourse_contract::outcome::{NewReview, NewWithdrawal, Satisfaction};
use recourse_contract::service::Capability;
use recourse_contract::{Code, FieldError, IDEMPOTENCY_KEY, ProblemType};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/tickets/{id}/satisfaction", put(say))
        .route("/tickets/{id}/review", post(review))
        .route("/tickets/{id}/mediation", post(mediate))
        .route("/tickets/{id}/withdrawal", post(withdraw))
}

/// What is not announced is not here.
fn offered(app: &App, capability: Capability) -> Result<(), Refusal> {
    let is_offered = app.file.default_language().service.offers(capability);
    if is_offered { Ok(()) } else { Err(Refusal::new(ProblemType::NotFound)) }
}

async fn say(
    State(app): State<App>,
    Id(id): Id,
    caller: Caller,
    headers: HeaderMap,
    Json { value: said, hash }: Json<Satisfaction>,
) -> Result<Response, Refusal> {
    offered(&app, Capability::Satisfaction)?;
    let row = caller.ticket(&app, &id).await?;
    let shown = app.file.negotiated(wanted_language(&headers));
    let said = said.trimmed();
    // Whether it is settled moves the ticket, and needs a key. How it was may be said without one, as often as they like;
    // under a key, a delayed copy does not undo what was said since.
    let scope = if said.settled.is_some() { "settle" } else { "rate" };
    let needs_key = said.settled.is_some() || headers.contains_key(IDEMPOTENCY_KEY);
    let asked = needs_key.then(|| idempotency(&headers, format!("{scope}:{id}"), hash)).transpose()?;
    if let Some(asked) = &asked
        && let Some(recalled) = app.store.recall(asked).await?
    {
        return as_it_is(&app, &caller, &id, shown, Some(recalled)).await;
    }
    let errors = said.faults(shown.service.limits.update());
    if !errors.is_empty() {
        return Err(invalid(errors, &shown.locale));
    }
    let done = carried_out(&app, &caller, row, asked.as_ref(), &shown.locale, |row, means| match (said.settled, &asked) {
        (Some(yes), Some(asked)) => answer::settled(yes, said.answers_to, asked.clone(), row, means),
        _ => answer::rated(said.clone(), asked.clone(), row, means),
    })
    .await?;
    let before = match done {
        Done::Stored(_) => None,
        Done::Before(recalled) => Some(recalled),
    };
    as_it_is(&app, &caller, &id, shown, before).await
}

/// The ticket as it is by now, also where this was said before under the same key.
async fn as_it_is(
    app: &App,
    caller: &Caller,
    id: &str,
    shown: &Localised,
    before: Option<Recalled>,
) -> Result<Response, Refusal> {
    let row = caller.ticket(app, id).await?;
    match before {
        Some(Recalled::Other) => return Err(Refusal::new(ProblemType::KeyReused)),
        Some(Recalled::Refused) => return Err(Illegal(row.state).into()),
        Some(Recalled::Same { .. }) | None => {}
    }
    let mut response = created(&view::ticket(&row, &shown.service, app.clock.now()), None, &shown.locale);
    *response.status_mut() = StatusCode::OK;
    Ok(response)
}

async fn review(
    State(app): State<App>,
    Id(id): Id,
    caller: Caller,
    headers: HeaderMap,
    Json { value: new, hash }: Json<NewReview>,
) -> Result<Response, Refusal> {
    offered(&app, Capability::Outcome)?;
    let row = caller.ticket(&app, &id).await?;
    let asked = idempotency(&headers, format!("review:{id}"), hash)?;
    if let Some(recalled) = app.store.recall(&asked).await? {
        return again(&app, recalled).await;
    }
    let shown = app.file.negotiated(wanted_language(&headers));
    let new = new.trimmed();
    let mut errors = new.faults(shown.service.limits.update());
    let attached = match taken_along(&app, &asked, &new.attachments, &mut errors).await? {
        Ok(attached) => attached,
        Err(recalled) => return again(&app, recalled).await,
    };
    if !errors.is_empty() {
        return Err(invalid(errors, &shown.locale));
    }
    change(&app, &caller, row, &asked, &shown.locale, |row, means| {
        answer::review(new.clone(), attached.clone(), asked.clone(), row, means)
    })
    .await
}

async fn mediate(
    State(app): State<App>,
    Id(id): Id,
    caller: Caller,
    headers: HeaderMap,
    Json { value: new, hash }: Json<NewMediation>,
) -> Result<Response, Refusal> {
    offered(&app, Capability::Mediation)?;
    let row = caller.ticket(&app, &id).await?;
    let asked = idempotency(&headers, format!("mediation:{id}"), hash)?;
    if let Some(recalled) = app.store.recall(&asked).await? {
        return again(&app, recalled).await;
    }
    let shown = app.file.negotiated(wanted_language(&headers));
    let new = new.trimmed();
    let mut errors = new.faults(shown.service.limits.update(), &row.partner.country, &shown.service);
    errors.extend(strange(&app, &row, &new.documents).await?);
    let attached = match taken_along(&app, &asked, &new.attachments, &mut errors).await? {
        Ok(attached) => attached,
        Err(recalled) => return again(&app, recalled).await,
    };
    if !errors.is_empty() {
        return Err(invalid(errors, &shown.locale));
    }
    change(&app, &caller, row, &asked, &shown.locale, |row, means| {
        mediation::requested(new.clone(), attached.clone(), asked.clone(), row, means)
    })
    .await
}

/// Documents that are no attachments of the ticket, or named twice. Of more than there are none is looked at.
async fn strange(app: &App, row: &TicketRow, documents: &[String]) -> Result<Vec<FieldError>, Refusal> {
    let fault = |pointer: String, code: Code, limit: Option<u32>| FieldError { pointer, code, detail: None, limit };
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    let thread = app.store.updates(&row.id, 0, row.last_update).await?;
    let files: Vec<&str> = thread.iter().flat_map(|update| &update.attachments).map(|file| file.id.as_str()).collect();
    if documents.len() > files.len() {
        return Ok(vec![fault("/documents".into(), Code::TooMany, u32::try_from(files.len()).ok())]);
    }
    let is_strange = |i: usize, id: &String| !files.contains(&id.as_str()) || documents[..i].contains(id);
    let found = documents.iter().enumerate().filter(|(i, id)| is_strange(*i, id));
    Ok(found.map(|(i, _)| fault(format!("/documents/{i}"), Code::Gone, None)).collect())
}

async fn withdraw(
    State(app): State<App>,
    Id(id): Id,
    caller: Caller,
    headers: HeaderMap,
    Json { value: new, hash }: Json<NewWithdrawal>,
) -> Result<Response, Refusal> {
    offered(&app, Capability::Outcome)?;
    let row = caller.ticket(&app, &id).await?;
    let asked = idempotency(&headers, format!("withdrawal:{id}"), hash)?;
    if let Some(recalled) = app.store.recall(&asked).await? {
        return again(&app, recalled).await;
    }
    let shown = app.file.negotiated(wanted_language(&headers));
    let new = new.trimmed();
    let errors = new.faults(shown.service.limits.update());
    if !errors.is_empty() {
        return Err(invalid(errors, &shown.locale));
    }
    change(&app, &caller, row, &asked, &shown.locale, |row, means| answer::withdrawn(new.clone(), asked.clone(), row, means))
        .await
}
