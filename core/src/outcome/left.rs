//! How long something stays possible: in days of the partner's calendar, which a change of clocks makes neither more nor fewer.

use crate::opening::{Offset, day_of};
use recourse_contract::Timestamp;

/// What is left of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// It ends on a later day of the calendar: so many midnights away.
    Days(u32),
    /// It ends today.
    Today,
    /// It is over.
    Over,
}

/// What is left until `by`. `now` is milliseconds since 1970, `here` the partner's zone.
pub fn left(by: Timestamp, now: i64, here: Offset<'_>) -> Left {
    if by.0 <= now {
        return Left::Over;
    }
    match u32::try_from(day_of(by.0, here) - day_of(now, here)) {
        Ok(days @ 1..) => Left::Days(days),
        _ => Left::Today,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;
    use proptest::prelude::*;
    use recourse_contract::time::MINUTE;

    fn at(text: &str) -> i64 {
        Timestamp::parse(text).expect("a time").0
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).expect("a zone")
    }

    /// Every zone of the tz database.
    fn zones() -> Vec<TimeZone> {
        jiff::tz::db().available().filter_map(|name| TimeZone::get(name.as_str()).ok()).collect()
    }

    fn offset(zone: &TimeZone, at: i64) -> i64 {
        i64::from(zone.to_offset(jiff::Timestamp::from_millisecond(at).expect("in range")).seconds()) / 60
    }

    fn told(by: &str, now: &str, name: &str) -> Left {
        let zone = zone(name);
        left(Timestamp(at(by)), at(now), &|at| offset(&zone, at))
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        // Paris goes back on 25 October 2026: that day has 25 hours.
        assert_eq!(told("2026-10-25T22:30:00Z", "2026-10-24T21:30:00Z", "Europe/Paris"), Left::Days(1));
        assert_eq!(told("2026-10-25T22:30:00Z", "2026-10-24T22:30:00Z", "Europe/Paris"), Left::Today);
        // And forward on 29 March, which has 23.
        assert_eq!(told("2026-03-29T22:30:00Z", "2026-03-28T22:30:00Z", "Europe/Paris"), Left::Days(2));
        // An hour before midnight one day is left, whatever the hours.
        assert_eq!(told("2026-11-28T00:00:00Z", "2026-11-27T22:30:00Z", "Europe/Paris"), Left::Days(1));
        assert_eq!(told("2026-11-28T00:00:00Z", "2026-11-27T22:30:00Z", "Pacific/Auckland"), Left::Today);
        assert_eq!(told("2026-11-28T00:00:00Z", "2026-11-28T00:00:00Z", "Europe/Paris"), Left::Over);
    }

    /// What is left as jiff counts the days between two dates.
    fn by_jiff(by: i64, now: i64, zone: &TimeZone) -> Left {
        let date = |at: i64| jiff::Timestamp::from_millisecond(at).expect("in range").to_zoned(zone.clone()).date();
        let days = date(now).until(date(by)).expect("in range").get_days();
        u32::try_from(days).ok().filter(|days| *days > 0).map_or(Left::Today, Left::Days)
    }

    #[test]
    fn the_changes_of_clocks_of_every_zone_are_right_to_the_minute() {
        let zones = zones();
        assert!(zones.len() > 400, "{}", zones.len());
        let begin = jiff::Timestamp::from_millisecond(at("2026-01-01T00:00:00Z")).expect("in range");
        let mut changing = 0;
        for zone in &zones {
            // Of both changes of a year, where clocks change at all.
            let changes: Vec<i64> = zone.following(begin).take(2).map(|change| change.timestamp().as_millisecond()).collect();
            changing += usize::from(changes.len() == 2);
            for change in changes {
                for before in [25 * 60, 24 * 60, 121, 61, 60, 59, 31, 30, 1, 0, -1] {
                    let now = change - before * MINUTE;
                    for later in [1, 30, 60, 61, 23 * 60, 24 * 60, 25 * 60, 30 * 24 * 60] {
                        let by = now + later * MINUTE;
                        let told = left(Timestamp(by), now, &|at| offset(zone, at));
                        assert_eq!(told, by_jiff(by, now, zone), "{zone:?}: {}, {}", Timestamp(now), Timestamp(by));
                    }
                }
            }
        }
        assert!(changing > 100, "{changing}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        /// Over all of 2026 and its two changes of clocks, each as jiff counts the days between two dates.
        #[test]
        fn as_jiff_counts_them(
            zone in prop::sample::select(zones()),
            minute in 0_i64..365 * 24 * 60,
            later in 1_i64..260 * 24 * 60,
        ) {
            let (now, by) = (at("2026-01-01T00:00:00Z") + minute * MINUTE, at("2026-01-01T00:00:00Z") + (minute + later) * MINUTE);
            prop_assert_eq!(left(Timestamp(by), now, &|at| offset(&zone, at)), by_jiff(by, now, &zone));
            prop_assert_eq!(left(Timestamp(now), by, &|at| offset(&zone, at)), Left::Over);
        }
    }
}
