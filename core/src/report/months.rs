//! The months of a year as columns.

use super::Scale;

/// A year has twelve, whatever a backend sends.
pub const MONTHS: usize = 12;

/// A month: how many, and how many in the other year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// In this year.
    pub count: u32,
    /// In the other one, where there is one.
    pub before: Option<u32>,
}

/// The months that stand out, 0 is January.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extremes {
    /// The first of those with most.
    pub most: usize,
    /// The first of those with fewest.
    pub fewest: usize,
}

/// The columns, January first, and their scale. What is missing at the end is nothing.
pub fn columns(now: &[u32], before: Option<&[u32]>) -> (Vec<Column>, Scale) {
    let at = |months: &[u32], month: usize| months.get(month).copied().unwrap_or_default();
    let column = |month| Column { count: at(now, month), before: before.map(|before| at(before, month)) };
    let columns: Vec<Column> = (0..MONTHS).map(column).collect();
    let most = columns.iter().map(|column| column.count.max(column.before.unwrap_or_default())).max();
    (columns, Scale::of(most.unwrap_or_default()))
}

/// The months with most and with fewest; nothing where all are the same.
pub fn extremes(columns: &[Column]) -> Option<Extremes> {
    let (mut most, mut fewest) = (0, 0);
    for (month, column) in columns.iter().enumerate() {
        if column.count > columns[most].count {
            most = month;
        }
        if column.count < columns[fewest].count {
            fewest = month;
        }
    }
    (most != fewest).then_some(Extremes { most, fewest })
}
