//! Drafts: what is kept on the device while a complaint or a report is being written.

use super::Answers;
use recourse_contract::json::{self, Notes, Read, Tree};
use recourse_contract::read_objects;
use recourse_contract::ticket::TicketKind;
use recourse_contract::{Code, FieldError, Problem, ProblemType};
use serde::Serialize;
use std::fmt;

/// Names a draft on this device: 16 hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct DraftId(String);

impl DraftId {
    /// A new id from a random number.
    pub fn from_random(random: u64) -> Self {
        Self(format!("{random:016x}"))
    }

    /// Reads an id from an address.
    pub fn parse(text: &str) -> Option<Self> {
        let hexadecimal = text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        (text.len() == 16 && hexadecimal).then(|| Self(text.into()))
    }
}

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Read for DraftId {
    fn read(value: &Tree, notes: &mut Notes) -> Self {
        Self(String::read(value, notes))
    }
}

/// A ticket that is being written. Times are milliseconds since 1970 by this device's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// Of the stored shape; see [`Draft::from_stored`].
    pub version: u32,
    /// Its name on this device.
    pub id: DraftId,
    /// What it will become.
    pub kind: TicketKind,
    /// What was typed.
    pub answers: Answers,
    /// When the first answer was given.
    pub created_at: i64,
    /// When the last answer was given.
    pub updated_at: i64,
    /// What the backend refused, until the answer changes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<FieldError>,
    /// Whether files go with it: then it is worth keeping without a word.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub files: bool,
    /// The ticket into whose reply box its text was moved: it is not sent as a ticket of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<String>,
    /// The topic whose questions the partner has been through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
    /// Another copy of it was sent, as it was then: nothing of this one goes out until the partner has chosen how.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sent_elsewhere: bool,
}

read_objects! { Draft { version, id, kind, answers, created_at, updated_at, refused, files, moved_to, seen, sent_elsewhere } }

/// A stored draft that this version cannot read. It is kept aside, never thrown away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Why, for support.
    pub reason: String,
    /// As stored.
    pub stored: String,
}

impl Draft {
    /// The shape that this version writes.
    pub const VERSION: u32 = 1;

    /// An empty draft.
    pub fn new(id: DraftId, kind: TicketKind, now: i64) -> Self {
        Self {
            version: Self::VERSION,
            id,
            kind,
            answers: Answers::default(),
            created_at: now,
            updated_at: now,
            refused: Vec::new(),
            files: false,
            moved_to: None,
            seen: None,
            sent_elsewhere: false,
        }
    }

    /// The idempotency key of its filing. It goes wherever the draft goes: two copies, in two windows that keep their storage
    /// apart, become one ticket. The id alone stands in addresses: who begins anew at the same address writes another ticket.
    pub fn filing_key(&self) -> String {
        format!("draft-{}-{}", self.id, self.created_at)
    }

    /// Whether a reply that was written into a ticket at this time has brought its text there: then nothing of it is left to
    /// be sent. A reply from before the move has not.
    pub fn went_with(&self, ticket: &str, written_at: i64) -> bool {
        self.moved_to.as_deref() == Some(ticket) && self.updated_at <= written_at
    }

    /// Whether it takes the place of what a window has stored under its name, when another one hands it over. What was changed
    /// later stays, and so does what this version cannot read.
    pub fn replaces(&self, stored: Option<&str>) -> bool {
        stored.is_none_or(|stored| Self::from_stored(stored).is_ok_and(|own| own.updated_at <= self.updated_at))
    }

    /// It becomes a ticket of its own beside the one that its other copy has become: under another key.
    pub fn begin_anew(&mut self, now: i64) {
        self.created_at = now.max(self.created_at + 1);
        (self.updated_at, self.sent_elsewhere) = (now, false);
    }

    /// Notes what the backend refused: the fields, or the whole when it names none. That its key belongs to another text is
    /// nothing to correct: the other copy was sent.
    pub fn refuse(&mut self, problem: &Problem) {
        if problem.kind == ProblemType::KeyReused {
            self.sent_elsewhere = true;
            return;
        }
        let whole = || FieldError {
            pointer: String::new(),
            code: Code::Other,
            detail: Some(problem.detail.clone().unwrap_or_else(|| problem.title.clone())),
            limit: None,
        };
        self.refused = if problem.errors.is_empty() { vec![whole()] } else { problem.errors.clone() };
    }

    /// As it is stored.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(self).expect("a draft holds texts and numbers only")
    }

    /// Reads a stored draft.
    ///
    /// # Errors
    /// [`Unreadable`] with the stored text, when it is damaged or of a later version.
    pub fn from_stored(stored: &str) -> Result<Self, Unreadable> {
        let unreadable = |reason: String| Unreadable { reason, stored: stored.into() };
        let draft: Self = json::read(stored).map_err(|json::Misread(name)| unreadable(format!("`{name}` cannot be read")))?;
        if draft.version > Self::VERSION {
            return Err(unreadable(format!("written by a later version ({})", draft.version)));
        }
        Ok(draft)
    }
}
