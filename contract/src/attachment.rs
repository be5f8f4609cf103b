//! Attachments: files that go with a ticket or an update. Their bytes travel by tus 1.0 (`docs/backend.md`).

use serde::{Deserialize, Serialize};

/// Longest name of a file, in characters.
pub const MAX_NAME: usize = 200;

/// A file that goes with a ticket or an update. `GET /attachments/{id}` gives its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Attachment {
    /// Opaque.
    pub id: String,
    /// Its name, without any path.
    pub name: String,
    /// Its media type, told by its content.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// A file's name as it is kept: the last part of a path, without control characters and signs that change the direction
/// of reading, at most [`MAX_NAME`] characters with its ending. Empty when nothing is left.
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown =
        |c: &char| !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = last.chars().filter(shown).collect();
    let kept = kept.trim().trim_start_matches('.').trim();
    if kept.chars().count() <= MAX_NAME {
        return kept.to_owned();
    }
    let ending = kept.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.len() <= 10).unwrap_or_default();
    let room = MAX_NAME - ending.len() - 1;
    let start: String = kept.chars().take(room).collect();
    if ending.is_empty() { start } else { format!("{start}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_lose_their_path_and_what_deceives() {
        for (given, kept) in [
            ("bill.pdf", "bill.pdf"),
            ("C:\\Users\\me\\bill.pdf", "bill.pdf"),
            ("../../etc/passwd", "passwd"),
            ("bill\u{202e}fdp.exe", "billfdp.exe"),
            (" .htaccess", "htaccess"),
            ("a\r\nb.png", "ab.png"),
            ("..", ""),
        ] {
            assert_eq!(plain_name(given), kept, "{given:?}");
        }
        let long = plain_name(&format!("{}.pdf", "é".repeat(400)));
        assert!(long.ends_with(".pdf") && long.chars().count() == MAX_NAME, "{long}");
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_plain_one(name in "\\PC{0,300}|[./\\\\a-z\u{0}-\u{1f}]{0,40}") {
            let kept = plain_name(&name);
            prop_assert!(!kept.contains(['/', '\\']) && !kept.starts_with('.') && kept.chars().count() <= MAX_NAME);
            prop_assert_eq!(plain_name(&kept), kept);
        }
    }
}
