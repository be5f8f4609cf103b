//! The receipt of an entry, for whoever may read its ticket.

use super::App;
use super::attachments::disposition;
use super::caller::{Caller, Id};
use super::conditional::{Ready, ready};
use super::problem::Refusal;
use super::tickets::unreadable;
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::get;
use recourse_contract::ProblemType;
use recourse_contract::service::Capability;
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/tickets/{id}/receipt", get(read))
}

#[derive(Default, Deserialize)]
struct Parameters {
    /// Of the entry; 1 is the filing.
    number: Option<u32>,
    /// Whatever its value: as a file.
    download: Option<String>,
}

async fn read(
    State(app): State<App>,
    Id(id): Id,
    caller: Caller,
    query: Result<Query<Parameters>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let none = || Refusal::new(ProblemType::NotFound);
    let file = app.file.default_language();
    if !file.service.offers(Capability::Receipts) {
        return Err(none());
    }
    let Query(asked) = query.map_err(unreadable)?;
    let row = caller.ticket(&app, &id).await?;
    let number = asked.number.unwrap_or(1);
    let before = number.checked_sub(1).ok_or_else(none)?;
    let entry = app.store.updates(&row.id, before, 1).await?.pop().filter(|entry| entry.number == number).ok_or_else(none)?;
    // The platform has one name in it, whatever language is spoken.
    let signed = app.receipts.signed(&row, &entry, &file.service.platform.name).ok_or_else(none)?;
    let mut response = ready(&headers, Ready::canonical(&signed), &file.locale, caller.scope());
    if asked.download.is_some()
        && let Ok(value) = HeaderValue::from_str(&disposition(&signed.receipt.file_name()))
    {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
