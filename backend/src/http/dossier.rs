//! The dossier of a ticket, for whoever may read the ticket: one archive, made while it is sent.

use super::App;
use super::attachments::{AsItIs, disposition};
use super::caller::{Caller, Id};
use super::conditional::spoken;
use super::problem::Refusal;
use super::tickets::unreadable;
use super::uploads::failed;
use crate::dossier::{Dossier, Place, Signed, Zip, evidence, made, parts, pieces};
use crate::store::TicketRow;
use crate::view;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use recourse_contract::service::Capability;
use recourse_contract::{ProblemType, Update, canonical};
use serde::Deserialize;
use std::num::NonZeroU32;
use std::sync::Arc;

/// Dossiers of one ticket in a minute: each reads all its files.
const A_MINUTE: NonZeroU32 = NonZeroU32::new(10).expect("more than none");

/// By the ids of tickets.
type Limiter = Arc<DefaultKeyedRateLimiter<String>>;

pub(super) fn routes() -> Router<App> {
    let limiter: Limiter = Arc::new(RateLimiter::keyed(Quota::per_minute(A_MINUTE)));
    Router::new().route("/tickets/{id}/dossier", get(read).route_layer(Extension(limiter)))
}

/// What belongs to mediation is there where that is offered.
pub(super) fn offered(app: &App) -> Result<(), Refusal> {
    let is_offered = app.file.default_language().service.offers(Capability::Mediation);
    if is_offered { Ok(()) } else { Err(Refusal::new(ProblemType::NotFound)) }
}

#[derive(Default, Deserialize)]
struct Parameters {
    /// One of the platform's languages; without it, as the request's header says.
    language: Option<String>,
}

async fn read(
    State(app): State<App>,
    Id(id): Id,
    caller: Caller,
    Extension(limiter): Extension<Limiter>,
    query: Result<Query<Parameters>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    offered(&app)?;
    let Query(asked) = query.map_err(unreadable)?;
    let row = caller.ticket(&app, &id).await?;
    let spoken = spoken(&app, asked.language.as_deref(), &headers)?;
    check(&limiter, &row)?;
    let now = app.clock.now();
    let thread = app.store.updates(&row.id, 0, u32::MAX).await?;
    let ticket = view::ticket(&row, &spoken.service, now);
    let receipts = receipts(&app, &row, &thread);
    let mut evidence = evidence(&ticket, &thread);
    for one in evidence.iter_mut().filter(|one| matches!(one.place, Place::Here(_))) {
        // One that is lost is named as such: the rest is no worse for it.
        if app.files.length(&one.file.id).await.map_err(|fault| failed(&fault))? != Some(one.file.size) {
            one.place = Place::Missing;
        }
    }
    let dossier = Dossier { ticket: &ticket, thread: &thread, evidence, receipts, spoken, public_url: &app.public_url, now };
    let zip = Zip::new(made(now, &spoken.service.platform.time_zone));
    let mut response = Body::from_stream(pieces(zip, parts(dossier), app.files.clone())).into_response();
    // What is in it is packed, or cannot be.
    response.extensions_mut().insert(AsItIs);
    for (name, value) in [
        (header::CONTENT_TYPE, "application/zip"),
        (header::CONTENT_DISPOSITION, &disposition(&format!("dossier-{}.zip", row.reference))),
        (header::CONTENT_LANGUAGE, &spoken.locale),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

/// What the platform has signed, where it does.
fn receipts(app: &App, row: &TicketRow, thread: &[Update]) -> Vec<Signed> {
    // As a receipt by itself, whatever language is spoken.
    let service = &app.file.default_language().service;
    let signed = |entry: &Update| {
        let signed = app.receipts.signed(row, entry, &service.platform.name)?;
        let json = canonical::written(&serde_json::to_value(&signed).expect("a receipt is plain data"));
        Some(Signed { number: entry.number, at: entry.at, name: signed.receipt.file_name(), json })
    };
    if service.offers(Capability::Receipts) { thread.iter().filter_map(signed).collect() } else { Vec::new() }
}

fn check(limiter: &Limiter, row: &TicketRow) -> Result<(), Refusal> {
    // Tickets of which nobody has asked for long are forgotten, now and then.
    if limiter.len() > 10_000 {
        limiter.retain_recent();
    }
    limiter.check_key(&row.id).map_err(|early| {
        let wait = early.wait_time_from(DefaultClock::default().now());
        Refusal::new(ProblemType::TooMany).after(wait.as_secs() + 1)
    })
}
