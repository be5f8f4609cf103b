//! Until when something stays possible.

use crate::shell::clock::Zone;
use crate::shell::words::Words;
use recourse_contract::Timestamp;
use recourse_core::i18n::key;
use recourse_core::outcome::{Left, left};

/// The day with the days that are left, on the partner's calendar: "until Monday 21 December (12 days left)".
pub fn until(words: Words, by: Timestamp, now: i64) -> String {
    let here = Zone::of(None);
    let offset = |at: i64| here.as_ref().map_or(0, |zone| zone.offset(at));
    let day = words.coming_date(by);
    match left(by, now, &offset) {
        Left::Days(n) => words.fill(key::LEFT_DAY, &[("date", &day), ("left", &words.count(key::LEFT_DAYS, n))]),
        Left::Today => words.fill(key::LEFT_TODAY, &[("time", &words.time(by))]),
        Left::Over => words.fill(key::LEFT_OVER, &[("date", &day)]),
    }
}
