//! Parts of a whole.

/// A part of a bar, in thousandths of its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where it begins.
    pub from: u32,
    /// How long it is.
    pub length: u32,
}

/// The share of a part in percent, the nearest. Nothing where there is no whole. Together, shares may make a little more or less
/// than 100.
pub fn share(part: u32, whole: u32) -> Option<u32> {
    let (part, whole) = (u64::from(part), u64::from(whole));
    (whole > 0).then(|| small((part * 100 + whole / 2) / whole))
}

/// How a bar is divided among the counts, without a gap. What is thinner than a thousandth may have no length.
pub fn segments(counts: &[u32]) -> Vec<Segment> {
    let total = sum(counts);
    let mut passed = 0;
    let place = |passed: u64| (passed * 1_000).checked_div(total).map_or(0, small);
    counts
        .iter()
        .map(|count| {
            let from = place(passed);
            passed += u64::from(*count);
            Segment { from, length: place(passed) - from }
        })
        .collect()
}

/// The average of ratings, of which each place says how often it was given, 1 first: in tenths, the nearest.
pub fn average_tenths(ratings: &[u32]) -> Option<u32> {
    let number = sum(ratings);
    let sum: u64 = (1_u64..).zip(ratings).map(|(rating, count)| rating * u64::from(*count)).sum();
    (number > 0).then(|| small((sum * 10 + number / 2) / number))
}

fn sum(counts: &[u32]) -> u64 {
    counts.iter().map(|count| u64::from(*count)).sum()
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
