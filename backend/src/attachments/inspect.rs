//! What a complete file is, and whether it may come in: told by its content, compared with its name.

use super::kind::{ending, essence};
use super::reader::Reader;
use super::{Fault, Kind, archive, gif, jpeg, pdf, png, text, webp};
use recourse_contract::Code;
use std::path::Path;

/// A file that may come in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// Looks at a whole file. `allowed` are the media types that the platform takes, `declared` the one that the sender names.
/// It blocks while it reads.
///
/// # Errors
/// Why it does not come in.
pub fn inspect(path: &Path, name: &str, declared: &str, allowed: &[String]) -> Result<Found, Fault> {
    let mut reader = Reader::open(path)?;
    let kind = told(&mut reader, name, declared)?;
    if !allowed.iter().any(|one| one == kind.media_type()) || !kind.agrees(name, declared) {
        return Err(Fault::Refused(Code::FileType));
    }
    reader.go_to(0)?;
    match kind {
        Kind::Png => png::check(&mut reader)?,
        Kind::Jpeg => jpeg::check(&mut reader)?,
        Kind::Webp => webp::check(&mut reader)?,
        Kind::Gif => gif::check(&mut reader)?,
        Kind::Pdf => pdf::check(&mut reader)?,
        // It was read to its end in order to tell.
        Kind::Text | Kind::Csv => {}
        Kind::Docx | Kind::Xlsx | Kind::Odt | Kind::Ods | Kind::Zip => archive::check(&mut reader, kind)?,
    }
    Ok(Found { kind, sha256: reader.sha256()? })
}

/// The kind by the content. Between plain text and CSV the name decides: the content cannot.
fn told(reader: &mut Reader, name: &str, declared: &str) -> Result<Kind, Fault> {
    if reader.length() == 0 {
        return Err(Fault::Refused(Code::FileDamaged));
    }
    let start = reader.some(16)?;
    let marks: [(&[u8], Kind); 6] = [
        (b"\x89PNG\r\n\x1a\n", Kind::Png),
        (b"\xff\xd8\xff", Kind::Jpeg),
        (b"GIF87a", Kind::Gif),
        (b"GIF89a", Kind::Gif),
        (b"%PDF-", Kind::Pdf),
        (b"PK\x03\x04", Kind::Zip),
    ];
    match marks.into_iter().find(|(mark, _)| start.starts_with(mark)) {
        Some((_, Kind::Zip)) => archive::kind(reader),
        Some((_, kind)) => Ok(kind),
        None if start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP") => Ok(Kind::Webp),
        None => {
            text::check(reader)?;
            let is_csv = match ending(name) {
                Some(ending) => ending == "csv",
                None => essence(declared) == Kind::Csv.media_type(),
            };
            Ok(if is_csv { Kind::Csv } else { Kind::Text })
        }
    }
}
