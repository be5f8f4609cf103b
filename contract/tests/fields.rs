//! Extra fields: whatever a platform asks and whatever somebody sends, the rules hold together.

use proptest::prelude::*;
use recourse_contract::fields::{Given, asked, asked_only};
use recourse_contract::service::{Choice, Condition, ExtraField, FieldKind};
use recourse_contract::ticket::{DateRange, FieldValue, Money, UpdateLimits};
use recourse_contract::update::NewUpdateKind;
use recourse_contract::{Code, FieldError, NewUpdate};

static KINDS: [FieldKind; 13] = [
    FieldKind::Text,
    FieldKind::LongText,
    FieldKind::Number,
    FieldKind::Date,
    FieldKind::DateRange,
    FieldKind::Amount,
    FieldKind::Choice,
    FieldKind::Choices,
    FieldKind::YesNo,
    FieldKind::Country,
    FieldKind::BookingNumber,
    FieldKind::Url,
    FieldKind::Other,
];

/// Fields stand in the order of their names; `z` is none of them.
static NAMES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "z"];

fn answers(answers: &Given) -> NewUpdate {
    let reply = NewUpdate::reply("So it was.".into());
    NewUpdate { kind: NewUpdateKind::Answer, answers: answers.clone(), ..reply }
}

fn tidied(given: &Given, fields: &[ExtraField]) -> Given {
    answers(given).trimmed(fields).answers
}

fn faults(given: &Given, fields: &[ExtraField]) -> Vec<FieldError> {
    answers(given).faults(UpdateLimits { text: 100, field: 20, attachments: 0 }, fields)
}

fn told(given: &Given, fields: &[ExtraField]) -> Vec<(String, Code)> {
    faults(given, fields).into_iter().map(|fault| (fault.pointer, fault.code)).collect()
}

fn field(id: &str, kind: FieldKind) -> ExtraField {
    let choice = |id: &&str| Choice { id: (*id).into(), label: id.to_uppercase() };
    let has_choices = matches!(kind, FieldKind::Choice | FieldKind::Choices);
    ExtraField {
        id: id.into(),
        kind,
        label: id.into(),
        pattern: (kind == FieldKind::BookingNumber).then(|| "9A-*9".into()),
        choices: if has_choices { ["x", "y", "yes"].iter().map(choice).collect() } else { Vec::new() },
        currencies: if kind == FieldKind::Amount { vec!["EUR".into(), "GBP".into()] } else { Vec::new() },
        ..ExtraField::default()
    }
}

fn if_any(other: &str, is: &[&str]) -> Option<Condition> {
    Some(Condition { field: other.into(), is: is.iter().map(|id| (*id).into()).collect() })
}

/// A day after which nothing is taken, or a greatest number.
fn most(kind: FieldKind) -> Option<String> {
    match kind {
        FieldKind::Date | FieldKind::DateRange => Some("2026-12-31".into()),
        FieldKind::Number | FieldKind::Amount => Some("100".into()),
        _ => None,
    }
}

fn fields() -> impl Strategy<Value = Vec<ExtraField>> {
    let condition = (prop::sample::select(&NAMES[..]), prop::sample::subsequence(vec!["x", "y", "yes", "no", "FR"], 0..4))
        .prop_map(|(other, is)| if_any(other, &is));
    let one = (
        prop::sample::select(&KINDS[..]),
        any::<bool>(),
        any::<bool>(),
        prop::option::of(1_u32..30),
        prop_oneof![Just(None), condition],
    );
    prop::collection::vec(one, 0..=6).prop_map(|all| {
        let made = all.into_iter().zip(NAMES).map(|((kind, required, is_bound, max_length, shown_if), id)| ExtraField {
            required,
            max: if is_bound { most(kind) } else { None },
            max_length,
            shown_if,
            ..field(id, kind)
        });
        made.collect()
    })
}

fn text() -> impl Strategy<Value = String> {
    let right =
        ["x", "y", "yes", "no", "FR", "12", "1 240,50", "2026-11-14", "2027-01-01", "1b2 3", "https://a.example/", " ", ""];
    prop_oneof![
        4 => prop::sample::select(right.to_vec()).prop_map(str::to_owned),
        1 => "[0-9,. ]{0,8}",
        1 => "\\PC{0,12}",
        1 => any::<String>(),
    ]
}

