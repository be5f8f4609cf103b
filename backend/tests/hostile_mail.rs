//! Mail that means harm: whatever its form, it becomes text in the right thread, or is put aside, and the backend goes on.
#![allow(clippy::unwrap_used)]

mod harness;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use harness::incoming::{answer, hand_over, mail_to, thread};
use harness::{Backend, key, new_ticket, send, with};
use recourse_backend::http::{MailTaken, Taken};
use recourse_contract::update::{Role, UpdateKind};
use recourse_contract::{Filed, Update};
use reqwest::Method;
use std::fs;
use std::time::{Duration, Instant};

const MARIE: &str = "marie.dupont@example.com";
const FLAGS: [&str; 2] = ["--reply-address", "answers@replies.example"];
/// No mail keeps the backend busy for longer. Generous: the machine may be.
const SOON: Duration = Duration::from_secs(20);
const MIB: usize = 1024 * 1024;

/// A ticket of Marie's, and where answers to its mails go.
async fn filed(backend: &Backend) -> (Filed, String) {
    let filed = backend.file(&new_ticket()).await;
    let to = mail_to(backend, MARIE).await.header("reply-to").to_owned();
    (filed, to)
}

/// What becomes of a mail, and why.
async fn taken(backend: &Backend, mail: Vec<u8>) -> (Taken, String) {
    let key = fs::read_to_string(backend.data().join("handler.key")).unwrap();
    let request = backend.request(Method::POST, "/handler/mail-in").bearer_auth(key.trim());
    let began = Instant::now();
    let answer = send(request.header("content-type", "message/rfc822").body(mail)).await;
    assert!(began.elapsed() < SOON, "it took {:?}", began.elapsed());
    assert_eq!(answer.status, 200, "{}", answer.text());
    let MailTaken { taken, reason } = answer.read();
    (taken, reason)
}

/// A mail with these headers after the usual ones, and an id that no other has.
fn mail(to: &str, from: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let head = format!("From: {from}\r\nTo: {to}\r\nMessage-ID: <{}@x.example>\r\n{headers}\r\n", key());
    [head.as_bytes(), body.as_ref()].concat()
}

/// Multiparts within multiparts, with a text in the innermost one.
fn multiparts(depth: usize, text: &str) -> String {
    let mut body = String::new();
    for at in 0..depth {
        body.push_str(&format!("--b{at:04}x\r\n"));
        if at + 1 < depth {
            body.push_str(&format!("Content-Type: multipart/mixed; boundary=b{:04}x\r\n\r\n", at + 1));
        }
    }
    body.push_str(&format!("\r\n{text}\r\n"));
    (0..depth).rev().for_each(|at| body.push_str(&format!("--b{at:04}x--\r\n")));
    body
}

/// Messages within messages.
fn nested(depth: usize) -> String {
    "Content-Type: message/rfc822\r\n\r\n".repeat(depth) + "Inner.\r\n"
}

/// A text before this part.
fn within(part: &str) -> String {
    format!("--b\r\n\r\nOui.\r\n--b\r\n{part}--b--\r\n")
}

/// The text before an attachment of so many bytes.
fn with_attachment(text: &str, bytes: usize) -> String {
    let line = format!("{}\r\n", "QUFB".repeat(19));
    let attachment = line.repeat(bytes / line.len());
    format!(
        "--b\r\n\r\n{text}\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{attachment}--b--\r\n"
    )
}

const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n";
const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\r\n";
const MIXED: &str = "Content-Type: multipart/mixed; boundary=b\r\n";

