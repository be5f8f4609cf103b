//! What a dossier with 200 MB of files costs the backend.

use super::http::client;
use super::streams::memory;
use super::{Figure, milliseconds};
use crate::Outcome;
use crate::backend::Backend;
use crate::files::pdf;
use recourse_contract::{Filed, IDEMPOTENCY_KEY};
use reqwest::Client;
use serde_json::json;
use std::time::Instant;

/// Messages with files, the filing among them.
const MESSAGES: usize = 2;
/// Files of each: as many as the demo platform takes.
const FILES: usize = 5;
/// Bytes of each: likewise.
const SIZE: usize = 20_000_000;
/// After so many bytes the memory is looked at.
const EVERY: usize = 1_000_000;

/// Measures.
///
/// # Errors
/// The backend refuses a file, or the archive breaks off.
pub async fn measure() -> Outcome<Vec<Figure>> {
    eprintln!("a dossier with {} MB", MESSAGES * FILES * SIZE / 1_000_000);
    let (backend, client) = (Backend::start().await?, client()?);
    let file = pdf(SIZE);
    let ids = uploaded(&client, &backend, &file).await?;
    let filed = backend.file_with("dossier@example.com", |new| new.attachments = ids).await?;
    for message in 1..MESSAGES {
        let ids = uploaded(&client, &backend, &file).await?;
        let body = json!({ "kind": "reply", "text": "", "attachments": ids });
        let request = client.post(backend.url(&format!("/tickets/{}/updates", filed.ticket.summary.id)));
        let request = request.header(IDEMPOTENCY_KEY, format!("a-message-with-files-{message}")).json(&body);
        request.bearer_auth(&filed.link_token).send().await?.error_for_status()?;
    }
    // What uploads have left in memory would be used again, and hide what this takes.
    backend.stop().await?;
    backend.start_again().await?;
    let small = backend.file("small@example.com").await?;
    read(&client, &backend, &small).await?;

    let before = memory(backend.id().await?)?;
    let began = Instant::now();
    let (bytes, most) = read(&client, &backend, &filed).await?;
    let took = milliseconds(began.elapsed());
    if bytes < MESSAGES * FILES * (SIZE - 1_000) {
        return Err(format!("the dossier has {bytes} bytes").into());
    }
    Ok(vec![
        Figure { name: "dossier_200mb_memory_kb", value: most.saturating_sub(before) as f64, unit: "kB" },
        Figure { name: "dossier_200mb_ms", value: took, unit: "ms" },
    ])
}

/// Reads a dossier to its end. Gives its bytes, and the most memory that the backend had meanwhile: kilobytes.
async fn read(client: &Client, backend: &Backend, filed: &Filed) -> Outcome<(usize, u64)> {
    let (id, url) = (backend.id().await?, backend.url(&format!("/tickets/{}/dossier", filed.ticket.summary.id)));
    let mut answer = client.get(url).bearer_auth(&filed.link_token).send().await?.error_for_status()?;
    let (mut bytes, mut next, mut most) = (0, 0, 0);
    while let Some(chunk) = answer.chunk().await? {
        bytes += chunk.len();
        if bytes >= next {
            next = bytes + EVERY;
            most = most.max(memory(id)?);
        }
    }
    Ok((bytes, most))
}

/// Uploads as many files as a message takes, each in one piece. Gives their ids.
async fn uploaded(client: &Client, backend: &Backend, file: &[u8]) -> Outcome<Vec<String>> {
    let mut ids = Vec::with_capacity(FILES);
    for _ in 0..FILES {
        let request = client.post(backend.url("/uploads")).header("tus-resumable", "1.0.0").header("upload-length", file.len());
        let request = request.header("upload-metadata", "filename cmVsZXZlLnBkZg==,filetype YXBwbGljYXRpb24vcGRm");
        let request = request.header("content-type", "application/offset+octet-stream").body(file.to_vec());
        let answer = request.send().await?.error_for_status()?;
        let place = answer.headers().get("location").ok_or("no address of an upload")?.to_str()?;
        ids.push(place.rsplit('/').next().unwrap_or_default().to_owned());
    }
    Ok(ids)
}
