//! What waits to be sent, and what to do with each result.
//!
//! An entry holds the exact bytes of a request under its idempotency key. Before an attempt it is marked *undecided* on
//! the device; from then on it is frozen, and the same bytes go out again until an answer decides it. So a lost answer,
//! a reload or a crash never makes a second ticket, and nothing is given up silently. An entry with files is not tried before
//! they have arrived (`crate::upload`); only then its body is complete.

mod answer;
mod backoff;
mod entry;
mod gone;
#[cfg(test)]
mod proptests;
mod purpose;
mod text;
mod update;

pub use answer::Answer;
pub(crate) use backoff::{due, pause};
pub use entry::{Attached, Entry, Trouble, held_over};
pub use gone::Gone;
pub use purpose::{Method, Purpose};
pub use update::{Effect, Event, Model, update};
