//! Who has done something: the writer, somebody of theirs, or nobody named.

use super::acts::{ACT, OP, STAFF};
use super::calendar::is_month;
use super::lists::REPORTS;
use super::scan::{Kind, Token, Tokens};
use super::vocabulary::{
    ADVERBS_NOT, AFTER, BLOCKED, DETERMINERS, LINKS, NOUNS_TOO, OBJECTS, OURS_NOT, PRONOUNS, RELATIVE, TIMES, WHEN, among, bits,
};

/// How an act is ascribed to the writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// `I called`, `j'ai appelé`.
    Writer,
    /// `I have changed`: more likely about a problem than `I changed`.
    Perfect,
    /// `when I called`: it may be how the problem began.
    When,
    /// A sentence begins with the act: `Called twice.`
    Bare,
    /// The act follows another one: `saved, closed and reopened`.
    Chain,
    /// `my accountant has checked`, `un technicien a vérifié`.
    Kin,
    /// A noun without an article before a participle: `Câble échangé`.
    Noun,
}

/// Links between two acts, in tokens, are not farther than this.
const CHAIN: usize = 14;

/// Who did what stands at `at`, and where that begins. `start` is where the sentence begins, `last` the act before.
pub fn actor(tokens: &Tokens<'_>, at: usize, start: usize, last: Option<usize>) -> Option<(Actor, usize)> {
    let sentence = Sentence { tokens, start };
    let end = sentence.before_adverbs(at);
    let before = tokens.at(end.wrapping_sub(1));
    if end == start {
        return is_bare(tokens, at).then_some((Actor::Bare, at));
    }
    if ends_clause(before) {
        return match before.folded() {
            "," | "+" => sentence.chain(end - 1, at, last),
            // Between quotation marks somebody else speaks.
            ":" | "(" | "-" | "•" => is_bare(tokens, at).then_some((Actor::Bare, at)),
            _ => None,
        };
    }
    let word = sentence.word(end);
    if among(LINKS, word) {
        return sentence.chain(end - 1, at, last);
    }
    match word {
        "jai" | "javais" => sentence.guard(end - 1, Actor::Writer),
        "suis" | "sommes" if !tokens.at(at).is(ACT | OP) => None,
        "ai" | "avons" | "avais" | "avions" | "suis" | "sommes" => sentence.first_person(end - 1),
        "est" | "sont" if matches!(sentence.word(end - 1), "s" | "se") => sentence.kin(end - 2, Actor::Kin),
        "a" | "ont" | "avait" | "avaient" => {
            let subject = sentence.before_objects(end - 1);
            if sentence.word(subject) == "on" {
                // `on m'a appelé`: somebody else did.
                let to_us = sentence.word(subject + 1) == "m";
                return if to_us { None } else { sentence.guard(subject - 1, Actor::Writer) };
            }
            sentence.kin(subject, Actor::Kin)
        }
        "have" | "ve" | "had" | "d" | "has" => sentence.with_have(word, end - 1),
        "ive" | "weve" => sentence.guard(end - 1, Actor::Perfect),
        "i" | "we" if !is_french(tokens.at(at)) => sentence.guard(end - 1, Actor::Writer),
        "i" | "we" | "je" | "nous" | "j" | "on" => None,
        _ => {
            let kin = if is_french(tokens.at(at)) { None } else { sentence.kin(end, Actor::Kin) };
            kin.or_else(|| sentence.noun(end, at))
        }
    }
}

/// Whether a sign parts two clauses.
fn ends_clause(token: &Token<'_>) -> bool {
    token.sign(".!?;:,…|•()«»\"“”+") || (token.sign("-") && token.spaced)
}

fn is_adverb(token: &Token<'_>) -> bool {
    let word = token.folded();
    let listed = token.is(bits().adverb) && !among(ADVERBS_NOT, word);
    token.letters() && (listed || word.ends_with("ly") || (word.ends_with("ment") && word.len() > 6) || word == "re")
}

/// Whether a past form can only be French, so that `I` or `we` has not done it.
fn is_french(token: &Token<'_>) -> bool {
    let word = token.folded();
    let ends = ["e", "es", "is", "it"].iter().any(|end| word.ends_with(end));
    let english = "split wrote spoke chose gave took made rewrote retook redone done shot";
    ends && !among(english, word)
}

/// Whether a sentence can begin with this act. Some participles are nouns or others' deeds.
fn is_bare(tokens: &Tokens<'_>, at: usize) -> bool {
    let (word, next) = (tokens.at(at).folded(), tokens.at(at + 1).folded());
    if among(NOUNS_TOO, word) && tokens.raw(at).ends_with('e') {
        return false;
    }
    !(among("by par to please on you vous de d", next) && among(BLOCKED, word))
}

/// A sentence, looked at backwards: an `end` is the place after a word.
struct Sentence<'a, 'b> {
    tokens: &'a Tokens<'b>,
    start: usize,
}

