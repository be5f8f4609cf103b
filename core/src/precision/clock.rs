//! Times of day, in digits and in words. Not how long something takes, nor ratios.

use super::lists::{AT, CURRENCY, DURATION, NUMBER, SCALE};
use super::scan::{Kind, Token, Tokens};
use std::ops::Range;

/// The times of a text.
pub fn times(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let (mut found, mut at, mut last) = (Vec::new(), 0, None);
    while at < tokens.count() {
        match time(tokens, at, last) {
            Some(end) if end > at => {
                found.push(tokens.range(at, end));
                (at, last) = (end, Some(end));
            }
            _ => at += 1,
        }
    }
    found
}

/// Where the time ends that begins here. `last` is where the one before it ended.
fn time(tokens: &Tokens<'_>, at: usize, last: Option<usize>) -> Option<usize> {
    let token = tokens.at(at);
    match token.kind {
        Kind::Word => noon(tokens, at).or_else(|| in_words(tokens, at)),
        Kind::Number if token.word.len() <= 2 => {
            let joined = tokens.back(at, 1).sign("-") && matches!(tokens.back(at, 2).folded(), "h" | "am" | "pm");
            // `2026-03-04T17:45:10Z`
            let letter = tokens.back(at, 1);
            let stamped = letter.word == "t" && letter.glued() && token.glued() && tokens.back(at, 2).digits();
            if !joined && !stamped && !tokens.stands_alone(at) {
                return None;
            }
            in_digits(tokens, at, last)
        }
        _ => None,
    }
}

/// `midi`, `minuit et demi`, `noon`; not the afternoon.
fn noon(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let word = tokens.at(at).folded();
    if !matches!(word, "midi" | "minuit" | "noon" | "midnight" | "midday") {
        return None;
    }
    let before = tokens.back(at, 1);
    let hyphen = usize::from(before.sign("-"));
    let afternoon = word == "midi" && tokens.back(at, 1 + hyphen).word == "apres";
    let habit = matches!(before.folded(), "chaque" | "every" | "les" | "tous")
        || (word == "midi" && matches!(before.folded(), "le" | "du"));
    if afternoon || habit {
        return None;
    }
    let (next, after) = (tokens.at(at + 1), tokens.at(at + 2));
    Some(if next.word == "et" && matches!(after.folded(), "demi" | "demie" | "quart") {
        at + 3
    } else {
        at + 1 + usize::from(matches!(next.folded(), "trente" | "quinze"))
    })
}

/// `half past nine`, `vingt-deux heures trente`, `three o’clock`, `nine in the morning`.
fn in_words(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (token, next, after) = (tokens.at(at), tokens.at(at + 1), tokens.at(at + 2));
    if matches!(token.folded(), "half" | "quarter") {
        let hour = matches!(next.folded(), "past" | "to") && (after.is(NUMBER) || after.within(1, 12));
        return hour.then_some(at + 3);
    }
    if !token.is(NUMBER) || token.word == "un" {
        return None;
    }
    let end = numbers(tokens, at + 1);
    if let Some(end) = half_of_day(tokens, end) {
        return Some(end);
    }
    let next = tokens.at(end);
    match next.folded() {
        "o" if tokens.at(end + 1).word == "clock" => Some(end + 2),
        "oclock" => Some(end + 1),
        "heures" | "heure" => in_hours(tokens, at, end + 1, true),
        "past" if tokens.at(end + 1).is(NUMBER) => Some(end + 2),
        _ => part_of_day(tokens, end),
    }
}

/// Where the number in words ends that goes on here.
fn numbers(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut end = at;
    while tokens.at(end).is(NUMBER) || (tokens.at(end).sign("-") && tokens.at(end).glued() && tokens.at(end + 1).is(NUMBER)) {
        end += 1;
    }
    end
}

/// `9:10`, `7.30am`, `14h30`, `9 heures`, `5 o’clock`, `9 in the morning`.
fn in_digits(tokens: &Tokens<'_>, at: usize, last: Option<usize>) -> Option<usize> {
    let (token, next, after, before) = (tokens.at(at), tokens.at(at + 1), tokens.at(at + 2), tokens.back(at, 1));
    let hour = token.value().filter(|hour| *hour <= 24)?;
    if let Some(end) = half_of_day(tokens, at + 1) {
        return Some(end);
    }
    let minutes = next.sign(":.") && next.glued() && after.glued() && after.word.len() == 2 && after.within(0, 59) && hour < 24;
    if minutes {
        return if next.sign(":") { with_colon(tokens, at) } else { with_stop(tokens, at, last) };
    }
    match next.folded() {
        "o" if after.word == "clock" => return Some(at + 3),
        "oclock" => return Some(at + 2),
        "h" => return in_hours(tokens, at, at + 2, false),
        "heures" | "heure" => return in_hours(tokens, at, at + 2, true),
        "past" if after.is(NUMBER) || after.within(1, 12) => return Some(at + 3),
        _ => {}
    }
    let end = part_of_day(tokens, at + 1)?;
    let led = before.is(AT) || matches!(next.folded(), "in" | "at");
    (led && (end > at + 1 || before.is(AT))).then_some(end)
}

fn with_colon(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut end = at + 3;
    let seconds = tokens.at(end + 1);
    if tokens.at(end).sign(":") && tokens.at(end).glued() && seconds.digits() && seconds.word.len() == 2 {
        end += 2;
    }
    let is_other = |token: &Token<'_>| matches!(token.folded(), "format" | "formats" | "ratio" | "aspect");
    let before = tokens.back(at, 1);
    let lasts = matches!(before.folded(), "pendant" | "for" | "during" | "durant" | "score");
    if is_other(before) || lasts || is_other(tokens.at(end)) {
        return None;
    }
    Some(half_of_day(tokens, end).unwrap_or(end))
}

