//! Mail: made when it is sent, from a queue in the database, so that a dead mail server loses nothing.

mod incoming;
mod queue;
mod render;
mod ways;

pub use incoming::{Incoming, incoming, of_reply_address, reply_address, reply_line};
pub use queue::{Queue, compose, notice_letter, pause};
pub use render::{Letter, aside_letter, code_letter, filed, letter, moved_letter, private_link, quoted, said, solved_letter};
pub use ways::{Folder, Smtp, Way};
