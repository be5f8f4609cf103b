//! The tables of two dimensions.
//!
//! Their dimensions make a chain: month, topic, outcome, rating. Of such tables none tells more of another than the sums
//! that they share, which are public anyway. A table of legal grounds would close a circle, since topics tell grounds.

use super::Table;
use super::compute::{OUTCOMES, UNKNOWN};
use super::suppress::suppressed;

/// Columns of the ratings: 1 to 5, and none.
const RATINGS: [&str; 6] = ["1", "2", "3", "4", "5", "none"];

/// Counts of two dimensions, while they grow.
#[derive(Default)]
pub(super) struct Tallies {
    /// Of each topic by month and by outcome.
    topics: Vec<([u32; 12], [u32; 7])>,
    /// Of each outcome by rating.
    outcomes: [[u32; 6]; 7],
}

impl Tallies {
    /// Counts a complaint: the places of its topic, month, outcome, and rating if it has one. What is not decided, or was taken
    /// back before, cannot be rated: everybody knows these zeros, and nothing could hide behind them.
    pub(super) fn count(&mut self, topic: usize, month: usize, outcome: usize, rating: Option<usize>, is_decided: bool) {
        if self.topics.len() <= topic {
            self.topics.resize(topic + 1, Default::default());
        }
        self.topics[topic].0[month] += 1;
        self.topics[topic].1[outcome] += 1;
        self.outcomes[outcome][rating.unwrap_or(5)] += u32::from(is_decided);
    }

    /// The tables that can be shown. `topics` are the ids at their places.
    pub(super) fn tables(&self, topics: &[String], threshold: u32) -> Vec<Table> {
        let months: Vec<String> = (1..=12).map(|month| month.to_string()).collect();
        let outcomes: Vec<String> = OUTCOMES.map(str::to_owned).into();
        let ratings: Vec<String> = RATINGS.map(str::to_owned).into();
        let by_month = self.topics.iter().map(|(months, _)| months.to_vec()).collect();
        let by_outcome = self.topics.iter().map(|(_, outcomes)| outcomes.to_vec()).collect();
        let by_rating = self.outcomes.iter().map(|ratings| ratings.to_vec()).collect();
        [
            table("topics_months", topics, &months, by_month, threshold),
            table("topics_outcomes", topics, &outcomes, by_outcome, threshold),
            table("outcomes_ratings", &outcomes, &ratings, by_rating, threshold),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Nothing where no table is left, or where it would give away what it should hide.
fn table(id: &'static str, rows: &[String], all: &[String], counts: Vec<Vec<u32>>, threshold: u32) -> Option<Table> {
    let (mut heads, mut kept) = (Vec::new(), Vec::new());
    // A row of zeros says what its sum says.
    for (head, row) in rows.iter().zip(counts) {
        if row.iter().any(|count| *count > 0) {
            heads.push(head.clone());
            kept.push(row);
        }
    }
    let stays = |column: usize| all[column] != UNKNOWN || kept.iter().any(|row| row[column] > 0);
    let columns: Vec<usize> = (0..all.len()).filter(|column| stays(*column)).collect();
    let counts: Vec<Vec<u32>> = kept.iter().map(|row| columns.iter().map(|column| row[*column]).collect()).collect();
    let cells = suppressed(&counts, threshold).filter(|rows| rows.len() > 1)?;
    Some(Table { id, rows: heads, columns: columns.into_iter().map(|column| all[column].clone()).collect(), cells })
}
