//! Attachments: files become part of tickets and updates, and come back to whoever may read them.
#![allow(clippy::unwrap_used)]

mod harness;

use harness::files::{PDF, attachment, jpeg, on_disk, place, png, uploaded};
use harness::letters::in_folder;
use harness::sessions::token;
use harness::{Backend, WithToken, key, new_ticket, run, send, until, with};
use recourse_backend::secret::sha256;
use recourse_contract::me::Export;
use recourse_contract::{Code, Filed, Page, ProblemType, Ticket, Update};
use reqwest::Method;
use serde_json::{Value, json};
use std::fs;

const MARIE: &str = "marie.dupont@example.com";

async fn thread(backend: &Backend, filed: &Filed) -> Vec<Update> {
    let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
    send(backend.get(&path).with(filed)).await.found::<Page<Update>>().items
}

fn reply(text: &str, ids: &[&str]) -> String {
    json!({"kind": "reply", "text": text, "attachments": ids}).to_string()
}

fn updates(filed: &Filed) -> String {
    format!("/tickets/{}/updates", filed.ticket.summary.id)
}

/// What is wrong with a request.
fn faults(answer: &harness::Answer) -> Vec<(String, Code)> {
    answer.problem(ProblemType::Invalid).errors.into_iter().map(|error| (error.pointer, error.code)).collect()
}

#[tokio::test]
async fn files_go_with_a_ticket_and_with_replies() {
    let backend = Backend::start(&["--mail-gather", "0"]).await;
    let (a, b) = (uploaded(&backend, "relevé.pdf", PDF).await, uploaded(&backend, "photo.png", &png(3, 2)).await);
    let mut new = with("/attachments", json!([b, a]));
    new["device"] = json!({"browser": "Firefox 140"});
    new["partner"]["channel"] = "email_full".into();
    let (filing, body) = (key(), new.to_string());
    let filed: Filed = send(backend.post("/tickets", &filing, body.clone())).await.created();
    let names: Vec<&str> = filed.ticket.attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["photo.png", "relevé.pdf"]);
    // Where they came from mattered only while they waited.
    assert_eq!(backend.number("SELECT COUNT(*) FROM uploads WHERE client <> ''").await, 0);
    let pdf = &filed.ticket.attachments[1];
    assert_eq!((pdf.media_type.as_str(), pdf.size, pdf.sha256.as_str()), ("application/pdf", PDF.len() as u64, &*sha256(PDF)));
    assert_eq!(filed.ticket.device.get("browser").map(String::as_str), Some("Firefox 140"));
    // The same request again is the same ticket.
    assert_eq!(send(backend.post("/tickets", &filing, body)).await.created::<Filed>(), filed);
    let read: Ticket = send(backend.get(&format!("/tickets/{}", filed.ticket.summary.id)).with(&filed)).await.found();
    assert_eq!(read.attachments, filed.ticket.attachments);
    assert_eq!(thread(&backend, &filed).await[0].attachments, filed.ticket.attachments);

    let c = uploaded(&backend, "c.jpg", &jpeg(3, 2)).await;
    let (writing, body) = (key(), reply("", &[&c]));
    let written: Update = send(backend.post(&updates(&filed), &writing, body.clone()).with(&filed)).await.created();
    assert_eq!((written.attachments.len(), written.text.as_str()), (1, ""));
    assert_eq!(send(backend.post(&updates(&filed), &writing, body).with(&filed)).await.created::<Update>(), written);
    assert_eq!(thread(&backend, &filed).await.last(), Some(&written));
    // Mails with the full text name them.
    for said in ["Fichiers joints (2)\u{a0}: photo.png, relevé.pdf", "Fichiers joints (1)\u{a0}: c.jpg"] {
        until(said, async || in_folder(&backend.data().join("mail")).iter().any(|mail| mail.text.contains(said)).then_some(()))
            .await;
    }
    // And so does what is taken away.
    let marie = token(&backend, MARIE).await;
    let export = send(backend.get("/me/export").bearer(&marie)).await;
    let export: Export = serde_json::from_str(export.text()).unwrap();
    assert_eq!(export.tickets[0].ticket.attachments, filed.ticket.attachments);
}

