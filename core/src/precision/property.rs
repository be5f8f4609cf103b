//! Numbers of properties, listings, shops and accounts: those said to be one, and those that the form knows.

use super::lists::{BOOKING, CURRENCY, NUMBERED, OTHER_NUMBER, PROPERTY};
use super::overlaps;
use super::scan::{Kind, Token, Tokens};
use std::ops::Range;

/// A text and what of it is something else already.
struct Seen<'a> {
    tokens: &'a Tokens<'a>,
    taken: &'a [&'a [Range<usize>]],
}

/// The digits of a number: where they begin and end, and how many they are.
#[derive(Clone, Copy)]
struct Digits {
    from: usize,
    to: usize,
    count: usize,
    /// Whether it could be a year.
    year: bool,
}

/// The numbers of properties in a text, outside of what is `taken`. `known` are the partner's own.
pub fn properties(tokens: &Tokens<'_>, taken: &[&[Range<usize>]], known: &[String]) -> Vec<Range<usize>> {
    let seen = Seen { tokens, taken };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.count() {
        let token = tokens.at(at);
        if token.is(PROPERTY) {
            if let Some(digits) = seen.after(at) {
                at = seen.list(digits, &mut found);
                continue;
            }
        } else if seen.is_known(at, known) || seen.is_named(at) {
            found.push(tokens.range(at, at + 1));
        }
        at += 1;
    }
    found
}

/// Words that say "number".
fn marks(token: &Token<'_>) -> bool {
    matches!(
        token.folded(),
        "id" | "ids"
            | "no"
            | "n"
            | "nº"
            | "nr"
            | "num"
            | "numero"
            | "numeros"
            | "number"
            | "numbers"
            | "ref"
            | "reference"
            | "code"
            | "identifiant"
    )
}

/// Words that make an account that of a bank.
fn banks(token: &Token<'_>) -> bool {
    matches!(token.folded(), "bank" | "banque" | "bancaire" | "iban" | "sort" | "bic")
}

