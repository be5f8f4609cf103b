//! The messages of one language.

use super::Key;
use recourse_contract::json::{self, Misread, Notes, Read, Tree};
use std::collections::BTreeMap;

/// A plural category as `Intl.PluralRules` names it: `one`, `other`, `few`, …
pub type Form<'a> = &'a str;

#[derive(Clone, Debug, PartialEq)]
enum Message {
    Plain(String),
    Plural(BTreeMap<String, String>),
}

impl Read for Message {
    fn read(value: &Tree, notes: &mut Notes) -> Self {
        if value.is_object() { Self::Plural(BTreeMap::read(value, notes)) } else { Self::Plain(String::read(value, notes)) }
    }
}

/// The messages of one language, as fetched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue(BTreeMap<String, Message>);

impl Catalogue {
    /// Reads a catalogue file.
    ///
    /// # Errors
    /// [`Misread`] when the text is not a catalogue.
    pub fn parse(text: &str) -> Result<Self, Misread> {
        json::read(text).map(Self)
    }

    /// Takes in the messages of another part of the same language.
    pub fn add(&mut self, part: Self) {
        self.0.extend(part.0);
    }

    /// The message without placeholders.
    pub fn text(&self, key: Key) -> String {
        self.form(key, "other").to_owned()
    }

    /// The message with its placeholders `{name}` filled.
    pub fn fill(&self, key: Key, values: &[(&str, &str)]) -> String {
        fill(self.form(key, "other"), values)
    }

    /// The message in the plural form that `form` names, with its placeholders filled.
    pub fn count(&self, key: Key, form: Form<'_>, values: &[(&str, &str)]) -> String {
        fill(self.form(key, form), values)
    }

    fn form(&self, key: Key, form: Form<'_>) -> &str {
        match self.0.get(key.name()) {
            Some(Message::Plain(text)) => text,
            Some(Message::Plural(forms)) => forms.get(form).or_else(|| forms.get("other")).map_or(key.name(), String::as_str),
            // Before the catalogue has arrived; the build guarantees the key.
            None => "",
        }
    }
}

/// One pass over the template, so that a value with braces in it stays as it is.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            out.push_str(value);
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        let json = r#"{"plain":"Reçu le {date} : {what}","many":{"one":"{n} brouillon","other":"{n} brouillons"}}"#;
        Catalogue::parse(json).unwrap_or_default()
    }

    #[test]
    fn placeholders_are_filled_once() {
        let text = catalogue().fill(Key("plain"), &[("date", "1 mai"), ("what", "{date}")]);
        assert_eq!(text, "Reçu le 1 mai : {date}");
    }

    #[test]
    fn plural_forms() {
        let catalogue = catalogue();
        assert_eq!(catalogue.count(Key("many"), "one", &[("n", "1")]), "1 brouillon");
        assert_eq!(catalogue.count(Key("many"), "few", &[("n", "3")]), "3 brouillons");
    }
}
