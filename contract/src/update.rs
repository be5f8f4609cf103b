//! Updates: the entries of a ticket's thread.

use crate::attachment::Attachment;
use crate::fields::tidied;
use crate::problem::FieldError;
use crate::service::ExtraField;
use crate::ticket::{AnsweredField, FieldValue, Linked, UpdateLimits, lines, required};
use crate::time::Timestamp;
use crate::validate::Faults;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an update is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum UpdateKind {
    /// What the partner filed: the first entry of a thread.
    Filed,
    /// The platform has it: procedure and next steps.
    Acknowledgement,
    /// How far it is, and when the next news comes at the latest.
    Progress,
    /// Questions to the partner.
    InformationRequest,
    /// Somebody writes.
    Reply,
    /// A draft decision, for comment.
    PreliminaryOutcome,
    /// The decision.
    Outcome,
    /// The partner's answer to an outcome.
    PartnerAnswer,
    /// Something about mediation.
    Mediation,
    /// Reopened, handed over, closed.
    System,
    /// A kind that this version does not know: shown with its text.
    #[serde(other)]
    Other,
}

/// In which role the author wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The partner.
    Partner,
    /// Platform staff.
    Handler,
    /// A mediator.
    Mediator,
    /// The system.
    System,
    /// A role that this version does not know.
    #[serde(other)]
    Other,
}

/// Who wrote an update.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Author {
    /// In which role.
    pub role: Role,
    /// The name to show, for example of a team. Absent: the role says enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// One entry of a thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Update {
    /// Opaque.
    pub id: String,
    /// Its place in the thread: 1 is the oldest, without gaps.
    pub number: u32,
    /// What it is.
    pub kind: UpdateKind,
    /// Who wrote it.
    pub author: Author,
    /// When it was stored.
    pub at: Timestamp,
    /// The language of `text` (BCP 47).
    pub language: String,
    /// Plain text; an empty line parts paragraphs.
    pub text: String,
    /// What happens next, with dates (acknowledgement).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next_steps: Vec<NextStep>,
    /// When the next news comes at the latest (progress).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_news_by: Option<Timestamp>,
    /// Until when an answer or a comment is expected (information request, preliminary outcome), or whether it is settled
    /// (outcome).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// What is asked (information request).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<crate::service::ExtraField>,
    /// The decision (outcome, preliminary outcome).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The number of the update that this one answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers_to: Option<u32>,
    /// The answers to its questions, with their labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<AnsweredField>,
    /// What was attached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The idempotency key under which the partner wrote it: a device tells by it which of its own writes this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
    /// The ticket that it has opened, as this one was closed for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<Linked>,
}

/// One thing that happens next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NextStep {
    /// What.
    pub text: String,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Timestamp>,
}

/// How a complaint was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // The names say it.
pub enum Decision {
    Upheld,
    PartlyUpheld,
    NotUpheld,
    Withdrawn,
    OutOfScope,
    /// A decision that this version does not know.
    #[serde(other)]
    Other,
}

/// What was decided for one of several properties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PropertyDecision {
    /// Its number, as the partner named it.
    pub property: String,
    /// The decision.
    pub decision: Decision,
    /// What is particular about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// An individual outcome in plain language (Regulation (EU) 2019/1150, Art. 11(2)(c)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Outcome {
    /// The decision.
    pub decision: Decision,
    /// What the platform found.
    pub findings: String,
    /// The rule applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What the platform does now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// What the partner can do next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// A decision for each property, where several were named and they differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<PropertyDecision>,
}

/// `POST /tickets/{id}/updates`: what a partner writes into the thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewUpdate {
    /// What it is. Level 1 takes a reply.
    pub kind: NewUpdateKind,
    /// Plain text. It may be left out when questions are answered or something is attached.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The number of the information request that is answered, or of the preliminary outcome that is commented on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers_to: Option<u32>,
    /// Answers to its questions, by their ids.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, FieldValue>,
    /// Uploads that go with it: the last part of each one's address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
}

/// What a partner can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NewUpdateKind {
    /// A reply.
    Reply,
    /// The answer to an information request.
    Answer,
    /// A comment on a preliminary outcome.
    Comment,
}

impl NewUpdate {
    /// A reply with this text.
    pub fn reply(text: String) -> Self {
        Self { kind: NewUpdateKind::Reply, text, answers_to: None, answers: BTreeMap::new(), attachments: Vec::new() }
    }

    /// The same without white space around texts, line ends as LF, and answers as `questions` want them written. What is
    /// sent is always trimmed.
    #[must_use]
    pub fn trimmed(mut self, questions: &[ExtraField]) -> Self {
        self.text = lines(&self.text);
        self.answers = tidied(self.answers, questions);
        self
    }

    /// What has to change before it can be sent. Call it on a trimmed update with the questions that it answers.
    pub fn faults(&self, limits: UpdateLimits, questions: &[ExtraField]) -> Vec<FieldError> {
        let mut faults = Faults::default();
        let is_said = !self.answers.is_empty() || !questions.is_empty() || !self.attachments.is_empty();
        let text = match self.text.is_empty() && is_said {
            true => Ok(()),
            false => required(&self.text, |text| crate::rules::text(text, limits.text)),
        };
        faults.check_fields("/answers", questions, &self.answers, limits.field);
        faults.check("/text", text, Some(limits.text));
        faults.check_uploads("/attachments", &self.attachments, limits.attachments);
        faults.0
    }
}

/// A body without content: `{}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Nothing {}
