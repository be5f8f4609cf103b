use super::*;
use proptest::prelude::*;
use recourse_contract::Timestamp;

fn session() -> Session {
    Session { email: "marie@auberge.fr".into(), expires_at: Timestamp(1), token: None, details: None }
}

fn asked(email: &str) -> Event {
    Event::Asked { email: email.into(), language: "fr".into() }
}

fn entered(code: &str) -> Event {
    Event::Entered { code: code.into(), bearer: false }
}

#[test]
fn an_address_then_a_code_then_in() {
    let mut model = Model::default();
    assert_eq!(update(&mut model, asked(" ")), [Effect::Focus]);
    assert_eq!(model.trouble, Some(Trouble::NoEmail));
    assert_eq!(update(&mut model, asked("marie")), [Effect::Focus]);
    assert_eq!(model.trouble, Some(Trouble::WrongEmail));
    let effects = update(&mut model, asked(" marie@auberge.fr"));
    assert!(matches!(&effects[..], [Effect::Ask(1, new)] if new.email == "marie@auberge.fr"), "{effects:?}");
    assert_eq!(update(&mut model, asked("other@auberge.fr")), [], "one at a time");
    update(&mut model, Event::Answered(1, Answer::Sent("c".into())));
    assert_eq!(update(&mut model, entered("12")), [Effect::Focus]);
    assert!(
        matches!(&update(&mut model, entered("123 456"))[..], [Effect::Enter(2, new)] if (new.code.as_str(), new.challenge.as_str()) == ("123456", "c"))
    );
    let mut problem = Problem::new(ProblemType::Invalid);
    problem.detail = Some("No.".into());
    update(&mut model, Event::Answered(2, Answer::Problem(problem, None)));
    assert_eq!((model.phase, &model.trouble), (Phase::Code, &Some(Trouble::Refused("No.".into()))));
    update(&mut model, entered("654321"));
    assert_eq!(update(&mut model, Event::Answered(3, Answer::Session(session()))), [Effect::SignedIn(session())]);
    assert_eq!(model.phase, Phase::In);
}

#[test]
fn too_many_says_when_again() {
    let mut model = Model::default();
    update(&mut model, asked("marie@auberge.fr"));
    update(&mut model, Event::Answered(1, Answer::Problem(Problem::new(ProblemType::TooMany), Some(61))));
    assert_eq!((model.phase, model.trouble), (Phase::Email, Some(Trouble::TooMany(2))));
}

fn events() -> impl Strategy<Value = Event> {
    let answer = prop_oneof![
        Just(Answer::Sent("c".into())),
        Just(Answer::Session(session())),
        Just(Answer::None),
        Just(Answer::Problem(Problem::new(ProblemType::Invalid), None)),
        Just(Answer::Problem(Problem::new(ProblemType::TooMany), Some(5))),
    ];
    prop_oneof![
        prop::sample::select(vec!["", "marie", "marie@auberge.fr", "other@auberge.fr"]).prop_map(asked),
        prop::sample::select(vec!["", "12", "123456"]).prop_map(entered),
        Just(Event::Back),
        (0_u32..6, answer).prop_map(|(request, answer)| Event::Answered(request, answer)),
    ]
}

proptest! {
    #[test]
    fn it_never_gets_stuck_and_nobody_is_in_without_a_session(events in prop::collection::vec(events(), 0..40)) {
        let mut model = Model::default();
        let mut sessions = 0;
        for event in events {
            let stale = matches!(&event, Event::Answered(request, _) if *request != model.request);
            let before = model.clone();
            let effects = update(&mut model, event);
            if stale {
                prop_assert_eq!(&model, &before, "a stale answer changes nothing");
            }
            sessions += effects.iter().filter(|effect| matches!(effect, Effect::SignedIn(_))).count();
            let requests = effects.iter().filter(|effect| matches!(effect, Effect::Ask(..) | Effect::Enter(..))).count();
            prop_assert_eq!(requests == 1, model.request == before.request + 1, "each request has a number of its own");
        }
        prop_assert_eq!(sessions, usize::from(model.phase == Phase::In));
        // Whatever came: an answer that is lost leads back to where one can try again.
        let request = model.request;
        update(&mut model, Event::Answered(request, Answer::None));
        prop_assert!(matches!(model.phase, Phase::Email | Phase::Code | Phase::In));
    }
}

#[test]
fn a_session_ends_by_itself_only_when_its_time_is_up() {
    let session = Session { expires_at: Timestamp(1_000_000), ..session() };
    assert_eq!(ending(&session, 1_000_001), Ending::Expired);
    assert_eq!(ending(&session, 960_000), Ending::Expired, "clocks differ");
    assert_eq!(ending(&session, 0), Ending::Revoked);
}

#[test]
fn a_clock_that_is_a_year_ahead_ends_no_session() {
    let day = recourse_contract::time::DAY;
    let session = Session { expires_at: Timestamp(1_000 * day), ..session() };
    assert!(!ends_unasked(&session, 999 * day));
    assert!(ends_unasked(&session, 1_000 * day) && ends_unasked(&session, 1_060 * day));
    assert!(!ends_unasked(&session, 1_365 * day), "the backend is asked first");
}

#[test]
fn a_fingerprint_tells_addresses_apart() {
    // As published with the algorithm: FNV-1a of "foobar".
    assert_eq!(fingerprint("foobar"), "85944171f73967e8");
    assert_eq!(fingerprint("Marie@Example.com"), fingerprint("marie@example.com"));
    assert_ne!(fingerprint("marie@example.com"), fingerprint("mario@example.com"));
}
