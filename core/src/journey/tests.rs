//! The form, event by event.

use super::proptests::{open, right, service};
use super::*;
use recourse_contract::ticket::TicketKind;
use recourse_contract::{Code, FieldError, Problem, ProblemType};

#[test]
fn a_changed_answer_leads_back_to_the_check() {
    let service = service();
    let mut model = open();
    for field in [
        Field::Audience,
        Field::Name,
        Field::Email,
        Field::Country,
        Field::Properties,
        Field::Language,
        Field::Topic,
        Field::Subject,
        Field::Message,
    ] {
        update(&mut model, &service, Event::Typed { text: right(&field).into(), field, now: 1 });
    }
    for id in ["amount", "when"] {
        let field = Field::Extra(id.into());
        update(&mut model, &service, Event::Typed { text: right(&field).into(), field, now: 1 });
    }
    assert_eq!(update(&mut model, &service, Event::Continued(Step::Details)).last(), Some(&Effect::Go(Step::Check)));
    update(&mut model, &service, Event::Typed { field: Field::Topic, text: String::new(), now: 1 });
    assert_eq!(update(&mut model, &service, Event::Continued(Step::Details)).last(), Some(&Effect::Go(Step::Topic)));
    assert_eq!(update(&mut model, &service, Event::Continued(Step::Topic)), vec![Effect::FocusSummary]);
}

#[test]
fn an_answer_brings_a_field_and_another_takes_it_away() {
    let service = service();
    let mut model = open();
    let extra = |id: &str| Field::Extra(id.into());
    let mut set = |field: Field, text: &str| {
        update(&mut model, &service, Event::Typed { field, text: text.into(), now: 1 });
        let journey = Journey::of(&model.draft, &service);
        let missing = ["papers", "which"].map(|id| journey.missing(&extra(id)));
        (journey.asked().len(), missing, journey.ticket().fields.get("which").map(ToString::to_string))
    };
    assert_eq!(set(Field::Topic, "payments/blocked"), (7, [false, false], None));
    assert_eq!(set(extra("why"), "papers"), (8, [true, false], None));
    assert_eq!(set(extra("papers"), "card\nother"), (9, [false, true], None));
    assert_eq!(set(extra("which"), "Un bail"), (9, [false, false], Some("Un bail".into())));
    assert_eq!(set(extra("why"), "late"), (7, [false, false], None));
    assert_eq!(set(Field::Topic, "payments/other"), (0, [false, false], None));
    assert_eq!(set(Field::Topic, "payments/blocked"), (7, [false, false], None));
    assert_eq!(set(extra("why"), "papers"), (9, [false, false], Some("Un bail".into())));
}

#[test]
fn a_refusal_of_a_part_stands_at_its_field_and_goes_when_a_part_changes() {
    let service = service();
    let mut model = open();
    let mut typed = |field: Field, text: &str| {
        update(&mut model, &service, Event::Typed { field, text: text.into(), now: 1 });
    };
    typed(Field::Topic, "payments/blocked");
    for id in range_ids("period") {
        typed(Field::Extra(id), "2026-11-14");
    }
    let error = FieldError { pointer: "/fields/period/to".into(), code: Code::TooBig, detail: None, limit: None };
    update(&mut model, &service, Event::Refused(Problem { errors: vec![error], ..Problem::new(ProblemType::Invalid) }));
    let is_refused = |model: &Model| {
        let journey = Journey::of(&model.draft, &service);
        journey.faults(Step::Message).any(|fault| fault.field == Field::Extra("period".into()))
    };
    assert!(is_refused(&model));
    let change = |id: &str| Event::Typed { field: Field::Extra(id.into()), text: "2026-11-15".into(), now: 2 };
    update(&mut model, &service, change("periods"));
    assert!(is_refused(&model), "another field of a like name");
    update(&mut model, &service, change("period:to"));
    assert!(!is_refused(&model));
}

#[test]
fn a_tab_without_the_lock_changes_nothing() {
    let service = service();
    let mut model = open();
    model.lock = Lock::Elsewhere;
    let before = model.clone();
    let typed = Event::Typed { field: Field::Name, text: "Marie".into(), now: 1 };
    assert!(update(&mut model, &service, typed).is_empty());
    assert_eq!(model, before);
}

#[test]
fn search_finds_leaves_by_word_beginnings_without_accents() {
    let service = service();
    let hits = search(&service.topics, TicketKind::Complaint, "verse bloq");
    assert_eq!(hits.iter().map(|hit| hit.topic.id.as_str()).collect::<Vec<_>>(), ["payments/blocked"]);
    assert_eq!(hits[0].path, ["Paiements", "Versement bloqué"]);
    assert!(search(&service.topics, TicketKind::Complaint, "  ").is_empty());
    assert!(search(&service.topics, TicketKind::Complaint, "rsement").is_empty());
}
