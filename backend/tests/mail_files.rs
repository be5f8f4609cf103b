//! Files that come by mail enter under the rules of uploads; what does not is named, and kept for a person.
#![allow(clippy::unwrap_used)]

mod harness;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use harness::files::{PDF, attachment, on_disk, png};
use harness::incoming::{answer, hand_over, mail_to, thread};
use harness::{Backend, new_ticket, send};
use recourse_contract::Update;

const MARIE: &str = "marie.dupont@example.com";
const FLAGS: [&str; 2] = ["--reply-address", "answers@replies.example"];
const MIXED: &str = "Content-Type: multipart/mixed; boundary=b\r\n";

/// A part of a mail.
fn part(headers: &str, content: &[u8]) -> String {
    let lines: Vec<String> =
        STANDARD.encode(content).as_bytes().chunks(76).map(|line| String::from_utf8(line.to_vec()).unwrap()).collect();
    format!("--b\r\n{headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n", lines.join("\r\n"))
}

fn file(name: &str, content: &[u8]) -> String {
    part(&format!("Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\""), content)
}

/// What a mail of these parts becomes.
async fn entered(backend: &Backend, id: &str, parts: &[String]) -> Update {
    let filed = backend.file(&new_ticket()).await;
    let reference = filed.ticket.summary.reference.to_string().replace('-', "").to_lowercase();
    let to = mail_to_ticket(backend, &reference).await;
    let mail = answer(&to, MARIE, id, MIXED, &format!("{}--b--", parts.concat()));
    assert_eq!(hand_over(backend, &mail, &[]).await, (Some(0), "entered: new\n".into()));
    assert_eq!(hand_over(backend, &mail, &[]).await, (Some(0), "entered: before\n".into()));
    let last = thread(backend, &filed).await.pop().unwrap();
    for file in &last.attachments {
        assert_eq!(send(attachment(backend, &file.id, &filed)).await.status, 200);
    }
    last
}

/// The address of a ticket's mails.
async fn mail_to_ticket(backend: &Backend, reference: &str) -> String {
    mail_to(backend, MARIE).await;
    harness::until("its mail", async || {
        let mails = harness::letters::in_folder(&backend.data().join("mail"));
        mails.iter().map(|mail| mail.header("reply-to").to_owned()).find(|to| to.contains(reference))
    })
    .await
}

#[tokio::test]
async fn files_enter_with_the_text_and_without_one() {
    let backend = Backend::start(&FLAGS).await;
    let logo = part("Content-Type: image/png; name=logo.png\r\nContent-ID: <logo>\r\nContent-Disposition: inline", &png(9, 9));
    let parts = [part("Content-Type: text/plain; charset=utf-8", "Voici le relevé.".as_bytes()), logo, file("a.pdf", PDF)];
    let update = entered(&backend, "1", &parts).await;
    let names: Vec<&str> = update.attachments.iter().map(|file| file.name.as_str()).collect();
    assert_eq!((update.text.as_str(), names), ("Voici le relevé.", vec!["a.pdf"]));
    let update = entered(&backend, "2", &[file("a.pdf", PDF), file("b.png", &png(1, 1))]).await;
    assert_eq!((update.text.as_str(), update.attachments.len()), ("", 2));
    // The text may stand behind a large file.
    let large: Vec<u8> = b"A line of a long report.\n".repeat(20_000);
    let parts = [file("report.txt", &large), part("Content-Type: text/plain", b"Et voici.")];
    let update = entered(&backend, "3", &parts).await;
    assert_eq!((update.text.as_str(), update.attachments.len()), ("Et voici.", 1));
    assert_eq!(backend.number("SELECT COUNT(*) FROM mail_aside").await, 0);
}

#[tokio::test]
async fn what_does_not_enter_is_named_and_kept_for_a_person() {
    let mut backend = Backend::start(&FLAGS).await;
    let mut parts = vec![part("Content-Type: text/plain", b"Voici."), file("bill.exe", b"MZ\x90\0"), file("a.pdf", b"%PDF-1.4")];
    parts.extend((0..6).map(|number| file(&format!("{number}.png"), &png(1, 1))));
    let update = entered(&backend, "1", &parts).await;
    assert_eq!(
        update.text,
        "Voici.\n\nNon repris\u{a0}: bill.exe (ce type de fichier n’est pas accepté)\n\
         Non repris\u{a0}: a.pdf (ce fichier est incomplet ou abîmé)\nNon repris\u{a0}: 5.png (il y a trop de fichiers)"
    );
    assert_eq!((update.attachments.len(), on_disk(&backend).len()), (5, 5));
    assert_eq!(backend.number("SELECT COUNT(*) FROM mail_aside WHERE reason = 'attachments'").await, 1);
    assert_eq!(backend.number("SELECT COUNT(*) FROM notices").await, 0);
    // It goes with its ticket.
    backend.execute("UPDATE tickets SET state = 'closed', updated_at = 1").await;
    backend.execute(&format!("INSERT INTO erasures (email, asked_at) VALUES ('{MARIE}', 1)")).await;
    backend.stop().await;
    backend.restart().await;
    let aside = "SELECT COUNT(*) FROM mail_aside";
    harness::until("the erasure", async || (backend.number(aside).await == 0).then_some(())).await;
}

#[tokio::test]
async fn of_a_large_mail_the_beginning_is_kept_for_a_person() {
    let backend = Backend::start(&FLAGS).await;
    let parts = [part("Content-Type: text/plain", b"Voici."), file("bill.exe", &b"MZ\x90\0".repeat(1_000_000))];
    let update = entered(&backend, "1", &parts).await;
    assert!(update.text.starts_with("Voici.\n\nNon repris"), "{}", update.text);
    let kept = "SELECT COUNT(*) FROM mail_aside WHERE length(message) < 300000 AND \
                instr(CAST(message AS TEXT), 'bytes. The rest was not kept.') > 0";
    assert_eq!(backend.number(kept).await, 1);
}
