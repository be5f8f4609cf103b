//! What a draft gives to the precision list: its text, and what the form knows besides.

use super::{Draft, Field, Journey};
use crate::precision::{Context, Patterns, Point, list};
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
    /// Whether the properties say which one is meant.
    is_one: bool,
    /// The points that answers to fields say.
    answered: Vec<String>,
}

impl Precise {
    /// The list of the topic that is chosen in a draft.
    pub fn of(service: &Service, draft: &Draft) -> Self {
        let Some(leaf) = service.leaf(draft.answers.get(&Field::Topic), draft.kind) else { return Self::default() };
        let booking = pattern(&leaf.fields).or_else(|| pattern_in(&service.topics));
        Self { rules: leaf.precision.clone(), fields: leaf.fields.clone(), booking }
    }

    /// What the list looks at in a draft. An answer counts once nothing is wrong with it, and only for the point that its
    /// field says.
    pub fn seen(&self, journey: &Journey) -> Seen {
        let ticket = journey.ticket();
        let is_said =
            |field: &&ExtraField| ticket.fields.contains_key(&field.id) && journey.is_right(&Field::Extra(field.id.clone()));
        let properties = ticket.partner.properties.clone();
        Seen {
            text: format!("{}\n{}", ticket.subject, ticket.message),
            is_one: properties.len() == 1 && journey.is_right(&Field::Properties),
            properties,
            answered: self.fields.iter().filter(is_said).filter_map(|field| field.says.clone()).collect(),
        }
    }

    /// Which points are said.
    pub fn points(&self, seen: &Seen) -> Vec<Point> {
        let patterns = Patterns { booking: self.booking.as_deref(), properties: &seen.properties };
        let answered: &[Sign] = if seen.is_one { &[Sign::Property] } else { &[] };
        let mut points = list(&self.rules, &Context { text: &seen.text, patterns, answered });
        for point in &mut points {
            point.said |= seen.answered.contains(&point.id);
        }
        points
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

    /// The test platform, with points that two of the fields of a topic say.
    fn service() -> Service {
        let mut service: Service =
            serde_json::from_str(include_str!("testdata/service.json")).expect("the test platform is valid");
        let rule = |id: &str, sign| PrecisionRule {
            id: id.into(),
            label: id.into(),
            line: format!("{id}:"),
            signs: vec![sign],
            ..PrecisionRule::default()
        };
        let leaf = &mut service.topics[0].topics[0];
        leaf.precision = vec![rule("when", Sign::Date), rule("booking", Sign::BookingNumber), rule("where", Sign::Property)];
        for field in leaf.fields.iter_mut().filter(|field| field.id == "when" || field.id == "booking") {
            field.says = Some(field.id.clone());
        }
        service
    }

    fn draft() -> Draft {
        let mut draft = Draft::new(DraftId::from_random(1), TicketKind::Complaint, 0);
        draft.answers.set(&Field::Topic, "payments/blocked".into());
        draft
    }

    fn said(draft: &Draft) -> Vec<bool> {
        let service = service();
        let precise = Precise::of(&service, draft);
        let seen = precise.seen(&Journey::of(draft, &service));
        precise.points(&seen).iter().map(|point| point.said).collect()
    }

    #[test]
    fn points_come_and_go_with_what_is_typed() {
        let mut draft = draft();
        assert_eq!(said(&draft), [false, false, false]);
        draft.answers.set(&Field::Subject, "Yesterday’s payout".into());
        draft.answers.set(&Field::Message, "Booking 4021 558 310, house 30655".into());
        assert_eq!(said(&draft), [true, true, true]);
        draft.answers.set(&Field::Message, String::new());
        assert_eq!(said(&draft), [true, false, false]);
        draft.answers.set(&Field::Properties, " 30655\n".into());
        assert_eq!(said(&draft), [true, false, true]);
        draft.answers.set(&Field::Properties, "30655, 30656".into());
        assert_eq!(said(&draft), [true, false, false]);
    }

    #[test]
    fn a_right_answer_ticks_the_point_of_its_field_alone() {
        let mut draft = draft();
        let mut told = |id: &str, text: &str| {
            draft.answers.set(&Field::Extra(id.into()), text.into());
            said(&draft)
        };
        assert_eq!(told("booking", "4021"), [false, false, false], "half a number");
        assert_eq!(told("booking", "4021 558 310"), [false, true, false]);
        assert_eq!(told("when", "2026-02-30"), [false, true, false], "no day");
        // Days, but not the one that is asked for.
        told("period:from", "2026-10-01");
        assert_eq!(told("period:to", "2026-10-15"), [false, true, false]);
        assert_eq!(told("when", "2026-10-15"), [true, true, false]);
    }
}
