//! What becomes of a case after its outcome: settled or not, rated, reviewed, withdrawn.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use futures_util::future::join_all;
use harness::case::{act, ask, decide, say, settle, state, thread, ticket};
use harness::files::{png, uploaded};
use harness::{Backend, SERVICE, WithToken, key, new_ticket, run, send};
use recourse_backend::http::Case;
use recourse_contract::outcome::Satisfaction;
use recourse_contract::ticket::{Action, ClosedAs, State};
use recourse_contract::time::DAY;
use recourse_contract::update::{Decision, Role, UpdateKind};
use recourse_contract::{ProblemType, Ticket, Timestamp, Update};
use reqwest::Method;
use serde_json::json;
use std::fs;

fn later(from: Timestamp, days: i64) -> Option<Timestamp> {
    Some(Timestamp(from.0 + days * DAY))
}

#[tokio::test]
async fn an_outcome_asks_until_a_date_whether_it_settles_the_matter() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    settle(&backend, &filed, true).await.problem(ProblemType::IllegalMove);
    decide(&backend, &filed, "Decided.").await;
    let decided = ticket(&backend, &filed).await;
    let at = decided.summary.updated_at;
    assert_eq!((decided.due_at, decided.rate_until), (later(at, 30), later(at, 60)));
    assert_eq!((decided.reviews_left, decided.unsettle_until, decided.no_mediation), (Some(1), None, None));
    let offered =
        [Action::Settle, Action::RequestReview, Action::RequestMediation, Action::Rate, Action::Reply, Action::Withdraw];
    assert_eq!(decided.actions, offered);
    let outcome = thread(&backend, &filed).await.pop().unwrap();
    assert_eq!((outcome.kind, outcome.due_at), (UpdateKind::Outcome, decided.due_at));

    // No is noted and leaves everything open.
    let no: Ticket = settle(&backend, &filed, false).await.found();
    assert_eq!((no.summary.state, no.due_at, &no.actions), (State::Resolved, decided.due_at, &decided.actions));
    assert_eq!(no.satisfaction.as_ref().and_then(|said| said.settled), Some(false));

    // Yes closes it, and can be taken back for a while.
    let yes: Ticket = settle(&backend, &filed, true).await.found();
    assert_eq!((yes.summary.state, yes.summary.closed_as), (State::Closed, Some(ClosedAs::Settled)));
    assert_eq!((yes.due_at, yes.unsettle_until), (None, later(yes.summary.updated_at, 14)));
    assert_eq!(yes.actions, [Action::Unsettle, Action::Rate, Action::Reply]);
    assert_eq!(settle(&backend, &filed, true).await.problem(ProblemType::IllegalMove).state, Some(State::Closed));

    let back: Ticket = settle(&backend, &filed, false).await.found();
    assert_eq!((back.summary.state, back.due_at), (State::Resolved, later(back.summary.updated_at, 30)));

    let updates = thread(&backend, &filed).await;
    let answers: Vec<&Update> = updates.iter().filter(|update| update.kind == UpdateKind::PartnerAnswer).collect();
    assert_eq!(answers.len(), 3);
    for answer in answers {
        assert_eq!((answer.author.role, answer.answers_to), (Role::Partner, Some(outcome.number)));
        assert!(answer.idempotency_key.is_some() && answer.text.contains("réglée"), "{answer:?}");
    }
    // A date that has passed is one that has passed.
    settle(&backend, &filed, true).await.found::<Ticket>();
    let passed = r#"UPDATE tickets SET timeline = '[{"state":"closed","closed_as":"settled","at":"2020-01-01T00:00:00.000Z"}]'"#;
    backend.execute(passed).await;
    assert_eq!(ticket(&backend, &filed).await.unsettle_until, None);
    assert_eq!(settle(&backend, &filed, false).await.problem(ProblemType::IllegalMove).state, Some(State::Closed));
}

