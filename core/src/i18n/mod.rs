//! Words: keys, the catalogue of one language, lookup. The only place where a typed problem becomes a text.

mod catalogue;
mod date;
mod faults;
pub mod key;

pub use catalogue::{Catalogue, Form};
pub use date::first_of_month;
pub use faults::{Written, fault_words, summary_line};
pub use key::Key;
