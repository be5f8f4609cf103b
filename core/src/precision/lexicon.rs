//! Which lists a word stands in. Built once, looked up by the first two letters: a keystroke looks up each word of the message.

use super::acts;
use super::lists;
use super::phrases;
use std::sync::OnceLock;

/// An entry: the word or its beginning, the sign that says which forms it stands for, and the bit of its list.
type Entry = (&'static str, Option<char>, u64);

/// Signs after a word in the lists: any end, an English past, a French participle of the first group, any other one.
const FORMS: [char; 4] = ['*', '+', '/', '='];

/// Families of endings, in the order of their bits after the lists of `phrases`.
const ENDINGS: [&str; 5] = ["COND", "INF", "PP", "EZ", "ING"];

/// Before a word of the acts: done again, undone.
const PREFIXES: [&str; 4] = ["re", "r", "un", "de"];

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
            for (_, class, words) in acts::LISTS {
                lexicon.add(*class, words);
            }
            lexicon
        })
    }

    fn add(&mut self, class: u64, words: &'static str) {
        for word in words.split_ascii_whitespace() {
            let form = word.chars().next_back().filter(|last| FORMS.contains(last));
            let word = word.trim_end_matches(FORMS);
            self.places[place(word)].push((word, form, class));
        }
    }

    /// The lists that a folded word stands in.
    pub fn classes(&self, word: &str) -> u64 {
        let mut classes = endings(word) | self.known(word);
        for prefix in PREFIXES {
            let base = word
                .strip_prefix(prefix)
                .filter(|base| base.len() > 3 && classes & acts::ANY == 0 && !matches!(word, "repaired" | "returned"));
            let done = acts::ACT | acts::SENT | acts::DO | acts::OP;
            if base.is_some_and(|base| self.known(base) & done != 0) {
                classes |= acts::ACT;
            }
        }
        classes
    }

    fn known(&self, word: &str) -> u64 {
        let mut classes = 0;
        for (known, form, class) in &self.places[place(word)] {
            let Some(rest) = word.strip_prefix(*known) else { continue };
            if is_form(rest, *form) {
                classes |= class;
            } else if class & (acts::ACT | acts::SENT) != 0 && is_doing(rest, *form) {
                classes |= acts::DOING;
            }
        }
        classes
    }

    /// The places of the words of these lists. Families of endings are everywhere, and acts with a prefix.
    pub fn places(&self, classes: u64) -> Vec<usize> {
        let families = (0..ENDINGS.len()).map(|number| bit(phrases::LISTS.len() + number)).sum::<u64>();
        let holds = |place: &usize| self.places[*place].iter().any(|(_, _, class)| class & classes != 0);
        if classes & (families | acts::ACT | acts::DOING) != 0 {
            (0..PLACES).collect()
        } else {
            (0..PLACES).filter(holds).collect()
        }
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
    let act = acts::LISTS.iter().find(|(known, _, _)| *known == name).map(|(_, class, _)| *class);
    let lists = phrases::LISTS.iter().map(|(known, _)| *known);
    act.or_else(|| lists.chain(ENDINGS).position(|known| known == name).map(bit))
}

fn bit(number: usize) -> u64 {
    1 << (lists::FIRST_FREE + number)
}

/// Whether a word ends as a form of a list's entry does.
fn is_form(rest: &str, form: Option<char>) -> bool {
    match form {
        Some('*') => true,
        Some('+') => rest == "ed",
        Some('/') => matches!(rest, "e" | "ee" | "es" | "ees"),
        Some('=') => matches!(rest, "" | "e" | "s" | "es"),
        _ => rest.is_empty(),
    }
}

/// Whether a word ends as an infinitive or a gerund of an act's entry.
fn is_doing(rest: &str, form: Option<char>) -> bool {
    match form {
        Some('+') => matches!(rest, "" | "e" | "ing"),
        Some('/') => matches!(rest, "er" | "ant" | "eant"),
        _ => false,
    }
}

/// The families that a word belongs to by its ending: French conditionals and infinitives, English participles, French
/// imperatives, English gerunds.
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
            | "borne"
            | "held"
            | "met"
            | "cut"
            | "hidden"
            | "shut"
            | "split"
            | "struck"
            | "undone"
            | "withdrawn"
            | "rebuilt"
            | "repaid"
    ) || (word.len() >= 4 && word.ends_with("ed") && !matches!(word, "need" | "indeed"));
    let imperative = word.len() >= 5 && word.ends_with("ez");
    let gerund = word.len() >= 6 && word.ends_with("ing") && !matches!(word, "nothing" | "anything" | "something" | "everything");
    family(0, conditional) | family(1, infinitive) | family(2, participle) | family(3, imperative) | family(4, gerund)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_written_as_it_is_looked_up() {
        let all = lists::LISTS.iter().map(|(_, words)| *words).chain(phrases::LISTS.iter().map(|(_, words)| *words));
        let all = all.chain(acts::LISTS.iter().map(|(_, _, words)| *words));
        for word in all.flat_map(str::split_ascii_whitespace) {
            let plain = word.trim_end_matches(FORMS);
            assert!(plain.len() > 1 || !word.ends_with(FORMS), "{word}");
            assert!(!plain.is_empty() && plain.bytes().all(|b| b.is_ascii_lowercase()), "{word}");
            let form = match word.chars().next_back() {
                Some('+') => format!("{plain}ed"),
                Some('/') => format!("{plain}ees"),
                _ => plain.to_owned(),
            };
            assert_ne!(Lexicon::get().classes(&form), 0, "{word}");
        }
        assert!(lists::FIRST_FREE + phrases::LISTS.len() + ENDINGS.len() + acts::LISTS.len() <= 64);
    }

    #[test]
    fn forms_and_prefixes_of_acts_are_known() {
        let is = |word: &str, class: u64| Lexicon::get().classes(word) & class != 0;
        assert!(
            ["called", "appelee", "ecrites", "eteint", "reprinted", "uninstalled", "recolle"]
                .iter()
                .all(|word| is(word, acts::ACT))
        );
        assert!(["call", "calls", "received", "recu", "appelons", "red"].iter().all(|word| !is(word, acts::ANY)));
    }
}
