//! What a service file says of mediation, and of the time that partners have.

use super::node::{Fault, InOneLanguage};
use recourse_contract::rules;
use recourse_contract::service::{Capability, Mediator, Service, Topic};
use recourse_contract::ticket::TicketKind;
use serde_json::Value as Json;

/// Takes out how many mediators the law wants to see named: it concerns the operator alone. Absent: none.
///
/// # Errors
/// When it is no number.
pub fn minimum(json: &mut Json, file: &InOneLanguage) -> Result<usize, Fault> {
    Ok(number(json, file, "minimum", "this is a number of mediators, for example 2")?.unwrap_or(0) as usize)
}

/// Takes out within how many days the platform answers a question about mediation. Absent: it does not say.
///
/// # Errors
/// When it is no number of days.
pub fn question_days(json: &mut Json, file: &InOneLanguage) -> Result<Option<u32>, Fault> {
    number(json, file, "question_days", "this is a number of days, for example 5")
}

fn number(json: &mut Json, file: &InOneLanguage, name: &str, reason: &str) -> Result<Option<u32>, Fault> {
    let declared = json.get_mut("mediation").and_then(Json::as_object_mut).and_then(|table| table.remove(name));
    let Some(declared) = declared else { return Ok(None) };
    let path = format!("mediation.{name}");
    let number = declared.as_u64().and_then(|number| u32::try_from(number).ok());
    let fault = || Fault { line: file.line(&path), reason: format!("`{path}`: {reason}") };
    number.map(Some).ok_or_else(fault)
}

/// Finds the first fault. `flat` are the topics in the order of the file.
///
/// # Errors
/// That fault, with its line.
pub fn check(service: &Service, minimum: usize, flat: &[Topic], file: &InOneLanguage) -> Result<(), Fault> {
    let fail = |path: &str, reason: &str| Err(Fault { line: file.line(path), reason: format!("`{path}`: {reason}") });
    let periods = &service.periods;
    if service.offers(Capability::Satisfaction) && periods.answer_days == 0 {
        return fail("periods.answer_days", "0 would leave no time to answer an outcome");
    }
    if periods.remind_days > 0 && periods.remind_days >= periods.answer_days {
        return fail("periods.remind_days", "the reminder has to come after the outcome: fewer days than `answer_days`");
    }
    let mediation = &service.mediation;
    for (index, country) in mediation.countries.iter().enumerate() {
        if rules::country(country).is_err() {
            return fail(&format!("mediation.countries.{index}"), &format!("{country:?} is no ISO 3166-1 code"));
        }
    }
    for (index, mediator) in mediation.mediators.iter().enumerate() {
        if mediation.mediators[..index].iter().any(|earlier| earlier.id == mediator.id) {
            return fail(&format!("mediation.mediators.{index}.id"), &format!("the mediator {:?} stands twice", mediator.id));
        }
        if let Some((name, reason)) = mediator_fault(mediator) {
            return fail(&format!("mediation.mediators.{index}.{name}"), &reason);
        }
    }
    let named = mediation.mediators.len();
    if named < minimum {
        let reason = format!("{minimum} mediators have to be named, and there are {named}: add a [[mediation.mediators]]");
        return fail("mediation.minimum", &reason);
    }
    let offers = service.offers(Capability::Mediation);
    if offers && (named == 0 || mediation.countries.is_empty()) {
        return fail("capabilities", "mediation needs `mediation.countries` and at least one [[mediation.mediators]]");
    }
    let asks = flat.iter().position(|topic| topic.kinds.contains(&TicketKind::Mediation));
    match asks.filter(|_| !offers) {
        Some(index) => fail(&format!("topics.{index}.kinds"), "requests for mediation need \"mediation\" in `capabilities`"),
        None => Ok(()),
    }
}

/// What is wrong with a mediator: the name of its part, and what to do.
fn mediator_fault(mediator: &Mediator) -> Option<(&'static str, String)> {
    for (name, text) in
        [("id", &mediator.id), ("name", &mediator.name), ("cost", &mediator.cost), ("duration", &mediator.duration)]
    {
        if text.trim().is_empty() {
            return Some((name, "this is empty".into()));
        }
    }
    if mediator.languages.is_empty() {
        return Some(("languages", "name the languages of the proceedings, for example [\"fr\", \"en\"]".into()));
    }
    if let Some(language) = mediator.languages.iter().find(|language| !is_tag(language)) {
        return Some(("languages", format!("{language:?} is no language tag, for example \"fr\"")));
    }
    if let Some(country) = mediator.countries.iter().find(|country| rules::country(country).is_err()) {
        return Some(("countries", format!("{country:?} is no ISO 3166-1 code")));
    }
    (!mediator.url.starts_with("https://")).then(|| ("url", "this has to begin with https://".into()))
}

/// Whether it has the form of a language tag (BCP 47): two or three letters, then parts of up to eight letters and digits.
fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    let is_primary = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
    is_primary && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}
