//! What happens by itself when time passes: reminders, due dates, erasure, uploads that nobody waits for.

use crate::answer;
use crate::http::App;
use crate::life::days;
use crate::report;
use crate::store::{Advanced, Failure};
use crate::thread;
use recourse_contract::Timestamp;
use recourse_contract::time::DAY;
use std::time::Duration;

/// How often it looks.
const LOOK: Duration = Duration::from_secs(20);
const AT_ONCE: u32 = 100;

/// Moves on every ticket whose due date has passed. Gives their number.
///
/// # Errors
/// When the store fails; what was moved by then is stored.
pub async fn tick(app: &App) -> Result<u32, Failure> {
    let mut moved = 0;
    for row in app.store.overdue(app.clock.now(), AT_ONCE).await? {
        let Ok(advance) = thread::due_passed(&row, app.means()) else {
            tracing::error!(state = ?row.state, "a due date on a ticket that waits for nothing");
            continue;
        };
        // Changed in the meantime: the next look decides.
        if app.store.advance(advance).await? == Advanced::Stored {
            moved += 1;
        }
    }
    if moved > 0 {
        app.mail.notify_one();
    }
    Ok(moved)
}

/// Reminds partners who have not answered an outcome, so many days before it lapses, each once. Gives their number.
///
/// # Errors
/// When the store fails; who was reminded by then is.
pub async fn remind(app: &App) -> Result<u32, Failure> {
    let (now, mut reminded) = (app.clock.now(), 0);
    let before = app.file.default_language().service.periods.remind_days;
    if before == 0 {
        return Ok(0);
    }
    for row in app.store.unanswered(now, days(now, before), AT_ONCE).await? {
        // Answered in the meantime: there is nothing to remind of.
        if app.store.advance(answer::reminded(&row, app.means())).await? == Advanced::Stored {
            reminded += 1;
        }
    }
    if reminded > 0 {
        app.mail.notify_one();
    }
    Ok(reminded)
}

/// Erases what partners have asked to be erased, when the time to keep it is over. Gives the number of tickets.
///
/// # Errors
/// When the store fails.
pub async fn erase(app: &App) -> Result<u32, Failure> {
    let now = app.clock.now();
    let kept = i64::from(app.file.default_language().service.periods.keep_days) * DAY;
    app.store.erase(Timestamp(now.0 - kept), now, &report::zone(&app.file)).await
}

/// Takes away uploads that have become part of no ticket in time, and those of tickets that were erased. Gives their number.
///
/// # Errors
/// When the store fails.
pub async fn expire(app: &App) -> Result<u32, Failure> {
    let (now, mut gone) = (app.clock.now(), 0);
    for id in app.store.expired_uploads(now, AT_ONCE).await? {
        // Somebody still writes to it: that gives it more time.
        let Some(_hold) = app.files.hold(&id) else { continue };
        // The row first: a file without one goes at the next start.
        if app.store.expire_upload(&id, now).await? {
            gone += 1;
            if let Err(fault) = app.files.remove(&id).await {
                tracing::error!(%fault, "the file of an upload");
            }
        }
    }
    Ok(gone)
}

/// Ticks until it is dropped.
pub async fn work(app: App) {
    let mut clock = tokio::time::interval(LOOK);
    loop {
        clock.tick().await;
        if let Err(fault) = app.store.sweep_sessions(app.clock.now()).await {
            tracing::error!(%fault, "ended sessions");
        }
        if let Err(fault) = app.store.sweep_aside(app.clock.now()).await {
            tracing::error!(%fault, "mail that was put aside");
        }
        if let Err(fault) = erase(&app).await {
            tracing::error!(%fault, "erasure");
        }
        if let Err(fault) = expire(&app).await {
            tracing::error!(%fault, "uploads");
        }
        if let Err(fault) = remind(&app).await {
            tracing::error!(%fault, "reminders");
        }
        if let Err(fault) = tick(&app).await {
            tracing::error!(%fault, "due dates");
        }
    }
}
