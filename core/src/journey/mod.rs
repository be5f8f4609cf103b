//! Filing a complaint, reporting a problem, asking for mediation without a complaint: answers, steps, drafts, and what
//! happens when the partner goes on. The three are one journey with other steps.
//!
//! It is recomputed from the answers each time. Which steps are done, which can be opened and which comes next is derived;
//! no step index is stored.

mod address_hint;
mod answers;
mod draft;
mod fault;
mod field;
mod linked;
mod precise;
mod prefill;
#[cfg(test)]
mod proptests;
mod same;
mod shared;
mod step;
#[cfg(test)]
mod tests;
mod topics;
mod update;

pub use address_hint::suggested_address;
pub use answers::{Answers, channel_name, channel_named, currency_id, is_among, range_ids, toggled};
pub use draft::{Draft, DraftId, Unreadable};
pub use fault::Fault;
pub use field::Field;
pub use linked::Linked;
pub(crate) use linked::plain;
pub use precise::{Precise, Seen};
pub use prefill::Prefill;
pub use same::reply_text;
pub use shared::with_shared;
pub use step::{Journey, Step};
pub use topics::{Groups, Hit, groups, is_for_complaints, only, other, search};
pub use update::{Effect, Event, Lock, Model, Notice, update};
