//! How a figure stands to that of another year.

/// Counts below this one make no percentages: 3 instead of 2 is no news of fifty percent.
pub const ENOUGH: u32 = 20;

/// How it has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Not at all.
    Same,
    /// So many more, and in percent of the other year, the nearest, where that has [`ENOUGH`].
    More(u32, Option<u32>),
    /// So many fewer, likewise.
    Fewer(u32, Option<u32>),
}

/// From `before` to `now`.
pub fn change(now: u32, before: u32) -> Change {
    let by = now.abs_diff(before);
    let percent = (before >= ENOUGH).then(|| (u64::from(by) * 100 + u64::from(before) / 2) / u64::from(before));
    let percent = percent.map(|percent| u32::try_from(percent).unwrap_or(u32::MAX));
    match now {
        _ if by == 0 => Change::Same,
        _ if now > before => Change::More(by, percent),
        _ => Change::Fewer(by, percent),
    }
}
