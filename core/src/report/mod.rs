//! What the page of the public report makes of its figures: shares, scales, lines in their order, the comparison with
//! another year. No words and no drawing here.

mod change;
mod line;
mod months;
mod scale;
mod share;
#[cfg(test)]
mod tests;

pub use change::{Change, ENOUGH, change};
pub use line::{Line, Part, lines};
pub use months::{Column, Extremes, MONTHS, columns, extremes};
pub use scale::Scale;
pub use share::{Segment, average_tenths, segments, share};

use recourse_contract::report::Report;
use recourse_contract::service::Notice;

/// Hours from which on a time is told in days.
const DAYS_FROM: u32 = 48;
const HOURS_A_DAY: u32 = 24;

/// A length of time as it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// So many hours.
    Hours(u32),
    /// So many tenths of a day of 24 hours, the nearest.
    TenthsOfDay(u32),
}

impl Length {
    /// Short ones in hours, longer ones in days.
    pub fn of(hours: u32) -> Self {
        if hours < DAYS_FROM { Self::Hours(hours) } else { Self::TenthsOfDay(tenths(hours)) }
    }
}

fn tenths(hours: u32) -> u32 {
    let tenths = (u64::from(hours) * 10 + u64::from(HOURS_A_DAY / 2)) / u64::from(HOURS_A_DAY);
    u32::try_from(tenths).unwrap_or(u32::MAX)
}

/// What a figure counts, in the words of the backend. `id` is the name of the figure or list.
pub fn definition<'a>(report: &'a Report, id: &str) -> Option<&'a Notice> {
    report.definitions.iter().find(|definition| definition.id == id)
}

/// The year that another one is compared with when an address says so: one that has a report, and is not the same.
pub fn compared(years: &[u16], year: u16, asked: Option<&str>) -> Option<u16> {
    let asked = asked?;
    years.iter().copied().find(|other| *other != year && other.to_string() == asked)
}
