//! Components: one per file. They take signals and callbacks; their CSS stands in `style/`, small ones together
//! (`cards.css`, `field.css`, `thread.css`).

pub mod answers;
pub mod attachments;
pub mod confirm;
pub mod controls;
pub mod counter;
pub mod details;
pub mod dossier;
pub mod error_summary;
pub mod extra;
pub mod field;
pub mod first_contact;
pub mod frame;
pub mod incident;
pub mod kept;
pub mod leaving;
pub mod mediators;
pub mod new_version;
pub mod notice;
pub mod outbox;
pub mod precision;
pub mod prose;
pub mod push;
pub mod receipt;
pub mod shared;
pub mod stepper;
pub mod tag;
pub mod topic_search;
pub mod until;
pub mod waiting;
pub mod when;
