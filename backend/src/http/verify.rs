//! The staff's side of the public report: look at it, verify it, correct it, say what counts.

use super::App;
use super::body::Json;
use super::caller::{Handler, Id};
use super::conditional::wanted_language;
use super::handler::{find, unkept};
use super::problem::Refusal;
use super::reports::{calendar_year, unknown, unverified, years};
use super::tickets::{idempotency, invalid};
use crate::incident::Texts;
use crate::report::publish::{self, NewVersion, Verification, Version};
use crate::report::{Year, compute, day_of, zone};
use crate::service_file::ServiceFile;
use crate::store::{Audit, Failure, Idempotency, PublishedRow, Publishing, Store};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post, put};
use recourse_contract::report::Report;
use recourse_contract::ticket::TicketKind;
use recourse_contract::{IDEMPOTENCY_KEY, ProblemType, Timestamp};
use serde::{Deserialize, Serialize};

/// A year as staff see it: as it would be published now, and what was published.
#[derive(Debug, Serialize, Deserialize)]
pub struct YearReport {
    /// The figures now, also of the year that runs.
    pub now: Report,
    /// The published versions, the latest first.
    pub versions: Vec<VersionLine>,
}

/// A published version.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs)] // As in the store.
pub struct VersionLine {
    pub version: u32,
    pub at: Timestamp,
    pub verified_on: String,
    pub reason: Option<String>,
}

/// `PUT /handler/tickets/{id}/counting`: how a technical problem counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counting {
    /// Whether it is a complaint in the report; absent: as its topic says.
    #[serde(default)]
    pub as_complaint: Option<bool>,
}

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/reports", get(all))
        .route("/reports/{year}", get(one).put(verify))
        .route("/reports/{year}/versions", post(correct))
        .route("/tickets/{id}/counting", put(count))
}

/// Takes over what the last report says of how long topics take.
///
/// # Errors
/// When the store fails.
pub async fn recall_averages(store: &dyn Store, file: &ServiceFile) -> Result<(), Failure> {
    let Some(year) = store.published().await?.first().map(|row| row.year) else { return Ok(()) };
    if let Some(row) = store.version(year, None).await? {
        file.take_averages(row.averages);
    }
    Ok(())
}

/// The public years.
async fn all(State(app): State<App>, _: Handler) -> Result<Response, Refusal> {
    Ok(unkept(StatusCode::OK, &years(&app).await?))
}

async fn one(State(app): State<App>, _: Handler, Id(year): Id, headers: HeaderMap) -> Result<Response, Refusal> {
    let year = calendar_year(&app, &year)?;
    let spoken = app.file.negotiated(wanted_language(&headers));
    let mut versions = app.store.published().await?;
    versions.retain(|row| row.year == year.number);
    if versions.is_empty() && !app.store.has_facts(&year).await? {
        return Err(unknown());
    }
    let now = unverified(&app, &year, &spoken.locale, 0).await?;
    Ok(unkept(StatusCode::OK, &YearReport { now, versions: versions.into_iter().map(line).collect() }))
}

fn line(row: PublishedRow) -> VersionLine {
    VersionLine { version: row.version, at: row.at, verified_on: row.verified_on, reason: row.reason }
}

async fn verify(
    State(app): State<App>,
    Handler(name): Handler,
    Id(year): Id,
    Json { value: said, .. }: Json<Verification>,
) -> Result<Response, Refusal> {
    let year = over(&app, &year)?;
    let (now, zone) = (app.clock.now(), zone(&app.file));
    let fault = publish::day_fault(said.verified_on.as_deref(), &year, now, &zone);
    if let Some(fault) = fault {
        return Err(invalid(vec![fault], "en"));
    }
    let day = said.verified_on.unwrap_or_else(|| day_of(now, &zone));
    if let Some(row) = app.store.version(year.number, None).await? {
        // The same again changes nothing.
        if row.version == 1 && row.verified_on == day {
            return Ok(unkept(StatusCode::OK, &line(row)));
        }
        let detail = "this report is published: correct it by another version, with a reason";
        return Err(Refusal::because(ProblemType::IllegalMove, detail));
    }
    let version = Version { number: 1, at: now, verified_on: day, reason: None, translations: Texts::new() };
    publish(&app, &year, version, None, None, &name).await
}

