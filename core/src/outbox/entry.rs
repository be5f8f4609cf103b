//! One request that waits.

use super::Purpose;
use recourse_contract::json::{self, Notes, Read, Tree};
use recourse_contract::{FieldError, Problem, read_objects};
use serde::Serialize;

/// Why a request has not gone out yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The device is offline: nothing was tried.
    Offline,
    /// No answer came.
    Unreachable,
    /// The backend asks to come back later, or failed.
    Busy {
        /// Its HTTP status.
        status: u16,
    },
    /// The session has ended: it waits until the partner signs in again.
    SignedOut,
    /// Something answered that does not speak the contract, such as the sign-in page of a hotel's network.
    Strange,
}

/// One request that waits. Times are milliseconds since 1970 by this device's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Of the stored shape.
    pub version: u32,
    /// The entry's name on this device, and its idempotency key unless `under` names one.
    pub key: String,
    /// The idempotency key, where several entries have to go out under the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// What it is for.
    pub purpose: Purpose,
    /// The path below the API base.
    pub path: String,
    /// The exact body. It gets the names of its files when the last of them has arrived.
    pub body: String,
    /// Its files, in their order: it goes out once all have arrived.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uploads: Vec<Attached>,
    /// When it was written.
    pub created_at: i64,
    /// How often it was tried.
    pub attempts: u32,
    /// An attempt may have arrived: the same bytes have to be answered before anything can change.
    pub undecided: bool,
    /// Not to be tried again before this time.
    pub not_before: i64,
    /// What kept it from going out the last time.
    pub trouble: Option<Trouble>,
}

/// A file that goes with an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attached {
    /// Its name on this device.
    pub local: String,
    /// Its name at the backend, once it has arrived there.
    pub remote: Option<String>,
}

read_objects! {
    Entry { version, key, under, purpose, path, body, uploads, created_at, attempts, undecided, not_before, trouble }
    Attached { local, remote }
}

impl Read for Trouble {
    fn read(value: &Tree, notes: &mut Notes) -> Self {
        match (value.as_str(), value.get("busy")) {
            (Some("offline"), _) => Self::Offline,
            (Some("unreachable"), _) => Self::Unreachable,
            (Some("signed_out"), _) => Self::SignedOut,
            (_, Some(busy)) => Self::Busy { status: notes.field(busy, "status") },
            // What a later version may write: it is only shown.
            _ => Self::Strange,
        }
    }
}

impl Entry {
    /// The shape that this version writes.
    pub const VERSION: u32 = 1;

    /// A request that has not been tried.
    pub fn new(key: String, purpose: Purpose, path: String, body: String, now: i64) -> Self {
        Self {
            version: Self::VERSION,
            key,
            under: None,
            purpose,
            path,
            body,
            uploads: Vec::new(),
            created_at: now,
            attempts: 0,
            undecided: false,
            not_before: now,
            trouble: None,
        }
    }

    /// The same under an idempotency key that others have, too.
    #[must_use]
    pub fn under(self, key: String) -> Self {
        Self { under: Some(key), ..self }
    }

    /// The key that it is sent under.
    pub fn idempotency_key(&self) -> &str {
        self.under.as_deref().unwrap_or(&self.key)
    }

    /// The same with files, which may have arrived already.
    #[must_use]
    pub fn with(mut self, uploads: Vec<Attached>) -> Self {
        self.uploads = uploads;
        if !self.uploads.is_empty() && self.is_ready() {
            self.name_uploads();
        }
        self
    }

    /// The names of its files on this device.
    pub fn files(&self) -> Vec<String> {
        self.uploads.iter().map(|attached| attached.local.clone()).collect()
    }

    /// Whether all its files have arrived.
    pub fn is_ready(&self) -> bool {
        self.uploads.iter().all(|attached| attached.remote.is_some())
    }

    /// One of its files may have arrived under this name. With the last one the body is complete, and changes no more.
    pub(super) fn uploaded(&mut self, local: &str, remote: &str) {
        let waits = |attached: &&mut Attached| attached.local == local && attached.remote.is_none();
        let Some(attached) = self.uploads.iter_mut().find(waits) else { return };
        attached.remote = Some(remote.to_owned());
        if self.is_ready() {
            self.name_uploads();
        }
    }

    /// A body is a JSON object with something in it; another member fits before its end.
    fn name_uploads(&mut self) {
        let ids: Vec<&str> = self.uploads.iter().filter_map(|attached| attached.remote.as_deref()).collect();
        let ids = serde_json::to_string(&ids).expect("texts");
        if let Some(start) = self.body.strip_suffix('}') {
            self.body = format!("{start},\"attachments\":{ids}}}");
        }
    }

    /// Its files that a refusal speaks of, each with what is wrong: their names on this device.
    pub fn refused_uploads<'a>(&'a self, problem: &'a Problem) -> impl Iterator<Item = (&'a str, &'a FieldError)> {
        problem.errors.iter().filter_map(move |error| {
            let at: usize = error.pointer.strip_prefix("/attachments/")?.parse().ok()?;
            Some((self.uploads.get(at)?.local.as_str(), error))
        })
    }

    /// As it is stored.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(self).expect("an entry holds texts and numbers only")
    }

    /// Reads a stored entry; nothing when it is damaged or of a later version, in which case it stays stored.
    pub fn from_stored(stored: &str) -> Option<Self> {
        json::read::<Self>(stored).ok().filter(|entry| entry.version <= Self::VERSION)
    }

    /// Whether the partner may still take it back.
    pub fn can_be_edited(&self) -> bool {
        !self.undecided
    }
}

/// An entry as a tab holds it that could not write it (the device was full), beside what the device has by now. Another tab
/// may have tried it since: then it may have arrived, and neither may take it back. As texts, since each may be of a version
/// of its own; within a body the quotes are escaped.
pub fn held_over(held: &str, stored: &str) -> String {
    match stored.contains("\"undecided\":true") {
        true => held.replacen("\"undecided\":false", "\"undecided\":true", 1),
        false => held.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_tab_has_tried_is_undecided_here_too() {
        let body = r#"{"text":"\"undecided\":true \"undecided\":false"}"#.to_owned();
        let held = Entry::new("k".into(), Purpose::Reply { ticket: "t".into() }, "/x".into(), body, 1);
        let tried = Entry { undecided: true, attempts: 4, ..held.clone() };
        let seen = |held: &Entry, stored: &Entry| Entry::from_stored(&held_over(&held.to_stored(), &stored.to_stored()));
        assert_eq!(seen(&held, &held), Some(held.clone()), "the words of the message are no mark");
        assert_eq!(seen(&held, &tried), Some(Entry { undecided: true, ..held.clone() }));
        assert_eq!(seen(&tried, &held), Some(tried));
    }
}
