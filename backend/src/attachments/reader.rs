//! A file that is read piece by piece: however large it is, little of it is in memory.

use super::Fault;
use crate::secret::hex;
use recourse_contract::Code;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

const BUFFER: usize = 64 * 1024;

/// A file with a place in it.
pub(super) struct Reader {
    file: BufReader<File>,
    length: u64,
    at: u64,
}

impl Reader {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self { file: BufReader::with_capacity(BUFFER, file), length, at: 0 })
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn at(&self) -> u64 {
        self.at
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.length
    }

    /// Goes to a place. One behind the end is in a part that is missing.
    pub(super) fn go_to(&mut self, at: u64) -> Result<(), Fault> {
        if at > self.length {
            return Err(Fault::Refused(Code::FileDamaged));
        }
        self.file.seek(SeekFrom::Start(at))?;
        self.at = at;
        Ok(())
    }

    /// Passes over so many bytes, which have to be there.
    pub(super) fn skip(&mut self, bytes: u64) -> Result<(), Fault> {
        let to = self.at.checked_add(bytes).filter(|to| *to <= self.length);
        let (Some(to), Ok(step)) = (to, i64::try_from(bytes)) else { return Err(Fault::Refused(Code::FileDamaged)) };
        self.file.seek_relative(step)?;
        self.at = to;
        Ok(())
    }

    /// Goes back over what was just read.
    pub(super) fn back(&mut self, bytes: u8) -> Result<(), Fault> {
        self.file.seek_relative(-i64::from(bytes))?;
        self.at -= u64::from(bytes);
        Ok(())
    }

    pub(super) fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let mut bytes = [0; N];
        self.file.read_exact(&mut bytes)?;
        self.at += N as u64;
        Ok(bytes)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Fault> {
        self.bytes::<1>().map(|[byte]| byte)
    }

    /// So many bytes, or as many as are left.
    pub(super) fn some(&mut self, most: u64) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        let read = self.file.by_ref().take(most).read_to_end(&mut bytes)?;
        self.at += read as u64;
        Ok(bytes)
    }

    /// Passes over everything up to this byte, and over it.
    pub(super) fn skip_past(&mut self, wanted: u8) -> Result<(), Fault> {
        loop {
            let buffer = self.file.fill_buf()?;
            if buffer.is_empty() {
                return Err(Fault::Refused(Code::FileDamaged));
            }
            let found = buffer.iter().position(|byte| *byte == wanted);
            let passed = found.map_or(buffer.len(), |at| at + 1);
            self.file.consume(passed);
            self.at += passed as u64;
            if found.is_some() {
                return Ok(());
            }
        }
    }

    /// What follows, so many bytes at most. The place in the file has to be set anew afterwards.
    pub(super) fn part(&mut self, bytes: u64) -> impl Read + '_ {
        self.file.by_ref().take(bytes)
    }

    /// The last bytes, so many at most.
    pub(super) fn tail(&mut self, most: u64) -> Result<Vec<u8>, Fault> {
        self.go_to(self.length.saturating_sub(most))?;
        self.some(most)
    }

    /// SHA-256 of the whole, as hexadecimal digits.
    pub(super) fn sha256(&mut self) -> Result<String, Fault> {
        self.go_to(0)?;
        let mut hash = Sha256::new();
        loop {
            let buffer = self.file.fill_buf()?;
            if buffer.is_empty() {
                return Ok(hex(&hash.finalize()));
            }
            hash.update(buffer);
            let read = buffer.len();
            self.file.consume(read);
        }
    }
}
