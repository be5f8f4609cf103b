//! Mediation: asked for after an outcome or without one, accepted, ended, declined; and by whom it cannot be asked for.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::case::{act, ask, decide, settle, state, thread, ticket};
use harness::files::{png, uploaded};
use harness::letters::in_folder;
use harness::{Backend, key, new_ticket, run, send, until, with};
use recourse_contract::mediation::{MediationResult, NoMediation};
use recourse_contract::ticket::{Action, ClosedAs, State, TicketKind};
use recourse_contract::time::DAY;
use recourse_contract::update::{Role, UpdateKind};
use recourse_contract::{Code, Filed, ProblemType, Ticket, Timestamp, Update};
use serde_json::{Value, json};

fn asking() -> Value {
    json!({"mediator": "cmp", "language": "fr", "statement": "  Les frais de ma banque manquent.  "})
}

#[tokio::test]
async fn the_whole_way_to_an_agreement() {
    let backend = Backend::start(&[]).await;
    let mut new = new_ticket();
    let file = uploaded(&backend, "releve.png", &png(2, 2)).await;
    new["attachments"] = json!([file]);
    let filed = backend.file(&new).await;
    decide(&backend, &filed, "Decided.").await;
    settle(&backend, &filed, true).await.found::<Ticket>();
    settle(&backend, &filed, false).await.found::<Ticket>();
    ask(&backend, &filed, "review", &key(), json!({"text": "Look again."})).await.created::<Update>();
    assert_eq!(
        ask(&backend, &filed, "mediation", &key(), asking()).await.problem(ProblemType::IllegalMove).state,
        Some(State::InReview)
    );
    decide(&backend, &filed, "Decided again.").await;

    // What goes along are files of this ticket, each once.
    for (documents, pointer) in [(json!(["nothing"]), "/documents/0"), (json!([file, file]), "/documents")] {
        let mut wrong = asking();
        wrong["documents"] = documents;
        let problem = ask(&backend, &filed, "mediation", &key(), wrong).await.problem(ProblemType::Invalid);
        assert_eq!(problem.errors[0].pointer, pointer);
    }
    for (name, value, code) in
        [("mediator", "nordic", Code::Choice), ("mediator", "", Code::Required), ("language", "sv", Code::Language)]
    {
        let mut wrong = asking();
        wrong[name] = value.into();
        let problem = ask(&backend, &filed, "mediation", &key(), wrong).await.problem(ProblemType::Invalid);
        assert!(problem.errors.iter().any(|fault| fault.pointer == format!("/{name}") && fault.code == code), "{problem:?}");
    }

    let more = uploaded(&backend, "frais.png", &png(3, 2)).await;
    let (name, mut body) = (key(), asking());
    (body["documents"], body["attachments"]) = (json!([file]), json!([more]));
    let asked: Update = ask(&backend, &filed, "mediation", &name, body.clone()).await.created();
    assert_eq!((asked.kind, asked.author.role), (UpdateKind::Mediation, Role::Partner));
    assert_eq!((asked.text.as_str(), asked.attachments.len()), ("Les frais de ma banque manquent.", 1));
    assert_eq!(ask(&backend, &filed, "mediation", &name, body).await.created::<Update>(), asked);
    let begun = ticket(&backend, &filed).await;
    let mediation = begun.mediation.clone().unwrap();
    assert_eq!((begun.summary.state, begun.actions.contains(&Action::Withdraw)), (State::InMediation, true));
    assert_eq!((mediation.mediator.as_str(), mediation.language.as_str()), ("cmp", "fr"));
    assert_eq!(mediation.by, Some(Timestamp(mediation.requested_at.0 + 14 * DAY)));
    assert_eq!(mediation.documents, [file, more]);
    assert!(mediation.code.starts_with("M-") && mediation.code.len() == 11, "{}", mediation.code);
    let told = thread(&backend, &filed).await.pop().unwrap();
    assert!(told.text.contains(&mediation.code) && told.text.contains(&mediation.name), "{}", told.text);

    assert_eq!(act(&backend, &filed, json!({"move": "mediation_accepted", "text": "They take it."})).await.status, 201);
    let twice = act(&backend, &filed, json!({"move": "mediation_accepted", "text": "They take it."})).await;
    assert_eq!(twice.problem(ProblemType::IllegalMove).state, Some(State::InMediation));
    let accepted = ticket(&backend, &filed).await.mediation.unwrap();
    let at = accepted.accepted_at.unwrap();
    assert_eq!((accepted.by, accepted.result), (Some(Timestamp(at.0 + 90 * DAY)), None));

    let unknown = json!({"move": "mediation_result", "result": "maybe", "text": "a"});
    assert_eq!(act(&backend, &filed, unknown).await.problem(ProblemType::Invalid).errors[0].pointer, "/result");
    let agreed = json!({"move": "mediation_result", "result": "agreed", "text": "You have agreed."});
    assert_eq!(act(&backend, &filed, agreed).await.status, 201);
    let ended = ticket(&backend, &filed).await;
    assert_eq!((ended.summary.state, ended.summary.closed_as), (State::Closed, Some(ClosedAs::Mediated)));
    let mediation = ended.mediation.unwrap();
    assert_eq!((mediation.result, mediation.by), (Some(MediationResult::Agreed), None));
    assert_eq!(ended.actions, [Action::Rate, Action::Reply]);

    // One that has ended is the only one.
    backend.reply(&filed, "One thing more.").await;
    decide(&backend, &filed, "Decided for good.").await;
    let last = ticket(&backend, &filed).await;
    assert_eq!((last.no_mediation, last.actions.contains(&Action::RequestMediation)), (Some(NoMediation::Over), false));
    ask(&backend, &filed, "mediation", &key(), asking()).await.problem(ProblemType::IllegalMove);
}

