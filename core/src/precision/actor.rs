//! Who has done something: the writer, somebody of theirs, or nobody named.

use super::acts::{ACT, DO, OP, TRY, VAIN};
use super::calendar::is_month;
use super::scan::{Token, Tokens};
use super::vocabulary::{
    ADVERBS_NOT, AFTER, BLOCKED, DETERMINERS, LINKS, NOUNS_TOO, OBJECTS, RELATIVE, TIMES, WHEN, among, bits,
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
    /// `the router has been reset`, `le câble a été remplacé`.
    Passive,
}

/// Links between two acts, in tokens, are not farther than this.
pub const CHAIN: usize = 14;

/// Who did what stands at `at`, and where that begins. `start` is where the sentence begins, `last` the act before.
pub fn actor(tokens: &Tokens<'_>, at: usize, start: usize, last: Option<usize>) -> Option<(Actor, usize)> {
    let sentence = Sentence { tokens, start };
    let end = sentence.before_adverbs(at);
    let before = tokens.at(end.wrapping_sub(1));
    if end == start {
        let asked = (start..at).any(|index| tokens.at(index).word == "kindly");
        return (!asked && is_bare(tokens, at)).then_some((Actor::Bare, at));
    }
    if ends_clause(before) {
        return match before.folded() {
            "," | "+" => sentence.chain(end - 1, at, last).or_else(|| sentence.is_repeated(at).then_some((Actor::Bare, at))),
            // After a quotation the writer goes on; within one somebody else speaks.
            "»" | "”" | "\"" if tokens.at(at).spaced && tokens.is_capital(at) && before.glued() => {
                is_bare(tokens, at).then_some((Actor::Bare, at))
            }
            ":" | "(" | "-" | "•" => is_bare(tokens, at).then_some((Actor::Bare, at)),
            _ => None,
        };
    }
    let word = sentence.word(end);
    if among(LINKS, word) {
        return sentence.chain(end - 1, at, last);
    }
    match word {
        "jai" | "javais" | "g" => sentence.guard(end - 1, Actor::Writer),
        "suis" | "sommes" if !tokens.at(at).is(ACT | OP) => None,
        "ai" | "avons" | "avais" | "avions" | "suis" | "sommes" => sentence.first_person(end - 1),
        "est" | "sont" if matches!(sentence.word(end - 1), "s" | "se") => sentence.kin(end - 2, Actor::Kin),
        "a" | "ont" | "avait" | "avaient" => {
            let subject = sentence.before_objects(end - 1);
            if sentence.word(subject) == "on" {
                // `on m'a appelé`, `on a changé mon mot de passe`: somebody else did.
                let mine = tokens.at(at).is(DO) && matches!(tokens.at(at + 1).folded(), "mon" | "ma" | "mes");
                let to_us = mine || matches!(sentence.word(subject + 1), "m" | "nous");
                return if to_us { None } else { sentence.guard(subject - 1, Actor::Writer) };
            }
            if among(LINKS, sentence.word(subject)) {
                return sentence.chain(subject - 1, at, last);
            }
            sentence.kin(subject, Actor::Kin)
        }
        "have" | "ve" | "had" | "d" | "has" => sentence.with_have(word, end - 1),
        "ive" | "weve" => sentence.guard(end - 1, Actor::Perfect),
        "been" | "ete" => sentence.passive(end - 1, at),
        "i" | "we" if !is_french(tokens.at(at)) => sentence.guard(end - 1, Actor::Writer),
        "i" | "we" | "je" | "nous" | "j" | "on" => None,
        _ => {
            let kin = if is_french(tokens.at(at)) { None } else { sentence.kin(end, Actor::Kin) };
            kin.or_else(|| sentence.noun(end, at))
        }
    }
}

