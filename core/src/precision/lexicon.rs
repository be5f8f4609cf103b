//! Which lists a word stands in. Built once, looked up by the first two letters: a keystroke looks up each word of the message.

use super::lists;
use super::phrases;
use std::sync::OnceLock;

/// An entry: the word, whether it is only a beginning, and the bit of its list.
type Entry = (&'static str, bool, u64);

/// Families of endings, in the order of their bits after the lists of `phrases`.
const ENDINGS: [&str; 3] = ["COND", "INF", "PP"];

/// All lists, by the first two letters of their words.
pub struct Lexicon {
    places: Vec<Vec<Entry>>,
}

impl Lexicon {
    /// The one lexicon.
    pub fn get() -> &'static Self {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(|| {
            let mut lexicon = Self { places: vec![Vec::new(); PLACES] };
            for (class, words) in lists::LISTS {
                lexicon.add(*class, words);
            }
            for (number, (_, words)) in phrases::LISTS.iter().enumerate() {
                lexicon.add(bit(number), words);
            }
            lexicon
        })
    }

    fn add(&mut self, class: u64, words: &'static str) {
        for word in words.split_ascii_whitespace() {
            let beginning = word.strip_suffix('*');
            let word = beginning.unwrap_or(word);
            self.places[place(word)].push((word, beginning.is_some(), class));
        }
    }

    /// The lists that a folded word stands in.
    pub fn classes(&self, word: &str) -> u64 {
        let mut classes = endings(word);
        for (known, is_beginning, class) in &self.places[place(word)] {
            if word == *known || (*is_beginning && word.starts_with(*known)) {
                classes |= *class;
            }
        }
        classes
    }

    /// The places of the words of these lists. Families of endings are everywhere.
    pub fn places(&self, classes: u64) -> Vec<usize> {
        let families = (0..ENDINGS.len()).map(|number| bit(phrases::LISTS.len() + number)).sum::<u64>();
        let holds = |place: &usize| self.places[*place].iter().any(|(_, _, class)| class & classes != 0);
        if classes & families != 0 { (0..PLACES).collect() } else { (0..PLACES).filter(holds).collect() }
    }
}

/// The letters, and one place for everything else.
const LETTERS: usize = 27;

/// The places that words are looked up at.
pub const PLACES: usize = LETTERS * LETTERS;

/// The place of a word by its first two letters. Numbers have the last one.
pub fn place(word: &str) -> usize {
    let mut bytes = word.bytes();
    let mut letter = || match bytes.next() {
        Some(letter @ b'a'..=b'z') => usize::from(letter - b'a'),
        _ => LETTERS - 1,
    };
    letter() * LETTERS + letter()
}

/// The bit of a list of `phrases`, or of a family of endings, by its name in patterns.
pub fn named(name: &str) -> Option<u64> {
    let lists = phrases::LISTS.iter().map(|(known, _)| *known);
    lists.chain(ENDINGS).position(|known| known == name).map(bit)
}

fn bit(number: usize) -> u64 {
    1 << (lists::FIRST_FREE + number)
}

/// The families that a word belongs to by its ending: French conditionals, French infinitives, English participles.
fn endings(word: &str) -> u64 {
    let family = |number: usize, is: bool| if is { bit(phrases::LISTS.len() + number) } else { 0 };
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let conditional = word.len() > 4
        && ends(&["rait", "raient", "rais", "rions", "riez"])
        && !matches!(word, "retrait" | "portrait" | "attrait" | "extrait");
    let infinitive = word.len() >= 4 && ends(&["er", "ir", "re", "oir"]);
    let participle = matches!(
        word,
        "paid"
            | "sent"
            | "put"
            | "made"
            | "given"
            | "shown"
            | "taken"
            | "brought"
            | "done"
            | "written"
            | "lifted"
            | "told"
            | "kept"
            | "set"
            | "sold"
            | "reset"
    ) || (word.len() >= 4 && word.ends_with("ed") && !matches!(word, "need" | "indeed"));
    family(0, conditional) | family(1, infinitive) | family(2, participle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_written_as_it_is_looked_up() {
        let all = lists::LISTS.iter().map(|(_, words)| *words).chain(phrases::LISTS.iter().map(|(_, words)| *words));
        for word in all.flat_map(str::split_ascii_whitespace) {
            let plain = word.trim_end_matches('*');
            assert!(!plain.is_empty() && plain.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
            assert_ne!(Lexicon::get().classes(plain), 0, "{word}");
        }
        assert!(lists::FIRST_FREE + phrases::LISTS.len() + ENDINGS.len() <= 64);
    }
}
