//! A bar for each line of a list, with that of the other year below it.

use super::patterns::{OTHER, tone};
use super::table::Table;
use super::told::{self, Years, changed, number, of_length};
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::report::{Line, Scale, most};

/// The bars, and the table behind them.
pub fn bars(words: Words, title: &str, lines: &[Line], years: Years) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="none">{words.t(key::REPORT_EMPTY)}</p> }.into_any();
    }
    let scale = Scale { step: 1, top: u64::from(most(lines)).max(1) };
    let rows: Vec<_> = lines.iter().map(|line| bar(words, line, scale, years)).collect();
    let rows_behind = lines.iter().map(|line| told::row(words, line)).collect();
    let table = Table { caption: title.to_owned(), heads: told::heads(words, title, years), rows: rows_behind };
    view! { <ul class="bars">{rows}</ul>{table.behind(words)} }.into_any()
}

fn bar(words: Words, line: &Line, scale: Scale, years: Years) -> AnyView {
    let length = |count: u32| of_length(scale.place(u64::from(count)));
    let before = line.before.zip(years.other).map(|(before, other)| {
        let count = words.fill(key::REPORT_IN_YEAR, &[("year", &other.to_string()), ("n", &number(words, before))]);
        view! {
            <svg class="length other" aria-hidden="true"><rect width=length(before) height="100%" fill=OTHER></rect></svg>
            <p class="small">{count}" · "{changed(words, line.count, before)}</p>
        }
    });
    view! {
        <li>
            <p class="bar-head">
                <span>{line.label.clone()}</span>
                <span class="bar-count"><b>{number(words, line.count)}</b>" · "{told::share(words, line.count, line.share)}</span>
            </p>
            <svg class="length" aria-hidden="true"><rect width=length(line.count) height="100%" fill=tone(0)></rect></svg>
            {before}
        </li>
    }
    .into_any()
}
