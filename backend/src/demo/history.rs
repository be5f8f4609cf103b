//! Three years of reports for the demo: invented figures without anybody behind them, the same at each filling.

use crate::report::publish::{Version, snapshot};
use crate::report::{Facts, Mediated, Year, compute, year_of, zone};
use crate::service_file::ServiceFile;
use crate::store::{Audit, Failure, Store};
use recourse_contract::Timestamp;
use recourse_contract::service::{Capability, Topic};
use recourse_contract::ticket::{ClosedAs, TicketKind};
use recourse_contract::time::DAY;
use recourse_contract::update::Decision;

/// How many cases each year has, the first one first.
const CASES: [usize; 3] = [240, 300, 360];
/// How many of the first year its first version has missed.
const MISSED: usize = 11;
/// Hours within which a topic without a target is answered.
const TARGET: u32 = 168;

/// Invents what was filed in the last three years, and publishes the first two of them, one with a correction; unless reports
/// were published before, or are not offered.
///
/// # Errors
/// When the store fails.
pub async fn report(store: &dyn Store, file: &ServiceFile, now: Timestamp) -> Result<(), Failure> {
    let spoken = file.default_language();
    if !spoken.service.offers(Capability::Reports) || !store.published().await?.is_empty() {
        return Ok(());
    }
    let (zone, mut topics) = (zone(file), Vec::new());
    spoken.service.topics.iter().for_each(|topic| leaves(topic, &mut topics));
    let running = year_of(now, &zone);
    for (place, number) in CASES.into_iter().enumerate() {
        let back = u16::try_from(CASES.len() - place).unwrap_or_default();
        let Some(year) = running.checked_sub(back).and_then(|number| Year::of(number, &zone)) else { continue };
        let facts = invented(&topics, place, number);
        let (first, missed) = facts.split_at(if place == 0 { number - MISSED } else { number });
        store.keep_facts(&year, first).await?;
        if place + 1 == CASES.len() {
            // The latest one nobody has verified yet.
            continue;
        }
        publish(store, file, &year, false).await?;
        if !missed.is_empty() {
            store.keep_facts(&year, missed).await?;
            publish(store, file, &year, true).await?;
        }
    }
    Ok(())
}

/// Publishes the next version: the first one in February of the next year, a correction in May.
async fn publish(store: &dyn Store, file: &ServiceFile, year: &Year, is_correction: bool) -> Result<(), Failure> {
    let Some(next) = Year::of(year.number + 1, &zone(file)) else { return Ok(()) };
    let (number, month) = if is_correction { (2, 4) } else { (1, 1) };
    // At noon of the second day.
    let at = Timestamp(next.begin(month).0 + DAY + DAY / 2);
    let verified_on = format!("{:04}-{:02}-01", next.number, month + 1);
    let figures = compute(store.facts(year).await?, file);
    let last = store.version(year.number, None).await?;
    let reason = is_correction.then(|| why_corrected(&file.default_language().locale));
    let translations = file.locales().iter().map(|locale| (locale.clone(), why_corrected(locale))).collect();
    let version = Version { number, at, verified_on, reason, translations };
    let row = snapshot(&figures, year, version, last.as_ref(), file);
    let action = if number == 1 { "verify" } else { "correct" };
    let audit = Audit { at, actor: "system".into(), action: action.into(), detail: "demo".into() };
    store.publish(row, None, audit).await?;
    Ok(())
}

/// What was wrong with the first version.
fn why_corrected(locale: &str) -> String {
    let text = if locale.starts_with("fr") {
        "Onze dossiers arrivés par courrier n’avaient pas été comptés."
    } else {
        "Eleven cases that came by post had not been counted."
    };
    text.to_owned()
}

fn leaves<'a>(topic: &'a Topic, found: &mut Vec<&'a Topic>) {
    if topic.topics.is_empty() {
        found.push(topic);
    }
    topic.topics.iter().for_each(|topic| leaves(topic, found));
}

