//! JPEG (ITU-T T.81): its segments lead to its end. Phones put more behind it, within bounds.

use super::reader::Reader;
use super::{Fault, can_be_opened, hidden};
use recourse_contract::Code;

/// Most bytes behind the end of the last picture, such as a phone's notes on how it was taken.
const MAX_TRAILER: u64 = 64 * 1024;
/// Most pictures in one file: a phone keeps a small one, or the brightness, behind the large one (CIPA DC-007).
const MAX_PICTURES: u32 = 8;

/// A picture that is whole, can be opened and is nothing else.
pub(super) fn check(reader: &mut Reader) -> Result<(), Fault> {
    for _ in 0..MAX_PICTURES {
        picture(reader)?;
        let end = reader.at();
        let start = reader.some(3)?;
        if start != [0xff, 0xd8, 0xff] {
            trailer(reader, end)?;
            return hidden::no_archive(reader);
        }
        reader.go_to(end)?;
    }
    Err(Fault::Refused(Code::FileUnsafe))
}

/// Passes over one picture, from its beginning to its end.
fn picture(reader: &mut Reader) -> Result<(), Fault> {
    reader.skip(2)?;
    let (mut has_size, mut has_data) = (false, false);
    loop {
        match marker(reader)? {
            // The end.
            0xd9 if has_size && has_data => return Ok(()),
            0xd9 | 0xd8 | 0x00 => return Err(Fault::Refused(Code::FileDamaged)),
            // Markers without a segment.
            0x01 | 0xd0..=0xd7 => {}
            // The size: start of a frame. 0xc4, 0xc8 and 0xcc lie among these and are none.
            code @ 0xc0..=0xcf if !matches!(code, 0xc4 | 0xc8 | 0xcc) => {
                let length = segment(reader)?;
                let [_, h1, h0, w1, w0] = reader.bytes::<5>()?;
                let (width, height) = (u16::from_be_bytes([w1, w0]), u16::from_be_bytes([h1, h0]));
                can_be_opened(width.into(), height.into())?;
                has_size = true;
                reader.skip(length.checked_sub(5).ok_or(Fault::Refused(Code::FileDamaged))?)?;
            }
            code => {
                let length = segment(reader)?;
                reader.skip(length)?;
                if code == 0xda {
                    has_data = true;
                    data(reader)?;
                }
            }
        }
    }
}

/// The next marker's code; before it may stand more bytes of ones (B.1.1.2).
fn marker(reader: &mut Reader) -> Result<u8, Fault> {
    if reader.byte()? != 0xff {
        return Err(Fault::Refused(Code::FileDamaged));
    }
    loop {
        let code = reader.byte()?;
        if code != 0xff {
            return Ok(code);
        }
    }
}

/// The length of a segment without its own two bytes.
fn segment(reader: &mut Reader) -> Result<u64, Fault> {
    let length = u16::from_be_bytes(reader.bytes()?);
    length.checked_sub(2).map(u64::from).ok_or(Fault::Refused(Code::FileDamaged))
}

/// Passes over coded data, to the marker behind it.
fn data(reader: &mut Reader) -> Result<(), Fault> {
    loop {
        reader.skip_past(0xff)?;
        let code = reader.byte()?;
        // A byte of the data, and markers that belong to them.
        if code == 0xff {
            reader.back(1)?;
        } else if !matches!(code, 0x00 | 0xd0..=0xd7) {
            return reader.back(2);
        }
    }
}

/// What stands behind the picture is small and no file of a kind that something would open.
fn trailer(reader: &mut Reader, end: u64) -> Result<(), Fault> {
    let length = reader.length() - end;
    if length > MAX_TRAILER {
        return Err(Fault::Refused(Code::FileUnsafe));
    }
    let trailer = reader.tail(length)?;
    let is_text = |mark: &[u8]| trailer.windows(mark.len()).any(|window| window.eq_ignore_ascii_case(mark));
    let marks: [&[u8]; 12] = [
        b"<html",
        b"<script",
        b"<svg",
        b"<!doctype",
        b"<?xml",
        b"%PDF-",
        b"ftyp",
        b"Rar!",
        b"7z\xbc\xaf",
        b"\x7fELF",
        b"GIF8",
        b"\x89PNG",
    ];
    if trailer.starts_with(b"MZ") || marks.iter().any(|mark| is_text(mark)) {
        return Err(Fault::Refused(Code::FileUnsafe));
    }
    Ok(())
}
