//! Mail to partners: made when it is sent, from a queue in the database, so that a dead mail server loses nothing.

mod queue;
mod render;
mod ways;

pub use queue::{Queue, compose};
pub use render::{Letter, code_letter, letter, private_link};
pub use ways::{Folder, Smtp, Way};
