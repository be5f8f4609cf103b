//! The patterns of `phrases` and `idioms` against a text: what was expected, what was tried.

use super::duties::DUTIES;
use super::idioms::{AI, HAVE, TRIED};
use super::lexicon::{Lexicon, PLACES, named, place};
use super::lists::NUMBER;
use super::scan::{Kind, Token, Tokens};
use super::wishes::WISHES;
use std::ops::Range;
use std::sync::OnceLock;

/// A look ahead to the end of the sentence ends here.
const FAR: usize = 40;

/// The words that an element takes.
#[derive(Default)]
struct Words {
    literals: Vec<&'static str>,
    beginnings: Vec<&'static str>,
    classes: u64,
    numbers: bool,
    any: bool,
}

enum Element {
    /// A sentence begins.
    Start,
    /// Up to so many words between.
    Skip(usize),
    /// None of these among so many words ahead.
    Not(usize, Words),
    /// None of these just before.
    Behind(Words),
    /// One of these later in the sentence.
    Rest(Words),
    /// One of these; it may lack.
    Word(Words, bool),
}

type Pattern = Vec<Element>;

/// Patterns, and by the place of a text's word those that can begin there.
struct Phrases {
    patterns: Vec<Pattern>,
    places: Vec<Vec<usize>>,
}

/// Where a text says what should have happened, or what is wanted.
pub fn expected(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| Phrases::of(&[DUTIES, WISHES])).find(tokens)
}

/// Where a text says in a set phrase what was done about the problem; `attempt` finds the rest.
pub fn tried(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| Phrases::of(&[TRIED])).find(tokens)
}

impl Words {
    fn of(text: &'static str) -> Self {
        let mut words = Self::default();
        for part in text.split('|') {
            if let Some(name) = part.strip_prefix('@') {
                words.classes |= named(name).unwrap_or_default();
            } else if let Some(beginning) = part.strip_suffix('*') {
                words.beginnings.push(beginning);
            } else if part == "#" {
                (words.numbers, words.classes) = (true, words.classes | NUMBER);
            } else if part == "." {
                words.any = true;
            } else {
                words.literals.push(part);
            }
        }
        words
    }

    fn has(&self, token: &Token<'_>) -> bool {
        match token.kind {
            _ if self.any => true,
            Kind::Number => self.numbers,
            Kind::Word => {
                let word = token.folded();
                token.is(self.classes)
                    || self.literals.contains(&word)
                    || self.beginnings.iter().any(|beginning| word.starts_with(*beginning))
            }
            _ => false,
        }
    }

    /// The places of its words.
    fn places(&self) -> Vec<usize> {
        if self.any {
            return (0..PLACES).collect();
        }
        let mut places = Lexicon::get().places(self.classes);
        // A beginning of one letter stands for words of many places; there is none.
        places.extend(self.literals.iter().chain(&self.beginnings).map(|word| place(word)));
        if self.numbers {
            places.push(PLACES - 1);
        }
        places
    }
}

impl Element {
    fn of(text: &'static str) -> Self {
        let ahead = |rest: &'static str| match rest.split_once(':') {
            Some((count, words)) if count.len() == 1 => Self::Not(count.parse().unwrap_or(1), Words::of(words)),
            _ => Self::Not(1, Words::of(rest)),
        };
        match text.as_bytes() {
            [b'^'] => Self::Start,
            [b'~', ..] => Self::Skip(text[1..].parse().unwrap_or_default()),
            [b'!', ..] => ahead(&text[1..]),
            [b'<', ..] => Self::Behind(Words::of(&text[1..])),
            [b'&', ..] => Self::Rest(Words::of(&text[1..])),
            _ => match text.strip_suffix('?') {
                Some(words) => Self::Word(Words::of(words), true),
                None => Self::Word(Words::of(text), false),
            },
        }
    }
}

