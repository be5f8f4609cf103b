//! What is done every day, or to make good what happened: no attempt to mend a problem. And attempts without a verb.

use super::acts::BROWSER;
use super::lists::{DAY_WORD, MONTH, PERIOD, WEEKDAY};
use super::scan::Tokens;
use super::vocabulary::{CLAUSE, GOODS, RESCUE, TIMES, among, bits, is_house};
use std::ops::Range;

/// Done for guests and rooms, not about the problem.
const GOOD: &str = "cleaned nettoye nettoyee nettoyes refunded rembourse rembourses rehoused reloge reloges heberge heberges \
    washed lave lavee laves offered offert repainted repeint painted fed nourri comforted console";

/// How somebody became a partner.
const JOINED: &str = "joined signed registered started inscrit inscrits inscrite inscription signature adhere commence demarre";

/// The longest sentence without a verb, in tokens.
const LONGEST: usize = 40;

/// How many tokens from the end of it is looked for what came of it.
const OUTCOME: usize = 10;

/// Whether the words of a sentence say that it is done as always: `as usual`, `comme chaque année`.
pub fn is_routine(tokens: &Tokens<'_>, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|index| {
        let next = if index + 1 < sentence.end { tokens.at(index + 1).folded() } else { "" };
        // `when we joined, I sent you the plan`
        let joined = among("when quand lorsque lors", tokens.at(index).folded())
            && among("i we je j nous on de d", next)
            && (index + 2..sentence.end.min(index + 6)).any(|index| {
                let account = || (index + 1..index + 5).any(|index| among("account compte", tokens.at(index).folded()));
                let word = tokens.at(index).folded();
                among(JOINED, word) || among("set opened created ouvert cree", word) && account()
            });
        let yearly = among("every each chaque", tokens.at(index).folded()) && among("year season annee saison", next);
        if joined || yearly {
            return true;
        }
        matches!(tokens.at(index).folded(), "as" | "comme") && among("always usual every toujours tous toutes chaque d", next)
    })
}

/// Whether a sentence tells how damage was made good.
pub fn makes_good(tokens: &Tokens<'_>, sentence: &Range<usize>) -> bool {
    sentence.clone().any(|index| among(GOOD, tokens.at(index).folded()) || among(RESCUE, tokens.at(index).folded()))
}

/// Whether a word of those that show a repetition does not: `another room`, `en main propre`.
pub fn is_elsewhere(tokens: &Tokens<'_>, index: usize) -> bool {
    let (word, next) = (tokens.at(index).folded(), tokens.at(index + 1).folded());
    let given = among(GOODS, next) || is_house(next) || among("key keys appartement apartment flat bed lit lamp", next);
    (among("another autre autres different other", word) && given) || (word == "main" && next == "propre")
}

/// `Two other cards, same.`, `Avec le câble, sans le câble, pareil.`
pub fn is_verbless(tokens: &Tokens<'_>, sentence: &Range<usize>) -> bool {
    if sentence.len() > LONGEST {
        return false;
    }
    let from = (sentence.start + 2).max(sentence.end.saturating_sub(OUTCOME));
    (from..sentence.end.saturating_sub(1)).any(|at| {
        let sign = tokens.at(at);
        let parts = sign.sign(",:") || (sign.sign("-") && sign.spaced);
        parts && is_vain(tokens, at + 1..sentence.end) && is_way(tokens, sentence.start..at)
    })
}

/// `same`, `no luck`, `même chose`: little more than that it was in vain.
fn is_vain(tokens: &Tokens<'_>, part: Range<usize>) -> bool {
    let mut words = part.filter(|index| tokens.at(*index).text()).map(|index| tokens.at(index).folded());
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let pair = match first {
        "same" | "idem" | "pareil" | "rien" | "nothing" => true,
        "no" => among("luck difference change", second),
        "meme" => among("chose resultat", second),
        "aucun" => second == "effet",
        "all" => among("same refused rejected", second),
        "toujours" => among("pareil rien", second),
        "partout" | "everywhere" => among("pareil same idem", second),
        "tous" | "toutes" => among("refuses refusees rejetes", second),
        "still" => second == "nothing",
        _ => false,
    };
    pair && words.count() <= 2
}

/// A way in which something was done, and no clause.
fn is_way(tokens: &Tokens<'_>, part: Range<usize>) -> bool {
    let words: Vec<_> = part.map(|index| tokens.at(index)).filter(|token| token.text()).collect();
    let other = words.iter().any(|token| {
        let word = token.folded();
        let told = among(CLAUSE, word) || among(TIMES, word);
        told || token.is(bits().guest | PERIOD | MONTH | WEEKDAY | DAY_WORD)
    });
    let way = words.iter().any(|token| {
        token.is(bits().device | bits().again | BROWSER)
            || among("other another with without avec sans en in via from depuis", token.folded())
    });
    (2..=14).contains(&words.len()) && way && !other
}
