//! What a message says already: dates, times, amounts, booking numbers and the like, found on the device as it is written.
//!
//! Hand-written scanners over one list of words; French and English always both, as partners mix them. Advice rests on
//! this, never a decision. It knows texts and rules, nothing of forms on the screen. `core/precision/` measures it.

mod actor;
mod acts;
mod address;
mod amount;
mod announce;
mod attempt;
mod background;
mod booking;
mod calendar;
mod clock;
mod daily;
mod date;
mod duties;
mod error;
mod evidence;
mod idioms;
mod insert;
mod level;
mod lexicon;
mod list;
mod lists;
mod nominal;
mod others;
mod phrases;
mod property;
#[cfg(test)]
mod proptests;
mod quoted;
mod reported;
mod scan;
mod status;
mod subject;
mod sudden;
#[cfg(test)]
mod tests;
mod validation;
mod vocabulary;
mod weekday;
mod wish;
mod wishes;
mod wording;

pub use announce::{Announcer, Moment, PAUSE};
pub use insert::insert_line;
pub use list::{Context, Point, list};

use recourse_contract::service::Sign;
use scan::Tokens;
use std::ops::Range;

/// The platform's and the partner's own numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Patterns<'a> {
    /// The pattern of booking numbers, as in `ExtraField::pattern`.
    pub booking: Option<&'a str>,
    /// The numbers of the partner's properties: known wherever they stand.
    pub properties: &'a [String],
}

/// Something that a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub sign: Sign,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

/// Everything that a text says, one kind after the other, each in the order of the text. Takes time in proportion to the
/// text.
pub fn find(text: &str, patterns: &Patterns<'_>) -> Vec<Found> {
    let tokens = Tokens::of(text);
    let dates = date::dates(&tokens);
    let bookings = patterns.booking.map(|pattern| booking::bookings(&tokens, pattern)).unwrap_or_default();
    let mut times = clock::times(&tokens);
    times.retain(|time| !overlaps(&dates, time) && !overlaps(&bookings, time));
    let amounts = amount::amounts(&tokens, &bookings);
    let properties = property::properties(&tokens, &[&bookings, &amounts], patterns.properties);
    let errors = error::errors(&tokens);
    let quotations = quoted::quotations(&tokens);
    let mut expected = wording::expected(&tokens);
    expected.retain(|found| !overlaps(&errors, found) && wish::is_own(&tokens, found) && !within(&quotations, found));
    let mut tried = attempt::attempts(&tokens, &errors);
    tried.retain(|found| !within(&quotations, found));
    let found = [
        (Sign::Date, dates),
        (Sign::Time, times),
        (Sign::Amount, amounts),
        (Sign::BookingNumber, bookings),
        (Sign::Property, properties),
        (Sign::Url, tokens.addresses()),
        (Sign::Error, errors),
        (Sign::Expectation, expected),
        (Sign::Attempt, tried),
    ];
    let mut all = Vec::new();
    for (sign, ranges) in found {
        all.extend(ranges.into_iter().map(|range| Found { sign, range }));
    }
    all
}

/// Whether a range lies within one of a list in the order of the text.
fn within(list: &[Range<usize>], range: &Range<usize>) -> bool {
    let next = list.partition_point(|known| known.end <= range.start);
    list.get(next).is_some_and(|known| known.start <= range.start && range.end <= known.end)
}

/// Whether a range touches one of a list in the order of the text.
fn overlaps(list: &[Range<usize>], range: &Range<usize>) -> bool {
    let next = list.partition_point(|known| known.end <= range.start);
    list.get(next).is_some_and(|known| known.start < range.end)
}
