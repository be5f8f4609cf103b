//! Days and months of the calendar: in digits, with the name of a month, with a weekday.

use super::lists::{BEFORE_DAY, BEFORE_MONTH, CURRENCY, MONTH, MONTH_MAYBE, PERIOD, WEEKDAY, WEEKDAY_SHORT};
use super::scan::{Token, Tokens};
use super::vocabulary::among;

/// A day in digits with its ordinal; where it ends.
pub fn day(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    tokens.at(at).within(1, 31).then(|| at + 1 + usize::from(is_ordinal(tokens, at + 1)))
}

/// Whether this is the end of a number, as in `1er`.
pub fn is_ordinal(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.at(at);
    token.glued() && matches!(token.folded(), "er" | "st" | "nd" | "rd" | "th" | "eme" | "ere" | "ieme")
}

/// Whether two numbers can be day and month, in either order.
fn fits(tokens: &Tokens<'_>, first: usize, second: usize) -> bool {
    let month = |at: usize| tokens.at(at).within(1, 12);
    tokens.at(first).within(1, 31) && tokens.at(second).within(1, 31) && (month(first) || month(second))
}

/// `12/03/2026`, `2026-03-12`, `03/2026`, `12/03`, `12.03`. `last` is where the date before it ended.
pub fn in_digits(tokens: &Tokens<'_>, at: usize, last: Option<usize>) -> Option<usize> {
    let (first, sign, second) = (tokens.at(at), tokens.at(at + 1), tokens.at(at + 2));
    let joined = sign.sign("./-") && sign.glued() && second.digits() && second.glued();
    if !first.digits() || !joined || !tokens.stands_alone(at) {
        return None;
    }
    let (next, third) = (tokens.at(at + 3), tokens.at(at + 4));
    if next.word == sign.word && next.glued() && third.digits() && third.glued() {
        let further = tokens.at(at + 5);
        if further.sign("./-") && further.glued() && tokens.at(at + 6).digits() && tokens.at(at + 6).glued() {
            return None;
        }
        let from_year = first.year() && second.within(1, 12) && third.within(1, 31);
        let short = third.word.len() == 2 && (!sign.sign(".") || (first.word.len() == 2 && second.word.len() == 2));
        let from_day = fits(tokens, at, at + 2) && (third.year() || short);
        return (from_year || from_day).then_some(at + 5);
    }
    let month_and_year = !sign.sign(".")
        && ((second.year() && first.within(1, 12)) || (first.year() && second.within(1, 12) && second.word.len() == 2));
    if month_and_year {
        return Some(at + 3);
    }
    if sign.sign("-") || !fits(tokens, at, at + 2) || goes_on(tokens, at + 3) || next.is(CURRENCY) {
        return None;
    }
    without_year(tokens, at, last).then_some(at + 3)
}

/// Whether a number goes on after these digits, or is a measure.
fn goes_on(tokens: &Tokens<'_>, at: usize) -> bool {
    let (next, after) = (tokens.at(at), tokens.at(at + 1));
    next.sign("%€$£°")
        || (next.sign("/.,:-") && next.glued() && after.text() && after.glued())
        || (next.letters() && next.glued())
}

/// Whether day and month without a year are meant, not a mark (`9/10`), a fraction (`2/3 of`) or a measure (`10.5`).
fn without_year(tokens: &Tokens<'_>, at: usize, last: Option<usize>) -> bool {
    let (first, second, next, before) = (tokens.at(at), tokens.at(at + 2), tokens.at(at + 3), tokens.back(at, 1));
    let follows = |by: usize| last.is_some_and(|last| last + by == at);
    let in_list = (follows(1) && (before.sign(",&+") || before.is(BEFORE_DAY))) || (follows(2) && tokens.back(at, 2).sign(","));
    let led = before.is(BEFORE_DAY | WEEKDAY_SHORT) || before.word == "of" || in_list;
    let padded = first.word.len() == 2 && second.word.len() == 2;
    let (Some(a), Some(b)) = (first.value(), second.value()) else { return false };
    if tokens.at(at + 1).sign(".") {
        return led && padded && !matches!(next.folded(), "km" | "m" | "kg" | "am" | "pm" | "h" | "heures");
    }
    if matches!(next.folded(), "of" | "de" | "des" | "d" | "du") {
        return false;
    }
    let is_mark = (matches!(b, 2 | 3 | 4 | 5 | 7 | 10 | 20) && !(padded && b < 10)) || (a, b) == (16, 9);
    if is_mark {
        let day_before = among("le du au on since depuis from until jusqu of", before.folded());
        let listed = in_list && !matches!(b, 5 | 10 | 20);
        if !(day_before || before.is(WEEKDAY) || listed) {
            return false;
        }
    }
    padded || led || tokens.at(at).line || a > 12 || b > 12
}

