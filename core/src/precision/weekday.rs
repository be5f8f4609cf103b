//! Days of the week, alone and with the day that follows. Not habits and opening hours.

use super::calendar::{day, day_and_month, from_month, in_digits, is_measured, is_month, is_ordinal, surely_in_digits};
use super::lists::{AFTER_DAY, ANY_DAY, NEXT, PART_OF_DAY, WEEKDAY, WEEKDAY_SHORT};
use super::scan::{Token, Tokens};
use super::vocabulary::among;

/// `Monday`, `Saturday, 7 March`, `dimanche 22`, `mardi dernier`, `sam. 8/03`; not `every Monday`, `le lundi`.
pub fn from_weekday(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if !tokens.at(at).is(WEEKDAY) {
        return from_short_weekday(tokens, at);
    }
    let (before, next) = (tokens.back(at, 1), tokens.at(at + 1));
    let mut number = at + 1 + usize::from(next.sign(","));
    if matches!(tokens.at(number).folded(), "the" | "le") {
        number += 1;
    }
    if tokens.at(number).digits() {
        let whole = in_digits(tokens, number, Some(number))
            .or_else(|| surely_in_digits(tokens, number))
            .or_else(|| day_and_month(tokens, number));
        if whole.is_some() {
            return whole;
        }
        let end = day(tokens, number);
        let alone = end.filter(|end| number == at + 1 && !is_other_number(tokens, *end));
        if alone.is_some() || (end.is_some() && is_ordinal(tokens, number + 1)) {
            return end;
        }
    }
    if let Some(end) = from_month(tokens, number).filter(|end| is_month(tokens, number) && *end > number + 1) {
        return Some(end);
    }
    let is_last = |index: usize| {
        let token = tokens.at(index);
        token.is(NEXT) && !matches!(token.folded(), "last" | "next" | "this" | "past")
    };
    if is_last(at + 1) {
        return Some(at + 2);
    }
    if before.is(ANY_DAY) || before.word == "le" || matches!(next.folded(), "suivant" | "suivante" | "following") {
        return None;
    }
    // `my Sunday rate` is that of every Sunday.
    if matches!(next.folded(), "rate" | "rates" | "price" | "prices" | "menu" | "brunch" | "market") {
        return None;
    }
    // From one day of the week to another: opening hours.
    let to = |token: &Token<'_>| matches!(token.folded(), "au" | "to" | "through" | "a") || token.sign("-");
    if (to(next) && tokens.at(at + 2).is(WEEKDAY)) || (to(before) && tokens.back(at, 2).is(WEEKDAY)) {
        return None;
    }
    let part = next.is(PART_OF_DAY) && !matches!(next.folded(), "midi" | "noon" | "week" | "month" | "end" | "weekend");
    let end = at + 1 + usize::from(part);
    Some(end + usize::from(is_last(end)))
}

/// Whether a number after a weekday, which ends here, is none of a day.
fn is_other_number(tokens: &Tokens<'_>, end: usize) -> bool {
    let next = tokens.at(end);
    let decimal = next.sign(".,/-") && next.glued() && tokens.at(end + 1).digits() && tokens.at(end + 1).glued();
    decimal || next.digits() || is_measured(tokens, end) || (next.letters() && !next.is(AFTER_DAY))
}

fn from_short_weekday(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if !tokens.at(at).is(WEEKDAY_SHORT) {
        return None;
    }
    let mut next = at + 1;
    if tokens.at(next).sign(".") && tokens.at(next).glued() {
        next += 1;
    }
    if tokens.at(next).sign(",") {
        next += 1;
    }
    if tokens.at(next).digits() {
        let ordinal = || day(tokens, next).filter(|_| is_ordinal(tokens, next + 1));
        return surely_in_digits(tokens, next).or_else(|| day_and_month(tokens, next)).or_else(ordinal);
    }
    // `last Wed`, `on Fri`: `mon` and `sun` are other words without a capital.
    if among("last next this on since until by", tokens.back(at, 1).folded()) && tokens.is_capital(at) && !is_month(tokens, next)
    {
        return Some(at + 1);
    }
    (is_month(tokens, next) && tokens.at(next + 1).within(1, 31)).then(|| from_month(tokens, next)).flatten()
}
