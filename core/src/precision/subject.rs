//! Who did something, when it is not the writer in person: somebody of theirs, or nobody named.

use super::actor::{Actor, CHAIN, Sentence, ends_clause, is_bare};
use super::acts::{STAFF, SUFFER};
use super::lists::REPORTS;
use super::scan::{Kind, Token};
use super::vocabulary::{DETERMINERS, LINKS, OBJECTS, OURS_NOT, PRONOUNS, RELATIVE, among, bits};

impl Sentence<'_, '_> {
    /// `my accountant`, `notre agence web`, `un technicien`, up to `end`.
    pub(super) fn kin(&self, end: usize, actor: Actor) -> Option<(Actor, usize)> {
        // `mon fils, qui est du métier, a vérifié`
        if end > self.start && self.tokens.at(end - 1).sign(",") {
            let clause = |place: &usize| matches!(self.word(*place), "who" | "qui") && self.tokens.at(place - 2).sign(",");
            let place = (self.start + 3..end).rev().take(CHAIN).find(clause)?;
            return self.kin(place - 2, actor);
        }
        for by in 0..4 {
            let place = end.checked_sub(by).filter(|place| *place > self.start)?;
            let token = self.tokens.at(place - 1);
            if !token.text() {
                if token.sign("-'’") {
                    continue;
                }
                return None;
            }
            let mut between = (place..end).map(|index| self.tokens.at(index));
            match token.folded() {
                "never" | "not" => return None,
                "my" | "our" | "mon" | "ma" | "mes" | "notre" | "nos" => {
                    let other =
                        |token: &Token<'_>| among(OURS_NOT, token.folded()) || (token.is(bits().guest) && token.word != "client");
                    return if by == 0 || between.any(other) { None } else { self.guard(place - 1, actor) };
                }
                "leur" | "their" if between.clone().any(|token| among("support team equipe developer", token.folded())) => {
                    return Some((actor, place - 1));
                }
                word if among(DETERMINERS, word) => {
                    let staff = !matches!(word, "your" | "votre" | "vos") && between.any(|token| token.is(STAFF));
                    // `A friend of mine wrote to you`: about a problem of their own.
                    let theirs = matches!(word, "a" | "an" | "another") && self.word(end) == "mine";
                    return if staff && !theirs { self.guard(place - 1, actor) } else { None };
                }
                word if among(PRONOUNS, word) && self.tokens.raw(place - 1) != "IT" => return None,
                "i" | "we" | "ive" | "weve" | "je" | "nous" | "j" | "jai" | "on" => return None,
                // `our house is called The Forge`
                "is" | "are" | "was" | "were" | "be" | "being" => return None,
                _ => {}
            }
        }
        None
    }

    /// `the router has been reset`: what was done, with `been` behind `end`, and not to what the platform decides on.
    pub(super) fn passive(&self, end: usize, at: usize) -> Option<(Actor, usize)> {
        let have = self.before_adverbs(end);
        let by = self.tokens.at(at + 1).folded();
        let by_them =
            matches!(by, "by" | "par") && !among("us me our my nous moi mon ma mes nos notre", self.tokens.at(at + 2).folded());
        if by_them || self.tokens.at(at).is(SUFFER) || !among("has have had ve a ont avait avaient", self.word(have)) {
            return None;
        }
        let mut from = have - 1;
        while from > self.start && from + CHAIN > have && !ends_clause(self.tokens.at(from - 1)) {
            let token = self.tokens.at(from - 1);
            let word = token.folded();
            if among(LINKS, word) && among("has have had a ont", self.word(from + 2)) {
                break;
            }
            if among(OURS_NOT, word)
                || matches!(word, "according" | "selon")
                || among(RELATIVE, word)
                || among("i we you je vous il elle he she they who qui", word)
                || token.is(bits().guest)
            {
                return None;
            }
            from -= 1;
        }
        (from + 1 < have).then_some((Actor::Passive, from))
    }

    /// `Câble échangé`, `permissions given`: nouns without article from a clause's beginning up to `end`.
    pub(super) fn noun(&self, end: usize, at: usize) -> Option<(Actor, usize)> {
        // `jointe à trois reprises` is no `a`.
        let next = self.tokens.at(at + 1).folded();
        let has = next == "a" && self.tokens.raw(at + 1) != "à";
        if self.tokens.at(at).is(SUFFER) || has || among("sans without que qu automatically", next) {
            return None;
        }
        for by in 0..4 {
            let place = end.checked_sub(by)?;
            let token = self.tokens.at(place.wrapping_sub(1));
            if place <= self.start || ends_clause(token) || among(LINKS, self.word(place)) {
                return (by > 0).then_some((Actor::Noun, place));
            }
            if token.kind == Kind::Sign {
                continue;
            }
            let word = token.folded();
            let lists = [DETERMINERS, PRONOUNS, OBJECTS, OURS_NOT, NOT_NOUNS];
            let others = token.is(bits().guest | REPORTS) || lists.iter().any(|list| among(list, word));
            if !token.letters() || others {
                return None;
            }
        }
        None
    }

    /// `No mail, asked for it five times`: nobody else is spoken of.
    pub(super) fn is_repeated(&self, at: usize) -> bool {
        let others = (self.start..at).any(|index| {
            let token = self.tokens.at(index);
            token.is(bits().guest | bits().private) || among(PRONOUNS, token.folded()) || among(OTHER_VERBS, token.folded())
        });
        let count = |index: usize| among("times fois twice thrice", self.tokens.at(index).folded());
        let written = self.tokens.at(at).folded().ends_with("ed") || self.tokens.raw(at).ends_with('é');
        !others && written && is_bare(self.tokens, at) && (at + 1..at + 6).any(count)
    }
}

/// What shows that a clause is more than a noun and a participle.
const NOT_NOUNS: &str = "was were is are be been est sont ete etait a ont ai not pas non n ne no aucun aucune has have had \
    avez aviez etes vs to by par being never jamais its their his her son sa ses leurs people just got get gets should must \
    all what can could will would how as if when than in on at for from with of i we je nous j jai ive sur dans pour avec au \
    aux se c ca someone somebody nobody everyone personne quelqu ci comme please pls plz let lets others find trouver trouvez avoir etre merci thanks thank";

/// What was done to somebody.
const OTHER_VERBS: &str = "was were been is are est sont ete etait";
