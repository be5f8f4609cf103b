//! The public report of each year, for everybody: JSON and CSV.

use super::App;
use super::caller::Id;
use super::conditional::{Ready, Scope, json, ready, spoken, wanted_language};
use super::problem::Refusal;
use super::tickets::{parameter, unreadable};
use crate::report::{Edition, Year, csv, told, year_of, zone};
use crate::store::{Failure, PublishedRow};
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use recourse_contract::ProblemType;
use recourse_contract::report::{Report, ReportYear, Reports};
use recourse_contract::service::Capability;
use recourse_contract::time::MINUTE;
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/reports", get(list)).route("/reports/{year}", get(read))
}

pub(super) fn unknown() -> Refusal {
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
    /// One of the platform's languages: a link has no header. Without it, as the header says.
    language: Option<String>,
}

async fn read(
    State(app): State<App>,
    Id(year): Id,
    query: Result<Query<Parameters>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let Query(asked) = query.map_err(unreadable)?;
    let year = calendar_year(&app, &year)?;
    let spoken = spoken(&app, asked.language.as_deref(), &headers)?;
    let is_csv = match asked.format.as_deref() {
        None => wants_csv(&headers),
        Some("csv") => true,
        Some("json") => false,
        Some(_) => return Err(parameter("format", "one of json, csv")),
    };
    let line = years(&app).await?.into_iter().find(|line| line.year == year.number).ok_or_else(unknown)?;
    let report = match (line.version, asked.version) {
        // What nobody has verified is computed, and has no other version.
        (0, None | Some(0)) => without_tables(unverified(&app, &year, &spoken.locale, PATIENCE).await?),
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

/// A year in an address: four digits.
pub(super) fn calendar_year(app: &App, text: &str) -> Result<Year, Refusal> {
    let is_year = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse::<u16>().ok().filter(|_| is_year).ok_or_else(unknown)?;
    Year::of(number, &zone(&app.file)).ok_or_else(unknown)
}

/// The snapshot in this language, or in one of those that the file had then.
fn of_language(row: PublishedRow, locale: &str) -> Option<Report> {
    let mut bodies = row.bodies;
    bodies.remove(locale).or_else(|| bodies.into_values().next())
}

/// Without what nobody may watch while it changes: from one minute to the next a table would tell of a single case.
fn without_tables(mut report: Report) -> Report {
    report.tables.clear();
    report.definitions.retain(|notice| notice.id != "tables");
    report
}

/// The figures as they are now, or were so many milliseconds ago (`patience`).
pub(super) async fn unverified(app: &App, year: &Year, locale: &str, patience: i64) -> Result<Report, Failure> {
    let (figures, computed_at) = app.figures.of(app, year, patience).await?;
    let edition = Edition { version: 0, computed_at, verified_on: None, corrections: Vec::new() };
    Ok(told(&figures, year, edition, app.file.in_language(locale)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_is_given_to_whoever_names_it_first() {
        let wants = |accept: &str| {
            let headers = HeaderValue::from_str(accept).map(|value| HeaderMap::from_iter([(header::ACCEPT, value)]));
            wants_csv(&headers.expect("a header"))
        };
        assert!(wants("text/csv") && wants("Text/CSV;q=0.9, */*") && wants("text/csv, application/json"));
        assert!(!wants("*/*") && !wants("application/json, text/csv") && !wants("text/html") && !wants(""));
    }
}
