//! `config.json` beside `index.html`: where the API is, and which language to begin with.

use super::http;
use serde::Deserialize;

/// What the host of the app configures.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
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

/// Reads the file; without one, the API is on this origin.
pub async fn load() -> Config {
    let text = http::text("/config.json").await;
    text.and_then(|text| serde_json::from_str::<Config>(&text).ok())
        .map(|config| Config { api: config.api.trim_end_matches('/').to_owned(), ..config })
        .unwrap_or_default()
}
