//! A ZIP archive, made from its beginning to its end (APPNOTE.TXT 6.3.10): the heads of its entries, and the directory behind
//! them. Sizes and sums are known before an entry begins, so that every program reads it, also one that reads it as it comes.
//! It holds the directory alone in memory, and knows no files.

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use jiff::civil::DateTime;
use std::io::{self, Write};

/// From here on sizes and places stand in an extra field, with eight bytes each (4.5.3).
const LARGE: u64 = 0xFFFF_FFFF;
/// From here on the number of entries does.
const MANY: u64 = 0xFFFF;
/// Names are UTF-8 (4.4.4, bit 11).
const UTF8: u16 = 0x0800;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// Made on a Unix, by version 4.5.
const MADE_BY: u16 = (3 << 8) | 45;
/// A plain file that its owner writes and everybody reads.
const MODE: u32 = 0o100_644 << 16;

/// An archive that is being made.
pub struct Zip {
    /// When its entries were made, as MS-DOS counts: time and date.
    made: [u8; 4],
    directory: Vec<u8>,
    entries: u64,
    /// Where the next entry begins.
    at: u64,
}

/// An entry, as head and directory speak of it.
struct Entry<'a> {
    name: &'a str,
    method: u16,
    sum: u32,
    /// Bytes of it in the archive.
    length: u64,
    /// Bytes of the file.
    size: u64,
}

impl Zip {
    /// An empty one, whose entries are of this moment.
    pub fn new(made: DateTime) -> Self {
        let part = |value: i8| u16::from(value.unsigned_abs());
        let years = made.year().saturating_sub(1980).clamp(0, 127).unsigned_abs();
        let time = (part(made.hour()) << 11) | (part(made.minute()) << 5) | (part(made.second()) / 2);
        let date = (years << 9) | (part(made.month()) << 5) | part(made.day());
        let [[a, b], [c, d]] = [time.to_le_bytes(), date.to_le_bytes()];
        Self { made: [a, b, c, d], directory: Vec::new(), entries: 0, at: 0 }
    }

    /// An entry, packed.
    ///
    /// # Errors
    /// None that memory does not have.
    pub fn packed(&mut self, name: &str, content: &[u8]) -> io::Result<Vec<u8>> {
        let mut sum = Crc::new();
        sum.update(content);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content)?;
        let packed = encoder.finish()?;
        let (length, size) = (packed.len() as u64, content.len() as u64);
        let mut bytes = self.head(&Entry { name, method: DEFLATED, sum: sum.sum(), length, size });
        bytes.extend(packed);
        Ok(bytes)
    }

    /// The head of an entry that is stored as it is. So many bytes with this CRC-32 have to follow.
    pub fn stored(&mut self, name: &str, size: u64, sum: u32) -> Vec<u8> {
        self.head(&Entry { name, method: STORED, sum, length: size, size })
    }

    /// The directory: the end of the archive.
    pub fn end(&mut self) -> Vec<u8> {
        let (start, length) = (self.at, self.directory.len() as u64);
        let mut bytes = std::mem::take(&mut self.directory);
        if start.max(length) >= LARGE || self.entries >= MANY {
            bytes.extend(b"PK\x06\x06");
            // Of what follows in this record.
            bytes.extend(44_u64.to_le_bytes());
            bytes.extend(MADE_BY.to_le_bytes());
            bytes.extend(45_u16.to_le_bytes());
            bytes.extend([0; 8]);
            for value in [self.entries, self.entries, length, start] {
                bytes.extend(value.to_le_bytes());
            }
            bytes.extend(b"PK\x06\x07\0\0\0\0");
            bytes.extend((start + length).to_le_bytes());
            bytes.extend(1_u32.to_le_bytes());
        }
        let entries = u16::try_from(self.entries).unwrap_or(u16::MAX).to_le_bytes();
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        bytes.extend([entries, entries].concat());
        bytes.extend([short(length), short(start)].concat());
        bytes.extend([0; 2]);
        bytes
    }

    fn head(&mut self, entry: &Entry<'_>) -> Vec<u8> {
        let Entry { name, length, size, .. } = *entry;
        let is_large = length.max(size) >= LARGE;
        let extra = if is_large { extra(&[size, length]) } else { Vec::new() };
        let bytes = [&b"PK\x03\x04"[..], &self.common(entry, is_large, extra.len()), name.as_bytes(), &extra].concat();

        let is_large = is_large || self.at >= LARGE;
        let extra = if is_large { self::extra(&[size, length, self.at]) } else { Vec::new() };
        let common = self.common(entry, is_large, extra.len());
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(MADE_BY.to_le_bytes());
        self.directory.extend(common);
        // No remark, the first disk, nothing known of what is in it.
        self.directory.extend([0; 6]);
        self.directory.extend(MODE.to_le_bytes());
        self.directory.extend(if is_large { [0xFF; 4] } else { short(self.at) });
        self.directory.extend(name.as_bytes());
        self.directory.extend(extra);
        self.entries += 1;
        self.at += bytes.len() as u64 + length;
        bytes
    }

    /// What head and directory both say: from the version that is needed to the length of the extra field.
    fn common(&self, entry: &Entry<'_>, is_large: bool, extra: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(26);
        for value in [if is_large { 45_u16 } else { 20 }, UTF8, entry.method] {
            bytes.extend(value.to_le_bytes());
        }
        bytes.extend(self.made);
        bytes.extend(entry.sum.to_le_bytes());
        for value in [entry.length, entry.size] {
            bytes.extend(if is_large { [0xFF; 4] } else { short(value) });
        }
        for value in [entry.name.len(), extra] {
            bytes.extend(u16::try_from(value).expect("names are short").to_le_bytes());
        }
        bytes
    }
}

