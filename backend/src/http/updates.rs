//! The thread of a ticket: read, reply.

use super::App;
use super::body::Json;
use super::caller::{Caller, Id};
use super::conditional::{json, wanted_language};
use super::problem::Refusal;
use super::tickets::{add_missing, created, idempotency, invalid, limit, unreadable};
use super::uploads::{attached, gone};
use crate::life::Illegal;
use crate::secret::Link;
use crate::store::{Advance, Advanced, Changed, Idempotency, Recalled, TicketRow};
use crate::thread::{self, Means};
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use recourse_contract::service::ExtraField;
use recourse_contract::ticket::ReadUpTo;
use recourse_contract::update::{NewUpdateKind, Nothing, UpdateKind};
use recourse_contract::{Attachment, FieldError, NewUpdate, Page, ProblemType, Update};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/tickets/{id}/updates", get(list).post(write))
        .route("/tickets/{id}/nudge", post(nudge))
        .route("/tickets/{id}/read", put(read))
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
    Ok(json(&headers, &Page { items, next }, &shown.locale, caller.scope()))
}

async fn write(
    State(app): State<App>,
    Id(id): Id,
    caller: Caller,
    headers: HeaderMap,
    Json { value: new, hash }: Json<NewUpdate>,
) -> Result<Response, Refusal> {
    let row = caller.ticket(&app, &id).await?;
    let asked = idempotency(&headers, format!("updates:{id}"), hash)?;
    if let Some(recalled) = app.store.recall(&asked).await? {
        return again(&app, recalled).await;
    }
    let shown = app.file.negotiated(wanted_language(&headers));
    let questions = questions(&app, &row, &new).await?;
    let new = new.trimmed(&questions);
    let mut errors = new.faults(shown.service.limits.update(), &questions);
    let attached = match taken_along(&app, &asked, &new.attachments, &mut errors).await? {
        Ok(attached) => attached,
        Err(recalled) => return again(&app, recalled).await,
    };
    if !errors.is_empty() {
        return Err(invalid(errors, &shown.locale));
    }
    change(&app, &caller, row, &asked, &shown.locale, |row, means| {
        thread::written(new.clone(), attached.clone(), &questions, asked.clone(), row, means)
    })
    .await
}

/// What the uploads of a request are, with a fault for each that is not there; or the first answer, when the same request was
/// quicker and has them.
pub(super) async fn taken_along(
    app: &App,
    asked: &Idempotency,
    ids: &[String],
    errors: &mut Vec<FieldError>,
) -> Result<Result<Vec<Attachment>, Recalled>, Refusal> {
    let (attached, missing) = attached(app, ids).await?;
    if !missing.is_empty() {
        if let Some(recalled) = app.store.recall(asked).await? {
            return Ok(Err(recalled));
        }
        add_missing(errors, missing);
    }
    Ok(Ok(attached))
}

/// The questions of the information request that is answered: the one named, which has to be the last.
async fn questions(app: &App, row: &TicketRow, new: &NewUpdate) -> Result<Vec<ExtraField>, Refusal> {
    if new.kind != NewUpdateKind::Answer {
        return Ok(Vec::new());
    }
    let thread = app.store.updates(&row.id, 0, row.last_update).await?;
    let last = thread.into_iter().rev().find(|update| update.kind == UpdateKind::InformationRequest);
    Ok(last
        .filter(|request| new.answers_to.is_none_or(|number| number == request.number))
        .map(|request| request.questions)
        .unwrap_or_default())
}

async fn nudge(
    State(app): State<App>,
    Id(id): Id,
    caller: Caller,
    headers: HeaderMap,
    Json { hash, .. }: Json<Nothing>,
) -> Result<Response, Refusal> {
    let row = caller.ticket(&app, &id).await?;
    let asked = idempotency(&headers, format!("nudge:{id}"), hash)?;
    if let Some(recalled) = app.store.recall(&asked).await? {
        return again(&app, recalled).await;
    }
    let locale = &app.file.negotiated(wanted_language(&headers)).locale;
    change(&app, &caller, row, &asked, locale, |row, means| thread::nudged(asked.clone(), row, means)).await
}

/// What came of a change.
pub(super) enum Done {
    /// Stored, with the first entry that the thread has gained by it.
    Stored(Option<Box<Update>>),
    /// The same request was quicker, or its key is another's.
    Before(Recalled),
}

