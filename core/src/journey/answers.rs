//! What the partner has typed, exactly as typed.

use super::Field;
use crate::details;
use recourse_contract::fields::asked_only;
use recourse_contract::mediation::MediationChoice;
use recourse_contract::read_objects;
use recourse_contract::service::{Choice, ExtraField, FieldKind};
use recourse_contract::ticket::{Channel, DateRange, FieldValue, ManagedBy, Money, NewTicket, Partner, TicketKind};
use recourse_contract::{Service, json};
use serde::Serialize;
use std::collections::BTreeMap;

/// Answers as typed: untrimmed, unchecked. An absent field of a stored draft is an empty answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answers {
    /// One text per field, by the field's pointer in the request. Extra fields keep theirs when the topic changes, so
    /// that changing back brings them back.
    texts: BTreeMap<String, String>,
}

read_objects! { Answers { texts } }

/// The id under which the currency of an amount is kept, beside the amount itself.
pub fn currency_id(id: &str) -> String {
    format!("{id}:currency")
}

/// The ids under which the first and the last day of a range are kept.
pub fn range_ids(id: &str) -> [String; 2] {
    [format!("{id}:from"), format!("{id}:to")]
}

/// Several choices as they are kept, one id a line, after one of them was made or taken back. They stand in the order on
/// offer; what is not on offer any more goes, since nobody could take it back.
pub fn toggled(choices: &[Choice], kept: &str, id: &str, is_chosen: bool) -> String {
    let mut text = String::new();
    for choice in choices {
        let stays = if choice.id == id { is_chosen } else { is_among(kept, &choice.id) };
        if stays {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&choice.id);
        }
    }
    text
}

/// Whether this choice is among several, as they are kept.
pub fn is_among(kept: &str, id: &str) -> bool {
    kept.split('\n').any(|chosen| chosen == id)
}

impl Answers {
    /// The answer to a field; empty when there is none.
    pub fn get(&self, field: &Field) -> &str {
        self.texts.get(field.pointer().as_ref()).map(String::as_str).unwrap_or_default()
    }

    /// Takes an answer as typed.
    pub fn set(&mut self, field: &Field, text: String) {
        if text.is_empty() {
            self.texts.remove(field.pointer().as_ref());
        } else {
            self.texts.insert(field.pointer().into_owned(), text);
        }
    }

    /// Whether there is nothing that would be a loss: what is filled in beforehand does not count.
    pub fn is_empty(&self) -> bool {
        let beforehand = [Field::Audience, Field::Language, Field::Channel, Field::ManagedBy];
        self.texts.keys().all(|pointer| beforehand.iter().any(|field| *pointer == *field.pointer()))
    }

    /// The words of it that somebody would have to write again, as typed: subject, message, wish, answers to extra fields.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        let first = [Field::Subject, Field::Message, Field::OutcomeWanted].map(|field| self.get(&field));
        let extras = self.texts.iter().filter(|(pointer, _)| pointer.starts_with("/fields/"));
        first.into_iter().chain(extras.map(|(_, text)| text.as_str())).filter(|text| !text.trim().is_empty())
    }

    /// The answers to these extra fields, as typed, without the empty ones: also of those that are not asked now.
    pub fn extras(&self, fields: &[ExtraField]) -> BTreeMap<String, FieldValue> {
        let mut answers = BTreeMap::new();
        for field in fields {
            if let Some(value) = self.extra(field) {
                answers.insert(field.id.clone(), value);
            }
        }
        answers
    }

    fn extra(&self, field: &ExtraField) -> Option<FieldValue> {
        let part = |id: String| self.get(&Field::Extra(id)).to_owned();
        if field.kind == FieldKind::DateRange {
            let [from, to] = range_ids(&field.id).map(part);
            return (!from.is_empty() || !to.is_empty()).then_some(FieldValue::Range(DateRange { from, to }));
        }
        let answer = part(field.id.clone());
        if answer.is_empty() {
            return None;
        }
        Some(match field.kind {
            FieldKind::Amount => {
                let chosen = part(currency_id(&field.id));
                let currency = if chosen.is_empty() { field.currencies.first().cloned().unwrap_or_default() } else { chosen };
                FieldValue::Money(Money { amount: answer, currency })
            }
            FieldKind::Choices => FieldValue::Many(answer.split('\n').map(str::to_owned).collect()),
            _ => FieldValue::Text(answer),
        })
    }

    /// As they are stored.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(self).expect("answers are texts")
    }

    /// Reads what was stored; nothing when it is damaged.
    pub fn from_stored(stored: &str) -> Option<Self> {
        json::read(stored).ok()
    }

    /// The ticket that these answers would file, trimmed. What is not asked, as the answers stand, stays here.
    pub fn to_ticket(&self, kind: TicketKind, service: &Service) -> NewTicket {
        let text = |field: Field| self.get(&field).to_owned();
        let optional = |field: Field| Some(self.get(&field).to_owned()).filter(|text| !text.is_empty());
        let topic = self.get(&Field::Topic);
        let fields = service.leaf(topic, kind).map(|leaf| leaf.fields.as_slice()).unwrap_or_default();
        // What is not asked is known: the audience that files here, and that it should be mended.
        let audience = match Field::Audience.is_asked(kind) {
            true => text(Field::Audience),
            false => service.audiences.iter().find(|a| a.elsewhere.is_none()).map(|a| a.id.clone()).unwrap_or_default(),
        };
        let mut ticket = NewTicket {
            kind,
            audience,
            partner: Partner {
                name: text(Field::Name),
                email: text(Field::Email),
                phone: optional(Field::Phone),
                company: optional(Field::Company),
                country: text(Field::Country),
                properties: self.get(&Field::Properties).split(['\n', ',', ';']).map(str::to_owned).collect(),
                language: text(Field::Language),
                channel: self.channel(),
                managed_by: self.managed_by(),
            },
            topic: topic.to_owned(),
            subject: text(Field::Subject),
            message: text(Field::Message),
            fields: self.extras(fields),
            outcome_wanted: optional(Field::OutcomeWanted).filter(|_| Field::OutcomeWanted.is_asked(kind)),
            attachments: Vec::new(),
            device: self.device(service.limits.field),
            mediation: (kind == TicketKind::Mediation)
                .then(|| MediationChoice { mediator: text(Field::Mediator), language: text(Field::MediationLanguage) }),
        }
        .trimmed(service);
        ticket.fields = asked_only(ticket.fields, fields);
        ticket
    }

    /// What the device may tell of itself: the lines that this version shows, and no others. Nobody could mend a line that
    /// is too long for this platform, so it is cut.
    fn device(&self, most: u32) -> BTreeMap<String, String> {
        let mut told = BTreeMap::new();
        for line in details::LINES {
            let value = self.get(&Field::Device(line.into()));
            if !value.is_empty() {
                told.insert(line.to_owned(), value.chars().take(most as usize).collect());
            }
        }
        told
    }

    /// How the partner wants to be told; by a notice unless said otherwise.
    pub fn channel(&self) -> Channel {
        channel_named(self.get(&Field::Channel))
    }

    /// Who looks after the account; the partner alone unless said otherwise.
    pub fn managed_by(&self) -> ManagedBy {
        match self.get(&Field::ManagedBy) {
            "account_manager" => ManagedBy::AccountManager,
            "affiliate" => ManagedBy::Affiliate,
            "agency" => ManagedBy::Agency,
            _ => ManagedBy::Myself,
        }
    }
}