#[tokio::test]
async fn what_was_written_enters_as_text_and_nothing_else_does() {
    let backend = Backend::start(&FLAGS).await;
    let (filed, to) = filed(&backend).await;
    let forwarded =
        within(&format!("Content-Type: message/rfc822\r\n\r\nFrom: stranger@example.com\r\nTo: {to}\r\n\r\nForged.\r\n"));
    let cases: Vec<(&str, &str, Vec<u8>, &str)> = vec![
        ("a script in HTML", HTML, "<p>Bonjour <b>à tous</b><script>window.x=1</script></p>\r\n".into(), "Bonjour à tous"),
        ("what runs without a script", HTML, b"<img src=x onerror=alert(1)>Oui<svg onload=alert(1)>\r\n".to_vec(), "Oui"),
        (
            "markup that was typed",
            HTML,
            b"<p>Oui &lt;script&gt;alert(1)&lt;/script&gt;</p>\r\n".to_vec(),
            "Oui <script>alert(1)</script>",
        ),
        ("markup in plain text", PLAIN, b"<script>alert(1)</script>\r\n".to_vec(), "<script>alert(1)</script>"),
        (
            "two forms",
            "Content-Type: multipart/alternative; boundary=b\r\n",
            b"--b\r\n\r\nTexte.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Autre.</p>\r\n--b--\r\n".to_vec(),
            "Texte.",
        ),
        (
            "a right-to-left override",
            "Subject: =?utf-8?q?Re=3A_=E2=80=AEgnp.exe?=\r\nContent-Type: text/plain; charset=utf-8\r\n",
            "Oui \u{202e}gnp.exe\r\n".into(),
            "Oui \u{202e}gnp.exe",
        ),
        (
            "a thousand parts within parts",
            "Content-Type: multipart/mixed; boundary=b0000x\r\n",
            multiparts(1_000, "Oui.").into(),
            "Oui.",
        ),
        ("a forwarded mail", MIXED, forwarded.into(), "Oui."),
        ("mails forwarded for ever", MIXED, within(&nested(5_000)).into(), "Oui."),
        ("20 MB of attachment", MIXED, with_attachment("Voici.", 20 * MIB).into(), "Voici."),
        ("no base64", "Content-Transfer-Encoding: base64\r\n", b"!!!! no base64 ????\r\n".to_vec(), "!!!! no base64 ????"),
        ("base64 that was cut", "Content-Transfer-Encoding: base64\r\n", b"T3VpL\r\n".to_vec(), "Oui"),
        ("letters of nowhere", "Content-Type: text/plain; charset=klingon\r\n", b"D\xe9j\xe0\r\n".to_vec(), "D\u{fffd}j\u{fffd}"),
        ("letters that are not those it says", PLAIN, b"D\xe9j\xe0\r\n".to_vec(), "D\u{fffd}j\u{fffd}"),
        ("a person's mail that says so", "Auto-Submitted: NO\r\n", b"C'est moi.\r\n".to_vec(), "C'est moi."),
    ];
    for (about, headers, body, text) in cases {
        let (before, counts) = (thread(&backend, &filed).await, backend.counts().await);
        assert_eq!(taken(&backend, mail(&to, MARIE, headers, body)).await, (Taken::Entered, "new".into()), "{about}");
        let mut after = thread(&backend, &filed).await;
        let Update { kind, author, text: entered, .. } = after.pop().unwrap();
        assert_eq!((kind, author.role, entered.as_str()), (UpdateKind::Reply, Role::Partner, text), "{about}");
        assert_eq!(after, before, "{about}");
        // One entry more, and its kept answer; no mail about what they wrote themselves.
        let [tickets, updates, answers, mails] = counts;
        assert_eq!(backend.counts().await, [tickets, updates + 1, answers + 1, mails], "{about}");
    }
    assert_eq!(backend.number("SELECT COUNT(*) FROM mail_aside").await, 0);
}

