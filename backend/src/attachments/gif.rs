//! GIF (version 89a): its blocks lead to its trailer, and nothing follows.

use super::reader::Reader;
use super::{Fault, can_be_opened, hidden};
use recourse_contract::Code;

/// A picture that is whole, can be opened and is nothing else.
pub(super) fn check(reader: &mut Reader) -> Result<(), Fault> {
    reader.skip(6)?;
    let size: [u8; 4] = reader.bytes()?;
    // Read as a script, these would begin something that hides the rest of the picture.
    if matches!(size, [b'/', b'*', ..] | [b'=', b' '..=b'~', ..]) {
        return Err(Fault::Refused(Code::FileUnsafe));
    }
    let [w0, w1, h0, h1] = size;
    can_be_opened(u16::from_le_bytes([w0, w1]).into(), u16::from_le_bytes([h0, h1]).into())?;
    let [flags, _, _] = reader.bytes::<3>()?;
    colours(reader, flags)?;
    let mut has_data = false;
    loop {
        match reader.byte()? {
            // An extension: its label and its data.
            0x21 => {
                reader.skip(1)?;
                blocks(reader)?;
            }
            // A picture: its place and size, perhaps its colours, its data.
            0x2c => {
                let [_, _, _, _, w0, w1, h0, h1, flags] = reader.bytes::<9>()?;
                can_be_opened(u16::from_le_bytes([w0, w1]).into(), u16::from_le_bytes([h0, h1]).into())?;
                colours(reader, flags)?;
                reader.skip(1)?;
                blocks(reader)?;
                has_data = true;
            }
            0x3b => break,
            _ => return Err(Fault::Refused(Code::FileDamaged)),
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

/// Passes over a table of colours, if the flags announce one.
fn colours(reader: &mut Reader, flags: u8) -> Result<(), Fault> {
    if flags & 0x80 == 0 { Ok(()) } else { reader.skip(3_u64 << ((flags & 0x07) + 1)) }
}

/// Passes over blocks of data, to the empty one.
fn blocks(reader: &mut Reader) -> Result<(), Fault> {
    loop {
        match reader.byte()? {
            0 => return Ok(()),
            length => reader.skip(length.into())?,
        }
    }
}
