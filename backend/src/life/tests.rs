use super::*;
use crate::filing::filing;
use crate::secret::SystemRandom;
use crate::service_file::{DEMO, ServiceFile};
use proptest::prelude::*;
use std::sync::LazyLock;

static FILE: LazyLock<ServiceFile> = LazyLock::new(|| ServiceFile::parse(DEMO).expect("the demo file is right"));
const NEW: &str = include_str!("../../../contract/examples/new_ticket.json");
const START: i64 = 1_800_000_000_000;

fn fresh() -> TicketRow {
    let new = serde_json::from_str(NEW).expect("an example");
    filing(new, None, &FILE, Timestamp(START), &SystemRandom).ticket
}

fn later(hours: i64) -> Timestamp {
    Timestamp(START + hours * HOUR)
}

fn all_steps(now: Timestamp) -> Vec<Step> {
    let due_at = Timestamp(now.0 + 24 * HOUR);
    let mut steps = vec![
        Step::TakenUp,
        Step::Progressed { news_by: due_at },
        Step::HandlerWrote,
        Step::Asked { due_at },
        Step::Drafted { due_at },
        Step::Decided,
        Step::DuePassed,
    ];
    steps.extend([MediationResult::Agreed, MediationResult::Failed, MediationResult::Declined].map(Step::Mediated));
    steps.extend([Action::Reply, Action::Answer, Action::Comment, Action::Nudge].map(Step::Partner));
    steps
}

fn in_state(state: State) -> TicketRow {
    let mut row = fresh();
    (row.state, row.news_by) = (state, None);
    row.timeline.push(Passage { state, closed_as: None, at: later(1) });
    row
}

#[test]
fn the_table_of_the_contract() {
    use State::{Closed, InMediation, InReview, Preliminary, Received, Resolved, WaitingForPartner};
    let periods = Periods::default();
    let due_at = later(99);
    for (from, step, to) in [
        (Received, Step::TakenUp, Some(InReview)),
        (InReview, Step::TakenUp, None),
        (InReview, Step::Asked { due_at }, Some(WaitingForPartner)),
        (InReview, Step::Drafted { due_at }, Some(Preliminary)),
        (InReview, Step::Decided, Some(Resolved)),
        (Received, Step::Decided, Some(Resolved)),
        (WaitingForPartner, Step::Decided, None),
        (WaitingForPartner, Step::Partner(Action::Answer), Some(InReview)),
        (WaitingForPartner, Step::Partner(Action::Reply), Some(WaitingForPartner)),
        (WaitingForPartner, Step::DuePassed, Some(InReview)),
        (Preliminary, Step::Partner(Action::Comment), Some(InReview)),
        (Preliminary, Step::DuePassed, Some(InReview)),
        (Preliminary, Step::Decided, None),
        (Resolved, Step::Partner(Action::Reply), Some(Resolved)),
        (Resolved, Step::Decided, None),
        (InMediation, Step::Mediated(MediationResult::Agreed), Some(Closed)),
        (InMediation, Step::Mediated(MediationResult::Declined), Some(Resolved)),
        (Resolved, Step::Mediated(MediationResult::Agreed), None),
        (Closed, Step::Partner(Action::Reply), Some(InReview)),
        (Closed, Step::HandlerWrote, None),
    ] {
        let mut row = in_state(from);
        let before = row.clone();
        match take(&mut row, step, later(2), &periods) {
            Ok(()) => assert_eq!(Some(row.state), to, "{from:?} {step:?}"),
            Err(illegal) => {
                assert_eq!((None, illegal.0), (to, from), "{from:?} {step:?}");
                assert_eq!(row, before, "a refused step changes nothing");
            }
        }
    }
}

#[test]
fn a_closed_ticket_opens_again_within_its_period_alone() {
    let periods = Periods { reopen_hours: 48, ..Periods::default() };
    let reply = Step::Partner(Action::Reply);
    assert!(next(&in_state(State::Closed), reply, later(49), &periods).is_some());
    assert!(next(&in_state(State::Closed), reply, later(50), &periods).is_none());
}

#[test]
fn one_nudge_for_each_silence() {
    let periods = Periods::default();
    let mut row = fresh();
    let target = row.target_at.expect("the topic has a target");
    let (before, after) = (Timestamp(target.0 - 1), Timestamp(target.0 + 1));
    let nudge = Step::Partner(Action::Nudge);
    assert!(!actions(&row, before, &periods).contains(&Action::Nudge));
    assert!(take(&mut row, nudge, after, &periods).is_ok());
    assert!(!actions(&row, after, &periods).contains(&Action::Nudge), "once");
    let news_by = Timestamp(after.0 + HOUR);
    assert!(take(&mut row, Step::Progressed { news_by }, after, &periods).is_ok());
    assert!(!actions(&row, news_by, &periods).contains(&Action::Nudge), "a new promise");
    assert!(actions(&row, Timestamp(news_by.0 + 1), &periods).contains(&Action::Nudge), "a new silence");
}

proptest! {
    #[test]
    fn whatever_happens_the_ticket_makes_sense(choices in prop::collection::vec((0_usize..14, 0_i64..200), 1..40)) {
        let periods = Periods::default();
        let mut row = fresh();
        let mut hours = 0;
        for (choice, pause) in choices {
            hours += pause;
            let now = later(hours);
            let offered = actions(&row, now, &periods);
            let step = all_steps(now)[choice];
            let before = row.clone();
            let taken = take(&mut row, step, now, &periods);
            if let Step::Partner(action) = step {
                prop_assert_eq!(taken.is_ok(), offered.contains(&action), "what is offered can be done, and nothing else");
            }
            if taken.is_err() {
                prop_assert_eq!(&row, &before);
            }
            prop_assert_eq!(row.timeline.last().map(|passage| passage.state), Some(row.state));
            prop_assert!(row.timeline.windows(2).all(|pair| pair[0].at <= pair[1].at));
            prop_assert_eq!(row.closed_as.is_some(), row.state == State::Closed);
            prop_assert_eq!(row.due_at.is_some(), matches!(row.state, State::WaitingForPartner | State::Preliminary));
            prop_assert_eq!(row.news_by.is_some(), matches!(row.state, State::Received | State::InReview));
            prop_assert!(row.nudged_at.is_none() || row.news_by.is_some() || !matches!(row.state, State::Received | State::InReview));
        }
    }
}
