//! The reference backend: the contract over HTTP, SQLite behind a trait, mail from a queue.
//!
//! It shares `recourse-contract` with the app and nothing else. Time, chance and mail are injected, so that tests can
//! drive it in process.

pub mod answer;
pub mod articles;
pub mod attachments;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod dossier;
pub mod filing;
pub mod handler;
pub mod http;
pub mod identity;
pub mod incident;
pub mod life;
pub mod mail;
pub mod mediation;
pub mod push;
pub mod receipt;
pub mod report;
pub mod secret;
pub mod serve;
pub mod service_file;
pub mod staff;
pub mod store;
pub mod thread;
pub mod ticks;
pub mod view;
pub mod words;
