//! The figures, one section each: chart, table, and what is counted.

use super::bars::bars;
use super::columns::months;
use super::cross::tables;
use super::stack::stack;
use super::table::Table;
use super::told::{self, Years, changed, number};
use crate::shell::focus;
use crate::shell::words::Words;
use crate::ui::prose::Prose;
use leptos::prelude::*;
use recourse_contract::report::{Count, Report, YesNo};
use recourse_core::i18n::{Key, key};
use recourse_core::report::{Part, average_tenths, definition, lines, share};

/// The sections in their order, by their ids.
const CONTENTS: [(&str, Key); 13] = [
    ("lodged", key::REPORT_LODGED),
    ("months", key::REPORT_MONTHS),
    ("topics", key::REPORT_TOPICS),
    ("grounds", key::REPORT_GROUNDS),
    ("times", key::REPORT_TIMES),
    ("outcomes", key::REPORT_OUTCOMES),
    ("ends", key::REPORT_ENDS),
    ("reviews", key::REPORT_REVIEWS),
    ("mediations", key::REPORT_MEDIATIONS),
    ("satisfaction", key::REPORT_SATISFACTION),
    ("technical", key::REPORT_TECHNICAL),
    ("tables", key::REPORT_TABLES),
    ("versions", key::REPORT_VERSIONS),
];

/// The way to each section.
pub fn contents(words: Words, report: &Report) -> AnyView {
    let shown = CONTENTS.into_iter().filter(|(id, _)| *id != "tables" || !report.tables.is_empty());
    let link = |(id, title): (&'static str, Key)| {
        view! { <li><a href=format!("#{id}") rel="external" on:click=move |_| focus::bring_up(id.into())>{words.t(title)}</a></li> }
    };
    let links: Vec<_> = shown.map(link).collect();
    view! {
        <nav class="contents" aria-label=words.t(key::ARTICLE_CONTENTS)><ol>{links}</ol></nav>
        <p class="small">{words.t(key::REPORT_ROUNDED)}</p>
    }
    .into_any()
}

/// All figures, beside those of another year where there is one.
pub fn all(words: Words, report: &Report, before: Option<&Report>) -> AnyView {
    let years = Years { now: report.year, other: before.map(|before| before.year) };
    let list = |id: &'static str, title: Key, of: fn(&Report) -> &Vec<Count>, is_whole: bool, chart: Chart| {
        let title = words.t(title);
        let lines = lines(of(report), before.map(|before| of(before).as_slice()), is_whole);
        section(report, id, &title, chart(words, &title, &lines, years))
    };
    let by_month = words.t(key::REPORT_MONTHS);
    let drawn = months(words, &by_month, &report.months, before.map(|before| before.months.as_slice()), years);
    let sections = vec![
        lodged(words, report, before),
        section(report, "months", &by_month, drawn),
        list("topics", key::REPORT_TOPICS, |report| &report.topics, false, bars),
        list("grounds", key::REPORT_GROUNDS, |report| &report.grounds, true, bars),
        times(words, report, before, years),
        list("outcomes", key::REPORT_OUTCOMES, |report| &report.outcomes, true, stack),
        list("ends", key::REPORT_ENDS, |report| &report.ends, false, bars),
        reviews(words, report, before, years),
        list("mediations", key::REPORT_MEDIATIONS, |report| &report.mediations, false, bars),
        opinion(words, report, before, years),
        technical(words, report, before, years),
        cross(words, report),
    ];
    sections.into_any()
}

/// Draws the lines of a list under a title.
type Chart = fn(Words, &str, &[recourse_core::report::Line], Years) -> AnyView;

/// A figure under its title, with what it counts.
fn section(report: &Report, id: &'static str, title: &str, content: AnyView) -> AnyView {
    let counted = definition(report, id).map(|counted| view! { <p class="small">{counted.text.clone()}</p> });
    view! { <section id=id><h2>{title.to_owned()}</h2>{counted}{content}</section> }.into_any()
}

fn lodged(words: Words, report: &Report, before: Option<&Report>) -> AnyView {
    let change = before.map(|before| {
        let count = words.fill(key::REPORT_IN_YEAR, &[("year", &before.year.to_string()), ("n", &number(words, before.lodged))]);
        view! { <p class="small">{count}" · "{changed(words, report.lodged, before.lodged)}</p> }
    });
    let count = view! { <p class="figure">{number(words, report.lodged)}</p>{change} };
    section(report, "lodged", &words.t(key::REPORT_LODGED), count.into_any())
}

/// Some values, each a row of an open table: in this year and in the other one.
fn values(words: Words, title: &str, years: Years, rows: Vec<(Key, String, Option<String>)>) -> AnyView {
    let heads = [Some(title.to_owned()), Some(years.now.to_string()), years.other.map(|other| other.to_string())];
    let row = |(name, now, before): (Key, String, Option<String>)| {
        [Some(words.t(name)), Some(now), before].into_iter().flatten().collect::<Vec<_>>()
    };
    let rows = rows.into_iter().map(row).collect();
    Table { caption: title.to_owned(), heads: heads.into_iter().flatten().collect(), rows }.open()
}

