//! The files in a mail. The message is gone through once, line by line; only the heads of its parts go to the parser, so that
//! neither depth nor size keeps it busy.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Message, MessageParser, MimeHeaders};

/// Multiparts within multiparts that are entered.
const DEPTH: usize = 8;
/// Parts that are looked at.
const MAX_PARTS: usize = 100;
/// Bytes of a part's head that are looked at. A longer one is that of no file.
const MAX_HEAD: usize = 64 * 1024;
/// A picture of so many bytes within the text is the logo of a signature, and no file of the sender's.
const SMALL: usize = 20_000;
/// So much of a text is looked at, as of the mail itself.
const LOOKED_AT: usize = 256 * 1024;

/// A file that a mail brings along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosed {
    /// As the mail calls it; may be empty.
    pub name: String,
    /// Its media type as the mail says; may be empty.
    pub declared: String,
    /// What it holds; nothing when it cannot be decoded.
    pub bytes: Option<Vec<u8>>,
}

/// What a mail brings along besides its text: files, and the text that stands behind the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enclosure {
    /// In the order of the mail.
    pub files: Vec<Enclosed>,
    /// The first text that is no file; it may quote.
    pub text: Option<String>,
}

/// Looks for files in a message (RFC 5322, MIME). Messages within it are not entered.
pub fn enclosed(message: &[u8]) -> Enclosure {
    // Nothing is shared that a panic could leave half done.
    std::panic::catch_unwind(|| read(message)).unwrap_or_default()
}

fn read(message: &[u8]) -> Enclosure {
    let mut enclosure = Enclosure::default();
    for part in parts(message) {
        let Some(head) = MessageParser::default().parse_headers(part.head) else { continue };
        let kind = head.content_type();
        let (main, sub) = kind.map_or(("text", None), |kind| (kind.ctype(), kind.subtype()));
        let declared = sub.map(|sub| format!("{main}/{sub}").to_ascii_lowercase()).unwrap_or_default();
        let name = head.attachment_name().unwrap_or_default().to_owned();
        let is_attached = head.content_disposition().is_some_and(|how| how.is_attachment());
        let is_picture = declared.starts_with("image/");
        if !is_attached && name.is_empty() && !is_picture {
            if main.eq_ignore_ascii_case("text") && enclosure.text.is_none() {
                enclosure.text = text(&part);
            }
            continue;
        }
        // The seal of a mail.
        if declared.ends_with("-signature") {
            continue;
        }
        let bytes = decoded(&head, part.body);
        let is_within = head.content_id().is_some() || head.content_disposition().is_some_and(|how| how.is_inline());
        if is_picture && is_within && !is_attached && bytes.as_ref().is_some_and(|bytes| bytes.len() <= SMALL) {
            continue;
        }
        enclosure.files.push(Enclosed { name, declared, bytes });
    }
    enclosure
}

fn decoded(head: &Message<'_>, body: &[u8]) -> Option<Vec<u8>> {
    match head.content_transfer_encoding().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "base64" => base64_decode(body),
        "quoted-printable" => quoted_printable_decode(body),
        _ => Some(body.to_vec()),
    }
}

/// A part that is a text, as a message of its own.
fn text(part: &Part<'_>) -> Option<String> {
    let whole = [part.head, &part.body[..part.body.len().min(LOOKED_AT)]].concat();
    let text = MessageParser::default().parse(&whole)?.body_text(0)?.into_owned();
    Some(text).filter(|text| !text.trim().is_empty())
}

/// A part that has no parts itself.
struct Part<'a> {
    /// With the empty line behind it.
    head: &'a [u8],
    body: &'a [u8],
}

/// Where in a message a line stands.
enum Place<'a> {
    Head {
        start: usize,
    },
    Body {
        head: &'a [u8],
        start: usize,
    },
    /// Before the first part of a multipart, or behind its last.
    Between,
}

fn parts(message: &[u8]) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    // The boundaries of the multiparts that the line stands in.
    let mut open: Vec<Vec<u8>> = Vec::new();
    let (mut place, mut at, mut heads) = (Place::Head { start: 0 }, 0, 0);
    while at < message.len() && heads < MAX_PARTS {
        let end = message[at..].iter().position(|byte| *byte == b'\n').map_or(message.len(), |length| at + length + 1);
        let line = message[at..end].trim_ascii_end();
        if let Some((level, is_last)) = boundary(line, &open) {
            if let Place::Body { head, start } = place {
                found.push(Part { head, body: without_line_end(&message[start..at]) });
            }
            open.truncate(if is_last { level } else { level + 1 });
            place = if is_last { Place::Between } else { Place::Head { start: end } };
        } else if let Place::Head { start } = place
            && line.is_empty()
        {
            heads += 1;
            let head = &message[start..end];
            place = match multipart(head).filter(|_| open.len() < DEPTH) {
                Some(name) => {
                    open.push(name);
                    Place::Between
                }
                None => Place::Body { head, start: end },
            };
        }
        at = end;
    }
    if let Place::Body { head, start } = place {
        found.push(Part { head, body: &message[start..] });
    }
    found.retain(|part| part.head.len() <= MAX_HEAD);
    found
}

