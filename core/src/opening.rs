//! Opening hours: whether somebody is there now, until when or from when on, and the hours of the coming days as clocks on
//! the partner's wall show them.
//!
//! Time zones are the shell's: it gives the minutes east of UTC of a zone at a moment, and nothing else is asked of it.

use crate::order::sort;
use recourse_contract::Timestamp;
use recourse_contract::service::Opening;
use recourse_contract::time::{DAY, MINUTE};

/// Minutes east of UTC at a moment (milliseconds since 1970).
pub type Offset<'a> = &'a dyn Fn(i64) -> i64;

/// How many days ahead somebody's return is looked for: longer than holidays are.
const AHEAD: i64 = 35;

/// Whether somebody is there. Moments are milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Yes, until then. Where nobody ever leaves, that is weeks away.
    Open {
        /// When they leave.
        until: i64,
    },
    /// No, but then.
    Closed {
        /// When they come.
        opens_at: i64,
    },
    /// Not in the coming weeks.
    Never,
}

/// From one moment to another, milliseconds since 1970.
pub type Span = (i64, i64);

/// Whether somebody is there `now`. `place` is the zone of the hours.
pub fn standing(opening: &Opening, now: i64, place: Offset<'_>) -> Standing {
    let mut until = None;
    let today = day_of(now, place);
    for day in today - 1..today + AHEAD {
        for (from, to) in spans_of(opening, day, place) {
            match until {
                // Midnight alone is no end.
                Some(end) if from <= end => until = Some(to.max(end)),
                Some(end) => return Standing::Open { until: end },
                None if to <= now => {}
                None if from <= now => until = Some(to),
                None => return Standing::Closed { opens_at: from },
            }
        }
    }
    until.map_or(Standing::Never, |until| Standing::Open { until })
}

/// The hours of the seven days from today on, as the partner's days part them: the first moment of each day, and the spans
/// within it. `place` is the zone of the hours, `here` the partner's.
pub fn week(opening: &Opening, now: i64, place: Offset<'_>, here: Offset<'_>) -> Vec<(i64, Vec<Span>)> {
    let today = day_of(now, here);
    let (first, end) = (moment(today, 0, here), moment(today + 7, 0, here));
    // Days of the place that touch one of the partner's: zones are up to 26 hours apart.
    let all: Vec<Span> =
        (day_of(first, place) - 1..=day_of(end, place) + 1).flat_map(|day| spans_of(opening, day, place)).collect();
    (today..today + 7)
        .map(|day| {
            let (begins, ends) = (moment(day, 0, here), moment(day + 1, 0, here));
            let mut inside: Vec<Span> = Vec::new();
            for (from, to) in all.iter().map(|(from, to)| (*from.max(&begins), *to.min(&ends))).filter(|(from, to)| from < to) {
                match inside.last_mut() {
                    Some(last) if from <= last.1 => last.1 = last.1.max(to),
                    _ => inside.push((from, to)),
                }
            }
            (begins, inside)
        })
        .collect()
}

/// The minutes east of UTC that a clock is set to which shows `civil` (`2026-11-23 09:12:05`) at a moment.
pub fn offset(civil: &str, at: i64) -> Option<i64> {
    let shown = Timestamp::parse(&format!("{civil}Z"))?.0;
    // The clock shows whole seconds.
    Some((shown - at.div_euclid(1_000) * 1_000).div_euclid(MINUTE))
}

/// The days since 1970-01-01 on a calendar of the zone.
pub fn day_of(at: i64, zone: Offset<'_>) -> i64 {
    (at + zone(at) * MINUTE).div_euclid(DAY)
}

/// The spans that begin on a day of the place, in order. What a change of clocks leaves nothing of is left out.
fn spans_of(opening: &Opening, day: i64, place: Offset<'_>) -> Vec<Span> {
    let date = Timestamp(day * DAY).date();
    if opening.closed_on.contains(&date) {
        return Vec::new();
    }
    // 1970-01-01 was a Thursday.
    let weekday = u32::try_from((day + 3).rem_euclid(7) + 1).unwrap_or_default();
    let hours = opening.hours.iter().filter(|hours| hours.days.contains(&weekday));
    let span = |from: &str, to: &str| Some((moment(day, minutes(from)?, place), moment(day, minutes(to)?, place)));
    let mut spans: Vec<Span> = hours.filter_map(|hours| span(&hours.from, &hours.to)).filter(|(from, to)| from < to).collect();
    sort(&mut spans, |a, b| a.0 < b.0);
    spans
}

