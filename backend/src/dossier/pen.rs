//! The words and dates of a dossier, in its language and in the platform's time zone.

use super::html::Html;
use super::labels;
use crate::service_file::Localised;
use crate::words::Words;
use recourse_contract::{Timestamp, Update};

/// Writes in one language.
pub(super) struct Pen<'a> {
    pub(super) words: &'static Words,
    pub(super) language: &'a str,
    pub(super) zone: &'a str,
}

impl<'a> Pen<'a> {
    pub(super) fn of(spoken: &'a Localised) -> Self {
        Self { words: Words::of(&spoken.locale), language: &spoken.locale, zone: &spoken.service.platform.time_zone }
    }

    /// A word.
    pub(super) fn word(&self, name: &str) -> String {
        self.words.dossier(name, &[])
    }

    /// A line with values in it.
    pub(super) fn line(&self, name: &str, values: &[(&str, &str)]) -> String {
        self.words.dossier(name, values)
    }

    /// Day and time; the head of the page says the zone.
    pub(super) fn moment(&self, at: Timestamp) -> String {
        self.words.clock(at, self.zone)
    }

    /// The same as an element that programs read, too.
    pub(super) fn time(&self, html: &mut Html, at: Timestamp) {
        html.mark("<time").attribute("datetime", &at.to_string()).mark(">").text(&self.moment(at)).mark("</time>");
    }

    /// Who wrote an entry.
    pub(super) fn author(&self, update: &Update) -> String {
        let role = self.word(labels::role(update.author.role));
        match &update.author.name {
            Some(name) => self.line("by", &[("name", name), ("role", &role)]),
            None => role,
        }
    }

    /// The language of a text, where it is not that of the page.
    pub(super) fn foreign<'b>(&self, language: &'b str) -> Option<&'b str> {
        Some(language).filter(|language| *language != self.language)
    }
}
