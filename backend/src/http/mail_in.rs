//! Mail that partners send back. A mail server hands it over through `recourse-backend mail-in`; it enters the thread, or is
//! put aside for a person to look at. Nothing of it is run or rendered.

use super::App;
use super::caller::{Handler, Id};
use super::mail_files::{Brought, brought};
use super::problem::Refusal;
use crate::mail::{Incoming, incoming, of_reply_address, own_words};
use crate::secret::{new_id, sha256};
use crate::store::{Advanced, AsideLine, AsideRow, Idempotency, NoticeRow, Recalled, TicketRow};
use crate::thread;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use recourse_contract::{Code, NewUpdate, ProblemType, Timestamp};
use serde::{Deserialize, Serialize};

/// Bytes of a mail at most, its attachments included.
const MAX_MAIL: usize = 25 * 1024 * 1024;
/// How many that were put aside are listed.
const LISTED: u32 = 100;
/// A larger mail (bytes) is kept aside without its files: a flood of them would fill the database, which every backup holds.
const MAX_ASIDE: usize = 5 * 1000 * 1000;
/// So much is kept of one: its head and its text, as far as they are looked at when it comes in.
const CUT: usize = 256 * 1024;

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    /// It is in the thread, perhaps from before.
    Entered,
    /// No person wrote it.
    Dropped,
    /// It belongs to no ticket, or its ticket takes nothing more.
    PutAside,
}

/// The answer to a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailTaken {
    /// What became of it.
    pub taken: Taken,
    /// Why, in a word.
    pub reason: String,
}

/// A mail that was put aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // The names say it.
pub struct AsideMail {
    pub id: String,
    pub at: Timestamp,
    pub reason: String,
    /// Bytes of what is kept.
    pub size: u32,
}

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/mail-in", post(take).layer(DefaultBodyLimit::max(MAX_MAIL)))
        .route("/mail-aside", get(list))
        .route("/mail-aside/{id}", get(read))
}

async fn take(State(app): State<App>, _: Handler, message: Bytes) -> Result<Response, Refusal> {
    let taken = taken(&app, &message).await?;
    tracing::info!(taken = ?taken.taken, reason = taken.reason, "a mail came in");
    Ok((StatusCode::OK, [(header::CACHE_CONTROL, "no-store")], axum::Json(taken)).into_response())
}

async fn list(State(app): State<App>, _: Handler) -> Result<Response, Refusal> {
    let rows = app.store.put_aside_lately(LISTED).await?;
    let line = |row: AsideLine| AsideMail { id: row.id, at: row.at, reason: row.reason, size: row.size };
    let mails: Vec<AsideMail> = rows.into_iter().map(line).collect();
    Ok((StatusCode::OK, [(header::CACHE_CONTROL, "no-store")], axum::Json(mails)).into_response())
}

