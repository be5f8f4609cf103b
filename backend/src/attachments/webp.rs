//! WebP (RFC 9649): a RIFF container of exactly its size.

use super::reader::Reader;
use super::{Fault, can_be_opened, hidden};
use recourse_contract::Code;

/// A picture that is whole, can be opened and is nothing else.
pub(super) fn check(reader: &mut Reader) -> Result<(), Fault> {
    let damaged = || Fault::Refused(Code::FileDamaged);
    reader.skip(4)?;
    let end = 8 + u64::from(u32::from_le_bytes(reader.bytes()?));
    if end > reader.length() {
        return Err(damaged());
    }
    if end < reader.length() {
        return Err(Fault::Refused(Code::FileUnsafe));
    }
    reader.skip(4)?;
    let mut has_size = false;
    while !reader.is_at_end() {
        let name: [u8; 4] = reader.bytes()?;
        let length = u64::from(u32::from_le_bytes(reader.bytes()?));
        let next = reader.at() + length + length % 2;
        let size = match &name {
            // Lossy: a frame's tag of three bytes and its mark come first.
            b"VP8 " => {
                let [_, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1] = reader.bytes::<10>()? else { return Err(damaged()) };
                let part = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
                Some((part(w0, w1), part(h0, h1)))
            }
            // Lossless: fourteen bits each, less one.
            b"VP8L" => {
                let [0x2f, bits @ ..] = reader.bytes::<5>()? else { return Err(damaged()) };
                let bits = u32::from_le_bytes(bits);
                Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
            }
            // With more to it: the canvas, twenty-four bits each, less one.
            b"VP8X" => {
                let [_, _, _, _, w0, w1, w2, h0, h1, h2] = reader.bytes::<10>()?;
                Some((u32::from_le_bytes([w0, w1, w2, 0]) + 1, u32::from_le_bytes([h0, h1, h2, 0]) + 1))
            }
            _ => None,
        };
        if let Some((width, height)) = size {
            can_be_opened(width, height)?;
            has_size = true;
        }
        reader.go_to(next)?;
    }
    if !has_size {
        return Err(damaged());
    }
    hidden::no_archive(reader)
}
