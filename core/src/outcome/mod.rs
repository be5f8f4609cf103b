//! What comes after an outcome: whether it settles the complaint, how the partner found it, and the ways on for those whom it
//! does not satisfy. What may be done the backend says (`Ticket::actions`); here it is put in order.

mod asking;
mod left;
mod meaning;
mod phase;
mod question;
mod request;
mod shut;
mod work;

pub use asking::{Asking, documents};
pub use left::{Left, left};
pub use meaning::{Meaning, is_expected, meaning};
pub use phase::{Mediate, Phase, Ways, last_outcome, phase, preliminary, ways};
pub use question::{PutOff, Question, given, has_said, next};
pub use request::{Request, both, comment_path, mediation, note, rate, review, settle, ticket_of, withdraw};
pub use shut::{has_arrived, shut, typed};
pub use work::{Work, work};
