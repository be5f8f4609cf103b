//! Questions about mediation over real HTTP: taken once, told to staff and to whoever asks, answered by e-mail.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::letters::{Mail, in_folder};
use harness::refused::{Field, For, Refused, SCRIPT, Unreadable, check, faces, many_faces, shapeless};
use harness::sessions::{change, token};
use harness::{Answer, Backend, WithToken, key, new_ticket, run, send, until};
use recourse_backend::store::QuestionRow;
use recourse_contract::me::Export;
use recourse_contract::mediation::QuestionTaken;
use recourse_contract::{Code, ProblemType};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;

const MARIE: &str = "marie.dupont@example.com";
const STAFF: &str = "mediation-team@sejours.example";
const TEXT: &str = "La médiation suspend-elle le délai pour saisir le tribunal ?";

fn question() -> Value {
    json!({ "name": "Marie Dupont", "email": MARIE, "language": "fr", "text": TEXT })
}

fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut question = question();
    question[name] = value.into();
    question
}

/// A backend whose service file names somebody of staff.
async fn staffed(folder: &tempfile::TempDir) -> Backend {
    let service = folder.path().join("service.toml");
    let staff = format!("\n[staff]\nmail = [\"{STAFF}\"]\nlanguage = \"en\"\n");
    fs::write(&service, format!("{}{staff}", *harness::SERVICE)).unwrap();
    Backend::start(&["--service", service.to_str().unwrap(), "--mail-gather", "0"]).await
}

async fn ask(backend: &Backend, key: &str, body: &Value) -> Answer {
    send(backend.post("/mediation-questions", key, body.to_string())).await
}

/// The mail with these words in its subject.
async fn mail(backend: &Backend, subject: &str) -> Mail {
    until("the mail", async || {
        in_folder(&backend.data().join("mail")).into_iter().find(|mail| mail.header("subject").contains(subject))
    })
    .await
}

fn staff_get(backend: &Backend) -> reqwest::RequestBuilder {
    let key = fs::read_to_string(backend.data().join("handler.key")).unwrap();
    backend.request(Method::GET, "/handler/questions").bearer(key.trim())
}

#[tokio::test]
async fn staff_hear_of_it_and_whoever_asks_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let backend = staffed(&folder).await;
    let filed = backend.file(&new_ticket()).await;
    let reference = filed.ticket.summary.reference.to_string();
    let typed = reference.to_lowercase().replace('-', " ");
    let taken: QuestionTaken = ask(&backend, &key(), &with("reference", typed)).await.created();

    let letter = mail(&backend, "Question about mediation: Marie Dupont").await;
    assert_eq!((letter.header("to"), letter.header("reply-to")), (STAFF, MARIE));
    for said in ["in this language: fr", &format!("> {TEXT}"), &reference, &format!("handler answered {}", taken.id)] {
        assert!(letter.text.contains(said), "{said}: {}", letter.text);
    }
    let own = mail(&backend, "votre question sur la médiation").await;
    assert!(own.header("to").contains(MARIE) && own.header("reply-to").is_empty());
    // Whoever gives somebody else's address sends them nothing of their own.
    assert!(!own.text.contains(TEXT) && !own.text.contains("Dupont") && own.text.contains("par e‑mail"), "{}", own.text);

    assert!(own.text.contains("à cette adresse, d’ici le "), "the demo's file says within how many days: {}", own.text);

    let open: Vec<QuestionRow> = send(staff_get(&backend)).await.found();
    assert_eq!((open[0].id.as_str(), open[0].reference.as_deref()), (taken.id.as_str(), Some(reference.as_str())));
    assert_eq!((open[0].at, open[0].text.as_str()), (taken.at, TEXT));
    send(backend.request(Method::GET, "/handler/questions")).await.problem(ProblemType::Unauthenticated);
}

#[tokio::test]
async fn a_question_that_comes_again_is_one() {
    let mut backend = Backend::start(&[]).await;
    let (key, body) = (key(), question());
    // All at once, as a device does whose answers are lost.
    let all = futures_util::future::join_all((0..8).map(|_| ask(&backend, &key, &body))).await;
    let first: QuestionTaken = all[0].created();
    for answer in &all {
        assert_eq!(answer.created::<QuestionTaken>(), first);
    }
    ask(&backend, &key, &with("text", "Autre chose ?")).await.problem(ProblemType::KeyReused);
    backend.kill().await;
    backend.restart().await;
    assert_eq!(ask(&backend, &key, &body).await.created::<QuestionTaken>(), first);
    assert_eq!(backend.number("SELECT COUNT(*) FROM questions").await, 1);
    assert_eq!(backend.number("SELECT COUNT(*) FROM notices WHERE kind = 'asked'").await, 1);
}

