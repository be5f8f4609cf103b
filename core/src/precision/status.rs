//! Answers of HTTP by their number: `page 404`, `503 Service Unavailable`, `it returns 429`.

use super::lists::{CURRENCY, MACHINE, PERIOD, REPORTS};
use super::scan::Tokens;
use super::vocabulary::among;

/// Those that people meet.
const STATES: &str = "400 401 402 403 404 405 406 407 408 409 410 411 412 413 414 415 416 417 418 421 422 423 424 425 426 \
    428 429 431 451 500 501 502 503 504 505 507 508 511 520 521 522 524";

/// May follow a number that counts nothing.
const AFTER: &str = "on when quand sur error and et every a des depuis each page not bad internal erreur gateway service \
    forbidden unauthorized to lorsque pour for dans in from although but mais though since if while alors avec with as est is \
    au aux after apres again then puis or ou chaque tout encore toujours still at by unless even meme i we je nous it instead \
    back all the de du whenever lorsqu once pendant";

/// What a server does.
const RETURNS: &str = "reponse response returned responds responded throws throwing returning gets get getting got gives gave";

/// Whether a number is a state of HTTP.
pub fn is_state(word: &str) -> bool {
    among(STATES, word)
}

/// Where the answer of a mail server ends: `550 5.1.1`.
pub fn bounce(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let token = tokens.at(at);
    let refuses = |index: usize| matches!(tokens.at(index).word.as_bytes().first(), Some(b'4' | b'5'));
    let dotted = |by: usize| {
        let token = tokens.at(at + by);
        (by == 1 || token.glued()) && if by % 2 == 1 { token.digits() } else { token.sign(".") }
    };
    let answer = token.digits() && token.spaced && token.word.len() == 3 && refuses(at) && refuses(at + 1);
    (answer && (1..=5).all(dotted)).then_some(at + 6)
}

/// Where the state of HTTP ends that stands here as an error.
pub fn status(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (token, before, next, after) = (tokens.at(at), tokens.back(at, 1), tokens.at(at + 1), tokens.at(at + 2));
    if !token.digits() || !token.spaced || !is_state(token.folded()) {
        return None;
    }
    if next.sign("€$£%/°") || next.is(CURRENCY | PERIOD) || before.sign("€$£#°") {
        return None;
    }
    let named = "not bad internal forbidden gateway unauthorized unprocessable conflict unavailable payload method proxy";
    let capital = among("service gone too request moved", next.folded()) && tokens.is_capital(at + 1);
    if among(named, next.folded()) || capital {
        return Some(at + 2);
    }
    let bracket = (next.sign("(") && after.letters() && tokens.is_capital(at + 2)) || (before.sign("(") && next.sign(")"));
    if bracket || matches!(before.folded(), "page" | "pages" | "status" | "http") {
        return Some(at + 1);
    }
    // `410 – resource removed`
    let named = next.sign("-") && next.spaced && after.letters() && !after.is(MACHINE);
    let led =
        before.sign(":(,") || among("toujours un une a an the avec with only erreur again always then par", before.folded());
    if named && led {
        return Some(at + 3);
    }
    let ends = !next.text() || next.line;
    let free = ends || among(AFTER, next.folded());
    if before.is(REPORTS) || among(RETURNS, before.folded()) {
        return free.then_some(at + 1);
    }
    let ends_in = "finit finissent ends end ended tombe tombent part partent plante plantent termine terminent terminate";
    if among("en in par with", before.folded()) && among(ends_in, tokens.back(at, 2).folded()) {
        return free.then_some(at + 1);
    }
    if !among("a an un une the la le with des", before.folded()) {
        return None;
    }
    let verb = tokens.back(at, 2);
    let shown = verb.is(REPORTS) || among(RETURNS, verb.folded());
    let near = shown || among("avec par of answered failed fails renvoie sur on into lot", verb.folded());
    let usual = among("401 403 404 422 429 500 502 503 504", token.folded()) && among("a an un une", before.folded());
    let said = ends || among("error page erreur when whenever quand lorsque on every each", next.folded());
    ((near && free) || (usual && said)).then_some(at + 1)
}
