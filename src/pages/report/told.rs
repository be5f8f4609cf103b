//! Figures as they are told.

use crate::shell::words::Words;
use recourse_core::i18n::key;
use recourse_core::report::{Change, Length, Line, Part, change};

/// The figures of which years are shown: the report's, and the one beside it.
#[derive(Clone, Copy)]
pub struct Years {
    /// The report's.
    pub now: u16,
    /// The other one.
    pub other: Option<u16>,
}

/// A count.
pub fn number(words: Words, count: u32) -> String {
    words.number(&count.to_string())
}

/// A share in percent. What is there is never told as nothing.
pub fn share(words: Words, part: Part) -> String {
    if part.share == 0 && part.count > 0 { words.t(key::REPORT_UNDER_ONE) } else { words.percent(u64::from(part.share)) }
}

/// A line in the other year: "2024: 12 · 15 % · +3".
pub fn before(words: Words, line: &Line, years: Years) -> Option<String> {
    let (before, other) = line.before.zip(years.other)?;
    let values = [("year", other.to_string()), ("n", number(words, before.count)), ("share", share(words, before))];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let told = words.fill(key::REPORT_IN_YEAR_SHARE, &values);
    Some(format!("{told} · {}", changed(words, line.now.count, before.count)))
}

/// What has changed: "+12 (+15 %)".
pub fn changed(words: Words, now: u32, before: u32) -> String {
    let signed = |sign: char, by: u32, percent: Option<u32>| {
        let percent = percent.map(|percent| {
            if percent == 0 {
                return format!(" ({})", words.t(key::REPORT_UNDER_ONE));
            }
            format!(" ({sign}{})", words.percent(u64::from(percent)))
        });
        let percent = percent.unwrap_or_default();
        format!("{sign}{}{percent}", number(words, by))
    };
    match change(now, before) {
        Change::Same => words.t(key::REPORT_SAME),
        Change::More(by, percent) => signed('+', by, percent),
        Change::Fewer(by, percent) => signed('−', by, percent),
    }
}

/// A length of time.
pub fn length(words: Words, hours: u32) -> String {
    match Length::of(hours) {
        Length::Hours(hours) => words.quantity(hours * 10, "hour"),
        Length::TenthsOfDay(tenths) => words.quantity(tenths, "day"),
    }
}

/// The heads of a table of lines.
pub fn heads(words: Words, what: &str, years: Years) -> Vec<String> {
    let mut heads = vec![what.to_owned(), years.now.to_string(), words.t(key::REPORT_SHARE)];
    if let Some(other) = years.other {
        heads.extend([other.to_string(), words.t(key::REPORT_CHANGE)]);
    }
    heads
}

/// A line as a row of a table.
pub fn row(words: Words, line: &Line) -> Vec<String> {
    let mut row = vec![line.label.clone(), number(words, line.now.count), share(words, line.now)];
    if let Some(before) = line.before {
        row.extend([number(words, before.count), changed(words, line.now.count, before.count)]);
    }
    row
}

/// Thousandths of a length, as SVG has them.
pub fn of_length(thousandths: u32) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}