#[tokio::test]
async fn nobodys_mailbox_is_filled_by_questions_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let backend = staffed(&folder).await;
    for address in [MARIE, "Marie.Dupont@example.com", MARIE, MARIE, MARIE, "other@example.com"] {
        ask(&backend, &key(), &with("email", address)).await.created::<QuestionTaken>();
    }
    let told = "SELECT COUNT(*) FROM notices WHERE kind = 'asked' AND address LIKE";
    assert_eq!(backend.number(&format!("{told} 'marie%'")).await, 3, "all the same it is one address");
    assert_eq!(backend.number(&format!("{told} 'other%'")).await, 1);
    assert_eq!(backend.number("SELECT COUNT(*) FROM notices WHERE kind = 'question'").await, 6, "staff hear of each");
}

#[tokio::test]
async fn questions_that_are_no_good_are_refused() {
    let backend = Backend::start(&[]).await;
    let mut cases: Vec<(String, Refused)> = shapeless();
    for (body, refused) in [
        (json!({}), Unreadable("")),
        (with("text", 5), Unreadable("/text")),
        (with("name", " "), Field("/name", Code::Required)),
        (with("name", "two\nlines"), Field("/name", Code::Characters)),
        (with("email", "marie"), Field("/email", Code::Email)),
        (with("email", "marie@example.com\r\nBcc: all@example.com"), Field("/email", Code::Email)),
        (with("email", SCRIPT), Field("/email", Code::Email)),
        (with("language", "xx"), Field("/language", Code::Language)),
        (with("text", "\n \n"), Field("/text", Code::Required)),
        (with("text", many_faces()), Field("/text", Code::TooLong)),
        (with("text", "bell\u{7}"), Field("/text", Code::Characters)),
        (with("reference", "x".repeat(501)), Field("/reference", Code::TooLong)),
        (with("text", faces()), For(ProblemType::TooLarge)),
    ] {
        cases.push((body.to_string(), refused));
    }
    for (body, refused) in cases {
        let about: String = body.chars().take(200).collect();
        check(&send(backend.post("/mediation-questions", &key(), body)).await, refused, &about);
    }
    for short in ["", "short", "with a space in it"] {
        ask(&backend, short, &question()).await.problem(ProblemType::KeyMissing);
    }
    assert_eq!(backend.number("SELECT COUNT(*) FROM questions").await, 0);
    // Signs of markup are text like any other.
    ask(&backend, &key(), &with("text", SCRIPT)).await.created::<QuestionTaken>();
}

#[tokio::test]
async fn staff_say_at_the_terminal_that_it_is_answered() {
    let backend = Backend::start(&[]).await;
    let taken: QuestionTaken = ask(&backend, &key(), &question()).await.created();
    let (url, data) = (format!("http://{}", backend.address), backend.data());
    let handler = async |arguments: &[&str]| {
        let all = [&["handler", "--url", &url, "--data", data.to_str().unwrap()], arguments].concat();
        run(&all, &[]).await
    };
    let listed = handler(&["questions"]).await;
    assert!(listed.out.contains(&taken.id) && listed.out.contains(TEXT) && listed.out.contains(MARIE), "{}", listed.out);
    for _ in 0..2 {
        let done = handler(&["answered", &taken.id]).await;
        assert!(done.code == Some(0) && done.out.contains("answered 20"), "{} {}", done.out, done.err);
    }
    assert_eq!(handler(&["questions"]).await.out.trim(), "No questions.");
    assert_eq!(handler(&["answered", "none"]).await.code, Some(1));
    assert_eq!(backend.number("SELECT COUNT(*) FROM audit WHERE action = 'answer_question'").await, 1);
}

#[tokio::test]
async fn questions_are_the_asker_s_data() {
    let mut backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    ask(&backend, &key(), &with("email", "Marie.Dupont@example.com")).await.created::<QuestionTaken>();
    ask(&backend, &key(), &with("email", "other@example.com")).await.created::<QuestionTaken>();
    let marie = token(&backend, MARIE).await;
    let export = send(backend.get("/me/export").bearer(&marie)).await;
    let export: Export = serde_json::from_str(export.text()).unwrap();
    assert_eq!(export.questions.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), [TEXT]);

    let erasure = change(&backend, Method::POST, "/me/erasure", Some(json!({}))).bearer(&marie);
    assert_eq!(send(erasure.header("idempotency-key", key())).await.status, 202);
    // It looks at its start, and every few seconds.
    backend.stop().await;
    backend.restart().await;
    until("the erasure", async || (backend.number("SELECT COUNT(*) FROM questions").await == 1).then_some(())).await;
    assert_eq!(backend.number("SELECT COUNT(*) FROM questions WHERE email LIKE 'marie%'").await, 0);
    // Of those that were answered long ago nothing is left, whoever asked.
    backend.execute("UPDATE questions SET answered_at = 1").await;
    backend.stop().await;
    backend.restart().await;
    until("the sweep", async || (backend.number("SELECT COUNT(*) FROM questions").await == 0).then_some(())).await;
}