/// `8/03` or `8/03/26` where a day is sure to stand.
pub fn surely_in_digits(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (sign, month) = (tokens.at(at + 1), tokens.at(at + 2));
    if !tokens.at(at).within(1, 31) || !sign.sign("/.") || !sign.glued() || !month.within(1, 12) || !month.glued() {
        return None;
    }
    let (sign, year) = (tokens.at(at + 3), tokens.at(at + 4));
    Some(if sign.sign("/.") && sign.glued() && year.digits() && year.glued() { at + 5 } else { at + 3 })
}

/// Whether this can be a month.
pub fn is_month(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.at(at).is(MONTH | MONTH_MAYBE)
}

/// `3 April 2026`, `3-5 April`, `3 au 5 avril`, `12 au 14/03`, `3 weeks ago`.
pub fn day_and_month(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if tokens.at(at).digits() && tokens.at(at + 1).is(PERIOD) && tokens.at(at + 2).word == "ago" {
        return Some(at + 3);
    }
    let mut end = day(tokens, at)?;
    if !tokens.stands_alone(at) {
        return None;
    }
    // Further days of a range or a list.
    for _ in 0..4 {
        let link = tokens.at(end);
        if is_month(tokens, end) || (link.word == "of" && is_month(tokens, end + 1)) {
            break;
        }
        let links = matches!(
            link.folded(),
            "au" | "to" | "et" | "and" | "a" | "until" | "till" | "ou" | "or" | "through" | "puis" | "le" | "du"
        );
        if !links && !link.sign("-/,&") {
            return None;
        }
        let mut next = end + 1;
        if matches!(tokens.at(next).folded(), "le" | "the" | "to" | "au" | "until") {
            next += 1;
        }
        if tokens.at(next).is(WEEKDAY) {
            next += 1;
        }
        let following = day(tokens, next)?;
        if matches!(link.folded(), "au" | "to")
            && let Some(end) = in_digits(tokens, next, Some(next)).or_else(|| surely_in_digits(tokens, next))
        {
            return Some(end);
        }
        end = following;
    }
    if tokens.at(end).word == "of" {
        end += 1;
    }
    let modal = tokens.at(end).word == "may" && tokens.back(at, 1).word == "i";
    let seven = tokens.at(end).word == "sept" && tokens.at(end + 1).is(PERIOD);
    (is_month(tokens, end) && !modal && !seven).then(|| after_month(tokens, end))
}

/// Where a date ends whose month stands here: after the year, if there is one.
fn after_month(tokens: &Tokens<'_>, at: usize) -> usize {
    let stop = tokens.at(at + 1);
    let next = if stop.sign(".") && stop.glued() && tokens.at(at).word.len() <= 5 { at + 2 } else { at + 1 };
    let sign = tokens.at(next);
    if sign.year() {
        next + 1
    } else if (sign.sign(",") && tokens.at(next + 1).year())
        || (sign.sign("-") && sign.glued() && tokens.at(next + 1).year())
        || (sign.sign("'’") && tokens.at(next + 1).within(0, 99))
    {
        next + 2
    } else {
        at + 1
    }
}

/// What follows a day that makes it the hour, the price or the number of something.
pub fn is_measured(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.at(at);
    let unit = matches!(
        token.folded(),
        "h" | "heures"
            | "heure"
            | "am"
            | "pm"
            | "nuits"
            | "nights"
            | "chambres"
            | "rooms"
            | "clients"
            | "guests"
            | "personnes"
            | "x"
    );
    token.sign(":%€$£") || unit || token.is(CURRENCY | PERIOD)
}

