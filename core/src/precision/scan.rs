//! A text in words, numbers, addresses and signs: what the scanners look at.

use super::address::{Address, address};
use super::lexicon::Lexicon;
use recourse_contract::search::{base, folded};
use std::borrow::Cow;
use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, `_` among them.
    Word,
    /// Digits.
    Number,
    /// A web address.
    Web,
    /// An e-mail address.
    Mail,
    /// Any other character.
    Sign,
    /// The end of the text.
    End,
}

/// A piece of a text. An apostrophe within a word parts it and is no piece of its own.
#[derive(Debug)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Folded: small, no accents, one hyphen for all dashes. Empty for addresses.
    pub word: Cow<'a, str>,
    /// Whether white space stands before it. The beginning counts as such.
    pub spaced: bool,
    /// Whether it begins a line.
    pub line: bool,
    /// The lists that it stands in.
    pub classes: u64,
}

impl Token<'_> {
    /// Whether it stands in one of these lists.
    pub fn is(&self, classes: u64) -> bool {
        self.classes & classes != 0
    }

    /// Its folded word.
    pub fn folded(&self) -> &str {
        &self.word
    }

    /// Whether it is one of these signs.
    pub fn sign(&self, signs: &str) -> bool {
        self.kind == Kind::Sign && signs.contains(self.folded())
    }

    /// Whether it is a number.
    pub fn digits(&self) -> bool {
        self.kind == Kind::Number
    }

    /// Whether it is a word.
    pub fn letters(&self) -> bool {
        self.kind == Kind::Word
    }

    /// Whether it is a word or a number.
    pub fn text(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Number)
    }

    /// The value of a number of at most nine digits.
    pub fn value(&self) -> Option<u32> {
        if self.digits() && self.word.len() <= 9 { self.word.parse().ok() } else { None }
    }

    /// Whether it is a number of one or two digits between these.
    pub fn within(&self, least: u32, most: u32) -> bool {
        self.word.len() <= 2 && self.value().is_some_and(|value| (least..=most).contains(&value))
    }

    /// Whether it is a year in four digits.
    pub fn year(&self) -> bool {
        self.word.len() == 4 && self.value().is_some_and(|value| (1990..=2099).contains(&value))
    }

    /// Whether nothing parts it from the token before.
    pub fn glued(&self) -> bool {
        !self.spaced
    }
}

/// A text in tokens.
pub struct Tokens<'a> {
    text: &'a str,
    list: Vec<Token<'a>>,
}

impl<'a> Tokens<'a> {
    /// Takes a text to pieces.
    pub fn of(text: &'a str) -> Self {
        let lexicon = Lexicon::get();
        let mut list = Vec::new();
        let (mut at, mut spaced, mut line, mut before) = (0, true, true, ' ');
        while let Some(c) = text[at..].chars().next() {
            let next = at + c.len_utf8();
            if c.is_whitespace() {
                (spaced, line) = (true, line || c == '\n');
                (at, before) = (next, c);
                continue;
            }
            let starts = c.is_alphanumeric() && !before.is_alphanumeric() && !"@._-+/".contains(before);
            let known = if starts { address(&text[at..]) } else { None };
            let (kind, end) = match known {
                Some(Address::Web(length)) => (Kind::Web, at + length),
                Some(Address::Mail(length)) => (Kind::Mail, at + length),
                None if is_letter(c) => (Kind::Word, at + run(&text[at..], is_letter)),
                None if c.is_ascii_digit() => (Kind::Number, at + run(&text[at..], |c| c.is_ascii_digit())),
                None => (Kind::Sign, next),
            };
            let parts = kind == Kind::Sign && base(c) == '\'' && before.is_alphabetic();
            if !parts || !text[end..].starts_with(char::is_alphabetic) {
                let word = match kind {
                    Kind::Word => word(&text[at..end]),
                    Kind::Number => Cow::Borrowed(&text[at..end]),
                    Kind::Sign if "-‐‑–—".contains(c) => Cow::Borrowed("-"),
                    Kind::Sign => Cow::Borrowed(&text[at..end]),
                    _ => Cow::Borrowed(""),
                };
                let classes = if kind == Kind::Word { lexicon.classes(&word) } else { 0 };
                list.push(Token { kind, start: at, end, word, spaced, line, classes });
            }
            (spaced, line, before) = (false, false, text[..end].chars().next_back().unwrap_or(' '));
            at = end;
        }
        let (start, word) = (text.len(), Cow::Borrowed(""));
        list.push(Token { kind: Kind::End, start, end: start, word, spaced: true, line: true, classes: 0 });
        Self { text, list }
    }

    /// How many tokens there are.
    pub fn count(&self) -> usize {
        self.list.len() - 1
    }

    /// A token; the end of the text beyond the last one.
    pub fn at(&self, index: usize) -> &Token<'a> {
        &self.list[index.min(self.count())]
    }

    /// The place of the token that begins at a byte.
    pub fn index(&self, byte: usize) -> usize {
        self.list.partition_point(|token| token.start < byte)
    }

    /// The token so many before; the end of the text when there is none.
    pub fn back(&self, index: usize, by: usize) -> &Token<'a> {
        self.at(index.checked_sub(by).unwrap_or(usize::MAX))
    }

    /// A token as it was written.
    pub fn raw(&self, index: usize) -> &'a str {
        let token = self.at(index);
        &self.text[token.start..token.end]
    }

    /// The text from a token on.
    pub fn rest(&self, index: usize) -> &'a str {
        &self.text[self.at(index).start..]
    }

    /// Whether a token begins with a capital.
    pub fn is_capital(&self, index: usize) -> bool {
        self.raw(index).starts_with(char::is_uppercase)
    }

    /// Whether a word is written in capitals alone.
    pub fn is_shouted(&self, index: usize) -> bool {
        let raw = self.raw(index);
        self.at(index).letters() && raw.len() > 1 && raw.contains(char::is_uppercase) && !raw.contains(char::is_lowercase)
    }

    /// Where the tokens from one to before another stand. `to` is greater than `from`.
    pub fn range(&self, from: usize, to: usize) -> Range<usize> {
        self.at(from).start..self.at(to - 1).end
    }

    /// The web addresses.
    pub fn addresses(&self) -> Vec<Range<usize>> {
        self.list.iter().filter(|token| token.kind == Kind::Web).map(|token| token.start..token.end).collect()
    }

    /// Whether a number is no part of a longer one, or of a name.
    pub fn stands_alone(&self, index: usize) -> bool {
        let before = self.back(index, 1);
        if self.at(index).spaced || before.kind == Kind::End {
            return true;
        }
        let joins = before.sign("./-,:+#%") && before.glued() && self.back(index, 2).text();
        !before.text() && !joins
    }

    /// Whether the token ends a sentence or a clause.
    pub fn ends_clause(&self, index: usize) -> bool {
        self.at(index).sign(".!?;:,…|•")
    }
}

/// Accents may be characters of their own.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '_' || is_accent(c)
}

fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// How many bytes at the beginning are of such characters.
fn run(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !is(c)).unwrap_or(text.len())
}

/// Most words are small and plain already.
fn word(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_lowercase()) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(folded(text).chars().filter(|c| !is_accent(*c)).collect())
    }
}
