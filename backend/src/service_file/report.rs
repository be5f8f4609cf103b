//! What the file says of the public report: the table `report`, and which topics count.

use super::node::{Fault, InOneLanguage};
use super::typed;
use recourse_contract::service::Notice;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::HashSet;

/// Counts below this one are left out of cross-tables, unless the file says otherwise.
const THRESHOLD: u32 = 5;

/// What is to be reported.
pub struct Reporting {
    /// Counts from 1 to below this one are left out of cross-tables.
    pub threshold: u32,
    /// The topics whose technical problems count as complaints.
    counting: HashSet<String>,
}

impl Reporting {
    /// Whether a technical problem of this topic counts as a complaint, on the ground of a technological issue (Regulation (EU)
    /// 2019/1150, Art. 11(1)(b)).
    pub fn counts(&self, topic: &str) -> bool {
        self.counting.contains(topic)
    }
}

/// The table `report`.
#[derive(Default, Deserialize)]
struct Table {
    threshold: Option<u32>,
    #[serde(default)]
    how: Vec<Notice>,
}

/// Takes what is said of the report out of the file, after inheritance, and how the system works in its language.
///
/// # Errors
/// The first fault, with its line.
pub(super) fn take(json: &mut Json, file: &InOneLanguage) -> Result<(Reporting, Vec<Notice>), Fault> {
    let mut counting = HashSet::new();
    if let Some(Json::Array(topics)) = json.get_mut("topics") {
        for (index, topic) in topics.iter_mut().enumerate() {
            let Some(topic) = topic.as_object_mut() else { continue };
            let path = format!("topics.{index}.counts_as_complaint");
            let said: Option<bool> = topic.remove("counts_as_complaint").map(|said| typed(said, &path, file)).transpose()?;
            let is_technical = topic.get("legal_ground").and_then(Json::as_str) == Some("technological_issue");
            if said.unwrap_or(is_technical) {
                counting.extend(topic.get("id").and_then(Json::as_str).map(str::to_owned));
            }
        }
    }
    let fail = |path: &str, reason: &str| Fault { line: file.line(path), reason: format!("`{path}`: {reason}") };
    if json.get("report_years").is_some() {
        return Err(fail("report_years", "the backend fills this in by itself"));
    }
    let table = json.as_object_mut().and_then(|root| root.remove("report"));
    let Table { threshold, how } = table.map(|table| typed(table, "report", file)).transpose()?.unwrap_or_default();
    if threshold == Some(0) {
        return Err(fail("report.threshold", "1 leaves nothing out, 5 is usual"));
    }
    Ok((Reporting { threshold: threshold.unwrap_or(THRESHOLD), counting }, how))
}