impl Seen<'_> {
    fn is_free(&self, at: usize) -> bool {
        let token = self.tokens.at(at);
        token.digits() && !self.taken.iter().any(|list| overlaps(list, &(token.start..token.end)))
    }

    /// The number that stands here, `128 845` as well, if it is no amount and no part of a code.
    fn digits(&self, at: usize) -> Option<Digits> {
        if !self.is_free(at) {
            return None;
        }
        let (first, next, after) = (self.tokens.at(at), self.tokens.at(at + 1), self.tokens.at(at + 2));
        let group = |token: &Token<'_>| token.digits() && token.word.len() == 3 && first.word.len() <= 3;
        let mut to = at + 1;
        if group(next) && next.spaced && !next.line && self.is_free(at + 1) && !after.digits() {
            to = at + 2;
        } else if next.sign(".-") && next.glued() && after.glued() && group(after) {
            to = at + 3;
        }
        let count: usize =
            (at..to).filter(|index| self.tokens.at(*index).digits()).map(|index| self.tokens.at(index).word.len()).sum();
        let (end, further) = (self.tokens.at(to), self.tokens.at(to + 1));
        let listed = end.sign("/,") && further.word.len() == count;
        let joined = end.sign("/-.,:") && further.glued() && further.digits() && !listed;
        if (end.glued() && (end.text() || joined)) || end.sign("€$£%") || end.is(CURRENCY) {
            return None;
        }
        let year = count == 4 && first.value().is_some_and(|value| (1800..=2099).contains(&value));
        Some(Digits { from: at, to, count, year })
    }

    /// The number that is said to be that of the property named here.
    fn after(&self, at: usize) -> Option<Digits> {
        let tokens = self.tokens;
        let name = tokens.at(at);
        let named_number = matches!(name.folded(), "id" | "ids" | "identifiant");
        let (mut marked, mut equates, mut belongs) = (named_number, false, false);
        let mut next = at + 1;
        while next < at + 10 {
            let token = tokens.at(next);
            if token.line && next > at + 2 {
                break;
            }
            let code = tokens.at(next + 1);
            let prefix = code.glued() && (code.digits() || (code.sign("-") && tokens.at(next + 2).digits()));
            if token.is(NUMBERED) || token.word == "nº" {
                marked |= marks(token);
                equates |= matches!(token.folded(), "is" | "est" | "are" | "sont" | "as" | "has");
                belongs |= matches!(token.folded(), "d" | "du" | "de" | "des");
            } else if token.sign("°:#(№\".-'«“=’/") {
                marked |= token.sign("°#№");
            } else if token.letters() && token.word.len() <= 4 && prefix && tokens.is_capital(next) {
                marked = true;
            } else if !(token.sign(",") && (marks(code) || (code.digits() && name.word.ends_with('s')))) {
                break;
            }
            next += 1;
        }
        let digits = self.digits(next)?;
        let account = matches!(name.folded(), "account" | "accounts" | "acct" | "compte" | "comptes");
        let short = marked && !matches!(name.folded(), "maison" | "house" | "unit" | "flat" | "bien");
        let length = if account { 4..=7 } else { 4..=8 };
        let long_enough = length.contains(&digits.count) || (digits.count == 3 && short);
        let unclear = !marked && (digits.year || belongs || (equates && digits.count < 5));
        let other = named_number && tokens.back(at, 1).is(OTHER_NUMBER | BOOKING);
        let bank = self.near(at, digits.to).any(banks);
        (long_enough && !unclear && !other && !bank).then_some(digits)
    }

    /// A few words before the name and after the number, in the same sentence.
    fn near(&self, name: usize, end: usize) -> impl Iterator<Item = &Token<'_>> {
        let inside = |token: &&Token<'_>| token.kind != Kind::End && !token.sign(".!?;");
        let before = (1..=3).map(move |by| self.tokens.back(name, by)).take_while(inside);
        before.chain((end..end + 4).map(move |index| self.tokens.at(index)).take_while(inside))
    }

    /// Takes a number and those listed after it: `20418, 20419 et 20420`. Gives where they end.
    fn list(&self, first: Digits, found: &mut Vec<Range<usize>>) -> usize {
        let mut digits = first;
        loop {
            found.push(self.tokens.range(digits.from, digits.to));
            let mut next = digits.to;
            let links = |index: usize| {
                let token = self.tokens.at(index);
                token.sign(",&/+°#") || matches!(token.folded(), "et" | "and" | "ou" | "or" | "n" | "no" | "puis")
            };
            while links(next) {
                next += 1;
            }
            let like = |other: &Digits| other.count.abs_diff(first.count) <= 1 && other.count >= 4;
            match self.digits(next).filter(|other| next > digits.to && like(other)) {
                Some(other) => digits = other,
                None => return digits.to,
            }
        }
    }

    fn is_known(&self, at: usize, known: &[String]) -> bool {
        self.is_free(at) && known.iter().any(|number| self.tokens.at(at).word == *number)
    }

    /// Whether a number is called that of a property otherwise: `30655 is our listing number`, `Hotel Riviera (no. 77120)`.
    fn is_named(&self, at: usize) -> bool {
        let tokens = self.tokens;
        let whole = self.digits(at).is_some_and(|digits| digits.to == at + 1 && (4..=7).contains(&digits.count));
        if !whole {
            return false;
        }
        if matches!(tokens.at(at + 1).folded(), "is" | "est") {
            let ours = matches!(tokens.at(at + 2).folded(), "our" | "my" | "the" | "notre" | "mon" | "le" | "l" | "ma");
            return ours && (2..=5).any(|by| tokens.at(at + by).is(PROPERTY));
        }
        let mut mark = 1;
        while tokens.back(at, mark).sign(".°:#") {
            mark += 1;
        }
        let word = tokens.back(at, mark);
        let is_mark = marks(word) && !matches!(word.folded(), "code" | "ref" | "reference");
        if !is_mark && !tokens.back(at, 1).sign("#") {
            return false;
        }
        for by in mark + 1..mark + 7 {
            let token = tokens.back(at, by);
            if token.is(OTHER_NUMBER | BOOKING) || token.digits() || token.sign(".!?;") {
                return false;
            }
            if token.is(PROPERTY) {
                return true;
            }
        }
        false
    }
}