/// So many cases, spread over the year. Later years are a little quicker.
fn invented(topics: &[&Topic], place: usize, number: usize) -> Vec<Facts> {
    let mut chance = Chance(0x5eed + place as u64);
    let haste = 10 * u32::try_from(place).unwrap_or_default();
    (0..number).filter_map(|_| case(topics, haste, &mut chance)).collect()
}

fn case(topics: &[&Topic], haste: u32, chance: &mut Chance) -> Option<Facts> {
    let number = u32::try_from(topics.len()).ok()?;
    // Topics that stand first are more frequent.
    let topic = topics.get(chance.below(number).min(chance.below(number)) as usize)?;
    let is_problem = topic.kinds.contains(&TicketKind::TechnicalProblem) && chance.percent(60);
    let kind = if is_problem { TicketKind::TechnicalProblem } else { *topic.kinds.first()? };
    let target = topic.target_hours.unwrap_or(TARGET) * 60;
    let mut facts = Facts {
        month: chance.below(12),
        kind,
        topic: topic.id.clone(),
        ground: topic.legal_ground,
        counts: None,
        decision: None,
        minutes: None,
        in_time: false,
        closed_as: Some(ClosedAs::Withdrawn),
        reviews: 0,
        changed: 0,
        mediation: None,
        rating: None,
        answered: None,
        clear: None,
    };
    if !chance.percent(96) {
        return Some(facts);
    }
    let minutes = target / 100 * (30 + chance.below(90 - haste));
    let decision = match chance.below(100) {
        0..40 => Decision::Upheld,
        40..62 => Decision::PartlyUpheld,
        62..94 => Decision::NotUpheld,
        _ => Decision::OutOfScope,
    };
    facts.decision = Some(decision);
    facts.minutes = Some(minutes);
    facts.in_time = minutes <= target;
    facts.closed_as = Some(if chance.percent(70) { ClosedAs::Settled } else { ClosedAs::Lapsed });
    if decision != Decision::Upheld && chance.percent(18) {
        facts.reviews = 1;
        facts.changed = u32::from(chance.percent(35));
    }
    if decision != Decision::Upheld && chance.percent(6) {
        (facts.mediation, facts.closed_as) = match chance.below(10) {
            0..6 => (Some(Mediated::Agreed), Some(ClosedAs::Mediated)),
            6..9 => (Some(Mediated::Failed), Some(ClosedAs::MediationFailed)),
            _ => (Some(Mediated::Declined), Some(ClosedAs::Lapsed)),
        };
    }
    if chance.percent(55) {
        let pleased = if decision == Decision::NotUpheld { 0 } else { 2 };
        facts.rating = Some((1 + pleased + chance.below(3)).min(5));
        facts.answered = Some(chance.percent(80));
        facts.clear = Some(chance.percent(85));
    }
    Some(facts)
}

/// Numbers that look random (SplitMix64, Steele and others 2014) and are the same each time.
struct Chance(u64);

impl Chance {
    /// A number below this one.
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let number = (mixed ^ (mixed >> 31)) % u64::from(bound.max(1));
        u32::try_from(number).unwrap_or_default()
    }

    /// True so many times in a hundred.
    fn percent(&mut self, times: u32) -> bool {
        self.below(100) < times
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service_file::DEMO;

    #[test]
    fn three_years_are_invented_that_can_be_shown() {
        let file = ServiceFile::parse(DEMO).expect("right");
        let mut topics = Vec::new();
        file.default_language().service.topics.iter().for_each(|topic| leaves(topic, &mut topics));
        for (place, number) in CASES.into_iter().enumerate() {
            let facts = invented(&topics, place, number);
            assert_eq!((facts.len(), &facts), (number, &invented(&topics, place, number)), "the same each time");
            let figures = compute(facts, &file);
            assert!(figures.lodged > 150 && figures.technical.reported > figures.technical.counted, "{figures:?}");
            assert_eq!(figures.tables.len(), 3);
            assert!(figures.reviews.changed > 0 && figures.satisfaction.ratings.iter().all(|count| *count > 0));
            assert!(figures.averages.len() > 20, "{:?}", figures.averages);
        }
    }
}