#[tokio::test]
async fn what_cannot_go_along_is_named() {
    let backend = Backend::start(&[]).await;
    let used = uploaded(&backend, "used.png", &png(1, 1)).await;
    let filed: Filed = backend.file(&with("/attachments", json!([used]))).await;
    let expired = uploaded(&backend, "old.png", &png(1, 1)).await;
    backend.execute(&format!("UPDATE uploads SET expires_at = 1 WHERE id = '{expired}'")).await;
    let unfinished = place(&backend, "half.png", 100).await;
    let unfinished = unfinished.rsplit('/').next().unwrap();
    let fine = uploaded(&backend, "fine.png", &png(1, 1)).await;
    let ids = ["nothing", &used, &expired, unfinished, &fine];
    let expected: Vec<(String, Code)> = [Code::Gone, Code::Gone, Code::Gone, Code::Incomplete]
        .into_iter()
        .enumerate()
        .map(|(place, code)| (format!("/attachments/{place}"), code))
        .collect();
    let before = backend.counts().await;
    let answer = send(backend.post("/tickets", &key(), with("/attachments", json!(ids)).to_string())).await;
    assert_eq!(faults(&answer), expected);
    let answer = send(backend.post(&updates(&filed), &key(), reply("x", &ids)).with(&filed)).await;
    assert_eq!(faults(&answer), expected);
    let twice = send(backend.post(&updates(&filed), &key(), reply("x", &[&fine, &fine])).with(&filed)).await;
    assert_eq!(faults(&twice), [("/attachments/1".to_owned(), Code::Gone)]);
    let six = send(backend.post(&updates(&filed), &key(), reply("x", &[fine.as_str(); 6])).with(&filed)).await;
    assert_eq!(faults(&six), [("/attachments".to_owned(), Code::TooMany)]);
    // Of too many none is looked up.
    let unknown: Vec<String> = (0..10_000).map(|number| format!("nothing-{number}")).collect();
    let many = send(backend.post("/tickets", &key(), with("/attachments", unknown).to_string())).await;
    assert_eq!(faults(&many), [("/attachments".to_owned(), Code::TooMany)]);
    assert_eq!(backend.counts().await, before);
    // What was refused with others is still there for the next request.
    send(backend.post(&updates(&filed), &key(), reply("x", &[&fine])).with(&filed)).await.created::<Update>();
    // What goes with a ticket is no upload any more.
    let request = backend.request(Method::HEAD, &format!("/api/v1/uploads/{fine}")).header("tus-resumable", "1.0.0");
    assert_eq!(send(request).await.status, 410);
}

#[tokio::test]
async fn one_upload_goes_with_one_of_many_requests() {
    let backend = Backend::start(&[]).await;
    let id = uploaded(&backend, "a.png", &png(1, 1)).await;
    let body = with("/attachments", json!([id])).to_string();
    let requests = (0..8).map(|_| send(backend.post("/tickets", &key(), body.clone())));
    let mut statuses = Vec::new();
    for answer in futures_util::future::join_all(requests).await {
        statuses.push(answer.status);
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422, 422, 422, 422, 422, 422, 422]);
    assert_eq!(backend.counts().await[0], 1);
}

#[tokio::test]
async fn whoever_may_read_the_ticket_may_read_its_files() {
    let backend = Backend::start(&[]).await;
    let bytes = png(30, 20);
    let id = uploaded(&backend, "plan \"é\".png", &bytes).await;
    let waiting = uploaded(&backend, "waiting.png", &bytes).await;
    let mine = backend.file(&with("/attachments", json!([id]))).await;
    let other = backend.file(&with("/partner/email", "other@example.com")).await;
    let (marie, stranger) = (token(&backend, MARIE).await, token(&backend, "other@example.com").await);
    let staff = fs::read_to_string(backend.data().join("handler.key")).unwrap();
    let path = |id: &str| format!("/attachments/{id}");
    for (about, bearer, status) in [
        ("link", mine.link_token.as_str(), 200),
        ("session", marie.as_str(), 200),
        ("handler", staff.trim(), 200),
        ("another link", other.link_token.as_str(), 404),
        ("another session", stranger.as_str(), 404),
        ("no token of ours", "x.y.z", 404),
    ] {
        let answer = send(backend.get(&path(&id)).bearer(bearer)).await;
        assert_eq!(answer.status, status, "{about}");
        answer.assert_secure();
        if status == 404 {
            // The same as for one that is not there, or is nobody's yet.
            for unknown in ["nothing", waiting.as_str()] {
                assert_eq!(send(backend.get(&path(unknown)).bearer(bearer)).await.body, answer.body, "{about}");
            }
        }
    }
    for id in [id.as_str(), "nothing"] {
        send(backend.get(&path(id))).await.problem(ProblemType::Unauthenticated);
    }

    let answer = send(attachment(&backend, &id, &mine).header("accept-encoding", "gzip, br")).await;
    assert_eq!(answer.body, bytes);
    let (tag, length) = (format!("\"{}\"", sha256(&bytes)), bytes.len().to_string());
    for (name, value) in [
        ("content-type", "image/png"),
        ("content-disposition", "attachment; filename=\"plan ___.png\"; filename*=UTF-8''plan%20%22%C3%A9%22.png"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "private, no-cache"),
        ("accept-ranges", "bytes"),
        ("content-encoding", ""),
        ("content-length", length.as_str()),
        ("etag", tag.as_str()),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    let known = send(attachment(&backend, &id, &mine).header("if-none-match", &tag)).await;
    assert_eq!((known.status, known.body.len()), (304, 0));
    let part = send(attachment(&backend, &id, &mine).header("range", "bytes=5-9")).await;
    assert_eq!((part.status, part.body.as_slice()), (206, &bytes[5..=9]));
    assert_eq!(part.header("content-range"), format!("bytes 5-9/{}", bytes.len()));
    let changed = attachment(&backend, &id, &mine).header("range", "bytes=5-9").header("if-range", "\"other\"");
    assert_eq!(send(changed).await.body, bytes);
    let beyond = send(attachment(&backend, &id, &mine).header("range", "bytes=9999-")).await;
    assert_eq!((beyond.status, beyond.header("content-range")), (416, format!("bytes */{}", bytes.len())));
    let head = send(backend.request(Method::HEAD, &format!("/api/v1/attachments/{id}")).with(&mine)).await;
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, bytes.len().to_string(), 0));
    fs::remove_file(backend.data().join("uploads").join(&id)).unwrap();
    send(attachment(&backend, &id, &mine)).await.problem(ProblemType::Gone);
}

