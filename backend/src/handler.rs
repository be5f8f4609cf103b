//! What a handler can do with a ticket, and what becomes of it.

use crate::life::{Illegal, Step};
use crate::service_file::field_fault;
use crate::store::{Advance, Idempotency, TicketRow};
use crate::thread::{Change, Means};
use recourse_contract::mediation::MediationResult;
use recourse_contract::rules;
use recourse_contract::service::{ExtraField, LegalGround};
use recourse_contract::update::{Author, Decision, Outcome, PropertyDecision, Role, UpdateKind};
use recourse_contract::{Attachment, Code, FieldError, Timestamp, Update};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// Most characters of a handler's text.
const TEXT: u32 = 20_000;
/// Most characters of a handler's name.
pub const NAME: u32 = 80;

/// One thing that a handler does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs)] // The names are those of the contract.
pub enum Move {
    /// Begins to work on a new ticket.
    TakeUp,
    /// Gives it to a handler, or to nobody.
    Assign { to: Option<String> },
    /// Says how far it is.
    Progress { text: String, next_news_by: Timestamp },
    /// Asks the partner.
    Ask { text: String, questions: Vec<ExtraField>, due_at: Timestamp },
    /// Writes freely.
    Reply { text: String },
    /// Shows a draft decision for comment.
    Preliminary { text: String, outcome: Outcome, due_at: Timestamp },
    /// Decides.
    Outcome { text: String, outcome: Outcome },
    /// Records that the mediator takes the case.
    MediationAccepted { text: String },
    /// Records what became of the mediation.
    MediationResult { result: MediationResult, text: String },
    /// Corrects the ground that the ticket counts under.
    Reclassify {
        #[serde(deserialize_with = "read_ground")]
        legal_ground: LegalGround,
    },
}

/// A ground by its name. One that is misspelt is none, and not `other`.
pub fn ground(name: &str) -> Option<LegalGround> {
    let ground: LegalGround = serde_json::from_value(name.into()).ok()?;
    (ground != LegalGround::Other || name == "other").then_some(ground)
}

fn read_ground<'de, D: Deserializer<'de>>(reader: D) -> Result<LegalGround, D::Error> {
    let name = String::deserialize(reader)?;
    ground(&name).ok_or_else(|| D::Error::custom(format!("{name:?} is no legal ground")))
}

/// What a handler asks for: a move, and the files that go with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The move.
    #[serde(flatten)]
    pub what: Move,
    /// Uploads: the last part of each one's address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
}

impl Request {
    /// What has to change before it can be done with a ticket about these properties. `most` is how many files can go with an
    /// entry.
    pub fn faults(&self, now: Timestamp, most: u32, properties: &[String]) -> Vec<FieldError> {
        let mut faults = self.what.faults(now);
        faults.extend(self.what.outcome().map(|outcome| verdicts(&outcome.properties, properties)).unwrap_or_default());
        // These make no entry that could carry anything.
        let most = if matches!(self.what, Move::TakeUp | Move::Assign { .. } | Move::Reclassify { .. }) { 0 } else { most };
        if self.attachments.len() > most as usize {
            faults.push(FieldError { pointer: "/attachments".into(), code: Code::TooMany, detail: None, limit: Some(most) });
        }
        faults
    }
}

/// What is wrong with the decisions for each property: they are those of the ticket, each once.
fn verdicts(given: &[PropertyDecision], properties: &[String]) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (i, verdict) in given.iter().enumerate() {
        let is_named = properties.contains(&verdict.property);
        let is_first = given[..i].iter().all(|earlier| earlier.property != verdict.property);
        let text = verdict.text.as_deref().map_or(Ok(()), |text| rules::text(text, TEXT));
        for (name, fits) in [
            ("property", if is_named && is_first { Ok(()) } else { Err(Code::Choice) }),
            ("decision", if verdict.decision == Decision::Other { Err(Code::Choice) } else { Ok(()) }),
            ("text", text),
        ] {
            let pointer = format!("/outcome/properties/{i}/{name}");
            let limit = (fits == Err(Code::TooLong)).then_some(TEXT);
            faults.extend(fits.err().map(|code| FieldError { pointer, code, detail: None, limit }));
        }
    }
    faults
}

impl Move {
    /// The decision that it carries.
    fn outcome(&self) -> Option<&Outcome> {
        match self {
            Self::Preliminary { outcome, .. } | Self::Outcome { outcome, .. } => Some(outcome),
            _ => None,
        }
    }

