//! A mail that a partner sends back: whose ticket it belongs to, who wrote it, and what they wrote themselves.

use crate::secret::{LinkKey, sha256};
use crate::store::TicketRow;
use lettre::Address;
use mail_parser::{MessageParser, MimeHeaders};

/// Above this line stands what is new; every mail that can be answered begins with it.
const LINES: [&str; 2] = ["-- Répondez au-dessus de cette ligne --", "-- Reply above this line --"];

/// So much of a mail is looked at (bytes), as much as of any other text. What follows are attachments, or parts within
/// parts that would keep the parser busy for hours.
const LOOKED_AT: usize = 256 * 1024;

/// A mail as far as it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// Every address that it was sent to.
    pub to: Vec<String>,
    /// Who wrote it, in lower case.
    pub from: String,
    /// The same for the same mail: it comes in once.
    pub key: String,
    /// Whether no person wrote it: a vacation notice, a bounce, a list (RFC 3834).
    pub is_automatic: bool,
    /// What the sender wrote themselves, without what they quote.
    pub text: String,
}

/// Reads a message (RFC 5322, MIME). Nothing when it is none, or when the parser fails on it.
pub fn incoming(message: &[u8]) -> Option<Incoming> {
    // Nothing is shared that a panic could leave half done.
    std::panic::catch_unwind(|| read(message)).ok()?
}

fn read(message: &[u8]) -> Option<Incoming> {
    let mail = MessageParser::default().parse(outermost(&message[..message.len().min(LOOKED_AT)]))?;
    let from = mail.from().and_then(|from| from.first()).and_then(|from| from.address())?.trim().to_ascii_lowercase();
    let header = |name: &str| {
        let (_, value) = mail.headers_raw().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value.trim().to_ascii_lowercase())
    };
    let mut to: Vec<String> = [mail.to(), mail.cc()]
        .into_iter()
        .flatten()
        .flat_map(|list| list.iter())
        .filter_map(|one| one.address())
        .map(str::to_owned)
        .collect();
    to.extend(["Delivered-To", "X-Original-To", "Envelope-To"].iter().filter_map(|name| header(name)));
    let is_automatic = header("Auto-Submitted").is_some_and(|value| value != "no")
        || header("Precedence").is_some_and(|value| ["bulk", "junk", "list", "auto_reply"].contains(&value.as_str()))
        || header("X-Auto-Response-Suppress").is_some()
        || header("X-Autoreply").is_some()
        || header("List-Id").is_some()
        || header("Return-Path").is_some_and(|path| path == "<>")
        || from.starts_with("mailer-daemon@")
        || mail.content_type().is_some_and(|kind| kind.c_type == "multipart" && kind.c_subtype.as_deref() == Some("report"));
    let text = mail.body_text(0).map(|text| text.into_owned()).unwrap_or_default();
    // A message without an id is known by all of it.
    let key = mail.message_id().map_or_else(|| sha256(message), |id| sha256(id.as_bytes()));
    Some(Incoming { to, from, key, is_automatic, text: own_words(&text) })
}

/// What comes before the first message within a message: nothing in there is the sender's own, and the parser follows
/// them by recursion, thousands deep, which would end the process.
fn outermost(message: &[u8]) -> &[u8] {
    // Headers stand at the beginning, and behind each boundary, up to an empty line; elsewhere is text.
    let (mut start, mut in_headers) = (0, true);
    while start < message.len() {
        // A header with its folded lines, or a line of a text.
        let folds = |at: usize| in_headers && matches!(message.get(at + 1), Some(b' ' | b'\t'));
        let ends = |at: &usize| message[*at] == b'\n' && !folds(*at);
        let end = (start..message.len()).find(ends).map_or(message.len(), |at| at + 1);
        let line = &message[start..end];
        if line.iter().all(u8::is_ascii_whitespace) {
            in_headers = false;
        } else if line.starts_with(b"--") {
            in_headers = true;
        } else if in_headers {
            let plain = line.iter().filter(|byte| !byte.is_ascii_whitespace());
            let plain: String = plain.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
            let kind = plain.strip_prefix("content-type:").and_then(|kind| kind.split(';').next());
            // A comment may hide it.
            if kind.is_some_and(|kind| ["message", "digest", "("].iter().any(|mark| kind.contains(mark))) {
                return &message[..start];
            }
        }
        start = end;
    }
    message
}

