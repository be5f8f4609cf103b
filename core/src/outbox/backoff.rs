//! How long to wait after a failed attempt, here and in uploads.

/// First pause after a failed attempt, in milliseconds; it doubles each time.
const FIRST: i64 = 4_000;
/// Longest pause.
const LONGEST: i64 = 5 * 60_000;

/// Milliseconds until the next attempt after so many failed ones. `wait` is what the backend asks for, in seconds; `jitter`
/// (0 to 999) spreads the devices that come back together.
pub(crate) fn pause(failed: u32, wait: Option<i64>, jitter: i64) -> i64 {
    let usual = FIRST.saturating_mul(1 << failed.saturating_sub(1).min(20)).min(LONGEST);
    wait.map_or(usual, |seconds| seconds.clamp(1, 86_400) * 1_000) + jitter
}
