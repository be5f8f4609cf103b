//! Random sequences of answers, jumps and edits.

use super::*;
use proptest::prelude::*;
use recourse_contract::ticket::TicketKind;
use recourse_contract::{Code, FieldError, Problem, ProblemType, Service};

/// A small platform with every kind of extra field.
fn service() -> Service {
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
    ];
    let extra = ["booking", "amount", "amount:currency", "when", "why", "link"].map(|id| Field::Extra(id.into()));
    prop::sample::select([fixed.to_vec(), extra.to_vec()].concat())
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
        "4021-558-310",
        "2 480,50",
        "EUR",
        "2026-11-14",
        "late",
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
    Move,
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
        1 => prop::sample::select(vec![Move::Move, Move::Part, Move::Part]),
    ];
    prop::collection::vec(one, 0..40)
}

fn kind() -> impl Strategy<Value = TicketKind> {
    prop::sample::select(vec![TicketKind::Complaint, TicketKind::TechnicalProblem])
}

fn open(kind: TicketKind) -> Model {
    let mut model = Model::open(DraftId::from_random(1), kind, 0, None, Prefill::default());
    model.lock = Lock::Held;
    model
}

fn continued(step: Step) -> Event {
    Event::Continued { step, key: "k".repeat(16), now: 1 }
}

fn event(one: Move) -> Event {
    match one {
        Move::Type(field, text) => Event::Typed { field, text, now: 1 },
        Move::Continue(step) => continued(step),
        Move::Visit(step) => Event::Visited(step),
        Move::Move => Event::Moved { ticket: "t1".into(), text: "Un texte".into(), now: 1 },
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
fn right(field: &Field, kind: TicketKind) -> &'static str {
    match field {
        Field::Audience => "partner",
        Field::Email => "marie@auberge.fr",
        Field::Phone => "+33199001234",
        Field::Country => "FR",
        Field::Language => "fr",
        Field::Topic if kind == TicketKind::TechnicalProblem => "calendar/dates",
        Field::Topic => "payments/blocked",
        Field::Extra(id) => match id.as_str() {
            "booking" => "4021558310",
            "amount" => "2480",
            "amount:currency" => "EUR",
            "when" => "2026-11-14",
            "link" => "https://a.example/",
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
                if kind == TicketKind::Complaint {
                    prop_assert!(place(lands) <= place(step));
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
                    let currency = Field::Extra(currency_id(id));
                    update(&mut model, &service, Event::Typed { field: currency, text: "EUR".into(), now: 2 });
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
                    Effect::Store(draft) | Effect::Move { draft, .. } => stored = Some(draft.to_stored()),
                    Effect::Discard(_) => stored = None,
                    Effect::Go(_) | Effect::FocusSummary | Effect::Enqueue(_) => {}
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
    fn a_damaged_draft_is_kept_aside(stored in "\\PC{0,60}") {
        if let Err(unreadable) = Draft::from_stored(&stored) {
            prop_assert_eq!(unreadable.stored, stored);
        }
    }
}

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
    assert_eq!(update(&mut model, &service, continued(Step::Details)).last(), Some(&Effect::Go(Step::Check)));
    update(&mut model, &service, Event::Typed { field: Field::Topic, text: String::new(), now: 1 });
    assert_eq!(update(&mut model, &service, continued(Step::Details)).last(), Some(&Effect::Go(Step::Topic)));
    assert_eq!(update(&mut model, &service, continued(Step::Topic)), vec![Effect::FocusSummary]);
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
    update(&mut model, &service, Event::Parted { now: 6 });
    assert!(!model.draft.went_with("t1", 7));
    assert!(matches!(update(&mut model, &service, continued(Step::Message)).last(), Some(Effect::Enqueue(_))));
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
    let hits = search(&service.topics, TicketKind::Complaint, "verse bloq");
    assert_eq!(hits.iter().map(|hit| hit.topic.id.as_str()).collect::<Vec<_>>(), ["payments/blocked"]);
    assert_eq!(hits[0].path, ["Paiements", "Versement bloqué"]);
    assert!(search(&service.topics, TicketKind::Complaint, "  ").is_empty());
    assert!(search(&service.topics, TicketKind::Complaint, "rsement").is_empty());
    assert!(search(&service.topics, TicketKind::TechnicalProblem, "verse").is_empty());
}
