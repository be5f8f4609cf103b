//! The handlers' side: a whole case from both ends, over real HTTP and from the command line.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::{Answer, Backend, WithToken, key, new_ticket, run, send, until};
use recourse_backend::http::{Case, Member, Row};
use recourse_contract::ticket::{Action, State};
use recourse_contract::update::{Role, UpdateKind};
use recourse_contract::{Filed, Page, ProblemType, Ticket, Timestamp, Update};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;

const LATER: &str = "2100-01-01T00:00:00Z";

fn handler_key(backend: &Backend) -> String {
    fs::read_to_string(backend.data().join("handler.key")).unwrap().trim().to_owned()
}

async fn act(backend: &Backend, ticket: &str, what: Value) -> Answer {
    let request = backend.request(Method::POST, &format!("/handler/tickets/{ticket}/moves"));
    send(request.bearer(&handler_key(backend)).header("content-type", "application/json").body(what.to_string())).await
}

async fn ticket(backend: &Backend, filed: &Filed) -> Ticket {
    send(backend.get(&format!("/tickets/{}", filed.ticket.summary.id)).with(filed)).await.found()
}

async fn thread(backend: &Backend, filed: &Filed) -> Vec<Update> {
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    send(backend.get(&path).with(filed)).await.found::<Page<Update>>().items
}

async fn write(backend: &Backend, filed: &Filed, what: Value) -> Answer {
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    send(backend.post(&path, &key(), what.to_string()).with(filed)).await
}

#[tokio::test]
async fn a_whole_case_from_both_ends() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let id = &filed.ticket.summary.id;
    assert_eq!(ticket(&backend, &filed).await.news_by, filed.ticket.target_at);

    assert_eq!(act(&backend, id, json!({"move": "take_up"})).await.status, 201);
    // The reference, as somebody reads it out on the telephone, names the ticket too.
    let reference = filed.ticket.summary.reference.as_str().to_lowercase().replace('-', " ");
    let progress = json!({"move": "progress", "text": "We asked the bank.", "next_news_by": LATER});
    assert_eq!(act(&backend, &reference.replace(' ', "%20"), progress).await.status, 201);
    let question = json!({"id": "holder", "kind": "text", "label": "Account holder", "required": true, "max_length": 20});
    let ask = json!({"move": "ask", "text": "One thing is missing.", "questions": [question], "due_at": LATER});
    assert_eq!(act(&backend, id, ask).await.status, 201);
    let now = ticket(&backend, &filed).await;
    assert_eq!((now.summary.state, now.news_by), (State::WaitingForPartner, None));
    assert!(now.due_at.is_some() && now.actions == [Action::Answer, Action::Reply, Action::Withdraw], "{:?}", now.actions);

    // The questions decide what an answer is.
    let wrong = json!({"kind": "answer", "answers_to": 5, "answers": {"holder": "An account holder with a long name"}});
    assert_eq!(write(&backend, &filed, wrong).await.problem(ProblemType::Invalid).errors[0].pointer, "/answers/holder");
    let none = write(&backend, &filed, json!({"kind": "answer"})).await.problem(ProblemType::Invalid);
    assert_eq!(none.errors[0].pointer, "/answers/holder");
    let unasked = json!({"kind": "answer", "answers": {"holder": "A", "iban": "B"}});
    assert_eq!(write(&backend, &filed, unasked).await.problem(ProblemType::Invalid).errors[0].pointer, "/answers/iban");
    let right = json!({"kind": "answer", "answers_to": 5, "answers": {"holder": "Auberge du Lac"}});
    let answer: Update = write(&backend, &filed, right).await.created();
    assert_eq!(
        (answer.kind, answer.answers_to, answer.answers[0].label.as_str()),
        (UpdateKind::PartnerAnswer, Some(5), "Account holder")
    );
    assert_eq!(ticket(&backend, &filed).await.summary.state, State::InReview);

    let outcome = json!({"decision": "upheld", "findings": "It was held by mistake.", "remedy": "You are paid today."});
    let draft = json!({"move": "preliminary", "text": "This is what we mean to decide.", "outcome": outcome, "due_at": LATER});
    assert_eq!(act(&backend, id, draft).await.status, 201);
    write(&backend, &filed, json!({"kind": "comment", "text": "I agree."})).await.created::<Update>();
    let decide = json!({"move": "outcome", "text": "Decided.", "outcome": outcome});
    assert_eq!(act(&backend, id, decide.clone()).await.status, 201);
    assert_eq!(act(&backend, id, decide).await.problem(ProblemType::IllegalMove).state, Some(State::Resolved));

    let after = ticket(&backend, &filed).await;
    let states: Vec<State> = after.timeline.iter().map(|passage| passage.state).collect();
    use State::{InReview, Preliminary, Received, Resolved, WaitingForPartner};
    assert_eq!(states, [Received, InReview, WaitingForPartner, InReview, Preliminary, InReview, Resolved]);
    let updates = thread(&backend, &filed).await;
    assert_eq!(updates.iter().map(|update| update.number).collect::<Vec<_>>(), (1..=10).collect::<Vec<_>>());
    assert!(updates[8].kind == UpdateKind::System && updates[8].text.contains("vos remarques"), "{:?}", updates[8]);
    assert!(
        updates
            .iter()
            .filter(|update| update.author.role == Role::Handler)
            .all(|update| update.author.name.as_deref() == Some("Séjours & Co"))
    );

    let case: Case =
        send(backend.request(Method::GET, &format!("/handler/tickets/{id}")).bearer(&handler_key(&backend))).await.found();
    let actions: Vec<&str> = case.audit.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(actions, ["file", "take_up", "progress", "ask", "answer", "preliminary", "comment", "outcome"]);
    assert!(case.audit.iter().all(|line| !format!("{line:?}").contains("Marie")), "it names roles, not people");
}

