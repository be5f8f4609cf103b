//! What waits to be sent, and what to do with each result.
//!
//! An entry holds the exact bytes of a request under its idempotency key. Before an attempt it is marked *undecided* on
//! the device; from then on it is frozen, and the same bytes go out again until an answer decides it. So a lost answer,
//! a reload or a crash never makes a second ticket, and nothing is given up silently.

mod answer;
mod entry;
#[cfg(test)]
mod proptests;
mod update;

pub use answer::Answer;
pub use entry::{Entry, Method, Purpose, Trouble};
pub use update::{Effect, Event, Model, update};