/// A stop also stands in versions, measures and days: it takes a word before, or a time before in a list.
fn with_stop(tokens: &Tokens<'_>, at: usize, last: Option<usize>) -> Option<usize> {
    let end = at + 3;
    let (next, before) = (tokens.at(end), tokens.back(at, 1));
    if let Some(end) = half_of_day(tokens, end) {
        return Some(end);
    }
    if matches!(next.folded(), "h" | "heures" | "uhr") {
        return Some(end + 1);
    }
    let longer = next.sign(".,") && next.glued() && tokens.at(end + 1).digits() && tokens.at(end + 1).glued();
    let unit = matches!(next.folded(), "km" | "m" | "kg" | "go" | "mo" | "gb" | "mb" | "of" | "on");
    if longer || unit || next.sign("%€$£/") || next.is(CURRENCY | SCALE) {
        return None;
    }
    let follows = last.is_some_and(|last| last + 1 == at || last + 2 == at);
    let linked = before.sign(",&") || matches!(before.folded(), "et" | "and" | "then" | "puis" | "to" | "a");
    let five = tokens.at(at + 2).value().is_some_and(|minutes| minutes % 5 == 0);
    let led = matches!(before.folded(), "at" | "vers" | "around" | "until" | "by") || (before.word == "a" && five);
    ((follows && linked) || led).then_some(end)
}

/// `am`, `p.m.`; where it ends.
fn half_of_day(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    match tokens.at(at).folded() {
        "am" | "pm" => Some(at + 1),
        "a" | "p" if tokens.at(at + 1).sign(".") && tokens.at(at + 2).word == "m" => Some(at + 3),
        _ => None,
    }
}

/// `in the morning`, `du soir`, `at night`; `this morning` is a date of its own, and ends where it begins.
fn part_of_day(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_part = |index: usize| matches!(tokens.at(index).folded(), "morning" | "evening" | "afternoon");
    match tokens.at(at).folded() {
        "in" if tokens.at(at + 1).word == "the" && is_part(at + 2) => Some(at + 3),
        "at" if tokens.at(at + 1).word == "night" => Some(at + 2),
        "this" if is_part(at + 1) => Some(at),
        "du" if matches!(tokens.at(at + 1).folded(), "matin" | "soir" | "mat") => Some(at + 2),
        _ => None,
    }
}

/// A number from `at` and `h` or `heures` before `end`: a time of day, unless it is how long something takes. `long`:
/// written out, as both are, so that a time needs a word before it.
fn in_hours(tokens: &Tokens<'_>, at: usize, end: usize, long: bool) -> Option<usize> {
    let token = tokens.at(at);
    let hour = token.value();
    let minutes = minutes(tokens, end, long);
    let end = minutes.unwrap_or(end);
    let next = tokens.at(end);
    if hour.is_some_and(|hour| hour >= 24) || (next.sign("/") && next.glued() && tokens.at(end + 1).text()) {
        return None;
    }
    if let Some(end) = part_of_day(tokens, end).filter(|_| next.word == "du") {
        return Some(end);
    }
    if next.word == "de"
        && matches!(tokens.at(end + 1).folded(), "l" | "la")
        && matches!(tokens.at(end + 2).folded(), "apres" | "nuit")
    {
        return Some(end + 3);
    }
    let mut before = 1;
    while matches!(tokens.back(at, before).folded(), "environ" | "presque" | "quelque" | "bien" | "deja" | "plus" | "au") {
        before += 1;
    }
    let (lead, led) = (tokens.back(at, before), tokens.back(at, before + 1));
    let lasts = lead.is(DURATION)
        || (lead.word == "de" && led.is(DURATION))
        || (lead.word == "a" && led.word == "y")
        || (lead.word == "pour" && token.word == "une")
        || matches!(lead.folded(), "ai" | "avons" | "avoir" | "il" | "faut" | "d" | "l");
    let counted = matches!(
        next.folded(),
        "de" | "d"
            | "plus"
            | "avant"
            | "apres"
            | "par"
            | "chacun"
            | "ago"
            | "later"
            | "before"
            | "after"
            | "straight"
            | "each"
            | "suffisent"
            | "minimum"
            | "maximum"
            | "maxi"
            | "mini"
            | "max"
            | "min"
            | "au"
    );
    let instead = next.word == "au" && tokens.at(end + 1).word == "lieu";
    if lasts || (counted && !instead) {
        return None;
    }
    if minutes.is_some() {
        return Some(end);
    }
    let since = matches!(lead.folded(), "depuis" | "since");
    let early = long || hour.is_none_or(|hour| hour < 6);
    ((!since || !early) && (!long || lead.is(AT))).then_some(end)
}

/// The minutes after the hour; where they end.
fn minutes(tokens: &Tokens<'_>, at: usize, long: bool) -> Option<usize> {
    let (token, next) = (tokens.at(at), tokens.at(at + 1));
    let sold = next.is(CURRENCY) || next.sign("€$£%");
    if token.word.len() == 2 && token.within(0, 59) && !token.line && !sold {
        return Some(at + 1 + usize::from(next.glued() && matches!(next.folded(), "mn" | "min")));
    }
    if long && token.is(NUMBER) && !matches!(token.folded(), "un" | "une") {
        return Some(numbers(tokens, at + 1));
    }
    match token.folded() {
        "et" if matches!(next.folded(), "demi" | "demie" | "quart") => Some(at + 2),
        "pile" => Some(at + 1),
        _ => None,
    }
}
