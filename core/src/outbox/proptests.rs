//! Random orders of attempts, lost answers, reloads and refusals against a backend that honours idempotency keys.

use super::*;
use proptest::prelude::*;
use recourse_contract::{Problem, ProblemType};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Fault {
    /// The request arrives and is answered.
    None,
    /// The request arrives, the answer is lost.
    AnswerLost,
    /// The request is lost.
    RequestLost,
    /// The page goes before the answer comes; the request arrives.
    Reload,
    /// The page goes before the request is out.
    ReloadBefore,
    Status(u16),
    /// A page of something else answers.
    Portal(u16),
    NotTried,
    /// The session has ended; the partner signs in again later.
    SignedOut,
    /// The partner tries to take the entry back.
    TakenBack,
}

fn faults() -> impl Strategy<Value = Vec<Fault>> {
    use Fault::*;
    let one = prop::sample::select(vec![
        None,
        AnswerLost,
        RequestLost,
        Reload,
        ReloadBefore,
        Status(500),
        Status(503),
        Status(429),
        Status(408),
        Portal(200),
        Portal(403),
        Portal(302),
        NotTried,
        SignedOut,
        TakenBack,
    ]);
    prop::collection::vec(one, 0..12)
}

fn update_answer(key: &str) -> String {
    format!(
        r#"{{"id":"{key}","number":3,"kind":"reply","author":{{"role":"partner"}},"at":"2026-11-23T08:00:00Z","language":"fr","text":"a"}}"#
    )
}

fn entry(key: &str) -> Entry {
    Entry::new(key.into(), Purpose::Reply { ticket: "t".into() }, "/tickets/t/updates".into(), r#"{"text":"a"}"#.into(), 0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn everything_arrives_once_or_stays_on_the_device(faults in faults(), keys in 1_usize..4) {
        let mut backend: BTreeMap<String, u32> = BTreeMap::new();
        let mut device: BTreeMap<String, String> = BTreeMap::new();
        let mut told: Vec<String> = Vec::new();
        let mut given_back: Vec<String> = Vec::new();
        let mut model = Model::default();
        let mut now = 0;
        let mut queue: Vec<Event> = (0..keys).map(|i| Event::Added(entry(&format!("key-{i}")), 0)).collect();
        let mut faults = faults.into_iter();
        for _ in 0..200 {
            let Some(event) = queue.pop() else { break };
            for effect in update(&mut model, event) {
                match effect {
                    Effect::Store(entry) => { device.insert(entry.key.clone(), entry.to_stored()); queue.push(Event::Kept(entry.key)); }
                    Effect::WakeAt(at) => { now = now.max(at); queue.insert(0, Event::Woke(now)); }
                    Effect::Delivered(entry, _) => { device.remove(&entry.key); told.push(entry.key); }
                    Effect::Refused(entry, _) | Effect::Forget(entry, _) | Effect::Returned(entry, ..) => { device.remove(&entry.key); given_back.push(entry.key); }
                    Effect::Attempt(entry) => {
                        let bytes = device.get(&entry.key).and_then(|stored| Entry::from_stored(stored)).map(|known| known.body);
                        prop_assert!(bytes.is_none_or(|bytes| bytes == entry.body), "the same bytes under the same key");
                        device.insert(entry.key.clone(), entry.to_stored());
                        let mut arrive = || *backend.entry(entry.key.clone()).or_insert(0) = 1;
                        let http = |status, body: &str| Answer::Http { status, retry_after: None, body: body.into() };
                        let answer = match faults.next().unwrap_or(Fault::None) {
                            Fault::None => { arrive(); http(201, &update_answer(&entry.key)) }
                            Fault::AnswerLost => { arrive(); Answer::None }
                            Fault::RequestLost => Answer::None,
                            Fault::Status(status) => http(status, "{}"),
                            Fault::Portal(status) => http(status, "<html>"),
                            Fault::NotTried => Answer::NotTried,
                            Fault::SignedOut => {
                                http(401, &serde_json::to_string(&Problem::new(ProblemType::Unauthenticated)).expect("a problem"))
                            }
                            Fault::TakenBack => {
                                queue.push(Event::TakenBack(entry.key.clone()));
                                Answer::None
                            }
                            fault @ (Fault::Reload | Fault::ReloadBefore) => {
                                if matches!(fault, Fault::Reload) { arrive(); }
                                model = Model::default();
                                // What was not written yet is written after the reload.
                                queue.retain(|event| matches!(event, Event::Added(..)));
                                queue.push(Event::Loaded(device.values().filter_map(|stored| Entry::from_stored(stored)).collect(), now));
                                continue;
                            }
                        };
                        queue.push(Event::Answered { key: entry.key, attempt: entry.attempts, answer, now, jitter: 0 });
                    }
                }
            }
            if queue.is_empty() && !model.entries.is_empty() {
                now += 400_000;
                queue.push(Event::Online(now));
                queue.push(Event::SignedIn(now));
            }
        }
        for i in 0..keys {
            let key = format!("key-{i}");
            let places = told.iter().filter(|k| **k == key).count() + given_back.iter().filter(|k| **k == key).count() + usize::from(device.contains_key(&key));
            prop_assert_eq!(places, 1, "{} is in one place: {:?} {:?} {:?}", key, told, given_back, device.keys());
            prop_assert!(!given_back.contains(&key) || !backend.contains_key(&key), "given back although it is stored");
            prop_assert!(!told.contains(&key) || backend.contains_key(&key), "told sent although it is not stored");
        }
        prop_assert!(device.is_empty(), "everything is decided in the end");
    }
}

