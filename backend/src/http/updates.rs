//! The thread of a ticket: read, reply.

use super::App;
use super::body::Json;
use super::caller::{Caller, Id};
use super::conditional::{Scope, json, wanted_language};
use super::problem::Refusal;
use super::tickets::{created, idempotency, limit, unreadable};
use crate::store::{Appended, Recalled};
use crate::words::Words;
use crate::{filing, life};
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use recourse_contract::{NewUpdate, Page, ProblemType, Update};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/tickets/{id}/updates", get(list).post(write))
}

#[derive(Default, Deserialize)]
struct Parameters {
    /// Updates after this number.
    after: Option<u32>,
    /// As `next` gave it: also the number of an update.
    cursor: Option<u32>,
    limit: Option<u32>,
}

async fn list(
    State(app): State<App>,
    Id(id): Id,
    caller: Caller,
    query: Result<Query<Parameters>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Query(asked) = query.map_err(unreadable)?;
    let limit = limit(asked.limit)?;
    let row = caller.ticket(&app, &id).await?;
    let after = asked.cursor.unwrap_or_default().max(asked.after.unwrap_or_default());
    let mut items = app.store.updates(&row.id, after, limit.saturating_add(1)).await?;
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let next = items.last().filter(|_| more).map(|update| update.number.to_string());
    let shown = app.file.negotiated(wanted_language(&headers));
    Ok(json(&headers, &Page { items, next }, &shown.locale, Scope::Private))
}

async fn write(
    State(app): State<App>,
    Id(id): Id,
    caller: Caller,
    headers: HeaderMap,
    Json { value: new, hash }: Json<NewUpdate>,
) -> Result<Response, Refusal> {
    let mut row = caller.ticket(&app, &id).await?;
    let asked = idempotency(&headers, format!("updates:{id}"), hash)?;
    let language = row.partner.language.clone();
    if let Some(recalled) = app.store.recall(&asked).await? {
        return repeated(recalled);
    }
    let shown = app.file.negotiated(wanted_language(&headers));
    let new = new.trimmed();
    let mut errors = new.faults(shown.service.limits.update());
    if !errors.is_empty() {
        Words::of(&shown.locale).explain(&mut errors);
        let mut refusal = Refusal::new(ProblemType::Invalid);
        refusal.0.errors = errors;
        return Err(refusal);
    }
    // A thread that grows under the reply makes it number anew. Each round means that another update went in, so it ends.
    loop {
        if !life::actions(row.state).contains(&life::action_of(new.kind)) {
            let mut refusal = Refusal::new(ProblemType::IllegalMove);
            refusal.0.state = Some(row.state);
            return Err(refusal);
        }
        let append = filing::reply(new.clone(), asked.clone(), &row, app.clock.now(), &*app.random);
        let update = append.update.clone();
        match app.store.append(append).await? {
            Appended::Stored => return Ok(created(&update, None, &language)),
            Appended::Recalled(recalled) => return repeated(recalled),
            Appended::Changed => row = caller.ticket(&app, &id).await?,
        }
    }
}

fn repeated(recalled: Recalled) -> Result<Response, Refusal> {
    let Recalled::Same { answer, .. } = recalled else { return Err(Refusal::new(ProblemType::KeyReused)) };
    let update: Update = serde_json::from_str(&answer.body).map_err(|fault| {
        tracing::error!(%fault, "a kept answer cannot be read");
        Refusal::new(ProblemType::Internal)
    })?;
    Ok(created(&update, None, &answer.language))
}