/// What stands before the first thing that is quoted: our line, an introduction of a mail program, or quotation marks.
pub fn own_words(text: &str) -> String {
    let mut own: Vec<&str> = Vec::new();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    for (at, line) in lines.iter().enumerate() {
        let plain = line.trim_start_matches(['>', ' ', '\t']);
        if LINES.iter().any(|mark| plain.contains(mark)) || begins_quotation(&lines[at..]) {
            break;
        }
        own.push(line);
    }
    // A signature follows a line of its own (RFC 3676, 4.3); `trim_end` has taken its space.
    if let Some(signature) = own.iter().position(|line| *line == "--") {
        own.truncate(signature);
    }
    let own: Vec<&str> = own.into_iter().filter(|line| !line.starts_with('>')).collect();
    own.join("\n").trim().to_owned()
}

/// "On … wrote:" in the languages of mail programs, over one line or two, or the header that others put before it.
fn begins_quotation(lines: &[&str]) -> bool {
    const ENDS: [&str; 6] = ["wrote:", "a écrit :", "a écrit\u{a0}:", "a écrit:", "schrieb:", "escribió:"];
    const MARKS: [&str; 4] = [
        "-----Original Message-----",
        "-----Message d'origine-----",
        "-----Message d’origine-----",
        "________________________________",
    ];
    const HEADS: [&str; 3] = ["From: ", "De : ", "De\u{a0}: "];
    const STARTS: [&str; 4] = ["On ", "Le ", "Am ", "El "];
    let first = lines[0].trim();
    let next = lines.get(1).map_or("", |line| line.trim());
    let both = format!("{first} {next}");
    let ends = |line: &str| ENDS.iter().any(|end| line.ends_with(end));
    MARKS.contains(&first)
        || (STARTS.iter().any(|start| first.starts_with(start)) && (ends(first) || ends(&both)))
        || (HEADS.iter().any(|head| first.starts_with(head))
            && first.contains('@')
            && lines[1..].iter().take(4).any(|line| line.contains("Subject:") || line.contains("Objet")))
}

/// The line that stands at the top of a mail in this language.
pub fn reply_line(language: &str) -> &'static str {
    if language.starts_with("fr") { LINES[0] } else { LINES[1] }
}

/// Where answers to the mails about a ticket go: the platform's address with a part that only those mails have.
pub fn reply_address(base: &Address, key: &LinkKey, ticket: &TicketRow) -> String {
    let reference = ticket.reference.as_str().replace('-', "").to_ascii_lowercase();
    let secret = key.reply_secret(&ticket.id, ticket.generation);
    format!("{}+{reference}.{secret}@{}", base.user(), base.domain())
}

