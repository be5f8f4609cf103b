//! What is wrong with a file before a byte of it is sent.

use super::Upload;
use recourse_contract::service::Limits;

/// Why a file cannot go with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There are as many as may be.
    TooMany,
    /// It is larger than may be.
    TooLarge,
    /// It has no content.
    Empty,
    /// Neither its ending nor its media type is one of those that are taken. Its content is the backend's business.
    Type,
    /// It is there already.
    Twice,
}

/// Endings of media types, the usual one first.
const ENDINGS: [(&str, &[&str]); 18] = [
    ("image/jpeg", &["jpg", "jpeg", "jpe"]),
    ("image/png", &["png"]),
    ("image/webp", &["webp"]),
    ("image/gif", &["gif"]),
    ("image/heic", &["heic", "heif"]),
    ("application/pdf", &["pdf"]),
    ("text/plain", &["txt", "log"]),
    ("text/csv", &["csv"]),
    ("application/msword", &["doc"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    ("application/vnd.ms-excel", &["xls"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    ("application/vnd.oasis.opendocument.text", &["odt"]),
    ("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    ("message/rfc822", &["eml"]),
    ("application/zip", &["zip"]),
    ("video/mp4", &["mp4"]),
    ("audio/mpeg", &["mp3"]),
];

/// The usual ending of a media type, to name it by; the second half of its name where none is known.
pub fn ending(media_type: &str) -> &str {
    let known = ENDINGS.iter().find(|(known, _)| *known == media_type).map(|(_, endings)| endings[0]);
    known.unwrap_or(media_type.rsplit('/').next().unwrap_or_default())
}

/// What the browser's dialogue offers: media types and endings.
pub fn accepted(limits: &Limits) -> String {
    let mut all: Vec<String> = Vec::new();
    for media_type in &limits.attachment_types {
        all.push(media_type.clone());
        let endings = ENDINGS.iter().find(|(known, _)| known == media_type).map_or(&[][..], |(_, endings)| endings);
        all.extend(endings.iter().map(|ending| format!(".{ending}")));
    }
    all.join(",")
}

/// What is wrong with a file, beside those that are there already.
pub fn fault(file: &Upload, there: &[Upload], limits: &Limits) -> Option<Fault> {
    if file.size == 0 {
        Some(Fault::Empty)
    } else if !is_taken(&file.name, &file.media_type, &limits.attachment_types) {
        Some(Fault::Type)
    } else if file.size > limits.attachment_bytes {
        Some(Fault::TooLarge)
    } else if there.iter().any(|other| other.is_same_file(file)) {
        Some(Fault::Twice)
    } else if there.len() >= limits.attachments as usize {
        Some(Fault::TooMany)
    } else {
        None
    }
}

/// Where the device names a type, that counts, or the ending: a device that has never heard of a type may call it anything.
fn is_taken(name: &str, media_type: &str, types: &[String]) -> bool {
    let own = media_type.split(';').next().unwrap_or_default().trim();
    let end = name.rsplit_once('.').map(|(_, end)| end).unwrap_or_default();
    types.iter().any(|taken| {
        let whole_kind = taken.strip_suffix("/*").is_some_and(|kind| own.split('/').next() == Some(kind));
        let by_ending =
            || ENDINGS.iter().any(|(known, endings)| known == taken && endings.iter().any(|e| e.eq_ignore_ascii_case(end)));
        taken.eq_ignore_ascii_case(own) || whole_kind || by_ending()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upload::Owner;

    fn file(name: &str, media_type: &str, size: u64) -> Upload {
        Upload::new(name.into(), Owner::Reply { ticket: "t".into() }, name.into(), media_type.into(), size, 0)
    }

    #[test]
    fn what_is_wrong_is_told_before_the_upload() {
        let attachment_types = vec!["image/png".into(), "application/pdf".into()];
        let limits = Limits { attachments: 2, attachment_bytes: 10, attachment_types, ..Limits::default() };
        let first = file("a.png", "image/png", 3);
        for (file, found) in [
            (file("b.PDF", "", 10), None),
            (file("scan", "application/pdf; x=1", 10), None),
            (file("b.pdf", "application/pdf", 11), Some(Fault::TooLarge)),
            (file("b.pdf", "application/pdf", 0), Some(Fault::Empty)),
            (file("b.exe", "application/x-msdownload", 5), Some(Fault::Type)),
            (file("pdf", "", 5), Some(Fault::Type)),
            (first.clone(), Some(Fault::Twice)),
        ] {
            assert_eq!(fault(&file, std::slice::from_ref(&first), &limits), found, "{}", file.name);
        }
        let there = [first.clone(), file("c.png", "image/png", 4)];
        assert_eq!(fault(&file("d.png", "image/png", 5), &there, &limits), Some(Fault::TooMany));
        assert_eq!(accepted(&limits), "image/png,.png,application/pdf,.pdf");
        assert_eq!(["image/jpeg", "application/x-new"].map(ending), ["jpg", "x-new"]);
    }
}