#[tokio::test]
async fn who_is_declined_can_ask_another_one() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    decide(&backend, &filed, "Decided.").await;
    ask(&backend, &filed, "mediation", &key(), asking()).await.created::<Update>();
    let code = ticket(&backend, &filed).await.mediation.unwrap().code;
    let declined = json!({"move": "mediation_result", "result": "declined", "text": "They do not take it."});
    assert_eq!(act(&backend, &filed, declined).await.status, 201);
    let back = ticket(&backend, &filed).await;
    assert_eq!((back.summary.state, back.no_mediation), (State::Resolved, None));
    assert_eq!(back.due_at, Some(Timestamp(back.summary.updated_at.0 + 30 * DAY)));
    assert!(back.actions.contains(&Action::RequestMediation), "{:?}", back.actions);
    let mut another = asking();
    another["mediator"] = "rhine".into();
    ask(&backend, &filed, "mediation", &key(), another).await.created::<Update>();
    let again = ticket(&backend, &filed).await.mediation.unwrap();
    assert_eq!((again.mediator.as_str(), again.result), ("rhine", None));
    assert_ne!(again.code, code);
    // Either side may end it.
    assert_eq!(act(&backend, &filed, json!({"move": "mediation_accepted", "text": "They take it."})).await.status, 201);
    ask(&backend, &filed, "withdrawal", &key(), json!({})).await.created::<Update>();
    let left = ticket(&backend, &filed).await;
    assert_eq!(left.summary.closed_as, Some(ClosedAs::Withdrawn));
    assert_eq!(left.mediation.unwrap().result, Some(MediationResult::Failed));
    assert!(thread(&backend, &filed).await.last().unwrap().text.contains("La médiation prend fin avec lui."));
}

#[tokio::test]
async fn who_is_not_eligible_reads_why() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&with("/partner/country", "US")).await;
    assert_eq!(ticket(&backend, &filed).await.no_mediation, None, "before a decision there is nothing to say of it");
    decide(&backend, &filed, "Decided.").await;
    let decided = ticket(&backend, &filed).await;
    assert_eq!(decided.no_mediation, Some(NoMediation::Country));
    assert!(!decided.actions.contains(&Action::RequestMediation), "{:?}", decided.actions);
    let refused = ask(&backend, &filed, "mediation", &key(), asking()).await.problem(ProblemType::IllegalMove);
    assert_eq!(refused.state, Some(State::Resolved));
    // An outermost region of the Union has a code of its own, and the same right.
    let island = backend.file(&with("/partner/country", "MQ")).await;
    decide(&backend, &island, "Decided.").await;
    assert!(ticket(&backend, &island).await.actions.contains(&Action::RequestMediation));
}

#[tokio::test]
async fn a_reminder_speaks_of_what_can_still_be_done() {
    let mut backend = Backend::start(&["--mail-gather", "0"]).await;
    let (declined, unsettled) = (backend.file(&request()).await, backend.file(&new_ticket()).await);
    let answer = json!({"move": "mediation_result", "result": "declined", "text": "They do not take it."});
    assert_eq!(act(&backend, &declined, answer).await.status, 201);
    decide(&backend, &unsettled, "Decided.").await;
    settle(&backend, &unsettled, false).await.found::<Ticket>();
    // Its time is almost over; it looks at each start.
    let soon = "UPDATE tickets SET due_at = CAST(strftime('%s', 'now') AS INTEGER) * 1000 + 86400000 WHERE state = 'resolved'";
    backend.execute(soon).await;
    backend.stop().await;
    backend.restart().await;
    until("the reminders by mail", async || {
        let text: String = in_folder(&backend.data().join("mail")).into_iter().map(|mail| mail.text).collect();
        let all = ["Vous pouvez demander un autre médiateur", "Vous avez dit que notre décision ne règle pas la question"];
        all.iter().all(|said| text.contains(said)).then_some(())
    })
    .await;

    backend.execute("UPDATE tickets SET due_at = 1 WHERE state = 'resolved'").await;
    backend.stop().await;
    backend.restart().await;
    until("the end", async || (state(&backend, &unsettled).await == State::Closed).then_some(())).await;
    let last = thread(&backend, &unsettled).await.pop().unwrap();
    assert!(last.text.starts_with("Le délai pour aller plus loin après notre décision est passé"), "{last:?}");
}