proptest! {
    /// A device that refuses every write, while other tabs tell of changes again and again.
    #[test]
    fn a_full_device_sends_each_once_while_the_page_lives(faults in prop::collection::vec(0_u8..5, 0..14), keys in 1_usize..4) {
        let mut backend: Vec<String> = Vec::new();
        let mut told: Vec<String> = Vec::new();
        let mut model = Model::default();
        let mut now = 0;
        let mut queue: Vec<Event> = (0..keys).map(|i| Event::Added(entry(&format!("key-{i}")), 0)).collect();
        let mut faults = faults.into_iter();
        for _ in 0..300 {
            let Some(event) = queue.pop() else { break };
            for effect in update(&mut model, event) {
                match effect {
                    Effect::Store(_) => {}
                    Effect::WakeAt(at) => { now = now.max(at); queue.insert(0, Event::Woke(now)); }
                    Effect::Delivered(entry, _) => told.push(entry.key),
                    Effect::Refused(..) | Effect::Forget(..) | Effect::Returned(..) => prop_assert!(false, "nobody refused or took back"),
                    Effect::Attempt(entry) => {
                        // The store has nothing, and that does not mean that another tab has had the answer.
                        prop_assert!(!model.was_kept(&entry.key));
                        let answer = match faults.next() {
                            Some(0) => Answer::None,
                            Some(1) => { backend.push(entry.key.clone()); Answer::None }
                            Some(2) => Answer::Http { status: 503, retry_after: None, body: "{}".into() },
                            _ => {
                                backend.push(entry.key.clone());
                                Answer::Http { status: 201, retry_after: None, body: update_answer(&entry.key) }
                            }
                        };
                        queue.push(Event::Answered { key: entry.key, attempt: entry.attempts, answer, now, jitter: 0 });
                        queue.push(Event::Loaded(Vec::new(), now));
                    }
                }
            }
            if queue.is_empty() && !model.entries.is_empty() {
                now += 400_000;
                queue.extend([Event::Online(now), Event::Loaded(Vec::new(), now)]);
            }
        }
        told.sort();
        prop_assert_eq!(&told, &(0..keys).map(|i| format!("key-{i}")).collect::<Vec<_>>());
        prop_assert!(told.iter().all(|key| backend.contains(key)));
    }
}

#[test]
fn what_another_tab_has_had_answered_is_gone() {
    let mut model = Model::default();
    update(&mut model, Event::Added(entry("k"), 0));
    assert!(!model.was_kept("k"));
    update(&mut model, Event::Kept("k".into()));
    assert!(model.was_kept("k"));
    update(&mut model, Event::Answered { key: "k".into(), attempt: 1, answer: Answer::None, now: 1, jitter: 0 });
    update(&mut model, Event::Loaded(Vec::new(), 2));
    assert!(model.entries.is_empty());
}

