//! A piece of a file: written as it comes, kept when the connection is cut, looked at when the file is whole.

use super::protocol::Sum;
use super::{expiry, failed, forgotten, refused};
use crate::attachments::{Fault, Hold};
use crate::http::App;
use crate::http::limits::Patience;
use crate::http::problem::Refusal;
use crate::store::UploadRow;
use axum::body::Body;
use http_body_util::BodyExt;
use recourse_contract::ProblemType;
use tokio::fs::File;
use tokio::io::AsyncWriteExt;

/// So many bytes come before they are noted: each note waits for the disk.
const STEP: u64 = 1024 * 1024;

/// A piece that is about to come.
pub(super) struct Arrival {
    /// The file, with what is there of it.
    pub(super) row: UploadRow,
    pub(super) hold: Hold,
    pub(super) sum: Sum,
    pub(super) patience: Patience,
    /// Of a refusal.
    pub(super) language: String,
}

/// How a body ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    Cut,
    Silent,
    TooMuch,
}

/// Takes a piece in. It goes on to its end without the request: a connection that is cut takes nothing along.
pub(super) async fn append(app: App, arrival: Arrival, body: Body) -> Result<UploadRow, Refusal> {
    to_its_end(taken(app, arrival, body)).await
}

/// Takes the first piece of a file whose address nobody has been told yet. Unless all goes well, nobody will be, so nothing is
/// left of it.
pub(super) async fn first(app: App, arrival: Arrival, body: Body) -> Result<UploadRow, Refusal> {
    to_its_end(async move {
        let id = arrival.row.id.clone();
        let taken = taken(app.clone(), arrival, body).await;
        if taken.is_err() {
            forgotten(&app, &id).await?;
        }
        taken
    })
    .await
}

async fn to_its_end(piece: impl Future<Output = Result<UploadRow, Refusal>> + Send + 'static) -> Result<UploadRow, Refusal> {
    tokio::spawn(piece).await.unwrap_or_else(|fault| {
        tracing::error!(%fault, "an upload");
        Err(Refusal::new(ProblemType::Internal))
    })
}

async fn taken(app: App, arrival: Arrival, body: Body) -> Result<UploadRow, Refusal> {
    let Arrival { mut row, hold: _hold, mut sum, patience, language } = arrival;
    if row.is_complete() {
        return Ok(row);
    }
    let start = row.received;
    let mut file = app.files.go_on(&row.id, start).await.map_err(|fault| failed(&fault))?;
    let end = received(&app, &mut row, &mut file, body, &mut sum, patience).await?;
    let is_right = end == End::Whole && sum.is_right();
    if end == End::TooMuch || (sum.is_asked() && !is_right) {
        // None of it counts.
        file.set_len(start).await.map_err(|fault| failed(&fault))?;
        row.received = start;
    }
    if row.received == row.size {
        // It is noted as whole when it has been looked at: until then its end has to come again.
        drop(file);
        return complete(&app, row, &language).await;
    }
    noted(&app, &mut row, &mut file).await?;
    match end {
        End::Whole if sum.is_asked() && !is_right => Err(Refusal::new(ProblemType::Checksum)),
        End::Whole => Ok(row),
        End::Silent => Err(Refusal::new(ProblemType::Timeout)),
        End::Cut => Err(Refusal::because(ProblemType::Malformed, "the body broke off")),
        End::TooMuch => Err(too_much(&row)),
    }
}

/// Writes what comes, until nothing more does.
async fn received(
    app: &App,
    row: &mut UploadRow,
    file: &mut File,
    mut body: Body,
    sum: &mut Sum,
    patience: Patience,
) -> Result<End, Refusal> {
    let mut noted_at = row.received;
    let end = loop {
        let frame = match tokio::time::timeout(patience.0, body.frame()).await {
            Err(_) => break End::Silent,
            Ok(None) => break End::Whole,
            Ok(Some(Err(_))) => break End::Cut,
            Ok(Some(Ok(frame))) => frame,
        };
        let Some(data) = frame.data_ref() else { continue };
        let length = data.len() as u64;
        if length > row.size - row.received {
            break End::TooMuch;
        }
        sum.update(data);
        file.write_all(data).await.map_err(|fault| failed(&fault))?;
        row.received += length;
        // What has a check sum counts when all of it is there.
        if !sum.is_asked() && row.received - noted_at >= STEP && row.received < row.size {
            noted(app, row, file).await?;
            noted_at = row.received;
        }
    };
    file.flush().await.map_err(|fault| failed(&fault))?;
    Ok(end)
}

/// Puts what has come on the disk, then says so in the row: the row never says more than is there.
async fn noted(app: &App, row: &mut UploadRow, file: &mut File) -> Result<(), Refusal> {
    file.flush().await.map_err(|fault| failed(&fault))?;
    file.sync_data().await.map_err(|fault| failed(&fault))?;
    row.expires_at = expiry(app.clock.now(), app.files.bounds(), row.received);
    app.store.upload_received(&row.id, row.received, row.expires_at).await?;
    Ok(())
}

/// Looks at a file of which everything has come. One that may not come in is gone afterwards.
async fn complete(app: &App, mut row: UploadRow, language: &str) -> Result<UploadRow, Refusal> {
    let allowed = &app.file.default_language().service.limits.attachment_types;
    match app.files.check(&row.id, &row.name, &row.media_type, allowed).await {
        Ok(found) => {
            if row.name.is_empty() {
                row.name = format!("file.{}", found.kind.ending());
            }
            row.media_type = found.kind.media_type().to_owned();
            row.sha256 = Some(found.sha256);
            row.expires_at = expiry(app.clock.now(), app.files.bounds(), row.received);
            app.store.upload_complete(&row).await?;
            Ok(row)
        }
        Err(Fault::Refused(code)) => {
            tracing::info!(?code, "a file does not come in");
            forgotten(app, &row.id).await?;
            Err(refused(code, language))
        }
        Err(Fault::Failed(fault)) => Err(failed(&fault)),
    }
}

/// More than the file was announced with.
pub(super) fn too_much(row: &UploadRow) -> Refusal {
    let mut refusal = Refusal::new(ProblemType::TooLarge);
    refusal.0.limit = Some(row.size);
    refusal
}
