//! What the types cannot say of an extra field: of the file's topics, and of a handler's questions.

use recourse_contract::rules;
use recourse_contract::service::{Condition, ExtraField, FieldKind};

/// The name of the wrong part, and what to do.
type Wrong = (&'static str, &'static str);

/// What is wrong with a field that stands after `earlier` ones.
pub fn field_fault(field: &ExtraField, earlier: &[ExtraField]) -> Option<Wrong> {
    if field.id.trim().is_empty() {
        return Some(("id", "a field needs an id"));
    }
    if earlier.iter().any(|other| other.id == field.id) {
        return Some(("id", "another field before it has this id"));
    }
    if field.kind == FieldKind::Other {
        return Some(("kind", "this kind of field does not exist"));
    }
    if field.max_length == Some(0) {
        return Some(("max_length", "0 would let nothing through"));
    }
    choices(field).or_else(|| currencies(field)).or_else(|| bounds(field)).or_else(|| pattern(field)).or_else(|| {
        let condition = field.shown_if.as_ref()?;
        shown_if(condition, earlier)
    })
}

fn choices(field: &ExtraField) -> Option<Wrong> {
    if matches!(field.kind, FieldKind::Choice | FieldKind::Choices) && field.choices.is_empty() {
        return Some(("choices", "a choice needs answers to choose from"));
    }
    let ids = field.choices.iter().map(|choice| choice.id.as_str());
    // Ids travel without white space around them, and the app keeps several of them one a line.
    if ids.clone().any(|id| id.is_empty() || id.trim() != id || id.contains(['\n', '\r'])) {
        return Some(("choices", "each answer needs an id: one line, no white space around it"));
    }
    let is_twice = ids.clone().enumerate().any(|(i, id)| ids.clone().take(i).any(|other| other == id));
    is_twice.then_some(("choices", "two answers have the same id"))
}

fn currencies(field: &ExtraField) -> Option<Wrong> {
    if field.kind == FieldKind::Amount && field.currencies.is_empty() {
        return Some(("currencies", "an amount needs currencies, for example [\"EUR\"]"));
    }
    let is_wrong = field.currencies.iter().any(|code| rules::currency(code).is_err());
    is_wrong.then_some(("currencies", "currencies are ISO 4217 codes, for example \"EUR\""))
}

fn bounds(field: &ExtraField) -> Option<Wrong> {
    let (min, max) = (field.min.as_deref(), field.max.as_deref());
    let mut given = [("min", min), ("max", max)].into_iter().filter_map(|(name, bound)| Some((name, bound?)));
    let crossed = ("max", "nothing is between `min` and `max`");
    match field.kind {
        FieldKind::Number | FieldKind::Amount => {
            let wrong = given.find(|(_, bound)| rules::number(bound).is_err());
            let number = |bound: Option<&str>| bound.and_then(|bound| rules::number(bound).ok());
            let is_crossed = number(min).zip(number(max)).is_some_and(|(min, max)| min > max);
            wrong.map(|(name, _)| (name, "this is no decimal number, for example \"0.01\"")).or(is_crossed.then_some(crossed))
        }
        FieldKind::Date | FieldKind::DateRange => {
            let wrong = given.find(|(_, bound)| rules::date(bound).is_err());
            let is_crossed = min.zip(max).is_some_and(|(min, max)| min > max);
            wrong.map(|(name, _)| (name, "this is no day, for example \"2026-01-31\"")).or(is_crossed.then_some(crossed))
        }
        _ => given.next().map(|(name, _)| (name, "bounds are for numbers, amounts and days")),
    }
}

fn pattern(field: &ExtraField) -> Option<Wrong> {
    let pattern = field.pattern.as_deref()?;
    if !pattern.contains(['9', 'A', '*']) {
        return Some(("pattern", "a pattern needs places to fill: 9 for a digit, A for a letter, * for either"));
    }
    match &field.example {
        None => Some(("pattern", "a pattern needs an `example`: it is shown in the error")),
        Some(example) if rules::pattern(example, pattern).is_err() => {
            Some(("example", "the example does not follow the pattern"))
        }
        Some(_) => (field.kind != FieldKind::BookingNumber).then_some(("pattern", "patterns are for booking numbers")),
    }
}

