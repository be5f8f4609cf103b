//! What the platform says of a partner beside the address.

use recourse_contract::service::Limits;
use recourse_contract::session::Details;
use recourse_contract::ticket::ManagedBy;
use recourse_contract::{Service, rules};
use serde::Deserialize;
use serde_json::{Map, Value};

/// What the claims say that could stand in the form. A claim that does not fit is left out: it saves typing, and is not
/// worth a refusal.
pub(super) fn details(claims: &Map<String, Value>, service: &Service) -> Option<Details> {
    let limits = &service.limits;
    let text = |name: &str, fits: &dyn Fn(&str) -> bool| claims.get(name).and_then(|value| fitting(value, fits));
    let line = |text: &str| rules::line(text, limits.name).is_ok();
    let details = Details {
        name: text("name", &line),
        phone: text("phone", &|text: &str| rules::phone(text).is_ok()),
        company: text("company", &line),
        country: text("country", &|code: &str| rules::country(code).is_ok()),
        properties: claims.get("properties").and_then(|value| properties(value, limits)).unwrap_or_default(),
        language: text("language", &|tag: &str| service.locales.iter().any(|locale| locale == tag)),
        managed_by: claims.get("managed_by").and_then(managed_by),
    };
    (details != Details::default()).then_some(details)
}

/// A text, trimmed, if there is one and it fits.
fn fitting(value: &Value, fits: &dyn Fn(&str) -> bool) -> Option<String> {
    let text = value.as_str()?.trim();
    (!text.is_empty() && fits(text)).then(|| text.to_owned())
}

/// All of them or none: a list with gaps would pass for the whole.
fn properties(value: &Value, limits: &Limits) -> Option<Vec<String>> {
    let all = value.as_array().filter(|all| all.len() <= limits.properties as usize)?;
    all.iter().map(|property| fitting(property, &|text: &str| rules::line(text, limits.property).is_ok())).collect()
}

fn managed_by(value: &Value) -> Option<ManagedBy> {
    ManagedBy::deserialize(value).ok().filter(|who| *who != ManagedBy::Other)
}
