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
    let now = lines.iter().map(|line| line.now.count).collect();
    let before = |year| (year, lines.iter().map(|line| line.before.map_or(0, |before| before.count)).collect());
    let all: [Option<(u16, Vec<u32>)>; 2] = [Some((years.now, now)), years.other.map(before)];
    let strips: Vec<_> = all
        .into_iter()
        .flatten()
        .map(|(year, counts)| {
            let name = years.other.map(|_| view! { <p class="small">{year.to_string()}</p> });
            view! { {name}{strip(&counts)} }
        })
        .collect();
    let legend: Vec<_> = lines.iter().enumerate().map(|(place, line)| entry(words, place, line, years)).collect();
    let rows = lines.iter().map(|line| told::row(words, line)).collect();
    let table = Table { caption: title.to_owned(), heads: told::heads(words, title, years), rows };
    view! { <div class="stack">{strips}</div><ul class="legend">{legend}</ul>{table.behind(words)} }.into_any()
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

fn entry(words: Words, place: usize, line: &Line, years: Years) -> AnyView {
    view! {
        <li>
            <svg class="swatch" aria-hidden="true"><rect class="part" width="100%" height="100%" fill=tone(place)></rect></svg>
            <span>{line.label.clone()}</span>
            <span class="bar-count">
                <b>{number(words, line.now.count)}</b>" · "{told::share(words, line.now)}
                {told::before(words, line, years).map(|told| view! { <span class="small">{told}</span> })}
            </span>
        </li>
    }
    .into_any()
}
