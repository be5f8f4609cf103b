//! PDF: as far as it has to be known in order to tell that it is one, whole, and nothing else. What it holds is not read:
//! nothing here opens it, and whoever does has a reader that keeps scripts in.

use super::reader::Reader;
use super::{Fault, hidden};
use recourse_contract::Code;

/// Readers look for the end here (ISO 32000-1, annex H, note 18), and browsers for markup at the beginning.
const LOOKED_AT: u64 = 1024;
const END: &[u8] = b"%%EOF";

/// A document that is whole and nothing else.
pub(super) fn check(reader: &mut Reader) -> Result<(), Fault> {
    let start = reader.some(LOOKED_AT)?.to_ascii_lowercase();
    let marks: [&[u8]; 4] = [b"<html", b"<script", b"<svg", b"<!doctype"];
    if marks.iter().any(|mark| start.windows(mark.len()).any(|window| window == *mark)) {
        return Err(Fault::Refused(Code::FileUnsafe));
    }
    let tail = reader.tail(LOOKED_AT)?;
    let Some(end) = tail.windows(END.len()).rposition(|window| window == END) else {
        // Something of another kind behind it hides the end, too.
        let whole = ends_before(reader)?;
        return Err(Fault::Refused(if whole { Code::FileUnsafe } else { Code::FileDamaged }));
    };
    let is_space = |byte: &u8| matches!(byte, 0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ');
    if !tail[end + END.len()..].iter().all(is_space) {
        return Err(Fault::Refused(Code::FileUnsafe));
    }
    hidden::no_archive_at_end(reader)
}

/// Whether it ends long before the file does.
fn ends_before(reader: &mut Reader) -> Result<bool, Fault> {
    const STEP: u64 = 64 * 1024;
    let mut start = 0;
    while start < reader.length() {
        reader.go_to(start)?;
        let piece = reader.some(STEP + END.len() as u64 - 1)?;
        if piece.windows(END.len()).any(|window| window == END) {
            return Ok(true);
        }
        start += STEP;
    }
    Ok(false)
}