#[tokio::test]
async fn the_audit_log_is_only_appended_to() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    for statement in ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"] {
        let fault = sqlx::query(statement).execute(&mut backend.database().await).await.unwrap_err();
        assert!(fault.to_string().contains("only appended to"), "{fault}");
    }
    assert_eq!(backend.number("SELECT COUNT(*) FROM audit").await, 1);
}

#[tokio::test]
async fn only_staff_come_in() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    for path in ["/handler/me", "/handler/tickets", &format!("/handler/tickets/{}", filed.ticket.summary.id)] {
        for token in ["", "x", &filed.link_token] {
            let request = backend.request(Method::GET, path);
            let request = if token.is_empty() { request } else { request.bearer(token) };
            send(request).await.problem(ProblemType::Unauthenticated);
        }
    }
    let known = send(backend.request(Method::GET, "/handler/me").bearer(&handler_key(&backend))).await;
    assert_eq!(known.found::<Member>().name, "Séjours & Co");
    // And a handler's key opens nothing on the partners' side.
    let path = format!("/tickets/{}", filed.ticket.summary.id);
    send(backend.get(&path).bearer(&handler_key(&backend))).await.problem(ProblemType::Unauthenticated);
}

#[tokio::test]
async fn bad_moves_change_nothing_and_say_where() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let id = &filed.ticket.summary.id;
    let before = backend.counts().await;
    for (what, pointer) in [
        (json!({"move": "reply", "text": " "}), "/text"),
        (json!({"move": "reply", "text": "a\u{7}"}), "/text"),
        (json!({"move": "progress", "text": "a", "next_news_by": "2000-01-01T00:00:00Z"}), "/next_news_by"),
        (json!({"move": "ask", "text": "a", "questions": [], "due_at": LATER}), "/questions"),
        (
            json!({"move": "ask", "text": "a", "questions": [{"id": "", "kind": "text", "label": "b"}], "due_at": LATER}),
            "/questions/0/id",
        ),
        (json!({"move": "outcome", "text": "a", "outcome": {"decision": "maybe", "findings": "b"}}), "/outcome/decision"),
        (json!({"move": "outcome", "text": "a", "outcome": {"decision": "upheld", "findings": ""}}), "/outcome/findings"),
    ] {
        assert_eq!(act(&backend, id, what.clone()).await.problem(ProblemType::Invalid).errors[0].pointer, pointer, "{what}");
    }
    for what in
        [json!({}), json!({"move": "close"}), json!({"move": "reply"}), json!({"move": "reply", "text": "a", "x": 1}), json!([])]
    {
        act(&backend, id, what).await.problem(ProblemType::Malformed);
    }
    act(&backend, "nothing", json!({"move": "take_up"})).await.problem(ProblemType::NotFound);
    assert_eq!(backend.counts().await, before);
}

