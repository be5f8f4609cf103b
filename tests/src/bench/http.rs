//! What is asked of the backend without a browser.

use super::milliseconds;
use crate::Outcome;
use crate::backend::Backend;
use reqwest::Client;
use serde_json::json;
use std::time::Instant;

/// A client that keeps its connections, as browsers do.
pub(super) fn client() -> Outcome<Client> {
    Ok(Client::builder().no_proxy().build()?)
}

/// Reads an address, and gives how long that took, up to the end of the answer: milliseconds.
pub(super) async fn ask(client: &Client, address: &str, token: &str) -> Outcome<f64> {
    let began = Instant::now();
    let answer = client.get(address).bearer_auth(token).send().await?;
    answer.error_for_status()?.bytes().await?;
    Ok(milliseconds(began.elapsed()))
}

/// The handlers' side. Not the command line, whose start would be measured too.
pub(super) struct Handler {
    client: Client,
    origin: String,
    /// The key.
    pub(super) key: String,
}

impl Handler {
    /// The one that the backend has made at its start.
    pub(super) fn of(backend: &Backend) -> Outcome<Self> {
        Ok(Self { client: client()?, origin: backend.origin().to_owned(), key: backend.handler_key()? })
    }

    /// An address below `/handler`.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}/handler{path}", self.origin)
    }

    /// Writes to a partner.
    pub(super) async fn reply(&self, ticket: &str, text: &str) -> Outcome {
        let request = self.client.post(self.url(&format!("/tickets/{ticket}/moves"))).bearer_auth(&self.key);
        let answer = request.json(&json!({ "move": "reply", "text": text })).send().await?;
        answer.error_for_status()?.bytes().await?;
        Ok(())
    }
}
