//! Tickets: file, list, read.

use super::App;
use super::body::Json;
use super::caller::{Caller, Id};
use super::conditional::{json, wanted_language};
use super::problem::Refusal;
use super::uploads::{attached, gone};
use crate::secret::{Link, new_reference};
use crate::store::{After, Filed as Stored, Idempotency, ListQuery, Recalled, Sort};
use crate::view;
use crate::words::Words;
use crate::{filing, life, mediation};
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use recourse_contract::service::Topic;
use recourse_contract::ticket::{State as TicketState, TicketKind};
use recourse_contract::{
    FieldError, Filed, IDEMPOTENCY_KEY, MAX_PAGE, NewTicket, Page, ProblemType, Ticket, TicketSummary, Timestamp,
};
use serde::Deserialize;
use std::collections::HashSet;

/// References are random; two of 2 × 10¹¹ meet seldom, five times in a row never.
const REFERENCE_TRIES: u32 = 5;
/// Longest text to look for, in characters.
const MAX_QUERY: usize = 200;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/tickets", get(list).post(file)).route("/tickets/{id}", get(read))
}

/// The key that makes a creating request safe to repeat.
pub(super) fn idempotency(headers: &HeaderMap, scope: String, body_hash: String) -> Result<Idempotency, Refusal> {
    let key = headers.get(IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok()).map(str::trim).unwrap_or_default();
    if !(16..=200).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Refusal::new(ProblemType::KeyMissing));
    }
    Ok(Idempotency { scope, key: key.to_owned(), body_hash })
}

async fn file(
    State(app): State<App>,
    headers: HeaderMap,
    Json { value: new, hash }: Json<NewTicket>,
) -> Result<Response, Refusal> {
    let asked = idempotency(&headers, "tickets".into(), hash)?;
    let shown = app.file.negotiated(wanted_language(&headers));
    if let Some(recalled) = app.store.recall(&asked).await? {
        return repeated(&app, recalled).await;
    }
    let new = new.trimmed(&shown.service);
    let mut errors = new.faults(&shown.service);
    errors.extend(mediation::fault(&new, &shown.service));
    let (attached, missing) = attached(&app, &new.attachments).await?;
    if !missing.is_empty() {
        // The same request may have been quicker, and have them.
        if let Some(recalled) = app.store.recall(&asked).await? {
            return repeated(&app, recalled).await;
        }
        add_missing(&mut errors, missing);
    }
    if !errors.is_empty() {
        return Err(invalid(errors, &shown.locale));
    }
    let now = app.clock.now();
    let mut filing = filing::filing_with(new, attached, Some((asked, shown)), &app.file, now, &*app.random);
    for _ in 0..REFERENCE_TRIES {
        match app.store.file(filing.clone()).await? {
            Stored::Stored => {
                app.mail.notify_one();
                app.staff.notify_one();
                let ticket = view::ticket(&filing.ticket, &shown.service, app.clock.now());
                return Ok(filed(&app, ticket, filing.ticket.generation, &shown.locale));
            }
            Stored::Recalled(recalled) => return repeated(&app, recalled).await,
            Stored::Gone(place) => return Err(gone(place, &shown.locale)),
            Stored::ReferenceTaken => {
                filing.ticket.reference = new_reference(&*app.random);
                if let Some((_, answer)) = &mut filing.answer {
                    *answer = filing::answer(&view::ticket(&filing.ticket, &shown.service, app.clock.now()), &shown.locale);
                }
            }
        }
    }
    tracing::error!("no free reference was found");
    Err(Refusal::new(ProblemType::Internal))
}

/// The first answer again: the ticket as it was stored, with a token made anew.
async fn repeated(app: &App, recalled: Recalled) -> Result<Response, Refusal> {
    let Recalled::Same { ticket, answer } = recalled else { return Err(Refusal::new(ProblemType::KeyReused)) };
    let row = app.store.ticket(&ticket).await?.ok_or_else(|| Refusal::new(ProblemType::Internal))?;
    let ticket: Ticket = serde_json::from_str(&answer.body).map_err(|fault| {
        tracing::error!(%fault, "a kept answer cannot be read");
        Refusal::new(ProblemType::Internal)
    })?;
    Ok(filed(app, ticket, row.generation, &answer.language))
}

fn filed(app: &App, ticket: Ticket, generation: i64, language: &str) -> Response {
    let place = format!("{}/tickets/{}", recourse_contract::BASE_PATH, ticket.summary.id);
    let link_token = app.key.token(&Link { ticket: ticket.summary.id.clone(), generation });
    created(&Filed { ticket, link_token }, Some(&place), language)
}

/// The fields that have to change, in words of this language.
pub(super) fn invalid(mut errors: Vec<FieldError>, language: &str) -> Refusal {
    Words::of(language).explain(&mut errors);
    let mut refusal = Refusal::new(ProblemType::Invalid);
    refusal.0.errors = errors;
    refusal
}

/// Adds what is wrong with the uploads, but for those that are at fault already.
pub(super) fn add_missing(errors: &mut Vec<FieldError>, missing: Vec<FieldError>) {
    let known: HashSet<&str> = errors.iter().map(|fault| fault.pointer.as_str()).collect();
    let missing: Vec<FieldError> = missing.into_iter().filter(|fault| !known.contains(fault.pointer.as_str())).collect();
    errors.extend(missing);
}

