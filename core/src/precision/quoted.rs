//! Quotations that report a failure: in guillemets or quotation marks, of a machine and not of a person.

use super::error::is_weak;
use super::lists::{FAILURE, MACHINE, PERSON, REASON, REPORTS};
use super::scan::{Kind, Tokens};
use super::status::is_state;
use super::sudden::NOT_SO;
use super::vocabulary::among;
use std::ops::Range;

/// The longest quotation, in tokens.
const LONGEST: usize = 40;

/// How far before a quotation it is looked for who speaks, in tokens.
const BEFORE: usize = 8;

/// Before what is on a screen, whoever looks at it.
const SEEN: &str = "see sees seeing gets getting lit lisent voit voient obtient obtiennent tombe tombent";

/// Before a state of one word.
const LABELS: &str = "status statut state etat mention marque marked tagged stamped flagged a an un une";

/// Alone, these say what is not to be had.
const VAGUE: &str = "no not non pas plus sans too trop can must doit";

/// The failures that a text quotes.
pub fn quoted(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.count() {
        let Some(end) = closing(tokens, at) else {
            at += 1;
            continue;
        };
        if is_failure(tokens, at + 1, end) && is_machine(tokens, at) {
            found.push(tokens.range(at + 1, end));
        }
        at = end + 1;
    }
    found
}

/// All quotations, in the order of the text: what others say, or what a page shows.
pub fn quotations(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < tokens.count() {
        let end = closing(tokens, at);
        found.extend(end.map(|end| tokens.range(at, end)));
        at = end.unwrap_or(at) + 1;
    }
    found
}

/// Where the quotation is closed that is opened here.
fn closing(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let open = tokens.at(at);
    if open.kind != Kind::Sign {
        return None;
    }
    let closers = match open.folded() {
        "«" => "»",
        "“" => "”",
        "„" => "“”",
        "\"" => "\"",
        // An apostrophe, unless it stands before a word.
        "'" | "‘" | "’" if open.spaced && tokens.at(at + 1).glued() => "'’",
        _ => return None,
    };
    let ends = |index: &usize| tokens.at(*index).sign(closers);
    let last = (at + 1..at + LONGEST).take_while(|index| index <= &(at + 1) || !tokens.at(*index).line).find(ends)?;
    (last > at + 1).then_some(last)
}

/// Whether a quotation reports a failure.
fn is_failure(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    let words = (from..to).filter(|index| tokens.at(*index).kind != Kind::Sign).count();
    let fails = |index: usize| tokens.at(index).is(FAILURE);
    let strong = (from..to).any(|index| fails(index) && !is_weak(tokens.at(index).folded()));
    let state = (from..to).any(|index| tokens.at(index).digits() && is_state(tokens.at(index).folded()));
    let before = |list: &str| (2..5).any(|by| among(list, tokens.back(from, by).folded()));
    let led = || (2..5).any(|by| tokens.back(from, by).is(REPORTS | MACHINE));
    let shown = || tokens.back(from, 2).is(REPORTS) || (tokens.back(from, 2).sign(":") && tokens.back(from, 3).is(REPORTS));
    let first = tokens.at(from).folded();
    match words {
        1 => (strong || state) && (before(LABELS) || shown()),
        2 if !strong && !state => (not_so(tokens, from) || led() && !among(VAGUE, first)) && (from..to).any(fails),
        _ => strong || state || (from..to).any(fails) || asks(tokens, from),
    }
}

/// Whether a form asks for something: `Veuillez saisir une date`.
fn asks(tokens: &Tokens<'_>, from: usize) -> bool {
    among("please veuillez", tokens.at(from).folded())
        && among(
            "enter select choose provide specify saisir renseigner selectionner choisir reessayer",
            tokens.at(from + 1).folded(),
        )
}

/// `Non éligible`, `Not found`.
fn not_so(tokens: &Tokens<'_>, from: usize) -> bool {
    among("not non", tokens.at(from).folded()) && among(NOT_SO, tokens.at(from + 1).folded())
}

/// Whether nobody is named before a quotation who would have said it, and it is no reason given.
fn is_machine(tokens: &Tokens<'_>, at: usize) -> bool {
    let (mut person, mut own, mut speech, mut machine, mut report) = (false, false, false, false, false);
    for by in 1..=BEFORE {
        let token = tokens.back(at, by);
        if token.kind == Kind::End || token.sign(".!?;") || (token.sign(",") && report) {
            break;
        }
        if by <= 2 && token.is(REASON) {
            return false;
        }
        let word = token.folded();
        if among("motif motifs reason grounds raison", word) && !machine {
            return false;
        }
        // What somebody sees or gets was said by a machine.
        machine |= among(SEEN, word);
        let first_or_second = matches!(word, "you" | "vous" | "i" | "we" | "nous" | "je");
        own |= first_or_second;
        person |= token.is(PERSON) && !first_or_second;
        speech |= matches!(
            word,
            "said"
                | "wrote"
                | "told"
                | "write"
                | "written"
                | "tell"
                | "dit"
                | "ecrit"
                | "dites"
                | "dis"
                | "ecrivez"
                | "repondu"
                | "replied"
                | "answered"
                | "repondez"
        );
        let listing = matches!(tokens.back(at, by + 1).folded(), "listing" | "annonce" | "fiche");
        person |= listing && matches!(word, "says" | "say" | "said" | "dit");
        machine |= token.is(MACHINE);
        report |= token.is(REPORTS);
    }
    machine || !(person || (own && speech))
}
