//! What is kept, behind one trait; SQL stands nowhere else.

mod aside;
mod changes;
mod incidents;
mod mail;
mod opinions;
mod outcome;
mod partners;
mod proof;
mod push;
mod questions;
mod reports;
mod rows;
mod sessions;
mod sqlite;
mod staff;
mod uploads;

pub use aside::{Aside, AsideLine, AsideRow, KEPT_DAYS, NoticeRow};
pub use changes::{Changed, Changes, STREAMS_PER_PARTNER};
pub use incidents::{Announced, IncidentRow, Incidents, Rewording, Subscribed, Subscription};
pub use mail::{Mail, MailRow, QueuedMail};
pub use opinions::{OpinionRow, Opinions, Tally};
pub use outcome::{MediationRow, Outcomes};
pub use partners::{Partners, Reach, Reached, Reaching};
pub use proof::Proof;
pub use push::{DEVICES, DuePush, PushRow, Pushed, Pushes, QueuedPush};
pub use questions::{Asking, QUESTION_DAYS, QuestionRow, Questions};
pub use reports::{PublishedRow, Publishing, Reports};
pub use sessions::{
    Asked, CODES_PER_ADDRESS, CODES_PER_HOUR, CodeRow, GUESSES_PER_DAY, GUESSES_PER_NETWORK, SessionRow, Sessions, TRIES,
};
pub use sqlite::Sqlite;
pub use staff::{News, QueuedNotice, Staff, StaffRow, Target};
pub use uploads::{Room, UploadRow, Uploads};

use async_trait::async_trait;
use recourse_contract::outcome::Satisfaction;
use recourse_contract::service::LegalGround;
use recourse_contract::ticket::{ClosedAs, FieldValue, Linked, Partner, Passage, State, TicketKind};
use recourse_contract::{Attachment, Reference, Timestamp, Update};
use serde::Serialize;
use std::collections::BTreeMap;

/// A stored ticket.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // The names are those of the contract.
pub struct TicketRow {
    pub id: String,
    pub reference: Reference,
    pub kind: TicketKind,
    pub state: State,
    pub closed_as: Option<ClosedAs>,
    pub audience: String,
    pub topic: String,
    pub legal_ground: LegalGround,
    pub subject: String,
    pub message: String,
    pub partner: Partner,
    pub fields: BTreeMap<String, FieldValue>,
    pub outcome_wanted: Option<String>,
    pub filed_at: Timestamp,
    pub updated_at: Timestamp,
    pub target_at: Option<Timestamp>,
    pub average_hours: Option<u32>,
    pub last_update: u32,
    pub read_up_to: u32,
    /// Raising it revokes every private link of the ticket.
    pub generation: i64,
    /// When the platform owes news.
    pub news_by: Option<Timestamp>,
    /// When the partner reminded it, since its last update.
    pub nudged_at: Option<Timestamp>,
    /// Until when the partner is expected to answer, to comment, or to say whether the outcome settles it.
    pub due_at: Option<Timestamp>,
    /// Which handler has it.
    pub assignee: Option<String>,
    pub timeline: Vec<Passage>,
    /// The closed ticket that it follows.
    pub follows: Option<Linked>,
    /// Raised with each change.
    pub version: i64,
    /// What was filed with it.
    pub attachments: Vec<Attachment>,
    /// What the partner let the device tell of itself.
    pub device: BTreeMap<String, String>,
    /// When the last outcome was given.
    pub outcome_at: Option<Timestamp>,
    /// Its place in the thread.
    pub outcome_number: Option<u32>,
    /// How often the partner has asked for another review.
    pub reviews: u32,
    /// What the partner has said of the outcome.
    pub satisfaction: Option<Satisfaction>,
    /// The mediation that was asked for last.
    pub mediation: Option<MediationRow>,
    /// When the partner was reminded that an answer to the outcome is due.
    pub reminded_at: Option<Timestamp>,
}

