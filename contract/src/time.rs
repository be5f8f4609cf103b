//! Moments on the wire: RFC 3339 in UTC.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;

/// A moment, as milliseconds since 1970-01-01T00:00:00Z. On the wire `2026-11-23T08:15:00.000Z` (RFC 3339).
///
/// Read with any offset, always written in UTC. Years 0000 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "openapi", schemars(
    with = "String",
    description = "A moment, RFC 3339. Read with any offset, always written in UTC, to the millisecond.",
    extend("format" = "date-time", "examples" = ["2026-11-23T08:15:00.000Z"])
))]
pub struct Timestamp(pub i64);

/// Milliseconds in a minute.
pub const MINUTE: i64 = 60_000;
/// Milliseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;

impl Timestamp {
    /// Reads RFC 3339 text; fractions beyond the millisecond are cut off, a leap second is the second before it.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let number = |from: usize, to: usize| -> Option<i64> {
            let part = text.get(from..to)?;
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
        };
        let at = |i: usize| bytes.get(i).copied();
        let separators = (at(4)?, at(7)?, at(10)?, at(13)?, at(16)?);
        if !matches!(separators, (b'-', b'-', b'T' | b't' | b' ', b':', b':')) {
            return None;
        }
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        if !valid_date(year, month, day) || hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let mut rest = text.get(19..)?;
        let mut millis = 0;
        if let Some(fraction) = rest.strip_prefix('.') {
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                return None;
            }
            millis = (0..3).fold(0, |sum, i| {
                sum * 10 + fraction.as_bytes().get(i).filter(|_| i < digits).map_or(0, |b| i64::from(b - b'0'))
            });
            rest = fraction.get(digits..)?;
        }
        let seconds = days_from_civil(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second.min(59);
        Some(Self(seconds * 1_000 + millis - offset(rest)? * MINUTE))
    }

    /// The day in UTC as `2026-11-23`.
    pub fn date(self) -> String {
        let (year, month, day) = civil_from_days(self.0.div_euclid(DAY));
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// Minutes east of UTC.
fn offset(text: &str) -> Option<i64> {
    if text == "Z" || text == "z" {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let two =
        |part: &str| -> Option<i64> { (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())? };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// Whether this day is in the (proleptic Gregorian) calendar.
pub fn valid_date(year: i64, month: i64, day: i64) -> bool {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (0..=9999).contains(&year) && (1..=length).contains(&day)
}

// The two conversions count years from March, so that the leap day comes last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_day = self.0.rem_euclid(DAY);
        let (hour, minute) = (of_day / HOUR, of_day / MINUTE % 60);
        let (second, millis) = (of_day / 1_000 % 60, of_day % 1_000);
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z", self.date())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("not an RFC 3339 time"))
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn written_as_jiff_writes_it(millis in -62_167_219_200_000_i64..253_402_300_799_000) {
            let other = jiff::Timestamp::from_millisecond(millis).expect("in range");
            prop_assert_eq!(Timestamp(millis).to_string(), format!("{other:.3}"));
            prop_assert_eq!(Timestamp::parse(&Timestamp(millis).to_string()), Some(Timestamp(millis)));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}", digits in "[0-9T:Z+.-]{0,32}") {
            let _ = Timestamp::parse(&text);
            let _ = Timestamp::parse(&digits);
        }
    }

    #[test]
    fn offsets_and_fractions() {
        let noon = Timestamp::parse("2026-11-23T12:00:00Z");
        assert!(noon.is_some());
        assert_eq!(Timestamp::parse("2026-11-23T13:00:00+01:00"), noon);
        assert_eq!(Timestamp::parse("2026-11-23T12:00:00.000999Z"), noon);
        for wrong in
            ["", "2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T12:00:00", "2026-11-23T12:00:00.Z"]
        {
            assert_eq!(Timestamp::parse(wrong), None, "{wrong}");
        }
    }
}
