//! Plain text: UTF-8, or one byte for each letter, without what no text holds, and no markup or script by its beginning.

use super::Fault;
use super::reader::Reader;
use recourse_contract::Code;

const STEP: u64 = 64 * 1024;
/// So much of the beginning is looked at for markup.
const BEGINNING: usize = 1024;

/// What the WHATWG's MIME sniffing takes for HTML or XML at the beginning, and what else runs.
const MARKUP: [&str; 26] = [
    "<!doctype",
    "<html",
    "<head",
    "<script",
    "<iframe",
    "<h1",
    "<div",
    "<font",
    "<table",
    "<a",
    "<style",
    "<title",
    "<b",
    "<body",
    "<br",
    "<p",
    "<!--",
    "<?",
    "<svg",
    "<img",
    "<meta",
    "<link",
    "<object",
    "<embed",
    "<form",
    "#!",
];

/// It is text, from the beginning to the end.
pub(super) fn check(reader: &mut Reader) -> Result<(), Fault> {
    let refused = || Fault::Refused(Code::FileType);
    reader.go_to(0)?;
    let (mut is_utf8, mut is_latin) = (true, true);
    // The beginning of a letter that the next piece goes on with.
    let mut open: Vec<u8> = Vec::new();
    let mut is_first = true;
    loop {
        let piece = reader.some(STEP)?;
        if piece.is_empty() {
            break;
        }
        if std::mem::take(&mut is_first) && is_markup(&piece[..piece.len().min(BEGINNING)]) {
            return Err(refused());
        }
        if piece.iter().any(is_control) {
            return Err(refused());
        }
        // Windows-1252, as which the web reads Latin-1; it leaves five places empty.
        is_latin &= !piece.iter().any(|byte| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d));
        if is_utf8 {
            open.extend(&piece);
            let valid = match std::str::from_utf8(&open) {
                Ok(text) => text.len(),
                Err(fault) => {
                    is_utf8 = fault.error_len().is_none();
                    fault.valid_up_to()
                }
            };
            open.drain(..valid);
        }
        if !is_utf8 && !is_latin {
            return Err(refused());
        }
    }
    if (is_utf8 && open.is_empty()) || is_latin { Ok(()) } else { Err(refused()) }
}

/// A control character of ASCII other than tab, line ends and page ends.
fn is_control(byte: &u8) -> bool {
    (*byte < 0x20 && !matches!(byte, b'\t' | b'\n' | 0x0c | b'\r')) || *byte == 0x7f
}

fn is_markup(beginning: &[u8]) -> bool {
    let text = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(beginning).trim_ascii_start().to_ascii_lowercase();
    MARKUP.iter().any(|mark| {
        let rest = text.strip_prefix(mark.as_bytes());
        let is_word = mark.ends_with(|c: char| c.is_ascii_alphanumeric());
        // `<b` is a tag, `<bonjour` is none.
        rest.is_some_and(|rest| {
            !is_word || !rest.first().is_some_and(|next| next.is_ascii_alphanumeric() || b"-@._".contains(next))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::is_markup;

    #[test]
    fn markup_is_told_by_its_beginning() {
        for text in
            ["<!DOCTYPE html>", "\u{feff} \r\n<HTML>", "<svg/onload=1>", "<?xml version", "<b>", "<!-- x -->", "#!/bin/sh"]
        {
            assert!(is_markup(text.as_bytes()), "{text}");
        }
        for text in ["Bonjour <b>", "<marie@example.com> wrote:", "a;b;c", "< 5 nights", "<bonjour>", "<b.dupont@example.com>"] {
            assert!(!is_markup(text.as_bytes()), "{text}");
        }
    }
}