/// The extra field with large numbers.
fn extra(values: &[u64]) -> Vec<u8> {
    let length = u16::try_from(values.len() * 8).expect("three at most");
    let mut bytes = [1_u16.to_le_bytes(), length.to_le_bytes()].concat();
    bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    bytes
}

/// As four bytes; all ones for what needs more.
fn short(value: u64) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn zip() -> Zip {
        Zip::new(date(2026, 11, 27).at(14, 30, 10, 0))
    }

    #[test]
    fn a_small_entry_is_of_the_first_version() {
        let mut zip = zip();
        let head = zip.stored("é.txt", 5, 0x3610_a686);
        assert_eq!(head[..14], *b"PK\x03\x04\x14\0\0\x08\0\0\xc5\x73\x7b\x5d");
        assert_eq!(head[14..30], *b"\x86\xa6\x10\x36\x05\0\0\0\x05\0\0\0\x06\0\0\0");
        assert_eq!(&head[30..], "é.txt".as_bytes());
        let end = zip.end();
        assert_eq!(end[..4], *b"PK\x01\x02");
        let place = 36 + 5_u32;
        assert_eq!(end[end.len() - 6..end.len() - 2], place.to_le_bytes());
        assert!(!end.windows(4).any(|four| four == b"PK\x06\x06"));
    }

    #[test]
    fn what_is_packed_can_be_unpacked() {
        let content = b"the same, the same, the same, the same".repeat(100);
        let bytes = zip().packed("a.txt", &content).expect("memory");
        assert!(bytes.len() < content.len());
        let mut unpacked = Vec::new();
        let mut decoder = flate2::write::DeflateDecoder::new(&mut unpacked);
        decoder.write_all(&bytes[35..]).expect("whole");
        decoder.finish().expect("whole");
        assert_eq!(unpacked, content);
    }

    #[test]
    fn what_is_large_or_stands_far_behind_has_eight_bytes() {
        let (mut zip, size) = (zip(), 5_u64 << 30);
        let head = zip.stored("large", size, 1);
        assert_eq!((head[4], &head[18..26]), (45, &[0xFF; 8][..]));
        assert_eq!(head[35..], [&b"\x01\0\x10\0"[..], &size.to_le_bytes(), &size.to_le_bytes()].concat());
        let small = zip.stored("small", 7, 1);
        assert_eq!(small[4], 20, "its own sizes are small");
        let end = zip.end();
        let place = size + head.len() as u64;
        assert!(end.windows(8).any(|eight| eight == place.to_le_bytes()), "the place of the second");
        assert!(end.windows(4).any(|four| four == b"PK\x06\x06"));
    }
}
