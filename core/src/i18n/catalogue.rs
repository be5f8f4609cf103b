//! The messages of one language.

use super::Key;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;

/// A plural category as `Intl.PluralRules` names it: `one`, `other`, `few`, …
pub type Form<'a> = &'a str;

#[derive(Clone, Debug, PartialEq)]
enum Message {
    Plain(String),
    Plural(BTreeMap<String, String>),
}

// By hand: a derived untagged reader buffers its input, which costs the app kilobytes.
impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Message;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or texts by plural category")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Message, E> {
                Ok(Message::Plain(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Message, A::Error> {
                BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(Message::Plural)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// The messages of one language, as fetched.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(transparent)]
pub struct Catalogue(BTreeMap<String, Message>);

impl Catalogue {
    /// Reads a catalogue file.
    ///
    /// # Errors
    /// The parser's error when the text is not a catalogue.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
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
