//! The public report of a year: what Regulation (EU) 2019/1150, Art. 11(4) asks for, and more.

use crate::service::Notice;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// `GET /reports`: which years have a report, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Reports {
    /// One for each year.
    pub items: Vec<ReportYear>,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ReportYear {
    /// Which.
    pub year: u16,
    /// The number of its last version; 0 as long as nobody has verified it.
    pub version: u32,
    /// The day on which the platform verified it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_on: Option<String>,
}

/// `GET /reports/{year}`: the figures of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Report {
    /// Which year, in the platform's time zone.
    pub year: u16,
    /// Its number: the first that was published is 1. 0: not verified yet.
    pub version: u32,
    /// The first day that counts.
    pub from: String,
    /// The last day that counts.
    pub to: String,
    /// When it was computed.
    pub computed_at: Timestamp,
    /// The day on which the platform verified it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_on: Option<String>,
    /// Why it was corrected, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// How the system works, in the platform's words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub how: Vec<Notice>,
    /// What each figure counts. Its `id` is the name of the figure or list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub definitions: Vec<Notice>,
    /// Complaints lodged (Art. 11(4)(a)): whole.
    pub lodged: u32,
    /// Complaints by topic, the main types (Art. 11(4)(b)): whole.
    pub topics: Vec<Count>,
    /// Complaints by legal ground (Art. 11(1)).
    pub grounds: Vec<Count>,
    /// How long it took (Art. 11(4)(c)).
    pub times: Times,
    /// Complaints by their last decision (Art. 11(4)(d)): whole; `open` are those without one.
    pub outcomes: Vec<Count>,
    /// Complaints by how they ended, `open` among them.
    pub ends: Vec<Count>,
    /// Technical problems: all of them, and those that count as complaints.
    pub technical: Technical,
    /// Reviews after an outcome.
    pub reviews: Reviews,
    /// Mediations that were asked for, by how they stand.
    pub mediations: Vec<Count>,
    /// What partners thought of it.
    pub satisfaction: Opinion,
    /// Complaints by month, January first.
    pub months: Vec<u32>,
    /// Tables of two dimensions, in which small counts are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<CrossTable>,
    /// Counts from 1 to below this one are left out of the tables, and others by which they could be computed.
    pub threshold: u32,
}

/// A later version of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Correction {
    /// Its number.
    pub version: u32,
    /// When it was published.
    pub at: Timestamp,
    /// What was wrong.
    pub reason: String,
}

/// How many of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Count {
    /// Stable name: of a topic, or a value of the contract.
    pub id: String,
    /// The same for people, in the language of this answer.
    pub label: String,
    /// How many.
    pub count: u32,
}

/// From the filing to the first outcome. Tickets without one do not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Times {
    /// How many have an outcome.
    pub decided: u32,
    /// Hours on average.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average_hours: Option<u32>,
    /// Hours within which half of them were decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_hours: Option<u32>,
    /// How many within the target of their topic.
    pub in_time: u32,
}

/// Reports of technical problems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Technical {
    /// How many in all.
    pub reported: u32,
    /// How many of them count as complaints on ground (b), and are part of `lodged`.
    pub counted: u32,
}

/// Reviews after an outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Reviews {
    /// How many were asked for.
    pub asked: u32,
    /// How many changed the decision.
    pub changed: u32,
}

/// What partners thought of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Opinion {
    /// How many gave each rating, 1 first.
    pub ratings: Vec<u32>,
    /// Whether the outcome answered the case: how many said yes, and how many no.
    pub answered: YesNo,
    /// Whether it was clear.
    pub clear: YesNo,
}

/// How many said yes and no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[allow(missing_docs)] // The names say it.
pub struct YesNo {
    pub yes: u32,
    pub no: u32,
}

/// A table of two dimensions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CrossTable {
    /// Stable name.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The heads of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<TableRow>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TableRow {
    /// Stable name: of a topic, or a value of the contract. Reports from before there was one have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its head.
    pub label: String,
    /// A count for each column; null where it is left out, so that nobody is recognised.
    pub cells: Vec<Option<u32>>,
}