    /// Its name in the handler API.
    pub fn name(&self) -> &'static str {
        match self {
            Self::TakeUp => "take_up",
            Self::Assign { .. } => "assign",
            Self::Progress { .. } => "progress",
            Self::Ask { .. } => "ask",
            Self::Reply { .. } => "reply",
            Self::Preliminary { .. } => "preliminary",
            Self::Outcome { .. } => "outcome",
            Self::MediationAccepted { .. } => "mediation_accepted",
            Self::MediationResult { .. } => "mediation_result",
            Self::Reclassify { .. } => "reclassify",
        }
    }

    /// What has to change before it can be done.
    pub fn faults(&self, now: Timestamp) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut check = |pointer: &str, fits: Result<(), Code>| {
            if let Err(code) = fits {
                let limit = (code == Code::TooLong).then_some(if pointer == "/to" { NAME } else { TEXT });
                faults.push(FieldError { pointer: pointer.into(), code, detail: None, limit });
            }
        };
        let text = |text: &str| if text.trim().is_empty() { Err(Code::Required) } else { rules::text(text, TEXT) };
        let optional = |text: &Option<String>| text.as_deref().map_or(Ok(()), |text| rules::text(text, TEXT));
        let later = |at: Timestamp| if at > now { Ok(()) } else { Err(Code::Date) };
        match self {
            Self::TakeUp | Self::Reclassify { .. } => {}
            Self::Assign { to } => {
                let name = |name: &str| if name.trim().is_empty() { Err(Code::Required) } else { rules::line(name, NAME) };
                check("/to", to.as_deref().map_or(Ok(()), name));
            }
            Self::Progress { text: said, next_news_by } => {
                check("/text", text(said));
                check("/next_news_by", later(*next_news_by));
            }
            Self::Ask { text: said, questions, due_at } => {
                check("/text", text(said));
                check("/due_at", later(*due_at));
                check("/questions", if questions.is_empty() { Err(Code::Required) } else { Ok(()) });
                for (i, question) in questions.iter().enumerate() {
                    let fault = field_fault(question, &questions[..i]).map(|(name, _)| name.replace('.', "/"));
                    let at = format!("/questions/{i}/{}", fault.as_deref().unwrap_or_default());
                    check(&at, fault.map_or(Ok(()), |_| Err(Code::Other)));
                    check(&format!("/questions/{i}/label"), text(&question.label));
                }
            }
            Self::Reply { text: said } | Self::MediationAccepted { text: said } => check("/text", text(said)),
            Self::MediationResult { result, text: said } => {
                check("/text", text(said));
                check("/result", if *result == MediationResult::Other { Err(Code::Choice) } else { Ok(()) });
            }
            Self::Preliminary { text: said, outcome, .. } | Self::Outcome { text: said, outcome } => {
                check("/text", text(said));
                check("/outcome/findings", text(&outcome.findings));
                let decision = if outcome.decision == Decision::Other { Err(Code::Choice) } else { Ok(()) };
                check("/outcome/decision", decision);
                for (name, part) in [("rule", &outcome.rule), ("remedy", &outcome.remedy), ("next", &outcome.next)] {
                    check(&format!("/outcome/{name}"), optional(part));
                }
                if let Self::Preliminary { due_at, .. } = self {
                    check("/due_at", later(*due_at));
                }
            }
        }
        faults
    }
}

/// Carries a move out, with what its uploads are. `language` is that of its texts, the partner's unless said otherwise.
///
/// # Errors
/// The ticket's state does not allow it.
pub fn done(
    what: Move,
    attached: Vec<Attachment>,
    handler: &str,
    language: Option<&str>,
    asked: Option<Idempotency>,
    row: &TicketRow,
    means: Means<'_>,
) -> Result<Advance, Illegal> {
    let mut change = Change::of(row, means);
    let name = what.name();
    let author = Author { role: Role::Handler, name: Some(handler.to_owned()) };
    let said = |change: &Change<'_>, kind: UpdateKind, text: String| {
        let blank = change.blank(kind);
        let language = language.map_or(blank.language.clone(), str::to_owned);
        let (author, attachments) = (author.clone(), attached.clone());
        Update { author, text: text.trim().to_owned(), language, attachments, ..blank }
    };
    match what {
        Move::TakeUp => {
            change.step(Step::TakenUp)?;
            change.row().assignee.get_or_insert_with(|| handler.to_owned());
            change.note("taken_up", &[("name", handler)], false);
        }
        Move::Assign { to } => {
            let handed_over = to.as_deref().filter(|to| row.assignee.as_deref().is_some_and(|before| before != *to));
            if let Some(to) = handed_over {
                change.note("handed_over", &[("name", to)], false);
            }
            change.row().assignee = to;
        }
        Move::Progress { text, next_news_by } => {
            change.step(Step::Progressed { news_by: next_news_by })?;
            let update = Update { next_news_by: Some(next_news_by), ..said(&change, UpdateKind::Progress, text) };
            change.add(update, true);
        }
        Move::Ask { text, questions, due_at } => {
            change.step(Step::Asked { due_at })?;
            let update = Update { questions, due_at: Some(due_at), ..said(&change, UpdateKind::InformationRequest, text) };
            change.add(update, true);
        }
        Move::Reply { text } => {
            change.step(Step::HandlerWrote)?;
            let update = said(&change, UpdateKind::Reply, text);
            change.add(update, true);
        }
        Move::Preliminary { text, outcome, due_at } => {
            change.step(Step::Drafted { due_at })?;
            let update =
                Update { outcome: Some(outcome), due_at: Some(due_at), ..said(&change, UpdateKind::PreliminaryOutcome, text) };
            change.add(update, true);
        }
        Move::Outcome { text, outcome } => {
            change.step(Step::Decided)?;
            let due_at = change.row().due_at;
            let update = Update { outcome: Some(outcome), due_at, ..said(&change, UpdateKind::Outcome, text) };
            change.row().outcome_number = Some(update.number);
            // What was said of the outcome before is no answer to this one.
            if let Some(satisfaction) = &mut change.row().satisfaction {
                satisfaction.settled = None;
            }
            change.add(update, true);
        }
        Move::MediationAccepted { text } => {
            change.step(Step::MediationAccepted)?;
            let update = said(&change, UpdateKind::Mediation, text);
            change.add(update, true);
        }
        Move::MediationResult { result, text } => {
            change.step(Step::Mediated(result))?;
            let update = said(&change, UpdateKind::Mediation, text);
            change.add(update, true);
            if result == MediationResult::Declined {
                change.note("mediator_declined", &[], true);
            }
        }
        Move::Reclassify { legal_ground } => {
            change.row().legal_ground = legal_ground;
            change.detail(format!("{:?} to {legal_ground:?}", row.legal_ground));
        }
    }
    Ok(change.done(format!("handler:{handler}"), name, asked))
}
