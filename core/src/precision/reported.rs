//! Failures without quotation marks, after a word that reports.

use super::error::is_weak;
use super::lists::{FAILURE, MACHINE, PERSON, REASON};
use super::scan::Tokens;
use super::validation::asks;
use super::vocabulary::among;

/// What a machine reports after this word: `message: Accès refusé`, `it says upload failed`.
pub fn reported(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let (mut from, mut colon) = (at + 1, false);
    while from < at + 5 {
        let token = tokens.at(from);
        let between = matches!(
            token.folded(),
            "just"
                | "only"
                | "then"
                | "me"
                | "simply"
                | "is"
                | "est"
                | "seulement"
                | "juste"
                | "alors"
                | "toujours"
                | "always"
                | "d"
                | "erreur"
                | "error"
                | "now"
                | "again"
                | "the"
                | "un"
                | "le"
                | "message"
                | "simplement"
                | "encore"
                | "still"
                | "us"
                | "nous"
        ) || (matches!(token.folded(), "en" | "in" | "par")
            && matches!(tokens.at(at).folded(), "finit" | "ends" | "ended" | "dies"));
        if token.sign(":-") {
            colon = true;
        } else if !between || tokens.is_capital(from) {
            break;
        }
        from += 1;
    }
    if among("that que qu", tokens.at(from).folded()) {
        return told(tokens, at, from + 1).map(|to| (from + 1, to));
    }
    if !tokens.at(from).letters() || tokens.raw(from) == "I" {
        return None;
    }
    // `Result: a lost season.`
    if among("result results resultat", tokens.at(at).folded()) && among("a an un une the la le les", tokens.at(from).folded()) {
        return None;
    }
    let ends = |index: usize| (tokens.at(index).line && index > from) || tokens.at(index).sign(".!?;,()«\"“…");
    let to = (from..from + 14).find(|index| ends(*index)).unwrap_or(from + 14).min(tokens.count());
    let capital = tokens.is_capital(from) && !(tokens.is_shouted(from) && tokens.is_shouted(at));
    let words = (from..to).filter(|index| tokens.at(*index).letters()).count();
    let vague = |word: &str| {
        matches!(
            word,
            "not"
                | "no"
                | "pas"
                | "plus"
                | "error"
                | "erreur"
                | "can"
                | "already"
                | "again"
                | "deja"
                | "too"
                | "used"
                | "non"
                | "lost"
                | "match"
                | "large"
                | "trop"
                | "aucun"
                | "aucune"
                | "limite"
        )
    };
    let fails = |index: usize| tokens.at(index).is(FAILURE) && (capital || !vague(tokens.at(index).folded()));
    let (by_person, machine) = who(tokens, at)?;
    if machine && !by_person && asks(tokens, from, to) {
        return Some((from, to));
    }
    if words < 2 || !(from..to.min(from + 6)).any(fails) {
        return None;
    }
    let loose = !capital && !colon;
    // `it says my bank refused`: told in the writer's words.
    let own = "my our i we you he she they it mon ma mes nos notre vous je il elle under as up";
    let person = |index: usize| tokens.at(index).is(PERSON) && !among("you vous", tokens.at(index).folded());
    if loose && (among(own, tokens.at(from).folded()) || (from..to).any(person)) {
        return None;
    }
    // `it dies with connection lost`
    let with = among("with avec", tokens.at(at).folded());
    let stops = with && (1..6).any(|by| among(STOPS, tokens.back(at, by).folded()));
    let says = stops
        || matches!(
            tokens.at(at).folded(),
            "says"
                | "say"
                | "saying"
                | "shows"
                | "affiche"
                | "dit"
                | "met"
                | "repond"
                | "reads"
                | "displays"
                | "showing"
                | "affichait"
                | "tells"
                | "telling"
                | "disait"
                | "annonce"
                | "marque"
                | "indique"
                | "signale"
                | "donne"
                | "renvoie"
                | "crache"
                | "told"
                | "prints"
                | "flashes"
        );
    // Many words that report also stand in other sentences: then a capital or a colon has to follow.
    let unclear = !says && loose;
    let early = capital || (from..to.min(from + 4)).any(|index| tokens.at(index).is(FAILURE));
    let wrong = unclear || !early || (loose && !machine) || (by_person && !machine);
    (!wrong).then_some((from, to))
}

/// Where what a machine tells ends: `the app tells me that the card was declined`. In such clauses people speak more often.
fn told(tokens: &Tokens<'_>, at: usize, from: usize) -> Option<usize> {
    let surface = |by: &usize| {
        let token = tokens.back(at, *by);
        token.is(MACHINE) && !among("mail email message ca il qui which courriel log", token.folded())
    };
    let by = (1..4).find(surface)?;
    let person = (1..by + 3).any(|by| tokens.back(at, by).is(PERSON | REASON));
    let ends = |index: &usize| tokens.at(*index).line || tokens.at(*index).sign(".!?;,()«\"“…");
    let to = (from..from + 14).find(ends).unwrap_or(from + 14).min(tokens.count());
    let fails = |index: usize| tokens.at(index).is(FAILURE) && !is_weak(tokens.at(index).folded());
    (!person && (from..to).any(fails)).then_some(to)
}

/// How a machine stops.
const STOPS: &str =
    "plante echoue arrete meurt fails failed dies died dying crashes crashed crashing ends ended stops stopped finit bute";

/// Whether a person, and whether a machine is spoken of before a word that reports. Nothing, where it gives a reason.
fn who(tokens: &Tokens<'_>, at: usize) -> Option<(bool, bool)> {
    let (mut person, mut machine) = (false, tokens.at(at).is(MACHINE));
    for by in 1..=5 {
        let token = tokens.back(at, by);
        if token.sign(".!?;") {
            break;
        }
        if by <= 2 && token.is(REASON) {
            return None;
        }
        person |= token.is(PERSON) && !matches!(token.folded(), "i" | "we" | "je" | "nous");
        machine |= token.is(MACHINE);
    }
    Some((person, machine))
}