#[tokio::test]
async fn another_review_is_asked_for_once_and_the_second_outcome_is_asked_about_anew() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let asking = json!({"text": "  The interest is missing.  "});
    assert_eq!(
        ask(&backend, &filed, "review", &key(), asking.clone()).await.problem(ProblemType::IllegalMove).state,
        Some(State::Received)
    );
    decide(&backend, &filed, "Decided.").await;
    let first = ticket(&backend, &filed).await;
    settle(&backend, &filed, false).await.found::<Ticket>();
    let wrong = ask(&backend, &filed, "review", &key(), json!({"text": " "})).await.problem(ProblemType::Invalid);
    assert_eq!(wrong.errors[0].pointer, "/text");

    let file = uploaded(&backend, "frais.png", &png(3, 3)).await;
    let (name, asking) = (key(), json!({"text": "  The interest is missing.  ", "attachments": [file]}));
    let asked: Update = ask(&backend, &filed, "review", &name, asking.clone()).await.created();
    assert_eq!((asked.kind, asked.text.as_str()), (UpdateKind::PartnerAnswer, "The interest is missing."));
    assert_eq!((asked.answers_to, asked.attachments.len()), (Some(first.summary.last_update), 1));
    assert_eq!(ask(&backend, &filed, "review", &name, asking).await.created::<Update>(), asked, "the same again");
    ask(&backend, &filed, "review", &name, json!({"text": "More."})).await.problem(ProblemType::KeyReused);
    let again = ticket(&backend, &filed).await;
    assert_eq!((again.summary.state, again.reviews_left, again.due_at), (State::InReview, Some(0), None));
    assert!(again.news_by.is_some() && again.actions.contains(&Action::Rate), "{again:?}");
    let told = thread(&backend, &filed).await.pop().unwrap();
    assert_eq!((told.kind, told.author.role, told.number), (UpdateKind::System, Role::System, asked.number + 1));
    assert!(told.text.contains("Une autre personne") && told.text.contains("de nos nouvelles d’ici le"), "{}", told.text);

    decide(&backend, &filed, "Decided again.").await;
    let second = ticket(&backend, &filed).await;
    assert!(!second.actions.contains(&Action::RequestReview), "{:?}", second.actions);
    assert_eq!(second.satisfaction, None, "no answer to this one yet");
    let more = ask(&backend, &filed, "review", &key(), json!({"text": "More."})).await;
    assert_eq!(more.problem(ProblemType::IllegalMove).state, Some(State::Resolved));
    settle(&backend, &filed, true).await.found::<Ticket>();
    let answer = thread(&backend, &filed).await.into_iter().rfind(|update| update.kind == UpdateKind::PartnerAnswer).unwrap();
    assert_eq!(answer.answers_to, Some(second.summary.last_update));
}

