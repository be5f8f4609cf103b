//! The public report of a year (Regulation (EU) 2019/1150, Art. 11(4)): from what was filed to its figures. Pure.

mod compute;
pub mod csv;
pub mod publish;
pub mod suppress;
mod tables;
mod told;
mod year;

pub use compute::compute;
pub use told::{Edition, told};
pub use year::{Year, day_of, year_of};

use crate::service_file::ServiceFile;
use jiff::tz::TimeZone;
use recourse_contract::report::{Opinion, Reviews, Technical, Times};
use recourse_contract::service::LegalGround;
use recourse_contract::ticket::{ClosedAs, TicketKind};
use recourse_contract::update::Decision;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a report counts of a ticket: nothing that tells whose it was. It outlives the ticket's erasure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// When it was filed: 0 is January, in the platform's time zone.
    pub month: u32,
    /// What it is.
    pub kind: TicketKind,
    /// The id of its topic.
    pub topic: String,
    /// Its legal ground.
    pub ground: LegalGround,
    /// Whether a handler counts it as a complaint; absent: nobody has said so, and its topic decides.
    pub counts: Option<bool>,
    /// Its last decision.
    pub decision: Option<Decision>,
    /// From the filing to the first outcome.
    pub minutes: Option<u32>,
    /// Whether that was within the target of its topic.
    pub in_time: bool,
    /// How it ended.
    pub closed_as: Option<ClosedAs>,
    /// How many reviews were asked for.
    pub reviews: u32,
    /// How many of them changed the decision.
    pub changed: u32,
    /// How its mediation stands.
    pub mediation: Option<Mediated>,
    /// 1 to 5.
    pub rating: Option<u32>,
    /// Whether the outcome answered the case.
    pub answered: Option<bool>,
    /// Whether it was clear.
    pub clear: Option<bool>,
}

/// How a mediation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // The names say it.
pub enum Mediated {
    Requested,
    Accepted,
    Agreed,
    Failed,
    Declined,
}

/// A stable name, and how many.
pub type Counted = (String, u32);

/// The figures of a year, without words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // As in the contract's `Report`.
pub struct Figures {
    pub lodged: u32,
    pub topics: Vec<Counted>,
    pub grounds: Vec<Counted>,
    pub outcomes: Vec<Counted>,
    pub ends: Vec<Counted>,
    pub mediations: Vec<Counted>,
    pub times: Times,
    pub technical: Technical,
    pub reviews: Reviews,
    pub satisfaction: Opinion,
    pub months: Vec<u32>,
    pub tables: Vec<Table>,
    pub threshold: u32,
    /// Hours from the filing to the first outcome on average, by topic: of those with enough of them to tell nobody's.
    pub averages: BTreeMap<String, u32>,
}

/// A table of two dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Stable name.
    pub id: &'static str,
    /// What the rows stand for, by their stable names.
    pub rows: Vec<String>,
    /// The same of the columns.
    pub columns: Vec<String>,
    /// A count for each column of each row, if it may be shown.
    pub cells: Vec<Vec<Option<u32>>>,
}

/// The time zone of the platform, in which years begin.
pub fn zone(file: &ServiceFile) -> TimeZone {
    TimeZone::get(&file.default_language().service.platform.time_zone).unwrap_or(TimeZone::UTC)
}
