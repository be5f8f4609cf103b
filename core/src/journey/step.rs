//! The steps of the form, and what the answers say about them.

use super::{Draft, Fault, Field};
use crate::mediation::refusal;
use recourse_contract::fields::asked;
use recourse_contract::ticket::{NewTicket, TicketKind};
use recourse_contract::{Code, Service, rules};

/// A step of the form. Which ones there are, and in which order, the kind of the ticket says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Who you are.
    Start,
    /// Partner details.
    Details,
    /// The topic.
    Topic,
    /// Who shall mediate, in which language; and the topic, where there are several.
    Mediator,
    /// Subject, extra fields, message; of a problem, its topic as well.
    Message,
    /// Check your answers; and what waits to be sent.
    Check,
}

impl Step {
    /// All that there are.
    pub const ALL: [Step; 6] = [Self::Start, Self::Details, Self::Topic, Self::Mediator, Self::Message, Self::Check];

    /// The steps of a kind of ticket, in their order. A problem is told first, and by whom afterwards. Who may ask for
    /// mediation, and of whom, follows from where they are established.
    pub fn of(kind: TicketKind) -> &'static [Step] {
        match kind {
            TicketKind::TechnicalProblem => &[Self::Message, Self::Details],
            TicketKind::Mediation => &[Self::Details, Self::Mediator, Self::Message, Self::Check],
            _ => &[Self::Start, Self::Details, Self::Topic, Self::Message, Self::Check],
        }
    }

    /// Those that are counted for the partner: "step 2 of 4".
    pub fn counted(kind: TicketKind) -> &'static [Step] {
        match Self::of(kind) {
            [Self::Start, counted @ ..] => counted,
            all => all,
        }
    }

    /// Where the form of this kind begins.
    pub fn first(kind: TicketKind) -> Self {
        match kind {
            TicketKind::TechnicalProblem => Self::Message,
            TicketKind::Mediation => Self::Details,
            _ => Self::Start,
        }
    }

    /// Where a draft stands that has everything: one click before it is sent.
    pub fn ready(kind: TicketKind) -> Self {
        if kind == TicketKind::TechnicalProblem { Self::Message } else { Self::Check }
    }

    /// Its name in addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Details => "details",
            Self::Topic => "topic",
            Self::Mediator => "mediator",
            Self::Message => "message",
            Self::Check => "check",
        }
    }

    /// The step of this name.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.slug() == slug)
    }

    /// Its place among the counted steps, from 1; nothing for the start.
    pub fn number(self, kind: TicketKind) -> Option<usize> {
        Self::counted(kind).iter().position(|step| *step == self).map(|i| i + 1)
    }

    /// The step before it.
    pub fn before(self, kind: TicketKind) -> Option<Self> {
        let at = place(Self::of(kind), self)?;
        Self::of(kind).get(at.checked_sub(1)?).copied()
    }
}

/// Mediation is open to partners of some countries. Said where the country is asked, and not after everything is written.
fn not_eligible(ticket: &NewTicket, service: &Service) -> Option<Fault> {
    let country = ticket.partner.country.as_str();
    // A country that is none has its own fault.
    let is_asked = ticket.kind == TicketKind::Mediation && rules::country(country).is_ok();
    let fault = Fault { field: Field::Country, code: Code::Choice, limit: None, entry: None, detail: None };
    (is_asked && refusal(&service.mediation, country).is_some()).then_some(fault)
}

fn place(steps: &[Step], step: Step) -> Option<usize> {
    steps.iter().position(|own| *own == step)
}

/// A draft seen against what the backend announces.
#[derive(Debug, PartialEq, Eq)]
pub struct Journey {
    ticket: NewTicket,
    asked: Vec<String>,
    faults: Vec<Fault>,
    /// Whether the topic asks what the partner has not been through.
    is_new: bool,
}