impl<'a> Sentence<'a, '_> {
    /// The word or number that ends there; nothing for signs and before the sentence.
    fn word(&self, end: usize) -> &'a str {
        let token = self.tokens.at(end.wrapping_sub(1));
        if end > self.start && token.text() { token.folded() } else { "" }
    }

    fn before_adverbs(&self, end: usize) -> usize {
        let mut end = end;
        while end > self.start {
            let token = self.tokens.at(end - 1);
            if !(is_adverb(token) || (token.sign("-") && token.glued())) {
                break;
            }
            end -= 1;
        }
        end
    }

    fn before_objects(&self, end: usize) -> usize {
        let mut end = end;
        while among(OBJECTS, self.word(end)) {
            end -= 1;
        }
        end
    }

    /// French auxiliaries of the first person end at `end` + 1.
    fn first_person(&self, end: usize) -> Option<(Actor, usize)> {
        let subject = self.before_objects(end);
        match self.word(subject) {
            "n" | "ne" | "pas" => None,
            "je" | "j" | "nous" | "ns" => self.guard(subject - 1, Actor::Writer),
            word => {
                let begins = subject == self.start || ends_clause(self.tokens.at(subject - 1)) || among(LINKS, word);
                begins.then_some((Actor::Writer, subject))
            }
        }
    }

    /// `have` and the like end at `end` + 1.
    fn with_have(&self, have: &str, end: usize) -> Option<(Actor, usize)> {
        let subject = self.before_adverbs(end);
        if matches!(self.word(subject), "i" | "we") {
            let perfect = matches!(have, "have" | "ve");
            return self.guard(subject - 1, if perfect { Actor::Perfect } else { Actor::Writer });
        }
        match have {
            "have" if subject == self.start => Some((Actor::Perfect, subject)),
            "has" | "have" | "had" => self.kin(subject, Actor::Kin),
            _ => None,
        }
    }

    /// What stands before the subject at `subject`: `when I` is doubtful, `the photos I` is about the photos.
    fn guard(&self, subject: usize, actor: Actor) -> Option<(Actor, usize)> {
        let mut end = subject;
        while end > self.start && (is_adverb(self.tokens.at(end - 1)) || matches!(self.word(end), "to" | "of")) {
            end -= 1;
        }
        if end == self.start || !self.tokens.at(end - 1).letters() {
            return Some((actor, subject));
        }
        let (word, before) = (self.word(end), self.word(end - 1));
        let repeated = |word: &str| matches!(word, "every" | "each" | "chaque");
        if among(WHEN, word) {
            return Some((Actor::When, subject));
        }
        if matches!(word, "que" | "qu") {
            let each = before == "fois" && self.word(end.wrapping_sub(2)) == "chaque";
            return (each || among("des lors depuis alors", before)).then_some((Actor::When, subject));
        }
        if among(RELATIVE, word) {
            return None;
        }
        if among(LINKS, word) || among(AFTER, word) {
            return Some((actor, subject));
        }
        if among(TIMES, word) || is_month(self.tokens, end - 1) {
            let when = repeated(before) && !matches!(word, "time" | "fois");
            return Some((if when { Actor::When } else { actor }, subject));
        }
        // `the rate I entered`: a noun with its article.
        for by in 1..5 {
            let place = end.wrapping_sub(by);
            if place <= self.start || place > end || ends_clause(self.tokens.at(place - 1)) || among(TIMES, self.word(place)) {
                break;
            }
            if among(DETERMINERS, self.word(place)) {
                return None;
            }
        }
        Some((actor, subject))
    }

    /// After a comma or a link at `link`: whoever did what stands before.
    fn chain(&self, link: usize, at: usize, last: Option<usize>) -> Option<(Actor, usize)> {
        if last.is_some_and(|last| at - last <= CHAIN) {
            return Some((Actor::Chain, at));
        }
        for end in (self.start + 1..=link).rev().take(CHAIN + 2) {
            if self.tokens.at(end - 1).sign(";:") {
                return None;
            }
            match self.word(end) {
                "ai" | "avons" | "jai" | "ive" | "weve" => return Some((Actor::Writer, at)),
                "i" | "we" => return (!is_french(self.tokens.at(at))).then_some((Actor::Writer, at)),
                word if among(OTHER_SUBJECTS, word) => return None,
                _ => {}
            }
        }
        None
    }

    /// `my accountant`, `notre agence web`, `un technicien`, up to `end`.
    fn kin(&self, end: usize, actor: Actor) -> Option<(Actor, usize)> {
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
                    return if staff { self.guard(place - 1, actor) } else { None };
                }
                word if among(PRONOUNS, word) && self.tokens.raw(place - 1) != "IT" => return None,
                "i" | "we" | "ive" | "weve" | "je" | "nous" | "j" | "jai" | "on" => return None,
                _ => {}
            }
        }
        None
    }

    /// `Câble échangé`, `permissions given`: nouns without article from a clause's beginning up to `end`.
    fn noun(&self, end: usize, at: usize) -> Option<(Actor, usize)> {
        if among("par by sans without que qu a automatically", self.tokens.at(at + 1).folded()) {
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
            let verbal = among(DETERMINERS, word) || among(PRONOUNS, word) || among(OBJECTS, word) || among(NOT_NOUNS, word);
            let others = among(OURS_NOT, word) || token.is(bits().guest | REPORTS);
            if !token.letters() || verbal || others {
                return None;
            }
        }
        None
    }
}

/// Between an act and the writer: somebody else acts, or nobody did.
const OTHER_SUBJECTS: &str = "you he she it they who which vous il elle ils elles qui not never pas jamais was were is are \
    est sont can cannot could would should will must to if when";

/// What shows that a clause is more than a noun and a participle.
const NOT_NOUNS: &str = "was were is are be been est sont ete etait a ont ai not pas non n ne no aucun aucune has have had avez aviez etes vs \
    to by par being never jamais its their his her son sa ses leurs people just got get gets should \
    must all what can could will would how as if when than in on at for from with of i we je nous j \
    jai ive sur dans pour avec au aux se c ca";
