//! The texts of the app, from its own catalogues: a reworded message breaks no test.

use crate::env;
use serde_json::Value;
use std::fs;

/// One language.
#[derive(Clone, Debug)]
pub struct Words {
    /// BCP 47.
    pub tag: &'static str,
    catalogue: Value,
}

impl Words {
    /// Reads a catalogue.
    pub fn of(tag: &'static str) -> Self {
        let file = env::clone(&format!("public/locales/{tag}.json"));
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        Self { tag, catalogue: serde_json::from_str(&text).expect("a catalogue is JSON") }
    }

    /// A message, with its spaces as [`plain`] writes them.
    pub fn t(&self, key: &str) -> String {
        plain(self.catalogue[key].as_str().unwrap_or_else(|| panic!("no message `{key}` in {}", self.tag)))
    }

    /// A message with its placeholders filled.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        filled(self.t(key), values)
    }

    /// A message that counts.
    pub fn count(&self, key: &str, n: usize) -> String {
        // In French, nothing is singular.
        let form = if n == 1 || (n == 0 && self.tag == "fr") { "one" } else { "other" };
        let text = self.catalogue[key][form].as_str().unwrap_or_else(|| panic!("no plural `{key}` in {}", self.tag));
        filled(plain(text), &[("n", &n.to_string())])
    }

    /// What stands before the first placeholder of a message.
    pub fn before(&self, key: &str) -> String {
        self.t(key).split('{').next().unwrap_or_default().trim().to_owned()
    }

    /// What stands after the last placeholder of a message.
    pub fn after(&self, key: &str) -> String {
        self.t(key).rsplit('}').next().unwrap_or_default().trim().to_owned()
    }
}

fn filled(text: String, values: &[(&str, &str)]) -> String {
    values.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// A text with every white space, no-break ones too, as a single space, and plain hyphens: as tests compare it.
pub fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{2011}', "-")
}
