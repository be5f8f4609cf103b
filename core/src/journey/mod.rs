//! Filing a complaint: answers, steps, drafts, and what happens when the partner goes on.
//!
//! The journey is recomputed from the answers each time. Which steps are done, which can be opened and which comes next
//! is derived; no step index is stored.

mod address_hint;
mod answers;
mod draft;
mod fault;
mod field;
mod precise;
mod prefill;
#[cfg(test)]
mod proptests;
mod step;
mod topics;
mod update;

pub use address_hint::suggested_address;
pub use answers::{Answers, channel_name, channel_named, currency_id};
pub use draft::{Draft, DraftId, Unreadable};
pub use fault::Fault;
pub use field::Field;
pub use precise::{Precise, Seen};
pub use prefill::Prefill;
pub use step::{Journey, Step};
pub use topics::{Hit, other, search};
pub use update::{Effect, Event, Lock, Model, Notice, update};