#[tokio::test]
async fn what_cannot_be_taken_is_put_aside_and_harms_nobody() {
    let backend = Backend::start(&FLAGS).await;
    let (filed, to) = filed(&backend).await;
    let marie = |headers: &str, body: &[u8]| mail(&to, MARIE, headers, body);
    // Encoded, the messages within come out of the parser another way.
    let encoded = STANDARD.encode("Content-Type:message/rfc822\n\n".repeat(5_000) + "Oui.\n");
    let junk = "j".repeat(MIB);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("nothing at all", Vec::new(), "unreadable"),
        ("no sender", format!("To: {to}\r\n\r\nOui.\r\n").into(), "unreadable"),
        (
            "a header of 1 MB before the sender",
            format!("X-Junk: {junk}\r\nFrom: {MARIE}\r\nTo: {to}\r\n\r\nOui.").into(),
            "unreadable",
        ),
        ("a header of 1 MB after it", marie(&format!("X-Junk: {junk}\r\n"), b"Oui.\r\n"), "nothing_new"),
        ("no body", marie("", b""), "nothing_new"),
        ("headers alone", format!("From: {MARIE}\r\nTo: {to}\r\nMessage-ID: <headers@x.example>\r\n").into(), "nothing_new"),
        ("nothing but a script", marie(HTML, b"<script>alert(1)</script><style>a{}</style>\r\n"), "nothing_new"),
        ("a boundary that never comes", marie(MIXED, b"Oui.\r\n"), "nothing_new"),
        ("a boundary that never closes", marie(MIXED, b"--b\r\n\r\nOui.\r\n"), "nothing_new"),
        (
            "a boundary without a name",
            marie("Content-Type: multipart/mixed; boundary=\"\"\r\n", b"--\r\n\r\nOui.\r\n--\r\n"),
            "nothing_new",
        ),
        (
            "a message within",
            marie("Content-Type: message/rfc822\r\n", format!("From: {MARIE}\r\nTo: {to}\r\n\r\nInner.\r\n").as_bytes()),
            "nothing_new",
        ),
        (
            "a message in a digest",
            marie(
                "Content-Type: multipart/digest; boundary=b\r\n",
                format!("--b\r\n\r\nFrom: {MARIE}\r\n\r\nInner.\r\n--b--\r\n").as_bytes(),
            ),
            "nothing_new",
        ),
        ("messages within messages", marie("Content-Type: message/rfc822\r\n", nested(100_000).as_bytes()), "nothing_new"),
        (
            "messages within messages, encoded",
            marie("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n", encoded.as_bytes()),
            "nothing_new",
        ),
        ("NUL", marie(PLAIN, b"Oui\0.\r\n"), "characters"),
        ("NUL by its number", marie(HTML, b"<p>Oui &#0;</p>\r\n"), "characters"),
        ("the keys of a terminal", marie(PLAIN, b"\x1b[31mOui.\r\n"), "characters"),
        ("20 MB in one line", marie(PLAIN, "x".repeat(20 * MIB).as_bytes()), "too_long"),
        ("20 MB of line ends", marie(PLAIN, "\r\n".repeat(10 * MIB).as_bytes()), "nothing_new"),
        ("1 MB of faces", marie(PLAIN, "😀".repeat(MIB / 4).as_bytes()), "too_long"),
    ];
    let (before, counts) = (thread(&backend, &filed).await, backend.counts().await);
    for (at, (about, mail, reason)) in cases.into_iter().enumerate() {
        assert_eq!(taken(&backend, mail).await, (Taken::PutAside, reason.into()), "{about}");
        let aside = backend.number("SELECT COUNT(*) FROM mail_aside").await;
        assert_eq!(aside, i64::try_from(at).unwrap() + 1, "{about}");
    }
    // By the command, too.
    for body in [b"Oui\0.\r\n".to_vec(), vec![b'x'; 20 * MIB]] {
        let (code, out) = hand_over(&backend, &mail(&to, MARIE, PLAIN, body), &[]).await;
        assert!(code == Some(0) && out.starts_with("put_aside: "), "{code:?} {out}");
    }
    assert_eq!((thread(&backend, &filed).await, backend.counts().await), (before, counts));
    // However often, Marie is told once.
    assert_eq!(backend.number("SELECT COUNT(*) FROM notices").await, 1);
    assert_eq!(taken(&backend, mail(&to, MARIE, PLAIN, "Et la suite.")).await, (Taken::Entered, "new".into()));
}

#[tokio::test]
async fn no_machine_is_answered() {
    let backend = Backend::start(&FLAGS).await;
    let (filed, to) = filed(&backend).await;
    // A notice of our own is among the mails that come back.
    let stranger = "stranger@example.com";
    let forwarded = answer(&to, stranger, "1", "", "Forwarded to me.");
    assert_eq!(taken(&backend, forwarded).await, (Taken::PutAside, "unknown_sender".into()));
    mail_to(&backend, stranger).await;
    let before = (thread(&backend, &filed).await, backend.counts().await);
    let mut mails: Vec<Vec<u8>> = [
        "Auto-Submitted: auto-generated\r\n",
        "AUTO-SUBMITTED: Auto-Replied (vacation)\r\n",
        "Precedence: LIST\r\n",
        "Return-Path: <>\r\n",
        "X-Auto-Response-Suppress: All\r\n",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
    ]
    .map(|headers| mail(&to, MARIE, headers, "--b\r\n\r\nI am away.\r\n--b--\r\n"))
    .into();
    for entry in fs::read_dir(backend.data().join("mail")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "eml") {
            mails.push(fs::read(path).unwrap());
        }
    }
    assert!(mails.len() >= 8, "the acknowledgement and the notice are among them");
    for mail in mails {
        let shown = String::from_utf8_lossy(&mail).into_owned();
        assert_eq!(taken(&backend, mail).await, (Taken::Dropped, "automatic".into()), "{shown}");
    }
    assert_eq!((thread(&backend, &filed).await, backend.counts().await), before);
    for (table, rows) in [("mail_aside", 1), ("notices", 1)] {
        assert_eq!(backend.number(&format!("SELECT COUNT(*) FROM {table}")).await, rows, "{table}");
    }
}

