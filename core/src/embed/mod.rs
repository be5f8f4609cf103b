//! The page that shows the app in a frame: what it may say, what it is told, and what is done about it. Messages are texts
//! (JSON, with a version) over a port that the two have for themselves; what is anything else is ignored and counted. Nothing
//! that the partner types ever goes to the page.

mod message;
mod options;
mod parcel;
#[cfg(test)]
mod proptests;
mod update;

pub use message::{FromHost, ToHost};
pub use options::{Flow, Options, TOKENS};
pub use parcel::{KEPT, LATER, Parcel, WAITING};
pub use update::{Effect, Event, Model, update};

/// The version of the messages.
pub const VERSION: u64 = 1;
/// The longest message that is read, in bytes.
pub const MAX_TEXT: usize = 16 * 1024;
/// The name that `embed.js` gives to its frame: a page with this name waits for the first message. It outlives a reload.
pub const FRAME: &str = "recourse-centre";
