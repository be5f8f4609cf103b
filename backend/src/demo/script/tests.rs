use super::*;
use crate::answer;
use crate::filing::filing;
use crate::handler;
use crate::secret::SystemRandom;
use crate::service_file::{DEMO, ServiceFile};
use crate::store::{Advance, Idempotency, TicketRow};
use crate::thread::{self, Means};
use crate::view;
use recourse_contract::outcome::NewReview;
use recourse_contract::ticket::{ClosedAs, FieldValue, Passage};
use recourse_contract::update::{NewUpdateKind, UpdateKind::*};
use recourse_contract::{NewTicket, NewUpdate};
use std::collections::BTreeMap;
use std::sync::LazyLock;

static FILE: LazyLock<ServiceFile> = LazyLock::new(|| ServiceFile::parse(DEMO).expect("the demo file is right"));
const NEW: &str = include_str!("../../../../contract/examples/new_ticket.json");
const START: i64 = 1_800_000_000_000;
const ME: &str = "Demo";

/// A ticket that goes through its life in memory, by the backend's own rules.
struct Play {
    row: TicketRow,
    updates: Vec<Update>,
    now: Timestamp,
}

impl Play {
    fn filed(change: impl Fn(&mut NewTicket)) -> Self {
        let mut new: NewTicket = serde_json::from_str(NEW).expect("an example");
        change(&mut new);
        let filed = filing(new, None, &FILE, Timestamp(START), &SystemRandom);
        Self { row: filed.ticket, updates: filed.updates, now: Timestamp(START) }
    }

    fn means(&self) -> Means<'static> {
        Means { now: self.now, random: &SystemRandom, file: &FILE, gather: 0 }
    }

    fn case(&self) -> Case {
        let ticket = view::ticket(&self.row, &FILE.default_language().service, self.now);
        Case { ticket, assignee: self.row.assignee.clone(), updates: self.updates.clone(), audit: Vec::new() }
    }

    fn take(&mut self, advance: Advance) {
        self.row = advance.ticket;
        self.updates.extend(advance.updates);
    }

    fn handles(&mut self, name: &str, what: Move, language: &str) {
        assert_eq!(what.faults(self.now), [], "{what:?}");
        let advance =
            handler::done(what, Vec::new(), name, Some(language), None, &self.row, self.means()).expect("the state allows it");
        self.take(advance);
    }

    fn writes(&mut self, kind: NewUpdateKind) {
        self.now = Timestamp(self.now.0 + 1_000);
        let request =
            self.updates.iter().rfind(|update| update.kind == InformationRequest).filter(|_| kind == NewUpdateKind::Answer);
        let questions = request.map(|update| update.questions.clone()).unwrap_or_default();
        let answers: BTreeMap<_, _> = questions.iter().map(|asked| (asked.id.clone(), FieldValue::Text("yes".into()))).collect();
        let new = NewUpdate {
            kind,
            text: "Hello".into(),
            answers_to: request.map(|update| update.number),
            answers,
            attachments: Vec::new(),
        };
        let asked = Idempotency { scope: String::new(), key: String::new(), body_hash: String::new() };
        let advance = thread::written(new, Vec::new(), &questions, asked, &self.row, self.means()).expect("the state allows it");
        self.take(advance);
    }

    fn asks_for_review(&mut self) {
        self.now = Timestamp(self.now.0 + 1_000);
        let asked = Idempotency { scope: String::new(), key: String::new(), body_hash: String::new() };
        let new = NewReview { text: "Look again".into(), attachments: Vec::new() };
        let advance = answer::review(new, Vec::new(), asked, &self.row, self.means()).expect("one is left");
        self.take(advance);
    }

    fn date_passes(&mut self) {
        self.now = self.row.due_at.expect("a due date");
        let advance = thread::due_passed(&self.row, self.means()).expect("something was due");
        self.take(advance);
    }

    /// Makes the next move when it is due, and gives the kind of what stands in the thread then.
    fn goes_on(&mut self) -> UpdateKind {
        let turn = script().next(&self.case(), self.now).expect("its turn");
        assert!(turn.due > self.now, "not at once: {turn:?}");
        self.now = turn.due;
        assert_eq!(script().next(&self.case(), self.now), Some(turn.clone()), "the thread alone decides");
        self.handles(ME, turn.what, turn.language);
        self.updates.last().expect("an entry").kind
    }

    fn rests(&self) -> bool {
        script().next(&self.case(), self.now).is_none()
    }
}

