//! Components: one per file, with its CSS of the same name in `style/`. They take signals and callbacks.

pub mod answers;
pub mod confirm;
pub mod controls;
pub mod error_summary;
pub mod field;
pub mod frame;
pub mod notice;
pub mod outbox;
pub mod prose;
pub mod stepper;
pub mod tag;
pub mod waiting;
