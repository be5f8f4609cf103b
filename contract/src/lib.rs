//! What the app and any compatible backend say to each other: wire types, field rules, problems and the OpenAPI
//! document.
//!
//! This crate is pure. It knows no browser, no server, no clock and no store; both sides depend on it, and it depends
//! on neither. The words of the contract are explained in `docs/backend.md`.

pub mod article;
pub mod attachment;
pub mod canonical;
pub mod events;
pub mod fields;
pub mod incident;
pub mod json;
pub mod localised;
pub mod me;
pub mod mediation;
#[cfg(feature = "openapi")]
pub mod openapi;
pub mod outcome;
pub mod page;
pub mod problem;
pub mod push;
mod read;
pub mod receipt;
pub mod report;
pub mod rules;
pub mod search;
pub mod service;
pub mod session;
pub mod theme;
pub mod ticket;
pub mod time;
pub mod token;
pub mod update;
pub mod validate;

pub use attachment::Attachment;
pub use page::Page;
pub use problem::{Code, FieldError, Problem, ProblemType};
pub use service::Service;
pub use session::Session;
pub use ticket::{Filed, NewTicket, Ticket, TicketSummary};
pub use time::Timestamp;
pub use token::Reference;
pub use update::{NewUpdate, Update};

/// Where the resources of the contract begin, below the origin of the backend.
pub const BASE_PATH: &str = "/api/v1";

/// The header that makes a creating request safe to repeat (draft-ietf-httpapi-idempotency-key-header).
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// How many items a list gives at most on one page.
pub const MAX_PAGE: u32 = 200;
