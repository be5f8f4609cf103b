//! A whole as one bar, divided among its lines; that of the other year below it.

use super::patterns::tone;
use super::table::Table;
use super::told::{self, Years, number, of_length};
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::report::{Line, segments};

/// The bar, what its parts are, and the table behind it.
pub fn stack(words: Words, title: &str, lines: &[Line], years: Years) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="none">{words.t(key::REPORT_EMPTY)}</p> }.into_any();
    }
    let strips: [(Option<u16>, fn(&Line) -> u32); 2] = [(Some(years.now), count), (years.other, before)];
    let strips: Vec<_> = strips
        .into_iter()
        .filter_map(|(year, of)| Some((year?, of)))
        .map(|(year, of)| {
            let name = years.other.map(|_| view! { <p class="small">{year.to_string()}</p> });
            view! { {name}{strip(&lines.iter().map(of).collect::<Vec<_>>())} }
        })
        .collect();
    let legend: Vec<_> = lines.iter().enumerate().map(|(place, line)| entry(words, place, line)).collect();
    let rows = lines.iter().map(|line| told::row(words, line)).collect();
    let table = Table { caption: title.to_owned(), heads: told::heads(words, title, years), rows };
    view! { <div class="stack">{strips}</div><ul class="legend">{legend}</ul>{table.behind(words)} }.into_any()
}

fn count(line: &Line) -> u32 {
    line.count
}

fn before(line: &Line) -> u32 {
    line.before.unwrap_or_default()
}

fn strip(counts: &[u32]) -> AnyView {
    let parts: Vec<_> = segments(counts)
        .into_iter()
        .enumerate()
        .filter(|(_, segment)| segment.length > 0)
        .map(|(place, segment)| {
            view! { <rect class="part" x=of_length(segment.from) width=of_length(segment.length) height="100%" fill=tone(place)></rect> }
        })
        .collect();
    view! { <svg class="strip" aria-hidden="true">{parts}</svg> }.into_any()
}

fn entry(words: Words, place: usize, line: &Line) -> AnyView {
    view! {
        <li>
            <svg class="swatch" aria-hidden="true"><rect class="part" width="100%" height="100%" fill=tone(place)></rect></svg>
            <span>{line.label.clone()}</span>
            <span class="bar-count"><b>{number(words, line.count)}</b>" · "{told::share(words, line.count, line.share)}</span>
        </li>
    }
    .into_any()
}
