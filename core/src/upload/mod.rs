//! Files on their way to the backend: tus 1.0 (https://tus.io/protocols/resumable-upload), as a machine.
//!
//! A file is created at the backend, then its bytes go there in pieces, in order. After anything unclear the backend is
//! asked how far it is, and the upload goes on from there: what has arrived is not sent again. One file at a time is under
//! way; one that waits or was refused does not hold up the others. What a message with files has to wait for is derived
//! ([`news`]), so that no order of reloads and tabs can lose a word of it.

mod answer;
mod entry;
mod fault;
mod model;
mod pace;
#[cfg(test)]
mod proptests;
mod update;

pub use crate::outbox::Trouble;
pub use answer::Answer;
pub use entry::{Owner, Phase, Refusal, Upload};
pub use fault::{Fault, accepted, ending, fault};
pub use model::{Job, Model, Sending, Step};
pub use pace::{Pace, piece};
pub use update::{Effect, Event, news, update};
