//! What the types cannot say of a service file.

use super::fields::field_fault;
use super::node::{Fault, InOneLanguage};
use crate::attachments::Kind;
use crate::receipt::is_public_key;
use recourse_contract::rules;
use recourse_contract::service::{Capability, PrecisionRule, Service, Sign, Topic};
use recourse_contract::ticket::TicketKind;

/// Finds the first fault. `flat` are the topics in the order of the file.
///
/// # Errors
/// That fault, with its line.
pub fn check(service: &Service, flat: &[Topic], file: &InOneLanguage) -> Result<(), Fault> {
    let fail = |path: String, reason: String| Err(Fault { line: file.line(&path), reason: format!("`{path}`: {reason}") });
    if service.platform.name.trim().is_empty() {
        return fail("platform.name".into(), "the platform needs a name".into());
    }
    if rules::email(&service.platform.email).is_err() {
        return fail("platform.email".into(), "this is no e-mail address".into());
    }
    if jiff::tz::TimeZone::get(&service.platform.time_zone).is_err() {
        return fail("platform.time_zone".into(), "this is no time zone, for example Europe/Paris".into());
    }
    let is_picture = |logo: &str| logo.starts_with("https://") || (logo.starts_with('/') && !logo.starts_with("//"));
    if service.platform.logo.as_deref().is_some_and(|logo| !is_picture(logo)) {
        return fail("platform.logo".into(), "a picture has an address with https, or a path that begins with a slash".into());
    }
    if service.audiences.iter().all(|audience| audience.elsewhere.is_some()) {
        return fail("audiences".into(), "at least one audience has to file here (no `elsewhere`)".into());
    }
    if flat.iter().all(|topic| !topic.kinds.contains(&TicketKind::Complaint)) {
        return fail("topics".into(), "at least one topic has to take complaints".into());
    }
    for (index, key) in service.receipt_keys.iter().enumerate() {
        if !is_public_key(&key.public_key) {
            let reason = "this is no public key of Ed25519 in base64url".into();
            return fail(format!("receipt_keys.{index}.public_key"), reason);
        }
    }
    if service.push_key.is_some() {
        return fail("push_key".into(), "the backend has its own: see --push-key".into());
    }
    if service.offers(Capability::Push) && !service.offers(Capability::Sessions) {
        return fail("capabilities".into(), "push needs `sessions`: a device hears of the cases of whoever is signed in".into());
    }
    let limits = &service.limits;
    let bounds = [
        ("name", limits.name),
        ("subject", limits.subject),
        ("message", limits.message),
        ("outcome_wanted", limits.outcome_wanted),
        ("field", limits.field),
        ("property", limits.property),
        ("properties", limits.properties),
    ];
    if let Some((name, _)) = bounds.into_iter().find(|(_, bound)| *bound == 0) {
        return fail(format!("limits.{name}"), "0 would let nothing through".into());
    }
    if service.offers(Capability::Uploads) && limits.attachments == 0 {
        return fail("capabilities".into(), "uploads need `limits.attachments`".into());
    }
    if limits.attachments > 0 && limits.attachment_bytes == 0 {
        return fail("limits.attachment_bytes".into(), "0 would let no file through".into());
    }
    if limits.attachments > 0 && limits.attachment_types.is_empty() {
        return fail("limits.attachment_types".into(), "name at least one media type, for example \"image/png\"".into());
    }
    for (index, name) in limits.attachment_types.iter().enumerate() {
        if Kind::all().all(|kind| kind.media_type() != name) {
            return fail(format!("limits.attachment_types.{index}"), format!("files of the type {name:?} are not known here"));
        }
    }
    for (index, topic) in flat.iter().enumerate() {
        let at = |name: &str| format!("topics.{index}.{name}");
        if topic.id.trim().is_empty() {
            return fail(at("id"), "a topic needs an id".into());
        }
        if topic.kinds.is_empty() || topic.kinds.contains(&TicketKind::Other) {
            return fail(at("kinds"), "name one or more of \"complaint\", \"technical_problem\", \"mediation\"".into());
        }
        for (number, field) in topic.fields.iter().enumerate() {
            let path = format!("topics.{index}.fields.{number}");
            if let Some((name, reason)) = field_fault(field, &topic.fields[..number]) {
                return fail(format!("{path}.{name}"), reason.into());
            }
            if let Some(says) = &field.says
                && topic.precision.iter().all(|rule| rule.id != *says)
            {
                return fail(format!("{path}.says"), format!("the topic has no point {says:?}"));
            }
        }
        for (number, rule) in topic.precision.iter().enumerate() {
            let path = format!("topics.{index}.precision.{number}");
            if topic.precision[..number].iter().any(|earlier| earlier.id == rule.id) {
                return fail(format!("{path}.id"), format!("the point {:?} stands twice", rule.id));
            }
            if let Some((name, reason)) = rule_fault(rule) {
                return fail(format!("{path}.{name}"), reason.into());
            }
        }
    }
    Ok(())
}

/// What is wrong with a point of the precision list: the name of its part, and what to do.
fn rule_fault(rule: &PrecisionRule) -> Option<(&'static str, &'static str)> {
    for (name, text) in [("id", &rule.id), ("label", &rule.label), ("line", &rule.line)] {
        if text.trim().is_empty() {
            return Some((name, "this is empty"));
        }
    }
    if rule.line.contains('\n') {
        return Some(("line", "this has to be one line"));
    }
    if rule.signs.contains(&Sign::Other) {
        let known = "signs are \"date\", \"time\", \"amount\", \"booking_number\", \"property\", \"url\", \"error\", \"expectation\", \"attempt\"";
        return Some(("signs", known));
    }
    if rule.signs.is_empty() && rule.words.is_empty() {
        return Some(("signs", "a point needs `signs` or `words` to be found by"));
    }
    rule.words.iter().any(|word| word.trim().is_empty()).then_some(("words", "an empty word is in every message"))
}