fn value() -> impl Strategy<Value = FieldValue> {
    let currency = prop_oneof![Just("EUR".to_owned()), Just("GBP".to_owned()), text()];
    prop_oneof![
        6 => text().prop_map(FieldValue::Text),
        1 => (text(), currency).prop_map(|(amount, currency)| FieldValue::Money(Money { amount, currency })),
        1 => prop::collection::vec(text(), 0..4).prop_map(FieldValue::Many),
        1 => (text(), text()).prop_map(|(from, to)| FieldValue::Range(DateRange { from, to })),
    ]
}

fn given() -> impl Strategy<Value = Given> {
    let name = prop_oneof![9 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::btree_map(name, value(), 0..8)
}

fn ids(fields: &[&ExtraField]) -> Vec<String> {
    fields.iter().map(|field| field.id.clone()).collect()
}

/// Whether a fault below `/answers` speaks of this field.
fn is_of(fault: &(String, Code), id: &str) -> bool {
    fault.0.strip_prefix("/answers/").and_then(|rest| rest.split('/').next()) == Some(id)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn tidy_answers_stay_as_they_are(fields in fields(), given in given()) {
        let once = tidied(&given, &fields);
        prop_assert_eq!(tidied(&once, &fields), once);
    }

    #[test]
    fn what_is_not_asked_is_refused_and_a_form_leaves_it_out(fields in fields(), given in given()) {
        let given = tidied(&given, &fields);
        let shown = ids(&asked(&fields, &given));
        for id in given.keys().filter(|id| !shown.contains(id)) {
            let pointer = format!("/answers/{}", recourse_contract::validate::escaped(id));
            prop_assert!(told(&given, &fields).contains(&(pointer, Code::Other)), "{}", id);
        }
        let sent = asked_only(given.clone(), &fields);
        prop_assert!(sent.keys().all(|id| shown.contains(id)));
        // Leaving them out changes nothing else: neither what is asked nor what is wrong with it.
        prop_assert_eq!(ids(&asked(&fields, &sent)), shown.clone());
        let rest: Vec<_> = told(&given, &fields).into_iter().filter(|fault| shown.iter().any(|id| is_of(fault, id))).collect();
        prop_assert_eq!(told(&sent, &fields), rest);
    }

    #[test]
    fn what_is_accepted_is_asked_and_complete(fields in fields(), given in given()) {
        let given = asked_only(tidied(&given, &fields), &fields);
        let found = told(&given, &fields);
        for field in asked(&fields, &given) {
            // A field is judged by itself: the others only decide whether it is asked.
            let alone = [ExtraField { shown_if: None, ..field.clone() }];
            let own: Given = given.get(&field.id).map(|value| (field.id.clone(), value.clone())).into_iter().collect();
            let of_field: Vec<_> = found.iter().filter(|fault| is_of(fault, &field.id)).cloned().collect();
            prop_assert_eq!(&told(&own, &alone), &of_field);
            if of_field.is_empty() {
                prop_assert!(!field.required || given.contains_key(&field.id));
            }
        }
        // Without the wrong answers nothing is wrong, but for what is missing then.
        let right: Given =
            given.into_iter().filter(|(id, _)| !found.iter().any(|fault| is_of(fault, id))).collect();
        let right = asked_only(right, &fields);
        prop_assert!(told(&right, &fields).iter().all(|(_, code)| *code == Code::Required));
    }

    #[test]
    fn only_the_fields_before_decide(fields in fields(), given in given(), other in given(), at in 0_usize..6) {
        let at = at.min(fields.len());
        let mut changed = other;
        changed.retain(|id, _| fields[..at].iter().all(|field| field.id != *id));
        for field in &fields[..at] {
            changed.extend(given.get(&field.id).map(|value| (field.id.clone(), value.clone())));
        }
        // The one at `at` itself is decided by those before it, too.
        let upto = &fields[..(at + 1).min(fields.len())];
        let shown = |given: &Given| -> Vec<String> {
            let all = ids(&asked(&fields, given));
            all.into_iter().filter(|id| upto.iter().any(|field| field.id == *id)).collect()
        };
        prop_assert_eq!(shown(&given), shown(&changed));
    }

    #[test]
    fn what_is_hidden_hides_what_depends_on_it(fields in fields(), given in given()) {
        let shown = asked(&fields, &given);
        for (i, field) in shown.iter().enumerate() {
            if let Some(condition) = &field.shown_if {
                prop_assert!(shown[..i].iter().any(|before| before.id == condition.field), "{} hangs in the air", field.id);
            }
        }
    }
}

#[test]
fn a_chain_of_conditions_breaks_at_its_first_link() {
    let mut chain = [field("a", FieldKind::YesNo), field("b", FieldKind::Choices), field("c", FieldKind::Text)];
    chain[1].shown_if = if_any("a", &["yes"]);
    chain[2].shown_if = if_any("b", &["y"]);
    chain[2].required = true;
    let many = FieldValue::Many(vec!["x".into(), "y".into()]);
    let mut given = Given::from([("a".into(), FieldValue::Text("yes".into())), ("b".into(), many)]);
    assert_eq!(ids(&asked(&chain, &given)), ["a", "b", "c"]);
    assert_eq!(told(&given, &chain), [("/answers/c".to_owned(), Code::Required)]);
    given.insert("a".into(), FieldValue::Text("no".into()));
    assert_eq!(ids(&asked(&chain, &given)), ["a"]);
    assert_eq!(told(&given, &chain), [("/answers/b".to_owned(), Code::Other)]);
    assert!(told(&asked_only(given, &chain), &chain).is_empty());
}

#[test]
fn no_condition_is_met_by_itself_or_by_what_comes_later() {
    let mut fields = [field("a", FieldKind::YesNo), field("b", FieldKind::YesNo), field("c", FieldKind::YesNo)];
    fields[0].shown_if = if_any("b", &["yes"]);
    fields[2].shown_if = if_any("c", &["yes"]);
    let yes = |id: &str| (id.to_owned(), FieldValue::Text("yes".into()));
    assert_eq!(ids(&asked(&fields, &Given::from(["a", "b", "c"].map(yes)))), ["b"]);
}

#[test]
fn days_stand_between_their_bounds_and_in_their_order() {
    let period =
        ExtraField { min: Some("2026-01-01".into()), max: most(FieldKind::DateRange), ..field("a", FieldKind::DateRange) };
    for (from, to, wrong) in [
        ("2026-10-01", "2026-10-15", vec![]),
        ("2026-10-01", "2026-10-01", vec![]),
        ("2026-10-15", "2026-10-01", vec![("/answers/a/to", Code::Order)]),
        ("", "2026-10-01", vec![("/answers/a/from", Code::Required)]),
        ("2026-10-01", " ", vec![("/answers/a/to", Code::Required)]),
        ("2025-12-31", "2027-01-01", vec![("/answers/a/from", Code::TooSmall), ("/answers/a/to", Code::TooBig)]),
        ("yesterday", "2026-02-30", vec![("/answers/a/from", Code::Date), ("/answers/a/to", Code::Date)]),
    ] {
        let range = FieldValue::Range(DateRange { from: from.into(), to: to.into() });
        let given = tidied(&Given::from([("a".into(), range)]), std::slice::from_ref(&period));
        let wrong: Vec<_> = wrong.into_iter().map(|(pointer, code)| (pointer.to_owned(), code)).collect();
        assert_eq!(told(&given, std::slice::from_ref(&period)), wrong, "{from} to {to}");
    }
}

#[test]
fn several_choices_are_on_offer_and_each_made_once() {
    let many = |ids: &[&str]| FieldValue::Many(ids.iter().map(|id| (*id).into()).collect());
    let choices = [ExtraField { required: true, ..field("a", FieldKind::Choices) }];
    for (value, wrong) in [
        (many(&["y", " x "]), None),
        (many(&["x", "x"]), Some(Code::Choice)),
        (many(&["x", "nothing"]), Some(Code::Choice)),
        (many(&[" ", ""]), Some(Code::Required)),
        (FieldValue::Text("x".into()), Some(Code::Choice)),
        (many(&vec!["x"; 10_000]), Some(Code::Choice)),
    ] {
        let given = tidied(&Given::from([("a".into(), value)]), &choices);
        assert_eq!(faults(&given, &choices).first().map(|fault| fault.code), wrong, "{given:?}");
    }
}
