//! Every decision the app makes: pure Rust, tested natively.
//!
//! No browser, no clock, no randomness and no I/O of its own. A feature that has a protocol to get right has a model,
//! events and `update(model, event) -> effects`; the shell (`src/` of the app) performs the effects and brings the
//! results back as events. Time, ids and random numbers arrive inside events.

pub mod article;
pub mod base64url;
pub mod bugs;
pub mod clock;
pub mod details;
pub mod embed;
pub mod i18n;
pub mod inbox;
pub mod incident;
pub mod journey;
pub mod leaving;
pub mod live;
pub mod mediation;
pub mod mediators;
pub mod opening;
pub mod order;
pub mod outbox;
pub mod outcome;
pub mod picture;
pub mod precision;
pub mod push;
pub mod receipt;
pub mod report;
pub mod route;
pub mod session;
pub mod theme;
pub mod upload;
pub mod version;