/// `March 3rd, 2026`, `March 3-5`, `mars 2026`, a month alone.
pub fn from_month(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (token, before) = (tokens.at(at), tokens.back(at, 1));
    if before.sign("«\"“‘'") {
        return None;
    }
    let stop = tokens.at(at + 1);
    let mut next = if stop.sign(".") && stop.glued() && token.word.len() <= 4 { at + 2 } else { at + 1 };
    if tokens.at(next).word == "the" {
        next += 1;
    }
    let number = tokens.at(next);
    let verb = matches!(token.folded(), "may" | "march")
        && matches!(before.folded(), "i" | "you" | "we" | "it" | "they" | "he" | "she" | "this" | "that" | "to");
    if number.within(1, 31) && number.spaced && !number.line && (token.is(MONTH) || !verb) {
        let end = day(tokens, next)?;
        let french = matches!(
            token.folded(),
            "janvier"
                | "fevrier"
                | "mars"
                | "avril"
                | "mai"
                | "juin"
                | "juillet"
                | "aout"
                | "septembre"
                | "octobre"
                | "novembre"
                | "decembre"
        );
        if !french && !is_measured(tokens, end) {
            return Some(after_days(tokens, end));
        }
    }
    if number.year() && number.spaced {
        return Some(next + 1);
    }
    if number.sign("'’") && tokens.at(next + 1).within(10, 99) && token.is(MONTH) {
        return Some(next + 2);
    }
    if token.is(MONTH) && token.word.len() >= 4 {
        return Some(at + 1);
    }
    let half = before.sign("-") && matches!(tokens.back(at, 2).folded(), "mi" | "mid");
    let short = among("jan feb fev apr avr jul juil aug sept oct nov dec", token.folded());
    if short && (half || among("in since mid early late depuis en debut fin courant until by from till mi last", before.folded()))
    {
        return Some(at + 1);
    }
    let listed = beside_months(tokens, at);
    let unclear = match token.folded() {
        "may" | "march" => {
            matches!(before.folded(), "to" | "or" | "and" | "et" | "end" | "this" | "de" | "en" | "ou" | "d" | "le")
        }
        "mars" => matches!(before.folded(), "and" | "et" | "le" | "to" | "or" | "of" | "in" | "this"),
        "mai" | "august" => false,
        _ => return None,
    };
    let led = before.is(BEFORE_MONTH) || half || listed;
    ((led && (!unclear || listed)) || (token.word == "august" && tokens.is_capital(at))).then_some(at + 1)
}

/// Where a date ends after its first day: `-5, 2026`.
fn after_days(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut end = at;
    loop {
        let (link, next, after) = (tokens.at(end), tokens.at(end + 1), tokens.at(end + 2));
        let links = link.sign("-&") || matches!(link.folded(), "to" | "and" | "until" | "till" | "through");
        let clock = (after.sign(":%.") && after.glued() && tokens.at(end + 3).digits())
            || matches!(after.folded(), "am" | "pm" | "h" | "nights" | "guests");
        if !links || !next.within(1, 31) || clock {
            break;
        }
        end = day(tokens, end + 1).unwrap_or(end + 2);
    }
    if tokens.at(end).sign(",") && tokens.at(end + 1).year() {
        end + 2
    } else if tokens.at(end).year() {
        end + 1
    } else {
        end
    }
}

/// Whether other months stand around a word: `février, mars et avril`.
fn beside_months(tokens: &Tokens<'_>, at: usize) -> bool {
    let links = |token: &Token<'_>| {
        token.sign(",/-") || matches!(token.folded(), "et" | "and" | "ou" | "or" | "au" | "to" | "de" | "du" | "a" | "en")
    };
    for by in 1..=3 {
        if tokens.back(at, by).is(MONTH | MONTH_MAYBE) {
            return true;
        }
        if !links(tokens.back(at, by)) {
            break;
        }
    }
    for by in 1..=3 {
        if tokens.at(at + by).is(MONTH) {
            return true;
        }
        if !links(tokens.at(at + by)) {
            break;
        }
    }
    false
}