/// Makes a change and answers with the entry that it has made.
pub(super) async fn change(
    app: &App,
    caller: &Caller,
    row: TicketRow,
    asked: &Idempotency,
    language: &str,
    decide: impl Fn(&TicketRow, Means<'_>) -> Result<Advance, Illegal>,
) -> Result<Response, Refusal> {
    match carried_out(app, caller, row, Some(asked), language, decide).await? {
        Done::Stored(Some(update)) => {
            let language = update.language.clone();
            written(app, *update, &language).await
        }
        Done::Stored(None) => Ok(StatusCode::NO_CONTENT.into_response()),
        Done::Before(recalled) => again(app, recalled).await,
    }
}

/// Decides on the ticket as it is, and again when it has changed in the meantime. Each round means that another change
/// went in, so it ends. `language` is that of a refusal.
pub(super) async fn carried_out(
    app: &App,
    caller: &Caller,
    mut row: TicketRow,
    asked: Option<&Idempotency>,
    language: &str,
    decide: impl Fn(&TicketRow, Means<'_>) -> Result<Advance, Illegal>,
) -> Result<Done, Refusal> {
    loop {
        let advance = match decide(&row, app.means()) {
            Ok(advance) => advance,
            Err(illegal) => {
                // The same request may have been quicker: then it is this one that has moved the ticket. Otherwise a copy that
                // the network has held back must not do later what the partner was told did not happen.
                let before = match asked {
                    Some(asked) => app.store.refuse(asked, &row.id).await?,
                    None => None,
                };
                return before.map(Done::Before).ok_or_else(|| illegal.into());
            }
        };
        let update = advance.updates.first().cloned();
        match app.store.advance(advance).await? {
            Advanced::Stored => {
                app.mail.notify_one();
                app.staff.notify_one();
                return Ok(Done::Stored(update.map(Box::new)));
            }
            Advanced::Recalled(recalled) => return Ok(Done::Before(recalled)),
            Advanced::Gone(place) => return Err(gone(place, language)),
            Advanced::Changed => row = caller.ticket(app, &row.id).await?,
        }
    }
}

async fn read(
    State(app): State<App>,
    Id(id): Id,
    caller: Caller,
    Json { value, .. }: Json<ReadUpTo>,
) -> Result<Response, Refusal> {
    let row = caller.ticket(&app, &id).await?;
    if app.store.read_up_to(&row.id, value.number).await? {
        // The partner's other devices count it as read.
        let changed = Changed { ticket: row.id, last_update: row.last_update, at: app.clock.now().0 };
        app.store.changes().tell(&row.partner.email.to_ascii_lowercase(), changed);
    }
    Ok((StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response())
}

/// What was written. The token of a ticket that it has opened is made anew each time: none is stored.
async fn written(app: &App, mut update: Update, language: &str) -> Result<Response, Refusal> {
    if let Some(linked) = &mut update.follow_up
        && let Some(row) = app.store.ticket(&linked.ticket).await?
    {
        linked.link_token = Some(app.key.token(&Link { ticket: row.id, generation: row.generation }));
    }
    Ok(created(&update, None, language))
}

/// The first answer again.
pub(super) async fn again(app: &App, recalled: Recalled) -> Result<Response, Refusal> {
    let (update, language) = first_answer(recalled)?;
    written(app, update, &language).await
}

/// The first answer, with its language.
fn first_answer(recalled: Recalled) -> Result<(Update, String), Refusal> {
    let answer = match recalled {
        Recalled::Same { answer, .. } => answer,
        Recalled::Refused => return Err(Refusal::new(ProblemType::IllegalMove)),
        Recalled::Other => return Err(Refusal::new(ProblemType::KeyReused)),
    };
    let update = serde_json::from_str(&answer.body).map_err(|fault| {
        tracing::error!(%fault, "a kept answer cannot be read");
        Refusal::new(ProblemType::Internal)
    })?;
    Ok((update, answer.language))
}

/// The first answer again, to a handler.
pub(super) fn repeated(recalled: Recalled) -> Result<Response, Refusal> {
    let (update, language) = first_answer(recalled)?;
    Ok(created(&update, None, &language))
}
