//! Figures from facts, in one pass.

use super::tables::Tallies;
use super::{Counted, Facts, Figures, Mediated};
use crate::service_file::ServiceFile;
use recourse_contract::report::{Opinion, Reviews, Technical, Times, YesNo};
use recourse_contract::service::{LegalGround, Service, Topic};
use recourse_contract::ticket::{ClosedAs, TicketKind};
use recourse_contract::update::Decision;
use std::collections::{BTreeMap, HashMap};

const GROUNDS: [&str; 4] = ["breach", "technological_issue", "measure", "other"];
/// The last one is for those without a decision.
pub(super) const OUTCOMES: [&str; 7] = ["upheld", "partly_upheld", "not_upheld", "withdrawn", "out_of_scope", "other", "open"];
const ENDS: [&str; 7] = ["settled", "lapsed", "mediated", "mediation_failed", "withdrawn", "other", "open"];
const MEDIATIONS: [&str; 5] = ["requested", "accepted", "agreed", "failed", "declined"];
/// No platform of this contract gives it: it is told only where it has been counted.
pub(super) const UNKNOWN: &str = "other";

/// Minutes to a first outcome: their sum, and how many they are.
type Took = (u64, u64);

/// The figures of these tickets. They are those of one year.
pub fn compute(tickets: impl IntoIterator<Item = Facts>, file: &ServiceFile) -> Figures {
    let service = &file.default_language().service;
    let threshold = file.reporting().threshold;
    let mut topics = Topics::of(service);
    let (mut grounds, mut outcomes, mut ends, mut mediations) = ([0; 4], [0; 7], [0; 7], [0; 5]);
    let (mut technical, mut reviews) = (Technical::default(), Reviews::default());
    let mut satisfaction = Opinion { ratings: vec![0; 5], ..Opinion::default() };
    let mut tallies = Tallies::default();
    let mut took: HashMap<String, Took> = HashMap::new();
    let (mut minutes, mut in_time, mut months) = (Vec::new(), 0, vec![0_u32; 12]);
    for facts in tickets {
        if let Some(mediation) = facts.mediation {
            mediations[mediated(mediation)] += 1;
        }
        let is_problem = facts.kind == TicketKind::TechnicalProblem;
        let counts = is_problem && facts.counts.unwrap_or_else(|| file.reporting().counts(&facts.topic));
        technical.reported += u32::from(is_problem);
        technical.counted += u32::from(counts);
        if facts.kind != TicketKind::Complaint && !counts {
            continue;
        }
        // What does not work is a technological issue, whatever else is filed under its topic.
        let ground = if counts { LegalGround::TechnologicalIssue } else { facts.ground };
        let (topic, outcome) = (topics.count(&facts.topic), outcome(&facts));
        grounds[self::ground(ground)] += 1;
        outcomes[outcome] += 1;
        ends[end(facts.closed_as)] += 1;
        let month = facts.month.min(11) as usize;
        months[month] += 1;
        reviews.asked += facts.reviews;
        reviews.changed += facts.changed;
        if let Some(count) = rating(&facts).and_then(|place| satisfaction.ratings.get_mut(place)) {
            *count += 1;
        }
        say(&mut satisfaction.answered, facts.answered);
        say(&mut satisfaction.clear, facts.clear);
        tallies.count(topic, month, outcome, rating(&facts), facts.decision.is_some());
        if let Some(time) = facts.minutes {
            minutes.push(time);
            in_time += u32::from(facts.in_time);
            let (sum, number) = took.entry(facts.topic).or_default();
            *sum += u64::from(time);
            *number += 1;
        }
    }
    Figures {
        lodged: months.iter().sum(),
        grounds: named(&GROUNDS, &grounds),
        outcomes: named(&OUTCOMES, &outcomes),
        ends: named(&ENDS, &ends),
        mediations: named(&MEDIATIONS, &mediations),
        times: times(minutes, in_time),
        technical,
        reviews,
        satisfaction,
        months,
        tables: tallies.tables(&topics.ids(), threshold),
        topics: topics.by_number(),
        threshold,
        averages: averages(service, &took, threshold),
    }
}

/// The main types of complaints: the outermost topics, in the order of the file.
struct Topics {
    counts: Vec<Counted>,
    /// The place of the outermost topic of each topic.
    places: HashMap<String, usize>,
}

impl Topics {
    fn of(service: &Service) -> Self {
        fn below(topic: &Topic, place: usize, places: &mut HashMap<String, usize>) {
            places.insert(topic.id.clone(), place);
            topic.topics.iter().for_each(|topic| below(topic, place, places));
        }
        let mut places = HashMap::new();
        service.topics.iter().enumerate().for_each(|(place, topic)| below(topic, place, &mut places));
        Self { counts: service.topics.iter().map(|topic| (topic.id.clone(), 0)).collect(), places }
    }

