//! Works the queue off. A message that waits is tried for a day; by then the mail has told it.

use super::vapid::new_secret;
use super::{Fate, Letter, Post, Pushing, Receiver, encrypt, endpoint, payload, topic};
use crate::clock::Clock;
use crate::mail::pause;
use crate::secret::Random;
use crate::store::{DuePush, Failure, Pushed, Store};
use futures_util::future::join_all;
use recourse_contract::Timestamp;
use recourse_contract::time::DAY;
use std::sync::Arc;
use std::time::Duration;

/// How often it looks.
const LOOK: Duration = Duration::from_secs(5);
/// Messages in one look, side by side: a push service that is slow does not hold the others up.
const AT_ONCE: u32 = 20;
/// Bytes of every message before its tag, whatever it says.
const SIZE: usize = 256;

/// The queue of what devices are told.
#[allow(missing_docs)] // What it works with.
pub struct Pusher {
    pub store: Arc<dyn Store>,
    pub pushing: Arc<Pushing>,
    pub post: Post,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
}

impl Pusher {
    /// Sends what is due. Gives the number of messages that push services took.
    ///
    /// # Errors
    /// When the store fails; what was sent by then is recorded, but for the one that failed.
    pub async fn tick(&self, now: Timestamp) -> Result<u32, Failure> {
        let due = self.store.due_push(now, AT_ONCE).await?;
        let mut sent = 0;
        for told in join_all(due.iter().map(|due| self.tell(due))).await {
            sent += u32::from(told?);
        }
        Ok(sent)
    }

    /// Tells one device. Says whether it was told.
    async fn tell(&self, due: &DuePush) -> Result<bool, Failure> {
        let how = match self.letter(due).await? {
            Ok(letter) => self.outcome(due, self.post.send(letter, self.clock.now()).await),
            Err(how) => how,
        };
        self.store.pushed(due, how).await?;
        Ok(how == Pushed::Sent)
    }

    /// The message, or why there is none.
    async fn letter(&self, due: &DuePush) -> Result<Result<Letter, Pushed>, Failure> {
        let device = &due.device;
        let ticket = self.store.ticket(&due.ticket).await?;
        // Whoever has looked meanwhile knows it; a ticket may be another's by now.
        let is_news = ticket
            .is_some_and(|ticket| ticket.partner.email.eq_ignore_ascii_case(&device.email) && ticket.read_up_to < due.number);
        if !is_news {
            return Ok(Err(Pushed::Dropped));
        }
        let place = endpoint(&device.endpoint, self.pushing.anywhere);
        let Some((place, to)) = place.zip(Receiver::read(&device.p256dh, &device.auth)) else { return Ok(Err(Pushed::Gone)) };
        let mut salt = [0; 16];
        self.random.fill(&mut salt);
        let text = payload(&due.ticket, &device.language);
        let body = encrypt(text.as_bytes(), &to, &new_secret(&*self.random), &salt, SIZE);
        let Some((body, authorization)) = body.zip(self.pushing.key.authorization(&place, self.clock.now())) else {
            return Ok(Err(Pushed::Refused));
        };
        Ok(Ok(Letter { endpoint: place, authorization, topic: topic(&due.ticket), body }))
    }

    fn outcome(&self, due: &DuePush, fate: Fate) -> Pushed {
        let (now, attempts) = (self.clock.now(), due.attempts + 1);
        // The address is a secret between the device and its push service: of it the log learns the host.
        let to = due.device.endpoint.split('/').nth(2).unwrap_or_default();
        match fate {
            Fate::Taken => Pushed::Sent,
            Fate::Gone => {
                tracing::info!(to, "a device is gone: it hears nothing any more");
                Pushed::Gone
            }
            Fate::Refused(why) => {
                tracing::error!(to, attempts, why, "a push message is given up");
                Pushed::Refused
            }
            Fate::Later { why, .. } if now.0 - due.created_at.0 >= DAY => {
                tracing::error!(to, attempts, why, "a push message is given up");
                Pushed::Dropped
            }
            Fate::Later { why, at_least } => {
                tracing::warn!(to, attempts, why, "a push message waits");
                Pushed::Again(Timestamp(now.0 + pause(due.attempts).max(at_least)))
            }
        }
    }

    /// Ticks every few seconds until it is dropped. News wait for whoever is reading anyway: nothing has to wake it.
    pub async fn work(self: Arc<Self>) {
        loop {
            match self.tick(self.clock.now()).await {
                // There may be more.
                Ok(sent) if sent > 0 => continue,
                Ok(_) => {}
                Err(fault) => tracing::error!(%fault, "what devices are told"),
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}
