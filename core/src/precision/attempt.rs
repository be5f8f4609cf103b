//! What the writer did about a problem: an act, who did it (`actor`), and whether it is more than the failing action.

use super::actor::{Actor, actor};
use super::acts::{ANY, SUFFER, VAIN};
use super::daily::{is_routine, makes_good};
use super::evidence::evidence;
use super::level::Level;
use super::lists::{FAILURE, NUMBER, PERIOD};
use super::nominal::nominal;
use super::overlaps;
use super::scan::{Token, Tokens};
use super::vocabulary::{CONTACT, FURNITURE, GOODS, LINKS, PLATFORM, TECHNICAL, YOU, among, bits, is_house};
use super::wording;
use std::ops::Range;

/// Where a text says what was done about the problem, outside the errors that it reports.
pub fn attempts(tokens: &Tokens<'_>, errors: &[Range<usize>]) -> Vec<Range<usize>> {
    let (mut found, mut routine) = (Vec::new(), Vec::new());
    if errors.is_empty() && is_praise(tokens) {
        return found;
    }
    // What happened first is told in the first sentence: there a plain act is the failing action more often.
    let (mut start, mut first) = (0, true);
    while start < tokens.count() {
        let mut end = start + 1;
        while end < tokens.count() && !tokens.at(end).line && !is_stop(tokens, end - 1) {
            end += 1;
        }
        let usual = is_routine(tokens, &(start..end));
        if usual {
            routine.push(tokens.range(start, end));
        }
        let sentence = Sentence { tokens, errors, start, end, first, usual };
        sentence.read(&mut found);
        let words = (start..end).filter(|index| tokens.at(*index).text()).count();
        let told = (start..end).any(|index| tokens.at(index).is(FAILURE | VAIN));
        first &= (words <= 3 && !told) || !is_stop(tokens, end - 1);
        start = end;
    }
    let phrases = wording::tried(tokens).into_iter();
    let told = |phrase: &Range<usize>| !is_relative(tokens, tokens.index(phrase.start));
    found.extend(phrases.filter(|phrase| !overlaps(&routine, &(phrase.start..phrase.start + 1)) && told(phrase)));
    merged(found)
}

