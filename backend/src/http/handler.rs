//! The handlers' side: list, read, move. Staff come with keys of their own; it is no part of the contract.

use super::App;
use super::body::Json;
use super::caller::{Handler, Id};
use super::problem::Refusal;
use super::tickets::{add_missing, idempotency, invalid, limit, parameter, sought, states, topics, unreadable};
use super::updates::repeated;
use super::uploads::{attached, gone};
use crate::handler::{self, Request};
use crate::store::{Advanced, Audit, ListQuery, Of, Sort, TicketRow};
use crate::view;
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use recourse_contract::ticket::TicketKind;
use recourse_contract::{IDEMPOTENCY_KEY, MAX_PAGE, ProblemType, Reference, Ticket, TicketSummary, Timestamp, Update};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/me", get(me))
        .route("/tickets", get(list))
        .route("/tickets/{id}", get(read))
        .route("/tickets/{id}/moves", post(act))
        .fallback(|| async { Refusal::new(ProblemType::NotFound) })
}

/// Whose key it is.
#[derive(Debug, Serialize, Deserialize)]
pub struct Member {
    /// As partners see it.
    pub name: String,
}

/// A ticket in the handlers' list.
#[derive(Debug, Serialize, Deserialize)]
pub struct Row {
    /// As the partner sees it.
    #[serde(flatten)]
    pub summary: TicketSummary,
    /// Who filed.
    pub partner: String,
    /// Which handler has it.
    pub assignee: Option<String>,
    /// When the partner was promised news.
    pub news_by: Option<Timestamp>,
    /// Whether that has passed.
    pub late: bool,
    /// When the partner reminded us, since our last update.
    pub nudged_at: Option<Timestamp>,
}

/// A ticket, whole.
#[derive(Debug, Serialize, Deserialize)]
pub struct Case {
    /// As the partner sees it.
    pub ticket: Ticket,
    /// Which handler has it.
    pub assignee: Option<String>,
    /// The thread, oldest first.
    pub updates: Vec<Update>,
    /// Who did what, oldest first.
    pub audit: Vec<AuditLine>,
}

/// A line of the audit log.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs)] // As in the store.
pub struct AuditLine {
    pub at: Timestamp,
    pub actor: String,
    pub action: String,
    pub detail: String,
}

impl From<Audit> for AuditLine {
    fn from(line: Audit) -> Self {
        Self { at: line.at, actor: line.actor, action: line.action, detail: line.detail }
    }
}

#[derive(Default, Deserialize)]
struct Parameters {
    status: Option<String>,
    topic: Option<String>,
    kind: Option<TicketKind>,
    q: Option<String>,
    assignee: Option<String>,
    #[serde(default)]
    late: bool,
    sort: Option<String>,
    limit: Option<u32>,
}

async fn me(Handler(name): Handler) -> Response {
    unkept(StatusCode::OK, &Member { name })
}

async fn list(State(app): State<App>, _: Handler, query: Result<Query<Parameters>, QueryRejection>) -> Result<Response, Refusal> {
    let Query(asked) = query.map_err(unreadable)?;
    let now = app.clock.now();
    let sort = match asked.sort.as_deref() {
        None | Some("filed_at") => Sort::OldestFiling,
        Some("-updated_at") => Sort::NewestUpdate,
        Some(_) => return Err(parameter("sort", "one of filed_at, -updated_at")),
    };
    let query = ListQuery {
        of: Of::All { assignee: asked.assignee, late: asked.late.then_some(now) },
        status: states(asked.status.as_deref())?,
        topics: topics(&app, asked.topic.as_deref()),
        kind: asked.kind,
        q: sought(asked.q)?,
        sort,
        limit: limit(asked.limit)?.min(MAX_PAGE),
        ..ListQuery::default()
    };
    let service = &app.file.default_language().service;
    let rows = app.store.tickets(&query).await?;
    let rows: Vec<Row> = rows
        .iter()
        .take(query.limit as usize)
        .map(|row| Row {
            summary: view::summary(row, service),
            partner: row.partner.name.clone(),
            assignee: row.assignee.clone(),
            news_by: row.news_by,
            late: row.news_by.is_some_and(|by| by < now),
            nudged_at: row.nudged_at,
        })
        .collect();
    Ok(unkept(StatusCode::OK, &rows))
}

async fn read(State(app): State<App>, _: Handler, Id(id): Id) -> Result<Response, Refusal> {
    let row = find(&app, &id).await?;
    let service = &app.file.in_language(&row.partner.language).service;
    let updates = app.store.updates(&row.id, 0, row.last_update).await?;
    let audit = app.store.audit(&row.id).await?.into_iter().map(AuditLine::from).collect();
    let ticket = view::ticket(&row, service, app.clock.now());
    Ok(unkept(StatusCode::OK, &Case { ticket, assignee: row.assignee, updates, audit }))
}

/// By id, or by reference as a person writes it.
pub(super) async fn find(app: &App, id: &str) -> Result<TicketRow, Refusal> {
    let mut row = app.store.ticket(id).await?;
    if let (None, Some(reference)) = (&row, Reference::parse(id)) {
        row = app.store.by_reference(reference.as_str()).await?;
    }
    row.ok_or_else(|| Refusal::new(ProblemType::NotFound))
}

async fn act(
    State(app): State<App>,
    Handler(name): Handler,
    Id(id): Id,
    headers: HeaderMap,
    Json { value: asking, hash }: Json<Request>,
) -> Result<Response, Refusal> {
    let mut row = find(&app, &id).await?;
    // A key is welcome: a repeated command then changes nothing.
    let asked = match headers.contains_key(IDEMPOTENCY_KEY) {
        true => Some(idempotency(&headers, format!("handler:{}", row.id), hash)?),
        false => None,
    };
    if let Some(asked) = &asked
        && let Some(recalled) = app.store.recall(asked).await?
    {
        return repeated(recalled);
    }
    let most = app.file.default_language().service.limits.attachments;
    let mut errors = asking.faults(app.clock.now(), most, &row.partner.properties);
    let (attached, missing) = attached(&app, &asking.attachments).await?;
    if let (false, Some(asked)) = (missing.is_empty(), &asked)
        && let Some(recalled) = app.store.recall(asked).await?
    {
        return repeated(recalled);
    }
    add_missing(&mut errors, missing);
    if !errors.is_empty() {
        return Err(invalid(errors, "en"));
    }
    let language = headers.get(header::CONTENT_LANGUAGE).and_then(|value| value.to_str().ok());
    loop {
        let (what, attached) = (asking.what.clone(), attached.clone());
        let advance = handler::done(what, attached, &name, language, asked.clone(), &row, app.means())?;
        let update = advance.updates.first().cloned();
        match app.store.advance(advance).await? {
            Advanced::Stored => {
                app.mail.notify_one();
                let Some(update) = update else { return Ok(StatusCode::NO_CONTENT.into_response()) };
                return Ok(unkept(StatusCode::CREATED, &update));
            }
            Advanced::Recalled(recalled) => return repeated(recalled),
            Advanced::Gone(place) => return Err(gone(place, "en")),
            Advanced::Changed => row = find(&app, &row.id).await?,
        }
    }
}

/// An answer that nobody keeps.
pub(super) fn unkept<T: Serialize>(status: StatusCode, value: &T) -> Response {
    let mut response = (status, axum::Json(value)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
