//! How long to wait after a failed attempt, here and in uploads.

use super::Trouble;

/// First pause after a failed attempt, in milliseconds; it doubles each time.
const FIRST: i64 = 4_000;
/// Longest pause.
const LONGEST: i64 = 5 * 60_000;
/// Longest that the backend may ask for, in seconds.
const ASKED: i64 = 86_400;
/// What chance may add.
const JITTER: i64 = 1_000;

/// Milliseconds until the next attempt after so many failed ones. `wait` is what the backend asks for, in seconds; `jitter`
/// (0 to 999) spreads the devices that come back together.
pub(crate) fn pause(failed: u32, wait: Option<i64>, jitter: i64) -> i64 {
    let usual = FIRST.saturating_mul(1 << failed.saturating_sub(1).min(20)).min(LONGEST);
    wait.map_or(usual, |seconds| seconds.clamp(1, ASKED) * 1_000) + jitter
}

/// When the next attempt is due that was not to be made before `not_before`. No pause is longer than those above: one that
/// seems to be was noted before the clock was set, and is over.
pub(crate) fn due(not_before: i64, trouble: Option<&Trouble>, now: i64) -> i64 {
    // Only a backend that is busy asks for more.
    let longest = if matches!(trouble, Some(Trouble::Busy { .. })) { ASKED * 1_000 } else { LONGEST };
    if not_before - now > longest + JITTER { now } else { not_before }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_790_000_000_000;
    const YEAR: i64 = 365 * 86_400_000;

    #[test]
    fn a_clock_that_was_set_back_freezes_nothing() {
        let busy = Trouble::Busy { status: 503 };
        for trouble in [None, Some(&Trouble::Unreachable), Some(&busy)] {
            assert_eq!(due(NOW, trouble, NOW - YEAR), NOW - YEAR);
            assert_eq!(due(NOW, trouble, NOW + YEAR), NOW);
        }
        // What is asked for is kept.
        let (short, long) = (NOW + pause(30, None, 999), NOW + pause(1, Some(1_000_000), 999));
        assert_eq!(due(short, Some(&Trouble::Unreachable), NOW), short);
        assert_eq!(due(long, Some(&busy), NOW), long);
        assert_eq!(due(long, Some(&Trouble::Unreachable), NOW), NOW);
    }
}
