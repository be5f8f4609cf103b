//! A year as the platform's calendar has it.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use recourse_contract::Timestamp;

/// A year in a time zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// Which.
    pub number: u16,
    /// When each of its months begins, and the next year.
    begins: Vec<Timestamp>,
}

impl Year {
    /// This year. Nothing for one that no calendar has.
    pub fn of(number: u16, zone: &TimeZone) -> Option<Self> {
        let year = i16::try_from(number).ok()?;
        let begin = |month: i8| {
            let day = if month > 12 { Date::new(year.checked_add(1)?, 1, 1) } else { Date::new(year, month, 1) };
            let begin = day.ok()?.to_zoned(zone.clone()).ok()?;
            Some(Timestamp(begin.timestamp().as_millisecond()))
        };
        Some(Self { number, begins: (1..=13).map(begin).collect::<Option<_>>()? })
    }

    /// Its first moment.
    pub fn begins_at(&self) -> Timestamp {
        self.begins.first().copied().unwrap_or(Timestamp(i64::MAX))
    }

    /// The first moment after it.
    pub fn ends_at(&self) -> Timestamp {
        self.begins.last().copied().unwrap_or(Timestamp(i64::MAX))
    }

    /// The first moment of a month: 0 is January.
    pub fn begin(&self, month: u32) -> Timestamp {
        self.begins.get(month.min(11) as usize).copied().unwrap_or(Timestamp(i64::MAX))
    }

    /// The month of a moment, 0 is January. Of what is not in this year the nearest one.
    pub fn month(&self, at: Timestamp) -> u32 {
        let begun = self.begins.iter().filter(|begin| **begin <= at).count();
        u32::try_from(begun.clamp(1, 12) - 1).unwrap_or_default()
    }

    /// Its first day.
    pub fn first_day(&self) -> String {
        format!("{:04}-01-01", self.number)
    }

    /// Its last day.
    pub fn last_day(&self) -> String {
        format!("{:04}-12-31", self.number)
    }
}

/// The year of a moment in a time zone.
pub fn year_of(at: Timestamp, zone: &TimeZone) -> u16 {
    let there = jiff::Timestamp::from_millisecond(at.0).map(|at| at.to_zoned(zone.clone()).year());
    there.ok().and_then(|year| u16::try_from(year).ok()).unwrap_or_default()
}

/// The day of a moment in a time zone, `2026-11-23`.
pub fn day_of(at: Timestamp, zone: &TimeZone) -> String {
    let there = jiff::Timestamp::from_millisecond(at.0).map(|at| at.to_zoned(zone.clone()).date().to_string());
    there.unwrap_or_else(|_| at.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("a time")
    }

    #[test]
    fn a_year_begins_when_the_platforms_clocks_say_so() {
        let paris = TimeZone::get("Europe/Paris").expect("a zone");
        let year = Year::of(2025, &paris).expect("a year");
        assert_eq!((year.begins_at(), year.ends_at()), (at("2024-12-31T23:00:00Z"), at("2025-12-31T23:00:00Z")));
        for (moment, year_there, month) in [
            ("2024-12-31T23:00:00Z", 2025, 0),
            // Summer time has begun in between.
            ("2025-05-31T21:59:59Z", 2025, 4),
            ("2025-05-31T22:00:00Z", 2025, 5),
            ("2025-12-31T22:59:59Z", 2025, 11),
        ] {
            assert_eq!((year_of(at(moment), &paris), year.month(at(moment))), (year_there, month), "{moment}");
        }
        assert_eq!(year_of(at("2025-12-31T23:00:00Z"), &paris), 2026);
        assert_eq!(day_of(at("2025-12-31T23:00:00Z"), &paris), "2026-01-01");
        assert_eq!((year.first_day(), year.last_day()), ("2025-01-01".into(), "2025-12-31".into()));
    }

    #[test]
    fn there_are_no_years_beyond_the_calendar() {
        assert_eq!(Year::of(9_999, &TimeZone::UTC), None, "it has no end");
        assert_eq!(Year::of(u16::MAX, &TimeZone::UTC), None);
    }
}