/// One as it came, to be saved: no browser shows it.
async fn read(State(app): State<App>, _: Handler, Id(id): Id) -> Result<Response, Refusal> {
    let message = app.store.message_aside(&id).await?.ok_or_else(|| Refusal::new(ProblemType::NotFound))?;
    let headers = [
        (header::CONTENT_TYPE, "message/rfc822"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"mail.eml\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((StatusCode::OK, headers, message).into_response())
}

async fn taken(app: &App, message: &[u8]) -> Result<MailTaken, Refusal> {
    let Some(mail) = incoming(message) else { return put_aside(app, message, None, None, "unreadable").await };
    if mail.is_automatic {
        return Ok(MailTaken { taken: Taken::Dropped, reason: "automatic".into() });
    }
    let Some(row) = ticket(app, &mail).await? else { return put_aside(app, message, Some(&mail), None, "no_ticket").await };
    // The address is secret, but mails are forwarded: only the partner writes into the thread.
    if mail.from != row.partner.email.to_ascii_lowercase() {
        return put_aside(app, message, Some(&mail), Some(&row.id), "unknown_sender").await;
    }
    enter(app, message, &mail, row).await
}

/// The ticket of the secret address that the mail went to.
async fn ticket(app: &App, mail: &Incoming) -> Result<Option<TicketRow>, Refusal> {
    let Some(base) = &app.reply_to else { return Ok(None) };
    for (reference, secret) in mail.to.iter().filter_map(|address| of_reply_address(base, address)) {
        let row = app.store.by_reference(&reference).await?;
        if let Some(row) = row.filter(|row| app.key.is_reply_secret(&row.id, row.generation, &secret)) {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

async fn enter(app: &App, message: &[u8], mail: &Incoming, mut row: TicketRow) -> Result<MailTaken, Refusal> {
    let entered = |reason: &str| MailTaken { taken: Taken::Entered, reason: reason.into() };
    let limits = app.file.default_language().service.limits.update();
    let id = row.id.clone();
    // A mail that comes twice comes in once.
    let (scope, key) = (format!("updates:{id}"), format!("mail-{}", mail.key));
    let asked = Idempotency { scope, key, body_hash: sha256(mail.text.as_bytes()) };
    if app.store.recall(&asked).await?.is_some() {
        return Ok(entered("before"));
    }
    let brought = brought(app, message, &row.partner.language).await?;
    let new = written(mail, &brought, limits.text as usize);
    if let Some(fault) = new.faults(limits, &[]).first() {
        let reason = match fault.code {
            Code::Required => "nothing_new",
            Code::TooLong => "too_long",
            _ => "characters",
        };
        return put_aside(app, message, Some(mail), Some(&id), reason).await;
    }
    loop {
        let Ok(advance) = thread::mailed(new.clone(), brought.attached.clone(), asked.clone(), &row, app.means()) else {
            return put_aside(app, message, Some(mail), Some(&id), "closed").await;
        };
        match app.store.advance(advance).await? {
            Advanced::Stored => {
                app.mail.notify_one();
                app.staff.notify_one();
                if !brought.refused.is_empty() {
                    // A person can look at what did not enter.
                    kept_aside(app, message, Some(mail), Some(&id), "attachments", None).await?;
                }
                return Ok(entered("new"));
            }
            Advanced::Recalled(Recalled::Same { .. } | Recalled::Refused | Recalled::Other) => return Ok(entered("before")),
            // They have just come: the mail server tries again.
            Advanced::Gone(_) => return Err(Refusal::new(ProblemType::Internal)),
            Advanced::Changed => {
                row = app.store.ticket(&id).await?.ok_or_else(|| Refusal::new(ProblemType::Internal))?;
            }
        }
    }
}

/// What the mail says, what it brings along, and what of that did not enter.
fn written(mail: &Incoming, brought: &Brought, most: usize) -> NewUpdate {
    // A mail program may put the text behind the files.
    let brings = !brought.attached.is_empty() || !brought.refused.is_empty();
    let behind = brought.text.as_deref().filter(|_| brings && mail.text.is_empty()).map(own_words);
    let mut text = behind.unwrap_or_else(|| mail.text.clone());
    let notes = brought.refused.join("\n");
    // Rather without them than not at all.
    if !notes.is_empty() && text.chars().count() + notes.chars().count() + 2 <= most {
        text = format!("{text}\n\n{notes}");
    }
    let attachments = brought.attached.iter().map(|file| file.id.clone()).collect();
    NewUpdate { attachments, ..NewUpdate::reply(text) }.trimmed(&[])
}

/// Keeps a mail for a person, and tells its sender how to reach the platform. `ticket` is the one that it was meant for.
async fn put_aside(
    app: &App,
    message: &[u8],
    mail: Option<&Incoming>,
    ticket: Option<&str>,
    reason: &str,
) -> Result<MailTaken, Refusal> {
    let tell = mail.map(|mail| NoticeRow {
        id: new_id(&*app.random),
        address: mail.from.clone(),
        language: app.file.default_language().locale.clone(),
        kind: "aside".into(),
        incident: None,
        question: None,
        attempts: 0,
    });
    kept_aside(app, message, mail, ticket, reason, tell).await?;
    app.mail.notify_one();
    Ok(MailTaken { taken: Taken::PutAside, reason: reason.into() })
}

async fn kept_aside(
    app: &App,
    message: &[u8],
    mail: Option<&Incoming>,
    ticket: Option<&str>,
    reason: &str,
    tell: Option<NoticeRow>,
) -> Result<(), Refusal> {
    let id = mail.map_or_else(|| sha256(message), |mail| mail.key.clone());
    let ticket = ticket.map(str::to_owned);
    let row = AsideRow { id, at: app.clock.now(), reason: reason.into(), ticket, message: kept(message) };
    Ok(app.store.put_aside(row, tell).await?)
}

/// What is kept of a mail: all of it, or the beginning of a large one and a line that says so.
fn kept(message: &[u8]) -> Vec<u8> {
    if message.len() <= MAX_ASIDE {
        return message.to_vec();
    }
    let note = format!("\r\n[The first {CUT} of {} bytes. The rest was not kept.]\r\n", message.len());
    [&message[..CUT], note.as_bytes()].concat()
}