fn script() -> Script {
    Script { name: ME.into(), since: Timestamp(START), pace: 1 }
}

#[test]
fn a_case_from_its_filing_to_its_outcome() {
    let mut play = Play::filed(|_| {});
    assert_eq!([play.goes_on(), play.goes_on(), play.goes_on()], [System, Progress, InformationRequest]);
    assert_eq!(play.now, Timestamp(START + 60_000));
    assert!(play.rests(), "the partner's turn");
    play.writes(NewUpdateKind::Answer);
    assert_eq!([play.goes_on(), play.goes_on()], [Progress, PreliminaryOutcome]);
    assert!(play.rests(), "the partner's turn again");
    play.writes(NewUpdateKind::Comment);
    assert_eq!(play.goes_on(), Outcome);
    assert!(play.rests() && play.row.state == State::Resolved);
    assert_eq!(play.row.assignee.as_deref(), Some(ME));
}

#[test]
fn silence_stops_nothing() {
    let mut play = Play::filed(|_| {});
    for _ in 0..3 {
        play.goes_on();
    }
    play.date_passes();
    assert_eq!([play.goes_on(), play.goes_on()], [Progress, PreliminaryOutcome]);
    assert!(play.updates[play.updates.len() - 2].text.starts_with("Nous n’avons pas reçu"));
    play.date_passes();
    assert_eq!(play.goes_on(), Outcome);
}

#[test]
fn each_free_message_has_one_answer_and_the_script_goes_on() {
    let mut play = Play::filed(|_| {});
    play.writes(NewUpdateKind::Reply);
    assert_eq!([play.goes_on(), play.goes_on(), play.goes_on()], [System, Reply, Progress]);
    play.goes_on();
    play.writes(NewUpdateKind::Reply);
    play.writes(NewUpdateKind::Reply);
    assert_eq!(play.goes_on(), Reply);
    assert!(play.updates.last().expect("an entry").text.contains("vos réponses aux questions"));
    assert!(play.rests(), "both messages had their answer");
    play.writes(NewUpdateKind::Answer);
    play.writes(NewUpdateKind::Reply);
    assert_eq!([play.goes_on(), play.goes_on(), play.goes_on()], [Reply, Progress, PreliminaryOutcome]);
    play.writes(NewUpdateKind::Reply);
    assert_eq!(play.goes_on(), Reply);
    assert!(play.rests(), "the comment is still to come");
    play.writes(NewUpdateKind::Comment);
    assert_eq!(play.goes_on(), Outcome);
    play.writes(NewUpdateKind::Reply);
    assert_eq!(play.goes_on(), Reply);
    assert!(play.rests());
}

#[test]
fn a_case_that_comes_back_is_greeted_once() {
    let mut play = Play::filed(|_| {});
    for _ in 0..3 {
        play.goes_on();
    }
    play.writes(NewUpdateKind::Answer);
    play.goes_on();
    play.goes_on();
    play.writes(NewUpdateKind::Comment);
    play.goes_on();
    (play.row.state, play.row.closed_as) = (State::Closed, Some(ClosedAs::Settled));
    play.row.timeline.push(Passage { state: State::Closed, closed_as: play.row.closed_as, at: play.now });
    assert!(play.rests());
    play.writes(NewUpdateKind::Reply);
    assert_eq!(play.goes_on(), Reply);
    assert!(play.updates.last().expect("an entry").text.contains("s’arrête ici"));
    assert!(play.rests() && play.row.state == State::InReview);
    play.writes(NewUpdateKind::Reply);
    assert_eq!(play.goes_on(), Reply);
    assert!(play.rests());
}

