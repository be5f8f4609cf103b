//! `GET /service`. Its answers are made once for each language, and made again when an incident or a report changes them.

use super::App;
use super::conditional::{Ready, Scope, ready, wanted_language};
use super::problem::Refusal;
use super::reports;
use crate::incident::{SHOWN_AFTER, shown};
use crate::report::{Year, year_of, zone};
use crate::service_file::{Localised, ServiceFile};
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use recourse_contract::service::{Capability, Topic};
use recourse_contract::{Service, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/service", get(service))
}

/// The answers that are ready.
#[derive(Default)]
pub struct Prepared {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// Raised with each change: what was read before it is not kept after it.
    edition: u64,
    /// By language, each until the moment (milliseconds since 1970) at which it is no longer right.
    answers: HashMap<String, (i64, Ready)>,
}

impl Prepared {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().expect("nobody panics with it")
    }

    /// The incidents or the reports have changed.
    pub(super) fn forget(&self) {
        let mut kept = self.kept();
        kept.edition += 1;
        kept.answers.clear();
    }

    fn answer(&self, locale: &str, now: Timestamp) -> Option<Ready> {
        self.kept().answers.get(locale).filter(|(until, _)| now.0 < *until).map(|(_, ready)| ready.clone())
    }

    fn keep(&self, edition: u64, locale: &str, until: i64, answer: Ready) {
        let mut kept = self.kept();
        if kept.edition == edition {
            kept.answers.insert(locale.to_owned(), (until, answer));
        }
    }
}

async fn service(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refusal> {
    let file = app.file.negotiated(wanted_language(&headers));
    let now = app.clock.now();
    let answer = match app.prepared.answer(&file.locale, now) {
        Some(answer) => answer,
        None => prepare(&app, file, now).await?,
    };
    Ok(ready(&headers, answer, &file.locale, Scope::Public))
}

async fn prepare(app: &App, file: &Localised, now: Timestamp) -> Result<Ready, Refusal> {
    let edition = app.prepared.kept().edition;
    let rows = app.store.incidents(Timestamp(now.0 - SHOWN_AFTER)).await?;
    let until = rows.iter().filter_map(|row| row.solved_at).map(|at| at.0 + SHOWN_AFTER).min().unwrap_or(i64::MAX);
    let incidents = rows.iter().map(|row| shown(row, &file.locale, &app.file)).collect();
    let report_years: Vec<u16> = reports::years(app).await?.into_iter().map(|line| line.year).collect();
    // The year that runs has a report when it is over.
    let zone = zone(&app.file);
    let turn = Year::of(year_of(now, &zone), &zone).map_or(until, |year| year.ends_at().0);
    let until = until.min(turn);
    let mut service = Service { incidents, report_years, ..file.service.clone() };
    service.topics.iter_mut().for_each(|topic| update(topic, &app.file));
    if service.offers(Capability::Receipts) {
        // What signs comes first. The file may name keys of before that were elsewhere.
        let named = std::mem::take(&mut service.receipt_keys);
        service.receipt_keys = app.receipts.published().into_iter().chain(named).collect();
    }
    service.push_key = app.push.as_ref().map(|push| push.key.public());
    if service.push_key.is_none() {
        service.capabilities.retain(|known| *known != Capability::Push);
    }
    let answer = Ready::of(&service);
    app.prepared.keep(edition, &file.locale, until, answer.clone());
    Ok(answer)
}

/// How long topics take, as the last report says.
fn update(topic: &mut Topic, file: &ServiceFile) {
    topic.average_hours = file.average_hours(&topic.id, topic.average_hours);
    topic.topics.iter_mut().for_each(|topic| update(topic, file));
}
