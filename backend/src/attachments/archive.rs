//! Zip containers (APPNOTE.TXT): documents of office programs, and plain zips where the platform takes them. The directory at
//! the end says what is in them; each entry is unpacked once, piece by piece, to see that it is what it says.

use super::hidden::{END_MARK, END_RECORD};
use super::reader::Reader;
use super::{Fault, Kind};
use flate2::Crc;
use flate2::read::DeflateDecoder;
use recourse_contract::Code;
use std::io::Read;

const MAX_ENTRIES: usize = 10_000;
/// Most bytes of the directory: it is held in memory.
const MAX_DIRECTORY: u64 = 4 * 1024 * 1024;
/// Unpacked, it may be so many times larger, but never more than this and always this much: a small document of many zeros
/// harms nobody.
const MAX_RATIO: u64 = 20;
const MAX_UNPACKED: u64 = 200 * 1000 * 1000;
const MIN_BOUND: u64 = 1000 * 1000;
/// Bytes of an entry's header before its name, in the directory and in its place.
const LISTED: usize = 46;
const PLACED: u64 = 30;
/// How archives begin, and how their names end.
const ARCHIVES: [&[u8]; 7] = [b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ"];
const LONGEST_MARK: usize = 8;
const ENDINGS: [&str; 14] = ["zip", "jar", "7z", "rar", "gz", "tgz", "bz2", "xz", "tar", "cab", "iso", "docx", "xlsx", "pptx"];
/// What office programs keep within their documents, and in which folder: a table within a text, a drawing that is packed.
const EMBEDDED: [(&str, &[&str]); 2] = [("embeddings", &["docx", "xlsx", "bin"]), ("media", &["emz", "wmz"])];

struct Entry {
    name: String,
    flags: u16,
    method: u16,
    check: u32,
    packed: u64,
    size: u64,
    at: u64,
}

fn refused<T>(code: Code) -> Result<T, Fault> {
    Err(Fault::Refused(code))
}

/// Which document it is, or a plain zip.
pub(super) fn kind(reader: &mut Reader) -> Result<Kind, Fault> {
    let (entries, _) = entries(reader)?;
    let has = |name: &str| entries.iter().any(|entry| entry.name == name);
    if has("[Content_Types].xml") {
        for (name, kind) in [("word/document.xml", Kind::Docx), ("xl/workbook.xml", Kind::Xlsx)] {
            if has(name) {
                return Ok(kind);
            }
        }
    }
    // OpenDocument 1.3, part 2, 3.3: the first entry names the type, and is not packed.
    if let Some(first) = entries.first().filter(|first| first.name == "mimetype" && first.method == 0 && first.size < 100) {
        let start = content(reader, first)?;
        reader.go_to(start)?;
        let named = reader.some(first.size)?;
        let is_named = |kind: &Kind| named == kind.media_type().as_bytes();
        return Ok([Kind::Odt, Kind::Ods].into_iter().find(is_named).unwrap_or(Kind::Zip));
    }
    Ok(Kind::Zip)
}

/// A container that can be unpacked without harm. What a document has embedded is not looked into.
pub(super) fn check(reader: &mut Reader, kind: Kind) -> Result<(), Fault> {
    let (entries, directory) = entries(reader)?;
    let bound = (reader.length() * MAX_RATIO).clamp(MIN_BOUND, MAX_UNPACKED);
    let declared = entries.iter().try_fold(0_u64, |sum, entry| sum.checked_add(entry.size));
    if declared.is_none_or(|sum| sum > bound) || entries.iter().any(|entry| is_harmful(entry, kind)) {
        return refused(Code::FileUnsafe);
    }
    let mut places = Vec::new();
    for entry in &entries {
        let start = content(reader, entry)?;
        places.push((entry.at, start + entry.packed));
    }
    places.sort_unstable();
    let overlap = places.windows(2).any(|pair| pair[0].1 > pair[1].0);
    if overlap || places.last().is_some_and(|last| last.1 > directory) {
        return refused(Code::FileUnsafe);
    }
    entries.iter().try_for_each(|entry| unpack(reader, entry, kind))
}

/// The entries, as the directory lists them, and where it begins.
fn entries(reader: &mut Reader) -> Result<(Vec<Entry>, u64), Fault> {
    let tail = reader.tail(END_RECORD)?;
    let Some(end) = tail.windows(END_MARK.len()).rposition(|window| window == END_MARK) else {
        return refused(Code::FileDamaged);
    };
    let record = &tail[end..];
    if record.len() < 22 {
        return refused(Code::FileDamaged);
    }
    // A record that does not end with the file is one that another program passes over.
    if record.len() != 22 + usize::from(short(record, 20)) {
        return refused(Code::FileUnsafe);
    }
    let count = usize::from(short(record, 10));
    let (length, start) = (u64::from(long(record, 12)), u64::from(long(record, 16)));
    let is_whole = long(record, 4) == 0 && short(record, 8) == short(record, 10);
    // More than that, or parts elsewhere, takes extensions that no document needs.
    if !is_whole || count > MAX_ENTRIES || length > MAX_DIRECTORY {
        return refused(Code::FileUnsafe);
    }
    if start + length != reader.length() - record.len() as u64 {
        return refused(Code::FileUnsafe);
    }
    reader.go_to(start)?;
    let directory = reader.some(length)?;
    let mut rest = directory.as_slice();
    let mut entries = Vec::new();
    for _ in 0..count {
        let entry = entry(&mut rest).ok_or(Fault::Refused(Code::FileDamaged))?;
        entries.push(entry);
    }
    if !rest.is_empty() || entries.is_empty() {
        return refused(Code::FileDamaged);
    }
    Ok((entries, start))
}

/// The next entry of the directory.
fn entry(rest: &mut &[u8]) -> Option<Entry> {
    let all = *rest;
    let head = all.get(..LISTED).filter(|head| head.starts_with(b"PK\x01\x02"))?;
    let [name, extra, comment] = [28, 30, 32].map(|at| usize::from(short(head, at)));
    let whole = all.get(..LISTED + name + extra + comment)?;
    *rest = &all[whole.len()..];
    Some(Entry {
        name: String::from_utf8_lossy(&whole[LISTED..LISTED + name]).into_owned(),
        flags: short(head, 8),
        method: short(head, 10),
        check: long(head, 16),
        packed: long(head, 20).into(),
        size: long(head, 24).into(),
        at: long(head, 42).into(),
    })
}

fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Something that a document has embedded, by its folder and its ending.
fn is_embedded(entry: &Entry, kind: Kind) -> bool {
    let name = entry.name.to_ascii_lowercase();
    let mut parts = name.rsplit('/');
    let (file, folder) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    kind != Kind::Zip && EMBEDDED.iter().any(|(place, endings)| folder == *place && endings.contains(&ending))
}

/// Encrypted, packed in a way that is not looked into, going to another folder, a macro, or an archive by its name.
fn is_harmful(entry: &Entry, kind: Kind) -> bool {
    // Bits 0, 6 and 13: encrypted in one way or another.
    let is_hidden = entry.flags & 0x2041 != 0 || !matches!(entry.method, 0 | 8);
    let name = entry.name.replace('\\', "/").to_ascii_lowercase();
    let leads_away = name.starts_with('/') || name.contains([':', '\0']) || name.split('/').any(|part| part == "..");
    // OpenDocument keeps macros in these folders.
    let is_macro = name.ends_with("vbaproject.bin") || ["basic/", "scripts/"].iter().any(|folder| name.starts_with(folder));
    let is_archive = name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending));
    is_hidden || leads_away || is_macro || (is_archive && !is_embedded(entry, kind))
}

