//! Mediation: asking for it, how it stands, and questions about it (Regulation (EU) 2019/1150, Art. 12).

use crate::problem::{Code, FieldError};
use crate::rules;
use crate::service::Service;
use crate::ticket::{UpdateLimits, lines, one_line, required};
use crate::time::Timestamp;
use crate::validate::Faults;
use serde::{Deserialize, Serialize};

/// Which mediator, and in which language. Part of a `NewTicket` of kind `mediation`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct MediationChoice {
    /// The mediator, by the id that `service` gives.
    pub mediator: String,
    /// Language of the proceedings (BCP 47), one of the mediator's.
    pub language: String,
}

impl MediationChoice {
    /// What is wrong with it, below `pointer`; `country` is where the partner is established.
    pub(crate) fn check(&self, pointer: &str, country: &str, service: &Service, faults: &mut Faults) {
        let mediator = service.mediation.mediators.iter().find(|mediator| mediator.id == self.mediator);
        let serves = mediator.is_some_and(|it| it.countries.is_empty() || it.countries.iter().any(|one| one == country));
        let chosen = required(&self.mediator, |_| if serves { Ok(()) } else { Err(Code::Choice) });
        faults.check(&format!("{pointer}/mediator"), chosen, None);
        let speaks = mediator.is_none_or(|it| it.languages.contains(&self.language));
        let language = required(&self.language, |_| if speaks { Ok(()) } else { Err(Code::Language) });
        faults.check(&format!("{pointer}/language"), language, None);
    }
}

/// `POST /tickets/{id}/mediation`: asks for mediation of an unsettled ticket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewMediation {
    /// The mediator, by the id that `service` gives.
    pub mediator: String,
    /// Language of the proceedings (BCP 47), one of the mediator's.
    pub language: String,
    /// What the dispute is about, and what the partner wants: for the mediator.
    pub statement: String,
    /// Attachments of the ticket that go along, by their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// Uploads that go with it: the last part of each one's address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
}

impl NewMediation {
    /// The same as it is sent.
    #[must_use]
    pub fn trimmed(self) -> Self {
        Self { statement: lines(&self.statement), ..self }
    }

    /// What has to change before it can be sent. Call it on a trimmed one. `documents` are checked by the backend, which knows
    /// the thread.
    pub fn faults(&self, limits: UpdateLimits, country: &str, service: &Service) -> Vec<FieldError> {
        let mut faults = Faults::default();
        let choice = MediationChoice { mediator: self.mediator.clone(), language: self.language.clone() };
        choice.check("", country, service, &mut faults);
        let statement = required(&self.statement, |text| rules::text(text, limits.text));
        faults.check("/statement", statement, Some(limits.text));
        faults.check_uploads("/attachments", &self.attachments, limits.attachments);
        faults.0
    }
}

/// How the mediation of a ticket stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Mediating {
    /// The mediator's id.
    pub mediator: String,
    /// Its name, in the language of this answer.
    pub name: String,
    /// Language of the proceedings (BCP 47).
    pub language: String,
    /// What the partner gives the mediator to name the case by; the platform knows it, too.
    pub code: String,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// Until when the mediator should have answered, where the platform sets a time; afterwards until when it should end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Timestamp>,
    /// When the mediator took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// What became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<MediationResult>,
    /// Attachments of the ticket that go along, by their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
}

/// How a mediation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MediationResult {
    /// With an agreement.
    Agreed,
    /// Without one.
    Failed,
    /// The mediator did not take it.
    Declined,
    /// A result that this version does not know.
    #[serde(other)]
    Other,
}

/// Why mediation is not offered for a ticket that is not settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoMediation {
    /// Not with partners of this country of establishment.
    Country,
    /// No mediator serves it.
    Mediator,
    /// There was one already.
    Over,
    /// A reason that this version does not know.
    #[serde(other)]
    Other,
}

/// `POST /mediation-questions`: asks for information, before or during a mediation. It starts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewMediationQuestion {
    /// Who asks.
    pub name: String,
    /// Where the answer goes.
    pub email: String,
    /// Language of the answer (BCP 47), one of the platform's.
    pub language: String,
    /// The question.
    pub text: String,
    /// The reference of the ticket that it is about, as people write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// `201` of `POST /mediation-questions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct QuestionTaken {
    /// Opaque.
    pub id: String,
    /// When it was stored.
    pub at: Timestamp,
}

impl NewMediationQuestion {
    /// The same as it is sent.
    #[must_use]
    pub fn trimmed(self) -> Self {
        Self {
            name: one_line(&self.name),
            email: one_line(&self.email),
            text: lines(&self.text),
            reference: self.reference.map(|reference| one_line(&reference)).filter(|reference| !reference.is_empty()),
            language: self.language,
        }
    }

    /// What has to change before it can be sent. Call it on a trimmed one.
    pub fn faults(&self, service: &Service) -> Vec<FieldError> {
        let limits = &service.limits;
        let mut faults = Faults::default();
        faults.check("/name", required(&self.name, |text| rules::line(text, limits.name)), Some(limits.name));
        faults.check("/email", required(&self.email, rules::email), None);
        let language = if service.locales.contains(&self.language) { Ok(()) } else { Err(Code::Language) };
        faults.check("/language", language, None);
        faults.check("/text", required(&self.text, |text| rules::text(text, limits.message)), Some(limits.message));
        let reference = self.reference.as_deref().map_or(Ok(()), |text| rules::line(text, limits.field));
        faults.check("/reference", reference, Some(limits.field));
        faults.0
    }
}
