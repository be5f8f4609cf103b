//! The speed figures: measured from outside, on the real backend and in the real browser. `docs/architecture.md` says what
//! each of them means.

pub mod browser;
pub mod dossier;
pub mod filled;
mod http;
mod inbox;
pub mod lighthouse;
mod message;
pub mod report;
pub mod search;
pub mod start;
pub mod streams;
mod thread;

use crate::Outcome;
use std::fmt;
use std::time::Duration;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// As `budgets.txt` knows it.
    pub name: &'static str,
    /// How much.
    pub value: f64,
    /// Of what: `ms`, `kB` or `points`.
    pub unit: &'static str,
}

impl Figure {
    /// The time that 95 in a hundred of these do not exceed.
    ///
    /// # Errors
    /// There are none.
    pub fn p95(name: &'static str, milliseconds: &[f64]) -> Outcome<Self> {
        let value = percentile(milliseconds, 95).ok_or_else(|| format!("{name}: nothing was measured"))?;
        Ok(Self { name, value, unit: "ms" })
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:.1} {}", self.name, self.value, self.unit)
    }
}

/// The smallest sample that so many percent do not exceed (nearest rank); nothing of no samples.
pub fn percentile(samples: &[f64], percent: usize) -> Option<f64> {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}

/// A time in milliseconds, with its fraction.
fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

#[cfg(test)]
mod tests {
    use super::{Figure, percentile};

    #[test]
    fn a_percentile_is_one_of_the_samples() {
        let hundred: Vec<f64> = (1..=100_u32).rev().map(f64::from).collect();
        assert_eq!(percentile(&hundred, 95), Some(95.0));
        assert_eq!(percentile(&hundred, 100), Some(100.0));
        assert_eq!(percentile(&hundred, 0), Some(1.0));
        // Of twenty, one may be above.
        assert_eq!(percentile(&hundred[..20], 95), Some(99.0));
        assert_eq!(percentile(&hundred[..19], 95), Some(100.0));
        assert_eq!(percentile(&[7.5], 95), Some(7.5));
        assert_eq!(percentile(&[], 95), None);
    }

    #[test]
    fn a_figure_is_a_line_of_three_words() {
        let figure = Figure::p95("some_ms", &[12.34]);
        assert_eq!(figure.map(|figure| figure.to_string()).ok().as_deref(), Some("some_ms 12.3 ms"));
        assert!(Figure::p95("some_ms", &[]).is_err());
    }
}
