//! What all runs share: the platform, and an empty database.

use crate::server::HANDLER_KEY;
use recourse_backend::articles::Articles;
use recourse_backend::secret::sha256;
use recourse_backend::service_file::{DEMO, ServiceFile};
use recourse_backend::store::{Sqlite, Store};
use recourse_contract::Timestamp;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The article that there is.
pub const ARTICLE: &str = "complaints";

/// What every run begins with: an empty database, made once, and the platform.
pub struct Template {
    pub(crate) folder: TempDir,
    pub(crate) file: Arc<ServiceFile>,
}

impl Template {
    /// Makes it.
    ///
    /// # Errors
    /// When the machine gives no folder, or the database cannot be made.
    pub fn new() -> Result<Self, String> {
        let in_words = |fault: &dyn std::fmt::Display| fault.to_string();
        // In memory where the machine has such a folder: every commit waits for its disk.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        let folder = folder.map_err(|fault| in_words(&fault))?;
        let runtime = runtime()?;
        // Within a run, what is closed can be opened again at first, and then no more.
        let file = ServiceFile::parse(&format!("{DEMO}\n[periods]\nreopen_hours = 1\n")).map_err(|fault| in_words(&fault))?;
        let text = include_str!("../../backend/demo/articles/complaints.fr.md");
        let articles = Articles::read([(format!("{ARTICLE}.fr.md").as_str(), text)], file.locales());
        let file = file.with_articles(articles.map_err(|fault| in_words(&fault))?);
        let path = folder.path().join("empty.sqlite");
        runtime.block_on(async {
            let store = Sqlite::open(&path).await.map_err(|fault| in_words(&fault))?;
            store
                .keep_handler("Handler", &sha256(HANDLER_KEY.as_bytes()), Timestamp(0))
                .await
                .map_err(|fault| in_words(&fault))?;
            store.close().await;
            Ok::<_, String>(())
        })?;
        Ok(Self { folder, file: Arc::new(file) })
    }
}

/// What a backend runs on: the thread of its run.
pub(crate) fn runtime() -> Result<Runtime, String> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|fault| fault.to_string())
}