/// The reference and the secret of such an address.
pub fn of_reply_address(base: &Address, address: &str) -> Option<(String, String)> {
    let (user, domain) = address.trim().rsplit_once('@')?;
    let (own, rest) = user.split_once('+')?;
    let is_ours = own.eq_ignore_ascii_case(base.user()) && domain.eq_ignore_ascii_case(base.domain());
    let (reference, secret) = rest.split_once('.')?;
    let reference = reference.to_ascii_uppercase();
    let grouped = format!("{}-{}", reference.get(..4)?, reference.get(4..)?);
    is_ours.then(|| (grouped, secret.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_is_new_is_taken() {
        for (text, own) in [
            ("Voici la pièce.\n\nMerci,\nMarie", "Voici la pièce.\n\nMerci,\nMarie"),
            ("Oui.\n\n> Est-ce payé ?\n> Merci", "Oui."),
            ("Yes.\n\nOn Tue, 3 Nov 2026 at 10:12, Séjours & Co <a@b.example> wrote:\n> text", "Yes."),
            ("Oui.\n\nLe mar. 3 nov. 2026 à 10:12, Séjours & Co\n<a@b.example> a écrit :\n> texte", "Oui."),
            ("Ja.\n\n-----Original Message-----\nFrom: a@b.example", "Ja."),
            ("Oui.\n________________________________\nDe : Séjours", "Oui."),
            ("Oui.\n\n> -- Répondez au-dessus de cette ligne --\n> Bonjour", "Oui."),
            ("Yes.\n-- Reply above this line --\nHello", "Yes."),
            ("Oui.\n\n-- \nMarie Dupont\nAuberge du Lac", "Oui."),
            ("On Tuesday I called you.\nNobody answered.", "On Tuesday I called you.\nNobody answered."),
            ("> all quoted", ""),
            ("", ""),
        ] {
            assert_eq!(own_words(text), own, "{text:?}");
        }
    }

    #[test]
    fn headers_say_who_and_whether_a_person() {
        let mail = |more: &str| {
            let text = format!(
                "From: Marie <Marie@Example.com>\r\nTo: <c+x@d.example>, b@c.example\r\nMessage-ID: <1@x>\r\n{more}\r\nOui.\r\n"
            );
            incoming(text.as_bytes()).expect("a message")
        };
        let read = mail("");
        assert_eq!((read.from.as_str(), read.text.as_str(), read.is_automatic), ("marie@example.com", "Oui.", false));
        assert_eq!(read.to, ["c+x@d.example", "b@c.example"]);
        for automatic in [
            "Auto-Submitted: auto-replied\r\n",
            "Precedence: bulk\r\n",
            "X-Autoreply: yes\r\n",
            "Return-Path: <>\r\n",
            "List-Id: <a.example>\r\n",
        ] {
            assert!(mail(automatic).is_automatic, "{automatic}");
        }
        assert!(!mail("Auto-Submitted: no\r\n").is_automatic);
        assert_ne!(mail("Message-ID: <2@x>\r\n").key, "");
        assert!(incoming(b"").is_none());
    }

    #[test]
    fn bodies_in_other_forms_are_read() {
        let latin = b"From: a@b.example\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nD\xe9j\xe0 pay\xe9\r\n";
        assert_eq!(incoming(latin).expect("a message").text, "Déjà payé");
        let html = "From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Bonjour <b>à tous</b><script>alert(1)</script></p>\r\n";
        let text = incoming(html.as_bytes()).expect("a message").text;
        assert!(text.contains("Bonjour") && !text.contains('<'), "{text}");
    }

    #[test]
    fn messages_within_are_not_entered() {
        let forwarded = "From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nOui.\r\n--b\r\n";
        for kind in
            ["message/rfc822", "\r\n message/RFC822", "(a) message/rfc822", "multipart/digest; boundary=c", "message /global"]
        {
            let mail = format!("{forwarded}Content-Type: {kind}\r\n\r\nFrom: c@d.example\r\n\r\nForged.\r\n--b--\r\n");
            assert_eq!(incoming(mail.as_bytes()).map(|mail| mail.text).as_deref(), Some("Oui."), "{kind}");
            let deep = format!("From: a@b.example\r\n{}", format!("Content-Type: {kind}\r\n\r\n").repeat(50_000));
            assert_eq!(incoming(deep.as_bytes()).map(|mail| mail.text).as_deref(), Some(""), "{kind}");
        }
        let named = forwarded.replace("boundary=b", "boundary=\"message\"").replace("--b", "--message");
        let named = format!("{named}\r\n--message--\r\n");
        assert_eq!(incoming(named.as_bytes()).map(|mail| mail.text).as_deref(), Some("Oui."), "a boundary may have any name");
    }

    #[test]
    fn names_of_headers_in_signatures_are_no_headers() {
        for signed in [
            "ARC-Message-Signature: i=1; a=rsa-sha256; c=relaxed/relaxed; d=mail.example; s=arc;\r\n \
             h=From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-AntiSpam-MessageData-ChunkCount;\r\n bh=x; b=y",
            "DKIM-Signature: v=1; h=Subject:From:Content-Type:Resent-Message-ID; bh=x; b=y",
        ] {
            let mail = format!(
                "{signed}\r\nFrom: a@b.example\r\nContent-Type: text/plain\r\n\r\nOui.\r\nContent-Type: message\r\nEncore.\r\n"
            );
            let read = incoming(mail.as_bytes()).map(|mail| (mail.from, mail.text));
            assert_eq!(read, Some(("a@b.example".into(), "Oui.\nContent-Type: message\nEncore.".into())), "{signed}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_message_or_none(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            incoming(&bytes);
        }

        #[test]
        fn own_words_are_never_more(text in "(\\PC{0,9}\n|> a\n|On b wrote:\n|--\n){0,9}") {
            prop_assert!(own_words(&text).len() <= text.len());
        }
    }
}