#[test]
fn a_stored_entry_is_the_same_entry() {
    for trouble in
        [None, Some(Trouble::Offline), Some(Trouble::Unreachable), Some(Trouble::Busy { status: 503 }), Some(Trouble::Strange)]
    {
        let draft = crate::journey::DraftId::from_random(7);
        let ticket = || "t".to_owned();
        for purpose in [
            Purpose::File { draft: draft.clone() },
            Purpose::Reply { ticket: ticket() },
            Purpose::Answer { ticket: ticket(), request: 4 },
            Purpose::Comment { ticket: ticket(), request: 5 },
            Purpose::Nudge { ticket: ticket() },
            Purpose::Settle { ticket: ticket() },
            Purpose::Satisfaction { ticket: ticket() },
            Purpose::Review { ticket: ticket() },
            Purpose::Mediation { ticket: ticket() },
            Purpose::Withdraw { ticket: ticket() },
            Purpose::Seen { ticket: ticket() },
            Purpose::Preferences,
            Purpose::Subscribe { incident: "i".into(), email: "marie.dupont@example.com".into() },
            Purpose::Unsubscribe { incident: "i".into() },
            Purpose::Feedback { article: "complaints".into() },
        ] {
            let under = (purpose.method() == Method::Put).then(|| "another".to_owned());
            let entry = Entry { purpose, under, trouble: trouble.clone(), undecided: true, attempts: 3, ..entry("k") };
            assert_eq!(Entry::from_stored(&entry.to_stored()), Some(entry));
        }
    }
    assert_eq!(Entry::from_stored("{}"), None);
    assert_eq!(Entry::from_stored(&entry("k").to_stored().replace("\"version\":1", "\"version\":9")), None, "of a later version");
}

#[test]
fn a_refusal_gives_the_text_back() {
    let mut model = Model::default();
    update(&mut model, Event::Added(entry("k"), 0));
    let problem = Problem::new(ProblemType::Invalid);
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let answer = Answer::Http { status: 422, retry_after: None, body };
    let effects = update(&mut model, Event::Answered { key: "k".into(), attempt: 1, answer, now: 1, jitter: 0 });
    assert!(matches!(effects.as_slice(), [Effect::Refused(_, told)] if *told == problem));
    assert!(model.entries.is_empty());
}

#[test]
fn retry_after_is_honoured_and_429_leaves_the_entry_editable() {
    let mut model = Model::default();
    update(&mut model, Event::Added(entry("k"), 0));
    assert!(!model.entries[0].can_be_edited(), "frozen while an answer is unknown");
    let answer = Answer::Http { status: 429, retry_after: Some(30), body: String::new() };
    let effects = update(&mut model, Event::Answered { key: "k".into(), attempt: 1, answer, now: 1_000, jitter: 7 });
    assert_eq!(effects.last(), Some(&Effect::WakeAt(31_007)));
    assert!(model.entries[0].can_be_edited());
}

#[test]
fn offline_waits_and_goes_out_when_the_connection_is_back() {
    let mut model = Model { offline: true, ..Model::default() };
    let effects = update(&mut model, Event::Added(entry("k"), 0));
    assert!(matches!(effects.as_slice(), [Effect::Store(_)]));
    assert!(matches!(update(&mut model, Event::Online(5)).as_slice(), [Effect::Attempt(_)]));
}

#[test]
fn replies_of_one_thread_keep_their_order() {
    let mut model = Model::default();
    update(&mut model, Event::Added(entry("a"), 0));
    update(&mut model, Event::Added(entry("b"), 0));
    let lost = Event::Answered { key: "a".into(), attempt: 1, answer: Answer::None, now: 1, jitter: 0 };
    let effects = update(&mut model, lost);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Attempt(_))), "b waits for a: {effects:?}");
}

#[test]
fn a_stale_answer_is_dropped() {
    let mut model = Model::default();
    update(&mut model, Event::Added(entry("k"), 0));
    let stale = Event::Answered { key: "k".into(), attempt: 9, answer: Answer::None, now: 1, jitter: 0 };
    assert!(update(&mut model, stale).is_empty());
    assert!(model.is_sending("k"));
}

fn mark(key: &str, number: u32) -> Entry {
    Entry::new(key.into(), Purpose::Seen { ticket: "t".into() }, "/tickets/t/read".into(), format!("{{\"number\":{number}}}"), 0)
}