/// `201` with a body that nobody keeps.
pub(super) fn created<T: serde::Serialize>(value: &T, place: Option<&str>, language: &str) -> Response {
    let mut response = (StatusCode::CREATED, axum::Json(value)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in [(header::LOCATION, place), (header::CONTENT_LANGUAGE, Some(language))] {
        if let Some(Ok(value)) = value.map(HeaderValue::from_str) {
            headers.insert(name, value);
        }
    }
    response
}

async fn read(State(app): State<App>, Id(id): Id, caller: Caller, headers: HeaderMap) -> Result<Response, Refusal> {
    let row = caller.ticket(&app, &id).await?;
    let shown = app.file.negotiated(wanted_language(&headers));
    Ok(json(&headers, &view::ticket(&row, &shown.service, app.clock.now()), &shown.locale, caller.scope()))
}

/// The parameters of a list, as they come.
#[derive(Default, Deserialize)]
struct Parameters {
    status: Option<String>,
    topic: Option<String>,
    kind: Option<TicketKind>,
    q: Option<String>,
    updated_after: Option<Timestamp>,
    waiting: Option<bool>,
    sort: Option<String>,
    cursor: Option<String>,
    limit: Option<u32>,
}

async fn list(
    State(app): State<App>,
    caller: Caller,
    query: Result<Query<Parameters>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Query(asked) = query.map_err(unreadable)?;
    let sort = match asked.sort.as_deref() {
        None | Some("-updated_at") => Sort::NewestUpdate,
        Some("updated_at") => Sort::OldestUpdate,
        Some("-filed_at") => Sort::NewestFiling,
        Some("filed_at") => Sort::OldestFiling,
        Some("waiting") => Sort::Waiting,
        Some(_) => return Err(parameter("sort", "one of -updated_at, updated_at, -filed_at, filed_at, waiting")),
    };
    let after = match &asked.cursor {
        None => None,
        Some(cursor) => Some(read_cursor(cursor).ok_or_else(|| parameter("cursor", "as `next` gave it"))?),
    };
    let limit = limit(asked.limit)?;
    let q = sought(asked.q)?;
    let query = ListQuery {
        of: caller.tickets(&app).await?,
        status: states(asked.status.as_deref())?,
        topics: topics(&app, asked.topic.as_deref()),
        kind: asked.kind,
        q,
        updated_after: asked.updated_after,
        waiting: asked.waiting == Some(true),
        sort,
        after,
        limit,
    };
    let mut rows = app.store.tickets(&query).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| {
        let value = match sort {
            Sort::NewestUpdate | Sort::OldestUpdate | Sort::Waiting => row.updated_at,
            Sort::NewestFiling | Sort::OldestFiling => row.filed_at,
        };
        let waits = row.state.waits_for_partner() || life::answer_by(row).is_some();
        URL_SAFE_NO_PAD.encode(format!("{}:{}:{}", u8::from(waits), value.0, row.id))
    });
    let shown = app.file.negotiated(wanted_language(&headers));
    let items: Vec<TicketSummary> = rows.iter().map(|row| view::summary(row, &shown.service)).collect();
    Ok(json(&headers, &Page { items, next }, &shown.locale, caller.scope()))
}

/// Words to look for, if there are any. The database takes no condition of thousands of them.
pub(super) fn sought(q: Option<String>) -> Result<Option<String>, Refusal> {
    if q.as_ref().is_some_and(|text| text.chars().count() > MAX_QUERY) {
        return Err(parameter("q", &format!("at most {MAX_QUERY} characters long")));
    }
    Ok(q.filter(|words| !words.trim().is_empty()))
}

/// The states of a list parted by commas.
pub(super) fn states(list: Option<&str>) -> Result<Vec<TicketState>, Refusal> {
    let read = |name: &str| match serde_json::from_value(name.into()) {
        Ok(TicketState::Other) | Err(_) => Err(parameter("status", "one or more states, parted by commas")),
        Ok(state) => Ok(state),
    };
    list.map_or(Ok(Vec::new()), |list| list.split(',').map(read).collect())
}

/// A topic and everything below it. One that is not known has no tickets, or those of a tree of before.
pub(super) fn topics(app: &App, id: Option<&str>) -> Vec<String> {
    fn below(topic: &Topic, all: &mut Vec<String>) {
        all.push(topic.id.clone());
        topic.topics.iter().for_each(|topic| below(topic, all));
    }
    let Some(id) = id else { return Vec::new() };
    let mut all = Vec::new();
    match app.file.default_language().service.path(id).and_then(|way| way.last().copied()) {
        Some(topic) => below(topic, &mut all),
        None => all.push(id.to_owned()),
    }
    all
}

fn read_cursor(text: &str) -> Option<After> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (waits, rest) = text.split_once(':')?;
    let (value, id) = rest.split_once(':')?;
    Some(After { waits: waits == "1", value: value.parse().ok()?, id: id.to_owned() })
}

/// How many rows a page has.
pub(super) fn limit(asked: Option<u32>) -> Result<u32, Refusal> {
    match asked {
        None => Ok(50),
        Some(limit @ 1..=MAX_PAGE) => Ok(limit),
        Some(_) => Err(parameter("limit", &format!("from 1 to {MAX_PAGE}"))),
    }
}

/// A query parameter that cannot be used.
pub(super) fn parameter(name: &str, wanted: &str) -> Refusal {
    Refusal::because(ProblemType::Malformed, format!("the parameter `{name}` is {wanted}"))
}

/// A query that cannot be read.
pub(super) fn unreadable(fault: QueryRejection) -> Refusal {
    Refusal::because(ProblemType::Malformed, fault.body_text())
}
