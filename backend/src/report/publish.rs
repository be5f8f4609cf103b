//! Versions of a report: what a handler asks for, and the snapshot that is kept of it.

use super::{Edition, Figures, Year, day_of, told};
use crate::incident::Texts;
use crate::service_file::ServiceFile;
use crate::store::PublishedRow;
use jiff::tz::TimeZone;
use recourse_contract::report::{Correction, CrossTable};
use recourse_contract::validate::escaped;
use recourse_contract::{Code, FieldError, Timestamp, rules};
use serde::{Deserialize, Serialize};

/// Most characters of a reason.
const REASON: u32 = 1_000;

/// `PUT /handler/reports/{year}`: the figures are right, and go public as version 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// On which day that was found; absent: today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_on: Option<String>,
}

/// `POST /handler/reports/{year}/versions`: they were not, and are computed again as the next version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewVersion {
    /// What was wrong, in the platform's first language: it stands in the report.
    pub reason: String,
    /// The same in others of its languages. Readers of one that is missing read the first.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub translations: Texts,
    /// On which day the new figures were found right; absent: today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_on: Option<String>,
}

impl NewVersion {
    /// The same as it is stored.
    #[must_use]
    pub fn trimmed(self) -> Self {
        let translations = self.translations.into_iter().map(|(language, text)| (language, text.trim().to_owned())).collect();
        Self { reason: self.reason.trim().to_owned(), translations, ..self }
    }

    /// What has to change before it can be published in these languages. Call it on a trimmed one.
    pub fn faults(&self, locales: &[String], year: &Year, now: Timestamp, zone: &TimeZone) -> Vec<FieldError> {
        let mut faults: Vec<FieldError> = reason_fault("/reason".into(), &self.reason).into_iter().collect();
        for (language, text) in &self.translations {
            let pointer = format!("/translations/{}", escaped(language));
            faults.extend(match locales.contains(language) {
                true => reason_fault(pointer, text),
                false => Some(FieldError { pointer, code: Code::Language, detail: None, limit: None }),
            });
        }
        faults.extend(day_fault(self.verified_on.as_deref(), year, now, zone));
        faults
    }
}

fn reason_fault(pointer: String, text: &str) -> Option<FieldError> {
    let fits = if text.is_empty() { Err(Code::Required) } else { rules::text(text, REASON) };
    let code = fits.err()?;
    Some(FieldError { pointer, code, detail: None, limit: (code == Code::TooLong).then_some(REASON) })
}

/// What is wrong with the day: it is one after the end of the year, and not to come.
pub fn day_fault(verified_on: Option<&str>, year: &Year, now: Timestamp, zone: &TimeZone) -> Option<FieldError> {
    let day = verified_on?;
    let code = match rules::date(day) {
        Err(code) => code,
        Ok(()) if day <= year.last_day().as_str() => Code::TooSmall,
        Ok(()) if day > day_of(now, zone).as_str() => Code::TooBig,
        Ok(()) => return None,
    };
    Some(FieldError { pointer: "/verified_on".into(), code, detail: None, limit: None })
}

/// A version that is to be kept.
pub struct Version {
    /// Its number.
    pub number: u32,
    /// When it is published.
    pub at: Timestamp,
    /// When its figures were found right.
    pub verified_on: String,
    /// What was wrong with the one before, in the platform's first language.
    pub reason: Option<String>,
    /// The same in others.
    pub translations: Texts,
}

