//! Pictures before they leave the device: which files are pictures, how large they may be, and what is cut off or blacked
//! out.
//!
//! The pixels themselves are the browser's work. What is decided here are rectangles and names.

mod area;
mod edit;
mod file;
#[cfg(test)]
mod proptests;

pub use area::Area;
pub use edit::{Edit, Event, Model, Said, Side, Tool, update};
pub use file::{Look, encoded_as, is_animated, is_picture, look, named_as, opaque_as};

/// The longest side of a picture that is scaled down, in pixels: a screen of text stays readable.
pub const LONGEST: u32 = 2_560;

/// Most pixels that are worked on: each takes four bytes of memory, several times over.
pub const MOST_PIXELS: u64 = 60_000_000;

/// Whether a picture of this size is more than a device should be asked to work on.
pub fn is_too_big((width, height): (u32, u32)) -> bool {
    u64::from(width) * u64::from(height) > MOST_PIXELS
}
