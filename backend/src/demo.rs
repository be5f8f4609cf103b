//! Demo tickets: cases at every stage of their life, so that a newcomer sees each kind of update. Filed once, into an
//! empty database. [`report`] invents the years before them, for the public report. [`script`] is what the demo handler
//! plays on new ones.

mod history;
pub mod script;
mod words;

pub use history::report;

use crate::filing::{blank, filing};
use crate::incident::Texts;
use crate::life::days;
use crate::secret::{Random, new_id};
use crate::service_file::ServiceFile;
use crate::store::{Audit, Failure, Filed, Filing, IncidentRow, MediationRow, QueuedMail, Store};
use recourse_contract::mediation::MediationResult;
use recourse_contract::outcome::Satisfaction;
use recourse_contract::service::{Capability, ExtraField, FieldKind, Periods, Service};
use recourse_contract::ticket::{Channel, ClosedAs, Passage, State};
use recourse_contract::time::{DAY, HOUR, MINUTE};
use recourse_contract::update::{Author, Outcome, Role, UpdateKind};
use recourse_contract::{NewTicket, Timestamp, Update};
use serde::Deserialize;
use words::Words;

const TICKETS: &str = include_str!("../demo/tickets.toml");
const PARTNER: &str = include_str!("../demo/partner.toml");
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
    #[serde(default)]
    reviews: u32,
    satisfaction: Option<Satisfaction>,
    mediation: Option<Mediated>,
    ticket: NewTicket,
    #[serde(default)]
    updates: Vec<Chapter>,
}

/// How far a mediation is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mediated {
    mediator: String,
    code: String,
    accepted_hours_ago: Option<i64>,
    result: Option<MediationResult>,
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
    for story in stories() {
        if store.file(lived(story, file, now, random)).await? != Filed::Stored {
            tracing::warn!("a demo ticket was left out");
        }
    }
    Ok(())
}

fn stories() -> Vec<Story> {
    let read = |text| toml::from_str::<Tickets>(text).expect("the demo tickets are compiled in and tested").tickets;
    [TICKETS, PARTNER].into_iter().flat_map(read).collect()
}

/// A ticket with everything that has become of it so far.
fn lived(story: Story, file: &ServiceFile, now: Timestamp, random: &dyn Random) -> Filing {
    let ago = |hours: i64| Timestamp(now.0 - hours * HOUR);
    let service = &file.in_language(&story.ticket.partner.language).service;
    let mut filing = filing(story.ticket.trimmed(service), None, file, ago(story.hours_ago), random);
    // Nobody has to be told of what is invented.
    filing.staff.clear();
    let mut asked_at = None;
    for chapter in story.updates {
        let number = u32::try_from(filing.updates.len()).unwrap_or(u32::MAX) + 1;
        let at = ago(chapter.hours_ago);
        let ticket = &mut filing.ticket;
        let update = blank(random, number, chapter.kind, at, &ticket.partner.language);
        if chapter.role != Role::Partner && ticket.partner.channel != Channel::Inbox {
            filing.mail.push(QueuedMail { number, id: new_id(random), not_before: at });
        }
        if chapter.kind == UpdateKind::Mediation && chapter.role == Role::Partner {
            asked_at = Some(at);
        }
        if chapter.kind == UpdateKind::Outcome {
            (ticket.outcome_at, ticket.outcome_number) = (Some(at), Some(number));
            ticket.timeline.push(Passage { state: State::Resolved, closed_as: None, at });
        }
        (ticket.last_update, ticket.updated_at) = (number, at);
        filing.updates.push(told(chapter, update, now, &service.periods));
    }
    let (ticket, last) = (&mut filing.ticket, filing.updates.last());
    (ticket.state, ticket.closed_as) = (story.state, story.closed_as);
    (ticket.reviews, ticket.satisfaction) = (story.reviews, story.satisfaction);
    if let Some(stands) = story.mediation {
        ticket.mediation = Some(stands.row(asked_at.unwrap_or(ticket.updated_at), &ticket.partner.language, service, ago));
    }
    if ticket.timeline.last().map(|passage| (passage.state, passage.closed_as)) != Some((ticket.state, ticket.closed_as)) {
        let at = ticket.updated_at;
        ticket.timeline.push(Passage { state: ticket.state, closed_as: ticket.closed_as, at });
    }
    ticket.due_at = match ticket.state {
        State::Resolved if !service.offers(Capability::Satisfaction) => None,
        State::Resolved => ticket.outcome_at.map(|at| days(at, service.periods.answer_days)),
        _ => last.and_then(|update| update.due_at),
    };
    let renewed = Timestamp(ticket.updated_at.0 + 3 * DAY);
    ticket.news_by = match ticket.state {
        State::Received => ticket.target_at,
        // As after every answer of the partner's: the target, or three days.
        State::InReview => {
            let target = ticket.target_at.filter(|target| *target > now);
            last.and_then(|update| update.next_news_by).or(target).or(Some(renewed))
        }
        _ => None,
    };
    filing
}

