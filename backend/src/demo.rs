//! Demo tickets: cases at every stage of their life, so that a newcomer sees each kind of update. Filed once, into an
//! empty database. [`report`] invents the years before them, for the public report. [`script`] is what the demo handler
//! plays on new ones.

mod history;
pub mod script;
mod words;

pub use history::report;

use crate::filing::{blank, filing};
use crate::incident::Texts;
use crate::secret::{Random, new_id};
use crate::service_file::ServiceFile;
use crate::store::{Audit, Failure, Filed, IncidentRow, QueuedMail, Store};
use recourse_contract::service::{ExtraField, FieldKind};
use recourse_contract::ticket::{Channel, ClosedAs, Passage, State};
use recourse_contract::time::{HOUR, MINUTE};
use recourse_contract::update::{Author, Outcome, Role, UpdateKind};
use recourse_contract::{NewTicket, Timestamp, Update};
use serde::Deserialize;
use words::Words;

const TICKETS: &str = include_str!("../demo/tickets.toml");
const INCIDENT: &str = include_str!("../demo/incident.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tickets {
    tickets: Vec<Story>,
}

/// A ticket and what became of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    hours_ago: i64,
    state: State,
    closed_as: Option<ClosedAs>,
    ticket: NewTicket,
    #[serde(default)]
    updates: Vec<Chapter>,
}

/// One update after the acknowledgement.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chapter {
    kind: UpdateKind,
    role: Role,
    name: Option<String>,
    hours_ago: i64,
    text: String,
    #[serde(default)]
    questions: Vec<String>,
    due_in_hours: Option<i64>,
    news_in_hours: Option<i64>,
    outcome: Option<Outcome>,
}

/// Files the demo tickets, if there are no tickets yet.
///
/// # Errors
/// When the store fails.
pub async fn fill(store: &dyn Store, file: &ServiceFile, now: Timestamp, random: &dyn Random) -> Result<(), Failure> {
    if store.count().await? > 0 {
        return Ok(());
    }
    let tickets: Tickets = toml::from_str(TICKETS).expect("the demo tickets are compiled in and tested");
    for story in tickets.tickets {
        let ago = |hours: i64| Timestamp(now.0 - hours * HOUR);
        let service = &file.in_language(&story.ticket.partner.language).service;
        let mut filing = filing(story.ticket.trimmed(service), None, file, ago(story.hours_ago), random);
        // Nobody has to be told of what is invented.
        filing.staff.clear();
        for chapter in story.updates {
            let number = u32::try_from(filing.updates.len()).unwrap_or(u32::MAX) + 1;
            let at = ago(chapter.hours_ago);
            let update = blank(random, number, chapter.kind, at, &filing.ticket.partner.language);
            let wants_mail = filing.ticket.partner.channel != Channel::Inbox;
            if chapter.role != Role::Partner && wants_mail {
                filing.mail.push(QueuedMail { number, id: new_id(random), not_before: at });
            }
            filing.updates.push(told(chapter, update, now));
            filing.ticket.last_update = number;
            filing.ticket.updated_at = at;
        }
        let (ticket, last) = (&mut filing.ticket, filing.updates.last());
        (ticket.state, ticket.closed_as) = (story.state, story.closed_as);
        if ticket.state != State::Received {
            let at = ticket.updated_at;
            ticket.timeline.push(Passage { state: ticket.state, closed_as: ticket.closed_as, at });
        }
        ticket.due_at = last.and_then(|update| update.due_at);
        ticket.news_by = match ticket.state {
            State::Received | State::InReview => last.and_then(|update| update.next_news_by).or(ticket.target_at),
            _ => None,
        };
        if store.file(filing).await? != Filed::Stored {
            tracing::warn!("a demo ticket was left out");
        }
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trouble {
    topics: Vec<String>,
    minutes_ago: i64,
    title: Texts,
    text: Texts,
}

/// Announces an incident, if there was none so far and the platform has topics for it.
///
/// # Errors
/// When the store fails.
pub async fn announce(store: &dyn Store, file: &ServiceFile, now: Timestamp, random: &dyn Random) -> Result<(), Failure> {
    let Trouble { mut topics, minutes_ago, title, text } =
        toml::from_str(INCIDENT).expect("the demo's incident is compiled in and tested");
    topics.retain(|topic| file.default_language().service.path(topic).is_some());
    let was_announced = !store.incidents(Timestamp(i64::MIN)).await?.is_empty();
    if was_announced || topics.is_empty() {
        return Ok(());
    }
    let since = Timestamp(now.0 - minutes_ago * MINUTE);
    let id = new_id(random);
    let row = IncidentRow { id, topics, title, text, since, announced_at: now, solved_at: None, waiting: 0 };
    let audit = Audit { at: now, actor: "system".into(), action: "announce".into(), detail: "demo".into() };
    store.announce(row, None, audit).await.map(|_| ())
}

/// As whom the demo handler writes.
pub fn handler_name(file: &ServiceFile) -> String {
    let spoken = file.default_language();
    Words::of(&spoken.locale).1.name.replace("{platform}", &spoken.service.platform.name)
}

fn told(chapter: Chapter, blank: Update, now: Timestamp) -> Update {
    let later = |hours: i64| Timestamp(now.0 + hours * HOUR);
    let question = |(number, label): (usize, String)| ExtraField {
        id: format!("question-{}", number + 1),
        kind: FieldKind::LongText,
        label,
        required: true,
        ..ExtraField::default()
    };
    Update {
        author: Author { role: chapter.role, name: chapter.name },
        text: chapter.text,
        questions: chapter.questions.into_iter().enumerate().map(question).collect(),
        due_at: chapter.due_in_hours.map(later),
        next_news_by: chapter.news_in_hours.map(later),
        outcome: chapter.outcome,
        ..blank
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service_file::DEMO;
    use std::collections::HashSet;

    #[test]
    fn the_demo_incident_can_be_announced() {
        let file = ServiceFile::parse(DEMO).expect("right");
        let Trouble { topics, title, text, .. } = toml::from_str(INCIDENT).expect("readable");
        let new = crate::incident::NewIncident { topics, title, text, since: None };
        assert_eq!(new.clone().trimmed(), new);
        assert_eq!(new.faults(&file, Timestamp(0)), []);
    }

    #[test]
    fn the_demo_tickets_keep_the_rules_and_show_every_kind_of_update() {
        let tickets: Tickets = toml::from_str(TICKETS).expect("readable");
        let file = ServiceFile::parse(DEMO).expect("right");
        let mut kinds = HashSet::from([UpdateKind::Filed, UpdateKind::Acknowledgement]);
        for story in tickets.tickets {
            let service = &file.in_language(&story.ticket.partner.language).service;
            assert_eq!(story.ticket.clone().trimmed(service).faults(service), [], "{}", story.ticket.subject);
            kinds.extend(story.updates.iter().map(|chapter| chapter.kind));
        }
        for kind in [
            UpdateKind::Progress,
            UpdateKind::InformationRequest,
            UpdateKind::Reply,
            UpdateKind::PreliminaryOutcome,
            UpdateKind::Outcome,
            UpdateKind::PartnerAnswer,
            UpdateKind::Mediation,
            UpdateKind::System,
        ] {
            assert!(kinds.contains(&kind), "{kind:?}");
        }
    }
}
