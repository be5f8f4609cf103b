//! Ways to get in touch: opening hours, and whom a partner should ask first.

use super::node::{Fault, InOneLanguage};
use recourse_contract::rules;
use recourse_contract::service::{ContactKind, ContactOption, FirstContact, Opening, Service, Topic};
use recourse_contract::ticket::ManagedBy;
use serde_json::Value as Json;

/// Hours without a time zone are those of the platform's.
pub(super) fn fill(file: &mut InOneLanguage) {
    let zone = file.json.pointer("/platform/time_zone").cloned();
    let (Some(zone), Some(Json::Array(topics))) = (zone, file.json.get_mut("topics")) else { return };
    for topic in topics {
        let Some(options) = topic.get_mut("contact_options").and_then(Json::as_array_mut) else { continue };
        for option in options {
            if let Some(opening) = option.get_mut("opening").and_then(Json::as_object_mut) {
                opening.entry("time_zone").or_insert_with(|| zone.clone());
            }
        }
    }
}

/// Finds the first fault. `flat` are the topics in the order of the file; what one takes over from its parent was looked at
/// there.
///
/// # Errors
/// That fault, with its line.
pub(super) fn check(service: &Service, flat: &[Topic], file: &InOneLanguage) -> Result<(), Fault> {
    let fail = |path: String, reason: &str| Err(Fault { line: file.line(&path), reason: format!("`{path}`: {reason}") });
    if !service.incidents.is_empty() {
        return fail("incidents".into(), "incidents are announced while the backend runs: `recourse-backend incident announce`");
    }
    for (index, contact) in service.first_contacts.iter().enumerate() {
        let at = format!("first_contacts.{index}");
        if let Some((name, reason)) = first_contact_fault(contact, &service.first_contacts[..index]) {
            return fail(format!("{at}.{name}"), reason);
        }
    }
    for (index, topic) in flat.iter().enumerate() {
        for (number, option) in topic.contact_options.iter().enumerate() {
            if let Some((name, reason)) = option_fault(option) {
                return fail(format!("topics.{index}.contact_options.{number}.{name}"), reason);
            }
        }
    }
    Ok(())
}

fn first_contact_fault(contact: &FirstContact, earlier: &[FirstContact]) -> Option<(&'static str, &'static str)> {
    if matches!(contact.managed_by, ManagedBy::Myself | ManagedBy::Other) {
        return Some(("managed_by", "this is one of \"account_manager\", \"affiliate\", \"agency\""));
    }
    if earlier.iter().any(|other| other.managed_by == contact.managed_by) {
        return Some(("managed_by", "there is one first contact for each"));
    }
    if contact.text.trim().is_empty() {
        return Some(("text", "say why to ask there first"));
    }
    if contact.email.as_deref().is_some_and(|email| rules::email(email).is_err()) {
        return Some(("email", "this is no e-mail address"));
    }
    if contact.phone.as_deref().is_some_and(|phone| rules::phone(phone).is_err()) {
        return Some(("phone", "this is no telephone number"));
    }
    contact.url.as_deref().filter(|url| rules::url(url).is_err()).map(|_| ("url", "this is no web address"))
}

/// What is wrong with a way to get in touch: the name of its part, and what to do.
fn option_fault(option: &ContactOption) -> Option<(&'static str, &'static str)> {
    let (scheme, reason) = match option.kind {
        ContactKind::Other => {
            return Some(("kind", "this is one of \"article\", \"message\", \"telephone\", \"account_manager\""));
        }
        ContactKind::Message => ("", ""),
        ContactKind::Article => ("https:", "an article has an address, for example https://help.example/payouts"),
        ContactKind::Telephone => ("tel:", "a telephone has an address with its number, for example tel:+33199001234"),
        ContactKind::AccountManager => ("mailto:", "an account manager has an address, for example mailto:partners@example.com"),
    };
    // An account manager may be known to the partner alone.
    let is_needed = matches!(option.kind, ContactKind::Article | ContactKind::Telephone);
    match &option.url {
        Some(url) if !url.starts_with(scheme) => return Some(("url", reason)),
        None if is_needed => return Some(("url", reason)),
        _ => {}
    }
    option.opening.as_ref().and_then(opening_fault)
}

fn opening_fault(opening: &Opening) -> Option<(&'static str, &'static str)> {
    if jiff::tz::TimeZone::get(&opening.time_zone).is_err() {
        return Some(("opening.time_zone", "this is no time zone, for example Europe/Paris"));
    }
    if opening.hours.is_empty() {
        return Some(("opening.hours", "name at least one day with its hours"));
    }
    let mut taken: Vec<(u32, u32, u32)> = Vec::new();
    for hours in &opening.hours {
        if hours.days.is_empty() || hours.days.iter().any(|day| !(1..=7).contains(day)) {
            return Some(("opening.hours", "days go from 1 (Monday) to 7 (Sunday)"));
        }
        let (Some(from), Some(to)) = (minute(&hours.from), minute(&hours.to)) else {
            return Some(("opening.hours", "hours are written as \"09:00\", the end of a day as \"24:00\""));
        };
        if from >= to {
            return Some(("opening.hours", "it closes later than it opens, on the same day: part a night at \"24:00\""));
        }
        for day in &hours.days {
            if taken.iter().any(|(other, opens, closes)| other == day && *opens < to && from < *closes) {
                return Some(("opening.hours", "two of these hours overlap"));
            }
            taken.push((*day, from, to));
        }
    }
    let is_wrong = |day: &String| rules::date(day).is_err();
    opening.closed_on.iter().any(is_wrong).then_some(("opening.closed_on", "days are written as \"2026-12-25\""))
}

/// The minute of a day, from 0 to 1440.
fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let two = |part: &str| -> Option<u32> {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
    };
    let (hour, minute) = (two(hour)?, two(minute)?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::minute;

    #[test]
    fn hours_are_those_of_a_day() {
        assert_eq!((minute("00:00"), minute("09:30"), minute("24:00")), (Some(0), Some(570), Some(1_440)));
        for wrong in ["", "9:00", "24:01", "09:60", "09h00", "-1:00", "+9:00", "09:00:00"] {
            assert_eq!(minute(wrong), None, "{wrong}");
        }
    }
}
