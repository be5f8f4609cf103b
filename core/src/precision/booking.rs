//! Booking numbers after the platform's pattern, however they are grouped. Not telephone numbers, accounts, invoices.

use super::lists::{BOOKING, OTHER_NUMBER};
use super::scan::{Token, Tokens};
use super::vocabulary::among;
use std::ops::Range;

/// So many digits are a booking number without a word that says so.
const CLEAR: usize = 7;

/// May stand before a booking number without a space.
const NAMES: &str = "n no nr num ref id bk bkg resa res rsv";

/// Before these a number is none of a booking, even in the groups of the pattern.
const OTHERS: &str = "tel telephone phone telephones mobile cell portable fax call appeler appelez appel joignable ring whatsapp \
    sms iban bic swift siret siren bank banque invoice facture invoices factures";

/// The booking numbers of a text.
pub fn bookings(tokens: &Tokens<'_>, pattern: &str) -> Vec<Range<usize>> {
    if pattern.contains(['A', '*']) {
        return with_letters(tokens, pattern);
    }
    let groups: Vec<usize> = pattern.split(|c: char| c != '9').map(str::len).filter(|length| *length > 0).collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.count() && !groups.is_empty() {
        if !tokens.at(at).digits() {
            at += 1;
            continue;
        }
        let run = run(tokens, at);
        at = run.last().map_or(at, |last| *last) + 1;
        if starts(tokens, run[0]) {
            in_run(tokens, &run, &groups, &mut found);
        }
    }
    found
}

/// Numbers that stand together: groups with a space, a dash, a stop or a slash between them.
fn run(tokens: &Tokens<'_>, at: usize) -> Vec<usize> {
    let mut run = vec![at];
    let mut end = at;
    loop {
        let (next, after) = (tokens.at(end + 1), tokens.at(end + 2));
        let even = (next.glued() && after.glued()) || (next.sign("-") && next.spaced == after.spaced && !after.line);
        if next.digits() && next.spaced && !next.line {
            end += 1;
        } else if next.sign("-./") && after.digits() && even {
            end += 2;
        } else {
            return run;
        }
        run.push(end);
    }
}

/// Whether a number is no part of a word, a code or an international telephone number.
fn starts(tokens: &Tokens<'_>, at: usize) -> bool {
    let (before, earlier) = (tokens.back(at, 1), tokens.back(at, 2));
    let other = |token: &Token<'_>| token.letters() && !token.is(BOOKING) && !among(NAMES, token.folded());
    let code = before.sign("-/.") && before.glued() && other(earlier);
    tokens.at(at).spaced || !(other(before) || before.sign("+") || code)
}

/// The booking numbers within such a run.
fn in_run(tokens: &Tokens<'_>, run: &[usize], groups: &[usize], found: &mut Vec<Range<usize>>) {
    let length = |index: usize| tokens.at(index).word.len();
    let wanted: usize = groups.iter().sum();
    let mut from = 0;
    while from < run.len() {
        let first = run[from];
        if from > 0 && tokens.at(first).glued() && !tokens.back(first, 1).sign("/") {
            from += 1;
            continue;
        }
        let grouped =
            run.get(from..from + groups.len()).is_some_and(|some| some.iter().map(|at| length(*at)).eq(groups.iter().copied()));
        let to = if length(first) == wanted {
            Some(from + 1)
        } else if grouped {
            Some(from + groups.len())
        } else {
            loose(tokens, run, from, wanted)
        };
        let grouped = grouped && groups.len() > 1;
        match to {
            Some(to) if !goes_on(tokens, run[to - 1] + 1) && is_meant(tokens, first, wanted < CLEAR, grouped) => {
                found.push(tokens.range(first, run[to - 1] + 1));
                from = to;
            }
            _ => from += 1,
        }
    }
}

/// Where digits in other groups than the pattern's add up to a number. Within a longer run it has to be called a booking.
fn loose(tokens: &Tokens<'_>, run: &[usize], from: usize, wanted: usize) -> Option<usize> {
    let mut sum = 0;
    let adds = |index: &usize| {
        sum += tokens.at(run[*index]).word.len();
        sum >= wanted
    };
    let to = (from..run.len()).find(adds)? + 1;
    let part = &run[from..to];
    let alone = from == 0 && to == run.len();
    let fits = sum == wanted && is_loose(tokens, part) && !is_dated(tokens, part);
    (fits && (alone || is_meant(tokens, run[from], true, false))).then_some(to)
}