    /// Counts a ticket, and gives the place of its type. A topic that has gone from the file is a type of its own.
    fn count(&mut self, topic: &str) -> usize {
        let place = self.places.get(topic).copied().unwrap_or_else(|| {
            let place = self.counts.len();
            self.counts.push((topic.to_owned(), 0));
            self.places.insert(topic.to_owned(), place);
            place
        });
        self.counts[place].1 += 1;
        place
    }

    fn ids(&self) -> Vec<String> {
        self.counts.iter().map(|(id, _)| id.clone()).collect()
    }

    /// Those with complaints, the most frequent first.
    fn by_number(self) -> Vec<Counted> {
        let mut counts = self.counts;
        counts.retain(|(_, count)| *count > 0);
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts
    }
}

/// Hours on average for each topic of the file: its own, or those of the topic above it where its own are too few.
fn averages(service: &Service, took: &HashMap<String, Took>, threshold: u32) -> BTreeMap<String, u32> {
    fn sum(topic: &Topic, took: &HashMap<String, Took>) -> Took {
        let own = took.get(&topic.id).copied().unwrap_or_default();
        topic.topics.iter().map(|topic| sum(topic, took)).fold(own, |a, b| (a.0 + b.0, a.1 + b.1))
    }
    fn walk(topic: &Topic, above: Option<u32>, took: &HashMap<String, Took>, threshold: u32, found: &mut BTreeMap<String, u32>) {
        let (minutes, number) = sum(topic, took);
        let own = (number >= u64::from(threshold.max(1))).then(|| hours(minutes, number));
        let average = own.or(above);
        found.extend(average.map(|hours| (topic.id.clone(), hours)));
        topic.topics.iter().for_each(|topic| walk(topic, average, took, threshold, found));
    }
    let mut found = BTreeMap::new();
    service.topics.iter().for_each(|topic| walk(topic, None, took, threshold, &mut found));
    found
}

/// Whole hours, the nearest.
fn hours(minutes: u64, number: u64) -> u32 {
    let whole = 60 * number.max(1);
    u32::try_from((minutes + whole / 2) / whole).unwrap_or(u32::MAX)
}

fn times(mut minutes: Vec<u32>, in_time: u32) -> Times {
    minutes.sort_unstable();
    let number = minutes.len() as u64;
    let sum: u64 = minutes.iter().map(|time| u64::from(*time)).sum();
    Times {
        decided: u32::try_from(number).unwrap_or(u32::MAX),
        average_hours: (number > 0).then(|| hours(sum, number)),
        // Within so many hours half of them were decided, or a few more.
        median_hours: minutes.get(minutes.len().div_ceil(2).saturating_sub(1)).map(|time| time.div_ceil(60)),
        in_time,
    }
}

fn named(names: &[&str], counts: &[u32]) -> Vec<Counted> {
    let all = names.iter().zip(counts).filter(|(name, count)| **name != UNKNOWN || **count > 0);
    all.map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

fn say(said: &mut YesNo, answer: Option<bool>) {
    match answer {
        Some(true) => said.yes += 1,
        Some(false) => said.no += 1,
        None => {}
    }
}

/// The place of a rating: 0 for 1.
fn rating(facts: &Facts) -> Option<usize> {
    facts.rating.and_then(|rating| rating.checked_sub(1)).filter(|place| *place < 5).map(|place| place as usize)
}

fn ground(ground: LegalGround) -> usize {
    match ground {
        LegalGround::Breach => 0,
        LegalGround::TechnologicalIssue => 1,
        LegalGround::Measure => 2,
        LegalGround::Other => 3,
    }
}

fn outcome(facts: &Facts) -> usize {
    match (facts.decision, facts.closed_as) {
        (Some(Decision::Upheld), _) => 0,
        (Some(Decision::PartlyUpheld), _) => 1,
        (Some(Decision::NotUpheld), _) => 2,
        // Taken back before there was a decision.
        (Some(Decision::Withdrawn), _) | (None, Some(ClosedAs::Withdrawn)) => 3,
        (Some(Decision::OutOfScope), _) => 4,
        (Some(Decision::Other), _) => 5,
        (None, _) => 6,
    }
}

fn end(closed_as: Option<ClosedAs>) -> usize {
    match closed_as {
        Some(ClosedAs::Settled) => 0,
        Some(ClosedAs::Lapsed) => 1,
        Some(ClosedAs::Mediated) => 2,
        Some(ClosedAs::MediationFailed) => 3,
        Some(ClosedAs::Withdrawn) => 4,
        Some(ClosedAs::Other) => 5,
        None => 6,
    }
}

fn mediated(mediation: Mediated) -> usize {
    match mediation {
        Mediated::Requested => 0,
        Mediated::Accepted => 1,
        Mediated::Agreed => 2,
        Mediated::Failed => 3,
        Mediated::Declined => 4,
    }
}

#[cfg(test)]
mod tests;