/// Where the content of an entry begins. In its place it has the name that the directory says.
fn content(reader: &mut Reader, entry: &Entry) -> Result<u64, Fault> {
    reader.go_to(entry.at)?;
    let head = reader.bytes::<{ PLACED as usize }>()?;
    let (name, extra) = (u64::from(short(&head, 26)), u64::from(short(&head, 28)));
    if !head.starts_with(b"PK\x03\x04") || short(&head, 8) != entry.method {
        return refused(Code::FileDamaged);
    }
    if String::from_utf8_lossy(&reader.some(name)?) != entry.name {
        return refused(Code::FileUnsafe);
    }
    Ok(entry.at + PLACED + name + extra)
}

/// Unpacks an entry to nowhere: it has the size and the check sum that the directory says, and is no archive itself, unless a
/// document has it embedded.
fn unpack(reader: &mut Reader, entry: &Entry, kind: Kind) -> Result<(), Fault> {
    let at = content(reader, entry)?;
    reader.go_to(at)?;
    let packed = reader.part(entry.packed);
    let mut unpacked: Box<dyn Read + '_> =
        if entry.method == 0 { Box::new(packed) } else { Box::new(DeflateDecoder::new(packed)) };
    let mut sum = Crc::new();
    let mut size = 0_u64;
    let mut start = Vec::<u8>::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = match unpacked.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            // What cannot be unpacked is damaged, whatever the decoder calls it.
            Err(_) => return refused(Code::FileDamaged),
        };
        start.extend(piece[..read].iter().take(LONGEST_MARK - start.len()));
        sum.update(&piece[..read]);
        size += read as u64;
        // What the directory announces has been added up already.
        if size > entry.size {
            return refused(Code::FileUnsafe);
        }
    }
    if ARCHIVES.iter().any(|mark| start.starts_with(mark)) && !is_embedded(entry, kind) {
        return refused(Code::FileUnsafe);
    }
    if size != entry.size || sum.sum() != entry.check { refused(Code::FileDamaged) } else { Ok(()) }
}
