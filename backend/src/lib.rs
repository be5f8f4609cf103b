//! The reference backend: the contract over HTTP, SQLite behind a trait, mail from a queue.
//!
//! It shares `recourse-contract` with the app and nothing else. Time, chance and mail are injected, so that tests can
//! drive it in process.

pub mod clock;
pub mod config;
pub mod demo;
pub mod filing;
pub mod http;
pub mod life;
pub mod mail;
pub mod secret;
pub mod serve;
pub mod service_file;
pub mod store;
pub mod view;
pub mod words;
