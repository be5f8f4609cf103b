//! Whether a new ticket can be accepted: the one place that decides, for the app and for the backend.

use crate::Service;
use crate::problem::{Code, FieldError};
use crate::rules;
use crate::ticket::{Channel, ManagedBy, NewTicket, TicketKind, required};
use std::collections::BTreeMap;

impl NewTicket {
    /// Everything that has to change before the ticket can be filed, in the order of the form. Call it on a trimmed
    /// ticket.
    pub fn faults(&self, service: &Service) -> Vec<FieldError> {
        let limits = &service.limits;
        let partner = &self.partner;
        let mut faults = Faults::default();
        let line = |limit: u32| move |text: &str| rules::line(text, limit);

        faults.check("/audience", service.audience(&self.audience).map(|_| ()).ok_or(absent(&self.audience)), None);
        faults.check("/partner/name", required(&partner.name, line(limits.name)), Some(limits.name));
        let email_limit = u32::try_from(rules::MAX_EMAIL).ok();
        faults.check("/partner/email", required(&partner.email, rules::email), email_limit);
        faults.check("/partner/phone", partner.phone.as_deref().map_or(Ok(()), rules::phone), None);
        faults.check("/partner/company", partner.company.as_deref().map_or(Ok(()), line(limits.name)), Some(limits.name));
        faults.check("/partner/country", required(&partner.country, rules::country), None);
        if partner.properties.is_empty() {
            faults.check("/partner/properties", Err(Code::Required), None);
        }
        if partner.properties.len() > limits.properties as usize {
            faults.check("/partner/properties", Err(Code::TooMany), Some(limits.properties));
        }
        for (i, property) in partner.properties.iter().enumerate() {
            faults.check(&format!("/partner/properties/{i}"), required(property, line(limits.property)), Some(limits.property));
        }
        let spoken = service.locales.contains(&partner.language);
        faults.check("/partner/language", if spoken { Ok(()) } else { Err(absent_or(&partner.language, Code::Language)) }, None);

        faults.check("/partner/channel", offered(partner.channel != Channel::Other), None);
        faults.check("/partner/managed_by", offered(partner.managed_by != ManagedBy::Other), None);

        let topic = service.leaf(&self.topic, self.kind);
        faults.check("/topic", topic.map(|_| ()).ok_or(absent(&self.topic)), None);
        faults.check("/subject", required(&self.subject, line(limits.subject)), Some(limits.subject));
        let fields = topic.map(|topic| topic.fields.as_slice()).unwrap_or_default();
        faults.check_fields("/fields", fields, &self.fields, limits.field);
        faults.check("/message", required(&self.message, |text| rules::text(text, limits.message)), Some(limits.message));
        faults.check_uploads("/attachments", &self.attachments, limits.attachments);
        faults.check_device(&self.device, limits.field);
        let outcome = self.outcome_wanted.as_deref().map_or(Ok(()), |text| rules::text(text, limits.outcome_wanted));
        faults.check("/outcome_wanted", outcome, Some(limits.outcome_wanted));
        match (&self.mediation, self.kind == TicketKind::Mediation) {
            (Some(choice), true) => choice.check("/mediation", &partner.country, service, &mut faults),
            (None, true) => faults.check("/mediation/mediator", Err(Code::Required), None),
            (Some(_), false) => faults.check("/mediation", Err(Code::Other), None),
            (None, false) => {}
        }
        faults.0
    }
}

/// How many lines a device tells of itself at most.
pub const MAX_DEVICE: usize = 20;

/// What was found so far.
#[derive(Default)]
pub(crate) struct Faults(pub(crate) Vec<FieldError>);

impl Faults {
    /// Uploads that go along: no more than the platform takes, each once. Whether they are there only the backend knows. Of
    /// too many none is looked at: there may be tens of thousands.
    pub(crate) fn check_uploads(&mut self, pointer: &str, ids: &[String], most: u32) {
        if ids.len() > most as usize {
            self.check(pointer, Err(Code::TooMany), Some(most));
            return;
        }
        for (i, id) in ids.iter().enumerate() {
            let is_right = (1..=128).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic() && b != b'/');
            if !is_right || ids[..i].contains(id) {
                self.check(&format!("{pointer}/{i}"), Err(Code::Gone), None);
            }
        }
    }

    /// What the device tells of itself: a few short lines.
    fn check_device(&mut self, device: &BTreeMap<String, String>, limit: u32) {
        if device.len() > MAX_DEVICE {
            self.check("/device", Err(Code::TooMany), u32::try_from(MAX_DEVICE).ok());
        }
        for (name, value) in device {
            let is_name = (1..=40).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            let result = if is_name { required(value, |text| rules::line(text, limit)) } else { Err(Code::Other) };
            self.check(&format!("/device/{}", escaped(name)), result, Some(limit));
        }
    }

    pub(crate) fn check(&mut self, pointer: &str, result: Result<(), Code>, limit: Option<u32>) {
        if let Err(code) = result {
            let limit = limit.filter(|_| matches!(code, Code::TooLong | Code::TooShort | Code::TooMany));
            self.0.push(FieldError { pointer: pointer.into(), code, detail: None, limit });
        }
    }
}

fn offered(is: bool) -> Result<(), Code> {
    if is { Ok(()) } else { Err(Code::Choice) }
}

fn absent(id: &str) -> Code {
    absent_or(id, Code::Choice)
}

fn absent_or(id: &str, otherwise: Code) -> Code {
    if id.is_empty() { Code::Required } else { otherwise }
}

/// A reference token of a JSON pointer (RFC 6901, 3).
pub fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_too_many_uploads_none_is_looked_at() {
        let mut faults = Faults::default();
        faults.check_uploads("/attachments", &vec!["a/b".to_owned(); 43_000], 5);
        assert_eq!(faults.0.len(), 1);
        assert_eq!((faults.0[0].pointer.as_str(), faults.0[0].code), ("/attachments", Code::TooMany));
    }
}
