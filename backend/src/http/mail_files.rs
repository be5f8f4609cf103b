//! Files that come by mail: they enter under the same rules as uploads, and what does not enter is named.

use super::App;
use super::problem::Refusal;
use super::uploads::{expiry, failed};
use crate::attachments::Fault;
use crate::mail::{Enclosed, Enclosure, enclosed};
use crate::secret::new_id;
use crate::store::UploadRow;
use crate::words::Words;
use recourse_contract::attachment::plain_name;
use recourse_contract::{Attachment, Code};
use tokio::io::AsyncWriteExt;

/// Lines about files that did not enter; of a mail with more, the rest is with the mail.
const MAX_LINES: usize = 10;

/// What became of a mail's files.
#[derive(Default)]
pub(super) struct Brought {
    /// They can go with an update. Those that do not in the end are taken away as every upload is.
    pub(super) attached: Vec<Attachment>,
    /// A line for each that did not enter, in the ticket's language.
    pub(super) refused: Vec<String>,
    /// The text behind the first file.
    pub(super) text: Option<String>,
}

/// Takes in the files of a mail, as many as go with an update.
pub(super) async fn brought(app: &App, message: &[u8], language: &str) -> Result<Brought, Refusal> {
    let limits = &app.file.default_language().service.limits;
    let mut brought = Brought::default();
    if limits.attachments == 0 {
        return Ok(brought);
    }
    let words = Words::of(language);
    let Enclosure { files, text } = enclosed(message);
    brought.text = text;
    for file in files {
        let shown = shown(&file);
        let is_too_large = file.bytes.as_ref().is_some_and(|bytes| bytes.len() as u64 > limits.attachment_bytes);
        let why = if brought.attached.len() >= limits.attachments as usize {
            "not_taken_too_many"
        } else if is_too_large {
            "not_taken_too_large"
        } else {
            match kept(app, file).await? {
                Ok(attachment) => {
                    brought.attached.push(attachment);
                    continue;
                }
                Err(Code::FileType) => "not_taken_file_type",
                Err(Code::FileUnsafe) => "not_taken_file_unsafe",
                Err(_) => "not_taken_file_damaged",
            }
        };
        if brought.refused.len() < MAX_LINES {
            brought.refused.push(words.thread("not_taken", &[("name", &shown), ("reason", &words.thread(why, &[]))]));
        }
    }
    Ok(brought)
}

/// What a file is called; without a name, what it is said to be.
fn shown(file: &Enclosed) -> String {
    let name = plain_name(&file.name);
    if name.is_empty() { plain_name(&file.declared.replace('/', " ")) } else { name }
}

/// Keeps a file like an upload that is complete, or says why not.
async fn kept(app: &App, file: Enclosed) -> Result<Result<Attachment, Code>, Refusal> {
    let Some(bytes) = file.bytes.filter(|bytes| !bytes.is_empty()) else { return Ok(Err(Code::FileDamaged)) };
    let limits = &app.file.default_language().service.limits;
    let mut row = UploadRow {
        id: new_id(&*app.random),
        client: "mail".into(),
        name: plain_name(&file.name),
        media_type: file.declared,
        size: bytes.len() as u64,
        received: 0,
        expires_at: expiry(app.clock.now(), app.files.bounds(), bytes.len() as u64),
        sha256: None,
        ticket: None,
    };
    // Whoever hands mails over is staff: what waits of others is no reason to lose one.
    app.store.begin_upload(row.clone(), 0).await?;
    let Some(_hold) = app.files.hold(&row.id) else { return Ok(Err(Code::FileDamaged)) };
    let mut written = app.files.create(&row.id).await.map_err(|fault| failed(&fault))?;
    written.write_all(&bytes).await.map_err(|fault| failed(&fault))?;
    written.flush().await.map_err(|fault| failed(&fault))?;
    match app.files.check(&row.id, &row.name, &row.media_type, &limits.attachment_types).await {
        Ok(found) => {
            if row.name.is_empty() {
                row.name = format!("file.{}", found.kind.ending());
            }
            row.media_type = found.kind.media_type().to_owned();
            row.sha256 = Some(found.sha256);
            app.store.upload_complete(&row).await?;
            Ok(row.attachment().ok_or(Code::FileDamaged))
        }
        Err(Fault::Refused(code)) => {
            app.store.forget_upload(&row.id).await?;
            app.files.remove(&row.id).await.map_err(|fault| failed(&fault))?;
            Ok(Err(code))
        }
        Err(Fault::Failed(fault)) => Err(failed(&fault)),
    }
}
