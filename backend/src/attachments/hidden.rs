//! Archives hidden in files of other kinds: a program that looks for one finds it, whatever the file seems to be.

use super::Fault;
use super::reader::Reader;
use recourse_contract::Code;

/// A zip ends with a record of 22 bytes and a comment of up to 65,535 (APPNOTE.TXT, 4.3.16).
pub(super) const END_RECORD: u64 = 22 + 0xffff;
pub(super) const END_MARK: &[u8] = b"PK\x05\x06";
const ENTRY_MARK: &[u8] = b"PK\x03\x04";
/// Bytes of an entry's header before its name.
const ENTRY: usize = 30;
const STEP: u64 = 64 * 1024;

/// No zip ends near the end of the file.
pub(super) fn no_archive_at_end(reader: &mut Reader) -> Result<(), Fault> {
    let tail = reader.tail(END_RECORD)?;
    if tail.windows(END_MARK.len()).any(|window| window == END_MARK) {
        return Err(Fault::Refused(Code::FileUnsafe));
    }
    Ok(())
}

/// No zip begins, lies or ends anywhere in the file.
pub(super) fn no_archive(reader: &mut Reader) -> Result<(), Fault> {
    no_archive_at_end(reader)?;
    let mut start = 0;
    while start < reader.length() {
        reader.go_to(start)?;
        // Pieces overlap by a header less one byte.
        let piece = reader.some(STEP + ENTRY as u64 - 1)?;
        if piece.windows(ENTRY).any(is_entry) {
            return Err(Fault::Refused(Code::FileUnsafe));
        }
        start += STEP;
    }
    Ok(())
}

/// Whether an entry's header begins here. The mark alone comes up by chance in one large picture of two hundred, so the
/// fields behind it have to make sense, too.
fn is_entry(window: &[u8]) -> bool {
    let field = |at: usize| u16::from_le_bytes([window[at], window[at + 1]]);
    let (version, method, name) = (field(4), field(8), field(26));
    window.starts_with(ENTRY_MARK) && version <= 63 && method <= 99 && (1..=1024).contains(&name)
}
