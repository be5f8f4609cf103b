//! The service file as a tree that remembers its lines, so that each fault can name one.

use serde_json::{Map, Value as Json};
use std::collections::HashMap;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What is wrong with the file, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// In words.
    pub reason: String,
}

/// The file in one language, as JSON, with the line of each value.
pub struct InOneLanguage {
    /// Tables of texts are replaced by the text of the language.
    pub json: Json,
    /// By dotted path: `topics.3.label`.
    pub lines: HashMap<String, usize>,
}

impl InOneLanguage {
    /// The line of a path, or of what encloses it.
    pub fn line(&self, path: &str) -> usize {
        let mut path = path;
        loop {
            if let Some(line) = self.lines.get(path) {
                return *line;
            }
            let Some((outer, _)) = path.rsplit_once('.') else { return 1 };
            path = outer;
        }
    }
}

/// The parsed file.
pub struct Document<'a> {
    text: &'a str,
    root: Spanned<DeTable<'a>>,
}

impl<'a> Document<'a> {
    /// Parses TOML.
    ///
    /// # Errors
    /// The first syntax fault.
    pub fn parse(text: &'a str) -> Result<Self, Fault> {
        let root = DeTable::parse(text).map_err(|fault| Fault {
            line: line_at(text, fault.span().map_or(0, |span| span.start)),
            reason: fault.message().to_owned(),
        })?;
        Ok(Self { text, root })
    }

    /// The languages that the file lists, the default first.
    ///
    /// # Errors
    /// When `locales` is absent or no list of texts.
    pub fn locales(&self) -> Result<Vec<String>, Fault> {
        let missing = |line| Fault { line, reason: "`locales` lists the languages, for example [\"fr\", \"en\"]".into() };
        let entry = self.root.get_ref().iter().find(|(key, _)| key.get_ref() == "locales");
        let (_, value) = entry.ok_or_else(|| missing(1))?;
        let line = line_at(self.text, value.span().start);
        let DeValue::Array(items) = value.get_ref() else { return Err(missing(line)) };
        let tags: Option<Vec<String>> = items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect();
        tags.filter(|tags| !tags.is_empty()).ok_or_else(|| missing(line))
    }

    /// The file in one of its languages.
    ///
    /// # Errors
    /// A text that lacks one of the languages.
    pub fn localised(&self, locale: &str, locales: &[String]) -> Result<InOneLanguage, Fault> {
        let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        let mut walk = Walk { ends, locale, locales, lines: HashMap::new() };
        let json = walk.table(self.root.get_ref(), 1, "")?;
        Ok(InOneLanguage { json, lines: walk.lines })
    }
}

struct Walk<'a> {
    /// Where lines end.
    ends: Vec<usize>,
    locale: &'a str,
    locales: &'a [String],
    lines: HashMap<String, usize>,
}

impl Walk<'_> {
    fn line_at(&self, offset: usize) -> usize {
        1 + self.ends.partition_point(|end| *end < offset)
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, path: &str) -> Result<Json, Fault> {
        let line = self.line_at(value.span().start);
        self.lines.entry(path.to_owned()).or_insert(line);
        let wrong = |reason: &str| Fault { line, reason: format!("`{path}`: {reason}") };
        Ok(match value.get_ref() {
            DeValue::String(text) => Json::String(text.to_string()),
            DeValue::Boolean(is) => Json::Bool(*is),
            DeValue::Integer(number) => {
                let number = i64::from_str_radix(number.as_str(), number.radix()).map_err(|_| wrong("too large a number"))?;
                Json::from(number)
            }
            DeValue::Float(_) => return Err(wrong("write decimal numbers as text, \"0.5\"")),
            DeValue::Datetime(_) => return Err(wrong("write dates as text")),
            DeValue::Array(items) => {
                let values: Result<Vec<Json>, Fault> =
                    items.iter().enumerate().map(|(i, item)| self.value(item, &join(path, &i.to_string()))).collect();
                Json::Array(values?)
            }
            DeValue::Table(table) => self.table(table, line, path)?,
        })
    }

    /// A table whose keys are languages is a text; any other is a table.
    fn table(&mut self, table: &DeTable<'_>, line: usize, path: &str) -> Result<Json, Fault> {
        let is_language = |key: &str| self.locales.iter().any(|locale| locale == key);
        if !table.is_empty() && table.iter().all(|(key, _)| is_language(key.get_ref())) {
            for locale in self.locales {
                let text = table.iter().find(|(key, _)| key.get_ref() == locale).and_then(|(_, value)| value.get_ref().as_str());
                if text.is_none_or(|text| text.trim().is_empty()) {
                    return Err(Fault { line, reason: format!("`{path}` has no text in {locale:?}") });
                }
            }
            let own = table.iter().find(|(key, _)| key.get_ref() == self.locale).and_then(|(_, value)| value.get_ref().as_str());
            return Ok(Json::String(own.unwrap_or_default().to_owned()));
        }
        let mut map = Map::new();
        for (key, value) in table {
            let inner = join(path, key.get_ref());
            // The line of the key is what an operator looks for.
            self.lines.insert(inner.clone(), self.line_at(key.span().start));
            map.insert(key.get_ref().to_string(), self.value(value, &inner)?);
        }
        Ok(Json::Object(map))
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}