impl Mediated {
    /// As it is stored.
    fn row(self, requested_at: Timestamp, language: &str, service: &Service, ago: impl Fn(i64) -> Timestamp) -> MediationRow {
        let accepted_at = self.accepted_hours_ago.map(ago);
        let rules = &service.mediation;
        let (from, within) = accepted_at.map_or((requested_at, rules.answer_days), |at| (at, rules.end_days));
        MediationRow {
            mediator: self.mediator,
            language: language.to_owned(),
            code: self.code,
            requested_at,
            by: (self.result.is_none() && within > 0).then(|| days(from, within)),
            accepted_at,
            result: self.result,
            documents: Vec::new(),
        }
    }
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

fn told(chapter: Chapter, blank: Update, now: Timestamp, periods: &Periods) -> Update {
    let later = |hours: i64| Timestamp(now.0 + hours * HOUR);
    let answer_by = (chapter.kind == UpdateKind::Outcome).then(|| days(blank.at, periods.answer_days));
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
        due_at: chapter.due_in_hours.map(later).or(answer_by),
        next_news_by: chapter.news_in_hours.map(later),
        outcome: chapter.outcome,
        ..blank
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::SystemRandom;
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
        let file = ServiceFile::parse(DEMO).expect("right");
        let mut kinds = HashSet::from([UpdateKind::Filed, UpdateKind::Acknowledgement]);
        for story in stories() {
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

    #[test]
    fn one_demo_partner_has_a_ticket_in_every_state() {
        let file = ServiceFile::parse(DEMO).expect("right");
        let service = &file.default_language().service;
        let now = Timestamp(1_800_000_000_000);
        let all = stories().into_iter().map(|story| lived(story, &file, now, &SystemRandom));
        let own: Vec<Filing> = all.filter(|filing| filing.ticket.partner.email == "auberge@partner.example").collect();
        let reached: HashSet<(State, Option<ClosedAs>)> =
            own.iter().map(|filing| (filing.ticket.state, filing.ticket.closed_as)).collect();
        let open =
            [State::Received, State::InReview, State::WaitingForPartner, State::Preliminary, State::Resolved, State::InMediation];
        let ends = [ClosedAs::Settled, ClosedAs::Lapsed, ClosedAs::Withdrawn, ClosedAs::Mediated, ClosedAs::MediationFailed];
        let wanted: HashSet<_> =
            open.map(|state| (state, None)).into_iter().chain(ends.map(|end| (State::Closed, Some(end)))).collect();
        assert_eq!(reached, wanted);
        for Filing { ticket, updates, .. } in &own {
            let about = &ticket.subject;
            assert_eq!(ticket.last_update as usize, updates.len(), "{about}");
            assert!(updates.windows(2).all(|pair| pair[0].at <= pair[1].at), "{about}");
            assert!(ticket.timeline.windows(2).all(|pair| pair[0].at <= pair[1].at), "{about}");
            // Nothing of it is over the moment that the demo starts.
            let waits = matches!(ticket.state, State::WaitingForPartner | State::Preliminary | State::Resolved);
            assert_eq!(ticket.due_at.is_some_and(|due| due > now), waits, "{about}");
            assert!(ticket.news_by.is_none_or(|by| by > now), "{about}");
            if let Some(mediation) = &ticket.mediation {
                assert!(service.mediation.mediators.iter().any(|known| known.id == mediation.mediator), "{about}");
                assert!(mediation.by.is_none_or(|by| by > now), "{about}");
            }
        }
        let mut decided = own.iter().flat_map(|filing| &filing.updates).filter_map(|update| update.outcome.as_ref());
        assert!(decided.any(|outcome| outcome.properties.len() > 1), "one decision for each property");
    }
}