/// Whether a sign parts two clauses.
pub fn ends_clause(token: &Token<'_>) -> bool {
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

/// Whether a word without an accent is no participle.
fn is_noun(tokens: &Tokens<'_>, at: usize) -> bool {
    among(NOUNS_TOO, tokens.at(at).folded()) && tokens.raw(at).ends_with('e')
}

/// Whether a sentence can begin with this act. Some participles are nouns or others' deeds.
pub(super) fn is_bare(tokens: &Tokens<'_>, at: usize) -> bool {
    let (word, next) = (tokens.at(at).folded(), tokens.at(at + 1).folded());
    // `Copie du contrat`, `Faites vite`, `Reset link expired`, `Suivi 9V 1234`.
    let named =
        (word == "reset" && among("link code mail email e password", next)) || (word == "suivi" && tokens.at(at + 1).digits());
    if is_noun(tokens, at) || named || word == "faites" {
        return false;
    }
    // `Put it back to 3 please` is a request.
    let asked = |index: usize| among("please pls plz thanks svp", tokens.at(index).folded());
    if among("put set cut let shut split reset", word) && (at + 1..at + 12).any(asked) {
        return false;
    }
    // `Bien essayé`, `nice try`: that is for others.
    if tokens.at(at).is(TRY) && among("bien nice well", tokens.back(at, 1).folded()) {
        return false;
    }
    // `Ci-joint`, `Passé cette date`.
    if (word == "passe" && among("cette ce le la les un une", next))
        || (tokens.back(at, 1).sign("-") && tokens.back(at, 2).word == "ci")
    {
        return false;
    }
    !(among("by par to please on you vous de d", next) && among(BLOCKED, word))
}

/// A sentence, looked at backwards: an `end` is the place after a word.
pub(super) struct Sentence<'a, 'b> {
    /// The whole text.
    pub tokens: &'a Tokens<'b>,
    /// Where the sentence begins.
    pub start: usize,
}

impl<'a> Sentence<'a, '_> {
    /// The word or number that ends there; nothing for signs and before the sentence.
    pub(super) fn word(&self, end: usize) -> &'a str {
        let token = self.tokens.at(end.wrapping_sub(1));
        if end > self.start && token.text() { token.folded() } else { "" }
    }

    pub(super) fn before_adverbs(&self, end: usize) -> usize {
        let mut end = end;
        while end > self.start {
            let token = self.tokens.at(end - 1);
            let apart = matches!(token.folded(), "de" | "a") && among("suite nouveau", self.tokens.at(end).folded());
            if !(apart || is_adverb(token) || (token.sign("-") && token.glued())) {
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
            "je" | "j" | "nous" | "ns" | "jvous" | "jleur" => self.guard(subject - 1, Actor::Writer),
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
    pub(super) fn guard(&self, subject: usize, actor: Actor) -> Option<(Actor, usize)> {
        let mut end = subject;
        while end > self.start && (is_adverb(self.tokens.at(end - 1)) || matches!(self.word(end), "to" | "of")) {
            end -= 1;
        }
        if end == self.start || !self.tokens.at(end - 1).letters() {
            return Some((actor, subject));
        }
        let (word, before) = (self.word(end), self.word(end - 1));
        // `How am I supposed to know?`
        if among("am are was were", word) && among("i we", self.tokens.at(subject).folded()) {
            return None;
        }
        let repeated = |word: &str| matches!(word, "every" | "each" | "chaque");
        // `if I had called`: nobody says that it was done.
        if matches!(word, "if" | "si" | "unless") {
            return among("even meme", before).then_some((actor, subject));
        }
        // `Blocked after I changed my phone`: so it began.
        let began = || {
            let far =
                (subject..).find(|index| ends_clause(self.tokens.at(*index)) || *index > subject + CHAIN).unwrap_or(subject);
            !(self.start..far).any(|index| self.tokens.at(index).is(VAIN | bits().again))
        };
        if among(WHEN, word) || (among("after since", word) && began()) {
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
        // `the rate I entered`: a noun with its article. In French a relative pronoun would stand there.
        if !among("i we ive weve", self.tokens.at(subject).folded()) {
            return Some((actor, subject));
        }
        for by in 1..5 {
            let place = end.wrapping_sub(by);
            if place <= self.start || place > end || ends_clause(self.tokens.at(place - 1)) || among(TIMES, self.word(place)) {
                break;
            }
            if among(DETERMINERS, self.word(place)) {
                let aside = among("per following on upon at after since despite", self.word(place - 1));
                return aside.then_some((actor, subject));
            }
        }
        Some((actor, subject))
    }

    /// After a comma or a link at `link`: whoever did what stands before.
    fn chain(&self, link: usize, at: usize, last: Option<usize>) -> Option<(Actor, usize)> {
        if is_noun(self.tokens, at) {
            return None;
        }
        if last.is_some_and(|last| at - last <= CHAIN) {
            return Some((Actor::Chain, at));
        }
        for end in (self.start + 1..=link).rev().take(CHAIN + 2) {
            if self.tokens.at(end - 1).sign(";:") {
                return None;
            }
            match self.word(end) {
                "ai" | "avons" | "jai" | "ive" | "weve" => return Some((Actor::Writer, at)),
                "i" | "we" => {
                    let asked = among("whether if", self.word(end - 1));
                    return (!asked && !is_french(self.tokens.at(at))).then_some((Actor::Writer, at));
                }
                "who" | "qui" if self.tokens.at(end.wrapping_sub(2)).sign(",") => return self.kin(end - 2, Actor::Kin),
                word if among(OTHER_SUBJECTS, word) && self.tokens.raw(end - 1) != "IT" => return None,
                _ => {}
            }
        }
        None
    }
}

/// Between an act and the writer: somebody else acts, or nobody did.
const OTHER_SUBJECTS: &str = "you he she it they who which vous il elle ils elles qui not never pas jamais was were is are \
    est sont can cannot could would should will must to if whether when";