/// Whether a year stands beside a month and a day.
fn is_dated(tokens: &Tokens<'_>, part: &[usize]) -> bool {
    let short = |index: usize| part.get(index).is_some_and(|at| tokens.at(*at).word.len() <= 2);
    part.iter().enumerate().any(|(index, at)| {
        let begins = short(index + 1) && short(index + 2) && tokens.at(at + 1).sign("-./");
        let ends = index > 1 && short(index - 1) && tokens.back(*at, 1).sign("-./");
        tokens.at(*at).year() && (begins || ends)
    })
}

/// Whether other groups than the pattern's can be meant: not those of a telephone number, unless it is called a booking.
fn is_loose(tokens: &Tokens<'_>, run: &[usize]) -> bool {
    let lengths: Vec<usize> = run.iter().map(|at| tokens.at(*at).word.len()).collect();
    let slashed = run.iter().skip(1).any(|at| tokens.back(*at, 1).sign("/"));
    let phone = lengths == [3, 3, 4] || lengths.iter().all(|length| *length <= 2) || tokens.at(run[0]).word.starts_with('0');
    lengths.iter().all(|length| *length >= 2) && !slashed && (!phone || is_meant(tokens, run[0], true, false))
}

/// Whether the number goes on: more of a code.
fn goes_on(tokens: &Tokens<'_>, at: usize) -> bool {
    let next = tokens.at(at);
    next.glued() && (next.letters() || (next.sign("-._") && tokens.at(at + 1).glued() && tokens.at(at + 1).text()))
}

/// Whether the words before let it be a booking number. `named`: they have to say so. `grouped`: it is in the pattern's
/// groups, so that few words speak against it.
fn is_meant(tokens: &Tokens<'_>, at: usize, named: bool, grouped: bool) -> bool {
    if tokens.back(at, 1).sign("+") {
        return false;
    }
    let mut words = 0;
    for by in 1..=at.min(12) {
        let token = tokens.back(at, by);
        let short = token.sign(".") && tokens.back(at, by + 1).word.len() <= 4;
        if words == 4 || (token.sign(".!?;") && !short) {
            break;
        }
        if token.is(BOOKING) {
            return true;
        }
        let mut other = token.is(OTHER_NUMBER) && !among("client guest avoir case order commande", token.folded());
        other |= matches!(token.folded(), "compte" | "account");
        if other && (!grouped || among(OTHERS, token.folded())) {
            return false;
        }
        words += usize::from(token.letters());
    }
    !named && !tokens.at(at).word.starts_with('0')
}

/// Patterns with letters: compared sign by sign, with at most one separator between two.
fn with_letters(tokens: &Tokens<'_>, pattern: &str) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.count() {
        let token = tokens.at(at);
        let before = tokens.back(at, 1);
        let fresh = token.spaced || !(before.text() || before.sign("-_./@"));
        let length = if token.text() && fresh { matched(tokens.rest(at), pattern) } else { None };
        let Some(length) = length else {
            at += 1;
            continue;
        };
        let end = token.start + length;
        found.push(token.start..end);
        while at < tokens.count() && tokens.at(at).start < end {
            at += 1;
        }
    }
    found
}

/// How many bytes at the beginning follow the pattern, with a digit among them.
fn matched(text: &str, pattern: &str) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    let (mut end, mut has_digit) = (0, false);
    for place in pattern.chars() {
        let fits: fn(char) -> bool = match place {
            '9' => |c| c.is_ascii_digit(),
            'A' => |c| c.is_ascii_alphabetic(),
            '*' => |c| c.is_ascii_alphanumeric(),
            fixed => {
                chars.next_if(|(_, c)| c.eq_ignore_ascii_case(&fixed));
                continue;
            }
        };
        if end > 0 {
            chars.next_if(|(_, c)| " -–./\u{a0}\u{202f}".contains(*c));
        }
        let (at, c) = chars.next().filter(|(_, c)| fits(*c))?;
        (end, has_digit) = (at + c.len_utf8(), has_digit || c.is_ascii_digit());
    }
    let goes_on = text[end..].starts_with(char::is_alphanumeric);
    (has_digit && !goes_on).then_some(end)
}
