//! Works the queue off. Each tick takes what is due; a failure waits longer each time, and nothing is ever given up.

use super::{
    Letter, Way, aside_letter, asked_letter, code_letter, letter, moved_letter, private_link, question_letter, reply_address,
    solved_letter,
};
use crate::clock::Clock;
use crate::secret::LinkKey;
use crate::service_file::ServiceFile;
use crate::store::{Failure, MailRow, NoticeRow, Store};
use lettre::Address;
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
    /// Where answers go.
    pub reply_to: Option<Address>,
}

impl Queue {
    /// Sends what is due, with everything that waits for the same ticket. Gives the number of mails that went out.
    ///
    /// # Errors
    /// When the store fails; what was sent by then is recorded.
    pub async fn tick(&self, now: Timestamp) -> Result<u32, Failure> {
        let mut sent = self.tick_codes(now).await? + self.tick_notices(now).await?;
        let mut seen: Vec<String> = Vec::new();
        for due in self.store.due_mail(now, AT_ONCE).await? {
            if seen.contains(&due.ticket) {
                continue;
            }
            seen.push(due.ticket.clone());
            let together = self.store.waiting_mail(&due.ticket).await?;
            let Some(first) = together.first() else { continue };
            let ids: Vec<String> = together.iter().map(|mail| mail.id.clone()).collect();
            match self.send(&together, &first.id).await {
                Ok(()) => {
                    self.store.mail_sent(&ids, self.clock.now()).await?;
                    sent += 1;
                }
                Err(trouble) => {
                    tracing::warn!(mail = first.id, attempts = due.attempts + 1, trouble, "a mail waits");
                    self.store.mail_failed(&ids, Timestamp(self.clock.now().0 + pause(due.attempts)), &trouble).await?;
                }
            }
        }
        Ok(sent)
    }

    /// Codes do not wait for others, and not longer than they are good for.
    async fn tick_codes(&self, now: Timestamp) -> Result<u32, Failure> {
        let mut sent = 0;
        for code in self.store.due_codes(now, AT_ONCE).await? {
            let letter = code_letter(&self.key.code(&code.email, &code.nonce), &code.to, &code.language, &self.file);
            let again = match self.way.send(&code.nonce, &letter).await {
                Ok(()) => {
                    sent += 1;
                    None
                }
                Err(trouble) => {
                    tracing::warn!(attempts = code.attempts + 1, %trouble, "a code waits");
                    Some(Timestamp(self.clock.now().0 + FIRST_PAUSE))
                }
            };
            self.store.code_mailed(&code, again).await?;
        }
        Ok(sent)
    }

    /// To senders whose mail belongs to no ticket, to addresses that were changed, to those who wanted to be told that an
    /// incident is solved, and about questions on mediation, which wait in the handlers' list, too. Such an address may be no good: after ten tries it is given up.
    async fn tick_notices(&self, now: Timestamp) -> Result<u32, Failure> {
        let mut sent = 0;
        for notice in self.store.due_notices(now, AT_ONCE).await? {
            let sending = match notice_letter(&*self.store, &self.file, &self.public_url, &notice).await? {
                Some(letter) => self.way.send(&notice.id, &letter).await,
                None => Ok(()),
            };
            let again = match sending {
                Ok(()) => {
                    sent += 1;
                    None
                }
                Err(_) if notice.attempts >= 10 => None,
                Err(_) => Some(Timestamp(self.clock.now().0 + FIRST_PAUSE.saturating_mul(1 << notice.attempts))),
            };
            self.store.notice_mailed(&notice.id, again).await?;
        }
        Ok(sent)
    }

    async fn send(&self, together: &[MailRow], id: &str) -> Result<(), String> {
        // What cannot be read holds up its own mail alone.
        let unread = |fault: Failure| fault.to_string();
        let letter = compose(&*self.store, &self.file, &self.key, &self.public_url, self.reply_to.as_ref(), together)
            .await
            .map_err(unread)?;
        let letter = letter.ok_or("its update is gone")?;
        self.way.send(id, &letter).await.map_err(|fault| fault.to_string())
    }

    /// Ticks until it is dropped: at once when woken, and every few seconds.
    pub async fn work(self: Arc<Self>, wake: Arc<Notify>) {
        loop {
            match self.tick(self.clock.now()).await {
                // There may be more.
                Ok(sent) if sent > 0 => continue,
                Ok(_) => {}
                Err(fault) => tracing::error!(%fault, "the mail queue"),
            }
            // Woken or not, it looks again.
            let _ = tokio::time::timeout(LOOK, wake.notified()).await;
        }
    }
}

/// The text of a mail that belongs to no ticket. Nothing when what it speaks of is gone.
///
/// # Errors
/// When the store fails.
pub async fn notice_letter(
    store: &dyn Store,
    file: &ServiceFile,
    public_url: &str,
    notice: &NoticeRow,
) -> Result<Option<Letter>, Failure> {
    let (to, language) = (&notice.address, &notice.language);
    if let Some(id) = &notice.question {
        let row = store.question(id).await?;
        return Ok(row.map(|row| match notice.kind.as_str() {
            "question" => question_letter(to, language, &row),
            _ => asked_letter(to, language, &row, file),
        }));
    }
    Ok(match (notice.kind.as_str(), &notice.incident) {
        ("moved", _) => Some(moved_letter(to, language, file)),
        ("solved", Some(id)) => {
            let incident = store.incident(id).await?;
            incident.map(|incident| solved_letter(to, language, &incident, public_url, file))
        }
        ("solved", None) => None,
        _ => Some(aside_letter(to, language, public_url, file)),
    })
}

/// Milliseconds to wait after a failure that so many have gone before.
pub fn pause(attempts: u32) -> i64 {
    FIRST_PAUSE.saturating_mul(1 << attempts.min(16)).min(LONGEST_PAUSE)
}

/// The text of mails that go out together: all about one ticket, in the order of its thread. Nothing when what they speak
/// of is gone.
///
/// # Errors
/// When the store fails.
pub async fn compose(
    store: &dyn Store,
    file: &ServiceFile,
    key: &LinkKey,
    public_url: &str,
    reply_to: Option<&Address>,
    together: &[MailRow],
) -> Result<Option<Letter>, Failure> {
    let Some(id) = together.first().map(|mail| &mail.ticket) else { return Ok(None) };
    let Some(ticket) = store.ticket(id).await? else { return Ok(None) };
    let mut updates = Vec::new();
    for mail in together {
        updates.extend(store.updates(id, mail.number.saturating_sub(1), 1).await?);
    }
    if updates.is_empty() {
        return Ok(None);
    }
    let root = store.first_mail(id).await?.filter(|root| together.iter().all(|mail| mail.id != *root));
    let link = private_link(public_url, key, &ticket);
    let reply_to = reply_to.map(|base| reply_address(base, key, &ticket));
    Ok(Some(Letter { below: root, ..letter(&ticket, &updates, file, &link, reply_to) }))
}