/// The snapshot of a version, in every language of the file. `last` is the version that it follows, with the corrections so far.
pub fn snapshot(
    figures: &Figures,
    year: &Year,
    version: Version,
    last: Option<&PublishedRow>,
    file: &ServiceFile,
) -> PublishedRow {
    let Version { number, at, verified_on, reason, translations } = version;
    let in_language = |locale: &String| {
        let before = last.and_then(|row| row.bodies.get(locale).or_else(|| row.bodies.values().next()));
        let said = reason.as_ref().map(|reason| translations.get(locale).unwrap_or(reason));
        let correction = said.map(|reason| Correction { version: number, at, reason: reason.clone() });
        let corrections =
            correction.into_iter().chain(before.into_iter().flat_map(|report| report.corrections.clone())).collect();
        let edition = Edition { version: number, computed_at: at, verified_on: Some(verified_on.clone()), corrections };
        let mut report = told(figures, year, edition, file.in_language(locale));
        if let Some(earlier) = last.and_then(|row| row.bodies.get(locale)) {
            hide_again(&mut report.tables, &earlier.tables);
        }
        (locale.clone(), report)
    };
    let bodies = file.locales().iter().map(in_language).collect();
    PublishedRow { year: year.number, version: number, at, verified_on, reason, averages: figures.averages.clone(), bodies }
}

/// Leaves out what the version before has left out: earlier versions stay readable, and the two together would tell more.
fn hide_again(tables: &mut [CrossTable], earlier: &[CrossTable]) {
    for table in tables {
        let Some(before) = earlier.iter().find(|before| before.id == table.id) else { continue };
        for row in &mut table.rows {
            let Some(known) = before.rows.iter().find(|known| known.label == row.label) else { continue };
            for (column, cell) in table.columns.iter().zip(&mut row.cells) {
                let place = before.columns.iter().position(|head| head == column);
                if place.is_some_and(|place| known.cells.get(place) == Some(&None)) {
                    *cell = None;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::report::TableRow;

    fn table(cells: &[&[Option<u32>]]) -> Vec<CrossTable> {
        let row = |(place, cells): (usize, &&[Option<u32>])| TableRow {
            id: None,
            label: format!("row {place}"),
            cells: cells.to_vec(),
        };
        let columns = ["a", "b", "c"].map(str::to_owned).into();
        vec![CrossTable { id: "t".into(), title: "T".into(), columns, rows: cells.iter().enumerate().map(row).collect() }]
    }

    #[test]
    fn what_was_left_out_once_stays_out() {
        let earlier = table(&[&[None, None, Some(9)], &[None, None, Some(7)]]);
        // By now something else could hide the same count; beside the version before it would not.
        let mut later = table(&[&[None, Some(20), None], &[None, Some(30), None], &[Some(8), Some(0), Some(9)]]);
        hide_again(&mut later, &earlier);
        assert_eq!(later, table(&[&[None, None, None], &[None, None, None], &[Some(8), Some(0), Some(9)]]));
        let mut turned = table(&[&[Some(9), Some(20), Some(5)]]);
        turned[0].columns.reverse();
        hide_again(&mut turned, &earlier);
        assert_eq!(turned[0].rows[0].cells, [Some(9), None, None], "a column is known by its head");
    }

    #[test]
    fn a_report_is_verified_after_its_year_and_not_tomorrow() {
        let year = Year::of(2025, &TimeZone::UTC).expect("a year");
        let now = Timestamp::parse("2026-02-01T12:00:00Z").expect("a time");
        let fault = |day: &str| day_fault(Some(day), &year, now, &TimeZone::UTC).map(|fault| fault.code);
        for (day, code) in [
            ("2026-01-01", None),
            ("2026-02-01", None),
            ("2025-12-31", Some(Code::TooSmall)),
            ("2026-02-02", Some(Code::TooBig)),
            ("2026-02-30", Some(Code::Date)),
            ("soon", Some(Code::Date)),
        ] {
            assert_eq!(fault(day), code, "{day}");
        }
        assert_eq!(day_fault(None, &year, now, &TimeZone::UTC), None);
        let translations = Texts::from([("en".into(), " ".into()), ("de".into(), "Falsch.".into())]);
        let empty = NewVersion { reason: " ".into(), translations, verified_on: None }.trimmed();
        let faults = empty.faults(&["fr".into(), "en".into()], &year, now, &TimeZone::UTC);
        let faults: Vec<(&str, Code)> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.code)).collect();
        let language = ("/translations/de", Code::Language);
        assert_eq!(faults, [("/reason", Code::Required), language, ("/translations/en", Code::Required)]);
    }
}
