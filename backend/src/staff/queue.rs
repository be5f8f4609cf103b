//! Works the queue off. A failure waits as a mail does, but for three days at most: the handlers' list shows every ticket
//! anyway, and whoever reads a notice of last week has read the ticket before.

use super::webhook::PATIENCE;
use super::{Post, Trouble, body, compose};
use crate::clock::Clock;
use crate::mail::{Way, pause};
use crate::service_file::ServiceFile;
use crate::store::{Failure, StaffRow, Store, Target};
use futures_util::future::join_all;
use recourse_contract::Timestamp;
use recourse_contract::time::DAY;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// How long a notice is tried, in milliseconds.
const TRIED: i64 = 3 * DAY;
/// How often the queue looks for itself, besides being woken.
const LOOK: Duration = Duration::from_secs(5);
/// Notices to one target in one look.
const AT_ONCE: u32 = 5;

/// The queue of what staff are told.
#[allow(missing_docs)] // What it works with.
pub struct Notices {
    pub store: Arc<dyn Store>,
    pub file: Arc<ServiceFile>,
    pub way: Arc<dyn Way>,
    pub post: Post,
    pub clock: Arc<dyn Clock>,
}

impl Notices {
    /// Sends what is due. Gives the number of notices that went out.
    ///
    /// # Errors
    /// When the store fails; what was sent by then is recorded.
    pub async fn tick(&self, now: Timestamp) -> Result<u32, Failure> {
        let mut targets: Vec<Vec<StaffRow>> = Vec::new();
        for row in self.store.due_staff(now, AT_ONCE).await? {
            match targets.iter_mut().find(|rows| rows.iter().any(|other| other.target == row.target)) {
                Some(rows) => rows.push(row),
                None => targets.push(vec![row]),
            }
        }
        // Side by side: one that is down or slow does not hold the others up.
        let mut sent = 0;
        for told in join_all(targets.iter().map(|rows| self.tell(rows))).await {
            sent += told?;
        }
        Ok(sent)
    }

    /// Tells one target, in order.
    async fn tell(&self, rows: &[StaffRow]) -> Result<u32, Failure> {
        let (mut sent, began) = (0, Instant::now());
        for row in rows {
            // A slow one goes on at the next look: the others wait for it that long at most.
            if began.elapsed() > PATIENCE {
                break;
            }
            match self.attempt(row).await {
                Ok(()) => {
                    self.store.staff_told(&row.id, self.clock.now()).await?;
                    sent += 1;
                }
                Err(trouble) => {
                    let is_down = matches!(trouble, Trouble::Waits { .. });
                    self.note(row, trouble).await?;
                    // What comes behind would most likely fail too: it waits as long.
                    if is_down {
                        break;
                    }
                }
            }
        }
        Ok(sent)
    }

    async fn attempt(&self, row: &StaffRow) -> Result<(), Trouble> {
        let ticket = self.store.ticket(&row.ticket).await.map_err(Trouble::waits)?;
        let gone = || Trouble::Over("what it speaks of is gone".into());
        let ticket = ticket.ok_or_else(gone)?;
        // The file may have changed since: nobody is told any more whom it does not name.
        let unnamed = || Trouble::Over("the service file no longer names the receiver".into());
        match &row.target {
            Target::Mail(address) => {
                if !self.file.team().addresses(&ticket.topic).contains(address) {
                    return Err(unnamed());
                }
                let letter = compose(&*self.store, &self.file, row, address, &ticket).await.map_err(Trouble::waits)?;
                self.way.send(&row.id, &letter.ok_or_else(gone)?).await.map_err(Trouble::waits)
            }
            Target::Webhook(url) => {
                let webhook = self.file.team().webhooks_of(&ticket.topic).find(|webhook| webhook.url == *url);
                let webhook = webhook.ok_or_else(unnamed)?;
                self.post.send(webhook, &row.id, body(row, &ticket), self.clock.now()).await
            }
        }
    }

    /// Notes that it did not work, and when it is tried again.
    async fn note(&self, row: &StaffRow, trouble: Trouble) -> Result<(), Failure> {
        let now = self.clock.now();
        let (why, again_at) = match trouble {
            Trouble::Over(why) => (why, None),
            Trouble::Waits { why, .. } if now.0 - row.created_at.0 >= TRIED => (why, None),
            Trouble::Waits { why, at_least } => (why, Some(Timestamp(now.0 + pause(row.attempts).max(at_least)))),
        };
        let (notice, to, attempts) = (row.id.as_str(), row.target.place(), row.attempts + 1);
        match again_at {
            Some(_) => tracing::warn!(notice, to, attempts, why, "a notice to staff waits"),
            None => tracing::error!(notice, to, attempts, why, "a notice to staff is given up"),
        }
        self.store.staff_untold(&row.id, again_at, &why).await
    }

    /// Ticks until it is dropped: at once when woken, and every few seconds.
    pub async fn work(self: Arc<Self>, wake: Arc<Notify>) {
        loop {
            match self.tick(self.clock.now()).await {
                // There may be more.
                Ok(sent) if sent > 0 => continue,
                Ok(_) => {}
                Err(fault) => tracing::error!(%fault, "what staff are told"),
            }
            // Woken or not, it looks again.
            let _ = tokio::time::timeout(LOOK, wake.notified()).await;
        }
    }
}
