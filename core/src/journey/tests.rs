//! The form, event by event.

use super::proptests::{continued, open, right, service};
use super::*;
use recourse_contract::ticket::TicketKind;
use recourse_contract::{Code, FieldError, Problem, ProblemType, Service};

/// Answers these fields rightly.
fn answered(model: &mut Model, service: &Service, fields: &[Field]) {
    for field in fields {
        let text = right(field, model.draft.kind).into();
        update(model, service, Event::Typed { field: field.clone(), text, now: 1 });
    }
}

const DETAILS: [Field; 5] = [Field::Name, Field::Email, Field::Country, Field::Properties, Field::Language];

#[test]
fn a_changed_answer_leads_back_to_the_check() {
    let service = service();
    let mut model = open(TicketKind::Complaint);
    answered(&mut model, &service, &DETAILS);
    answered(&mut model, &service, &[Field::Audience, Field::Topic, Field::Subject, Field::Message]);
    answered(&mut model, &service, &["amount", "when"].map(|id| Field::Extra(id.into())));
    assert_eq!(update(&mut model, &service, continued(Step::Message)).last(), Some(&Effect::Go(Step::Check)));
    assert_eq!(update(&mut model, &service, continued(Step::Details)).last(), Some(&Effect::Go(Step::Check)));
    update(&mut model, &service, Event::Typed { field: Field::Topic, text: String::new(), now: 1 });
    assert_eq!(update(&mut model, &service, continued(Step::Details)).last(), Some(&Effect::Go(Step::Topic)));
    assert_eq!(update(&mut model, &service, continued(Step::Topic)), vec![Effect::FocusSummary]);
}

#[test]
fn copies_of_a_draft_are_filed_under_one_key() {
    let service = service();
    let mut model = open(TicketKind::Complaint);
    answered(&mut model, &service, &DETAILS);
    answered(&mut model, &service, &[Field::Audience, Field::Topic, Field::Subject, Field::Message]);
    answered(&mut model, &service, &["amount", "when"].map(|id| Field::Extra(id.into())));
    let filed = |mut model: Model, key: &str| {
        let leaves = Event::Continued { step: Step::Check, held_up: false, key: key.to_owned(), now: 1 };
        let sent = update(&mut model, &service, leaves);
        let Some(Effect::Enqueue(entry)) = sent.last() else { panic!("{sent:?}") };
        (entry.key.clone(), entry.idempotency_key().to_owned())
    };
    let key = "draft-0000000000000001-0".to_owned();
    assert_eq!(filed(model.clone(), "here"), ("here".into(), key.clone()));
    assert_eq!(filed(model.clone(), "there"), ("there".into(), key.clone()));
    model.draft.created_at = 7;
    assert_ne!(filed(model, "anew").1, key, "somebody else at the same address");
}

#[test]
fn a_copy_of_what_was_sent_waits_for_the_partners_choice() {
    let service = service();
    let mut model = open(TicketKind::Complaint);
    answered(&mut model, &service, &DETAILS);
    answered(&mut model, &service, &[Field::Audience, Field::Topic, Field::Subject, Field::Message]);
    answered(&mut model, &service, &["amount", "when"].map(|id| Field::Extra(id.into())));
    let told = update(&mut model, &service, Event::Refused(Problem::new(ProblemType::KeyReused)));
    assert!(matches!(told.as_slice(), [Effect::Store(draft)] if draft.sent_elsewhere && draft.refused.is_empty()), "{told:?}");
    assert_eq!(Draft::from_stored(&model.draft.to_stored()).as_ref(), Ok(&model.draft), "a reload knows it, too");
    assert_eq!(update(&mut model, &service, continued(Step::Check)), [], "it would be refused again");
    assert_eq!(update(&mut model, &service, Event::Typed { field: Field::Subject, text: "x".into(), now: 2 }), []);

    let mut added = model.clone();
    let moved = update(&mut added, &service, Event::Moved { ticket: "t1".into(), text: "Un texte".into(), now: 2 });
    assert!(matches!(moved.as_slice(), [Effect::Move { .. }]), "{moved:?}");
    update(&mut added, &service, Event::Parted { now: 3 });
    assert!(added.draft.sent_elsewhere, "the choice is open again");

    let key = model.draft.filing_key();
    update(&mut model, &service, Event::Locked(Lock::Elsewhere));
    assert_eq!(update(&mut model, &service, Event::Anew { now: 2 }), [], "another tab writes");
    update(&mut model, &service, Event::Locked(Lock::Held));
    // A clock that goes wrong gives another key, too.
    let now = model.draft.created_at;
    let kept = update(&mut model, &service, Event::Anew { now });
    assert!(matches!(kept.as_slice(), [Effect::Store(draft)] if !draft.sent_elsewhere), "{kept:?}");
    let sent = update(&mut model, &service, continued(Step::Check));
    let Some(Effect::Enqueue(entry)) = sent.last() else { panic!("{sent:?}") };
    assert_ne!(entry.idempotency_key(), key);
}

