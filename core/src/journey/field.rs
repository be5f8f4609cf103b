//! The fields of the form, their pointers in the request and the steps they stand on.

use super::Step;
use recourse_contract::ticket::TicketKind;
use recourse_contract::validate::escaped;
use std::borrow::Cow;

/// One question of the form.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // Named after what they ask.
pub enum Field {
    Audience,
    Name,
    Email,
    Phone,
    Company,
    Country,
    Properties,
    Language,
    Channel,
    ManagedBy,
    Topic,
    Subject,
    /// An extra field of the topic, by its id.
    Extra(String),
    Message,
    OutcomeWanted,
    Mediator,
    MediationLanguage,
    /// A line that the device tells of itself, by its name.
    Device(String),
}

impl Field {
    /// The field that a JSON pointer into the request speaks of.
    pub fn from_pointer(pointer: &str) -> Option<Self> {
        Some(match pointer {
            "/audience" => Self::Audience,
            "/partner/name" => Self::Name,
            "/partner/email" => Self::Email,
            "/partner/phone" => Self::Phone,
            "/partner/company" => Self::Company,
            "/partner/country" => Self::Country,
            "/partner/language" => Self::Language,
            "/partner/channel" => Self::Channel,
            "/partner/managed_by" => Self::ManagedBy,
            "/topic" => Self::Topic,
            "/subject" => Self::Subject,
            "/message" => Self::Message,
            "/outcome_wanted" => Self::OutcomeWanted,
            "/mediation/mediator" => Self::Mediator,
            "/mediation/language" => Self::MediationLanguage,
            _ if pointer.starts_with("/partner/properties") => Self::Properties,
            _ => {
                let device = pointer.strip_prefix("/device/");
                let id = device.or_else(|| pointer.strip_prefix("/fields/"))?.split('/').next()?;
                let id = id.replace("~1", "/").replace("~0", "~");
                if device.is_some() { Self::Device(id) } else { Self::Extra(id) }
            }
        })
    }

    /// The pointer of the field in the request.
    pub fn pointer(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Audience => "/audience",
            Self::Name => "/partner/name",
            Self::Email => "/partner/email",
            Self::Phone => "/partner/phone",
            Self::Company => "/partner/company",
            Self::Country => "/partner/country",
            Self::Properties => "/partner/properties",
            Self::Language => "/partner/language",
            Self::Channel => "/partner/channel",
            Self::ManagedBy => "/partner/managed_by",
            Self::Topic => "/topic",
            Self::Subject => "/subject",
            Self::Message => "/message",
            Self::OutcomeWanted => "/outcome_wanted",
            Self::Mediator => "/mediation/mediator",
            Self::MediationLanguage => "/mediation/language",
            Self::Extra(id) => return Cow::Owned(format!("/fields/{}", escaped(id))),
            Self::Device(line) => return Cow::Owned(format!("/device/{}", escaped(line))),
        })
    }

    /// Whether the form of this kind of ticket asks it. Who reports a problem is a partner, and wants it mended; what is wanted
    /// of a mediation stands in the statement.
    pub fn is_asked(&self, kind: TicketKind) -> bool {
        match self {
            Self::Audience | Self::OutcomeWanted => !matches!(kind, TicketKind::TechnicalProblem | TicketKind::Mediation),
            Self::Mediator | Self::MediationLanguage => kind == TicketKind::Mediation,
            _ => true,
        }
    }

    /// The step that asks it.
    pub fn step(&self, kind: TicketKind) -> Step {
        match self {
            Self::Audience if !self.is_asked(kind) => Step::Details,
            Self::Topic if kind == TicketKind::TechnicalProblem => Step::Message,
            Self::Topic if kind == TicketKind::Mediation => Step::Mediator,
            Self::Audience => Step::Start,
            Self::Name | Self::Email | Self::Phone | Self::Company | Self::Country => Step::Details,
            Self::Properties | Self::Language | Self::Channel | Self::ManagedBy => Step::Details,
            Self::Topic => Step::Topic,
            Self::Mediator | Self::MediationLanguage => Step::Mediator,
            Self::Subject | Self::Extra(_) | Self::Message | Self::OutcomeWanted | Self::Device(_) => Step::Message,
        }
    }

    /// The id of its control in the page, derived from its name.
    pub fn control_id(&self) -> String {
        match self {
            // Ids of extra fields are the platform's: keep what an id may hold.
            Self::Extra(id) => format!("x-{}", id.replace(|c: char| !c.is_ascii_alphanumeric(), "-")),
            Self::Device(line) => format!("device-{}", line.replace('_', "-")),
            // The language of the answers ends in the same name.
            Self::MediationLanguage => "mediation-language".into(),
            named => named.pointer().rsplit('/').next().unwrap_or_default().replace('_', "-"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn pointers_are_read_back() {
        let extra = Field::Extra("a/b~c".into());
        let device = Field::Device("time_zone".into());
        for field in [Field::Audience, Field::Name, Field::Properties, Field::OutcomeWanted, Field::Message, extra, device] {
            assert_eq!(Field::from_pointer(&field.pointer()), Some(field));
        }
        for field in [Field::Mediator, Field::MediationLanguage] {
            assert_eq!(Field::from_pointer(&field.pointer()), Some(field));
        }
        assert_eq!(Field::from_pointer("/partner/properties/3"), Some(Field::Properties));
        assert_eq!(Field::from_pointer("/fields/amount/currency"), Some(Field::Extra("amount".into())));
        assert_eq!(Field::from_pointer("/nowhere"), None);
    }
}