/// Which of the open multiparts the line parts, and whether it ends it (RFC 2046, 5.1.1).
fn boundary(line: &[u8], open: &[Vec<u8>]) -> Option<(usize, bool)> {
    let line = line.strip_prefix(b"--")?;
    let is_last = |name: &Vec<u8>| line.strip_suffix(b"--").is_some_and(|start| start == name.as_slice());
    let level = open.iter().rposition(|name| line == name.as_slice() || is_last(name))?;
    Some((level, line != open[level].as_slice()))
}

/// The boundary of a multipart, by its head.
fn multipart(head: &[u8]) -> Option<Vec<u8>> {
    let head = MessageParser::default().parse_headers(head.get(..MAX_HEAD).unwrap_or(head))?;
    let kind = head.content_type().filter(|kind| kind.ctype().eq_ignore_ascii_case("multipart"))?;
    let name = kind.attribute("boundary")?.trim_end();
    (!name.is_empty()).then(|| name.as_bytes().to_vec())
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(body: &[u8]) -> &[u8] {
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    body.strip_suffix(b"\r").unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mail(parts: &[&str]) -> Vec<u8> {
        let parts: String = parts.iter().map(|part| format!("--b\r\n{part}\r\n")).collect();
        format!("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n").into_bytes()
    }

    const TEXT: &str = "Content-Type: text/plain; charset=utf-8\r\n\r\nVoici.";
    const FILE: &str = "Content-Type: application/pdf; name=\"a.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\naGVs\r\nbG8=";

    #[test]
    fn files_are_found_among_the_texts() {
        let alternative = "Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain\r\n\r\nOui.\r\n\
                           --c\r\nContent-Type: text/html\r\n\r\n<p>Oui.\r\n--c--\r\n";
        let Enclosure { files, text } = enclosed(&mail(&[alternative, FILE]));
        assert_eq!(text.as_deref().map(str::trim), Some("Oui."));
        assert_eq!((files.len(), files[0].name.as_str(), files[0].declared.as_str()), (1, "a.pdf", "application/pdf"));
        assert_eq!(files[0].bytes.as_deref(), Some(b"hello".as_slice()));
        // A text of that name is a file, and so is a mail that is one part alone.
        let named = "Content-Disposition: attachment; filename*=utf-8''relev%C3%A9.txt\r\n\r\nx";
        assert_eq!(enclosed(&mail(&[TEXT, named])).files[0].name, "relevé.txt");
        let alone = format!("From: a@b.example\r\n{FILE}");
        assert_eq!(enclosed(alone.as_bytes()).files.len(), 1);
    }

    #[test]
    fn what_is_no_file_of_the_senders_is_left_out() {
        let logo = "Content-Type: image/png\r\nContent-ID: <logo>\r\n\r\nsmall";
        let seal = "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx";
        let message = "Content-Type: message/rfc822\r\n\r\nContent-Type: application/pdf; name=\"a.pdf\"\r\n\r\nx";
        assert_eq!(enclosed(&mail(&[TEXT, logo, seal, message])).files, []);
        let photo = format!("Content-Type: image/png\r\nContent-ID: <photo>\r\n\r\n{}", "x".repeat(SMALL + 1));
        assert_eq!(enclosed(&mail(&[TEXT, &photo])).files.len(), 1);
    }

    #[test]
    fn depth_and_number_have_bounds() {
        let deep: String =
            (0..5_000).map(|at| format!("Content-Type: multipart/mixed; boundary=b{at}x\r\n\r\n--b{at}x\r\n")).collect();
        assert_eq!(enclosed(deep.as_bytes()).files, []);
        let many = vec![FILE; 5_000];
        assert!(enclosed(&mail(&many)).files.len() <= MAX_PARTS);
    }

    proptest! {
        #[test]
        fn any_bytes_have_files_or_none(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            enclosed(&bytes);
        }

        #[test]
        fn any_lines_have_files_or_none(lines in "(--b\r\n|--b--\r\n|\r\n|Content-Type: multipart/mixed; boundary=b\r\n|a\r\n){0,30}") {
            enclosed(lines.as_bytes());
        }
    }
}