/// The way of being told that has this name; a notice unless it is another one.
pub fn channel_named(name: &str) -> Channel {
    match name {
        "inbox" => Channel::Inbox,
        "email_full" => Channel::EmailFull,
        _ => Channel::EmailNotice,
    }
}

/// The name of a way of being told.
pub fn channel_name(channel: Channel) -> &'static str {
    match channel {
        Channel::Inbox => "inbox",
        Channel::EmailFull => "email_full",
        Channel::EmailNotice | Channel::Other => "email_notice",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(id: &str, kind: FieldKind) -> ExtraField {
        let choices = ["a", "b", "c"].map(|id| Choice { id: id.into(), label: id.into() }).to_vec();
        ExtraField { id: id.into(), kind, choices, currencies: vec!["EUR".into(), "GBP".into()], ..ExtraField::default() }
    }

    #[test]
    fn parts_that_are_kept_by_themselves_make_one_answer() {
        let mut answers = Answers::default();
        let mut set = |id: &str, text: &str| answers.set(&Field::Extra(id.into()), text.into());
        set("period:from", "2026-10-01");
        set("several", "c\na");
        set("sum", "5");
        set("another", "6");
        set("another:currency", "GBP");
        let fields = [
            field("period", FieldKind::DateRange),
            field("several", FieldKind::Choices),
            field("sum", FieldKind::Amount),
            field("another", FieldKind::Amount),
            field("nothing", FieldKind::DateRange),
            field("new", FieldKind::Other),
        ];
        let money = |amount: &str, currency: &str| FieldValue::Money(Money { amount: amount.into(), currency: currency.into() });
        let made = [
            ("another", money("6", "GBP")),
            ("period", FieldValue::Range(DateRange { from: "2026-10-01".into(), to: String::new() })),
            ("several", FieldValue::Many(vec!["c".into(), "a".into()])),
            ("sum", money("5", "EUR")),
        ];
        assert_eq!(answers.extras(&fields), BTreeMap::from(made.map(|(id, value)| (id.to_owned(), value))));
    }

    #[test]
    fn several_choices_keep_their_order_and_lose_what_is_not_on_offer() {
        let choices = field("several", FieldKind::Choices).choices;
        let mut kept = String::new();
        for (id, is_chosen, then) in
            [("c", true, "c"), ("a", true, "a\nc"), ("a", true, "a\nc"), ("c", false, "a"), ("b", false, "a"), ("a", false, "")]
        {
            kept = toggled(&choices, &kept, id, is_chosen);
            assert_eq!(kept, then);
        }
        assert_eq!(toggled(&choices, "gone\nb", "c", true), "b\nc");
        assert!(is_among("b\nc", "c") && !is_among("b\nc", "b\nc") && !is_among("", "b"));
    }

    #[test]
    fn only_what_is_shown_is_sent_and_it_survives_a_reload() {
        let json = include_str!("testdata/service.json");
        let mut service: Service = serde_json::from_str(json).expect("the test platform is valid");
        service.limits.field = 10;
        let mut answers = Answers::default();
        for (line, value) in [("browser", "Firefox 128"), ("online", "yes"), ("cookies", "secret"), ("system", "")] {
            answers.set(&Field::Device(line.into()), value.into());
        }
        // Switched off: it leaves the draft, too.
        answers.set(&Field::Device("online".into()), String::new());
        let stored = answers.to_stored();
        assert!(!stored.contains("online"), "{stored}");
        let answers = Answers::from_stored(&stored).expect("it was just stored");
        let device = answers.to_ticket(TicketKind::Complaint, &service).device;
        assert_eq!(device, BTreeMap::from([("browser".to_owned(), "Firefox 12".to_owned())]));
    }
}