#[test]
fn what_was_changed_later_is_not_replaced_by_a_copy() {
    let at = |updated_at| Draft { updated_at, ..Draft::new(DraftId::from_random(1), TicketKind::Complaint, 1) };
    let coming = at(5);
    assert!(coming.replaces(None) && coming.replaces(Some(&at(4).to_stored())) && coming.replaces(Some(&at(5).to_stored())));
    assert!(!coming.replaces(Some(&at(6).to_stored())));
    let later = Draft { version: Draft::VERSION + 1, ..at(1) };
    assert!(!coming.replaces(Some(&later.to_stored())) && !coming.replaces(Some("{")), "it cannot tell");
}

#[test]
fn another_topic_leads_by_way_of_its_questions() {
    let mut service = service();
    for field in &mut service.topics[0].topics[0].fields {
        field.required = false;
    }
    let mut model = open(TicketKind::Complaint);
    answered(&mut model, &service, &DETAILS);
    answered(&mut model, &service, &[Field::Audience, Field::Subject, Field::Message]);
    let mut after = |topic: &str, step: Step| {
        update(&mut model, &service, Event::Typed { field: Field::Topic, text: topic.into(), now: 1 });
        update(&mut model, &service, continued(step)).pop()
    };
    assert_eq!(after("payments/other", Step::Topic), Some(Effect::Go(Step::Check)), "it asks nothing");
    assert_eq!(after("payments/blocked", Step::Topic), Some(Effect::Go(Step::Message)));
    assert_eq!(after("payments/blocked", Step::Details), Some(Effect::Go(Step::Message)));
    assert_eq!(after("payments/blocked", Step::Message), Some(Effect::Go(Step::Check)));
    assert_eq!(after("payments/other", Step::Topic), Some(Effect::Go(Step::Check)));
    assert_eq!(after("payments/blocked", Step::Topic), Some(Effect::Go(Step::Check)), "they are known");
}

#[test]
fn an_answer_brings_a_field_and_another_takes_it_away() {
    let service = service();
    let mut model = open(TicketKind::Complaint);
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
    let mut model = open(TicketKind::Complaint);
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
    let mut model = open(TicketKind::Complaint);
    model.lock = Lock::Elsewhere;
    let before = model.clone();
    let typed = Event::Typed { field: Field::Name, text: "Marie".into(), now: 1 };
    assert!(update(&mut model, &service, typed).is_empty());
    assert_eq!(model, before);
}

#[test]
fn search_finds_leaves_by_word_beginnings_without_accents() {
    let service = service();
    let hits = search(&service.topics, &[TicketKind::Complaint], "verse bloq");
    assert_eq!(hits.iter().map(|hit| hit.topic.id.as_str()).collect::<Vec<_>>(), ["payments/blocked"]);
    assert_eq!(hits[0].path, ["Paiements", "Versement bloqué"]);
    assert!(search(&service.topics, &[TicketKind::Complaint], "  ").is_empty());
    assert!(search(&service.topics, &[TicketKind::Complaint], "rsement").is_empty());
    assert!(search(&service.topics, &[TicketKind::TechnicalProblem], "verse").is_empty());
}

