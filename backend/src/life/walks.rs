//! Random walks through a ticket's life, held against the table: every legal step works, every other one is refused with the
//! present state, and what is offered is what would be accepted.

use super::table::TABLE;
use super::tests::{fresh, later, service};
use super::*;
use crate::store::MediationRow;
use proptest::prelude::*;
use std::collections::HashSet;

/// Hours until which an answer or a comment is expected.
const DUE: i64 = 24;

fn steps(now: Timestamp) -> Vec<(&'static str, Step)> {
    let due_at = Timestamp(now.0 + DUE * HOUR);
    vec![
        ("take_up", Step::TakenUp),
        ("progress", Step::Progressed { news_by: due_at }),
        ("write", Step::HandlerWrote),
        ("ask", Step::Asked { due_at }),
        ("draft", Step::Drafted { due_at }),
        ("decide", Step::Decided),
        ("accept", Step::MediationAccepted),
        ("agreed", Step::Mediated(MediationResult::Agreed)),
        ("failed", Step::Mediated(MediationResult::Failed)),
        ("declined", Step::Mediated(MediationResult::Declined)),
        ("another result", Step::Mediated(MediationResult::Other)),
        ("due", Step::DuePassed),
        ("not_settled", Step::NotSettled),
        ("answer", Step::Partner(Action::Answer)),
        ("comment", Step::Partner(Action::Comment)),
        ("settle", Step::Partner(Action::Settle)),
        ("unsettle", Step::Partner(Action::Unsettle)),
        ("review", Step::Partner(Action::RequestReview)),
        ("mediation", Step::Partner(Action::RequestMediation)),
        ("rate", Step::Partner(Action::Rate)),
        ("reply", Step::Partner(Action::Reply)),
        ("follow_up", Step::Partner(Action::FollowUp)),
        ("nudge", Step::Partner(Action::Nudge)),
        ("withdraw", Step::Partner(Action::Withdraw)),
        ("another action", Step::Partner(Action::Other)),
    ]
}

fn place(row: &TicketRow) -> &'static str {
    match (row.state, row.closed_as) {
        (State::Received, None) => "received",
        (State::InReview, None) => "in_review",
        (State::WaitingForPartner, None) => "waiting",
        (State::Preliminary, None) => "preliminary",
        (State::Resolved, None) => "resolved",
        (State::InMediation, None) => "in_mediation",
        (State::Closed, Some(ClosedAs::Settled)) => "settled",
        (State::Closed, Some(ClosedAs::Lapsed)) => "lapsed",
        (State::Closed, Some(ClosedAs::Mediated)) => "mediated",
        (State::Closed, Some(ClosedAs::MediationFailed)) => "mediation_failed",
        (State::Closed, Some(ClosedAs::Withdrawn)) => "withdrawn",
        other => panic!("no place of the table: {other:?}"),
    }
}

/// What the table's conditions are told by, kept apart from the row. Hours since the filing.
#[derive(Default)]
struct Past {
    since: i64,
    due: Option<i64>,
    decided: Option<i64>,
    promised: Option<i64>,
    reminded: bool,
    reviews: u32,
    asked: bool,
    begun: bool,
    over: bool,
}

impl Past {
    fn holds(&self, condition: &str, hour: i64, periods: &Periods) -> bool {
        let within = |from: i64, days: u32| hour < from + 24 * i64::from(days);
        let recent = hour <= self.since + i64::from(periods.reopen_hours);
        match condition {
            "" => true,
            "silence" => self.promised.is_some_and(|by| by < hour) && !self.reminded,
            "overdue" => self.due.is_some_and(|due| due <= hour),
            "rateable" => self.decided.is_some_and(|at| within(at, periods.rate_days)),
            "reviewable" => self.decided.is_some() && self.reviews < periods.reviews,
            "not over" => !self.over,
            "asked" => self.asked,
            "recent" => recent,
            "not recent" => !recent,
            "can be taken back" => within(self.since, periods.unsettle_days),
            other => panic!("no condition: {other}"),
        }
    }

    fn goes_on(&mut self, from: &str, step: &str, to: &str, hour: i64, periods: &Periods, target: i64) {
        if from != to {
            (self.since, self.due) = (hour, None);
        }
        match step {
            "ask" | "draft" => self.due = Some(hour + DUE),
            "decide" => self.decided = Some(hour),
            "review" => self.reviews += 1,
            "mediation" => (self.asked, self.begun) = (true, false),
            "accept" => (self.asked, self.begun) = (false, true),
            "agreed" | "failed" => self.over = true,
            "withdraw" if from == "in_mediation" => self.over |= self.begun,
            _ => {}
        }
        if to == "resolved" && from != to {
            self.due = Some(hour + 24 * i64::from(periods.answer_days));
        }
        self.promise(from, step, to, hour, target);
    }

