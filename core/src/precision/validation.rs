//! Sentences that only forms and pages say: `Name must contain only letters.`, `Please try again later.`

use super::lists::{PERSON, REPORTS};
use super::scan::{Kind, Tokens};
use super::sudden::OWN;
use super::vocabulary::{among, bits};

/// The longest one, in tokens.
const LONGEST: usize = 24;

/// What is said about a value after `must`.
const HOLDS: &str = "contain exceed match consist include start end contenir comporter depasser correspondre commencer";

/// What a value has to be.
const FIELD: &str = "between at valid less greater more unique numeric positive longer shorter filled equal valide compris comprise \
    superieur inferieur superieure inferieure renseigne rempli positif composee compose";

/// What a form asks for.
const ASKS: &str = "enter select choose provide specify fill check try saisir renseigner selectionner choisir reessayer remplir";

/// What it says about that.
const ASKED: &str = "valid valide again later tard least moins required field fields champ champs obligatoire obligatoires";

/// Where the sentence ends that begins here, if a form or a page says it.
pub fn validation(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (token, before) = (tokens.at(at), tokens.back(at, 1));
    if !token.letters() || !tokens.is_capital(at) || (tokens.is_shouted(at) && tokens.is_shouted(at + 1)) {
        return None;
    }
    let start = token.folded();
    let oops = among("oops oups", start);
    let thanks = start == "merci" && tokens.at(at + 1).word == "de";
    let asks = thanks || among("please veuillez", start);
    let parted = before.sign(".!?:") || (before.sign("-") && before.spaced);
    let opens = before.kind == Kind::End || token.line || parted;
    if !(oops || opens || (asks && before.is(REPORTS))) {
        return None;
    }
    let ends = |index: &usize| tokens.at(*index).line || tokens.at(*index).sign(".!?;«\"“");
    let end = (at + 1..at + LONGEST).find(ends).unwrap_or(at + LONGEST).min(tokens.count());
    if (at..end).any(|index| among(OWN, tokens.at(index).folded())) {
        return None;
    }
    let sentence = Sentence { tokens, start: at, end };
    let said = (oops && end > at + 2)
        || (asks && sentence.asks(if thanks { at + 2 } else { at + 1 }))
        || (start == "veuillez" && sentence.word(at + 1) == "reessayer")
        || (start == "something" && sentence.word(at + 1) == "went" && sentence.word(at + 2) == "wrong" && end <= at + 10)
        || sentence.demands();
    said.then_some(end)
}

struct Sentence<'a, 'b> {
    tokens: &'a Tokens<'b>,
    start: usize,
    end: usize,
}

impl<'a> Sentence<'a, '_> {
    /// A word of the sentence; nothing beyond it.
    fn word(&self, index: usize) -> &'a str {
        let token = self.tokens.at(index);
        if index < self.end && token.letters() { token.folded() } else { "" }
    }

    /// `enter a valid number`, with its verb at `verb`.
    fn asks(&self, verb: usize) -> bool {
        among(ASKS, self.word(verb)) && (self.start + 2..self.end.min(self.start + 9)).any(|index| among(ASKED, self.word(index)))
    }

    /// `must be between 1 and 9`, `an error occurred`, `try later`.
    fn demands(&self) -> bool {
        let length = self.end - self.start;
        for index in self.start + 1..self.end.min(self.start + 7) {
            if self.tokens.at(index).is(PERSON | bits().guest) {
                return false;
            }
            let word = self.word(index);
            if among("must doit doivent", word) {
                return (index + 1..self.end.min(index + 4)).any(|verb| self.holds(verb));
            }
            let error = |index: usize| among("error erreur souci problem probleme exception", self.word(index));
            let occurred = among("occurred survenu survenue produite", word) && (self.start..index).any(error);
            let later = word == "later" && among("try again", self.word(index - 1));
            if (occurred && length <= 8) || (later && length <= 9) {
                return true;
            }
        }
        false
    }

    /// What must be so is said of a value: `contain`, `be valid`.
    fn holds(&self, verb: usize) -> bool {
        let (next, after) = (self.word(verb + 1), self.word(verb + 2));
        let value = among(FIELD, next) || (among("a an un une", next) && after == "valid");
        among(HOLDS, self.word(verb)) || (among("be etre", self.word(verb)) && value)
    }
}