/// A condition can be met: it speaks of a field before it, and of answers that this one can have.
fn shown_if(condition: &Condition, earlier: &[ExtraField]) -> Option<Wrong> {
    let Some(other) = earlier.iter().find(|other| other.id == condition.field) else {
        return Some(("shown_if.field", "no field of this topic stands before it under this id"));
    };
    if condition.is.is_empty() {
        return Some(("shown_if.is", "name the answers that bring the field up"));
    }
    let is_possible = |answer: &String| match other.kind {
        FieldKind::Choice | FieldKind::Choices => other.choices.iter().any(|choice| choice.id == *answer),
        FieldKind::YesNo => answer == "yes" || answer == "no",
        FieldKind::Country => rules::country(answer).is_ok(),
        _ => false,
    };
    match other.kind {
        FieldKind::Choice | FieldKind::Choices | FieldKind::YesNo | FieldKind::Country => {
            let is_wrong = condition.is.iter().any(|answer| !is_possible(answer));
            is_wrong.then_some(("shown_if.is", "the other field cannot have this answer: name ids of its choices"))
        }
        _ => Some(("shown_if.field", "a condition speaks of a choice, of a yes or no, or of a country")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::service::Choice as Offered;

    fn field(id: &str, kind: FieldKind) -> ExtraField {
        let choices = match kind {
            FieldKind::Choice | FieldKind::Choices => ["a", "b"].map(|id| Offered { id: id.into(), label: id.into() }).to_vec(),
            _ => Vec::new(),
        };
        let currencies = if kind == FieldKind::Amount { vec!["EUR".into()] } else { Vec::new() };
        ExtraField { id: id.into(), kind, choices, currencies, ..ExtraField::default() }
    }

    fn with(kind: FieldKind, change: impl FnOnce(&mut ExtraField)) -> Option<&'static str> {
        let earlier = [
            field("choice", FieldKind::Choice),
            field("yes", FieldKind::YesNo),
            field("country", FieldKind::Country),
            field("text", FieldKind::Text),
        ];
        let mut field = field("own", kind);
        change(&mut field);
        field_fault(&field, &earlier).map(|(name, _)| name)
    }

    fn shown(other: &str, is: &[&str]) -> Option<&'static str> {
        let condition = Condition { field: other.into(), is: is.iter().map(|id| (*id).into()).collect() };
        with(FieldKind::Text, |field| field.shown_if = Some(condition))
    }

    #[test]
    fn each_part_of_a_field_is_looked_at() {
        use FieldKind::*;
        for kind in [Text, LongText, Number, Date, DateRange, Amount, Choice, Choices, YesNo, Country, BookingNumber, Url] {
            assert_eq!(with(kind, |_| {}), None, "{kind:?}");
        }
        assert_eq!(with(Other, |_| {}), Some("kind"));
        assert_eq!(with(Text, |field| field.id = "yes".into()), Some("id"));
        assert_eq!(with(Text, |field| field.max_length = Some(0)), Some("max_length"));
        assert_eq!(with(Choices, |field| field.choices.clear()), Some("choices"));
        assert_eq!(with(Choices, |field| field.choices[1].id = "a".into()), Some("choices"));
        assert_eq!(with(Choice, |field| field.choices[1].id = "b\nc".into()), Some("choices"));
        assert_eq!(with(Amount, |field| field.currencies = vec!["euro".into()]), Some("currencies"));
        assert_eq!(with(Number, |field| field.min = Some("a few".into())), Some("min"));
        assert_eq!(with(Date, |field| field.max = Some("31/12/2026".into())), Some("max"));
        assert_eq!(with(DateRange, |field| field.min = Some("2026-01-31".into())), None);
        let bounds = |min: &'static str, max: &'static str| {
            move |field: &mut ExtraField| (field.min, field.max) = (Some(min.into()), Some(max.into()))
        };
        assert_eq!(with(Number, bounds("9", "10")), None);
        assert_eq!(with(Number, bounds("10", "9")), Some("max"));
        assert_eq!(with(DateRange, bounds("2026-02-01", "2026-01-31")), Some("max"));
        assert_eq!(with(Text, bounds("1", "2")), Some("min"));
        let pattern = |pattern: &'static str, example: Option<&'static str>| {
            move |field: &mut ExtraField| (field.pattern, field.example) = (Some(pattern.into()), example.map(str::to_owned))
        };
        assert_eq!(with(BookingNumber, pattern("99-A", Some("12b"))), None);
        assert_eq!(with(BookingNumber, pattern("99-A", Some("12-3"))), Some("example"));
        assert_eq!(with(BookingNumber, pattern("99-A", None)), Some("pattern"));
        assert_eq!(with(BookingNumber, pattern("HM-1", Some("HM-1"))), Some("pattern"));
        assert_eq!(with(Text, pattern("99", Some("12"))), Some("pattern"));
    }

    #[test]
    fn a_condition_can_be_met() {
        for (other, is) in [("choice", vec!["a", "b"]), ("yes", vec!["no"]), ("country", vec!["FR"])] {
            assert_eq!(shown(other, &is), None, "{other}");
        }
        for other in ["own", "later", ""] {
            assert_eq!(shown(other, &["a"]), Some("shown_if.field"), "{other}");
        }
        assert_eq!(shown("text", &["a"]), Some("shown_if.field"));
        for (other, is) in [("choice", vec!["a", "c"]), ("choice", vec![]), ("yes", vec!["maybe"]), ("country", vec!["fr"])] {
            assert_eq!(shown(other, &is), Some("shown_if.is"), "{other} {is:?}");
        }
    }
}
