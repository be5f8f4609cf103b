//! What a page, an app or a device reports: codes, and failures in its own words. Not codes to log in, nor what people said.

use super::lexicon::Lexicon;
use super::lists::{CURRENCY, FAILURE, REPORTS};
use super::overlaps;
use super::quoted::quoted;
use super::reported::reported;
use super::scan::{Kind, Tokens};
use super::status::{bounce, is_state, status};
use super::sudden::{NOT_SO, phrase, sudden};
use super::validation::validation;
use super::vocabulary::among;
use std::ops::Range;

/// The errors of a text.
pub fn errors(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let quotations = quoted(tokens);
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.count() {
        let token = tokens.at(at);
        let is_free = !overlaps(&quotations, &(token.start..token.end));
        let coded =
            || code(tokens, at).or_else(|| status(tokens, at)).or_else(|| hexadecimal(tokens, at)).or_else(|| bounce(tokens, at));
        let said = || validation(tokens, at).or_else(|| phrase(tokens, at)).or_else(|| sudden(tokens, at));
        let end = if is_free { coded().or_else(said) } else { None };
        if let Some(end) = end.filter(|end| !overlaps(&quotations, &tokens.range(at, *end))) {
            push(&mut found, tokens, at, end);
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

/// Adds an error, or makes the last one longer that ends just before: `Error 503`, `Service Unavailable`.
fn push(found: &mut Vec<Range<usize>>, tokens: &Tokens<'_>, at: usize, end: usize) {
    let next = tokens.range(at, end);
    let before = tokens.back(at, 1);
    let last_end = if before.sign(".,:") { tokens.back(at, 2).end } else { before.end };
    match found.last_mut() {
        Some(last) if last.end == last_end || last.end == before.end => last.end = next.end,
        _ => found.push(next),
    }
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
        let mut marked = !only_code || tokens.back(at, 1).is(FAILURE) || among(ANSWERS, tokens.back(at, 1).folded());
        let mut next = at + 1;
        while next < at + 5 && !tokens.at(next).line {
            let between = tokens.at(next);
            let error = matches!(between.folded(), "erreur" | "error");
            let other = matches!(
                between.folded(),
                "code" | "n" | "no" | "number" | "numero" | "http" | "status" | "num" | "d" | "de" | "retour"
            );
            let short = word == "err" && between.sign(".");
            let is_hyphen = between.sign("-") && tokens.at(next + 1).glued();
            if !(error || other || short || is_hyphen || between.sign(":#°(\"«“")) {
                break;
            }
            marked |= error;
            next += 1;
        }
        // `Refused (code 51)`; a longer number may open a door.
        let fails = |by: usize| tokens.back(at, by).is(FAILURE) && !is_weak(tokens.back(at, by).folded());
        let blinks = |by: usize| among("rouge red voyant clignote bipe blinks beeps", tokens.back(at, by).folded());
        marked |= only_code && tokens.at(next).word.len() <= 3 && (1..6).any(|by| fails(by) || blinks(by));
        // `error404cafe` is a name.
        let number = tokens.at(at + 1);
        let name = number.digits() && number.glued() && tokens.at(at + 2).glued() && tokens.at(at + 2).letters();
        if let Some(end) = code_alone(tokens, next, marked).filter(|_| !name) {
            return Some(end);
        }
    }
    let raw = tokens.raw(at);
    let capitals = raw.chars().filter(|c| c.is_uppercase()).count();
    if raw.contains('_') && capitals >= 2 && !raw.contains(char::is_lowercase) {
        return Some(at + 1);
    }
    if is_exception(raw) || is_constant(raw) {
        return Some(at + 1);
    }
    if is_shown(tokens, at) {
        return Some(at + 3);
    }
    // `*** REFUSED 116 ***`
    if tokens.is_shouted(at) && tokens.back(at, 1).sign("*>[") && tokens.at(at).is(FAILURE) && !is_weak(word) {
        return Some(at + 1);
    }
    if let Some(end) = shouted(tokens, at) {
        return Some(end);
    }
    if let Some(end) = kind(tokens, at) {
        return Some(end);
    }
    let hyphen = tokens.at(at + 1);
    let dashed = hyphen.sign("-") && hyphen.glued() && tokens.at(at + 2).glued() && tokens.at(at + 2).text();
    if dashed && matches!(raw, "ERR" | "ERROR" | "ERREUR" | "E") { code_alone(tokens, at, true) } else { None }
}

/// `erreur inattendue`, `network error`, `a timeout`: errors by their kind; where that ends.
fn kind(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (word, next, after) = (tokens.at(at).folded(), tokens.at(at + 1), tokens.at(at + 2));
    let before = tokens.back(at, 1);
    match word {
        "erreur" if among("inattendue inconnue reseau serveur systeme", next.folded()) => Some(at + 2),
        "erreur" if next.word == "interne" && among("du serveur", after.folded()) => Some(at + 3),
        "erreur" if among("de d", next.folded()) && among(OF_MACHINES, after.folded()) => Some(at + 3),
        "erreur" if next.word == "lors" && after.letters() => Some(at + 4),
        "timeout" | "timeouts" => {
            let led = before.kind == Kind::End || before.is(REPORTS) || among("a des en par un", before.folded());
            let opens = tokens.at(at).line || before.sign(".!?;:,");
            ((led || opens) && !among("of de d setting", next.folded()) || opens && next.word == "au").then_some(at + 1)
        }
        _ if next.word == "error" && !next.line && among("unexpected unknown network server certificate", word) => Some(at + 2),
        _ => None,
    }
}

/// After `erreur de`: what machines do.
const OF_MACHINES: &str = "connexion lecture chargement authentification certificat validation synchronisation communication \
    format syntaxe traitement script";

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

/// `PAPER JAM E07`, `FATAL no connection`, where nothing else is written in capitals; where it ends.
fn shouted(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let before = tokens.back(at, 1);
    if !tokens.is_shouted(at) || (before.letters() && tokens.is_shouted(at - 1)) {
        return None;
    }
    let loud = |index: usize| tokens.is_shouted(index) || tokens.at(index).digits() || tokens.at(index).folded().len() == 1;
    let most = at + 8;
    let end = (at + 1..most).find(|index| !tokens.at(*index).text() || tokens.at(*index).line || !loud(*index)).unwrap_or(most);
    let fails =
        |index: usize| tokens.at(index).is(FAILURE) && (!is_weak(tokens.at(index).folded()) || tokens.at(end - 1).digits());
    let alarm = among("fatal error erreur alarm alarme defaut alert alerte", tokens.at(at).folded()) && tokens.at(end).text();
    let several = end >= at + 2 && end < most && (at..end).any(fails);
    let shown = among("affiche affichait marque shows showed flashes displays reads says", before.folded());
    let displayed = shown && end < most && (at..end).any(|index| tokens.at(index).is(FAILURE)) && (end > at + 1 || fails(at));
    let not_so =
        (at + 1..end).any(|index| among(NOT_SO, tokens.at(index).folded()) && among("not non", tokens.at(index - 1).folded()));
    // A writer who shouts goes on shouting.
    let calm = (1..6).all(|by| !tokens.is_shouted(at.wrapping_sub(by).min(tokens.count())))
        && !tokens.is_shouted(end)
        && !tokens.is_shouted(end + 1);
    ((several || alarm || displayed || not_so) && calm).then_some(end)
}

/// `PAY-4012`, where a word before says that it was shown.
fn is_shown(tokens: &Tokens<'_>, at: usize) -> bool {
    let (raw, hyphen, number) = (tokens.raw(at), tokens.at(at + 1), tokens.at(at + 2));
    let capital = raw.len() <= 6 && raw.bytes().all(|b| b.is_ascii_uppercase()) && tokens.at(at).spaced;
    let numbered = hyphen.sign("-") && hyphen.glued() && number.digits() && number.glued() && number.word.len() >= 2;
    let shows = |by: &usize| {
        let token = tokens.back(at, *by);
        let fails = token.is(FAILURE) && !is_weak(token.folded());
        token.is(REPORTS) || fails || matches!(token.folded(), "code" | "screen")
    };
    let inside = |by: &usize| tokens.back(at, *by).kind != Kind::End && !tokens.back(at, *by).sign(".!?;");
    capital && numbered && (1..5).take_while(inside).any(|by| shows(&by))
}

/// `invalid_grant`: small words, one of which is a failure.
fn is_constant(raw: &str) -> bool {
    let small = raw.contains('_') && raw.bytes().all(|b| b == b'_' || b.is_ascii_lowercase());
    small && raw.split('_').any(|part| Lexicon::get().classes(part) & FAILURE != 0)
}

/// Names of exceptions, `ParseError`, and of errors of a connection, `ECONNRESET`.
fn is_exception(raw: &str) -> bool {
    const ENDS: [&str; 8] = ["Error", "Exception", "Failure", "Fault", "Timeout", "Denied", "Expired", "Invalid"];
    const STARTS: [&str; 10] = ["ECONN", "ETIMED", "ENOTF", "EHOST", "EPIPE", "EAI", "ENET", "EADDR", "ENOE", "EACCE"];
    let named = |end: &str| raw.strip_suffix(end).is_some_and(|name| name.ends_with(char::is_lowercase));
    ENDS.into_iter().any(named) || (STARTS.into_iter().any(|start| raw.starts_with(start)) && !raw.contains(char::is_lowercase))
}

/// `0x80070005`; where it ends.
fn hexadecimal(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (token, next) = (tokens.at(at), tokens.at(at + 1));
    if token.word != "0" || !token.spaced || !next.glued() || !next.letters() || !next.folded().starts_with('x') {
        return None;
    }
    (at + 2..).find(|index| !(tokens.at(*index).glued() && tokens.at(*index).text()))
}

/// Before the code of an answer.
const ANSWERS: &str = "response reponse repond retour returned returns return renvoie status answers";

/// Failures that need more than one word: `not`, `no` and the like stand in any sentence.
pub fn is_weak(word: &str) -> bool {
    among(WEAK, word)
}

const WEAK: &str = "full pleine pleins later ancienne survenu survenue requise requis no not non pas plus can too used \
    already again deja trop large bad problem probleme limit limite match lost hold removed closed ferme fermee longer \
    internal interne wrong interdits interdites overlaps must doit many allowed autorise available disponible ended termine \
    terminee hors empty vide defaut minimum maximum reserved taken stuck null broken verify verifier ko cancelled annulee \
    sorry desole desolee manque mal cesse don won panne clos trouble";
