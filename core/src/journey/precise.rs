//! What a draft gives to the precision list: its text, and what the form knows besides.

use super::{Answers, Draft, Field};
use crate::precision::{Context, Patterns, Point, answered, list};
use recourse_contract::Service;
use recourse_contract::service::{ExtraField, FieldKind, PrecisionRule, Sign, Topic};

/// The precision list of a draft's topic.
#[derive(Clone, Debug, Default)]
pub struct Precise {
    /// Its rules, in their order.
    pub rules: Vec<PrecisionRule>,
    fields: Vec<ExtraField>,
    booking: Option<String>,
}

/// What the list looks at. As long as it stays equal, nothing has to be looked for again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    text: String,
    properties: Vec<String>,
    answered: Vec<Sign>,
}

impl Precise {
    /// The list of the topic that is chosen in a draft.
    pub fn of(service: &Service, draft: &Draft) -> Self {
        let Some(leaf) = service.leaf(draft.answers.get(&Field::Topic), draft.kind) else { return Self::default() };
        let booking = pattern(&leaf.fields).or_else(|| pattern_in(&service.topics));
        Self { rules: leaf.precision.clone(), fields: leaf.fields.clone(), booking }
    }

    /// What the list looks at in these answers.
    pub fn seen(&self, answers: &Answers) -> Seen {
        let (subject, message) = (answers.get(&Field::Subject), answers.get(&Field::Message));
        let numbers = answers.get(&Field::Properties).split(['\n', ',', ';']).map(str::trim);
        let properties: Vec<String> = numbers.filter(|number| !number.is_empty()).map(str::to_owned).collect();
        let answered = answered(&self.fields, &answers.extras(&self.fields), &properties);
        Seen { text: format!("{subject}\n{message}"), properties, answered }
    }

    /// Which points are said.
    pub fn points(&self, seen: &Seen) -> Vec<Point> {
        let patterns = Patterns { booking: self.booking.as_deref(), properties: &seen.properties };
        list(&self.rules, &Context { text: &seen.text, patterns, answered: &seen.answered })
    }
}

/// The pattern of booking numbers among these fields.
fn pattern(fields: &[ExtraField]) -> Option<String> {
    fields.iter().filter(|field| field.kind == FieldKind::BookingNumber).find_map(|field| field.pattern.clone())
}

/// The first one of any topic: a platform has one kind of booking numbers.
fn pattern_in(topics: &[Topic]) -> Option<String> {
    topics.iter().find_map(|topic| pattern(&topic.fields).or_else(|| pattern_in(&topic.topics)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::DraftId;
    use recourse_contract::ticket::TicketKind;

    fn said(draft: &Draft, precise: &Precise) -> Vec<bool> {
        precise.points(&precise.seen(&draft.answers)).iter().map(|point| point.said).collect()
    }

    #[test]
    fn points_come_and_go_with_what_is_typed() {
        let rule = |id: &str, sign| PrecisionRule {
            id: id.into(),
            label: id.into(),
            line: format!("{id}:"),
            signs: vec![sign],
            ..PrecisionRule::default()
        };
        let field = ExtraField {
            id: "booking".into(),
            kind: FieldKind::BookingNumber,
            pattern: Some("9999-999-999".into()),
            ..ExtraField::default()
        };
        let rules = vec![rule("when", Sign::Date), rule("booking", Sign::BookingNumber), rule("where", Sign::Property)];
        let precise = Precise { rules, fields: vec![field], booking: Some("9999-999-999".into()) };
        let mut draft = Draft::new(DraftId::from_random(1), TicketKind::Complaint, 0);
        assert_eq!(said(&draft, &precise), [false, false, false]);
        draft.answers.set(&Field::Subject, "Yesterday’s payout".into());
        draft.answers.set(&Field::Message, "Booking 4021 558 310, house 30655".into());
        assert_eq!(said(&draft, &precise), [true, true, true]);
        draft.answers.set(&Field::Message, String::new());
        assert_eq!(said(&draft, &precise), [true, false, false]);
        draft.answers.set(&Field::Extra("booking".into()), "4021".into());
        draft.answers.set(&Field::Properties, " 30655\n".into());
        assert_eq!(said(&draft, &precise), [true, true, true]);
        draft.answers.set(&Field::Properties, "30655, 30656".into());
        assert_eq!(said(&draft, &precise), [true, true, false]);
    }
}