async fn correct(
    State(app): State<App>,
    Handler(name): Handler,
    Id(year): Id,
    headers: HeaderMap,
    Json { value: new, hash }: Json<NewVersion>,
) -> Result<Response, Refusal> {
    let year = over(&app, &year)?;
    // A key is welcome: a repeated command then changes nothing.
    let asked = match headers.contains_key(IDEMPOTENCY_KEY) {
        true => Some(idempotency(&headers, format!("report:{}", year.number), hash)?),
        false => None,
    };
    if let Some(asked) = &asked
        && let Some(known) = app.store.published_under(asked).await?
    {
        return answer(&app, &year, known).await;
    }
    let (now, zone) = (app.clock.now(), zone(&app.file));
    let new = new.trimmed();
    let errors = new.faults(app.file.locales(), &year, now, &zone);
    if !errors.is_empty() {
        return Err(invalid(errors, "en"));
    }
    let Some(last) = app.store.version(year.number, None).await? else {
        return Err(Refusal::because(ProblemType::IllegalMove, "nothing of this year is published yet: verify it first"));
    };
    let verified_on = new.verified_on.unwrap_or_else(|| day_of(now, &zone));
    let NewVersion { reason, translations, .. } = new;
    let version = Version { number: last.version + 1, at: now, verified_on, reason: Some(reason), translations };
    publish(&app, &year, version, Some(&last), asked, &name).await
}

/// A year that is over: only these are published.
fn over(app: &App, year: &str) -> Result<Year, Refusal> {
    let year = calendar_year(app, year)?;
    if year.ends_at() > app.clock.now() {
        return Err(Refusal::because(ProblemType::IllegalMove, "this year is not over yet"));
    }
    Ok(year)
}

async fn publish(
    app: &App,
    year: &Year,
    version: Version,
    last: Option<&PublishedRow>,
    asked: Option<Idempotency>,
    name: &str,
) -> Result<Response, Refusal> {
    // What is published is computed for it, whatever is kept.
    let figures = compute(app.store.facts(year).await?, &app.file);
    let (at, number) = (version.at, version.number);
    let row = publish::snapshot(&figures, year, version, last, &app.file);
    let action = if number == 1 { "verify" } else { "correct" };
    let actor = format!("handler:{name}");
    let audit = Audit { at, actor, action: action.to_owned(), detail: format!("version {number}") };
    let done = app.store.publish(row, asked, audit).await?;
    recall_averages(&*app.store, &app.file).await?;
    app.prepared.forget();
    answer(app, year, done).await
}

async fn answer(app: &App, year: &Year, done: Publishing) -> Result<Response, Refusal> {
    match done {
        Publishing::Done(version) => {
            let row = app.store.version(year.number, Some(version)).await?.ok_or_else(unknown)?;
            Ok(unkept(StatusCode::CREATED, &line(row)))
        }
        Publishing::KeyReused => Err(Refusal::new(ProblemType::KeyReused)),
        Publishing::Changed => {
            Err(Refusal::because(ProblemType::IllegalMove, "somebody else has published a version: look at it first"))
        }
    }
}

async fn count(
    State(app): State<App>,
    Handler(name): Handler,
    Id(id): Id,
    Json { value: said, .. }: Json<Counting>,
) -> Result<Response, Refusal> {
    let row = find(&app, &id).await?;
    if row.kind != TicketKind::TechnicalProblem {
        return Err(Refusal::because(ProblemType::IllegalMove, "only a technical problem counts one way or the other"));
    }
    let detail = match said.as_complaint {
        Some(true) => "as a complaint",
        Some(false) => "as no complaint",
        None => "as its topic says",
    };
    let audit = Audit { at: app.clock.now(), actor: format!("handler:{name}"), action: "count".into(), detail: detail.into() };
    if !app.store.count_as(&row.id, said.as_complaint, audit).await? {
        return Err(unknown());
    }
    Ok(unkept(StatusCode::OK, &said))
}
