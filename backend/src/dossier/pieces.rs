//! The archive in pieces, each made when the one before it has been taken. Who takes no more ends it: nothing goes on behind
//! their back.

use super::Zip;
use crate::attachments::Files;
use flate2::Crc;
use futures_util::{Stream, stream};
use std::io;
use std::sync::Arc;
use std::vec::IntoIter;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, SeekFrom};

/// Bytes that are read at a time.
const PIECE: u64 = 64 * 1024;

/// Something in the archive.
#[derive(Debug)]
#[allow(missing_docs)] // The names say it.
pub enum Part {
    /// Made in memory, and packed.
    Text { name: String, content: Vec<u8> },
    /// A file of the folder, by its id, as it is: what partners send is packed already.
    File { name: String, id: String, size: u64 },
}

/// The bytes of an archive with these parts.
///
/// # Errors
/// The disk fails, or a file is not there or not of its size any more. Who gets it sees that it has no end.
pub fn pieces(zip: Zip, parts: Vec<Part>, files: Arc<Files>) -> impl Stream<Item = io::Result<Vec<u8>>> + Send {
    let work = Work { zip, parts: parts.into_iter(), files, open: None, is_done: false };
    stream::try_unfold(work, |mut work| async move {
        let piece = work.next().await.inspect_err(|fault| tracing::error!(%fault, "a dossier"))?;
        Ok::<_, io::Error>(piece.map(|piece| (piece, work)))
    })
}

struct Work {
    zip: Zip,
    parts: IntoIter<Part>,
    files: Arc<Files>,
    /// The file that is being sent, and how many of its bytes are left.
    open: Option<(File, u64)>,
    is_done: bool,
}

impl Work {
    async fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        if let Some((file, left)) = self.open.as_mut().filter(|(_, left)| *left > 0) {
            let piece = read(file, *left).await?;
            *left -= piece.len() as u64;
            return Ok(Some(piece));
        }
        self.open = None;
        match self.parts.next() {
            Some(Part::Text { name, content }) => self.zip.packed(&name, &content).map(Some),
            Some(Part::File { name, id, size }) => {
                let mut file = self.files.read(&id).await?.ok_or(io::ErrorKind::NotFound)?;
                let sum = sum(&mut file, size).await?;
                file.seek(SeekFrom::Start(0)).await?;
                self.open = Some((file, size));
                Ok(Some(self.zip.stored(&name, size, sum)))
            }
            None if self.is_done => Ok(None),
            None => {
                self.is_done = true;
                Ok(Some(self.zip.end()))
            }
        }
    }
}

/// The CRC-32 of so many bytes. It stands before them, so the file is read twice, the second time mostly from memory.
async fn sum(file: &mut File, size: u64) -> io::Result<u32> {
    let (mut sum, mut left) = (Crc::new(), size);
    while left > 0 {
        let piece = read(file, left).await?;
        sum.update(&piece);
        left -= piece.len() as u64;
    }
    Ok(sum.sum())
}

/// The next bytes, at most so many; at least one.
async fn read(file: &mut File, most: u64) -> io::Result<Vec<u8>> {
    let mut piece = Vec::new();
    let read = file.take(most.min(PIECE)).read_to_end(&mut piece).await?;
    if read == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(piece) }
}
