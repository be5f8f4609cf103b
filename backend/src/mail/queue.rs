//! Works the queue off. Each tick takes what is due; a failure waits longer each time, and nothing is ever given up.

use super::{Way, letter, private_link};
use crate::clock::Clock;
use crate::secret::LinkKey;
use crate::service_file::ServiceFile;
use crate::store::{Failure, MailRow, Store};
use recourse_contract::Timestamp;
use recourse_contract::time::{HOUR, MINUTE};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// First pause after a failure; it doubles each time.
const FIRST_PAUSE: i64 = MINUTE / 4;
/// Longest pause.
const LONGEST_PAUSE: i64 = HOUR;
/// How often the queue looks for itself, besides being woken.
const LOOK: Duration = Duration::from_secs(5);
const AT_ONCE: u32 = 20;

/// The mail queue.
#[allow(missing_docs)] // What it works with.
pub struct Queue {
    pub store: Arc<dyn Store>,
    pub file: Arc<ServiceFile>,
    pub key: Arc<LinkKey>,
    pub way: Arc<dyn Way>,
    pub clock: Arc<dyn Clock>,
    pub public_url: String,
}

impl Queue {
    /// Sends what is due. Gives the number of mails that went out.
    ///
    /// # Errors
    /// When the store fails; what was sent by then is recorded.
    pub async fn tick(&self, now: Timestamp) -> Result<u32, Failure> {
        let mut sent = 0;
        for mail in self.store.due_mail(now, AT_ONCE).await? {
            match self.send(&mail).await {
                Ok(()) => {
                    self.store.mail_sent(&mail.id, self.clock.now()).await?;
                    sent += 1;
                }
                Err(trouble) => {
                    let pause = FIRST_PAUSE.saturating_mul(1 << mail.attempts.min(16)).min(LONGEST_PAUSE);
                    tracing::warn!(mail = mail.id, attempts = mail.attempts + 1, trouble, "a mail waits");
                    self.store.mail_failed(&mail.id, Timestamp(self.clock.now().0 + pause), &trouble).await?;
                }
            }
        }
        Ok(sent)
    }

    async fn send(&self, mail: &MailRow) -> Result<(), String> {
        // What cannot be read holds up its own mail alone.
        let unread = |fault: Failure| fault.to_string();
        let ticket = self.store.ticket(&mail.ticket).await.map_err(unread)?;
        let updates = self.store.updates(&mail.ticket, mail.number.saturating_sub(1), 1).await.map_err(unread)?;
        let (Some(ticket), Some(update)) = (ticket, updates.into_iter().next()) else { return Err("its update is gone".into()) };
        let link = private_link(&self.public_url, &self.key, &ticket);
        let letter = letter(&ticket, &update, &self.file, &link);
        self.way.send(&mail.id, &letter).await.map_err(|fault| fault.to_string())
    }

    /// Ticks until it is dropped: at once when woken, and every few seconds.
    pub async fn work(self: Arc<Self>, wake: Arc<Notify>) {
        loop {
            match self.tick(self.clock.now()).await {
                // A full batch: there may be more.
                Ok(sent) if sent == AT_ONCE => continue,
                Ok(_) => {}
                Err(fault) => tracing::error!(%fault, "the mail queue"),
            }
            // Woken or not, it looks again.
            let _ = tokio::time::timeout(LOOK, wake.notified()).await;
        }
    }
}
