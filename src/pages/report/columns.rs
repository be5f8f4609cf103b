//! The months of the year as columns, beside those of the other one.

use super::patterns::{OTHER, tone};
use super::table::Table;
use super::told::{Years, changed, number, of_length};
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::report::{Column, MONTHS, Scale, columns, extremes};

/// Where the columns begin, behind the numbers of the scale: thousandths of the width.
const LEFT: u32 = 90;
/// The width of a month, and how much of it stays free.
const MONTH: u32 = (1_000 - LEFT) / MONTHS as u32;
const GAP: u32 = MONTH / 4;

/// The columns, what stands out, and the table behind them.
pub fn months(words: Words, title: &str, now: &[u32], before: Option<&[u32]>, years: Years) -> AnyView {
    let (all, scale) = columns(now, before);
    let drawn: Vec<_> = all.iter().zip(0..).map(|(column, month)| draw(*column, month, scale)).collect();
    let lines: Vec<_> = scale
        .lines()
        .map(|line| {
            let y = of_length(1_000 - scale.place(line));
            let label = words.number(&line.to_string());
            view! {
                <line class="grid" x1="0" x2="100%" y1=y.clone() y2=y.clone()></line>
                <text x="0" y=y dy="-4">{label}</text>
            }
        })
        .collect();
    let letters: Vec<_> = (0..MONTHS).map(|month| view! { <span>{words.month(month, true)}</span> }).collect();
    let extremes = extremes(&all).map(|found| {
        let of = |month: usize| (words.month(month, false), number(words, all[month].count));
        let ((most, most_n), (fewest, fewest_n)) = (of(found.most), of(found.fewest));
        let values = [("most", most), ("most_n", most_n), ("fewest", fewest), ("fewest_n", fewest_n)];
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        view! { <p>{words.fill(key::REPORT_EXTREMES, &values)}</p> }
    });
    let years_shown = years.other.map(|other| {
        view! {
            <ul class="legend">
                <li><svg class="swatch" aria-hidden="true"><rect width="100%" height="100%" fill=tone(0)></rect></svg>{years.now.to_string()}</li>
                <li><svg class="swatch" aria-hidden="true"><rect width="100%" height="100%" fill=OTHER></rect></svg>{other.to_string()}</li>
            </ul>
        }
    });
    view! {
        {extremes}
        <div class="months" aria-hidden="true">
            <svg>{lines}{drawn}</svg>
            <p>{letters}</p>
        </div>
        {years_shown}
        {table(words, title, &all, years).behind(words)}
    }
    .into_any()
}

fn draw(column: Column, month: u32, scale: Scale) -> AnyView {
    let width = MONTH - GAP;
    let from = LEFT + month * MONTH;
    let rect = |count: u32, from: u32, width: u32, fill: String| {
        let height = scale.place(u64::from(count));
        view! {
            <rect x=of_length(from) width=of_length(width) y=of_length(1_000 - height) height=of_length(height) fill=fill></rect>
        }
    };
    match column.before {
        None => rect(column.count, from, width, tone(0)).into_any(),
        Some(before) => {
            let half = width / 2;
            let both = (rect(before, from, half, OTHER.to_owned()), rect(column.count, from + half, half, tone(0)));
            both.into_any()
        }
    }
}

fn table(words: Words, title: &str, columns: &[Column], years: Years) -> Table {
    let mut heads = vec![title.to_owned(), years.now.to_string()];
    if let Some(other) = years.other {
        heads.extend([other.to_string(), words.t(key::REPORT_CHANGE)]);
    }
    let row = |(month, column): (usize, &Column)| {
        let mut row = vec![words.month(month, false), number(words, column.count)];
        if let Some(before) = column.before {
            row.extend([number(words, before), changed(words, column.count, before)]);
        }
        row
    };
    Table { caption: title.to_owned(), heads, rows: columns.iter().enumerate().map(row).collect() }
}
