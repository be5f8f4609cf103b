//! A moment as a person at a terminal writes it.

use super::client::Client;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use recourse_contract::time::{DAY, HOUR, MINUTE};
use recourse_contract::{Timestamp, rules};

/// Until when something is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// A moment.
    At(Timestamp),
    /// The end of a day, where the platform is.
    Day(Date),
}

impl When {
    /// The moment that is meant. For a day the backend is asked for the platform's time zone.
    ///
    /// # Errors
    /// In words, when it does not answer, or the day has no end.
    pub(super) async fn moment(self, client: &Client) -> Result<Timestamp, String> {
        match self {
            Self::At(at) => Ok(at),
            Self::Day(day) => end(day, &client.service().await?.platform.time_zone),
        }
    }
}

/// The last minute of a day.
fn end(day: Date, zone: &str) -> Result<Timestamp, String> {
    let zone = TimeZone::get(zone).map_err(|fault| fault.to_string())?;
    let end = day.at(23, 59, 0, 0).to_zoned(zone).map_err(|fault| fault.to_string())?;
    Ok(Timestamp(end.timestamp().as_millisecond()))
}

/// `+3d`, `+12h`, `+30m` from now, a day, or RFC 3339.
///
/// # Errors
/// In words, when it is none of these.
pub(super) fn parse(text: &str) -> Result<When, String> {
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

fn at(text: &str, now: i64) -> Result<When, String> {
    let wrong = || format!("{text:?} is no moment: write +3d, +12h, 2026-12-01 or 2026-12-01T17:00:00Z");
    if let Some(later) = text.strip_prefix('+') {
        return span(later).map(|span| When::At(Timestamp(now + span))).ok_or_else(wrong);
    }
    let day = rules::date(text).ok().and_then(|_| text.parse().ok()).map(When::Day);
    day.or_else(|| Timestamp::parse(text).map(When::At)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_and_nonsense_is_not() {
        assert_eq!(at("+3d", 5), Ok(When::At(Timestamp(5 + 3 * DAY))));
        assert_eq!(at("+12h", 0), Ok(When::At(Timestamp(12 * HOUR))));
        assert_eq!(at("2026-12-01", 0), Ok(When::Day(Date::constant(2026, 12, 1))));
        let moment = Timestamp::parse("2026-12-01T16:00:00Z").expect("a time");
        assert_eq!(at("2026-12-01T17:00:00+01:00", 0), Ok(When::At(moment)));
        for wrong in ["", "+", "+d", "+3", "+3é", "-3d", "tomorrow", "2026-02-30", "+99999999999d"] {
            assert!(at(wrong, 0).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_day_ends_where_the_platform_is() {
        let end = |zone| end(Date::constant(2026, 12, 5), zone).map(|at| at.to_string());
        assert_eq!(end("Europe/Paris").as_deref(), Ok("2026-12-05T22:59:00.000Z"));
        assert_eq!(end("America/Martinique").as_deref(), Ok("2026-12-06T03:59:00.000Z"));
        assert!(end("Nowhere").is_err());
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