/// A row of [`values`]: what `of` tells of each report.
fn value(name: Key, report: &Report, before: Option<&Report>, of: impl Fn(&Report) -> String) -> (Key, String, Option<String>) {
    (name, of(report), before.map(of))
}

fn times(words: Words, report: &Report, before: Option<&Report>, years: Years) -> AnyView {
    let title = words.t(key::REPORT_TIMES);
    let hours = |hours: Option<u32>| hours.map_or_else(|| words.t(key::REPORT_EMPTY), |hours| told::length(words, hours));
    let rows = vec![
        value(key::REPORT_DECIDED, report, before, |report| number(words, report.times.decided)),
        value(key::REPORT_AVERAGE, report, before, |report| hours(report.times.average_hours)),
        value(key::REPORT_MEDIAN, report, before, |report| hours(report.times.median_hours)),
        value(key::REPORT_IN_TIME, report, before, |report| part(words, report.times.in_time, report.times.decided)),
    ];
    section(report, "times", &title, values(words, &title, years, rows))
}

/// A part with its share of the whole: "124 (87 %)".
fn part(words: Words, part: u32, whole: u32) -> String {
    let count = number(words, part);
    share(part, whole)
        .map_or_else(|| count.clone(), |share| format!("{count} ({})", told::share(words, Part { count: part, share })))
}

fn reviews(words: Words, report: &Report, before: Option<&Report>, years: Years) -> AnyView {
    let title = words.t(key::REPORT_REVIEWS);
    let rows = vec![
        value(key::REPORT_ASKED, report, before, |report| number(words, report.reviews.asked)),
        value(key::REPORT_CHANGED, report, before, |report| part(words, report.reviews.changed, report.reviews.asked)),
    ];
    section(report, "reviews", &title, values(words, &title, years, rows))
}

fn technical(words: Words, report: &Report, before: Option<&Report>, years: Years) -> AnyView {
    let title = words.t(key::REPORT_TECHNICAL);
    let rows = vec![
        value(key::REPORT_REPORTED, report, before, |report| number(words, report.technical.reported)),
        value(key::REPORT_COUNTED, report, before, |report| number(words, report.technical.counted)),
    ];
    section(report, "technical", &title, values(words, &title, years, rows))
}

fn opinion(words: Words, report: &Report, before: Option<&Report>, years: Years) -> AnyView {
    let title = words.t(key::REPORT_SATISFACTION);
    let ratings = |report: &Report| -> Vec<Count> {
        let label = |rating: u32| words.fill(key::REPORT_RATING, &[("n", &rating.to_string())]);
        let counts = (1_u32..).zip(&report.satisfaction.ratings);
        counts.map(|(rating, count)| Count { id: rating.to_string(), label: label(rating), count: *count }).collect()
    };
    let lines = lines(&ratings(report), before.map(ratings).as_deref(), true);
    let average = |report: &Report| match average_tenths(&report.satisfaction.ratings) {
        Some(tenths) => words.number(&format!("{}.{}", tenths / 10, tenths % 10)),
        None => words.t(key::REPORT_EMPTY),
    };
    let yes = |said: YesNo| part(words, said.yes, said.yes.saturating_add(said.no));
    let rows = vec![
        value(key::REPORT_RATING_AVERAGE, report, before, average),
        value(key::REPORT_ANSWERED, report, before, |report| yes(report.satisfaction.answered)),
        value(key::REPORT_CLEAR, report, before, |report| yes(report.satisfaction.clear)),
    ];
    let content = view! { {stack(words, &title, &lines, years)}{values(words, &title, years, rows)} };
    section(report, "satisfaction", &title, content.into_any())
}

fn cross(words: Words, report: &Report) -> AnyView {
    if report.tables.is_empty() {
        return ().into_any();
    }
    section(report, "tables", &words.t(key::REPORT_TABLES), tables(words, &report.tables).into_any())
}

/// How the system works, and the versions of the report.
pub fn words_of(words: Words, report: &Report) -> AnyView {
    let how: Vec<_> = report
        .how
        .iter()
        .map(|how| view! { <section><h2>{how.title.clone()}</h2><Prose text=how.text.clone()/></section> })
        .collect();
    let corrections: Vec<_> = report
        .corrections
        .iter()
        .map(|correction| {
            let version = words.fill(key::REPORT_VERSION, &[("n", &correction.version.to_string())]);
            view! { <dt>{version}", "{words.date(correction.at)}</dt><dd>{correction.reason.clone()}</dd> }
        })
        .collect();
    let has_corrections = !corrections.is_empty();
    let computed = words.fill(key::REPORT_COMPUTED, &[("date", &words.moment_and_zone(report.computed_at))]);
    view! {
        {how}
        <section id="versions">
            <h2>{words.t(key::REPORT_VERSIONS)}</h2>
            <p class="small">{computed}</p>
            {has_corrections.then(|| view! { <dl class="versions">{corrections}</dl> })}
        </section>
    }
    .into_any()
}
