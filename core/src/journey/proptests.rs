//! Random sequences of answers, jumps and edits.

use super::*;
use proptest::prelude::*;
use recourse_contract::ticket::TicketKind;
use recourse_contract::{Code, FieldError, Problem, ProblemType, Service};

/// A small platform with every kind of extra field.
pub(super) fn service() -> Service {
    let json = include_str!("testdata/service.json");
    serde_json::from_str(json).expect("the test platform is valid")
}

fn field() -> impl Strategy<Value = Field> {
    let fixed = [
        Field::Audience,
        Field::Name,
        Field::Email,
        Field::Phone,
        Field::Company,
        Field::Country,
        Field::Properties,
        Field::Language,
        Field::Channel,
        Field::ManagedBy,
        Field::Topic,
        Field::Subject,
        Field::Message,
        Field::OutcomeWanted,
        Field::Mediator,
        Field::MediationLanguage,
    ];
    let extra =
        ["booking", "amount", "amount:currency", "when", "why", "link", "period:from", "period:to", "papers", "which", "new"]
            .map(|id| Field::Extra(id.into()));
    let device = ["browser", "page"].map(|line| Field::Device(line.into()));
    prop::sample::select([fixed.to_vec(), extra.to_vec(), device.to_vec()].concat())
}

/// Texts that are right for some field, and texts that are right for none.
fn text() -> impl Strategy<Value = String> {
    let right = [
        "partner",
        "guest",
        "Marie Dupont",
        "marie@auberge.fr",
        "+33 1 99 00 12 34",
        "FR",
        "4021558310",
        "fr",
        "payments/blocked",
        "payments/other",
        "payments",
        "calendar/dates",
        "mediation",
        "quai",
        "4021-558-310",
        "2 480,50",
        "EUR",
        "2026-11-14",
        "2019-12-31",
        "late",
        "papers",
        "card",
        "card\nother",
        "https://a.example/x",
        " ",
        "",
        "\u{7}",
    ];
    prop_oneof![prop::sample::select(right.to_vec()).prop_map(str::to_owned), "\\PC{0,30}"]
}

#[derive(Clone, Debug)]
enum Move {
    Type(Field, String),
    Continue(Step),
    Visit(Step),
    Refuse(Vec<Field>),
    Shift,
    Part,
}

fn step() -> impl Strategy<Value = Step> {
    prop::sample::select(Step::ALL.to_vec())
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        6 => (field(), text()).prop_map(|(field, text)| Move::Type(field, text)),
        3 => step().prop_map(Move::Continue),
        1 => step().prop_map(Move::Visit),
        1 => prop::collection::vec(field(), 0..3).prop_map(Move::Refuse),
        1 => prop::sample::select(vec![Move::Shift, Move::Part, Move::Part]),
    ];
    prop::collection::vec(one, 0..40)
}

fn kind() -> impl Strategy<Value = TicketKind> {
    prop::sample::select(vec![TicketKind::Complaint, TicketKind::TechnicalProblem, TicketKind::Mediation])
}

pub(super) fn open(kind: TicketKind) -> Model {
    let mut model = Model::open(DraftId::from_random(1), kind, 0, None, Prefill::default());
    model.lock = Lock::Held;
    model
}

pub(super) fn continued(step: Step) -> Event {
    Event::Continued { step, held_up: false, key: "k".repeat(16), now: 1 }
}

fn event(one: Move) -> Event {
    match one {
        Move::Type(field, text) => Event::Typed { field, text, now: 1 },
        Move::Continue(step) => continued(step),
        Move::Visit(step) => Event::Visited(step),
        Move::Shift => Event::Moved { ticket: "t1".into(), text: "Un texte".into(), now: 1 },
        Move::Part => Event::Parted { now: 1 },
        Move::Refuse(fields) => {
            let errors = fields.iter().map(|f| FieldError {
                pointer: f.pointer().into_owned(),
                code: Code::Other,
                detail: None,
                limit: None,
            });
            Event::Refused(Problem { errors: errors.collect(), ..Problem::new(ProblemType::Invalid) })
        }
    }
}

