//! Uploads, after tus 1.0 (<https://tus.io/protocols/resumable-upload>): creation, expiration, termination, checksum. Before a
//! file belongs to a ticket, its address is all that opens it.

mod append;
mod protocol;

pub(super) use protocol::{READ, SENT, announce, is_upload};

use super::App;
use super::body::drained;
use super::caller::Id;
use super::conditional::wanted_language;
use super::limits::{Network, Patience};
use super::problem::Refusal;
use super::tickets::invalid;
use crate::attachments::{Bounds, Kind};
use crate::secret::new_id;
use crate::service_file::Localised;
use crate::store::{Room, UploadRow};
use append::{Arrival, append};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{head, post};
use axum::{Extension, Router};
use protocol::{Sum, UPLOAD_LENGTH, UPLOAD_OFFSET, number, speaks, takes_pieces, with_state};
use recourse_contract::time::HOUR;
use recourse_contract::{Attachment, Code, FieldError, ProblemType, Timestamp};

/// Seconds after which somebody with too much waiting may ask again.
const LATER: u64 = 600;
/// Milliseconds that an upload waits for its first byte: announcing costs nothing.
const UNBEGUN: i64 = HOUR / 2;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/uploads", post(create)).route("/uploads/{id}", head(read).patch(write).delete(take_back))
}

