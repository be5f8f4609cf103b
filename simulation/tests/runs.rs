//! A seed replays to the last event, and the mistakes that can be switched on are found.

use recourse_simulation::{Bug, Template, run};
use std::collections::BTreeMap;

fn template() -> Template {
    Template::new().expect("a folder and a database")
}

#[test]
fn a_seed_gives_the_same_run_again() {
    let template = template();
    let first = run(&template, 7, None, false).expect("it runs");
    assert_eq!(run(&template, 7, None, false).expect("it runs"), first);
    assert!(first.violations.is_empty(), "{:?}", first.violations);
    assert!(first.done["sent"] > 10 && first.faults.len() > 5, "{first:?}");
    let other = run(&template, 8, None, false).expect("it runs");
    assert_ne!(other.fingerprint, first.fingerprint);
}

#[test]
fn every_kind_of_write_happens() {
    let template = template();
    let mut done = BTreeMap::new();
    for seed in 1..=60 {
        let report = run(&template, seed, None, false).expect("it runs");
        assert!(report.violations.is_empty(), "{seed}: {:?}", report.violations);
        for (kind, count) in report.done {
            *done.entry(kind).or_insert(0) += count;
        }
    }
    let kinds = [
        "answer",
        "comment",
        "draft reworded",
        "file",
        "filed",
        "handed over",
        "mediation",
        "mediator",
        "opinion",
        "preference",
        "question",
        "rated",
        "reply",
        "review",
        "settled",
        "taken back",
        "updated",
        "wish",
        "wish taken back",
        "withdrawn",
    ];
    for kind in kinds {
        assert!(done.contains_key(kind), "no {kind}: {done:?}");
    }
}

/// Which of so many seeds from one on finds it. The first is the one that has found it before: that is quick, and when other
/// events have moved it, another will.
fn found(bug: Bug, from: u64, seeds: u64) -> Option<u64> {
    let template = template();
    (from..from + seeds).find(|seed| !run(&template, *seed, Some(bug), false).expect("it runs").violations.is_empty())
}

#[test]
fn a_request_that_is_edited_although_it_may_have_arrived_is_found() {
    assert!(found(Bug::Thaws, 1, 100).is_some());
}

#[test]
fn a_text_that_is_given_back_although_it_may_be_stored_is_found() {
    assert!(found(Bug::GivesUp, 1, 10).is_some());
}

#[test]
fn a_reply_that_is_shown_twice_is_found() {
    assert!(found(Bug::ShowsTwice, 1, 10).is_some());
}

#[test]
fn a_request_that_is_sent_before_it_is_noted_is_found() {
    assert!(found(Bug::SendsFirst, 427, 9_574).is_some());
}

#[test]
fn a_draft_in_two_windows_that_is_filed_twice_is_found() {
    assert!(found(Bug::FilesTwice, 176, 9_825).is_some());
}

#[test]
fn a_choice_that_overtakes_the_one_before_it_is_found() {
    assert!(found(Bug::Overtakes, 288, 9_713).is_some());
}

#[test]
fn a_frame_that_forgets_a_draft_too_early_is_found() {
    assert!(found(Bug::ForgetsFirst, 2, 9_999).is_some());
}

#[test]
fn an_older_version_that_deletes_what_it_cannot_read_is_found() {
    assert!(found(Bug::DropsLater, 14, 9_987).is_some());
}

#[test]
fn files_that_are_forgotten_before_their_message_has_arrived_are_found() {
    assert!(found(Bug::ForgetsFiles, 123, 9_878).is_some());
}

#[test]
fn without_a_mistake_these_runs_are_clean() {
    let template = template();
    for seed in [176, 288, 2, 14, 123] {
        let report = run(&template, seed, None, false).expect("it runs");
        assert!(report.violations.is_empty(), "{seed}: {:?}", report.violations);
    }
}
