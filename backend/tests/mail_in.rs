//! Answering an e-mail answers in the thread: from the mail that goes out to the entry that comes in.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::case::{decide, settle, ticket};
use harness::incoming::{answer, hand_over, mail_to, thread};
use harness::letters::in_folder;
use harness::sessions::{change, codes, token};
use harness::{Backend, WithToken, new_ticket, send, until, with};
use recourse_backend::http::AsideMail;
use recourse_contract::Ticket;
use recourse_contract::ticket::State;
use recourse_contract::update::{Role, UpdateKind};
use reqwest::Method;
use serde_json::json;

const MARIE: &str = "marie.dupont@example.com";
const FLAGS: [&str; 2] = ["--reply-address", "answers@replies.example"];

#[tokio::test]
async fn an_answer_enters_the_thread_once() {
    let backend = Backend::start(&FLAGS).await;
    let filed = backend.file(&new_ticket()).await;
    let mail = mail_to(&backend, MARIE).await;
    let to = mail.header("reply-to").to_owned();
    assert!(to.starts_with("answers+") && to.ends_with("@replies.example") && to.len() < 80, "{to}");
    assert!(mail.text.starts_with("-- Répondez au-dessus de cette ligne --"), "{}", mail.text);
    let quoted: String = mail.text.lines().map(|line| format!("> {line}\r\n")).collect();
    let text =
        format!("Voici le relevé.\r\n\r\nMarie\r\n\r\nLe mar. 3 nov. 2026, Séjours & Co\r\n<a@b.example> a écrit :\r\n{quoted}");
    let written = answer(&to, MARIE, "1", "Content-Type: text/plain; charset=utf-8\r\n", &text);
    assert_eq!(hand_over(&backend, &written, &[]).await, (Some(0), "entered: new\n".into()));
    assert_eq!(hand_over(&backend, &written, &[]).await, (Some(0), "entered: before\n".into()));
    let thread = thread(&backend, &filed).await;
    let last = thread.last().unwrap();
    assert_eq!(
        (last.kind, last.author.role, last.text.as_str()),
        (UpdateKind::Reply, Role::Partner, "Voici le relevé.\n\nMarie")
    );
    assert_eq!(thread.len(), 3);
    // Where the mail server knows the address alone; its case does not matter.
    let elsewhere = answer("undisclosed@x.example", "MARIE.Dupont@Example.com", "2", "", "Et la suite.");
    let recipient = to.replace("answers", "Answers");
    assert_eq!(hand_over(&backend, &elsewhere, &["--recipient", &recipient]).await, (Some(0), "entered: new\n".into()));
}

#[tokio::test]
async fn a_mail_does_not_answer_an_outcome_and_whoever_wrote_it_is_told() {
    let backend = Backend::start(&[&FLAGS[..], &["--mail-gather", "0"]].concat()).await;
    let filed = backend.file(&new_ticket()).await;
    let to = mail_to(&backend, MARIE).await.header("reply-to").to_owned();
    decide(&backend, &filed, "Decided.").await;
    let due_at = ticket(&backend, &filed).await.due_at;
    let writes = async |id: &str, text: &str| {
        assert_eq!(hand_over(&backend, &answer(&to, MARIE, id, "", text), &[]).await.0, Some(0));
        let after = ticket(&backend, &filed).await;
        assert_eq!((after.summary.state, after.due_at), (State::Resolved, due_at), "it lapses all the same");
        let mut thread = thread(&backend, &filed).await;
        let (told, written) = (thread.pop().unwrap(), thread.pop().unwrap());
        assert_eq!((written.kind, told.kind), (UpdateKind::Reply, UpdateKind::System));
        told
    };
    let told = writes("1", "Oui, merci.").await;
    let asks = "Il ne dit pas si notre décision règle la question";
    assert!(told.due_at == due_at && told.text.contains(asks), "{told:?}");
    until("the mails about the outcome and about the message", async || {
        let text: String = in_folder(&backend.data().join("mail")).into_iter().map(|mail| mail.text).collect();
        (text.contains("un message seul n’y répond pas") && text.contains(asks)).then_some(())
    })
    .await;
    settle(&backend, &filed, false).await.found::<Ticket>();
    let told = writes("2", "Encore un mot.").await;
    assert!(told.due_at == due_at && told.text.contains("Il ne change pas la date"), "{told:?}");
    // In the app the question stands above what they write.
    backend.reply(&filed, "In the app.").await;
    assert_eq!(thread(&backend, &filed).await.last().unwrap().kind, UpdateKind::Reply);
}