#[test]
fn of_marks_that_wait_the_last_one_counts() {
    let mut model = Model { offline: true, ..Model::default() };
    update(&mut model, Event::Added(mark("a", 2), 0));
    let later = mark("b", 3);
    let effects = update(&mut model, Event::Added(later.clone(), 1));
    assert!(matches!(effects.as_slice(), [Effect::Store(_), Effect::Forget(before, _)] if before.key == "a"), "{effects:?}");
    assert!(model.says(&later.purpose, &later.body));
    assert_eq!(update(&mut model, Event::Added(mark("c", 3), 2)), [Effect::Forget(mark("c", 3), false)]);
    // Once it may have arrived it stays, and the next one follows it.
    assert!(matches!(update(&mut model, Event::Online(3)).as_slice(), [Effect::Attempt(sent)] if sent.key == "b"));
    assert!(matches!(update(&mut model, Event::Added(mark("d", 4), 4)).as_slice(), [Effect::Store(_)]));
    let done = Answer::Http { status: 204, retry_after: None, body: String::new() };
    let effects = update(&mut model, Event::Answered { key: "b".into(), attempt: 1, answer: done, now: 5, jitter: 0 });
    assert!(matches!(effects.as_slice(), [Effect::Delivered(..), Effect::Attempt(next)] if next.key == "d"), "{effects:?}");
    // A reply waits for no mark.
    assert!(!entry("r").purpose.follows(&mark("e", 5).purpose));
    assert_eq!(model.written().count(), 0);
}

