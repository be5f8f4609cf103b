//! Sentences that only forms and pages say: `Name must contain only letters.`, `Please try again later.`

use super::error::is_weak;
use super::lists::{FAILURE, MACHINE, PERSON, REPORTS};
use super::scan::{Kind, Tokens};
use super::sudden::OWN;
use super::vocabulary::{among, bits};

/// The longest one, in tokens.
const LONGEST: usize = 24;

/// What is said about a value after `must`.
const HOLDS: &str = "contain exceed match consist include start end contenir comporter depasser correspondre commencer";

/// What a value has to be.
const FIELD: &str = "between at valid less greater more unique numeric positive longer shorter filled equal valide compris \
    comprise superieur inferieur superieure inferieure renseigne rempli positif composee compose";

/// What a form asks for.
const ASKS: &str = "enter select choose provide specify fill check try saisir renseigner selectionner choisir reessayer \
    remplir";

/// What it says about that.
const ASKED: &str = "valid valide again later tard least moins required field fields champ champs obligatoire obligatoires";

/// Whether a form asks for a value between two tokens: `enter a valid number`.
pub fn asks(tokens: &Tokens<'_>, from: usize, to: usize) -> bool {
    Sentence { tokens, start: from.saturating_sub(1), end: to }.asks(from)
}

/// Where the sentence ends that begins here, if a form or a page says it.
pub fn validation(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let (token, before) = (tokens.at(at), tokens.back(at, 1));
    if !token.letters() {
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
    let sentence = Sentence { tokens, start: at, end };
    let own = |end: usize| (at..end).any(|index| among(OWN, tokens.at(index).folded()));
    let repeated = || sentence.is_repeated().filter(|comma| !own(*comma));
    if !tokens.is_capital(at) || (tokens.is_shouted(at) && tokens.is_shouted(at + 1)) {
        return if opens { repeated() } else { None };
    }
    let denied = among("you vous", start)
        && (at + 2..at + 6).any(|index| among("authorised authorized autorise autorisee permission", sentence.word(index)));
    if denied || (among("we nous", start) && sentence.cannot()) {
        return Some(end);
    }
    if let Some(end) = sentence.excuse() {
        return Some(end);
    }
    if let Some(end) = sentence.headed() {
        return Some(end);
    }
    if let Some(comma) = repeated() {
        return Some(comma);
    }
    if own(end) {
        return None;
    }
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

    /// `We couldn't verify your address`: a partner has nothing of the platform's to verify.
    fn cannot(&self) -> bool {
        let among_first = |list: &str, most: usize| {
            (self.start + 1..self.end.min(self.start + most)).any(|index| among(list, self.word(index)))
        };
        among_first("couldn can cannot couldnt cant unable pas", 4)
            && among_first("your votre vos", 9)
            && among_first(
                "verify process find load save complete reach connect publish accept confirm send charge update validate \
                match read open sign log identify pu pouvons trouvons reconnaissons",
                6,
            )
    }

    /// `Sorry, you've been blocked`, `Whoops, this page took a wrong turn`.
    fn excuse(&self) -> Option<usize> {
        let opens = among("sorry whoops oops oups oh desole desolee", self.tokens.at(self.start).folded());
        if !opens || !self.tokens.at(self.start + 1).sign(",!.") && self.word(self.start + 1) != "no" {
            return None;
        }
        let from = self.start + 2;
        let ends = |index: &usize| {
            let token = self.tokens.at(*index);
            token.line || token.sign(".!?;«\"“") || among("when quand lorsque is", token.folded())
        };
        let end = (from..from + LONGEST).find(ends).unwrap_or(from).min(self.tokens.count());
        let any = |list: &str| (from..end).any(|index| among(list, self.tokens.at(index).folded()));
        let fails = (from..end).any(|index| self.tokens.at(index).is(FAILURE));
        let spoken = any("you your page vous votre this that action something cette");
        (fails && spoken && !any("i je j my our mon notre")).then_some(end)
    }

    /// `Rejected: page 2 is not legible`, `Warning 2210: rate too low`.
    fn headed(&self) -> Option<usize> {
        let head = self.tokens.at(self.start);
        let alert = among("warning fatal erreur error alerte avertissement", head.folded());
        let fails = head.is(FAILURE) && !is_weak(head.folded()) && !among("problem problems probleme problemes", head.folded());
        let colon = self.start + 1 + usize::from(self.tokens.at(self.start + 1).digits());
        let spoken = self.tokens.at(colon).sign(":") && self.tokens.at(colon + 1).text() && !self.tokens.at(colon + 1).line;
        let own = (colon..self.end).any(|index| among(OWN, self.tokens.at(index).folded()));
        ((alert || fails) && spoken && !own && self.end > colon + 2).then_some(self.end)
    }

    /// `This slot cannot be booked, says the calendar`: where what the machine says ends.
    fn is_repeated(&self) -> Option<usize> {
        let comma = (self.start + 2..self.end).find(|index| self.tokens.at(*index).sign(","))?;
        let says = |index: &usize| {
            among("dit affiche repond indique annonce says reads displays answers said disait affichait", self.word(*index))
        };
        // `it says`, `me dit la page`
        let verb = (comma + 1..comma + 3).find(says)?;
        let yours = among("you your vous votre", self.word(verb + 1));
        let behind = (verb + 1..verb + 4).any(|index| self.tokens.at(index).is(MACHINE) && index < self.end);
        let machine = self.word(verb - 1) == "it" || (behind && !yours);
        let fails = (self.start..comma).any(|index| self.tokens.at(index).is(FAILURE));
        (machine && fails).then_some(comma)
    }

    /// `enter a valid number`, with its verb at `verb`.
    fn asks(&self, verb: usize) -> bool {
        among(ASKS, self.word(verb)) && (self.start + 2..self.end.min(self.start + 9)).any(|index| among(ASKED, self.word(index)))
    }

    /// `must be between 1 and 9`, `an error occurred`, `try later`.
    fn demands(&self) -> bool {
        let comma = (self.start..self.end).find(|index| self.tokens.at(*index).sign(",")).unwrap_or(self.end);
        let length = comma - self.start;
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
            let size = among("exceeds depasse", word)
                && (index..self.end).any(|next| among("size limit maximum taille limite", self.word(next)));
            let so = among("this cette ce cet", self.tokens.at(self.start).folded())
                && among("not pas", word)
                && among(
                    "permitted allowed authorised authorized valid supported recognised recognized permise permis autorisee \
                    autorise valide reconnue reservable modifiable",
                    self.word(index + 1),
                )
                && length <= 9;
            let later = word == "later" && among("try again", self.word(index - 1));
            if size || so || (occurred && length <= 8) || (later && length <= 9) {
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
