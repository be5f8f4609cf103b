//! The folder of the files' bytes. Each lies under the id of its row; nothing else is known of it here.

use super::Fault;
use super::inspect::{Found, inspect};
use crate::store::{Failure, Store};
use recourse_contract::time::HOUR;
use std::collections::HashSet;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::{fs, io};
use tokio::fs::{File, OpenOptions};
use tokio::io::AsyncSeekExt;
use tokio::sync::Semaphore;

/// How many files are looked at at a time: it takes a processor and a disk.
const CHECKS: usize = 2;

/// What may wait here for a ticket that it goes with.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Bytes that have come, in all; 0: no bound. One network may announce a tenth of them.
    pub waiting: u64,
    /// Milliseconds after the last of it came.
    pub kept: i64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { waiting: 4_000_000_000, kept: 24 * HOUR }
    }
}

/// The folder.
pub struct Files {
    folder: PathBuf,
    bounds: Bounds,
    /// Those that somebody writes to.
    held: Mutex<HashSet<String>>,
    checks: Semaphore,
}

/// A file that nobody else writes to until this is dropped.
pub struct Hold {
    files: Arc<Files>,
    id: String,
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.files.held().remove(&self.id);
    }
}

impl Files {
    /// Those in this folder. It is made with the first one.
    pub fn new(folder: PathBuf, bounds: Bounds) -> Self {
        Self { folder, bounds, held: Mutex::default(), checks: Semaphore::new(CHECKS) }
    }

    /// What may wait.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    fn held(&self) -> MutexGuard<'_, HashSet<String>> {
        self.held.lock().expect("nobody panics with it")
    }

    /// Takes a file for writing; nothing while another has it.
    pub fn hold(self: &Arc<Self>, id: &str) -> Option<Hold> {
        self.held().insert(id.to_owned()).then(|| Hold { files: self.clone(), id: id.to_owned() })
    }

    /// Ids come from rows, and those from chance: they are no paths.
    fn path(&self, id: &str) -> PathBuf {
        self.folder.join(id)
    }

    /// Makes an empty file.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn create(&self, id: &str) -> io::Result<File> {
        // Nobody else on the machine reads them.
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(self.path(id)).await
    }

    /// How long it is; nothing when it is not there.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn length(&self, id: &str) -> io::Result<Option<u64>> {
        there(tokio::fs::metadata(self.path(id)).await).map(|found| found.map(|found| found.len()))
    }

    /// Opens it to be written on from here; what it has behind that is dropped.
    ///
    /// # Errors
    /// When the disk fails, or it is not there.
    pub async fn go_on(&self, id: &str, offset: u64) -> io::Result<File> {
        let mut file = OpenOptions::new().write(true).open(self.path(id)).await?;
        file.set_len(offset).await?;
        file.seek(io::SeekFrom::Start(offset)).await?;
        Ok(file)
    }

    /// Opens it to be read; nothing when it is not there.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn read(&self, id: &str) -> io::Result<Option<File>> {
        there(File::open(self.path(id)).await)
    }

    /// Takes it away, if it is there.
    ///
    /// # Errors
    /// When the disk fails.
    pub async fn remove(&self, id: &str) -> io::Result<()> {
        there(tokio::fs::remove_file(self.path(id)).await).map(|_| ())
    }

    /// Sees to it that a whole file is on the disk, and looks at it ([`inspect`]).
    ///
    /// # Errors
    /// Why it does not come in.
    pub async fn check(&self, id: &str, name: &str, declared: &str, allowed: &[String]) -> Result<Found, Fault> {
        let _turn = self.checks.acquire().await.map_err(|_| Fault::Failed(io::Error::other("no more turns")))?;
        let (folder, path) = (self.folder.clone(), self.path(id));
        let (name, declared, allowed) = (name.to_owned(), declared.to_owned(), allowed.to_vec());
        let look = move || {
            fs::File::open(&path)?.sync_all()?;
            // The name is on the disk, too.
            fs::File::open(&folder)?.sync_all()?;
            inspect(&path, &name, &declared, &allowed)
        };
        tokio::task::spawn_blocking(look).await.unwrap_or_else(|fault| Err(Fault::Failed(io::Error::other(fault))))
    }

    fn ids(&self) -> io::Result<Vec<String>> {
        let entries = match there(fs::read_dir(&self.folder))? {
            Some(entries) => entries,
            None => return Ok(Vec::new()),
        };
        entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    /// The folder's path.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// Nothing for what is not there.
fn there<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// Takes away files that no row speaks of: the process ended between the two. For the start, while nothing comes in.
///
/// # Errors
/// When the store fails; what the disk refuses goes to the log.
pub async fn tidy(files: &Files, store: &dyn Store) -> Result<u32, Failure> {
    let found = files.ids().unwrap_or_else(|fault| {
        tracing::error!(%fault, "the folder of uploads");
        Vec::new()
    });
    if found.is_empty() {
        return Ok(0);
    }
    let known: HashSet<String> = store.uploads().await?.into_iter().collect();
    let mut removed = 0;
    for id in found.iter().filter(|id| !known.contains(*id)) {
        match files.remove(id).await {
            Ok(()) => removed += 1,
            Err(fault) => tracing::error!(%fault, "a file without a row"),
        }
    }
    Ok(removed)
}