    fn promise(&mut self, from: &str, step: &str, to: &str, hour: i64, target: i64) {
        let is_handlers =
            ["take_up", "progress", "write", "ask", "draft", "decide", "accept", "agreed", "failed", "declined", "due"];
        let was_late = self.promised.is_some_and(|by| by < hour);
        let renewed = Some(if target > hour { target } else { hour + 72 });
        if is_handlers.contains(&step) {
            self.reminded = false;
        }
        match (from, to) {
            _ if step == "nudge" => self.reminded = true,
            _ if step == "progress" => self.promised = Some(hour + DUE),
            ("received" | "in_review", "received" | "in_review") if step == "write" && was_late => {
                self.promised = Some(hour + 72)
            }
            ("received" | "in_review", "received" | "in_review") => {}
            (_, "in_review") => (self.promised, self.reminded) = (renewed, false),
            _ => self.promised = None,
        }
    }
}

/// Walks, at each stop trying every step there is. Gives the lines of the table that were walked.
fn walk(choices: &[(usize, i64)], service: &Service) -> HashSet<usize> {
    let mut row = fresh();
    let filed = later(0);
    let target = row.target_at.map(|at| (at.0 - filed.0) / HOUR).expect("the topic has a target");
    let mut past = Past { promised: Some(target), ..Past::default() };
    let (mut hour, mut walked) = (0, HashSet::new());
    for (choice, pause) in choices {
        hour += pause;
        let now = later(hour);
        let from = place(&row);
        let mut legal = Vec::new();
        for (name, step) in steps(now) {
            let line = TABLE.iter().position(|(place, step, _, condition)| {
                *place == from && *step == name && past.holds(condition, hour, &service.periods)
            });
            let mut after = row.clone();
            let taken = take(&mut after, step, now, service);
            match line {
                Some(line) => {
                    assert_eq!(taken, Ok(()), "{from} {name} at {hour}");
                    assert_eq!(place(&after), TABLE[line].2, "{from} {name} at {hour}");
                    legal.push((line, name, after));
                }
                None => {
                    assert_eq!(taken, Err(Illegal(row.state)), "{from} {name} at {hour}");
                    assert_eq!(after, row, "a refused step changes nothing");
                }
            }
        }
        let accepted = |action: &Action| take(&mut row.clone(), Step::Partner(*action), now, service).is_ok();
        let would_be: Vec<Action> = ACTIONS.into_iter().filter(accepted).collect();
        assert_eq!(actions(&row, now, service), would_be, "what is offered can be done, and nothing else");

        let (line, name, after) = legal.swap_remove(choice % legal.len());
        row = after;
        if name == "mediation" {
            row.mediation = Some(MediationRow {
                mediator: "cmp".into(),
                language: "fr".into(),
                code: "M-R7K2-9QXM".into(),
                requested_at: now,
                by: None,
                accepted_at: None,
                result: None,
                documents: Vec::new(),
            });
        }
        past.goes_on(from, name, TABLE[line].2, hour, &service.periods, target);
        walked.insert(line);
        makes_sense(&row);
    }
    walked
}

/// What holds of every ticket, wherever it stands.
fn makes_sense(row: &TicketRow) {
    assert_eq!(row.timeline.last().map(|passage| (passage.state, passage.closed_as)), Some((row.state, row.closed_as)));
    assert!(row.timeline.windows(2).all(|pair| pair[0].at <= pair[1].at));
    assert_eq!(row.closed_as.is_some(), row.state == State::Closed);
    let waits = matches!(row.state, State::WaitingForPartner | State::Preliminary | State::Resolved);
    assert_eq!(row.due_at.is_some(), waits);
    let owes_news = matches!(row.state, State::Received | State::InReview);
    assert_eq!(row.news_by.is_some(), owes_news);
}

/// With other periods, so that one walk meets their ends.
fn hurried(periods: Periods) -> Service {
    let mut service = service();
    service.periods = periods;
    service
}

proptest! {
    #[test]
    fn every_walk_keeps_to_the_table(
        choices in prop::collection::vec((0_usize..1_000, prop_oneof![0_i64..30, 0_i64..1_000]), 1..40),
        answer_days in 1_u32..40,
        unsettle_days in 0_u32..20,
        rate_days in 0_u32..70,
        reviews in 0_u32..3,
        reopen_hours in 0_u32..800,
    ) {
        let periods = Periods { answer_days, unsettle_days, rate_days, reviews, reopen_hours, ..Periods::default() };
        walk(&choices, &hurried(periods));
    }
}

#[test]
fn walks_come_to_every_line_of_the_table() {
    let service = hurried(Periods { reviews: 2, ..Periods::default() });
    let mut walked = HashSet::new();
    // A plain congruential generator (Knuth): the same walks each time.
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 40).expect("24 bits")
    };
    for _ in 0..400 {
        let choices: Vec<(usize, i64)> = (0..40)
            .map(|_| {
                let long = [0, 1, 30, 200, 800][next() % 5];
                (next(), i64::from(long))
            })
            .collect();
        walked.extend(walk(&choices, &service));
    }
    let left: Vec<_> = (0..TABLE.len()).filter(|line| !walked.contains(line)).map(|line| TABLE[line]).collect();
    assert!(left.is_empty(), "never walked: {left:?}");
}
