//! Independent programs that speak tus: a server and a client from npm.

use crate::process::Process;
use crate::{Outcome, env};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::process::Command;

/// A tus server that is nobody's here.
pub struct Server {
    /// Where uploads are created.
    pub url: String,
    folder: TempDir,
    _process: Process,
}

impl Server {
    /// Starts one on a free port.
    ///
    /// # Errors
    /// It does not start.
    pub async fn start() -> Outcome<Self> {
        let folder = TempDir::new()?;
        let mut command = script("server.mjs");
        command.arg(folder.path());
        let mut process = Process::start("the tus server", &mut command)?;
        let url = process.says("tus listens on ").await?;
        Ok(Self { url, folder, _process: process })
    }

    /// What it has of each upload.
    ///
    /// # Errors
    /// Its folder cannot be read.
    pub fn files(&self) -> Outcome<Vec<Vec<u8>>> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(self.folder.path())? {
            let path = entry?.path();
            // Beside each file lies what is known of it.
            if path.extension().is_none_or(|end| end != "json") {
                files.push(std::fs::read(path)?);
            }
        }
        Ok(files)
    }
}

/// Sends a file with the independent client, in two goes. Gives the address of the upload.
///
/// # Errors
/// It does not arrive.
pub async fn send(endpoint: &str, file: &Path, media_type: &str) -> Outcome<String> {
    let mut command = script("client.mjs");
    command.arg(endpoint).arg(file).arg(media_type);
    let mut process = Process::start("the tus client", &mut command)?;
    process.says("uploaded ").await
}

fn script(name: &str) -> Command {
    let path: PathBuf = env::clone("tests/tus").join(name);
    let mut command = Command::new("node");
    command.arg(path).arg(env::tool(""));
    command
}
