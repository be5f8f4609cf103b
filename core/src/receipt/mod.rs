//! Receipts on the device: reading the file of one, what has to be checked, and what the answers mean.
//!
//! There is no cryptography here: the shell computes SHA-256 and verifies Ed25519, and brings the results back. What was read
//! is signed byte for byte: the message is made from the file's own JSON, never from the types that it was read into.

mod compared;
mod file;
mod same;
#[cfg(test)]
mod tests;
mod verdict;

pub use compared::{Brought, BroughtFile, Compared, Same};
pub use file::{Held, MOST_BYTES, Unreadable, read};
pub use recourse_contract::receipt::{hashed_text, is_given_for};
pub use same::details;
pub use verdict::{Check, Signature, Verdict};
