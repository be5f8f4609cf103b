//! Files on the command line: those that go with an entry, and those that are read from a ticket.

use super::client::{Client, Failed};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use recourse_contract::BASE_PATH;
use reqwest::header::LOCATION;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Bytes that are sent at a time.
const PIECE: u64 = 4 * 1024 * 1024;

fn said(path: &Path, fault: &std::io::Error) -> Failed {
    Failed::Unanswered(format!("{}: {fault}", path.display()))
}

/// Uploads files, in their order. Gives the ids of the uploads.
pub(super) async fn upload(client: &Client, paths: &[PathBuf]) -> Result<Vec<String>, Failed> {
    let mut ids = Vec::new();
    for path in paths {
        ids.push(uploaded(client, path).await?);
    }
    Ok(ids)
}

/// tus 1.0: creation, then piece by piece.
async fn uploaded(client: &Client, path: &Path) -> Result<String, Failed> {
    let mut file = File::open(path).map_err(|fault| said(path, &fault))?;
    let size = file.metadata().map_err(|fault| said(path, &fault))?.len();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let metadata = format!("filename {}", STANDARD.encode(name.as_bytes()));
    let create = client.at(reqwest::Method::POST, &format!("{BASE_PATH}/uploads"));
    let create = create.header("tus-resumable", "1.0.0").header("upload-length", size).header("upload-metadata", metadata);
    let created = client.answer(create).await?;
    let place = created.headers().get(LOCATION).and_then(|place| place.to_str().ok()).unwrap_or_default();
    let id = place.rsplit('/').next().unwrap_or_default().to_owned();
    let mut offset = 0;
    while offset < size {
        let mut piece = Vec::new();
        let read = Read::by_ref(&mut file).take(PIECE).read_to_end(&mut piece).map_err(|fault| said(path, &fault))?;
        if read == 0 {
            return Err(Failed::Unanswered(format!("{}: it became shorter", path.display())));
        }
        let send = client.at(reqwest::Method::PATCH, &format!("{BASE_PATH}/uploads/{id}")).header("tus-resumable", "1.0.0");
        let send = send.header("content-type", "application/offset+octet-stream").header("upload-offset", offset).body(piece);
        client.answer(send).await?;
        offset += read as u64;
    }
    Ok(id)
}

/// Saves an attachment as a new file. Gives the number of bytes.
pub(super) async fn save(client: &Client, id: &str, path: &Path) -> Result<u64, Failed> {
    let mut answer = client.answer(client.at(reqwest::Method::GET, &format!("{BASE_PATH}/attachments/{id}"))).await?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(|fault| said(path, &fault))?;
    let mut written = 0;
    while let Some(piece) = answer.chunk().await.map_err(|fault| Failed::Unanswered(fault.to_string()))? {
        file.write_all(&piece).map_err(|fault| said(path, &fault))?;
        written += piece.len() as u64;
    }
    Ok(written)
}
