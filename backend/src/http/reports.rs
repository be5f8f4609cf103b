//! The public report: for everybody as JSON and CSV. For staff: verify it, correct it, say what counts.

use super::App;
use super::body::Json;
use super::caller::{Handler, Id};
use super::conditional::{Ready, Scope, json, ready, wanted_language};
use super::handler::{find, unkept};
use super::problem::Refusal;
use super::tickets::{idempotency, invalid, parameter, unreadable};
use crate::report::publish::{self, NewVersion, Verification, Version};
use crate::report::{Edition, Year, compute, csv, day_of, told, year_of, zone};
use crate::service_file::ServiceFile;
use crate::store::{Audit, Failure, Idempotency, PublishedRow, Publishing, Store};
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post, put};
use recourse_contract::report::{Correction, Report, ReportYear, Reports};
use recourse_contract::service::Capability;
use recourse_contract::ticket::TicketKind;
use recourse_contract::time::MINUTE;
use recourse_contract::{IDEMPOTENCY_KEY, ProblemType, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    Router::new().route("/reports", get(list)).route("/reports/{year}", get(read))
}

pub(super) fn for_staff() -> Router<App> {
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

fn unknown() -> Refusal {
    Refusal::new(ProblemType::NotFound)
}

/// The years with a public report, the latest first: those that are over and have something to count, and those that were
/// published.
pub(super) async fn years(app: &App) -> Result<Vec<ReportYear>, Failure> {
    if !app.file.default_language().service.offers(Capability::Reports) {
        return Ok(Vec::new());
    }
    let mut found: BTreeMap<u16, ReportYear> = BTreeMap::new();
    let zone = zone(&app.file);
    let running = year_of(app.clock.now(), &zone);
    if let Some(first) = app.store.first_filing().await? {
        for number in year_of(first, &zone)..running {
            let Some(year) = Year::of(number, &zone) else { continue };
            if app.store.has_facts(&year).await? {
                found.insert(number, ReportYear { year: number, version: 0, verified_on: None });
            }
        }
    }
    // The latest version comes first: the earlier ones are put down before it.
    for PublishedRow { year, version, verified_on, .. } in app.store.published().await?.into_iter().rev() {
        found.insert(year, ReportYear { year, version, verified_on: Some(verified_on) });
    }
    Ok(found.into_values().rev().collect())
}

async fn list(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refusal> {
    if !app.file.default_language().service.offers(Capability::Reports) {
        return Err(unknown());
    }
    let spoken = app.file.negotiated(wanted_language(&headers));
    Ok(json(&headers, &Reports { items: years(&app).await? }, &spoken.locale, Scope::Everybody))
}

#[derive(Default, Deserialize)]
struct Parameters {
    version: Option<u32>,
    format: Option<String>,
}

async fn read(
    State(app): State<App>,
    Id(year): Id,
    query: Result<Query<Parameters>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Query(asked) = query.map_err(unreadable)?;
    let year = calendar_year(&app, &year)?;
    let spoken = app.file.negotiated(wanted_language(&headers));
    let is_csv = match asked.format.as_deref() {
        None => wants_csv(&headers),
        Some("csv") => true,
        Some("json") => false,
        Some(_) => return Err(parameter("format", "one of json, csv")),
    };
    let line = years(&app).await?.into_iter().find(|line| line.year == year.number).ok_or_else(unknown)?;
    let report = match (line.version, asked.version) {
        // What nobody has verified is computed, and has no other version.
        (0, None | Some(0)) => unverified(&app, &year, &spoken.locale, PATIENCE).await?,
        (_, asked) => {
            let row = app.store.version(year.number, asked).await?.ok_or_else(unknown)?;
            of_language(row, &spoken.locale).ok_or_else(unknown)?
        }
    };
    let answer = if is_csv { Ready::text(csv::csv(&report, &spoken.locale), CSV) } else { Ready::of(&report) };
    let mut response = ready(&headers, answer, &spoken.locale, Scope::Everybody);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept, accept-language"));
    let name = format!("attachment; filename=\"report-{}-{}-{}.csv\"", report.year, report.version, spoken.locale);
    if let (true, Ok(name)) = (is_csv, HeaderValue::from_str(&name)) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// Milliseconds for which readers get the figures of a year again, whatever has changed since.
const PATIENCE: i64 = MINUTE;
const CSV: &str = "text/csv; charset=utf-8; header=present";

/// Whether the request names CSV, and JSON not before it.
fn wants_csv(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let csv = accepted.find("text/csv");
    csv.is_some_and(|at| accepted.find("application/json").is_none_or(|json| at < json))
}

fn calendar_year(app: &App, text: &str) -> Result<Year, Refusal> {
    let is_year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse::<u16>().ok().filter(|_| is_year).ok_or_else(unknown)?;
    Year::of(number, &zone(&app.file)).ok_or_else(unknown)
}

/// The snapshot in this language, or in one of those that the file had then.
fn of_language(row: PublishedRow, locale: &str) -> Option<Report> {
    let mut bodies = row.bodies;
    bodies.remove(locale).or_else(|| bodies.into_values().next())
}

/// What was computed so long ago is looked at again.
async fn unverified(app: &App, year: &Year, locale: &str, patience: i64) -> Result<Report, Failure> {
    let (figures, computed_at) = app.figures.of(app, year, patience).await?;
    let edition = Edition { version: 0, computed_at, verified_on: None, corrections: Vec::new() };
    Ok(told(&figures, year, edition, app.file.in_language(locale)))
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
    let version = Version { number: 1, at: now, verified_on: day, reason: None };
    publish(&app, &year, version, &[], None, &name).await
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
    let errors = new.faults(&year, now, &zone);
    if !errors.is_empty() {
        return Err(invalid(errors, "en"));
    }
    let mut before = app.store.published().await?;
    before.retain(|row| row.year == year.number);
    let Some(last) = before.first().map(|row| row.version) else {
        return Err(Refusal::because(ProblemType::IllegalMove, "nothing of this year is published yet: verify it first"));
    };
    let corrections: Vec<Correction> = before
        .into_iter()
        .filter_map(|row| row.reason.map(|reason| Correction { version: row.version, at: row.at, reason }))
        .collect();
    let verified_on = new.verified_on.unwrap_or_else(|| day_of(now, &zone));
    let version = Version { number: last + 1, at: now, verified_on, reason: Some(new.reason) };
    publish(&app, &year, version, &corrections, asked, &name).await
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
    before: &[Correction],
    asked: Option<Idempotency>,
    name: &str,
) -> Result<Response, Refusal> {
    // What is published is computed for it, whatever is kept.
    let figures = compute(app.store.facts(year).await?, &app.file);
    let (at, number) = (version.at, version.number);
    let row = publish::snapshot(&figures, year, version, before, &app.file);
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
