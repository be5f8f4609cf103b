//! The database that `backend/examples/fill.rs` has filled, and what its `bench.json` says of it.

use crate::Outcome;
use crate::backend::Backend;
use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const DATABASE: [&str; 2] = ["recourse.sqlite", "recourse.sqlite-wal"];

/// What is in it.
pub struct Filled {
    folder: PathBuf,
    /// The partner with many tickets.
    pub agency: Partner,
    /// How many those are.
    pub agency_tickets: usize,
    /// The other partners.
    pub partners: Vec<Partner>,
    /// A word that very many tickets have.
    pub frequent: String,
    /// Words that one ticket of the agency has, each in its message, none of them on a first page.
    pub rare: Vec<Rare>,
    /// The year of the report with as many cases.
    pub report_year: u64,
}

/// A partner who is signed in.
pub struct Partner {
    /// The token of the session.
    pub token: String,
    /// The latest ticket, which is open.
    pub ticket: String,
}

/// A word of one ticket.
pub struct Rare {
    /// As it is typed.
    pub word: String,
    /// The id of the ticket.
    pub ticket: String,
}

impl Filled {
    /// Reads what there is to know of a folder.
    ///
    /// # Errors
    /// It has not been filled.
    pub fn read(folder: &Path) -> Outcome<Self> {
        let file = folder.join("bench.json");
        let text = fs::read_to_string(&file).map_err(|fault| format!("{}: {fault}", file.display()))?;
        let content: Value = serde_json::from_str(&text)?;
        Ok(Self {
            folder: folder.to_owned(),
            agency: partner(&content["agency"])?,
            agency_tickets: usize::try_from(content["agency_tickets"].as_u64().ok_or("bench.json: no agency_tickets")?)?,
            partners: list(&content["partners"]).iter().map(partner).collect::<Outcome<_>>()?,
            frequent: text_of(&content, "frequent")?,
            rare: list(&content["rare"])
                .iter()
                .map(|rare| Ok(Rare { word: text_of(rare, "word")?, ticket: text_of(rare, "ticket")? }))
                .collect::<Outcome<_>>()?,
            report_year: content["report_year"].as_u64().ok_or("bench.json: no report_year")?,
        })
    }

    /// Starts a backend over a copy: what is measured leaves no trace in what is used again.
    ///
    /// # Errors
    /// There is no room for a copy, or it does not start.
    pub async fn backend(&self) -> Outcome<Backend> {
        // Beside the original: on the disk that the target folder is on, not in a `/tmp` that may be memory.
        let data = TempDir::new_in(self.folder.parent().unwrap_or(&self.folder))?;
        for name in DATABASE {
            let (from, to) = (self.folder.join(name), data.path().join(name));
            if from.is_file() {
                fs::copy(&from, &to)?;
                // The disk is at rest before anything is measured.
                File::open(&to)?.sync_all()?;
            }
        }
        Backend::start_in(data).await
    }
}

fn partner(value: &Value) -> Outcome<Partner> {
    Ok(Partner { token: text_of(value, "token")?, ticket: text_of(value, "ticket")? })
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text_of(value: &Value, name: &str) -> Outcome<String> {
    Ok(value[name].as_str().ok_or_else(|| format!("bench.json: no `{name}`"))?.to_owned())
}