#[tokio::test]
async fn erasure_takes_the_files_along() {
    let mut backend = Backend::start(&[]).await;
    let (gone, kept) = (uploaded(&backend, "secret.png", &png(1, 1)).await, uploaded(&backend, "b.png", &png(1, 1)).await);
    let filed = backend.file(&with("/attachments", json!([gone]))).await;
    let mut other = with("/attachments", json!([kept]));
    other["partner"]["email"] = "other@example.com".into();
    backend.file(&other).await;
    backend.execute(&format!("INSERT INTO erasures (email, asked_at) VALUES ('{MARIE}', 1)")).await;
    let id = &filed.ticket.summary.id;
    backend.execute(&format!("UPDATE tickets SET state = 'closed', updated_at = 1 WHERE id = '{id}'")).await;
    backend.stop().await;
    backend.restart().await;
    until("its file is gone", async || (on_disk(&backend) == [kept.clone()]).then_some(())).await;
    let left = "SELECT COUNT(*) FROM uploads WHERE name LIKE 'secret%'";
    assert_eq!(backend.number(left).await, 0);
    assert_eq!(backend.number("SELECT COUNT(*) FROM tickets WHERE attachments LIKE '%secret%'").await, 0);
}

#[tokio::test]
async fn a_handler_sends_and_saves_files() {
    let backend = Backend::start(&[]).await;
    let id = uploaded(&backend, "photo.png", &png(1, 1)).await;
    let filed = backend.file(&with("/attachments", json!([id]))).await;
    let reference = filed.ticket.summary.reference.to_string();
    let (url, data) = (format!("http://{}", backend.address), backend.data());
    let sent = backend.folder().join("decision.pdf");
    fs::write(&sent, PDF).unwrap();
    let handler = async |arguments: &[&str]| {
        run(&[&["handler", "--url", &url, "--data", data.to_str().unwrap()], arguments].concat(), &[]).await
    };
    let done = handler(&["reply", &reference, "Here it is.", "--attach", sent.to_str().unwrap()]).await;
    assert!(done.code == Some(0) && done.out.contains("decision.pdf"), "{} {}", done.out, done.err);
    let last = thread(&backend, &filed).await.pop().unwrap();
    assert_eq!(send(attachment(&backend, &last.attachments[0].id, &filed)).await.body, PDF);
    let shown = handler(&["show", &reference]).await.out;
    assert!(shown.contains("photo.png") && shown.contains(&id), "{shown}");
    let saved = backend.folder().join("saved.png");
    let arguments = ["attachment", &id, "--save", saved.to_str().unwrap()];
    assert_eq!(handler(&arguments).await.code, Some(0));
    assert_eq!(fs::read(&saved).unwrap(), png(1, 1));
    assert_ne!(handler(&arguments).await.code, Some(0), "it overwrites nothing");
    // What makes no entry takes no files.
    let key = fs::read_to_string(backend.data().join("handler.key")).unwrap();
    let moving = backend.request(Method::POST, &format!("/handler/tickets/{reference}/moves")).bearer(key.trim());
    let body = json!({"move": "assign", "to": "Team", "attachments": [id]});
    let answer = send(moving.header("content-type", "application/json").body(body.to_string())).await;
    assert_eq!(faults(&answer)[0], ("/attachments".to_owned(), Code::TooMany));
}

#[tokio::test]
async fn without_uploads_nothing_of_them_is_there() {
    let folder = tempfile::TempDir::new().unwrap();
    let service = folder.path().join("service.toml");
    fs::write(&service, harness::SERVICE.replace("attachments = 5", "attachments = 0")).unwrap();
    let backend = Backend::start(&["--service", service.to_str().unwrap()]).await;
    let service: Value = serde_json::from_str(send(backend.get("/service")).await.text()).unwrap();
    assert!(!service["capabilities"].to_string().contains("uploads"), "{}", service["capabilities"]);
    let create = backend.request(Method::POST, "/api/v1/uploads").header("tus-resumable", "1.0.0").header("upload-length", 9);
    send(create).await.problem(ProblemType::NotFound);
    let mut new = new_ticket();
    new["attachments"] = json!(["x"]);
    let answer = send(backend.post("/tickets", &key(), new.to_string())).await;
    assert_eq!(faults(&answer)[0], ("/attachments".to_owned(), Code::TooMany));
}