/// A right answer for each fault that the test platform can show.
pub(super) fn right(field: &Field, kind: TicketKind) -> &'static str {
    match field {
        Field::Audience => "partner",
        Field::Email => "marie@auberge.fr",
        Field::Phone => "+33199001234",
        Field::Country => "FR",
        Field::Language | Field::MediationLanguage => "fr",
        Field::Mediator => "quai",
        Field::Topic if kind == TicketKind::Mediation => "mediation",
        Field::Topic if kind == TicketKind::TechnicalProblem => "calendar/dates",
        Field::Topic => "payments/blocked",
        Field::Extra(id) => match id.as_str() {
            "booking" => "4021558310",
            "amount" => "2480",
            "amount:currency" => "EUR",
            "when" | "period:from" | "period:to" => "2026-11-14",
            "link" => "https://a.example/",
            "papers" => "card",
            _ => "late",
        },
        _ => "Un texte",
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn never_stuck_and_never_sent_incomplete(kind in kind(), moves in moves()) {
        let service = service();
        let mut model = open(kind);
        for one in moves {
            let (was_moved, shown) = (model.draft.moved_to.is_some(), event(one));
            for effect in update(&mut model, &service, shown) {
                if let Effect::Enqueue(entry) = effect {
                    prop_assert!(!was_moved, "its text lies in a reply box");
                    let ticket: recourse_contract::NewTicket = serde_json::from_str(&entry.body).expect("a ticket");
                    prop_assert_eq!(ticket.kind, kind);
                    prop_assert_eq!(ticket.faults(&service), vec![]);
                    prop_assert_eq!(ticket.clone().trimmed(&service), ticket, "what is sent is trimmed");
                }
            }
            let journey = Journey::of(&model.draft, &service);
            let place = |step: Step| Step::of(kind).iter().position(|own| *own == step);
            for step in Step::ALL {
                let lands = journey.resolve(step);
                prop_assert!(place(lands).is_some(), "{lands:?} is no step of it");
                if kind != TicketKind::TechnicalProblem {
                    prop_assert!(place(step).is_none() || place(lands) <= place(step));
                    prop_assert!(Step::of(kind).iter().all(|before| place(*before) >= place(lands) || journey.is_done(*before)));
                } else {
                    prop_assert!(place(step).is_none() || lands == step, "either step can be opened");
                }
            }
        }
        // Mending what each step complains of leads to where it is sent, and from there the ticket goes out.
        update(&mut model, &service, Event::Parted { now: 2 });
        let mut sent = false;
        for _ in 0..40 {
            let step = Journey::of(&model.draft, &service).first_missing();
            let faults: Vec<Field> = Journey::of(&model.draft, &service).faults(step).map(|fault| fault.field.clone()).collect();
            let is_whole = Journey::of(&model.draft, &service).is_whole();
            prop_assert_eq!(faults.is_empty(), is_whole);
            for field in faults {
                // A refused answer has to change, so first to something else.
                for text in ["", right(&field, kind)] {
                    update(&mut model, &service, Event::Typed { field: field.clone(), text: text.into(), now: 2 });
                }
                if let Field::Extra(id) = &field {
                    for part in [vec![currency_id(id)], range_ids(id).to_vec()].concat().into_iter().map(Field::Extra) {
                        let text = if part.control_id().ends_with("currency") { "EUR" } else { "2026-11-14" };
                        update(&mut model, &service, Event::Typed { field: part, text: text.into(), now: 2 });
                    }
                }
            }
            let effects = update(&mut model, &service, continued(step));
            sent = matches!(effects.last(), Some(Effect::Enqueue(_)));
            if sent || is_whole {
                break;
            }
        }
        prop_assert!(sent);
    }

    #[test]
    fn a_draft_stored_and_restored_is_the_same_draft(kind in kind(), moves in moves()) {
        let service = service();
        let mut model = open(kind);
        let mut stored = None;
        for one in moves {
            for effect in update(&mut model, &service, event(one)) {
                match effect {
                    Effect::Store(draft) | Effect::Move { draft, .. } | Effect::Part { draft, .. } => stored = Some(draft.to_stored()),
                    Effect::Discard(_) => stored = None,
                    Effect::Go(_) | Effect::FocusSummary | Effect::FocusFiles | Effect::Enqueue(_) => {}
                }
            }
        }
        if let Some(stored) = stored {
            let restored = Draft::from_stored(&stored);
            prop_assert_eq!(restored.as_ref().ok(), Some(&model.draft));
            let reopened = Model::open(model.draft.id.clone(), kind, 9, Some(restored), Prefill::default());
            prop_assert_eq!(&reopened.draft, &model.draft);
        } else {
            prop_assert!(model.draft.answers.is_empty());
        }
    }

    #[test]
    fn what_is_not_asked_does_not_travel_and_is_not_lost(moves in moves()) {
        let service = service();
        let mut model = open(TicketKind::Complaint);
        for one in moves {
            update(&mut model, &service, event(one));
            let journey = Journey::of(&model.draft, &service);
            prop_assert!(journey.ticket().fields.keys().all(|id| journey.asked().contains(id)));
        }
        // Another topic, another reason, and back.
        let before = Journey::of(&model.draft, &service).ticket().clone();
        for field in [Field::Topic, Field::Extra("why".into()), Field::Extra("papers".into())] {
            let own = model.draft.answers.get(&field).to_owned();
            for text in ["payments/other", "", "late", own.as_str()] {
                update(&mut model, &service, Event::Typed { field: field.clone(), text: text.into(), now: 2 });
            }
        }
        let after = Journey::of(&model.draft, &service);
        prop_assert_eq!(after.ticket(), &before);
    }

    #[test]
    fn a_damaged_draft_is_kept_aside(stored in "\\PC{0,60}") {
        if let Err(unreadable) = Draft::from_stored(&stored) {
            prop_assert_eq!(unreadable.stored, stored);
        }
    }
}