/// Under which key a creating request came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// What kind of thing is created, and where: keys of different scopes never meet.
    pub scope: String,
    /// As the header said.
    pub key: String,
    /// SHA-256 of the body as canonical JSON.
    pub body_hash: String,
}

/// The answer to a creating request, kept to be given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The language that it speaks (BCP 47).
    pub language: String,
    /// JSON.
    pub body: String,
}

/// What an earlier request under the same key was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recalled {
    /// The same body: the first answer.
    Same {
        /// The ticket it speaks of.
        ticket: String,
        /// What to say again.
        answer: Answer,
    },
    /// The same body: the state of the ticket did not allow it then. What was told of it holds, however late a copy comes.
    Refused,
    /// Another body: the key belongs to another request.
    Other,
}

/// A ticket with everything that is stored with it, in one transaction. The attachments of its updates become its own.
#[derive(Clone, Debug)]
pub struct Filing {
    /// The ticket.
    pub ticket: TicketRow,
    /// Its thread, numbered from 1.
    pub updates: Vec<Update>,
    /// The updates that go out by mail.
    pub mail: Vec<QueuedMail>,
    /// What staff are told.
    pub staff: Vec<QueuedNotice>,
    /// Who did it.
    pub audit: Audit,
    /// The key and the answer to repeat; absent for what the backend files itself.
    pub answer: Option<(Idempotency, Answer)>,
}

/// A change of a ticket, with everything that is stored with it, in one transaction.
#[derive(Clone, Debug)]
pub struct Advance {
    /// The ticket as it is from now on, still with the version that it was decided on; another version in the meantime
    /// makes [`Advanced::Changed`].
    pub ticket: TicketRow,
    /// What the thread gains, numbered on; its attachments become the ticket's.
    pub updates: Vec<Update>,
    /// The updates that go out by mail.
    pub mail: Vec<QueuedMail>,
    /// What staff are told.
    pub staff: Vec<QueuedNotice>,
    /// What the partner's devices are told.
    pub push: Option<QueuedPush>,
    /// Who did what.
    pub audit: Audit,
    /// The key and the answer to repeat.
    pub answer: Option<(Idempotency, Answer)>,
    /// A ticket that is opened with it.
    pub opens: Option<Box<Filing>>,
}

/// A line of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// When.
    pub at: Timestamp,
    /// `partner`, `system`, or `handler:` and a name.
    pub actor: String,
    /// In a word.
    pub action: String,
    /// What else there is to know: no personal data.
    pub detail: String,
}

/// What came of filing.
#[derive(Debug, PartialEq, Eq)]
pub enum Filed {
    /// Stored.
    Stored,
    /// The key has been used in the meantime.
    Recalled(Recalled),
    /// The reference is taken: try another one.
    ReferenceTaken,
    /// The attachment at this place is gone, or has become another's in the meantime.
    Gone(usize),
}

/// What came of a change.
#[derive(Debug, PartialEq, Eq)]
pub enum Advanced {
    /// Stored.
    Stored,
    /// The key has been used in the meantime.
    Recalled(Recalled),
    /// The ticket has changed in the meantime, or the reference of the one that is opened is taken: decide again.
    Changed,
    /// The attachment at this place is gone, or has become another's in the meantime.
    Gone(usize),
}

/// How a list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The latest news first.
    #[default]
    NewestUpdate,
    /// The oldest news first.
    OldestUpdate,
    /// The latest filing first.
    NewestFiling,
    /// The oldest filing first.
    OldestFiling,
    /// What waits for the partner first, then the latest news.
    Waiting,
}

/// Where a page of a list begins: after this row of the page before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// Whether it waits for the partner.
    pub waits: bool,
    /// What it is sorted by.
    pub value: i64,
    /// Its id.
    pub id: String,
}

