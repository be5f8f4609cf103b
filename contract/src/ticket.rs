//! Tickets: what a partner files, and what reads of it say.

use crate::attachment::Attachment;
use crate::mediation::{Mediating, MediationChoice, NoMediation};
use crate::outcome::Satisfaction;
use crate::problem::Code;
use crate::time::Timestamp;
use crate::token::Reference;
use crate::update::Update;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What a ticket is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TicketKind {
    /// A complaint in the sense of Regulation (EU) 2019/1150, Art. 11.
    Complaint,
    /// Something that does not work.
    TechnicalProblem,
    /// A request for mediation without a complaint before it (Art. 12).
    Mediation,
    /// A kind that this version does not know.
    #[serde(other)]
    Other,
}

/// Where a ticket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Stored and acknowledged.
    Received,
    /// A handler is at work.
    InReview,
    /// The partner has been asked something.
    WaitingForPartner,
    /// A draft decision lies with the partner for comment.
    Preliminary,
    /// Decided; the partner may answer.
    Resolved,
    /// With a mediator.
    InMediation,
    /// At its end; `closed_as` says which.
    Closed,
    /// A state that this version does not know.
    #[serde(other)]
    Other,
}

impl State {
    /// Whether the partner is asked to do something before the platform goes on.
    pub fn waits_for_partner(self) -> bool {
        matches!(self, Self::WaitingForPartner | Self::Preliminary)
    }
}

/// How a closed ticket ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClosedAs {
    /// The partner said that it is settled.
    Settled,
    /// Nobody answered the outcome in time. Not the same as settled.
    Lapsed,
    /// Mediation ended with an agreement.
    Mediated,
    /// Mediation ended without one.
    MediationFailed,
    /// The partner withdrew it.
    Withdrawn,
    /// An end that this version does not know.
    #[serde(other)]
    Other,
}

/// What the partner may do now. The app offers what is listed and never guesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Write a reply.
    Reply,
    /// Write a reply into a ticket that is closed for good: it opens another one, linked with it.
    FollowUp,
    /// Answer an information request.
    Answer,
    /// Comment on a preliminary outcome.
    Comment,
    /// Say that it is settled.
    Settle,
    /// Say that it is not settled after all.
    Unsettle,
    /// Ask for another review.
    RequestReview,
    /// Ask for mediation.
    RequestMediation,
    /// Remind the platform of a target that has passed in silence.
    Nudge,
    /// Withdraw the ticket.
    Withdraw,
    /// Give a rating.
    Rate,
    /// An action that this version does not know, and therefore does not offer.
    #[serde(other)]
    Other,
}

/// How the partner wants to be told of updates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// In the inbox alone; the acknowledgement still comes by e-mail, since it carries the private link.
    Inbox,
    /// A notice by e-mail, without the text.
    #[default]
    EmailNotice,
    /// The full text by e-mail.
    EmailFull,
    /// A way that this version does not know.
    #[serde(other)]
    Other,
}

/// Who looks after the partner's account on the platform.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ManagedBy {
    /// The partner, alone.
    #[default]
    Myself,
    /// An account manager at the platform.
    AccountManager,
    /// An affiliate.
    Affiliate,
    /// An agency.
    Agency,
    /// Somebody that this version does not know.
    #[serde(other)]
    Other,
}

/// Who files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Partner {
    /// Full name.
    pub name: String,
    /// Where the acknowledgement goes.
    pub email: String,
    /// Telephone, as people write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Company; a private host is a business user too and has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Country of establishment (ISO 3166-1 alpha-2). It decides whether mediation is open.
    pub country: String,
    /// Property or account numbers on the platform.
    pub properties: Vec<String>,
    /// Language that the partner wants to be answered in (BCP 47).
    pub language: String,
    /// How the partner wants to be told of updates.
    pub channel: Channel,
    /// Who looks after the account.
    pub managed_by: ManagedBy,
}

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Money {
    /// A decimal number as text: `2480.00`.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
}

/// The answer to an extra field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum FieldValue {
    /// Every kind but those below.
    Text(String),
    /// An amount.
    Money(Money),
    /// Several choices, by their ids.
    Many(Vec<String>),
    /// A range of days.
    Range(DateRange),
}

/// As it travels, on one line: for where no words are chosen.
impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Money(money) => write!(f, "{} {}", money.amount, money.currency),
            Self::Many(ids) => f.write_str(&ids.join(", ")),
            Self::Range(range) => write!(f, "{} – {}", range.from, range.to),
        }
    }
}

/// The first and the last of some days, `2026-11-23`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DateRange {
    /// The first.
    pub from: String,
    /// The last; the same for a single day.
    pub to: String,
}

/// `POST /tickets`: what a partner files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewTicket {
    /// What it is about.
    pub kind: TicketKind,
    /// Which audience of `service` files.
    pub audience: String,
    /// Who files.
    pub partner: Partner,
    /// A leaf of the topic tree, by its id.
    pub topic: String,
    /// One line.
    pub subject: String,
    /// What happened.
    pub message: String,
    /// Answers to the topic's extra fields, by their ids.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, FieldValue>,
    /// What the partner asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome_wanted: Option<String>,
    /// Uploads that go with it: the last part of each one's address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
    /// What the device tells of itself, as the partner saw it and let it through: `browser`, `system`, `screen`, `window`,
    /// `language`, `time_zone`, `online`, `app_version`, `page`, or others.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub device: BTreeMap<String, String>,
    /// Which mediator, for kind `mediation`, and for no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mediation: Option<MediationChoice>,
}

/// Another ticket that belongs with this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Linked {
    /// Its id.
    pub ticket: String,
    /// For people.
    pub reference: Reference,
    /// Opens it: only in the answer to what has opened it, and never stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link_token: Option<String>,
}