#[tokio::test]
async fn what_is_said_of_an_outcome_adds_up_and_enters_no_thread() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    say(&backend, &filed, None, json!({"rating": 3})).await.problem(ProblemType::IllegalMove);
    decide(&backend, &filed, "Decided.").await;
    let before = thread(&backend, &filed).await;
    for (said, pointer) in [
        (json!({}), "/settled"),
        (json!({"rating": 0}), "/rating"),
        (json!({"rating": 6}), "/rating"),
        (json!({"comment": "a\u{7}"}), "/comment"),
    ] {
        let problem = say(&backend, &filed, None, said.clone()).await.problem(ProblemType::Invalid);
        assert_eq!(problem.errors[0].pointer, pointer, "{said}");
    }
    let both = say(&backend, &filed, Some(&key()), json!({"settled": true, "rating": 3})).await.problem(ProblemType::Invalid);
    assert_eq!(both.errors[0].pointer, "/settled");
    say(&backend, &filed, None, json!({"settled": true})).await.problem(ProblemType::KeyMissing);

    for said in
        [json!({"rating": 2, "comment": "Slow."}), json!({"clear": true}), json!({"rating": 4}), json!({"answered": false})]
    {
        say(&backend, &filed, None, said).await.found::<Ticket>();
    }
    let wanted = Satisfaction {
        rating: Some(4),
        comment: Some("Slow.".into()),
        answered: Some(false),
        clear: Some(true),
        ..Satisfaction::default()
    };
    assert_eq!(ticket(&backend, &filed).await.satisfaction, Some(wanted.clone()));
    settle(&backend, &filed, true).await.found::<Ticket>();
    // It stays possible after the end, and an empty comment is taken back.
    let last: Ticket = say(&backend, &filed, None, json!({"comment": ""})).await.found();
    assert_eq!(last.satisfaction, Some(Satisfaction { settled: Some(true), comment: None, ..wanted }));
    let after = thread(&backend, &filed).await;
    assert_eq!(after.len(), before.len() + 2, "the answer, and that it is closed");
    assert_eq!(last.summary.last_update, after.last().unwrap().number);

    // Many at once: each keeps what the others say.
    let all = [json!({"rating": 5}), json!({"comment": "Fine."}), json!({"answered": true}), json!({"clear": false})];
    for answer in join_all(all.into_iter().map(|said| say(&backend, &filed, None, said))).await {
        answer.found::<Ticket>();
    }
    let whole = Satisfaction {
        settled: Some(true),
        rating: Some(5),
        comment: Some("Fine.".into()),
        answered: Some(true),
        clear: Some(false),
        ..Satisfaction::default()
    };
    assert_eq!(ticket(&backend, &filed).await.satisfaction, Some(whole.clone()));

    // Under a key, a copy that comes late does not undo what was said since; for something else the key is taken.
    let (first, second) = (key(), key());
    for (key, said) in [(&first, 1), (&second, 2), (&first, 1)] {
        say(&backend, &filed, Some(key), json!({"rating": said})).await.found::<Ticket>();
    }
    assert_eq!(ticket(&backend, &filed).await.satisfaction, Some(Satisfaction { rating: Some(2), ..whole }));
    say(&backend, &filed, Some(&first), json!({"rating": 4})).await.problem(ProblemType::KeyReused);
    say(&backend, &filed, Some("short"), json!({"rating": 4})).await.problem(ProblemType::KeyMissing);
    backend.execute("UPDATE tickets SET outcome_at = 1").await;
    assert_eq!(
        say(&backend, &filed, None, json!({"rating": 1})).await.problem(ProblemType::IllegalMove).state,
        Some(State::Closed)
    );
    assert_eq!(ticket(&backend, &filed).await.rate_until, None);
}

#[tokio::test]
async fn what_was_refused_stays_refused_under_its_key() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let (early, settled) = (key(), key());
    let review = || json!({"text": "Please look again."});
    ask(&backend, &filed, "review", &early, review()).await.problem(ProblemType::IllegalMove);
    say(&backend, &filed, Some(&settled), json!({"settled": true})).await.problem(ProblemType::IllegalMove);
    decide(&backend, &filed, "Decided.").await;
    let before = thread(&backend, &filed).await;
    // Copies that the network has held back: the state would allow them by now.
    ask(&backend, &filed, "review", &early, review()).await.problem(ProblemType::IllegalMove);
    let late = say(&backend, &filed, Some(&settled), json!({"settled": true})).await.problem(ProblemType::IllegalMove);
    assert_eq!(late.state, Some(State::Resolved));
    assert_eq!(thread(&backend, &filed).await, before);
    // Meant anew, it goes through; the refusal has freed the key for other words.
    ask(&backend, &filed, "review", &early, json!({"text": "Other words."})).await.created::<Update>();
    ask(&backend, &filed, "review", &early, review()).await.problem(ProblemType::KeyReused);
}

#[tokio::test]
async fn two_tabs_that_settle_at_once_settle_it_once() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    decide(&backend, &filed, "Decided.").await;
    let before = thread(&backend, &filed).await.len();
    let answers = join_all((0..8).map(|_| settle(&backend, &filed, true))).await;
    let (settled, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!(settled.len(), 1);
    for answer in refused {
        assert_eq!(answer.problem(ProblemType::IllegalMove).state, Some(State::Closed));
    }
    assert_eq!(thread(&backend, &filed).await.len(), before + 2);

    // Under one key it is one answer, told to each as the ticket is by then.
    let name = key();
    let answers = join_all((0..8).map(|_| say(&backend, &filed, Some(&name), json!({"settled": false})))).await;
    for answer in answers {
        assert_eq!(answer.found::<Ticket>().summary.state, State::Resolved);
    }
    assert_eq!(thread(&backend, &filed).await.len(), before + 3);
    say(&backend, &filed, Some(&name), json!({"settled": true})).await.problem(ProblemType::KeyReused);
    // However late it comes again, it changes nothing.
    settle(&backend, &filed, true).await.found::<Ticket>();
    let late: Ticket = say(&backend, &filed, Some(&name), json!({"settled": false})).await.found();
    assert_eq!(late.summary.state, State::Closed);
}

