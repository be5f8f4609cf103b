//! The tickets that this device knows by private link: list, thread merge, unread.

mod known;
mod thread;

pub use known::{Known, newest_first};
pub use thread::merge;
