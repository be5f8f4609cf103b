//! What shows that an act was about a problem: it was repeated, done with care, or in vain.

use super::acts::{CARE, VAIN};
use super::daily::is_elsewhere;
use super::lists::{DAY_WORD, MACHINE, NUMBER};
use super::scan::Tokens;
use super::vocabulary::{TIMES, among, bits};
use std::ops::Range;

/// It is looked for in so many tokens.
const FAR: usize = 40;

/// What does something again stands so near before it.
const NEAR: usize = 10;

/// In vain, or only what happened when it was done for the first time: `saved it, still the old price`.
const WEAK: &str = "nothing still however neither rien toujours pourtant mieux aucun aucune difference";

/// Before `times`.
const MANY: &str =
    "many few multiple hundred dizaine maintes multiples quelques trop second third seconde deuxieme troisieme enieme nth x";

/// Whether it is said from `at` on, or just after the sentence, that something was repeated, done with care or in vain.
/// `strong`: in words that say nothing else.
pub fn evidence(tokens: &Tokens<'_>, sentence: &Range<usize>, at: usize, strong: bool) -> bool {
    let end = sentence.end;
    let far = end.min(at + FAR);
    let vain = |index: usize| is_vain(tokens, index) && !(strong && among(WEAK, tokens.at(index).folded()));
    // `I changed it, the page shows the old one again`: that is told of the page.
    let told_of = |index: usize| {
        let joined = |place: &usize| tokens.at(*place).sign(",") || among("and et mais but", tokens.at(*place).folded());
        let thing = |place: usize| (1..3).any(|by| tokens.at(place + by).is(MACHINE)) || tokens.at(place + 1).is(DAY_WORD);
        (index.saturating_sub(NEAR).max(at + 1)..index).any(|place| joined(&place) && thing(place))
    };
    let again = |index: usize| is_again(tokens, index) && !(strong && told_of(index));
    let shows = |index: usize| !is_elsewhere(tokens, index) && (vain(index) || again(index));
    // What others did next shows nothing of the act.
    let others = |index: &usize| {
        let before = tokens.back(*index, 1);
        let joined = before.sign(",") || among("and et but mais puis then", before.folded());
        let word = tokens.at(*index).folded();
        let charged = among("was were got", word) && among("charged billed debited invoiced", tokens.at(index + 1).folded());
        joined && (charged || among("you vous he she they ils elles", word))
    };
    if (at + 1..far).take_while(|index| !others(index)).any(shows) {
        return true;
    }
    let (mut index, mut words) = (end, 0);
    while far == end && words < 4 && index < tokens.count() {
        if vain(index) {
            return true;
        }
        words += usize::from(tokens.at(index).text());
        index += 1;
    }
    false
}

fn is_vain(tokens: &Tokens<'_>, index: usize) -> bool {
    let token = tokens.at(index);
    let time = matches!(token.folded(), "same" | "meme") && among(TIMES, tokens.at(index + 1).folded());
    // `not the same as on the invoice`, `we used the same computer`
    let alike = token.word == "same"
        && (tokens.at(index + 1).is(bits().device)
            || among("as year", tokens.at(index + 1).folded())
            || (1..3).any(|by| among("not t saying", tokens.back(index, by).folded())));
    let indeed = token.word == "effet" && tokens.back(index, 1).word == "en";
    // `Résultat :` may be followed by anything.
    let outcome = token.word == "resultat" && !among("sans aucun meme zero de", tokens.back(index, 1).folded());
    // `It didn't help.`
    let helpless = among("help change", token.folded())
        && among("t not", tokens.back(index, 1).folded())
        && among("does did doesn didn", tokens.back(index, 2).folded())
        && among("it that this which", tokens.back(index, 3).folded());
    let none = tokens.back(index, 1).word == "no" && among("change joy dice go improvement result results", token.folded());
    (token.is(VAIN) && !time && !alike && !indeed && !outcome) || none || helpless
}

fn is_again(tokens: &Tokens<'_>, index: usize) -> bool {
    let (token, before) = (tokens.at(index), tokens.back(index, 1));
    match token.folded() {
        "x" => true,
        "meme" | "memes" if before.sign("-") => true,
        "main" => before.word == "la",
        "hand" => matches!(before.folded(), "by" | "my"),
        "demande" | "conseille" | "indique" => tokens.raw(index).ends_with('é'),
        "times" | "fois" => {
            let one = matches!(before.folded(), "un" | "une" | "one");
            let counted = before.digits() || before.is(NUMBER | bits().again) || among(MANY, before.folded());
            (counted && !one) || (one && tokens.at(index + 1).word == "de") || tokens.back(index, 2).word == "encore"
        }
        "places" | "ways" | "formats" | "endroits" | "manieres" | "facons" => before.digits() || before.is(NUMBER),
        "more" => before.word == "once",
        "nouveau" => matches!(before.folded(), "a" | "de"),
        "everything" | "dozen" => false,
        "encore" => {
            among("une aujourd hier ce lundi mardi mercredi jeudi vendredi samedi dimanche", tokens.at(index + 1).folded())
        }
        _ => (token.is(bits().again) && !token.is(NUMBER)) || token.is(CARE),
    }
}
