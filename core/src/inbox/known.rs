//! A ticket that this device can open.

use crate::order::sort;
use recourse_contract::json::{self, Notes, Read, Tree};
use recourse_contract::{Filed, Ticket, Update};
use serde::Serialize;

/// A ticket that this device can open, with what was last read of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Known {
    /// Of the stored shape.
    pub version: u32,
    /// The ticket's id.
    pub id: String,
    /// Opens this ticket alone.
    pub token: String,
    /// As last read; nothing until the private link was followed once with success.
    pub ticket: Option<Ticket>,
    /// The thread as last read.
    pub thread: Vec<Update>,
    /// The last update that was on this screen.
    pub seen: u32,
    /// When it was last read from the backend (milliseconds since 1970).
    pub read_at: i64,
}

impl Known {
    /// The shape that this version writes.
    pub const VERSION: u32 = 1;

    /// What a private link gives.
    pub fn from_link(id: String, token: String) -> Self {
        Self { version: Self::VERSION, id, token, ticket: None, thread: Vec::new(), seen: 0, read_at: 0 }
    }

    /// What filing gives.
    pub fn from_filed(filed: Filed, now: i64) -> Self {
        let id = filed.ticket.summary.id.clone();
        // What the partner has just filed is not news to them.
        let seen = filed.ticket.summary.last_update;
        Self { ticket: Some(filed.ticket), seen, read_at: now, ..Self::from_link(id, filed.link_token) }
    }

    /// Updates that were not on this screen yet, nor read elsewhere.
    pub fn unread(&self) -> u32 {
        let Some(ticket) = &self.ticket else { return 0 };
        ticket.summary.last_update.saturating_sub(self.seen.max(ticket.summary.read_up_to))
    }

    /// As it is stored.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(self).expect("a known ticket holds texts and numbers only")
    }

    /// Reads a stored ticket; nothing when it is damaged or of a later version, in which case it stays stored.
    pub fn from_stored(stored: &str) -> Option<Self> {
        json::read::<Self>(stored).ok().filter(|known| known.version <= Self::VERSION)
    }
}

impl Read for Known {
    fn read(value: &Tree, notes: &mut Notes) -> Self {
        notes.object(value);
        Self {
            version: notes.field(value, "version"),
            id: notes.field(value, "id"),
            token: notes.field(value, "token"),
            ticket: notes.field(value, "ticket"),
            thread: notes.field(value, "thread"),
            seen: notes.field_or(value, "seen", 0),
            read_at: notes.field_or(value, "read_at", 0),
        }
    }
}

/// The list of the inbox: the latest news first.
pub fn newest_first(known: &mut [Known]) {
    let at = |known: &Known| known.ticket.as_ref().map(|ticket| ticket.summary.updated_at);
    sort(known, |a, b| (at(b), &a.id) < (at(a), &b.id));
}
