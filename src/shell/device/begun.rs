//! What was typed for an answer to an outcome: kept in a note until the answer has arrived.

use super::{Device, reply_note};
use crate::shell::storage::{self, Refused, Store, Write};
use crate::shell::uploads;
use leptos::prelude::*;
use recourse_core::outbox::Purpose;
use recourse_core::outcome;
use recourse_core::upload::Owner;

impl Device {
    /// What was typed for an answer to an outcome, as [`outcome::note`] names it.
    pub async fn begun(self, purpose: &Purpose) -> String {
        self.still_begun(purpose).await.ok().flatten().unwrap_or_default()
    }

    /// The same; nothing before anything was typed, and again once it has arrived.
    ///
    /// # Errors
    /// The device does not answer.
    pub async fn still_begun(self, purpose: &Purpose) -> Result<Option<String>, Refused> {
        match outcome::note(purpose) {
            Some(note) => storage::get(Store::Notes, &note).await,
            None => Ok(None),
        }
    }

    /// Keeps it. Says whether the device took it.
    pub async fn keep_begun(self, purpose: &Purpose, text: &str) -> bool {
        let Some(name) = outcome::note(purpose) else { return false };
        let write = if text.is_empty() { Write::Delete(Store::Notes, name) } else { Write::Put(Store::Notes, name, text.into()) };
        self.write(vec![write]).await
    }

    /// What was typed for one that cannot be sent any more goes into the box for messages, behind what was begun there.
    pub async fn move_begun(self, purpose: &Purpose, text: &str) -> bool {
        let (Some(name), Some(ticket)) = (outcome::note(purpose), purpose.ticket()) else { return false };
        let parts = [self.reply_text(ticket).await, text.to_owned()];
        let whole = parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
        let mut writes = vec![Write::Delete(Store::Notes, name)];
        // Files can go there without a text.
        if !whole.is_empty() {
            writes.push(Write::Put(Store::Notes, reply_note(ticket), whole.clone()));
        }
        let (from, to) = (Owner::of(purpose), Owner::Reply { ticket: ticket.to_owned() });
        uploads::load(self).await;
        writes.extend(from.iter().flat_map(|from| self.pass_on(from, &to)));
        let taken = self.write(writes).await;
        self.files_moved().await;
        if taken {
            self.returned_reply.set(Some((ticket.to_owned(), whole)));
        }
        taken
    }
}
