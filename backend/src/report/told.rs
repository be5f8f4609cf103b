//! Figures as the contract shows them, in one language.

use super::{Counted, Figures, Table, Year};
use crate::service_file::Localised;
use crate::words::Words;
use recourse_contract::Timestamp;
use recourse_contract::report::{Correction, Count, CrossTable, Report, TableRow};
use recourse_contract::service::{Notice, Service};

/// What is explained beside the figures.
const DEFINED: [&str; 12] = [
    "lodged",
    "topics",
    "grounds",
    "times",
    "outcomes",
    "ends",
    "technical",
    "reviews",
    "mediations",
    "satisfaction",
    "months",
    "tables",
];

/// Which version of a report it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // As in the contract's `Report`.
pub struct Edition {
    pub version: u32,
    pub computed_at: Timestamp,
    pub verified_on: Option<String>,
    pub corrections: Vec<Correction>,
}

/// The report in one language.
pub fn told(figures: &Figures, year: &Year, edition: Edition, spoken: &Localised) -> Report {
    let words = Words::of(&spoken.locale);
    let counts = |prefix: &str, all: &[Counted]| -> Vec<Count> {
        all.iter().map(|(id, count)| Count { id: id.clone(), label: said(words, prefix, id), count: *count }).collect()
    };
    let topics = figures.topics.iter();
    Report {
        year: year.number,
        version: edition.version,
        from: year.first_day(),
        to: year.last_day(),
        computed_at: edition.computed_at,
        verified_on: edition.verified_on,
        corrections: edition.corrections,
        how: spoken.how.clone(),
        definitions: DEFINED.iter().map(|id| definition(id, figures.threshold, words)).collect(),
        lodged: figures.lodged,
        topics: topics.map(|(id, count)| Count { id: id.clone(), label: topic(&spoken.service, id), count: *count }).collect(),
        grounds: counts("ground", &figures.grounds),
        times: figures.times,
        outcomes: counts("outcome", &figures.outcomes),
        ends: counts("end", &figures.ends),
        technical: figures.technical,
        reviews: figures.reviews,
        mediations: counts("mediation", &figures.mediations),
        satisfaction: figures.satisfaction.clone(),
        months: figures.months.clone(),
        tables: figures.tables.iter().map(|table| cross_table(table, spoken, words)).collect(),
        threshold: figures.threshold,
    }
}

fn said(words: &Words, prefix: &str, id: &str) -> String {
    words.report(&format!("{prefix}_{id}"), &[])
}

fn definition(id: &str, threshold: u32, words: &Words) -> Notice {
    let text = words.report(&format!("{id}_is"), &[("threshold", &threshold.to_string())]);
    Notice { id: id.to_owned(), title: words.report(id, &[]), text }
}

/// A topic that has gone from the file since keeps its id.
fn topic(service: &Service, id: &str) -> String {
    let way = service.path(id).unwrap_or_default();
    way.last().map_or_else(|| id.to_owned(), |topic| topic.label.clone())
}

fn cross_table(table: &Table, spoken: &Localised, words: &Words) -> CrossTable {
    // Its id names what its rows and columns are.
    let (rows, columns) = table.id.split_once('_').unwrap_or((table.id, ""));
    let head = |dimension: &str, id: &String| match dimension {
        "topics" => topic(&spoken.service, id),
        "months" => id.parse::<usize>().map_or_else(|_| id.clone(), |month| words.month(month)),
        "outcomes" => said(words, "outcome", id),
        _ if id == "none" => words.report("rating_none", &[]),
        _ => id.clone(),
    };
    let row = |(id, cells): (&String, &Vec<Option<u32>>)| TableRow {
        id: Some(id.clone()),
        label: head(rows, id),
        cells: cells.clone(),
    };
    CrossTable {
        id: table.id.to_owned(),
        title: words.report(table.id, &[]),
        columns: table.columns.iter().map(|id| head(columns, id)).collect(),
        rows: table.rows.iter().zip(&table.cells).map(row).collect(),
    }
}
