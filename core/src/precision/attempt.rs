//! What the writer did about a problem: an act, who did it (`actor`), and whether it is more than the failing action.

use super::actor::{Actor, actor};
use super::acts::{ACT, ANY, BROWSER, CALLS, CARE, DO, SENT, SUFFER, TRY, VAIN};
use super::daily::{is_elsewhere, is_routine, is_verbless, makes_good};
use super::lists::NUMBER;
use super::overlaps;
use super::scan::Tokens;
use super::vocabulary::{CONTACT, GOODS, PLATFORM, REDONE, REMEDIES, RESCUE, ROOMS, TECHNICAL, THEIRS, TIMES, WAYS, among, bits};
use super::wording;
use std::ops::Range;

/// What shows that an act was repeated or in vain is looked for in so many tokens.
const FAR: usize = 40;

/// What an act is worth by itself; see the lists of `acts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Act,
    Sent,
    Do,
    Use,
}

/// Where a text says what was done about the problem, outside the errors that it reports.
pub fn attempts(tokens: &Tokens<'_>, errors: &[Range<usize>]) -> Vec<Range<usize>> {
    let (mut found, mut routine) = (Vec::new(), Vec::new());
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
        first &= words <= 3 || !is_stop(tokens, end - 1);
        start = end;
    }
    let phrases = wording::tried(tokens).into_iter();
    found.extend(phrases.filter(|phrase| !overlaps(&routine, &(phrase.start..phrase.start + 1))));
    merged(found)
}

