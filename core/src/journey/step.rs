//! The steps of the form, and what the answers say about them.

use super::{Draft, Fault, Field};
use recourse_contract::fields::asked;
use recourse_contract::ticket::NewTicket;
use recourse_contract::{Code, Service};

/// A step of the form, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Who you are.
    Start,
    /// Partner details.
    Details,
    /// The topic.
    Topic,
    /// Subject, extra fields, message.
    Message,
    /// Check your answers.
    Check,
}

impl Step {
    /// All, in order.
    pub const ALL: [Step; 5] = [Self::Start, Self::Details, Self::Topic, Self::Message, Self::Check];

    /// Those that are counted for the partner: "step 2 of 4".
    pub const COUNTED: [Step; 4] = [Self::Details, Self::Topic, Self::Message, Self::Check];

    /// Its name in addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Details => "details",
            Self::Topic => "topic",
            Self::Message => "message",
            Self::Check => "check",
        }
    }

    /// The step of this name.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }

    /// Its place among the counted steps, from 1; nothing for the start.
    pub fn number(self) -> Option<usize> {
        Self::COUNTED.iter().position(|step| *step == self).map(|i| i + 1)
    }

    /// The step before it.
    pub fn before(self) -> Option<Self> {
        Self::ALL.iter().rev().copied().find(|step| *step < self)
    }
}

/// A draft seen against what the backend announces.
pub struct Journey {
    ticket: NewTicket,
    asked: Vec<String>,
    faults: Vec<Fault>,
}

impl Journey {
    /// Looks at a draft.
    pub fn of(draft: &Draft, service: &Service) -> Self {
        let ticket = draft.answers.to_ticket(draft.kind, service);
        let mut faults: Vec<Fault> = ticket.faults(service).iter().filter_map(Fault::from_error).collect();
        let extras = service.leaf(&ticket.topic, ticket.kind).map(|leaf| leaf.fields.as_slice()).unwrap_or_default();
        let asked: Vec<String> = asked(extras, &ticket.fields).iter().map(|extra| extra.id.clone()).collect();
        // What the backend refused counts as long as the form asks for it: otherwise it could never be mended.
        let on_form = |field: &Field| match field {
            Field::Extra(id) => asked.contains(id),
            _ => true,
        };
        for refused in draft.refused.iter().filter_map(Fault::from_error).filter(|fault| on_form(&fault.field)) {
            if !faults.iter().any(|fault| fault.field == refused.field) {
                faults.push(refused);
            }
        }
        Self { ticket, asked, faults }
    }

    /// What would be sent. Only [`Journey::ready`] says whether it can be.
    pub fn ticket(&self) -> &NewTicket {
        &self.ticket
    }

    /// The ids of the extra fields that are asked, as the answers stand.
    pub fn asked(&self) -> &[String] {
        &self.asked
    }

    /// What has to change on a step before it is done.
    pub fn faults(&self, step: Step) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(move |fault| fault.field.step() == step)
    }

    /// Whether everything on a step is answered rightly. The check is never done by itself.
    pub fn is_done(&self, step: Step) -> bool {
        step != Step::Check && self.faults(step).next().is_none()
    }

    /// The first step with something missing; the check when nothing is.
    pub fn first_missing(&self) -> Step {
        Step::ALL.into_iter().find(|step| !self.is_done(*step)).unwrap_or(Step::Check)
    }

    /// Where somebody who asks for `step` gets: there, or to the first step that is missing before it.
    pub fn resolve(&self, step: Step) -> Step {
        step.min(self.first_missing())
    }

    /// Where "Continue" leads from a step that is done: to the next one that is not, in the end to the check. So a
    /// changed answer leads straight back to the check.
    pub fn after(&self, step: Step) -> Step {
        let following = Step::ALL.into_iter().find(|next| *next > step).unwrap_or(Step::Check);
        if self.first_missing() == Step::Check { Step::Check } else { self.resolve(following) }
    }

    /// The ticket, when it can be sent.
    pub fn ready(&self) -> Option<&NewTicket> {
        (self.first_missing() == Step::Check).then_some(&self.ticket)
    }

    /// Whether an empty answer to this field would be a fault.
    pub fn missing(&self, field: &Field) -> bool {
        self.faults.iter().any(|fault| fault.field == *field && fault.code == Code::Required)
    }
}
