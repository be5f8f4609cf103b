//! A seed replays to the last event, and the mistakes that can be switched on are found.

use recourse_simulation::{Bug, Template, run};

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

/// Which of the first seeds finds it.
fn found(bug: Bug, seeds: u64) -> Option<u64> {
    let template = template();
    (1..=seeds).find(|seed| !run(&template, *seed, Some(bug), false).expect("it runs").violations.is_empty())
}

#[test]
fn a_request_that_is_edited_although_it_may_have_arrived_is_found() {
    assert!(found(Bug::Thaws, 60).is_some());
}

#[test]
fn a_text_that_is_given_back_although_it_may_be_stored_is_found() {
    assert!(found(Bug::GivesUp, 10).is_some());
}

#[test]
fn a_reply_that_is_shown_twice_is_found() {
    assert!(found(Bug::ShowsTwice, 10).is_some());
}