async fn create(
    State(app): State<App>,
    network: Option<Extension<Network>>,
    patience: Option<Extension<Patience>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let shown = app.file.negotiated(wanted_language(&headers));
    let patience = Patience::of(patience);
    let (row, sum) = match begun(&app, &headers, shown, network).await {
        Ok(begun) => begun,
        Err(refusal) => {
            drained(body, patience.0).await;
            return Err(refusal);
        }
    };
    let place = format!("{}/uploads/{}", recourse_contract::BASE_PATH, row.id);
    let row = match (sum, app.files.hold(&row.id)) {
        (Some(sum), Some(hold)) => {
            let arrival = Arrival { row, hold, sum, patience, language: shown.locale.clone() };
            append::first(app, arrival, body).await?
        }
        _ => row,
    };
    let mut response = with_state(StatusCode::CREATED, &row);
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// A file that has its row and its place on the disk, and how its first piece is looked at if that comes in the same request
/// (creation-with-upload).
async fn begun(
    app: &App,
    headers: &HeaderMap,
    shown: &Localised,
    network: Option<Extension<Network>>,
) -> Result<(UploadRow, Option<Sum>), Refusal> {
    speaks(headers)?;
    let row = announced(app, headers, shown, network)?;
    let sum = if takes_pieces(headers) { Some(Sum::asked(headers)?) } else { None };
    match app.store.begin_upload(row.clone(), app.files.bounds().waiting).await? {
        Room::There => {}
        Room::NotForClient => return Err(Refusal::new(ProblemType::TooMany).after(LATER)),
        Room::NotForAnybody => return Err(Refusal::new(ProblemType::Unavailable).after(LATER)),
    }
    if let Err(fault) = app.files.create(&row.id).await {
        app.store.forget_upload(&row.id).await?;
        return Err(failed(&fault));
    }
    Ok((row, sum))
}

/// The file that is about to come, as the headers say. What cannot come in is refused before it travels.
fn announced(
    app: &App,
    headers: &HeaderMap,
    shown: &Localised,
    network: Option<Extension<Network>>,
) -> Result<UploadRow, Refusal> {
    let limits = &shown.service.limits;
    if limits.attachments == 0 {
        return Err(Refusal::new(ProblemType::NotFound));
    }
    let size = number(headers, UPLOAD_LENGTH)?;
    if size > limits.attachment_bytes {
        let mut refusal = Refusal::new(ProblemType::TooLarge);
        refusal.0.limit = Some(limits.attachment_bytes);
        return Err(refusal);
    }
    let (name, declared) = protocol::metadata(headers)?;
    let allowed = |kind: &Kind| limits.attachment_types.iter().any(|one| one == kind.media_type());
    if size == 0 {
        return Err(refused(Code::FileDamaged, &shown.locale));
    }
    if !Kind::all().filter(allowed).any(|kind| kind.agrees(&name, &declared)) {
        return Err(refused(Code::FileType, &shown.locale));
    }
    Ok(UploadRow {
        id: new_id(&*app.random),
        client: app.key.client(&Network::name(network)),
        name,
        media_type: declared,
        size,
        received: 0,
        expires_at: expiry(app.clock.now(), app.files.bounds(), 0),
        sha256: None,
        ticket: None,
    })
}

async fn read(State(app): State<App>, Id(id): Id, headers: HeaderMap) -> Result<Response, Refusal> {
    speaks(&headers)?;
    Ok(with_state(StatusCode::OK, &found(&app, &id).await?))
}

async fn write(
    State(app): State<App>,
    Id(id): Id,
    patience: Option<Extension<Patience>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let patience = Patience::of(patience);
    let language = app.file.negotiated(wanted_language(&headers)).locale.clone();
    let arrival = match arrival(&app, &id, &headers, patience, language).await {
        Ok(arrival) => arrival,
        Err(refusal) => {
            drained(body, patience.0).await;
            return Err(refusal);
        }
    };
    let row = append(app, arrival, body).await?;
    Ok(with_state(StatusCode::NO_CONTENT, &row))
}

/// What a piece goes on with, if it can.
async fn arrival(app: &App, id: &str, headers: &HeaderMap, patience: Patience, language: String) -> Result<Arrival, Refusal> {
    speaks(headers)?;
    if !takes_pieces(headers) {
        return Err(Refusal::because(ProblemType::MediaType, "a piece is application/offset+octet-stream"));
    }
    let (offset, sum) = (number(headers, UPLOAD_OFFSET)?, Sum::asked(headers)?);
    found(app, id).await?;
    let Some(hold) = app.files.hold(id) else { return Err(protocol::locked()) };
    // Again, now that nobody else writes to it.
    let row = found(app, id).await?;
    if offset != row.received {
        return Err(Refusal::because(ProblemType::Offset, format!("it goes on at {}", row.received)));
    }
    let coming = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if coming.is_some_and(|coming| coming > row.size - row.received) {
        return Err(append::too_much(&row));
    }
    // Announced files have taken no room. What has begun may use a tenth more than what begins, so that it comes to its end.
    let most = app.files.bounds().waiting;
    if most > 0 && app.store.waiting_bytes().await? + coming.unwrap_or_default() > most + most / 10 {
        return Err(Refusal::new(ProblemType::Unavailable).after(LATER));
    }
    Ok(Arrival { row, hold, sum, patience, language })
}

async fn take_back(State(app): State<App>, Id(id): Id, headers: HeaderMap) -> Result<Response, Refusal> {
    speaks(&headers)?;
    found(&app, &id).await?;
    let Some(_hold) = app.files.hold(&id) else { return Err(protocol::locked()) };
    if !forgotten(&app, &id).await? {
        // A message has taken it along in the meantime.
        return Err(Refusal::new(ProblemType::Gone));
    }
    Ok((StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response())
}

/// Takes a file away that belongs to no ticket. Says whether there was one.
async fn forgotten(app: &App, id: &str) -> Result<bool, Refusal> {
    // The row first: a file without one goes at the next start.
    let was_there = app.store.forget_upload(id).await?;
    if was_there {
        app.files.remove(id).await.map_err(|fault| failed(&fault))?;
    }
    Ok(was_there)
}

/// A file on its way, with as much of it as is there for certain.
async fn found(app: &App, id: &str) -> Result<UploadRow, Refusal> {
    let row = app.store.upload(id).await?.ok_or_else(|| Refusal::new(ProblemType::NotFound))?;
    if row.ticket.is_some() || row.expires_at <= app.clock.now() {
        return Err(Refusal::new(ProblemType::Gone));
    }
    let length = app.files.length(id).await.map_err(|fault| failed(&fault))?;
    let there = length.filter(|length| !row.is_complete() || *length == row.size);
    let length = there.ok_or_else(|| Refusal::new(ProblemType::Gone))?;
    Ok(UploadRow { received: row.received.min(length), ..row })
}

/// What these uploads are, in their order, and which of them cannot go with anything. More of them than go along are not
/// looked up: their request is refused anyway.
pub(super) async fn attached(app: &App, ids: &[String]) -> Result<(Vec<Attachment>, Vec<FieldError>), Refusal> {
    let (mut attached, mut faults) = (Vec::new(), Vec::new());
    if ids.len() > app.file.default_language().service.limits.attachments as usize {
        return Ok((attached, faults));
    }
    for (place, id) in ids.iter().enumerate() {
        let code = match found(app, id).await {
            Ok(row) => match row.attachment() {
                Some(attachment) => {
                    attached.push(attachment);
                    continue;
                }
                None => Code::Incomplete,
            },
            Err(refusal) if matches!(refusal.0.kind, ProblemType::NotFound | ProblemType::Gone) => Code::Gone,
            Err(refusal) => return Err(refusal),
        };
        faults.push(FieldError { pointer: format!("/attachments/{place}"), code, detail: None, limit: None });
    }
    Ok((attached, faults))
}

/// An upload became another's while the request was decided on.
pub(super) fn gone(place: usize, language: &str) -> Refusal {
    let pointer = format!("/attachments/{place}");
    invalid(vec![FieldError { pointer, code: Code::Gone, detail: None, limit: None }], language)
}

/// When an upload is over that got its last piece now, and has so many bytes by that.
pub(super) fn expiry(now: Timestamp, bounds: Bounds, received: u64) -> Timestamp {
    Timestamp(now.0 + if received == 0 { bounds.kept.min(UNBEGUN) } else { bounds.kept })
}

/// A file that does not come in, for what it is.
fn refused(code: Code, language: &str) -> Refusal {
    invalid(vec![FieldError { pointer: "/file".into(), code, detail: None, limit: None }], language)
}

/// The disk has failed.
pub(super) fn failed(fault: &std::io::Error) -> Refusal {
    tracing::error!(%fault, "the folder of uploads");
    Refusal::new(ProblemType::Internal)
}
