//! What the browser tests share: the built app, the real backend and browsers, all started here and ended here.
//!
//! A test takes a [`stage`]: a backend with its own data folder, and as many browser profiles as it opens. Tests wait
//! for what a partner would see, never for a time. `cargo xtask test` builds what is tested and names it in the
//! environment, see [`env`].

pub mod access;
pub mod axe;
pub mod backend;
pub mod bench;
pub mod browser;
pub mod build;
pub mod embedded;
pub mod engines;
pub mod env;
pub mod files;
pub mod form;
pub mod keyboard;
pub mod look;
pub mod mail;
pub mod page;
pub mod platform;
pub mod prism;
pub mod process;
pub mod proxy;
pub mod screens;
pub mod sign_in;
pub mod site;
pub mod stage;
pub mod tus;
pub mod wait;
pub mod words;
pub mod worker;

/// Failures of the machinery are told as they are; what is tested panics.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
