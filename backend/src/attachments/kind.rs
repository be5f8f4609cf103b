//! The kinds of files that are known, and what names and declarations say of them.

/// What a file is. SVG and HTML are no kinds: they can run scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The names say it.
pub enum Kind {
    Png,
    Jpeg,
    Webp,
    Gif,
    Pdf,
    Text,
    Csv,
    Docx,
    Xlsx,
    Odt,
    Ods,
    Zip,
}

/// A kind with its media type, the endings of its names, and other media types that senders declare it as.
type Known = (Kind, &'static str, &'static [&'static str], &'static [&'static str]);

static KNOWN: [Known; 12] = [
    (Kind::Png, "image/png", &["png"], &["image/x-png"]),
    (Kind::Jpeg, "image/jpeg", &["jpg", "jpeg", "jpe", "jfif"], &["image/jpg", "image/pjpeg"]),
    (Kind::Webp, "image/webp", &["webp"], &[]),
    (Kind::Gif, "image/gif", &["gif"], &[]),
    (Kind::Pdf, "application/pdf", &["pdf"], &["application/x-pdf"]),
    (Kind::Text, "text/plain", &["txt", "text", "log"], &[]),
    // Browsers take the type of .csv from Windows, where a spreadsheet program has put its own.
    (
        Kind::Csv,
        "text/csv",
        &["csv"],
        &["text/plain", "application/csv", "text/comma-separated-values", "application/vnd.ms-excel"],
    ),
    (Kind::Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"], &ZIPPED),
    (Kind::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"], &ZIPPED),
    (Kind::Odt, "application/vnd.oasis.opendocument.text", &["odt"], &ZIPPED),
    (Kind::Ods, "application/vnd.oasis.opendocument.spreadsheet", &["ods"], &ZIPPED),
    (Kind::Zip, "application/zip", &["zip"], &ZIPPED),
];

const ZIPPED: [&str; 2] = ["application/zip", "application/x-zip-compressed"];

impl Kind {
    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        KNOWN.iter().map(|known| known.0)
    }

    fn known(self) -> &'static Known {
        KNOWN.iter().find(|known| known.0 == self).expect("each kind stands in the table")
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        self.known().1
    }

    /// The usual ending of its names.
    pub fn ending(self) -> &'static str {
        self.known().2[0]
    }

    /// Whether the name and the media type that the sender declares can be those of this kind, as far as they say anything.
    pub fn agrees(self, name: &str, declared: &str) -> bool {
        let (_, media_type, endings, also) = self.known();
        let declared = essence(declared);
        let is_declared = declared == *media_type || also.contains(&declared.as_str());
        ending(name).is_none_or(|ending| endings.contains(&ending.as_str())) && (says_nothing(&declared) || is_declared)
    }
}

/// Whether the sender has not said what it is.
fn says_nothing(declared: &str) -> bool {
    matches!(declared, "" | "application/octet-stream" | "binary/octet-stream" | "application/x-download")
}

/// A media type without its parameters, in lower case.
pub(super) fn essence(declared: &str) -> String {
    declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The ending of a name in lower case, if it has one: up to five letters and digits. Digits alone are a date or a number.
pub(super) fn ending(name: &str) -> Option<String> {
    let (_, ending) = name.rsplit_once('.')?;
    let is_one = (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    (is_one && ending.bytes().any(|b| b.is_ascii_alphabetic())).then(|| ending.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_declarations_count_as_far_as_they_say_something() {
        for (kind, name, declared) in [
            (Kind::Png, "a.png", "image/png"),
            (Kind::Png, "a.PNG", ""),
            (Kind::Png, "Screen of 27.11.2026", "application/octet-stream"),
            (Kind::Jpeg, "a.jpeg", "image/jpg"),
            (Kind::Csv, "a.csv", "application/vnd.ms-excel"),
            (Kind::Text, "a.txt", "text/plain; charset=utf-8"),
            (Kind::Docx, "a.docx", "application/zip"),
        ] {
            assert!(kind.agrees(name, declared), "{kind:?} {name} {declared}");
        }
        for (kind, name, declared) in [
            (Kind::Png, "a.pdf", "image/png"),
            (Kind::Png, "a.png", "image/jpeg"),
            (Kind::Text, "a.bat", "text/plain"),
            (Kind::Text, "a.svg", ""),
            (Kind::Text, "a", "text/html"),
            (Kind::Zip, "a.docx", ""),
        ] {
            assert!(!kind.agrees(name, declared), "{kind:?} {name} {declared}");
        }
    }

    #[test]
    fn each_kind_has_a_media_type_of_its_own() {
        let mut types: Vec<_> = Kind::all().map(Kind::media_type).collect();
        types.sort_unstable();
        types.dedup();
        assert_eq!(types.len(), KNOWN.len());
    }
}