#[tokio::test]
async fn a_repeated_command_is_done_once() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/handler/tickets/{}/moves", filed.ticket.summary.id);
    let request = |text: &str| {
        let body = json!({"move": "reply", "text": text}).to_string();
        let request = backend.request(Method::POST, &path).bearer(&handler_key(&backend)).body(body);
        request.header("content-type", "application/json").header("idempotency-key", "the-key-of-this-command")
    };
    let (first, again) = (send(request("Hello")).await, send(request("Hello")).await);
    assert_eq!(first.read::<Update>(), again.read::<Update>());
    send(request("Other")).await.problem(ProblemType::KeyReused);
    assert_eq!(thread(&backend, &filed).await.len(), 3);
}

#[tokio::test]
async fn several_updates_make_one_mail_below_the_first() {
    let backend = Backend::start(&["--mail-gather", "1"]).await;
    let mut new = new_ticket();
    new["partner"]["channel"] = "email_full".into();
    let filed = backend.file(&new).await;
    let id = &filed.ticket.summary.id;
    // An acknowledgement that is still on its way takes along what waits by then.
    until("the acknowledgement to leave", async || {
        (backend.number("SELECT COUNT(*) FROM mail WHERE sent_at IS NULL").await == 0).then_some(())
    })
    .await;
    for text in ["First piece of news.", "Second piece of news."] {
        assert_eq!(act(&backend, id, json!({"move": "reply", "text": text})).await.status, 201);
    }
    let mails = until("the second mail", async || {
        let mails = harness::letters::in_folder(&backend.data().join("mail"));
        (mails.len() >= 2).then_some(mails)
    })
    .await;
    assert_eq!(mails.len(), 2, "one acknowledgement, one with the news");
    let news = mails.iter().find(|mail| mail.text.contains("First piece of news.")).unwrap();
    let first = mails.iter().find(|mail| !mail.text.contains("First piece of news.")).unwrap();
    assert!(news.text.contains("Second piece of news."));
    assert_eq!((news.header("in-reply-to"), news.header("references")), (first.header("message-id"), first.header("message-id")));
    // The row is marked after the mail has left.
    until("nothing waits", async || {
        let waiting = backend.number("SELECT COUNT(*) FROM mail WHERE sent_at IS NULL").await;
        (waiting == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_silence_can_be_broken_once() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/tickets/{}/nudge", filed.ticket.summary.id);
    let nudge = async |name: &str| send(backend.post(&path, name, "{}").with(&filed)).await;
    assert_eq!(nudge(&key()).await.problem(ProblemType::IllegalMove).state, Some(State::Received));
    backend.execute("UPDATE tickets SET news_by = 1").await;
    assert!(ticket(&backend, &filed).await.actions.contains(&Action::Nudge));
    let once = key();
    let told: Update = nudge(&once).await.created();
    assert_eq!((told.kind, told.author.role), (UpdateKind::System, Role::Partner));
    assert_eq!(nudge(&once).await.created::<Update>(), told, "the same request again is the same nudge");
    assert_eq!(nudge(&key()).await.problem(ProblemType::IllegalMove).state, Some(State::Received));
    let late = backend.request(Method::GET, "/handler/tickets?late=true").bearer(&handler_key(&backend));
    let rows: Vec<Row> = send(late).await.found();
    assert!(rows.len() == 1 && rows[0].late && rows[0].nudged_at.is_some());
}

#[tokio::test]
async fn what_was_read_is_kept_and_never_taken_back() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let path = format!("/api/v1/tickets/{}/read", filed.ticket.summary.id);
    for (number, kept) in [(2, 2), (1, 2), (900, 2)] {
        let request = backend.request(Method::PUT, &path).with(&filed).header("content-type", "application/json");
        assert_eq!(send(request.body(json!({"number": number}).to_string())).await.status, 204);
        assert_eq!(ticket(&backend, &filed).await.summary.read_up_to, kept);
    }
}

#[tokio::test]
async fn one_person_with_a_terminal_plays_a_case() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let (url, data) = (format!("http://{}", backend.address), backend.data().to_str().unwrap().to_owned());
    let reference = filed.ticket.summary.reference.to_string();
    let handler = async |arguments: &[&str]| {
        let all = [&["handler", "--url", &url, "--data", &data], arguments].concat();
        run(&all, &[]).await
    };
    let list = handler(&["list"]).await;
    assert!(list.code == Some(0) && list.out.contains(&reference) && list.out.contains("received"), "{} {}", list.out, list.err);
    for arguments in [
        vec!["take-up", &reference],
        vec!["ask", &reference, "One thing.", "--by", "+3d", "--question", "yes_no:Is it paid?", "--question", "When?"],
    ] {
        let done = handler(&arguments).await;
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{arguments:?}");
    }
    let refused = handler(&["outcome", &reference, "Done.", "--decision", "upheld", "--findings", "So it is."]).await;
    assert!(refused.code == Some(1) && refused.err.contains("it is waiting_for_partner"), "{}", refused.err);
    let shown = handler(&["show", &reference]).await;
    assert!(shown.out.contains("? Is it paid?") && shown.out.contains("partner expected by"), "{}", shown.out);
    let json = handler(&["--json", "show", &reference]).await;
    let case: Case = serde_json::from_str(&json.out).unwrap();
    assert_eq!(case.ticket.summary.state, State::WaitingForPartner);

    // A key of one's own, and none.
    let made = run(&["handler-key", "Team Nord", "--data", &data], &[]).await;
    let written = run(&["handler", "--url", &url, "--key", made.out.trim(), "reply", &reference, "Hello"], &[]).await;
    assert!(written.code == Some(0) && written.out.contains("Team Nord"), "{} {}", written.out, written.err);
    let stranger = run(&["handler", "--url", &url, "--key", "none", "list"], &[]).await;
    assert!(stranger.code == Some(1) && !stranger.err.is_empty());
    let nobody = run(&["handler", "--url", "http://127.0.0.1:1", "--key", "none", "list"], &[]).await;
    assert!(nobody.err.contains("is it running"), "{}", nobody.err);
}

#[tokio::test]
async fn a_day_at_a_terminal_ends_where_the_platform_is() {
    let backend = Backend::start(&[]).await;
    let filed = backend.file(&new_ticket()).await;
    let (url, data) = (format!("http://{}", backend.address), backend.data().to_str().unwrap().to_owned());
    let reference = filed.ticket.summary.reference.to_string();
    let verdict = ["--by", "2099-12-05", "--decision", "upheld", "--findings", "It was held by mistake."];
    let command = ["handler", "--url", &url, "--data", &data, "preliminary", &reference, "This is what we mean to decide."];
    let done = run(&[&command[..], &verdict].concat(), &[]).await;
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    let due_at = ticket(&backend, &filed).await.due_at;
    assert_eq!(due_at, Timestamp::parse("2099-12-05T22:59:00Z"), "Paris is an hour ahead");
}