#[tokio::test]
async fn a_forged_answer_enters_nowhere() {
    let backend = Backend::start(&FLAGS).await;
    let (filed, to) = filed(&backend).await;
    let other = backend.file(&with("/partner/email", "other@example.com")).await;
    let theirs = mail_to(&backend, "other@example.com").await.header("reply-to").to_owned();
    let (user, domain) = to.split_once('@').unwrap();
    let (ours, secret) = user.rsplit_once('.').unwrap();
    let (other_one, _) = theirs.split_once('@').unwrap().0.rsplit_once('.').unwrap();
    let addresses = [
        ("my secret, their ticket", format!("{other_one}.{secret}@{domain}")),
        ("a secret that was cut", format!("{ours}.{}@{domain}", &secret[1..])),
        ("a secret that is longer", format!("{ours}.{secret}0@{domain}")),
        ("no secret", format!("{ours}.@{domain}")),
        ("no dot", format!("{ours}@{domain}")),
        ("a cut reference", format!("answers+r7k.{secret}@{domain}")),
        ("a reference of other letters", format!("answers+\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}.{secret}@{domain}")),
        ("another mailbox", format!("{}@{domain}", user.replace("answers", "nobody"))),
        ("another domain", format!("{user}@{domain}.org")),
        ("another domain before ours", format!("{user}@x.{domain}")),
        ("words of a database", format!("answers+'--.{secret}@{domain}")),
    ];
    let senders = [
        ("their partner, my ticket", "other@example.com".to_owned()),
        ("my address as a name", format!("\"{MARIE}\" <stranger@example.com>")),
        ("my address as a comment", format!("stranger@example.com ({MARIE})")),
        ("my address with more", format!("{MARIE}.org")),
    ];
    let both = async |filed: &Filed| thread(&backend, filed).await;
    let before = (both(&filed).await, both(&other).await, backend.counts().await);
    for (about, address) in addresses {
        let sent = taken(&backend, mail(&address, MARIE, "", "Forged.")).await;
        assert_eq!(sent, (Taken::PutAside, "no_ticket".into()), "{about}: {address}");
    }
    for (about, from) in senders {
        let headers = format!("Sender: {MARIE}\r\nReply-To: {MARIE}\r\n");
        let sent = taken(&backend, mail(&to, &from, &headers, "Forged.")).await;
        assert_eq!(sent, (Taken::PutAside, "unknown_sender".into()), "{about}: {from}");
    }
    assert_eq!((both(&filed).await, both(&other).await, backend.counts().await), before);

    // Who wrote, and where to, decides; what it claims to answer does not.
    let second = backend.file(&new_ticket()).await;
    let id = &second.ticket.summary.id;
    let file = format!("SELECT COUNT(*) FROM updates WHERE ticket = '{id}'");
    let claim = "In-Reply-To: <1@x.example>\r\nReferences: <1@x.example>\r\n";
    assert_eq!(taken(&backend, mail(&to, MARIE, claim, "To the first.")).await, (Taken::Entered, "new".into()));
    assert_eq!(backend.number(&file).await, 2);
    // The same id is the same mail, whatever it says the second time.
    assert_eq!(taken(&backend, answer(&to, MARIE, "same", "", "Once.")).await, (Taken::Entered, "new".into()));
    let replayed = both(&filed).await;
    assert_eq!(taken(&backend, answer(&to, MARIE, "same", "", "Twice.")).await, (Taken::Entered, "before".into()));
    assert_eq!(both(&filed).await, replayed);
    // An address of before the links were revoked.
    let id = &filed.ticket.summary.id;
    backend.execute(&format!("UPDATE tickets SET generation = generation + 1 WHERE id = '{id}'")).await;
    assert_eq!(taken(&backend, mail(&to, MARIE, "", "Too late.")).await, (Taken::PutAside, "no_ticket".into()));
    assert_eq!(backend.number(&format!("SELECT COUNT(*) FROM updates WHERE ticket = '{id}'")).await, 4);
}
