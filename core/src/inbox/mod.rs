//! The tickets that this device knows by private link: list, thread merge, unread.

mod answer;
mod keeping;
mod known;
pub mod listing;
mod rows;
mod same;
pub(crate) mod text;
mod thread;
mod view;

pub use answer::{answer, asked, faults, open_request};
pub use keeping::{ListRead, too_many};
pub use known::{Known, newest_first, with_news};
pub use rows::{Row, rows};
pub use same::{remembered, same_matter, sent_as};
pub use text::{Piece, pieces};
pub use thread::{is_own, merge, on_the_way, opened};
pub use view::{Order, SPANS, Standing, View, kind_name};
