//! Prism: a backend made of nothing but the committed OpenAPI document.

use crate::process::Process;
use crate::{Outcome, env};
use std::net::TcpListener;
use tokio::process::Command;

/// Prism under way.
pub struct Prism {
    /// Where it answers.
    pub origin: String,
    process: Process,
}

impl Prism {
    /// Serves `contract/openapi.json`.
    ///
    /// # Errors
    /// It does not start.
    pub async fn start() -> Outcome<Self> {
        // It takes no port 0; this one was free a moment ago.
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new(env::tool("node_modules/.bin/prism"));
        command
            .args(["mock", "--host", "127.0.0.1", "--port", &port.to_string(), "--errors"])
            .arg(env::clone("contract/openapi.json"));
        let mut process = Process::start("Prism", &mut command)?;
        process.says("Prism is listening on ").await?;
        Ok(Self { origin: format!("http://127.0.0.1:{port}"), process })
    }

    /// What it has printed, each request and what it thinks of it among it.
    pub fn lines(&self) -> Vec<String> {
        self.process.lines()
    }
}