/// Whose tickets are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Of {
    /// Nobody's.
    #[default]
    Nobody,
    /// One ticket.
    Ticket(String),
    /// Those filed under this address, in lower case.
    Partner(String),
    /// All tickets: for handlers.
    All {
        /// Those of this handler.
        assignee: Option<String>,
        /// Those that owe news since before this moment.
        late: Option<Timestamp>,
    },
}

/// A page of a list.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)] // The names are the query parameters of the contract.
pub struct ListQuery {
    /// The tickets that the caller may see.
    pub of: Of,
    /// Any of these; empty for all.
    pub status: Vec<State>,
    /// Any of these; empty for all.
    pub topics: Vec<String>,
    pub kind: Option<TicketKind>,
    /// Words to find in reference, subject or message.
    pub q: Option<String>,
    pub updated_after: Option<Timestamp>,
    /// Only those that wait for the partner.
    pub waiting: bool,
    pub sort: Sort,
    pub after: Option<After>,
    pub limit: u32,
}

/// The database failed. The cause goes to the log, never to the caller.
#[derive(Debug, thiserror::Error)]
#[error("the store failed: {0}")]
pub struct Failure(String);

impl Failure {
    fn new(cause: impl std::fmt::Display) -> Self {
        Self(cause.to_string())
    }
}

/// A result of the store.
pub type Result<T> = std::result::Result<T, Failure>;

/// Everything that is kept. A method that writes is one transaction, durable when it returns.
#[async_trait]
pub trait Store:
    Mail + Sessions + Partners + Aside + Staff + Incidents + Opinions + Questions + Uploads + Outcomes + Reports + Pushes
{
    /// What an earlier request under this key was answered.
    async fn recall(&self, key: &Idempotency) -> Result<Option<Recalled>>;
    /// Notes that the state of this ticket did not allow what came under the key. Another request under it may have been
    /// quicker: what that was answered.
    async fn refuse(&self, key: &Idempotency, ticket: &str) -> Result<Option<Recalled>>;
    /// Stores a new ticket with its thread, mail and answer.
    async fn file(&self, filing: Filing) -> Result<Filed>;
    /// Changes a ticket.
    async fn advance(&self, advance: Advance) -> Result<Advanced>;
    /// Notes that the partner has read up to this update; never takes it back. Says whether that is news.
    async fn read_up_to(&self, ticket: &str, number: u32) -> Result<bool>;
    /// Open tickets whose due date has passed.
    async fn overdue(&self, now: Timestamp, limit: u32) -> Result<Vec<TicketRow>>;
    /// The audit log of a ticket, or of an incident, oldest first.
    async fn audit(&self, ticket: &str) -> Result<Vec<Audit>>;
    /// The handler with this key, by its hash.
    async fn handler(&self, key_hash: &str) -> Result<Option<String>>;
    /// Gives a handler a key; an earlier one of the same name stops working.
    async fn keep_handler(&self, name: &str, key_hash: &str, at: Timestamp) -> Result<()>;
    /// A ticket by its reference.
    async fn by_reference(&self, reference: &str) -> Result<Option<TicketRow>>;
    /// A ticket.
    async fn ticket(&self, id: &str) -> Result<Option<TicketRow>>;
    /// A page of tickets: at most one row more than `limit`, to tell whether more follow.
    async fn tickets(&self, query: &ListQuery) -> Result<Vec<TicketRow>>;
    /// The updates after this number, oldest first, at most `limit`.
    async fn updates(&self, ticket: &str, after: u32, limit: u32) -> Result<Vec<Update>>;
    /// Who hears of changes: what adds to a thread, or a new ticket, tells.
    fn changes(&self) -> &Changes;
    /// The tickets of an address, in lower case, that have changed at this moment (milliseconds since 1970) or later, the
    /// earliest first. Of very many only the latest.
    async fn changed_since(&self, email: &str, at: i64) -> Result<Vec<Changed>>;
    /// How many tickets there are.
    async fn count(&self) -> Result<u64>;
}