#[tokio::test]
async fn what_belongs_to_no_ticket_is_put_aside_and_told() {
    let backend = Backend::start(&FLAGS).await;
    let filed = backend.file(&new_ticket()).await;
    backend.file(&with("/partner/email", "other@example.com")).await;
    let to = mail_to(&backend, MARIE).await.header("reply-to").to_owned();
    let theirs = mail_to(&backend, "other@example.com").await.header("reply-to").to_owned();
    let (user, domain) = to.rsplit_once('@').unwrap();
    let guessed = format!("{}{}@{domain}", &user[..user.len() - 1], if user.ends_with('0') { '1' } else { '0' });
    for (mail, said) in [
        (answer(&to, "stranger@example.com", "1", "", "Forwarded to me."), "put_aside: unknown_sender"),
        (answer(&theirs, MARIE, "2", "", "Not mine."), "put_aside: unknown_sender"),
        (answer(&guessed, MARIE, "3", "", "Guessed."), "put_aside: no_ticket"),
        (answer("answers@replies.example", MARIE, "4", "", "No part."), "put_aside: no_ticket"),
        (answer(&to, MARIE, "5", "", "> Only quoted."), "put_aside: nothing_new"),
        (answer(&to, MARIE, "6", "", &"x".repeat(20_000)), "put_aside: too_long"),
        (b"\x00\xff no mail".to_vec(), "put_aside: unreadable"),
        (answer(&to, MARIE, "7", "Auto-Submitted: auto-replied\r\n", "I am away."), "dropped: automatic"),
        (answer(&to, "MAILER-DAEMON@x.example", "8", "", "Bounced."), "dropped: automatic"),
    ] {
        let (code, out) = hand_over(&backend, &mail, &[]).await;
        assert_eq!((code, out.trim()), (Some(0), said));
    }
    assert_eq!(thread(&backend, &filed).await.len(), 2, "nothing of it is in a thread");
    // Each sender is told once a day, and not of what no person wrote.
    let told = until("the notices", async || {
        let mails = in_folder(&backend.data().join("mail"));
        let told: Vec<_> =
            mails.iter().filter(|mail| mail.text.contains("nous n’avons pas pu le mettre dans un dossier")).cloned().collect();
        (told.len() == 2).then_some(told)
    })
    .await;
    assert!(told.iter().all(|mail| !mail.text.contains("#k=")), "it opens nothing");
    let key = std::fs::read_to_string(backend.data().join("handler.key")).unwrap();
    let aside = backend.request(Method::GET, "/handler/mail-aside").bearer_auth(key.trim());
    let aside: Vec<AsideMail> = serde_json::from_str(send(aside).await.text()).unwrap();
    assert_eq!(aside.len(), 7);
    let mut forwarded = 0;
    for mail in aside.iter().filter(|mail| mail.reason == "unknown_sender") {
        let path = format!("/handler/mail-aside/{}", mail.id);
        let read = send(backend.request(Method::GET, &path).bearer_auth(key.trim())).await;
        assert_eq!((read.status, read.header("content-type").as_str()), (200, "message/rfc822"));
        assert_eq!(read.body.len(), mail.size as usize);
        forwarded += usize::from(read.text().contains("Forwarded to me."));
        assert_eq!(send(backend.request(Method::GET, &path).with(&filed)).await.status, 401);
    }
    assert_eq!(forwarded, 1);
    let unknown = backend.request(Method::GET, "/handler/mail-aside/unknown").bearer_auth(key.trim());
    assert_eq!(send(unknown).await.status, 404);
    let stranger = backend.request(Method::GET, "/handler/mail-aside").with(&filed);
    assert_eq!(send(stranger).await.status, 401);
}

#[tokio::test]
async fn an_address_of_before_opens_nothing() {
    let backend = Backend::start(&FLAGS).await;
    backend.file(&new_ticket()).await;
    let to = mail_to(&backend, MARIE).await.header("reply-to").to_owned();
    let marie = token(&backend, MARIE).await;
    let new = "marie.new@example.com";
    let asked = send(change(&backend, Method::PATCH, "/me", Some(json!({"email": new}))).bearer(&marie)).await;
    let challenge = asked.read::<recourse_contract::session::CodeSent>().challenge;
    let code = until("the code", async || codes(&backend, new).pop()).await;
    let confirm = json!({"email": new, "code": code, "challenge": challenge});
    assert_eq!(send(change(&backend, Method::PATCH, "/me", Some(confirm)).bearer(&marie)).await.status, 200);
    let (_, out) = hand_over(&backend, &answer(&to, new, "1", "", "Hello."), &[]).await;
    assert_eq!(out, "put_aside: no_ticket\n");
}

#[tokio::test]
async fn a_backend_that_is_away_makes_the_mail_server_try_again() {
    let mut backend = Backend::start(&FLAGS).await;
    let mail = answer("answers@replies.example", MARIE, "1", "", "Hello.");
    let (code, out) = hand_over(&backend, &mail, &["--key", "wrong"]).await;
    assert_eq!(code, Some(75), "{out}");
    backend.stop().await;
    let (code, out) = hand_over(&backend, &mail, &[]).await;
    assert!(code == Some(75) && out.contains("is it running"), "{out}");
}

#[tokio::test]
async fn without_an_address_for_answers_mails_have_none() {
    let backend = Backend::start(&[]).await;
    backend.file(&new_ticket()).await;
    let mail = mail_to(&backend, MARIE).await;
    assert_eq!(mail.header("reply-to"), "");
    assert!(!mail.text.contains("au-dessus de cette ligne"));
    let (code, out) = hand_over(&backend, &answer("answers+x.y@replies.example", MARIE, "1", "", "Hello."), &[]).await;
    assert_eq!((code, out.as_str()), (Some(0), "put_aside: no_ticket\n"));
}