#[tokio::test]
async fn a_case_can_be_withdrawn_while_it_is_open() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let (name, body) = (key(), json!({"reason": "  It has arrived.  "}));
    let told: Update = ask(&backend, &filed, "withdrawal", &name, body.clone()).await.created();
    assert_eq!((told.kind, told.text.as_str(), told.answers_to), (UpdateKind::PartnerAnswer, "It has arrived.", None));
    assert_eq!(ask(&backend, &filed, "withdrawal", &name, body).await.created::<Update>(), told);
    let after = ticket(&backend, &filed).await;
    assert_eq!((after.summary.state, after.summary.closed_as), (State::Closed, Some(ClosedAs::Withdrawn)));
    let states: Vec<State> = after.timeline.iter().map(|passage| passage.state).collect();
    assert_eq!(states, [State::Received, State::Closed], "nobody has taken it up");
    let again = ask(&backend, &filed, "withdrawal", &key(), json!({})).await;
    assert_eq!(again.problem(ProblemType::IllegalMove).state, Some(State::Closed));
    assert_eq!(thread(&backend, &filed).await.len(), 4);
    // Writing opens it again, as with every end.
    backend.reply(&filed, "After all.").await;
    assert_eq!(state(&backend, &filed).await, State::InReview);
    let without: Update = ask(&backend, &filed, "withdrawal", &key(), json!({})).await.created();
    assert!(!without.text.is_empty());
    let ended = async || thread(&backend, &filed).await.pop().unwrap().text;
    assert!(ended().await.contains("Il n’y aura pas de décision."));
    // One that was decided stays decided.
    backend.reply(&filed, "Once more.").await;
    decide(&backend, &filed, "Decided.").await;
    ask(&backend, &filed, "withdrawal", &key(), json!({})).await.created::<Update>();
    assert!(ended().await.contains("Notre décision reste la même."));
}

#[tokio::test]
async fn each_property_can_have_its_own_decision_and_the_ground_can_be_corrected() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let properties = &filed.ticket.partner.properties;
    let reference = filed.ticket.summary.reference.to_string();
    let outcome = |verdicts: serde_json::Value| {
        let outcome = json!({"decision": "partly_upheld", "findings": "It differs.", "properties": verdicts});
        json!({"move": "outcome", "text": "Decided.", "outcome": outcome})
    };
    for (verdicts, pointer) in [
        (json!([{"property": "0000", "decision": "upheld"}]), "/outcome/properties/0/property"),
        (json!([{"property": properties[0], "decision": "maybe"}]), "/outcome/properties/0/decision"),
        (
            json!([{"property": properties[0], "decision": "upheld"}, {"property": properties[0], "decision": "not_upheld"}]),
            "/outcome/properties/1/property",
        ),
    ] {
        let problem = act(&backend, &filed, outcome(verdicts)).await.problem(ProblemType::Invalid);
        assert_eq!(problem.errors[0].pointer, pointer);
    }
    let (url, data) = (format!("http://{}", backend.address), backend.data().to_str().unwrap().to_owned());
    let handler = async |arguments: &[&str]| run(&[&["handler", "--url", &url, "--data", &data], arguments].concat(), &[]).await;
    let misspelt = json!({"move": "reclassify", "legal_ground": "breech"});
    act(&backend, &filed, misspelt).await.problem(ProblemType::Malformed);
    assert_eq!(handler(&["reclassify", &reference, "breech"]).await.code, Some(2));
    let ground = handler(&["reclassify", &reference, "breach"]).await;
    assert_eq!((ground.code, ground.err.as_str()), (Some(0), ""));
    let verdicts = [format!("{}=upheld: it was ours", properties[0]), format!("{}=not_upheld", properties[1])];
    let mut decided = vec!["outcome", &reference, "Decided.", "--decision", "partly_upheld", "--findings", "It differs."];
    decided.extend(verdicts.iter().flat_map(|verdict| ["--property", verdict.as_str()]));
    let done = handler(&decided).await;
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    assert!(done.out.contains(&format!("{} upheld: it was ours", properties[0])), "{}", done.out);

    let updates = thread(&backend, &filed).await;
    assert_eq!(updates.len(), 3, "a ground that is corrected enters no thread");
    let shown = &updates[2].outcome.as_ref().unwrap().properties;
    assert_eq!(
        (&shown[0].property, shown[0].decision, shown[0].text.as_deref()),
        (&properties[0], Decision::Upheld, Some("it was ours"))
    );
    assert_eq!((&shown[1].property, shown[1].decision, shown[1].text.as_deref()), (&properties[1], Decision::NotUpheld, None));
    assert_eq!(backend.number("SELECT COUNT(*) FROM tickets WHERE legal_ground = 'breach'").await, 1);
    let handler_key = fs::read_to_string(backend.data().join("handler.key")).unwrap();
    let case = backend.request(Method::GET, &format!("/handler/tickets/{reference}")).bearer(handler_key.trim());
    let case: Case = send(case).await.found();
    let line = case.audit.iter().find(|line| line.action == "reclassify").unwrap();
    assert_eq!(line.detail, "Measure to Breach");
}

