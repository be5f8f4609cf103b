//! PNG (W3C, third edition): its chunks lead to its end, and nothing follows.

use super::reader::Reader;
use super::{Fault, can_be_opened, hidden};
use recourse_contract::Code;

/// A picture that is whole, can be opened and is nothing else.
pub(super) fn check(reader: &mut Reader) -> Result<(), Fault> {
    reader.skip(8)?;
    let (mut is_first, mut has_data) = (true, false);
    loop {
        let length = u32::from_be_bytes(reader.bytes()?);
        let name: [u8; 4] = reader.bytes()?;
        if is_first != (name == *b"IHDR") || !name.iter().all(u8::is_ascii_alphabetic) {
            return Err(Fault::Refused(Code::FileDamaged));
        }
        let mut left = u64::from(length);
        if is_first {
            let (width, height) = (reader.bytes()?, reader.bytes()?);
            can_be_opened(u32::from_be_bytes(width), u32::from_be_bytes(height))?;
            left = left.checked_sub(8).ok_or(Fault::Refused(Code::FileDamaged))?;
            is_first = false;
        }
        has_data |= name == *b"IDAT";
        // The data, and their check sum.
        reader.skip(left + 4)?;
        if name == *b"IEND" {
            break;
        }
    }
    if !has_data {
        return Err(Fault::Refused(Code::FileDamaged));
    }
    if !reader.is_at_end() {
        return Err(Fault::Refused(Code::FileUnsafe));
    }
    hidden::no_archive(reader)
}