#[test]
fn a_problem_is_sent_from_whichever_step_is_last() {
    let service = service();
    let told = [Field::Topic, Field::Subject, Field::Message];
    let is_sent = |effects: Vec<Effect>| matches!(effects.last(), Some(Effect::Enqueue(_)));

    let mut unknown = open(TicketKind::TechnicalProblem);
    assert!(!Journey::of(&unknown.draft, &service).sends_from(Step::Message));
    answered(&mut unknown, &service, &told);
    assert_eq!(update(&mut unknown, &service, continued(Step::Message)).last(), Some(&Effect::Go(Step::Details)));
    assert!(Journey::of(&unknown.draft, &service).sends_from(Step::Details));
    answered(&mut unknown, &service, &DETAILS);
    assert!(is_sent(update(&mut unknown, &service, continued(Step::Details))));

    // Somebody who is known sees the message alone, and may still look at the details first.
    let mut known = open(TicketKind::TechnicalProblem);
    answered(&mut known, &service, &DETAILS);
    let journey = Journey::of(&known.draft, &service);
    assert!(journey.sends_from(Step::Message));
    assert_eq!((journey.first_missing(), journey.resolve(Step::Details)), (Step::Message, Step::Details));
    assert_eq!(update(&mut known, &service, continued(Step::Details)).last(), Some(&Effect::Go(Step::Message)));
    assert_eq!(update(&mut known, &service, continued(Step::Message)), vec![Effect::FocusSummary]);
    answered(&mut known, &service, &told);
    assert!(is_sent(update(&mut known, &service, continued(Step::Message))));
}

#[test]
fn mediation_is_asked_for_from_where_it_is_open() {
    let service = service();
    let mut model = open(TicketKind::Mediation);
    answered(&mut model, &service, &DETAILS);
    let country = |model: &mut Model, code: &str| {
        update(model, &service, Event::Typed { field: Field::Country, text: code.into(), now: 1 });
        let journey = Journey::of(&model.draft, &service);
        let faults: Vec<Code> = journey.faults(Step::Details).map(|fault| fault.code).collect();
        faults
    };
    assert_eq!(country(&mut model, "XX"), [Code::Country], "no country, and nothing about mediation");
    assert_eq!(country(&mut model, "US"), [Code::Choice]);
    assert_eq!(update(&mut model, &service, continued(Step::Details)), vec![Effect::FocusSummary]);
    assert_eq!(country(&mut model, "FR"), []);
    assert_eq!(update(&mut model, &service, continued(Step::Details)).last(), Some(&Effect::Go(Step::Mediator)));

    // Who does not serve the country, and a language that they do not work in.
    let mut wrong = |mediator: &str, language: &str| {
        for (field, text) in [(Field::Mediator, mediator), (Field::MediationLanguage, language)] {
            update(&mut model, &service, Event::Typed { field, text: text.into(), now: 1 });
        }
        let journey = Journey::of(&model.draft, &service);
        let told = |field: Field| journey.faults(Step::Mediator).find(|fault| fault.field == field).map(|fault| fault.code);
        (told(Field::Mediator), told(Field::MediationLanguage))
    };
    assert_eq!(wrong("", ""), (Some(Code::Required), Some(Code::Required)));
    assert_eq!(wrong("agora", "de"), (Some(Code::Choice), None));
    assert_eq!(wrong("quai", "de"), (None, Some(Code::Language)));
    assert_eq!(wrong("quai", "nl"), (None, None));
    answered(&mut model, &service, &[Field::Topic, Field::Subject, Field::Message]);
    let sent = update(&mut model, &service, continued(Step::Check));
    let Some(Effect::Enqueue(entry)) = sent.last() else { panic!("{sent:?}") };
    let ticket: recourse_contract::NewTicket = serde_json::from_str(&entry.body).expect("a ticket");
    let choice = ticket.mediation.expect("a choice");
    assert_eq!((choice.mediator.as_str(), choice.language.as_str(), ticket.audience.as_str()), ("quai", "nl", "partner"));
    assert_eq!(ticket.outcome_wanted, None);
}

#[test]
fn the_only_topic_of_a_kind_need_not_be_chosen() {
    let service = service();
    let id = |kind| only(&service.topics, kind).map(|topic| topic.id.as_str());
    assert_eq!(id(TicketKind::Mediation), Some("mediation"));
    assert_eq!(id(TicketKind::TechnicalProblem), Some("calendar/dates"));
    assert_eq!((id(TicketKind::Complaint), id(TicketKind::Other)), (None, None));
}

