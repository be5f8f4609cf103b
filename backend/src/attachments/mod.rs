//! Files on their way and files of tickets: where their bytes lie, and whether what has come may come in. It knows nothing
//! of HTTP and of the database's tables.

mod archive;
mod files;
mod gif;
mod hidden;
mod inspect;
mod jpeg;
mod kind;
mod pdf;
mod png;
mod reader;
mod text;
mod webp;

pub use files::{Bounds, Files, Hold, tidy};
pub use inspect::{Found, inspect};
pub use kind::Kind;

use recourse_contract::Code;
use std::io;

/// Why a file does not come in.
#[derive(Debug)]
pub enum Fault {
    /// By what it is: [`Code::FileType`], [`Code::FileUnsafe`] or [`Code::FileDamaged`].
    Refused(Code),
    /// The disk failed.
    Failed(io::Error),
}

/// A file that ends too soon is damaged, whoever notices.
impl From<io::Error> for Fault {
    fn from(fault: io::Error) -> Self {
        match fault.kind() {
            io::ErrorKind::UnexpectedEof => Self::Refused(Code::FileDamaged),
            _ => Self::Failed(fault),
        }
    }
}

/// Most pixels of a picture. More fill the memory of whoever opens it.
const MAX_PIXELS: u64 = 100_000_000;
/// Longest side of a picture: more than programs show.
const MAX_SIDE: u32 = 65_535;

/// A picture of this size can be opened.
fn can_be_opened(width: u32, height: u32) -> Result<(), Fault> {
    match u64::from(width) * u64::from(height) {
        _ if width.max(height) > MAX_SIDE => Err(Fault::Refused(Code::FileUnsafe)),
        0 => Err(Fault::Refused(Code::FileDamaged)),
        1..=MAX_PIXELS => Ok(()),
        _ => Err(Fault::Refused(Code::FileUnsafe)),
    }
}
