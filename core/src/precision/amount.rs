//! Amounts of money: a number with the sign, the code or the name of a currency.

use super::lists::{CURRENCY, CURRENCY_CODE, NONE, NUMBER, SCALE};
use super::overlaps;
use super::scan::Tokens;
use std::ops::Range;

const SIGNS: &str = "€$£¥₣₹";

/// The amounts of a text, outside what is a booking number.
pub fn amounts(tokens: &Tokens<'_>, bookings: &[Range<usize>]) -> Vec<Range<usize>> {
    let (mut found, mut at, mut used) = (Vec::new(), 0, 0);
    let is_free = |index: usize| !overlaps(bookings, &(tokens.at(index).start..tokens.at(index).end));
    while at < tokens.count() {
        let token = tokens.at(at);
        let amount = if token.digits() && is_free(at) {
            let end = number(tokens, at, &is_free);
            let amount = in_digits(tokens, at, end, used);
            at = end;
            amount
        } else if token.is(NUMBER) {
            let (end, amount) = in_words(tokens, at);
            at = end;
            amount
        } else {
            at += 1;
            None
        };
        if let Some((from, to)) = amount {
            found.push(tokens.range(from, to));
            (at, used) = (to, to);
        }
    }
    found
}

/// Where a number ends with its groups and decimals.
fn number(tokens: &Tokens<'_>, at: usize, is_free: &impl Fn(usize) -> bool) -> usize {
    let mut end = at + 1;
    loop {
        let (next, after) = (tokens.at(end), tokens.at(end + 1));
        let group = next.digits() && next.spaced && !next.line && next.word.len() == 3;
        if group && tokens.at(end - 1).word.len() <= 3 && is_free(end) {
            end += 1;
        } else if next.sign(".,'’") && next.glued() && after.glued() && after.digits() {
            end += 2;
        } else {
            let dash = next.sign(".,'’") && next.glued() && after.glued() && after.sign("-");
            return end + if dash { 2 } else { 0 };
        }
    }
}

/// The amount of a number from `at` to before `end`: a currency before it that is not `used`, or one after it.
fn in_digits(tokens: &Tokens<'_>, at: usize, end: usize, used: usize) -> Option<(usize, usize)> {
    let before = tokens.back(at, 1);
    let coded = before.is(CURRENCY_CODE) && (is_code(tokens, at - 1) || matches!(before.folded(), "eur" | "usd" | "gbp" | "chf"));
    let led = if before.sign(SIGNS) || coded {
        at.checked_sub(1)
    } else if before.sign("-+") && tokens.back(at, 2).sign(SIGNS) {
        at.checked_sub(2)
    } else {
        None
    };
    if let Some(from) = led.filter(|from| *from >= used && !tokens.at(at).line) {
        let country = tokens.back(from, 1);
        let dollar = from > used
            && tokens.at(from).sign("$")
            && tokens.at(from).glued()
            && matches!(country.folded(), "us" | "can" | "au" | "c" | "a" | "nz" | "hk");
        let scale = tokens.at(end);
        let scaled = scale.is(SCALE) && (scale.glued() || matches!(scale.folded(), "million" | "millions" | "thousand"));
        return Some((from - usize::from(dollar), end + usize::from(scaled)));
    }
    let mut from = end;
    while from < end + 2 && tokens.at(from).is(SCALE) {
        from += 1;
    }
    if tokens.at(from).line {
        return None;
    }
    let to = currency(tokens, from)?;
    let (sign, next) = (tokens.at(from), tokens.at(to));
    let follows = next.digits() && next.glued();
    let cents = follows && next.word.len() == 2;
    // A sign before the next number is that number's.
    if sign.sign(SIGNS) && sign.spaced && follows && !cents {
        return None;
    }
    Some((at, to + usize::from(sign.sign(SIGNS) && sign.glued() && cents)))
}

/// Where the currency ends that stands here.
fn currency(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (token, next) = (tokens.at(at), tokens.at(at + 1));
    if token.sign(SIGNS) {
        return Some(at + 1);
    }
    let apart = matches!(token.folded(), "d" | "de" | "us" | "canadian" | "australian" | "swiss") && next.is(CURRENCY);
    let dollar = matches!(token.folded(), "us" | "can" | "au" | "c" | "a") && next.sign("$") && next.glued();
    let pounds = matches!(token.folded(), "livre" | "livres") && next.word == "sterling";
    if apart || dollar || pounds {
        return Some(at + 2);
    }
    if token.is(CURRENCY) {
        return Some(at + 1 + usize::from(matches!(next.folded(), "sterling" | "suisses" | "suisse" | "canadiens" | "us")));
    }
    (token.is(CURRENCY_CODE) && is_code(tokens, at)).then_some(at + 1)
}

/// Codes in small letters are words, too: `mad`, `try`.
fn is_code(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.raw(at).bytes().all(|b| b.is_ascii_uppercase())
}

/// `cent douze euros`, `two hundred and fifty pounds`: where the number ends, and the amount.
fn in_words(tokens: &Tokens<'_>, at: usize) -> (usize, Option<(usize, usize)>) {
    let mut end = at + 1;
    loop {
        let (token, next) = (tokens.at(end), tokens.at(end + 1));
        let links = matches!(token.folded(), "et" | "and" | "a") || (token.sign("-") && token.glued());
        if !(token.is(NUMBER | SCALE) || links && next.is(NUMBER)) {
            break;
        }
        end += 1;
    }
    let word = tokens.at(at).folded();
    let to = currency(tokens, end).filter(|_| !tokens.at(end).sign(SIGNS));
    let single = end == at + 1;
    let one = matches!(word, "un" | "une" | "one");
    let small = to.is_some_and(|to| matches!(tokens.at(to - 1).folded(), "cent" | "cents" | "centimes" | "pence"));
    let none = single && (tokens.back(at, 1).is(NONE) || matches!(word, "cent" | "cents") || (one && small));
    (end, to.filter(|_| !none).map(|to| (at, to)))
}