#[tokio::test]
async fn what_the_platform_does_not_offer_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("service.toml");
    // Requests without a complaint go with the capability.
    let (before, rest) = SERVICE.split_once("# Mediation without a complaint before it\n").unwrap();
    assert!(!rest.contains("parent = \"payments\""));
    fs::write(&path, before.replacen(", \"outcome\", \"satisfaction\", \"mediation\"]", "]", 1)).unwrap();
    let backend = Backend::start(&["--service", path.to_str().unwrap()]).await;
    let filed = backend.file(&new_ticket()).await;
    decide(&backend, &filed, "Decided.").await;
    let decided = ticket(&backend, &filed).await;
    assert_eq!((&decided.actions[..], decided.due_at), (&[Action::Reply][..], None));
    assert_eq!((decided.rate_until, decided.reviews_left, decided.no_mediation), (None, None, None));
    settle(&backend, &filed, true).await.problem(ProblemType::NotFound);
    say(&backend, &filed, None, json!({"rating": 3})).await.problem(ProblemType::NotFound);
    let mediation = json!({"mediator": "cmp", "language": "fr", "statement": "a"});
    for (what, body) in [("review", json!({"text": "a"})), ("withdrawal", json!({})), ("mediation", mediation)] {
        ask(&backend, &filed, what, &key(), body).await.problem(ProblemType::NotFound);
    }
}

#[tokio::test]
async fn staff_hear_of_what_needs_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("service.toml");
    fs::write(&path, format!("{}\n[staff]\nmail = [\"team@sejours.example\"]\n", &*SERVICE)).unwrap();
    let backend = Backend::start(&["--service", path.to_str().unwrap()]).await;
    let filed = backend.file(&new_ticket()).await;
    let told = async || backend.number("SELECT COUNT(*) FROM staff_notices WHERE news = 'update.written'").await;
    decide(&backend, &filed, "Decided.").await;
    settle(&backend, &filed, false).await.found::<Ticket>();
    say(&backend, &filed, None, json!({"rating": 4})).await.found::<Ticket>();
    settle(&backend, &filed, true).await.found::<Ticket>();
    assert_eq!(told().await, 0, "there is nothing to do");
    settle(&backend, &filed, false).await.found::<Ticket>();
    assert_eq!(told().await, 1, "not settled after all");
    ask(&backend, &filed, "review", &key(), json!({"text": "Look again."})).await.created::<Update>();
    assert_eq!(told().await, 2);
    decide(&backend, &filed, "Decided again.").await;
    let mediation = json!({"mediator": "cmp", "language": "fr", "statement": "The interest is missing."});
    ask(&backend, &filed, "mediation", &key(), mediation).await.created::<Update>();
    assert_eq!(told().await, 3);
    ask(&backend, &filed, "withdrawal", &key(), json!({})).await.created::<Update>();
    assert_eq!(told().await, 4);
}