impl Journey {
    /// Looks at a draft.
    pub fn of(draft: &Draft, service: &Service) -> Self {
        let ticket = draft.answers.to_ticket(draft.kind, service);
        let mut faults: Vec<Fault> = ticket.faults(service).iter().filter_map(Fault::from_error).collect();
        faults.extend(not_eligible(&ticket, service));
        let extras = service.leaf(&ticket.topic, ticket.kind).map(|leaf| leaf.fields.as_slice()).unwrap_or_default();
        let asked: Vec<String> = asked(extras, &ticket.fields).iter().map(|extra| extra.id.clone()).collect();
        // What the backend refused counts as long as the form asks for it: otherwise it could never be mended.
        let on_form = |field: &Field| match field {
            Field::Extra(id) => asked.contains(id),
            named => named.is_asked(draft.kind),
        };
        for refused in draft.refused.iter().filter_map(Fault::from_error).filter(|fault| on_form(&fault.field)) {
            if !faults.iter().any(|fault| fault.field == refused.field) {
                faults.push(refused);
            }
        }
        let is_new = !extras.is_empty() && draft.seen.as_ref() != Some(&ticket.topic);
        Self { ticket, asked, faults, is_new }
    }

    /// What would be sent. Only [`Journey::ready`] says whether it can be.
    pub fn ticket(&self) -> &NewTicket {
        &self.ticket
    }

    /// The ids of the extra fields that are asked, as the answers stand.
    pub fn asked(&self) -> &[String] {
        &self.asked
    }

    /// The steps of this draft.
    pub fn steps(&self) -> &'static [Step] {
        Step::of(self.ticket.kind)
    }

    /// What has to change on a step before it is done.
    pub fn faults(&self, step: Step) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(move |fault| fault.field.step(self.ticket.kind) == step)
    }

    /// Whether everything on a step is answered rightly. The check is never done by itself.
    pub fn is_done(&self, step: Step) -> bool {
        step != Step::Check && self.faults(step).next().is_none()
    }

    /// Whether nothing is missing any more.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty()
    }

    /// The first step with something missing; where a draft stands that has everything, when nothing is.
    pub fn first_missing(&self) -> Step {
        let missing = self.steps().iter().find(|step| self.faults(**step).next().is_some());
        missing.copied().unwrap_or(Step::ready(self.ticket.kind))
    }

    /// Where somebody who asks for `step` gets: there, or to the first step that is missing before it. The two steps of a
    /// problem do not build on each other: either can be opened at any time.
    pub fn resolve(&self, step: Step) -> Step {
        let missing = self.first_missing();
        match place(self.steps(), step) {
            None => missing,
            Some(_) if self.ticket.kind == TicketKind::TechnicalProblem => step,
            asked if place(self.steps(), missing) < asked => missing,
            Some(_) => step,
        }
    }

    /// Where "Continue" leads from a step that is done: to the next one that is not, in the end to where it is sent. So a
    /// changed answer leads straight back there; another topic by way of its questions, even if none needs an answer.
    pub fn after(&self, step: Step) -> Step {
        let following = place(self.steps(), step).and_then(|at| self.steps().get(at + 1)).copied();
        match following {
            Some(following) if !self.is_whole() && self.ticket.kind != TicketKind::TechnicalProblem => self.resolve(following),
            Some(_) if self.is_new && self.is_whole() && place(self.steps(), step) < place(self.steps(), Step::Message) => {
                Step::Message
            }
            _ => self.first_missing(),
        }
    }

    /// Whether leaving this step sends: all others have what they need. A complaint and a request for mediation
    /// are sent from the check alone.
    pub fn sends_from(&self, step: Step) -> bool {
        match self.ticket.kind {
            TicketKind::TechnicalProblem => self.steps().iter().all(|other| *other == step || self.is_done(*other)),
            _ => step == Step::Check,
        }
    }

    /// The ticket, when it can be sent.
    pub fn ready(&self) -> Option<&NewTicket> {
        self.is_whole().then_some(&self.ticket)
    }

    /// Whether nothing has to change in the answer to this field.
    pub fn is_right(&self, field: &Field) -> bool {
        self.faults.iter().all(|fault| fault.field != *field)
    }

    /// Whether an empty answer to this field would be a fault.
    pub fn missing(&self, field: &Field) -> bool {
        self.faults.iter().any(|fault| fault.field == *field && fault.code == Code::Required)
    }
}