/// `201` of `POST /tickets`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Filed {
    /// The ticket as stored.
    pub ticket: Ticket,
    /// Opens this ticket alone: `Authorization: Bearer …`, and the fragment of the private link.
    pub link_token: String,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TicketSummary {
    /// Opaque.
    pub id: String,
    /// For people.
    pub reference: Reference,
    /// What it is about.
    pub kind: TicketKind,
    /// Where it stands.
    pub state: State,
    /// How it ended, when closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_as: Option<ClosedAs>,
    /// Until when the partner is asked whether the outcome settles the matter. Absent when nobody asks, or they have said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_by: Option<Timestamp>,
    /// The leaf of the topic tree.
    pub topic: String,
    /// Its label in the language of this answer; it may name the branches that lead to it.
    pub topic_label: String,
    /// One line, as the partner wrote it.
    pub subject: String,
    /// When it was stored.
    pub filed_at: Timestamp,
    /// When its last update was stored.
    pub updated_at: Timestamp,
    /// The number of its last update.
    pub last_update: u32,
    /// The number of the last update that the partner has read.
    pub read_up_to: u32,
}

impl TicketSummary {
    /// Whether it waits for the partner: the platform needs something of them, or asks whether its outcome settles the matter.
    pub fn waits_for_partner(&self) -> bool {
        self.state.waits_for_partner() || self.answer_by.is_some()
    }
}

/// A ticket, whole but for its thread.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Ticket {
    /// As in the list.
    #[serde(flatten)]
    pub summary: TicketSummary,
    /// Who filed.
    pub partner: Partner,
    /// What happened, as the partner wrote it.
    pub message: String,
    /// The extra fields, with the labels and answers in the language of this answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<AnsweredField>,
    /// What the partner asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome_wanted: Option<String>,
    /// What was attached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// What the partner let the device tell of itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub device: BTreeMap<String, String>,
    /// When the platform wants to answer at the latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_at: Option<Timestamp>,
    /// Hours that tickets of this topic took on average in the last published year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_hours: Option<u32>,
    /// When the next news comes at the latest: the target, or what the last progress update promised. Absent when
    /// nothing is promised, because the ticket waits for the partner or is decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub news_by: Option<Timestamp>,
    /// Until when the partner is expected to answer, to comment, or to say whether the outcome settles it; afterwards the
    /// ticket goes on without, or lapses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// What the partner has said of the outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<Satisfaction>,
    /// Until when that can be given and changed, apart from `settled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_until: Option<Timestamp>,
    /// Until when the end of a ticket that is settled or has lapsed can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsettle_until: Option<Timestamp>,
    /// How often another review can still be asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviews_left: Option<u32>,
    /// The mediation that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mediation: Option<Mediating>,
    /// Why mediation is not offered though the ticket is decided and not settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_mediation: Option<NoMediation>,
    /// The closed ticket that this one follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Linked>,
    /// The states that the ticket has come to, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<Passage>,
    /// What the partner may do now.
    pub actions: Vec<Action>,
}

/// A ticket came to a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Passage {
    /// Which state.
    pub state: State,
    /// How it ended, when closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_as: Option<ClosedAs>,
    /// When.
    pub at: Timestamp,
}

/// `PUT /tickets/{id}/read`: what the partner has seen of the thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReadUpTo {
    /// The number of the last update seen. A lower one than before changes nothing.
    pub number: u32,
}

/// An extra field as it was answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AnsweredField {
    /// Its id in the topic.
    pub id: String,
    /// The question.
    pub label: String,
    /// What it takes; it decides how the value is shown.
    pub kind: crate::service::FieldKind,
    /// The answer as it travelled.
    pub value: FieldValue,
    /// For choices: the label of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_label: Option<String>,
}

/// `GET /tickets/{id}/updates`: a page of the thread, oldest first.
pub type Updates = crate::page::Page<Update>;

/// Bounds on an update.
#[derive(Clone, Copy, Debug)]
pub struct UpdateLimits {
    /// Characters of its text.
    pub text: u32,
    /// Characters of an answer without a bound of its own.
    pub field: u32,
    /// How many attachments.
    pub attachments: u32,
}

impl NewTicket {
    /// The same without white space around texts, empty options as absent, line ends as LF and booking numbers as the
    /// pattern writes them. What is sent is always trimmed.
    #[must_use]
    pub fn trimmed(mut self, service: &crate::Service) -> Self {
        let partner = &mut self.partner;
        for text in [&mut partner.name, &mut partner.email, &mut self.subject] {
            *text = one_line(text);
        }
        for optional in [&mut partner.phone, &mut partner.company] {
            *optional = optional.as_deref().map(one_line).filter(|text| !text.is_empty());
        }
        partner.properties = partner.properties.iter().map(|p| one_line(p)).filter(|p| !p.is_empty()).collect();
        self.message = lines(&self.message);
        self.outcome_wanted = self.outcome_wanted.as_deref().map(lines).filter(|text| !text.is_empty());
        let fields = service.leaf(&self.topic, self.kind).map(|topic| topic.fields.as_slice()).unwrap_or_default();
        self.device.values_mut().for_each(|value| *value = one_line(value));
        self.device.retain(|_, value| !value.is_empty());
        self.fields = crate::fields::tidied(std::mem::take(&mut self.fields), fields);
        self
    }
}

pub(crate) fn one_line(text: &str) -> String {
    text.trim().to_owned()
}

pub(crate) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// A fault of a text that has to be there.
pub(crate) fn required(text: &str, rule: impl Fn(&str) -> Result<(), Code>) -> Result<(), Code> {
    if text.is_empty() { Err(Code::Required) } else { rule(text) }
}
