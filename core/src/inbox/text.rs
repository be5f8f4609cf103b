//! Web addresses in what people wrote: they become links; everything else stays text.

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text.
    Text(&'a str),
    /// An address with a safe scheme.
    Link(&'a str),
}

/// The schemes that become links. Others could run something.
const SAFE: [&str; 2] = ["https://", "http://"];

/// A text in pieces; put together again they are the text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut from, mut at) = (Vec::new(), 0, 0);
    while at < text.len() {
        let starts_word = text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        match address(&text[at..]).filter(|_| starts_word) {
            Some(length) => {
                if from < at {
                    pieces.push(Piece::Text(&text[from..at]));
                }
                pieces.push(Piece::Link(&text[at..at + length]));
                (from, at) = (at + length, at + length);
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    if from < text.len() {
        pieces.push(Piece::Text(&text[from..]));
    }
    pieces
}

/// The length of the address that the text begins with.
fn address(text: &str) -> Option<usize> {
    let scheme =
        SAFE.into_iter().find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let length = end_of_address(text);
    (length > scheme.len()).then_some(length)
}

/// Where an address ends that the text begins with: before a space or a quotation mark, without the punctuation of the
/// sentence around it.
pub fn end_of_address(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"«»“”".contains(c)).unwrap_or(text.len());
    let mut found = &text[..end];
    while let Some(last) = found.chars().next_back() {
        let closes = |open: char| last_closes(found, open, last);
        let is_outside = match last {
            ')' => !closes('('),
            ']' => !closes('['),
            _ => ".,;:!?'’…".contains(last),
        };
        if !is_outside {
            break;
        }
        found = &found[..found.len() - last.len_utf8()];
    }
    found.len()
}

/// Whether the bracket at the end was opened within the address.
fn last_closes(found: &str, open: char, close: char) -> bool {
    found.matches(open).count() >= found.matches(close).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn links(text: &str) -> Vec<&str> {
        let link = |piece| match piece {
            Piece::Link(link) => Some(link),
            Piece::Text(_) => None,
        };
        pieces(text).into_iter().filter_map(link).collect()
    }

    #[test]
    fn addresses_end_where_people_mean_them_to() {
        for (text, expected) in [
            ("See https://a.example/b?c=d#e.", vec!["https://a.example/b?c=d#e"]),
            ("(https://a.example), HTTP://b.example!", vec!["https://a.example", "HTTP://b.example"]),
            ("https://a.example/x_(y)", vec!["https://a.example/x_(y)"]),
            ("« https://a.example » “https://b.example”", vec!["https://a.example", "https://b.example"]),
            ("https://é.example/ü\nnext", vec!["https://é.example/ü"]),
            ("javascript:alert(1) data:text/html,x ftp://a file:///etc", vec![]),
            ("xhttps://a.example https:// http://", vec![]),
            ("<a href=\"https://a.example\">", vec!["https://a.example"]),
        ] {
            assert_eq!(links(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "(https?://|[a-zé.,()\"« \n]|javascript:){0,12}") {
            let all: String = pieces(&text).into_iter().map(|piece| match piece { Piece::Text(t) | Piece::Link(t) => t }).collect();
            prop_assert_eq!(all, text);
        }
    }
}