#[test]
fn preferences_are_what_was_chosen_last() {
    let change = |key: &str, body: &str| Entry::new(key.into(), Purpose::Preferences, "/me".into(), body.into(), 0);
    let me = r#"{"email":"m@example.com","language":"fr","channel":"email_notice"}"#;
    let mut model = Model::default();
    update(&mut model, Event::Added(change("a", r#"{"channel":"inbox"}"#), 0));
    update(&mut model, Event::Added(change("b", r#"{"language":"en"}"#), 0));
    let shown = model.preferences(serde_json::from_str(me).expect("an example"));
    assert_eq!((shown.language.as_str(), shown.channel), ("en", recourse_contract::ticket::Channel::Inbox));
    assert!(model.has_preferences());
    let answer = Answer::Http { status: 200, retry_after: None, body: me.into() };
    let effects = update(&mut model, Event::Answered { key: "a".into(), attempt: 1, answer, now: 1, jitter: 0 });
    assert!(matches!(effects.as_slice(), [Effect::Delivered(..), Effect::Attempt(next)] if next.key == "b"), "{effects:?}");
}

#[test]
fn what_a_reader_says_later_goes_out_under_the_same_key_and_behind() {
    let said = |key: &str, body: &str| {
        let purpose = Purpose::Feedback { article: "complaints".into() };
        Entry::new(key.into(), purpose, "/articles/complaints/feedback".into(), body.into(), 0).under("reader".into())
    };
    let mut model = Model { offline: true, ..Model::default() };
    update(&mut model, Event::Added(said("a", r#"{"helpful":true}"#), 0));
    let effects = update(&mut model, Event::Added(said("b", r#"{"helpful":false}"#), 1));
    assert!(matches!(effects.as_slice(), [Effect::Store(_), Effect::Forget(before, _)] if before.key == "a"), "{effects:?}");
    update(&mut model, Event::Online(2));
    let effects = update(&mut model, Event::Added(said("c", r#"{"helpful":false,"why":"so"}"#), 3));
    assert!(matches!(effects.as_slice(), [Effect::Store(_)]), "b may have arrived: {effects:?}");
    let done = Answer::Http { status: 204, retry_after: None, body: String::new() };
    let effects = update(&mut model, Event::Answered { key: "b".into(), attempt: 1, answer: done, now: 4, jitter: 0 });
    assert!(matches!(effects.as_slice(), [Effect::Delivered(..), Effect::Attempt(next)] if next.idempotency_key() == "reader"));
    assert_eq!(said("d", "{}").to_stored().matches("reader").count(), 1);
    assert_eq!(entry("k").idempotency_key(), "k");
    assert_eq!(model.written().count(), 0);
}

#[test]
fn what_was_taken_out_of_the_queue_is_not_sent_when_its_turn_comes() {
    let mut model = Model::default();
    update(&mut model, Event::Added(entry("k"), 0));
    update(&mut model, Event::Kept("k".into()));
    assert!(model.turn("k", Some(&entry("k"))));
    // Signed out in another tab while it waited for the lock.
    model.drop_entry("k");
    assert!(!model.turn("k", None));
}

#[test]
fn a_text_that_another_tab_has_delivered_is_not_taken_back() {
    let mut model = Model { offline: true, ..Model::default() };
    update(&mut model, Event::Loaded(vec![entry("k")], 0));
    assert_eq!(update(&mut model, Event::TakenBack("k".into())), [Effect::Forget(entry("k"), true)]);
    update(&mut model, Event::Added(entry("new"), 0));
    assert!(matches!(update(&mut model, Event::TakenBack("new".into())).as_slice(), [Effect::Forget(_, false)]));
}

/// How an outcome was found is said bit by bit; what waits says all of it.
#[test]
fn what_is_said_of_an_outcome_takes_in_what_was_said_before() {
    let said = |key: &str, body: &str| {
        let purpose = Purpose::Satisfaction { ticket: "t".into() };
        Entry::new(key.into(), purpose, "/tickets/t/satisfaction".into(), body.into(), 0)
    };
    let mut model = Model { offline: true, ..Model::default() };
    update(&mut model, Event::Added(said("a", r#"{"rating":2,"comment":"Slow."}"#), 0));
    let effects = update(&mut model, Event::Added(said("b", r#"{"rating":4}"#), 1));
    assert!(matches!(effects.as_slice(), [Effect::Store(_), Effect::Forget(before, _)] if before.key == "a"), "{effects:?}");
    assert_eq!(model.entries[0].body, r#"{"rating":4,"comment":"Slow."}"#);
    // One that adds nothing is not needed.
    let effects = update(&mut model, Event::Added(said("c", r#"{"rating":4}"#), 2));
    assert!(matches!(effects.as_slice(), [Effect::Forget(before, false)] if before.key == "c"), "{effects:?}");
    // A comment that is taken back has to say so: the backend may have an earlier one.
    update(&mut model, Event::Added(said("d", r#"{"comment":""}"#), 3));
    assert_eq!(model.entries[0].body, r#"{"rating":4,"comment":""}"#);
    assert_eq!(model.written().count(), 1);
    // Once it may have arrived it stays, and the next one goes behind it.
    update(&mut model, Event::Online(4));
    let effects = update(&mut model, Event::Added(said("e", r#"{"clear":true}"#), 5));
    assert!(matches!(effects.as_slice(), [Effect::Store(_)]), "{effects:?}");
    assert_eq!(model.entries[1].body, r#"{"rating":4,"comment":"","clear":true}"#);
}

/// Two presses of one button are one request.
#[test]
fn what_is_asked_once_waits_once() {
    let asked = |key: &str, purpose: Purpose| Entry::new(key.into(), purpose, String::new(), "{}".into(), 0);
    let settle = || Purpose::Settle { ticket: "t".into() };
    let mut model = Model::default();
    update(&mut model, Event::Added(asked("a", settle()), 0));
    assert_eq!(update(&mut model, Event::Added(asked("b", settle()), 1)), [Effect::Forget(asked("b", settle()), false)]);
    update(&mut model, Event::Added(asked("c", Purpose::Review { ticket: "t".into() }), 2));
    update(&mut model, Event::Added(asked("d", Purpose::Settle { ticket: "another".into() }), 3));
    // A message can be written twice.
    update(&mut model, Event::Added(entry("e"), 4));
    update(&mut model, Event::Added(entry("f"), 5));
    assert_eq!(model.entries.iter().map(|entry| &*entry.key).collect::<String>(), "acdef");
}

#[test]
fn the_answer_to_an_outcome_is_the_ticket_as_it_is_then() {
    let settle = Entry::new("s".into(), Purpose::Settle { ticket: "t".into() }, "/tickets/t/satisfaction".into(), "{}".into(), 0);
    let answered = |body: &str| {
        let mut model = Model::default();
        update(&mut model, Event::Added(settle.clone(), 0));
        let answer = Answer::Http { status: 200, retry_after: None, body: body.into() };
        update(&mut model, Event::Answered { key: "s".into(), attempt: 1, answer, now: 1, jitter: 0 })
    };
    let ticket = include_str!("../../../contract/examples/ticket.json");
    assert!(matches!(answered(ticket).as_slice(), [Effect::Delivered(..)]));
    assert!(matches!(answered(&update_answer("s")).as_slice(), [Effect::Store(_), Effect::WakeAt(_)]), "no ticket");
    // It goes into the thread, in its order; how the partner found it does not.
    assert!(entry("r").purpose.follows(&settle.purpose));
    assert_eq!(Purpose::Satisfaction { ticket: "t".into() }.thread(), None);
}
