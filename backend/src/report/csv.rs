//! A report as a table for spreadsheets: RFC 4180, UTF-8 with a byte order mark, without which some of them take it for
//! another encoding.

use crate::words::Words;
use recourse_contract::report::{Count, Report};

/// What stands in each column. Names, not words: programs read it, too.
const HEAD: [&str; 6] = ["figure", "id", "label", "column", "value", "note"];

/// The report, one figure a line. What is left out of a table has no value, and a note that says so.
pub fn csv(report: &Report, language: &str) -> String {
    let mut file = File { text: String::from('\u{feff}'), words: Words::of(language) };
    file.line(HEAD);
    let (year, version) = (report.year.to_string(), report.version.to_string());
    for (figure, value) in [
        ("year", year.as_str()),
        ("version", version.as_str()),
        ("from", report.from.as_str()),
        ("to", report.to.as_str()),
        ("verified_on", report.verified_on.as_deref().unwrap_or_default()),
    ] {
        file.line([figure, "", "", "", value, ""]);
    }
    file.figure("lodged", "", Some(report.lodged));
    for (figure, all) in [("topics", &report.topics), ("grounds", &report.grounds), ("outcomes", &report.outcomes)] {
        file.counts(figure, all);
    }
    let times = report.times;
    file.figure("times", "decided", Some(times.decided));
    file.figure("times", "average_hours", times.average_hours);
    file.figure("times", "median_hours", times.median_hours);
    file.figure("times", "in_time", Some(times.in_time));
    file.counts("ends", &report.ends);
    file.figure("technical", "reported", Some(report.technical.reported));
    file.figure("technical", "counted", Some(report.technical.counted));
    file.figure("reviews", "asked", Some(report.reviews.asked));
    file.figure("reviews", "changed", Some(report.reviews.changed));
    file.counts("mediations", &report.mediations);
    let opinion = &report.satisfaction;
    for (place, count) in opinion.ratings.iter().enumerate() {
        let rating = (place + 1).to_string();
        file.line(["satisfaction", &rating, &rating, "", &count.to_string(), ""]);
    }
    for (id, said) in [("answered", opinion.answered), ("clear", opinion.clear)] {
        file.figure("satisfaction", &format!("{id}_yes"), Some(said.yes));
        file.figure("satisfaction", &format!("{id}_no"), Some(said.no));
    }
    for (month, count) in (1..).zip(&report.months) {
        let label = file.words.month(month);
        file.line(["months", &month.to_string(), &label, "", &count.to_string(), ""]);
    }
    let left_out = file.words.report("left_out", &[]);
    for table in &report.tables {
        for row in &table.rows {
            let id = row.id.as_deref().unwrap_or_default();
            for (column, cell) in table.columns.iter().zip(&row.cells) {
                let note = if cell.is_none() { left_out.as_str() } else { "" };
                file.line([&table.id, id, &row.label, column, &number(*cell), note]);
            }
        }
    }
    file.text
}

fn number(value: Option<u32>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The file as far as it is written.
struct File {
    text: String,
    words: &'static Words,
}

impl File {
    fn line(&mut self, fields: [&str; 6]) {
        self.text.push_str(&fields.map(quoted).join(","));
        self.text.push_str("\r\n");
    }

    /// A figure with its words.
    fn figure(&mut self, figure: &str, id: &str, value: Option<u32>) {
        let name = if id.is_empty() { figure.to_owned() } else { format!("{figure}_{id}") };
        let label = self.words.report(&name, &[]);
        self.line([figure, id, &label, "", &number(value), ""]);
    }

    fn counts(&mut self, figure: &str, all: &[Count]) {
        for count in all {
            self.line([figure, &count.id, &count.label, "", &count.count.to_string(), ""]);
        }
    }
}

/// A field. One that a spreadsheet would take for a formula gets an apostrophe, which it takes for text.
fn quoted(field: &str) -> String {
    let field = if field.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{field}") } else { field.to_owned() };
    if field.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn fields_are_quoted_and_formulas_are_text() {
        for (field, written) in [
            ("Payments", "Payments"),
            ("Fees, and more", "\"Fees, and more\""),
            ("The \"new\" fee", "\"The \"\"new\"\" fee\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "'=1+1"),
            ("-2", "'-2"),
            ("@SUM(A1,A2)", "\"'@SUM(A1,A2)\""),
            ("", ""),
        ] {
            assert_eq!(quoted(field), written);
        }
    }
}
