//! The mails that the backend has sent: `.eml` files in its data folder.

use crate::Outcome;
use std::fs;
use std::path::Path;

/// A mail.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The line of the header.
    pub to: String,
    /// The text, decoded.
    pub text: String,
}

impl Mail {
    /// The private link in it.
    pub fn link(&self) -> Option<&str> {
        self.text.split_whitespace().find(|word| word.contains("/t/") && word.contains("#k="))
    }
}

/// All mails of a folder, by file name.
///
/// # Errors
/// One cannot be read.
pub fn all(folder: &Path) -> Outcome<Vec<Mail>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "eml"));
    files.sort();
    files.into_iter().map(|file| Ok(read(&fs::read_to_string(file)?))).collect()
}

fn read(source: &str) -> Mail {
    let source = source.replace("\r\n", "\n");
    let (head, body) = source.split_once("\n\n").unwrap_or((&source, ""));
    // Folded lines belong to the one before.
    let head = head.replace("\n ", " ").replace("\n\t", " ");
    let header = |name: &str| {
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")));
        line.map(|line| line[name.len() + 1..].trim().to_owned()).unwrap_or_default()
    };
    let text = match header("content-transfer-encoding").to_ascii_lowercase().as_str() {
        "quoted-printable" => String::from_utf8_lossy(&quoted_printable(body)).into_owned(),
        "base64" => String::from_utf8_lossy(&base64(body)).into_owned(),
        _ => body.to_owned(),
    };
    Mail { to: header("to"), text }
}

fn quoted_printable(body: &str) -> Vec<u8> {
    let joined = body.replace("=\n", "");
    let mut bytes = joined.bytes();
    let mut out = Vec::with_capacity(joined.len());
    while let Some(byte) = bytes.next() {
        let digits = if byte == b'=' { [bytes.next(), bytes.next()] } else { [None, None] };
        match digits {
            [Some(high), Some(low)] => out.push(digit(high) << 4 | digit(low)),
            _ => out.push(byte),
        }
    }
    out
}

fn digit(byte: u8) -> u8 {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or_default()
}

fn base64(body: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut held) = (Vec::new(), 0u32, 0u32);
    for value in body.bytes().filter_map(|byte| LETTERS.iter().position(|letter| *letter == byte)) {
        bits = bits << 6 | u32::try_from(value).unwrap_or_default();
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).unwrap_or_default());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn both_encodings_are_read() {
        let quoted = "To: a@b.c\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nhttp://x/t/1#k=3Da.=\r\nb caf=C3=A9\r\n";
        let encoded = "To: a@b.c\nContent-Transfer-Encoding: base64\n\naHR0cDovL3gvdC8xI2s9YS5iIGNhZsOp\n";
        for source in [quoted, encoded] {
            let mail = read(source);
            assert_eq!(
                (mail.to.as_str(), mail.text.trim(), mail.link()),
                ("a@b.c", "http://x/t/1#k=a.b café", Some("http://x/t/1#k=a.b"))
            );
        }
    }
}
