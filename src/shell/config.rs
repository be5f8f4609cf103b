//! `config.json` beside `index.html`: where the API is, and which language to begin with.

use super::{http, page};
use recourse_contract::json::{self, Notes, Read, Tree};

/// What the host of the app configures.
#[derive(Clone, Debug)]
pub struct Config {
    /// The API base. In the file an absolute address, a path of this origin (with a slash before it) or one below the base
    /// path of the app (without); once loaded, one of the first two.
    pub api: String,
    /// The language for browsers that ask for none of ours (BCP 47).
    pub language: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self { api: recourse_contract::BASE_PATH.trim_start_matches('/').into(), language: None }
    }
}

impl Read for Config {
    fn read(value: &Tree, notes: &mut Notes) -> Self {
        let usual = Self::default();
        Self { api: notes.field_or(value, "api", usual.api), language: notes.field(value, "language") }
    }
}

/// Reads the file; without one, the API lies beside the app.
pub async fn load() -> Config {
    let text = http::text(&page::at("/config.json")).await;
    let config = text.and_then(|text| json::read::<Config>(&text).ok()).unwrap_or_default();
    Config { api: address(config.api.trim_end_matches('/')), ..config }
}

fn address(api: &str) -> String {
    if api.is_empty() || api.starts_with('/') || api.contains("://") { api.to_owned() } else { page::at(&format!("/{api}")) }
}
