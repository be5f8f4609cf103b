//! Incidents as staff announce them, in several languages: what can be announced, and what partners see of it in one.

use crate::service_file::ServiceFile;
use crate::store::IncidentRow;
use recourse_contract::incident::Incident;
use recourse_contract::time::DAY;
use recourse_contract::{Code, FieldError, Timestamp, rules};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most characters of a title.
const TITLE: u32 = 120;
/// Most characters of a text.
const TEXT: u32 = 2_000;
/// Most topics of one incident.
const TOPICS: u32 = 50;
/// Milliseconds that a solved incident is still shown, so that nobody looks for it in vain.
pub const SHOWN_AFTER: i64 = DAY;

/// A text by its languages (BCP 47). A partner whose language is missing reads the default one.
pub type Texts = BTreeMap<String, String>;

/// `POST /handler/incidents`: announces one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewIncident {
    /// At which topics it is shown, and below them.
    pub topics: Vec<String>,
    /// What does not work, in a few words.
    pub title: Texts,
    /// What is known, and what partners can do meanwhile.
    pub text: Texts,
    /// Since when; absent: now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

/// `PATCH /handler/incidents/{id}`: what is given changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IncidentChange {
    /// In place of the title of before, in all its languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Texts>,
    /// In place of the text of before, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Texts>,
    /// It works again: those who asked are told. For good.
    pub solved: bool,
}

impl NewIncident {
    /// The same as it is stored.
    #[must_use]
    pub fn trimmed(self) -> Self {
        Self { title: trimmed(self.title), text: trimmed(self.text), ..self }
    }

    /// What has to change before it can be announced. Call it on a trimmed one.
    pub fn faults(&self, file: &ServiceFile, now: Timestamp) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let service = &file.default_language().service;
        if self.topics.is_empty() {
            faults.push(fault("/topics".into(), Code::Required, None));
        } else if self.topics.len() > TOPICS as usize {
            faults.push(fault("/topics".into(), Code::TooMany, Some(TOPICS)));
        }
        let unknown = self.topics.iter().enumerate().filter(|(_, id)| service.path(id).is_none());
        faults.extend(unknown.take(1).map(|(index, _)| fault(format!("/topics/{index}"), Code::Choice, None)));
        faults.extend(text_faults("/title", &self.title, &service.locales, &|text| rules::line(text, TITLE), TITLE));
        faults.extend(text_faults("/text", &self.text, &service.locales, &|text| rules::text(text, TEXT), TEXT));
        if self.since.is_some_and(|since| since > now) {
            faults.push(fault("/since".into(), Code::Date, None));
        }
        faults
    }
}

impl IncidentChange {
    /// The same as it is stored.
    #[must_use]
    pub fn trimmed(self) -> Self {
        Self { title: self.title.map(trimmed), text: self.text.map(trimmed), ..self }
    }

    /// What has to change before it can be made. Call it on a trimmed one.
    pub fn faults(&self, locales: &[String]) -> Vec<FieldError> {
        let title =
            self.title.iter().flat_map(|texts| text_faults("/title", texts, locales, &|text| rules::line(text, TITLE), TITLE));
        let text = self.text.iter().flat_map(|texts| text_faults("/text", texts, locales, &|text| rules::text(text, TEXT), TEXT));
        title.chain(text).collect()
    }
}

fn trimmed(texts: Texts) -> Texts {
    texts.into_iter().map(|(language, text)| (language, text.trim().to_owned())).collect()
}

fn fault(pointer: String, code: Code, limit: Option<u32>) -> FieldError {
    FieldError { pointer, code, detail: None, limit }
}

/// Each language is one of the platform's and has a text; the default one is there.
fn text_faults(
    pointer: &str,
    texts: &Texts,
    locales: &[String],
    rule: &dyn Fn(&str) -> Result<(), Code>,
    most: u32,
) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if let Some(default) = locales.first().filter(|default| !texts.contains_key(*default)) {
        faults.push(fault(format!("{pointer}/{default}"), Code::Required, None));
    }
    for (language, text) in texts {
        let fits = match text.as_str() {
            _ if !locales.contains(language) => Err(Code::Language),
            "" => Err(Code::Required),
            text => rule(text),
        };
        if let Err(code) = fits {
            let place = format!("{pointer}/{}", recourse_contract::validate::escaped(language));
            faults.push(fault(place, code, (code == Code::TooLong).then_some(most)));
        }
    }
    faults
}

/// A text in this language, else in the default one of the platform.
pub fn in_language<'a>(texts: &'a Texts, language: &str, file: &ServiceFile) -> &'a str {
    let text = texts.get(language).or_else(|| texts.get(&file.default_language().locale)).or_else(|| texts.values().next());
    text.map(String::as_str).unwrap_or_default()
}

/// What partners see of it.
pub fn shown(row: &IncidentRow, language: &str, file: &ServiceFile) -> Incident {
    Incident {
        id: row.id.clone(),
        topics: row.topics.clone(),
        title: in_language(&row.title, language, file).to_owned(),
        text: in_language(&row.text, language, file).to_owned(),
        since: row.since,
        solved_at: row.solved_at,
    }
}