/// Whether a sentence ends here.
fn is_stop(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.at(at);
    token.sign(".!?;…") && !(token.word == "." && tokens.at(at + 1).glued())
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

struct Sentence<'a, 'b> {
    tokens: &'a Tokens<'b>,
    errors: &'a [Range<usize>],
    start: usize,
    end: usize,
    first: bool,
    /// It tells what is done as always.
    usual: bool,
}

impl Sentence<'_, '_> {
    /// Adds the attempts of the sentence.
    fn read(&self, found: &mut Vec<Range<usize>>) {
        let before = found.len();
        let mut plain: Vec<(usize, usize)> = Vec::new();
        let mut last = None;
        let daily = self.usual || makes_good(self.tokens, &(self.start..self.end));
        for at in self.start..self.end {
            let token = self.tokens.at(at);
            let listed = token.is(ANY);
            if !token.letters() || overlaps(self.errors, &(token.start..token.end)) || !(listed || self.is_past(at)) {
                continue;
            }
            let Some((actor, from)) = actor(self.tokens, at, self.start, last) else { continue };
            let Some(level) = self.level(at, actor) else { continue };
            let contact = level == Level::Act && among(CONTACT, token.folded());
            let known = listed || matches!(actor, Actor::Writer | Actor::Perfect) || (actor == Actor::Bare && self.evidence(at));
            if (actor == Actor::When && !contact) || !known || (!listed && actor == Actor::Bare && self.first) {
                continue;
            }
            last = Some(at);
            let aside = daily && (level == Level::Do || level == Level::Use || (level == Level::Sent && self.usual));
            if !aside && self.counts(at, actor, level, listed) {
                found.push(self.tokens.range(from, at + 1));
            } else if level == Level::Do || (!plain.is_empty() && matches!(actor, Actor::Chain | Actor::Noun)) {
                plain.push((from, at));
            }
        }
        // Several plain acts in a row are no single failing action.
        let enough = if self.first { 3 } else { 2 };
        if found.len() == before && !daily && plain.len() >= enough {
            found.extend(plain.first().zip(plain.last()).map(|(from, to)| self.tokens.range(from.0, to.1 + 1)));
        }
        if found.len() == before {
            self.nominal(found);
        }
    }

    /// Whether an act is an attempt.
    fn counts(&self, at: usize, actor: Actor, level: Level, listed: bool) -> bool {
        match level {
            Level::Act | Level::Sent => true,
            Level::Do => {
                // After an error, or on what belongs to the platform: elsewhere it may be any day's work.
                let shown = self.errors.first().is_some_and(|error| error.end <= self.tokens.at(at).start);
                let technical = || (at + 1..self.end.min(at + 10)).any(|index| among(TECHNICAL, self.follows(index)));
                let own = matches!(actor, Actor::Writer | Actor::Chain) && (shown || technical());
                let likely = !self.first && (matches!(actor, Actor::Bare | Actor::Kin) || own);
                let proof = |index: usize| {
                    let photo = matches!(self.follows(index), "photo" | "photos" | "file" | "files");
                    self.tokens.at(index).is(bits().papers) && !photo
                };
                let uploads = matches!(self.tokens.at(at).folded(), "uploaded" | "scanned" | "televerse" | "scanne");
                let object = |index: usize| self.tokens.at(index).is(bits().device) || (uploads && proof(index));
                let device = (at + 1..self.end.min(at + 6)).any(object);
                // `I've just uploaded 12 photos, how do I sort them?`
                let perfect = actor == Actor::Perfect && self.tokens.back(at, 1).word != "just";
                likely || device || perfect || self.evidence(at)
            }
            Level::Use => {
                let to_platform = |index: usize| {
                    let word = self.tokens.at(index).folded();
                    among(PLATFORM, word) && !matches!(word, "your" | "votre" | "vos")
                };
                let personal = listed && matches!(actor, Actor::Writer | Actor::Perfect);
                let told = personal && (at + 1..self.end.min(at + 13)).any(to_platform);
                let for_us = actor == Actor::Kin && at >= self.start + 2 && among("m nous l", self.tokens.back(at, 2).folded());
                told || for_us || (actor == Actor::Bare && !self.first) || (actor != Actor::Noun && self.evidence(at))
            }
        }
    }

    /// The worth of an act with what follows it.
    fn level(&self, at: usize, actor: Actor) -> Option<Level> {
        let (token, next) = (self.tokens.at(at), self.follows(at + 1));
        let passive = matches!(actor, Actor::Bare | Actor::Noun | Actor::Chain) && matches!(next, "by" | "par");
        if passive && !among(WAYS, self.follows(at + 2)) {
            return None;
        }
        let within = |count: usize, list: &str| (at + 1..=at + count).any(|index| among(list, self.follows(index)));
        if token.is(TRY) {
            let plain = matches!(next, "to" | "de" | "d") && !among(REMEDIES, self.follows(at + 2));
            return (!plain || self.evidence(at)).then_some(Level::Act);
        }
        if token.is(SENT) {
            let papers = (at + 1..self.end.min(at + 9)).any(|index| self.tokens.at(index).is(bits().papers));
            let before = (self.start.max(at.saturating_sub(4))..at).any(|index| matches!(self.follows(index), "vous" | "you"));
            let plain =
                !matches!(actor, Actor::Bare | Actor::Noun | Actor::Perfect) && !within(8, PLATFORM) && !papers && !before;
            let goods = within(4, GOODS) && !within(6, PLATFORM);
            return (!goods && (!plain || (!self.first && actor != Actor::Chain) || self.evidence(at))).then_some(Level::Sent);
        }
        let done_again = self.tokens.back(at, 1).sign("-") && self.tokens.back(at, 2).word == "re";
        if token.is(ACT) || (done_again && token.is(ANY)) {
            let word = token.folded();
            let rebuilt = among(REDONE, word) && within(6, ROOMS);
            if rebuilt || (word == "checked" && among("in out them him her", next)) || self.to_others(at) {
                return None;
            }
            // To answer guests is the daily work.
            let reply = matches!(word, "answered" | "replied" | "responded" | "repondu");
            return (!reply || !within(4, GOODS) || within(5, PLATFORM)).then_some(Level::Act);
        }
        Some(if token.is(DO) { Level::Do } else { Level::Use })
    }

    /// Whether somebody else than the platform is told or called, or house rules are written.
    fn to_others(&self, at: usize) -> bool {
        let word = self.follows(at);
        let within = |count: usize, list: &str| (at + 1..=at + count).any(|index| among(list, self.follows(index)));
        let tells = among(CONTACT, word) || among("told prevenu averti informed informe notified reminded", word);
        // Guests are asked to leave, which is an attempt, or to leave a review.
        let reviews = || within(3, GOODS) && within(7, "review reviews avis");
        let rules = among("wrote written ecrit", word) && within(4, "rules reglement description book menu");
        (tells && (reviews() || within(4, RESCUE) || within(2, THEIRS))) || (rules && !within(6, PLATFORM))
    }

    /// A word of the sentence; nothing beyond it.
    fn follows(&self, index: usize) -> &str {
        let token = self.tokens.at(index);
        if index < self.end && token.text() { token.folded() } else { "" }
    }

    /// Whether a word of no list is a past form or a participle of the writer's.
    fn is_past(&self, at: usize) -> bool {
        let token = self.tokens.at(at);
        let word = token.folded();
        if word.len() < 5 || token.is(SUFFER) {
            return false;
        }
        let participle = ["e", "es", "i", "is", "it", "ie", "u", "ue"].iter().any(|end| word.ends_with(end));
        let led =
            || (self.start.max(at.saturating_sub(3))..at).any(|index| matches!(self.follows(index), "ai" | "avons" | "jai"));
        word.ends_with("ed") || (participle && led())
    }

    /// Whether it is said from `at` on, or just after the sentence, that something was repeated, done with care or in vain.
    fn evidence(&self, at: usize) -> bool {
        let far = self.end.min(at + FAR);
        let shows = |index: usize| !is_elsewhere(self.tokens, index) && (self.is_vain(index) || self.is_again(index));
        if (at + 1..far).any(shows) {
            return true;
        }
        let (mut index, mut words) = (self.end, 0);
        while far == self.end && words < 4 && index < self.tokens.count() {
            if self.is_vain(index) {
                return true;
            }
            words += usize::from(self.tokens.at(index).text());
            index += 1;
        }
        false
    }

    fn is_vain(&self, index: usize) -> bool {
        let token = self.tokens.at(index);
        let time = matches!(token.folded(), "same" | "meme") && among(TIMES, self.tokens.at(index + 1).folded());
        token.is(VAIN) && !time
    }

    fn is_again(&self, index: usize) -> bool {
        let (token, before) = (self.tokens.at(index), self.tokens.back(index, 1));
        match token.folded() {
            "x" => true,
            "meme" | "memes" if before.sign("-") => true,
            "more" => before.word == "once",
            "nouveau" => matches!(before.folded(), "a" | "de"),
            "everything" | "dozen" => false,
            _ => (token.is(bits().again) && !token.is(NUMBER)) || token.is(CARE),
        }
    }

    /// Attempts without a verb: `Chrome, Edge, my nephew's Mac: all the same`, `three mails, two calls`.
    fn nominal(&self, found: &mut Vec<Range<usize>>) {
        let mut browsers = (self.start..self.end).filter(|index| self.tokens.at(*index).is(BROWSER));
        let first = browsers.next().map(|index| self.tokens.at(index).folded());
        let several = first.is_some_and(|first| browsers.any(|index| self.tokens.at(index).word != first));
        let tried = || (self.start..self.end).any(|index| self.tokens.at(index).is(TRY));
        if several && (self.evidence(self.start) || tried()) {
            found.push(self.tokens.range(self.start, self.end));
            return;
        }
        let counts = |by: usize, index: usize| {
            let token = self.tokens.back(index, by);
            index >= self.start + by && (token.digits() || token.is(NUMBER | bits().again))
        };
        let counted = |index: &usize| {
            let mail = self.tokens.back(*index, 1).sign("-") && self.tokens.back(*index, 2).word == "e" && counts(3, *index);
            self.tokens.at(*index).is(CALLS) && (mail || counts(1, *index))
        };
        let mut calls = (self.start..self.end).filter(counted);
        if let Some((from, to)) = calls.next().and_then(|from| calls.next_back().map(|to| (from, to))) {
            found.push(self.tokens.range(from, to + 1));
        } else if is_verbless(self.tokens, &(self.start..self.end)) {
            found.push(self.tokens.range(self.start, self.end));
        }
    }
}
