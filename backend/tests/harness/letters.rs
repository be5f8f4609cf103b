//! Reads e-mails as far as the tests need it: headers, encoded words, the one body.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fs;
use std::path::Path;

/// An e-mail.
#[derive(Clone, Debug)]
pub struct Mail {
    headers: Vec<(String, String)>,
    pub text: String,
}

impl Mail {
    pub fn parse(message: &str) -> Self {
        let message = message.replace("\r\n", "\n");
        let (head, body) = message.split_once("\n\n").expect("head and body");
        let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
        let headers: Vec<(String, String)> = unfolded
            .lines()
            .map(|line| line.split_once(':').unwrap_or_else(|| panic!("a header: {line:?}")))
            .map(|(name, value)| (name.to_ascii_lowercase(), words(value.trim())))
            .collect();
        let mut mail = Self { headers, text: String::new() };
        mail.text = match mail.header("content-transfer-encoding").to_ascii_lowercase().as_str() {
            "base64" => String::from_utf8(STANDARD.decode(body.replace('\n', "")).unwrap()).unwrap().replace("\r\n", "\n"),
            "quoted-printable" => quoted_printable(&body.replace("=\n", ""), false),
            _ => body.to_owned(),
        };
        mail
    }

    /// The one header of this name.
    pub fn header(&self, name: &str) -> &str {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let value = found.next().map_or("", |(_, value)| value);
        assert!(found.next().is_none(), "{name} stands once");
        value
    }

    /// The private link in it.
    pub fn link(&self) -> &str {
        let start = self.text.find("http").expect("a link");
        self.text[start..].split_whitespace().next().unwrap()
    }

    /// The token in its private link.
    pub fn token(&self) -> &str {
        self.link().split_once("#k=").expect("a token in the fragment").1
    }
}

/// Every finished mail in a folder.
pub fn in_folder(folder: &Path) -> Vec<Mail> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
    paths.sort();
    paths.iter().map(|path| Mail::parse(&fs::read_to_string(path).unwrap())).collect()
}

/// RFC 2047. What merely looks like the beginning of an encoded word stays as it is.
fn words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    let mut is_after_word = false;
    while let Some(start) = rest.find("=?") {
        let (before, after) = rest.split_at(start);
        match word(&after[2..]) {
            Some((text, after)) => {
                // White space between two encoded words is not shown.
                if !(is_after_word && before.trim().is_empty()) {
                    out.push_str(before);
                }
                out.push_str(&text);
                (rest, is_after_word) = (after, true);
            }
            None => {
                out.push_str(before);
                out.push_str("=?");
                (rest, is_after_word) = (&after[2..], false);
            }
        }
    }
    out + rest
}

/// The text of an encoded word, and what follows it.
fn word(text: &str) -> Option<(String, &str)> {
    let text = text.strip_prefix("utf-8?")?;
    let (encoding, text) = text.split_once('?')?;
    let (text, after) = text.split_once("?=")?;
    let text = match encoding {
        "b" | "B" => String::from_utf8(STANDARD.decode(text).ok()?).ok()?,
        "q" | "Q" => quoted_printable(text, true),
        _ => return None,
    };
    Some((text, after))
}

fn quoted_printable(text: &str, is_word: bool) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'=' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            }
            b'_' if is_word => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}