/// Whether a text praises, and has no word of a problem.
fn is_praise(tokens: &Tokens<'_>) -> bool {
    let any = |is: &dyn Fn(&Token<'_>) -> bool| (0..tokens.count()).any(|index| is(tokens.at(index)));
    !any(&|token| token.is(FAILURE | VAIN) || token.folded().ends_with("less")) && any(&|token| among(PRAISE, token.folded()))
}

/// Whether a sentence ends here.
fn is_stop(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.at(at);
    token.sign(".!?;…") && !(token.word == "." && tokens.at(at + 1).glued())
}

/// Whether a phrase belongs to a noun before it: `les photos que je vous ai envoyées`.
fn is_relative(tokens: &Tokens<'_>, at: usize) -> bool {
    let link = matches!(tokens.back(at, 2).folded(), "que" | "qu") && among("je j nous on", tokens.back(at, 1).folded());
    // `Voulez-vous que je réinstalle l'appli ?`
    let asked = matches!(tokens.back(at, 1).folded(), "que" | "qu")
        && among("vous demande veut veulent faut il", tokens.back(at, 2).folded());
    asked || link && !among("alors depuis bien parce lors des fois puisque apres", tokens.back(at, 3).folded())
}

/// In the order of the text, without overlaps.
fn merged(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    crate::order::sort(&mut found, |a, b| (a.start, a.end) < (b.start, b.end));
    let mut all: Vec<Range<usize>> = Vec::new();
    for next in found {
        match all.last_mut() {
            Some(last) if next.start < last.end => last.end = last.end.max(next.end),
            _ => all.push(next),
        }
    }
    all
}

/// Who says so has nothing to complain about.
const PRAISE: &str = "wonderful superb lovely love adore adorons adorent bravo superbe superbes genial geniale ravi ravie ravis \
    delighted thrilled excellent excellente fantastic fantastique felicitations congratulations brilliant magnifique delicious";

/// Changed by everybody from time to time.
const OWNED: &str = "app application appli account compte phone telephone password passe";

/// Who is asked about money.
const BANK: &str = "bank banque";

/// A sentence and what is known before it.
pub(super) struct Sentence<'a, 'b> {
    /// The whole text.
    pub tokens: &'a Tokens<'b>,
    errors: &'a [Range<usize>],
    /// Where it begins, in tokens.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether nothing was told before it.
    pub first: bool,
    /// It tells what is done as always.
    usual: bool,
}

impl Sentence<'_, '_> {
    /// Adds the attempts of the sentence.
    fn read(&self, found: &mut Vec<Range<usize>>) {
        let before = found.len();
        let mut plain: Vec<(usize, usize)> = Vec::new();
        let mut last = None;
        let daily = || self.usual || makes_good(self.tokens, &(self.start..self.end));
        for at in self.start..self.end {
            let token = self.tokens.at(at);
            let listed = token.is(ANY);
            if !token.letters() || overlaps(self.errors, &(token.start..token.end)) || !(listed || self.is_past(at)) {
                continue;
            }
            let Some((actor, from)) = actor(self.tokens, at, self.start, last) else { continue };
            let Some(level) = self.level(at, actor) else { continue };
            let contact = level == Level::Act && among(CONTACT, token.folded());
            // `Scanned it`: whoever leaves the subject out is the writer.
            let bare = matches!(actor, Actor::Bare | Actor::Chain);
            let dropped = || bare && (self.evidence(at, true) || self.has_object(at));
            let told = matches!(actor, Actor::Writer | Actor::Perfect | Actor::Passive);
            let known = listed || told || dropped() || ((bare || actor == Actor::Noun) && self.is_shown());
            if (actor == Actor::When && !contact) || !known || (!listed && self.first && (bare || actor == Actor::Passive)) {
                continue;
            }
            last = Some(at);
            let plainly = level == Level::Do || level == Level::Use;
            let elsewhere =
                || contact && !(at + 1..at + 7).any(|index| among(YOU, self.follows(index)) || among(BANK, self.follows(index)));
            let aside = ((plainly || elsewhere()) && daily()) || (level == Level::Sent && self.usual);
            if self.is_background(at, level) {
                continue;
            }
            if !aside && self.counts(at, actor, level, listed) {
                found.push(self.tokens.range(from, at + 1));
            } else if level == Level::Do || (!plain.is_empty() && matches!(actor, Actor::Chain | Actor::Noun)) {
                plain.push((from, at));
            }
        }
        // Several plain acts in a row are no single failing action.
        let bare = plain.first().is_some_and(|(from, at)| from == at);
        let enough = if self.first && !bare { 3 } else { 2 };
        let house = || {
            let others = |word: &str| is_house(word) || among(GOODS, word) || among("him her", word);
            (self.start..self.end).any(|index| others(self.follows(index)))
        };
        let technical = || {
            bare || !self.first
                || self.is_shown()
                || (self.start..self.end)
                    .any(|index| among(TECHNICAL, self.follows(index)) || self.tokens.at(index).is(bits().device))
        };
        if found.len() == before && plain.len() >= enough && !daily() && !house() && technical() {
            found.extend(plain.first().zip(plain.last()).map(|(from, to)| self.tokens.range(from.0, to.1 + 1)));
        }
        if found.len() == before {
            found.extend(nominal(self.tokens, &(self.start..self.end)));
        }
    }

    /// Whether an act is an attempt.
    fn counts(&self, at: usize, actor: Actor, level: Level, listed: bool) -> bool {
        let token = self.tokens.at(at);
        match level {
            Level::Act | Level::Sent => true,
            Level::Do => {
                // After an error, or on what belongs to the platform: elsewhere it may be any day's work.
                let shown = self.errors.first().is_some_and(|error| error.end <= self.tokens.at(at).start);
                let technical = || (at + 1..self.end.min(at + 10)).any(|index| among(TECHNICAL, self.follows(index)));
                let own = matches!(actor, Actor::Writer | Actor::Chain) && (shown || technical());
                let house = || {
                    (at + 1..self.end.min(at + 9)).any(|index| is_house(self.follows(index)) || among(GOODS, self.follows(index)))
                };
                let mends = || self.tokens.at(at).word.starts_with("corr") && technical();
                let likely = (matches!(actor, Actor::Writer | Actor::Perfect) && mends())
                    || !self.first
                        && ((actor == Actor::Bare && !house())
                            || (actor == Actor::Kin && !house() && token.word != "signed")
                            || (actor == Actor::Passive && (self.is_shown() || technical()))
                            || own);
                let proof = |index: usize| {
                    let photo = matches!(self.follows(index), "photo" | "photos" | "file" | "files");
                    self.tokens.at(index).is(bits().papers) && !photo
                };
                let goods = |index: usize| among(GOODS, self.follows(index)) || among(FURNITURE, self.follows(index));
                if (at + 1..self.end.min(at + 7)).any(goods) && !technical() {
                    return false;
                }
                let uploads = matches!(self.tokens.at(at).folded(), "uploaded" | "scanned" | "televerse" | "scanne");
                // `I scanned it with my phone`: only the way in which it was done.
                let way = |index: usize| self.first && uploads && among("with avec", self.tokens.back(index, 2).folded());
                let object = |index: usize| (self.tokens.at(index).is(bits().device) && !way(index)) || (uploads && proof(index));
                let named =
                    actor == Actor::Noun && (at.saturating_sub(2)..at).any(|index| self.tokens.at(index).is(bits().device));
                let device = named || (at + 1..self.end.min(at + 6)).any(object);
                // `I updated the app and the calendar is empty`: it began like that.
                let began = self.first && device && self.begins(at) && !self.evidence(at, false);
                let fresh = actor == Actor::Writer && !self.is_shown() && self.is_fresh(at);
                if began || fresh {
                    return false;
                }
                // `I've just uploaded 12 photos, how do I sort them?`
                let perfect = actor == Actor::Perfect && self.tokens.back(at, 1).word != "just" && (!self.first || technical());
                likely || device || (perfect && !house()) || self.evidence(at, self.first && actor != Actor::Kin)
            }
            Level::Use => {
                // `We opened in 1998.`
                let history = |index: usize| among("in en depuis since", self.follows(index)) && self.tokens.at(index + 1).year();
                let house = (at + 1..self.end.min(at + 5)).any(|index| is_house(self.follows(index)));
                let technical = || (at + 1..self.end.min(at + 10)).any(|index| among(TECHNICAL, self.follows(index)));
                if (at + 1..self.end.min(at + 6)).any(history) || (house && !technical()) {
                    return false;
                }
                let to_platform = |index: usize| {
                    let word = self.tokens.at(index).folded();
                    let led = (1..3).any(|by| among("to with by via a au aux avec par", self.tokens.back(index, by).folded()));
                    let you = matches!(word, "you" | "vous") && index <= at + 3;
                    you && !(at..index).any(|between| among(LINKS, self.follows(between)))
                        || (led && among(PLATFORM, word) && !matches!(word, "your" | "votre" | "vos"))
                };
                let personal = listed && token.word != "got" && matches!(actor, Actor::Writer | Actor::Perfect);
                let told = personal && (at + 1..self.end.min(at + 13)).any(to_platform);
                let for_us = actor == Actor::Kin && at >= self.start + 2 && among("m nous l", self.tokens.back(at, 2).folded());
                let lasts = (at + 1..self.end.min(at + 5)).any(|index| self.tokens.at(index).is(PERIOD));
                let after = !listed && self.is_shown() && !self.first && !lasts && !matches!(actor, Actor::Kin | Actor::When);
                told || for_us
                    || after
                    || (actor == Actor::Bare && !self.first)
                    || (actor != Actor::Noun && self.evidence(at, true))
            }
        }
    }

    /// A word of the sentence; nothing beyond it.
    pub(super) fn follows(&self, index: usize) -> &str {
        let token = self.tokens.at(index);
        if index < self.end && token.text() { token.folded() } else { "" }
    }

    /// Whether what follows came of the act: `and now the page is empty`, `depuis, plus rien`.
    fn begins(&self, at: usize) -> bool {
        let end = self.end.min(at + 14);
        let app = (at + 1..end.min(at + 6)).any(|index| among(OWNED, self.follows(index)));
        let then = |index: usize| {
            let next = self.follows(index + 1);
            among("since depuis", self.follows(index))
                || (among("and et", self.follows(index))
                    && among("the my our now it cannot can cant le la l les mon ma mes notre", next))
        };
        app && (at + 2..end).any(then)
    }

    /// Whether an error was reported before the sentence: what is done then is done about it.
    pub(super) fn is_shown(&self) -> bool {
        self.errors.first().is_some_and(|error| error.end <= self.tokens.at(self.start).start)
    }

    /// Whether an object follows, and no mere participle: `scanned it`.
    pub(super) fn has_object(&self, at: usize) -> bool {
        among("it them this that my our each every everything both all the le la les tout", self.follows(at + 1))
    }

    /// Whether a word of no list is a past form or a participle of the writer's.
    fn is_past(&self, at: usize) -> bool {
        let token = self.tokens.at(at);
        let word = token.folded();
        // `J'en ai trois` counts.
        if word.len() < 5 || token.is(SUFFER | NUMBER) {
            return false;
        }
        let participle = ["e", "es", "i", "is", "it", "ie", "u", "ue"].iter().any(|end| word.ends_with(end));
        let led = || {
            (self.start.max(at.saturating_sub(3))..at).any(|index| matches!(self.follows(index), "ai" | "avons" | "jai" | "g"))
        };
        let likely = || self.is_shown() || !self.tokens.back(at, 1).letters();
        let accented = || likely() && ["é", "ée", "és", "ées"].iter().any(|end| self.tokens.raw(at).ends_with(end));
        word.ends_with("ed") || (participle && (led() || accented()))
    }

    /// See [`evidence`].
    pub(super) fn evidence(&self, at: usize, strong: bool) -> bool {
        evidence(self.tokens, &(self.start..self.end), at, strong)
    }
}