#[test]
fn what_was_filled_in_beforehand_leaves_nothing_behind() {
    let service = service();
    let known = vec![(Field::Audience, "partner".to_owned()), (Field::Name, "Marie Dupont".into())];
    let open = |prefill| {
        let mut model = Model::open(DraftId::from_random(1), TicketKind::Complaint, 0, None, prefill);
        model.lock = Lock::Held;
        update(&mut model, &service, continued(Step::Start)).into_iter().next()
    };
    let prefill = Prefill { answers: known, ..Prefill::default() };
    assert!(matches!(open(prefill.clone()), Some(Effect::Discard(_))));
    // What a link brings along is worth keeping.
    let linked = vec![(Field::Topic, "payments/blocked".to_owned())];
    assert!(matches!(open(Prefill { linked, ..prefill }), Some(Effect::Store(_))));
}

#[test]
fn a_text_that_lies_in_a_reply_box_is_not_sent_from_the_form() {
    let service = service();
    let mut model = open(TicketKind::TechnicalProblem);
    answered(&mut model, &service, &DETAILS);
    answered(&mut model, &service, &[Field::Topic, Field::Subject, Field::Message]);
    let moved = update(&mut model, &service, Event::Moved { ticket: "t1".into(), text: "Un texte".into(), now: 5 });
    assert!(matches!(moved.as_slice(), [Effect::Move { draft, .. }] if draft.moved_to.as_deref() == Some("t1")));
    assert!(update(&mut model, &service, continued(Step::Message)).is_empty());
    assert!(model.draft.went_with("t1", 5) && !model.draft.went_with("t1", 4) && !model.draft.went_with("t2", 5));
    let parted = update(&mut model, &service, Event::Parted { now: 6 });
    let expected = [Effect::Part { draft: model.draft.clone(), ticket: "t1".into() }];
    assert_eq!(parted, expected, "its files come back from there");
    assert!(!model.draft.went_with("t1", 7));
    assert!(matches!(update(&mut model, &service, continued(Step::Message)).last(), Some(Effect::Enqueue(_))));
}

#[test]
fn a_report_becomes_a_complaint_with_all_that_was_written() {
    let service = service();
    let mut model = open(TicketKind::TechnicalProblem);
    answered(&mut model, &service, &DETAILS);
    answered(&mut model, &service, &[Field::Audience, Field::Subject, Field::Message]);
    update(&mut model, &service, Event::Typed { field: Field::Topic, text: "payments/blocked".into(), now: 1 });
    assert!(is_for_complaints(&service, "payments/blocked") && !is_for_complaints(&service, "calendar/dates"));
    assert_eq!(Journey::of(&model.draft, &service).first_missing(), Step::Message, "nothing can be reported of it");
    let kept = update(&mut model, &service, Event::Complained { now: 2 });
    assert!(matches!(kept.as_slice(), [Effect::Store(draft)] if draft.kind == TicketKind::Complaint), "{kept:?}");
    let journey = Journey::of(&model.draft, &service);
    assert_eq!((journey.first_missing(), journey.missing(&Field::Extra("amount".into()))), (Step::Message, true));
    assert_eq!(journey.ticket().message, "Un texte");
}

#[test]
fn answers_hold_up_before_files_and_files_only_what_is_sent() {
    let service = service();
    let mut model = open(TicketKind::TechnicalProblem);
    let held = |step: Step| Event::Continued { step, held_up: true, key: "k".repeat(16), now: 1 };
    answered(&mut model, &service, &DETAILS);
    assert_eq!(update(&mut model, &service, held(Step::Message)), [Effect::FocusSummary]);
    assert!(matches!(update(&mut model, &service, held(Step::Details)).last(), Some(Effect::Go(Step::Message))));
    answered(&mut model, &service, &[Field::Topic, Field::Subject, Field::Message]);
    assert_eq!(update(&mut model, &service, held(Step::Message)), [Effect::FocusFiles]);
    assert_eq!(model.shown, None);
    assert!(matches!(update(&mut model, &service, continued(Step::Message)).last(), Some(Effect::Enqueue(_))));
}

#[test]
fn a_file_alone_is_worth_keeping() {
    let service = service();
    let mut model = open(TicketKind::TechnicalProblem);
    let kept = update(&mut model, &service, Event::Files { any: true, now: 1 });
    assert!(matches!(kept.as_slice(), [Effect::Store(draft)] if draft.files), "{kept:?}");
    assert_eq!(update(&mut model, &service, Event::Files { any: true, now: 2 }), []);
    let gone = update(&mut model, &service, Event::Files { any: false, now: 3 });
    assert!(matches!(gone.as_slice(), [Effect::Discard(_)]), "{gone:?}");
}
