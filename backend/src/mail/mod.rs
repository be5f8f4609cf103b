//! Mail: made when it is sent, from a queue in the database, so that a dead mail server loses nothing.

mod decision;
mod enclosed;
mod incoming;
mod question;
mod queue;
mod render;
mod subject;
mod ways;

pub use enclosed::{Enclosed, Enclosure, enclosed};
pub use incoming::{Incoming, incoming, of_reply_address, own_words, reply_address, reply_line};
pub use question::{asked_letter, question_letter};
pub use queue::{Queue, compose, notice_letter, pause};
pub use render::{
    Letter, answer, aside_letter, code_letter, filed, files, letter, moved_letter, private_link, quoted, said, solved_letter,
};
pub use ways::{Folder, Smtp, Way};
