//! `config.json` beside `index.html`: where the API is, and which language to begin with.

use super::http;
use recourse_contract::json::{self, Notes, Read, Tree};

/// What the host of the app configures.
#[derive(Clone, Debug)]
pub struct Config {
    /// The API base: a path on this origin, or an absolute address.
    pub api: String,
    /// The language for browsers that ask for none of ours (BCP 47).
    pub language: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self { api: recourse_contract::BASE_PATH.into(), language: None }
    }
}

impl Read for Config {
    fn read(value: &Tree, notes: &mut Notes) -> Self {
        let usual = Self::default();
        Self { api: notes.field_or(value, "api", usual.api), language: notes.field(value, "language") }
    }
}

/// Reads the file; without one, the API is on this origin.
pub async fn load() -> Config {
    let text = http::text("/config.json").await;
    text.and_then(|text| json::read::<Config>(&text).ok())
        .map(|config| Config { api: config.api.trim_end_matches('/').to_owned(), ..config })
        .unwrap_or_default()
}