/// A request without a complaint before it.
fn request() -> Value {
    let mut new = new_ticket();
    let map = new.as_object_mut().unwrap();
    (map["kind"], map["topic"]) = ("mediation".into(), "mediation".into());
    map.insert("fields".into(), json!({}));
    map.insert("mediation".into(), json!({"mediator": "cmp", "language": "fr"}));
    new
}

#[tokio::test]
async fn a_request_without_a_complaint_is_a_ticket_of_its_own() {
    let backend = Backend::start(&[]).await;
    let filed: Filed = backend.file(&request()).await;
    let summary = &filed.ticket.summary;
    assert_eq!((summary.kind, summary.state, summary.last_update), (TicketKind::Mediation, State::InMediation, 3));
    let mediation = filed.ticket.mediation.clone().unwrap();
    assert_eq!(mediation.by, Some(Timestamp(summary.filed_at.0 + 14 * DAY)));
    assert_eq!((filed.ticket.news_by, &filed.ticket.timeline[0].state), (None, &State::InMediation));
    let updates = thread(&backend, &filed).await;
    let kinds: Vec<UpdateKind> = updates.iter().map(|update| update.kind).collect();
    assert_eq!(kinds, [UpdateKind::Filed, UpdateKind::Acknowledgement, UpdateKind::System]);
    assert!(updates[1].text.contains("médiation") && updates[2].text.contains(&mediation.code), "{updates:?}");
    let mail = until("the acknowledgement", async || in_folder(&backend.data().join("mail")).pop()).await;
    assert!(mail.header("subject").contains("demande de médiation"), "{}", mail.header("subject"));
    assert!(mail.text.contains(&mediation.code) && mail.text.contains(&mediation.name), "{}", mail.text);

    // Declined, it waits for another request, and lapses without one.
    let declined = json!({"move": "mediation_result", "result": "declined", "text": "They do not take it."});
    assert_eq!(act(&backend, &filed, declined).await.status, 201);
    let back = ticket(&backend, &filed).await;
    assert!(back.summary.state == State::Resolved && back.due_at.is_some(), "{back:?}");
    assert!(back.actions.contains(&Action::RequestMediation), "{:?}", back.actions);
    for action in [Action::RequestReview, Action::Rate] {
        assert!(!back.actions.contains(&action), "there is no outcome: {:?}", back.actions);
    }
    ask(&backend, &filed, "mediation", &key(), asking()).await.created::<Update>();
    assert_eq!(state(&backend, &filed).await, State::InMediation);
    let failed = json!({"move": "mediation_result", "result": "failed", "text": "No agreement."});
    assert_eq!(act(&backend, &filed, failed).await.status, 201);
    assert_eq!(ticket(&backend, &filed).await.summary.closed_as, Some(ClosedAs::MediationFailed));
}

#[tokio::test]
async fn such_a_request_names_a_mediator_and_comes_from_where_mediation_is_open() {
    let backend = Backend::start(&[]).await;
    let before = backend.counts().await;
    let changed = |pointer: &str, value: Value| {
        let mut new = request();
        *new.pointer_mut(pointer).unwrap() = value;
        new
    };
    for (new, pointer) in [
        (changed("/mediation/mediator", "nobody".into()), "/mediation/mediator"),
        (changed("/mediation/language", "xx".into()), "/mediation/language"),
        (changed("/partner/country", "US".into()), "/partner/country"),
        (changed("/topic", "payments/blocked".into()), "/topic"),
        (changed("/kind", "complaint".into()), "/topic"),
        (changed("/mediation", Value::Null), "/mediation/mediator"),
    ] {
        let problem = send(backend.post("/tickets", &key(), new.to_string())).await.problem(ProblemType::Invalid);
        assert!(problem.errors.iter().any(|fault| fault.pointer == pointer), "{pointer}: {:?}", problem.errors);
    }
    assert_eq!(backend.counts().await, before);
}

#[tokio::test]
async fn a_mediation_is_recorded_at_a_terminal() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&request()).await;
    let (url, data) = (format!("http://{}", backend.address), backend.data().to_str().unwrap().to_owned());
    let reference = filed.ticket.summary.reference.to_string();
    let handler = async |arguments: &[&str]| {
        let all = [&["handler", "--url", &url, "--data", &data], arguments].concat();
        run(&all, &[]).await
    };
    let code = filed.ticket.mediation.clone().unwrap().code;
    let shown = handler(&["show", &reference]).await;
    assert!(shown.out.contains(&format!("code {code} · asked for")), "{}", shown.out);
    for arguments in [
        ["mediation-accepted", reference.as_str(), "They take it."].to_vec(),
        ["mediation-result", reference.as_str(), "agreed", "You have agreed."].to_vec(),
    ] {
        let done = handler(&arguments).await;
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{arguments:?}");
    }
    let shown = handler(&["show", &reference]).await;
    assert!(shown.out.contains("closed: mediated") && shown.out.contains("· agreed"), "{}", shown.out);
}