impl Phrases {
    fn of(lists: &[&'static [&'static str]]) -> Self {
        let mut phrases = Self { patterns: Vec::new(), places: vec![Vec::new(); PLACES] };
        for pattern in lists.iter().copied().flatten() {
            match pattern.split_once(' ') {
                Some(("AI", rest)) => AI.iter().for_each(|subject| phrases.add(subject, rest)),
                Some(("HAVE", rest)) => HAVE.iter().for_each(|subject| phrases.add(subject, rest)),
                _ => phrases.add(pattern, ""),
            }
        }
        phrases
    }

    fn add(&mut self, beginning: &'static str, rest: &'static str) {
        let words = beginning.split_ascii_whitespace().chain(rest.split_ascii_whitespace());
        let pattern: Pattern = words.map(Element::of).collect();
        for element in &pattern {
            let Element::Word(words, optional) = element else { continue };
            for place in words.places() {
                let known = &mut self.places[place];
                if known.last() != Some(&self.patterns.len()) {
                    known.push(self.patterns.len());
                }
            }
            if !optional {
                break;
            }
        }
        self.patterns.push(pattern);
    }

    fn find(&self, tokens: &Tokens<'_>) -> Vec<Range<usize>> {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < tokens.count() {
            let token = tokens.at(at);
            let possible: &[usize] = if token.text() { &self.places[place(token.folded())] } else { &[] };
            let end = possible.iter().find_map(|number| matched(&self.patterns[*number], tokens, at));
            match end.filter(|end| *end > at) {
                Some(end) => {
                    found.push(tokens.range(at, end));
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// The next word of the clause, from a token on. Hyphens, brackets and quotation marks are passed over.
fn word(tokens: &Tokens<'_>, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let token = tokens.at(at);
        match token.kind {
            Kind::End => return None,
            Kind::Sign if tokens.ends_clause(at) || (token.word == "-" && token.spaced) => return None,
            Kind::Sign => at += 1,
            _ => return Some(at),
        }
    }
}

/// Where the elements end that begin here, if the text has them.
fn matched(pattern: &[Element], tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let Some((element, rest)) = pattern.split_first() else { return Some(at) };
    match element {
        Element::Start => word(tokens, at).filter(|at| starts_sentence(tokens, *at)).and_then(|_| matched(rest, tokens, at)),
        Element::Behind(words) => {
            let next = word(tokens, at)?;
            let mut by = 1;
            while tokens.back(next, by).kind == Kind::Sign && !tokens.ends_clause(next - by) {
                by += 1;
            }
            if words.has_before(tokens.back(next, by)) { None } else { matched(rest, tokens, at) }
        }
        Element::Not(count, words) => {
            let mut next = at;
            for _ in 0..*count {
                let Some(found) = word(tokens, next) else { break };
                if words.has(tokens.at(found)) {
                    return None;
                }
                next = found + 1;
            }
            matched(rest, tokens, at)
        }
        Element::Rest(words) => {
            let inside = |index: &usize| tokens.at(*index).kind != Kind::End && !tokens.at(*index).sign(".!?;");
            let said = (at..at + FAR).take_while(inside).any(|index| words.has(tokens.at(index)));
            if said { matched(rest, tokens, at) } else { None }
        }
        Element::Skip(most) => {
            let mut from = at;
            for _ in 0..=*most {
                let end = matched(rest, tokens, from);
                if end.is_some() {
                    return end;
                }
                from = word(tokens, from)? + 1;
            }
            None
        }
        Element::Word(words, optional) => {
            let taken = word(tokens, at).filter(|next| words.has(tokens.at(*next)));
            let end = taken.and_then(|next| matched(rest, tokens, next + 1));
            if end.is_none() && *optional { matched(rest, tokens, at) } else { end }
        }
    }
}

impl Words {
    /// As [`Words::has`], of a word before: nothing stands before the first one.
    fn has_before(&self, token: &Token<'_>) -> bool {
        token.kind != Kind::End && self.has(token)
    }
}

fn starts_sentence(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = tokens.back(at, 1);
    tokens.at(at).line || before.kind == Kind::End || before.sign(".!?:;…•(«\"“") || (before.sign("-") && before.spaced)
}