#[test]
fn another_review_has_an_outcome_of_its_own() {
    for language in ["fr", "en"] {
        let mut play = Play::filed(|new| new.partner.language = language.into());
        for _ in 0..3 {
            play.goes_on();
        }
        play.writes(NewUpdateKind::Answer);
        play.goes_on();
        play.goes_on();
        play.writes(NewUpdateKind::Comment);
        assert_eq!(play.goes_on(), Outcome);
        play.asks_for_review();
        assert_eq!(play.goes_on(), Progress);
        // A message in between is answered, and stops nothing.
        play.writes(NewUpdateKind::Reply);
        assert_eq!([play.goes_on(), play.goes_on()], [Reply, Outcome], "{language}");
        assert!(play.rests() && play.row.state == State::Resolved && play.row.reviews == 1);
    }
}

#[test]
fn tickets_of_others_and_of_before_are_left_alone() {
    let older = Play::filed(|_| {});
    let later = Script { since: Timestamp(START + 1), ..script() };
    assert_eq!(later.next(&older.case(), Timestamp(START + 1)), None);

    let mut theirs = Play::filed(|_| {});
    theirs.handles("Team Nord", Move::TakeUp, "fr");
    assert!(theirs.rests());
    let mut begun = Play::filed(|_| {});
    begun.handles("Team Nord", Move::Reply { text: "Hello".into() }, "fr");
    assert!(begun.rests(), "somebody works on it, although nobody has it");
    let mut given_away = Play::filed(|_| {});
    given_away.goes_on();
    given_away.handles(ME, Move::Assign { to: Some("Team Nord".into()) }, "fr");
    assert!(given_away.rests());

    // What it had before it was started again goes on.
    let mut own = Play::filed(|_| {});
    own.goes_on();
    assert!(later.next(&own.case(), own.now).is_some());
}

#[test]
fn it_speaks_the_partners_language_or_the_platforms() {
    for (asked, spoken) in [("fr", "fr"), ("en", "en"), ("nl", "fr")] {
        let mut play = Play::filed(|new| new.partner.language = asked.into());
        for _ in 0..3 {
            play.goes_on();
        }
        let request = play.updates.last().expect("the request");
        assert_eq!((request.language.as_str(), request.text.contains("précisions")), (spoken, spoken == "fr"));
    }
}

#[test]
fn every_matter_plays_to_its_end() {
    for (topic, kind) in [
        ("payments/blocked", TicketKind::Complaint),
        ("account/access", TicketKind::TechnicalProblem),
        ("reviews/unfair", TicketKind::Complaint),
    ] {
        for language in ["fr", "en"] {
            let mut play = Play::filed(|new| {
                (new.topic, new.kind, new.partner.language) = (topic.into(), kind, language.into());
            });
            for _ in 0..3 {
                play.goes_on();
            }
            play.writes(NewUpdateKind::Answer);
            play.goes_on();
            if play.goes_on() == PreliminaryOutcome {
                assert_ne!(kind, TicketKind::TechnicalProblem, "a fault is mended without a draft");
                play.writes(NewUpdateKind::Comment);
                play.goes_on();
            }
            assert_eq!(play.row.state, State::Resolved, "{topic} {language}");
        }
    }
}

#[test]
fn what_was_due_long_ago_is_done_with_dates_to_come() {
    let mut play = Play::filed(|_| {});
    for what in 0..3 {
        let now = Timestamp(play.now.0 + 30 * DAY);
        let turn = script().next(&play.case(), now).expect("its turn");
        assert!(turn.due < now && turn.what.faults(now).is_empty(), "{what}: {turn:?}");
        play.now = now;
        play.handles(ME, turn.what, turn.language);
    }
}

#[test]
fn a_pace_makes_it_quicker() {
    let play = Play::filed(|_| {});
    let quick = Script { pace: 10, ..script() };
    assert_eq!(quick.next(&play.case(), play.now).map(|turn| turn.due), Some(Timestamp(START + 1_000)));
}
