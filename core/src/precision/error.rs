//! What a page, an app or a device reports: codes, and failures in its own words. Not codes to log in, nor what people said.

use super::lists::{CURRENCY, FAILURE, REPORTS};
use super::overlaps;
use super::quoted::quoted;
use super::reported::reported;
use super::scan::Tokens;
use std::ops::Range;

/// The states of HTTP that people meet.
const STATES: &[&str] =
    &["400", "401", "403", "404", "405", "408", "409", "410", "413", "415", "422", "429", "500", "501", "502", "503", "504"];

/// The errors of a text.
pub fn errors(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let quotations = quoted(tokens);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.count() {
        let token = tokens.at(at);
        let is_free = !overlaps(&quotations, &(token.start..token.end));
        let end = if is_free { code(tokens, at).or_else(|| state(tokens, at)) } else { None };
        if let Some(end) = end.filter(|end| !overlaps(&quotations, &tokens.range(at, *end))) {
            found.push(tokens.range(at, end));
            at = end;
            continue;
        }
        if is_free
            && token.is(REPORTS)
            && let Some((from, to)) = reported(tokens, at)
            && !overlaps(&quotations, &tokens.range(from, to))
        {
            found.push(tokens.range(from, to));
            at = to;
            continue;
        }
        at += 1;
    }
    found.extend(quotations);
    crate::order::sort(&mut found, |a, b| a.start < b.start);
    found
}

/// Whether a number or a word is a state of HTTP.
pub fn is_state(word: &str) -> bool {
    STATES.contains(&word)
}

/// `erreur 500`, `code E-1042`, `HTTP 502`, `ERR_TIMED_OUT`, `ERR-SYNC-09`.
fn code(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let token = tokens.at(at);
    if !token.letters() {
        return None;
    }
    let word = token.folded();
    let only_code = matches!(word, "code" | "codes");
    let names = only_code
        || matches!(
            word,
            "erreur" | "error" | "err" | "http" | "status" | "statut" | "fehler" | "exception" | "erreurs" | "errors"
        );
    if names {
        let mut marked = !only_code || tokens.back(at, 1).is(FAILURE);
        let mut next = at + 1;
        while next < at + 5 && !tokens.at(next).line {
            let between = tokens.at(next);
            let error = matches!(between.folded(), "erreur" | "error");
            let other =
                matches!(between.folded(), "code" | "n" | "no" | "number" | "numero" | "http" | "status" | "num" | "d" | "de");
            if !error && !other && !between.sign(":#°(\"«“") {
                break;
            }
            marked |= error;
            next += 1;
        }
        if let Some(end) = code_alone(tokens, next, marked) {
            return Some(end);
        }
    }
    let raw = tokens.raw(at);
    let capitals = raw.chars().filter(|c| c.is_uppercase()).count();
    if raw.contains('_') && capitals >= 2 && !raw.contains(char::is_lowercase) {
        return Some(at + 1);
    }
    let hyphen = tokens.at(at + 1);
    let dashed = hyphen.sign("-") && hyphen.glued() && tokens.at(at + 2).glued() && tokens.at(at + 2).text();
    if dashed && matches!(raw, "ERR" | "ERROR" | "ERREUR" | "E") { code_alone(tokens, at, true) } else { None }
}

/// Where the code itself ends. `marked`: it is said to be that of an error, so that a number is enough.
fn code_alone(tokens: &Tokens<'_>, at: usize, marked: bool) -> Option<usize> {
    let token = tokens.at(at);
    let mut end = at + 1;
    if token.digits() {
        while tokens.at(end).glued() && tokens.at(end).text() {
            end += 1;
        }
        if end > at + 1 {
            return Some(end);
        }
        let next = tokens.at(end);
        let counted = matches!(
            next.folded(),
            "fois"
                | "times"
                | "jours"
                | "days"
                | "x"
                | "heures"
                | "hours"
                | "minutes"
                | "reservations"
                | "bookings"
                | "clients"
                | "guests"
                | "chambres"
                | "rooms"
        );
        if counted || next.is(CURRENCY) || next.sign("€$£%") {
            return None;
        }
        if !marked || token.word.len() > 6 {
            return is_state(token.folded()).then_some(end);
        }
        while tokens.at(end).sign("-.") && tokens.at(end).glued() && tokens.at(end + 1).glued() && tokens.at(end + 1).text() {
            end += 2;
        }
        return Some(end);
    }
    if !token.letters() {
        return None;
    }
    let raw = tokens.raw(at);
    let is_capital = |raw: &str| raw.contains(char::is_uppercase) && !raw.contains(char::is_lowercase);
    let (mut parts, mut has_digits, mut all_capital) = (1, false, is_capital(raw));
    loop {
        let next = tokens.at(end);
        let joins = next.sign("-:.") && tokens.at(end + 1).glued() && tokens.at(end + 1).text();
        if !next.glued() || !(next.text() || joins) {
            break;
        }
        let part = if joins { end + 1 } else { end };
        has_digits |= tokens.at(part).digits();
        all_capital &= tokens.at(part).digits() || is_capital(tokens.raw(part));
        (parts, end) = (parts + 1, part + 1);
    }
    let constant = is_capital(raw) && (has_digits || raw.contains('_') || (parts > 1 && all_capital));
    (constant || (has_digits && raw.len() <= 4)).then_some(end)
}

/// `page 404`, `a 404`, `503 Service Unavailable`.
fn state(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (token, before, next) = (tokens.at(at), tokens.back(at, 1), tokens.at(at + 1));
    if !token.digits() || !token.spaced || !is_state(token.folded()) {
        return None;
    }
    if matches!(before.folded(), "page" | "pages") && !next.sign("€$£%/") && !next.is(CURRENCY) {
        return Some(at + 1);
    }
    let usual = matches!(token.folded(), "403" | "404" | "500" | "502" | "503" | "504");
    let article = matches!(before.folded(), "a" | "an" | "une" | "un" | "the" | "la");
    let shows = matches!(before.folded(), "returns" | "gives" | "get" | "shows" | "affiche" | "renvoie" | "donne" | "retourne");
    let ends = !next.text() && !next.sign("€$£%/");
    let named = matches!(
        next.folded(),
        "error"
            | "page"
            | "erreur"
            | "not"
            | "bad"
            | "forbidden"
            | "internal"
            | "when"
            | "quand"
            | "on"
            | "every"
            | "service"
            | "gateway"
    );
    if usual && (article || shows) && (named || ends) {
        return Some(at + 1);
    }
    matches!(next.folded(), "not" | "bad" | "internal" | "forbidden" | "gateway" | "service" | "unauthorized").then_some(at + 2)
}

/// Failures that need more than one word: `not`, `no` and the like stand in any sentence.
pub fn is_weak(word: &str) -> bool {
    matches!(
        word,
        "no" | "not"
            | "non"
            | "pas"
            | "plus"
            | "can"
            | "too"
            | "used"
            | "already"
            | "again"
            | "deja"
            | "trop"
            | "large"
            | "bad"
            | "problem"
            | "probleme"
            | "limit"
            | "limite"
            | "match"
            | "lost"
            | "hold"
            | "removed"
            | "closed"
            | "ferme"
            | "fermee"
            | "longer"
            | "internal"
            | "interne"
            | "wrong"
    )
}
