//! The lines of a list of figures, with those of another year beside them.

use super::share::shares;
use recourse_contract::report::Count;

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The stable name.
    pub id: String,
    /// The same for people.
    pub label: String,
    /// How many.
    pub count: u32,
    /// Percent of the list. 0 with a count is less than one.
    pub share: u32,
    /// How many in the other year, where there is one.
    pub before: Option<u32>,
}

/// The lines in the order of `now`, and behind them those that only the other year has. Nothing that both know only as
/// nothing, unless it is `all` that is to be seen.
pub fn lines(now: &[Count], before: Option<&[Count]>, all: bool) -> Vec<Line> {
    let other = before.unwrap_or_default();
    let gone = other.iter().filter(|count| now.iter().all(|known| known.id != count.id));
    let gone = gone.map(|count| Count { count: 0, ..count.clone() });
    let counts: Vec<Count> = now.iter().cloned().chain(gone).collect();
    let shares = shares(&counts.iter().map(|count| count.count).collect::<Vec<_>>());
    let line = |(Count { id, label, count }, share): (Count, u32)| {
        let known = other.iter().find(|known| known.id == id).map_or(0, |known| known.count);
        Line { id, label, count, share, before: before.map(|_| known) }
    };
    let lines = counts.into_iter().zip(shares).map(line);
    lines.filter(|line| all || line.count > 0 || line.before.is_some_and(|before| before > 0)).collect()
}

/// The largest count of both years.
pub fn most(lines: &[Line]) -> u32 {
    lines.iter().map(|line| line.count.max(line.before.unwrap_or_default())).max().unwrap_or_default()
}