/// `09:30` as minutes; at most `24:00`.
fn minutes(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let two = |part: &str| (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i64>().ok())?;
    let minutes = two(hour)? * 60 + two(minute).filter(|minute| *minute < 60)?;
    (minutes <= 24 * 60).then_some(minutes)
}

/// The moment at which clocks of a zone show so many minutes of a day. Of a time that comes twice it is the first; one that
/// clocks leap over is as much later as they leap (RFC 5545, 3.3.5).
fn moment(day: i64, minutes: i64, zone: Offset<'_>) -> i64 {
    let shown = day * DAY + minutes * MINUTE;
    // No zone is a day away from UTC, and none changes twice within two.
    let (before, after) = (zone(shown - DAY), zone(shown + DAY));
    let first = shown - before * MINUTE;
    let second = shown - after * MINUTE;
    if zone(first) != before && zone(second) == after { second } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Date, Time};
    use jiff::tz::TimeZone;
    use proptest::prelude::*;
    use recourse_contract::service::OpenHours;

    fn zone(name: &str) -> impl Fn(i64) -> i64 {
        let zone = TimeZone::get(name).expect("a zone");
        move |at| i64::from(zone.to_offset(jiff::Timestamp::from_millisecond(at).expect("in range")).seconds()) / 60
    }

    fn hours(days: &[u32], from: &str, to: &str) -> OpenHours {
        OpenHours { days: days.to_vec(), from: from.into(), to: to.into() }
    }

    fn at(text: &str) -> i64 {
        Timestamp::parse(text).expect("a time").0
    }

    fn office() -> Opening {
        Opening {
            time_zone: "Europe/Paris".into(),
            hours: vec![hours(&[1, 2, 3, 4, 5], "14:00", "18:00"), hours(&[1, 2, 3, 4, 5, 6], "09:00", "12:30")],
            closed_on: vec!["2026-12-25".into()],
        }
    }

    #[test]
    fn an_office_opens_and_closes() {
        let paris = zone("Europe/Paris");
        for (now, expected) in [
            ("2026-11-27T08:00:00Z", Standing::Open { until: at("2026-11-27T11:30:00Z") }),
            ("2026-11-27T07:59:59.999Z", Standing::Closed { opens_at: at("2026-11-27T08:00:00Z") }),
            ("2026-11-27T11:30:00Z", Standing::Closed { opens_at: at("2026-11-27T13:00:00Z") }),
            // Saturday noon until Monday.
            ("2026-11-28T11:30:00Z", Standing::Closed { opens_at: at("2026-11-30T08:00:00Z") }),
            // Christmas is a Friday.
            ("2026-12-25T09:00:00Z", Standing::Closed { opens_at: at("2026-12-26T08:00:00Z") }),
            // Clocks go forward on the Sunday between, and back.
            ("2026-03-28T11:30:00Z", Standing::Closed { opens_at: at("2026-03-30T07:00:00Z") }),
            ("2026-10-24T10:30:00Z", Standing::Closed { opens_at: at("2026-10-26T08:00:00Z") }),
        ] {
            assert_eq!(standing(&office(), at(now), &paris), expected, "{now}");
        }
    }

    #[test]
    fn day_and_night_has_no_end_and_nothing_no_beginning() {
        let paris = zone("Europe/Paris");
        let always = Opening { hours: vec![hours(&[1, 2, 3, 4, 5, 6, 7], "00:00", "24:00")], closed_on: Vec::new(), ..office() };
        let now = at("2026-10-24T22:00:00Z");
        assert!(matches!(standing(&always, now, &paris), Standing::Open { until } if until > now + 30 * DAY));
        for broken in ["9:00", "25:00", "24:01", "09:60", "", "ab:cd", "09:00:00", "-1:00"] {
            let never = Opening { hours: vec![hours(&[1], broken, "23:00"), hours(&[0, 8], "09:00", "10:00")], ..office() };
            assert_eq!(standing(&never, now, &paris), Standing::Never, "{broken}");
        }
    }

    #[test]
    fn a_day_of_the_partner_is_not_a_day_of_the_place() {
        let (paris, auckland) = (zone("Europe/Paris"), zone("Pacific/Auckland"));
        // Friday at one in Paris is Saturday in Auckland, an hour past midnight.
        let week = week(&office(), at("2026-11-27T12:00:00Z"), &paris, &auckland);
        let dates: Vec<i64> = week.iter().map(|(begins, _)| *begins).collect();
        assert_eq!(dates[0], at("2026-11-27T11:00:00Z"));
        let saturday = [
            ("2026-11-27T11:00:00Z", "2026-11-27T11:30:00Z"),
            ("2026-11-27T13:00:00Z", "2026-11-27T17:00:00Z"),
            ("2026-11-28T08:00:00Z", "2026-11-28T11:00:00Z"),
        ];
        assert_eq!(week[0].1, saturday.map(|(from, to)| (at(from), at(to))));
    }

    #[test]
    fn what_a_clock_shows_says_its_zone() {
        assert_eq!(offset("2026-11-18 07:36:40", at("2026-11-18T11:06:40.750Z")), Some(-210));
        assert_eq!(offset("1969-12-31 20:30:00", 0), Some(-210));
        assert_eq!(offset("18/11/2026", 0), None);
    }

    const ZONES: [&str; 8] = [
        "Europe/Paris",
        "America/St_Johns",
        "Pacific/Auckland",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Australia/Lord_Howe",
        "America/Sao_Paulo",
        "Africa/Casablanca",
    ];

    /// The spans of some days as jiff counts them.
    fn by_jiff(opening: &Opening, name: &str, now: i64) -> Vec<Span> {
        let zone = TimeZone::get(name).expect("a zone");
        let today: Date = jiff::Timestamp::from_millisecond(now).expect("in range").to_zoned(zone.clone()).date();
        let moment = |date: Date, text: &str| {
            let (date, time) = match text {
                "24:00" => (date.tomorrow().expect("a day"), Time::midnight()),
                text => (date, text.parse::<Time>().expect("a time")),
            };
            zone.to_timestamp(date.to_datetime(time)).expect("in range").as_millisecond()
        };
        let mut spans = Vec::new();
        for days in -2..60 {
            let date = today.checked_add(jiff::Span::new().days(days)).expect("a day");
            let weekday = u32::try_from(date.weekday().to_monday_one_offset()).expect("1 to 7");
            if opening.closed_on.contains(&date.to_string()) {
                continue;
            }
            let hours = opening.hours.iter().filter(|hours| hours.days.contains(&weekday));
            spans.extend(hours.map(|hours| (moment(date, &hours.from), moment(date, &hours.to))).filter(|(from, to)| from < to));
        }
        spans.sort_unstable();
        spans
    }

    fn opening() -> impl Strategy<Value = Opening> {
        let quarter = |n: u32| format!("{:02}:{:02}", n / 4, n % 4 * 15);
        let hours = (prop::collection::vec(1_u32..8, 1..5), 0_u32..96, 1_u32..97)
            .prop_filter_map("in order", move |(days, from, to)| {
                (from < to).then(|| OpenHours { days, from: quarter(from), to: quarter(to) })
            });
        let closed = prop::collection::vec((1_u32..13, 1_u32..29).prop_map(|(m, d)| format!("2026-{m:02}-{d:02}")), 0..9);
        (prop::collection::vec(hours, 0..4), closed).prop_map(|(hours, closed_on)| Opening {
            time_zone: String::new(),
            hours,
            closed_on,
        })
    }

    proptest! {
        #[test]
        fn open_and_closed_as_jiff_counts(
            opening in opening(),
            place in prop::sample::select(ZONES.to_vec()),
            here in prop::sample::select(ZONES.to_vec()),
            minute in 0_i64..365 * 24 * 60,
        ) {
            let now = at("2026-01-01T00:00:00Z") + minute * MINUTE;
            let spans = by_jiff(&opening, place, now);
            let is_open = |at: i64| spans.iter().any(|(from, to)| (*from..*to).contains(&at));
            match standing(&opening, now, &zone(place)) {
                Standing::Open { until } => {
                    prop_assert!(is_open(now) && is_open(until - 1));
                    prop_assert!(until > now + 33 * DAY || !is_open(until));
                    prop_assert!(spans.iter().all(|(_, to)| *to <= now || *to >= until || is_open(*to)));
                }
                Standing::Closed { opens_at } => {
                    prop_assert!(!is_open(now) && is_open(opens_at));
                    prop_assert!(spans.iter().all(|(from, to)| *to <= now || *from >= opens_at));
                }
                Standing::Never => prop_assert!(spans.iter().all(|(from, to)| *to <= now || *from > now + 33 * DAY)),
            }
            // The days of the week hang together, and say the same hours.
            let days = week(&opening, now, &zone(place), &zone(here));
            prop_assert!(days.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 23 * 60 * MINUTE));
            let end = days[6].0 + 20 * 60 * MINUTE;
            for quarter in 0..7 * 96 {
                let moment = days[0].0 + quarter * 15 * MINUTE;
                let shown = days.iter().flat_map(|(_, spans)| spans).any(|(from, to)| (*from..*to).contains(&moment));
                prop_assert!(moment >= end || moment < now - DAY || shown == is_open(moment), "{}", Timestamp(moment));
            }
        }
    }
}
