//! The lines of a list of figures, with those of another year beside them.

use super::share;
use recourse_contract::report::Count;

/// What a line counts in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// How many.
    pub count: u32,
    /// Percent of the list. 0 with a count is less than half of one.
    pub share: u32,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The stable name.
    pub id: String,
    /// The same for people.
    pub label: String,
    /// In the year of the report.
    pub now: Part,
    /// In the other year, where there is one.
    pub before: Option<Part>,
}

/// The lines in the order of `now`, and behind them those that only the other year has. Nothing that both know only as
/// nothing, unless it is `all` that is to be seen.
pub fn lines(now: &[Count], before: Option<&[Count]>, all: bool) -> Vec<Line> {
    let other = before.unwrap_or_default();
    let gone = other.iter().filter(|count| now.iter().all(|known| known.id != count.id));
    let gone = gone.map(|count| Count { count: 0, ..count.clone() });
    let counts: Vec<Count> = now.iter().cloned().chain(gone).collect();
    let (whole, whole_before) = (sum(&counts), sum(other));
    let line = |Count { id, label, count }: Count| {
        let known = other.iter().find(|known| known.id == id).map_or(0, |known| known.count);
        let part = |count, whole| Part { count, share: share(count, whole).unwrap_or_default() };
        Line { id, label, now: part(count, whole), before: before.map(|_| part(known, whole_before)) }
    };
    let lines = counts.into_iter().map(line);
    lines.filter(|line| all || line.now.count > 0 || line.before.is_some_and(|before| before.count > 0)).collect()
}

fn sum(counts: &[Count]) -> u32 {
    counts.iter().fold(0, |sum, count| sum.saturating_add(count.count))
}
