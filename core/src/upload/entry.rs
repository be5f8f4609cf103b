//! One file that goes with a message.

use crate::journey::DraftId;
use crate::outbox::{Purpose, Trouble, pause};
use recourse_contract::json::{self, Notes, Read, Tree};
use recourse_contract::{Code, Problem, read_objects};
use serde::Serialize;

/// The message that a file goes with. Whether it goes with one that waits already, or with what is being written, the
/// outbox knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The ticket of a draft.
    Draft(DraftId),
    /// A reply in a thread.
    Reply {
        /// The ticket.
        ticket: String,
    },
    /// The answer to an information request.
    Answer {
        /// The ticket.
        ticket: String,
        /// The number of the request.
        request: u32,
    },
    /// Asking for another review.
    Review {
        /// The ticket.
        ticket: String,
    },
    /// Asking for mediation.
    Mediation {
        /// The ticket.
        ticket: String,
    },
}

impl Owner {
    /// Whose files go with a request.
    pub fn of(purpose: &Purpose) -> Option<Self> {
        match purpose {
            Purpose::File { draft } => Some(Self::Draft(draft.clone())),
            // A comment is written in the box for messages.
            Purpose::Reply { ticket } | Purpose::Comment { ticket, .. } => Some(Self::Reply { ticket: ticket.clone() }),
            Purpose::Answer { ticket, request } => Some(Self::Answer { ticket: ticket.clone(), request: *request }),
            Purpose::Review { ticket } => Some(Self::Review { ticket: ticket.clone() }),
            Purpose::Mediation { ticket } => Some(Self::Mediation { ticket: ticket.clone() }),
            _ => None,
        }
    }

    /// The ticket that it belongs to; none for a draft.
    pub fn ticket(&self) -> Option<&str> {
        match self {
            Self::Draft(_) => None,
            Self::Reply { ticket } | Self::Answer { ticket, .. } | Self::Review { ticket } | Self::Mediation { ticket } => {
                Some(ticket)
            }
        }
    }
}

/// Why a file was refused for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// What is wrong with it.
    pub code: Code,
    /// The same in the backend's words.
    pub detail: Option<String>,
}

impl Refusal {
    /// What a problem says of a file.
    pub(super) fn from_problem(problem: Problem) -> Self {
        let usual = of_status(problem.status);
        match problem.errors.into_iter().next() {
            Some(error) => Self { code: error.code, detail: error.detail.or(problem.detail) },
            None => Self { code: usual, detail: problem.detail },
        }
    }

    /// What a bare status says of it.
    pub(super) fn from_status(status: u16) -> Self {
        Self { code: of_status(status), detail: None }
    }
}

fn of_status(status: u16) -> Code {
    match status {
        413 => Code::TooBig,
        415 => Code::FileType,
        _ => Code::Other,
    }
}

/// How far a file has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Not all of it has arrived.
    Waiting,
    /// The backend has all of it.
    Done,
    /// The backend does not take it.
    Refused(Refusal),
}

/// One file. Times are milliseconds since 1970 by this device's clock. Its bytes lie beside it, under the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Upload {
    /// Of the stored shape.
    pub version: u32,
    /// Its name on this device: 32 hexadecimal digits.
    pub id: String,
    /// The message that it goes with.
    pub owner: Owner,
    /// The draft that has brought it into the reply that it goes with: parted from it again, the draft takes it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brought_by: Option<DraftId>,
    /// The file's name, as it is kept.
    pub name: String,
    /// Its media type, as the device has it; it may be empty.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its bytes, hexadecimal; empty where the browser computes none.
    pub sha256: String,
    /// When it was chosen.
    pub created_at: i64,
    /// Where it was created at the backend.
    pub url: Option<String>,
    /// How many of its bytes the backend is known to have.
    pub offset: u64,
    /// How far it has come.
    pub phase: Phase,
    /// How often it failed since it last went on.
    pub attempts: u32,
    /// Not to be tried again before this time.
    pub not_before: i64,
    /// What held it up the last time.
    pub trouble: Option<Trouble>,
}

read_objects! {
    Refusal { code, detail }
    Upload {
        version, id, owner, brought_by, name, media_type, size, sha256, created_at, url, offset, phase, attempts, not_before, trouble,
    }
}

impl Read for Owner {
    fn read(value: &Tree, notes: &mut Notes) -> Self {
        if let Some(reply) = value.get("reply") {
            Self::Reply { ticket: notes.field(reply, "ticket") }
        } else if let Some(answer) = value.get("answer") {
            Self::Answer { ticket: notes.field(answer, "ticket"), request: notes.field(answer, "request") }
        } else if let Some(review) = value.get("review") {
            Self::Review { ticket: notes.field(review, "ticket") }
        } else if let Some(mediation) = value.get("mediation") {
            Self::Mediation { ticket: notes.field(mediation, "ticket") }
        } else {
            Self::Draft(notes.field(value, "draft"))
        }
    }
}

