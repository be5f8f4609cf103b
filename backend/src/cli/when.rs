//! A moment as a person at a terminal writes it.

use recourse_contract::time::{DAY, HOUR, MINUTE};
use recourse_contract::{Timestamp, rules};

/// `+3d`, `+12h`, `+30m` from now, a day (its end in UTC), or RFC 3339.
///
/// # Errors
/// In words, when it is none of these.
pub fn parse(text: &str) -> Result<Timestamp, String> {
    at(text, jiff::Timestamp::now().as_millisecond())
}

/// `3d`, `12h`, `30m` ago, or RFC 3339.
///
/// # Errors
/// In words, when it is neither.
pub fn ago(text: &str) -> Result<Timestamp, String> {
    before(text, jiff::Timestamp::now().as_millisecond())
}

fn before(text: &str, now: i64) -> Result<Timestamp, String> {
    let wrong = || format!("{text:?} is no moment: write 30m, 2h, 1d or 2026-12-01T09:10:00Z");
    span(text).map(|span| Timestamp(now - span)).or_else(|| Timestamp::parse(text)).ok_or_else(wrong)
}

/// `3d`, `12h`, `30m` in milliseconds.
fn span(text: &str) -> Option<i64> {
    let (number, unit) = text.split_at_checked(text.len().saturating_sub(1))?;
    let unit = match unit {
        "d" => DAY,
        "h" => HOUR,
        "m" => MINUTE,
        _ => return None,
    };
    let is_plain = number.bytes().all(|b| b.is_ascii_digit());
    number.parse::<u16>().ok().filter(|_| is_plain).map(|number| i64::from(number) * unit)
}

fn at(text: &str, now: i64) -> Result<Timestamp, String> {
    let wrong = || format!("{text:?} is no moment: write +3d, +12h, 2026-12-01 or 2026-12-01T17:00:00Z");
    if let Some(later) = text.strip_prefix('+') {
        return span(later).map(|span| Timestamp(now + span)).ok_or_else(wrong);
    }
    let day = rules::date(text).is_ok().then(|| format!("{text}T23:59:00Z"));
    Timestamp::parse(day.as_deref().unwrap_or(text)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_and_nonsense_is_not() {
        assert_eq!(at("+3d", 5), Ok(Timestamp(5 + 3 * DAY)));
        assert_eq!(at("+12h", 0), Ok(Timestamp(12 * HOUR)));
        assert_eq!(at("2026-12-01", 0).map(|at| at.to_string()).as_deref(), Ok("2026-12-01T23:59:00.000Z"));
        assert_eq!(at("2026-12-01T17:00:00+01:00", 0).map(|at| at.to_string()).as_deref(), Ok("2026-12-01T16:00:00.000Z"));
        for wrong in ["", "+", "+d", "+3", "+3é", "-3d", "tomorrow", "2026-02-30", "+99999999999d"] {
            assert!(at(wrong, 0).is_err(), "{wrong}");
        }
    }

    #[test]
    fn moments_of_before() {
        assert_eq!(before("30m", HOUR), Ok(Timestamp(30 * MINUTE)));
        assert_eq!(before("2026-12-01T09:10:00Z", 0).map(|at| at.to_string()).as_deref(), Ok("2026-12-01T09:10:00.000Z"));
        for wrong in ["", "m", "+3d", "-3d", "9:10", "3é"] {
            assert!(before(wrong, 0).is_err(), "{wrong}");
        }
    }
}
