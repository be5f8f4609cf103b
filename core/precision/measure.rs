//! How well the precision list finds what the labelled messages say; see the README beside it.

use recourse_contract::service::Sign;
use recourse_core::precision::{Patterns, find};
use serde_json::Value;
use std::ops::Range;

/// The kinds of labels with what is found on the device. Of the last two, only a message's presence is compared.
pub const KINDS: [(&str, Sign, bool); 9] = [
    ("date", Sign::Date, false),
    ("time", Sign::Time, false),
    ("amount", Sign::Amount, false),
    ("booking", Sign::BookingNumber, false),
    ("property", Sign::Property, false),
    ("url", Sign::Url, false),
    ("error", Sign::Error, false),
    ("expected", Sign::Expectation, true),
    ("tried", Sign::Attempt, true),
];

/// What was found rightly, wrongly and not at all.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    pub right: u32,
    pub wrong: u32,
    pub missed: u32,
}

impl Score {
    /// How much of what was found is right, in thousandths.
    pub fn precision(self) -> u32 {
        permille(self.right, self.wrong)
    }

    /// How much of what is there was found, in thousandths.
    pub fn recall(self) -> u32 {
        permille(self.right, self.missed)
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

fn permille(right: u32, wrong: u32) -> u32 {
    (1_000 * right).checked_div(right + wrong).unwrap_or(1_000)
}

/// The result for one kind in one half.
#[derive(Debug)]
pub struct Measured {
    pub kind: &'static str,
    /// All messages, then by language.
    pub scores: Vec<(String, Score)>,
    /// By message, present or absent: what the list shows.
    pub messages: Score,
    pub failures: Vec<String>,
}

/// Measures a half, or one of the further sets, given as the text of its file.
pub fn measure(file: &str) -> Vec<Measured> {
    let corpus: Value = serde_json::from_str(file).expect("the corpus is JSON");
    let pattern = corpus["booking_pattern"].as_str();
    let patterns = Patterns { booking: pattern, properties: &[] };
    let messages = corpus["messages"].as_array().expect("the corpus has messages");
    let mut all: Vec<Measured> = Vec::new();
    for (kind, sign, by_message) in KINDS {
        let names = ["", "_fr", "_en"];
        let scores = names.iter().map(|name| ((*name).to_owned(), Score::default())).collect();
        let mut measured = Measured { kind, scores, messages: Score::default(), failures: Vec::new() };
        for message in messages {
            let text = message["text"].as_str().expect("a message has a text");
            let labels = places(text, &message["labels"][kind]);
            let found: Vec<_> =
                find(text, &patterns).into_iter().filter(|found| found.sign == sign).map(|found| found.range).collect();
            let present = presence(!found.is_empty(), !labels.is_empty());
            let digits = matches!(kind, "booking" | "property");
            let (score, mut failures) =
                if by_message { (present, whole(text, &found, &labels)) } else { compare(text, &found, &labels, digits) };
            measured.messages.add(present);
            let language = format!("_{}", message["language"].as_str().unwrap_or_default());
            for (name, sum) in &mut measured.scores {
                if name.is_empty() || *name == language {
                    sum.add(score);
                }
            }
            let id = message["id"].as_str().unwrap_or_default();
            measured.failures.extend(failures.drain(..).map(|failure| format!("{id} {kind} {failure}")));
        }
        all.push(measured);
    }
    all
}

fn presence(found: bool, labelled: bool) -> Score {
    Score { right: u32::from(found && labelled), wrong: u32::from(found && !labelled), missed: u32::from(!found && labelled) }
}

fn whole(text: &str, found: &[Range<usize>], labels: &[Range<usize>]) -> Vec<String> {
    let quote =
        |list: &[Range<usize>]| list.iter().map(|range| format!("{:?}", &text[range.clone()])).collect::<Vec<_>>().join(", ");
    match (found.is_empty(), labels.is_empty()) {
        (true, false) => vec![format!("missed: {}", quote(labels))],
        (false, true) => vec![format!("wrong: {}", quote(found))],
        _ => Vec::new(),
    }
}

/// Each find answers one label that it overlaps. `digits`: those have to be equal.
fn compare(text: &str, found: &[Range<usize>], labels: &[Range<usize>], digits: bool) -> (Score, Vec<String>) {
    let only = |range: &Range<usize>| text[range.clone()].chars().filter(char::is_ascii_digit).collect::<String>();
    let mut answered = vec![false; labels.len()];
    let (mut score, mut failures) = (Score::default(), Vec::new());
    for find in found {
        let fits = |(at, label): (usize, &Range<usize>)| {
            let overlaps = find.start < label.end && label.start < find.end;
            (!answered[at] && overlaps && (!digits || only(find) == only(label))).then_some(at)
        };
        match labels.iter().enumerate().find_map(fits) {
            Some(at) => {
                answered[at] = true;
                score.right += 1;
            }
            None => {
                score.wrong += 1;
                failures.push(format!("wrong: {:?}", &text[find.clone()]));
            }
        }
    }
    for (label, _) in labels.iter().zip(&answered).filter(|(_, answered)| !**answered) {
        score.missed += 1;
        failures.push(format!("missed: {:?}", &text[label.clone()]));
    }
    (score, failures)
}

/// Where the labels of a kind stand: each after the one before, at the borders of words.
fn places(text: &str, labels: &Value) -> Vec<Range<usize>> {
    let mut from = 0;
    let labels = labels.as_array().map(Vec::as_slice).unwrap_or_default();
    let place = |label: &Value| {
        let label = label.as_str().expect("a label is a text");
        let bordered = |at: &usize| {
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let end = at + label.len();
            let begins = !label.starts_with(char::is_alphanumeric) || !letter(text[..*at].chars().next_back());
            let ends = !label.ends_with(char::is_alphanumeric) || !letter(text[end..].chars().next());
            begins && ends
        };
        let at = text[from..].match_indices(label).map(|(at, _)| from + at).find(bordered);
        let at = at.or_else(|| text[from..].find(label).map(|at| from + at)).or_else(|| text.find(label));
        let at = at.unwrap_or_else(|| panic!("{label:?} is not in its message"));
        from = at + label.len();
        at..from
    };
    labels.iter().map(place).collect()
}