impl Read for Phase {
    fn read(value: &Tree, notes: &mut Notes) -> Self {
        match value.as_str() {
            Some("done") => Self::Done,
            Some("waiting") => Self::Waiting,
            _ => Self::Refused(notes.field(value, "refused")),
        }
    }
}

impl Upload {
    /// The shape that this version writes.
    pub const VERSION: u32 = 1;

    /// A file that was just chosen.
    pub fn new(id: String, owner: Owner, name: String, media_type: String, size: u64, now: i64) -> Self {
        Self {
            version: Self::VERSION,
            id,
            owner,
            brought_by: None,
            name,
            media_type,
            size,
            sha256: String::new(),
            created_at: now,
            url: None,
            offset: 0,
            phase: Phase::Waiting,
            attempts: 0,
            not_before: now,
            trouble: None,
        }
    }

    /// As it is stored.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(self).expect("an upload holds texts and numbers only")
    }

    /// Reads a stored upload; nothing when it is damaged or of a later version, in which case it stays stored.
    pub fn from_stored(stored: &str) -> Option<Self> {
        json::read::<Self>(stored).ok().filter(|upload| upload.version <= Self::VERSION)
    }

    /// Its name at the backend: the last part of its address. Only once all of it has arrived.
    pub fn remote(&self) -> Option<&str> {
        let url = self.url.as_deref().filter(|_| self.phase == Phase::Done)?;
        let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        path.rsplit('/').next().filter(|id| !id.is_empty())
    }

    /// Whether it was refused for good.
    pub fn is_refused(&self) -> bool {
        matches!(self.phase, Phase::Refused(_))
    }

    /// Whether it is the same file as another one, as far as this device can tell.
    pub fn is_same_file(&self, other: &Self) -> bool {
        (&self.name, self.size, &self.sha256) == (&other.name, other.size, &other.sha256)
    }

    /// It goes where another one goes. Says whether that is another place.
    pub fn go_with(&mut self, other: &Self) -> bool {
        let differs = (&self.owner, &self.brought_by) != (&other.owner, &other.brought_by);
        if differs {
            (self.owner, self.brought_by) = (other.owner.clone(), other.brought_by.clone());
        }
        differs
    }

    /// A step failed. `wait` is what the backend asks for, in seconds; `jitter` is random, from 0 to 999.
    pub(super) fn failed(&mut self, trouble: Trouble, wait: Option<i64>, now: i64, jitter: i64) {
        self.attempts += 1;
        self.trouble = Some(trouble);
        self.not_before = now + pause(self.attempts, wait, jitter);
    }

    /// It has to go up again from its first byte.
    pub(super) fn begin_again(&mut self) {
        (self.url, self.offset, self.phase) = (None, 0, Phase::Waiting);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_upload_is_the_same_upload() {
        let owners = [
            Owner::Draft(DraftId::from_random(7)),
            Owner::Reply { ticket: "t".into() },
            Owner::Answer { ticket: "t".into(), request: 4 },
            Owner::Review { ticket: "t".into() },
            Owner::Mediation { ticket: "t".into() },
        ];
        let refused = Phase::Refused(Refusal { code: Code::FileType, detail: Some("Not a PDF".into()) });
        for (owner, phase) in owners.into_iter().zip([Phase::Waiting, Phase::Done, refused].into_iter().cycle()) {
            let new = Upload::new("a1".into(), owner, "bill.pdf".into(), "application/pdf".into(), 9, 5);
            let url = Some("https://example.com/api/v1/uploads/u7".into());
            let brought_by = matches!(new.owner, Owner::Reply { .. }).then(|| DraftId::from_random(7));
            let upload = Upload { brought_by, phase, url, offset: 3, attempts: 2, trouble: Some(Trouble::Strange), ..new };
            assert_eq!(Upload::from_stored(&upload.to_stored()), Some(upload));
        }
        assert_eq!(Upload::from_stored("{}"), None);
    }

    #[test]
    fn its_name_at_the_backend_is_the_last_part_of_its_address() {
        let owner = Owner::Reply { ticket: "t".into() };
        let new = Upload::new("a1".into(), owner, "bill.pdf".into(), String::new(), 9, 5);
        for (url, id) in [("https://x.example/uploads/u7", "u7"), ("/files/u7/?a=/b", "u7")] {
            let upload = Upload { url: Some(url.into()), ..new.clone() };
            assert_eq!(upload.remote(), None, "not before it has arrived");
            assert_eq!(Upload { phase: Phase::Done, ..upload }.remote(), Some(id));
        }
    }
}
