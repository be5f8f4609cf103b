//! A bar for each line of a list, with that of the other year below it.

use super::patterns::{OTHER, tone};
use super::table::Table;
use super::told::{self, Years, number, of_length};
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::report::{Line, Part};

/// The shortest bar of something, in thousandths of the width.
const THINNEST: u32 = 5;

/// The bars, and the table behind them.
pub fn bars(words: Words, title: &str, lines: &[Line], years: Years) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="none">{words.t(key::REPORT_EMPTY)}</p> }.into_any();
    }
    let rows: Vec<_> = lines.iter().map(|line| bar(words, line, years)).collect();
    let rows_behind = lines.iter().map(|line| told::row(words, line)).collect();
    let table = Table { caption: title.to_owned(), heads: told::heads(words, title, years), rows: rows_behind };
    view! { <ul class="bars">{rows}</ul>{table.behind(words)} }.into_any()
}

/// The whole width is all of the list, in each year.
fn bar(words: Words, line: &Line, years: Years) -> AnyView {
    // What is there is seen, however thin.
    let length = |part: Part| of_length(if part.count > 0 { (part.share * 10).max(THINNEST) } else { 0 });
    let before = line.before.zip(told::before(words, line, years)).map(|(before, told)| {
        view! {
            <svg class="length other" aria-hidden="true"><rect width=length(before) height="100%" fill=OTHER></rect></svg>
            <p class="small">{told}</p>
        }
    });
    view! {
        <li>
            <p class="bar-head">
                <span>{line.label.clone()}</span>
                <span class="bar-count"><b>{number(words, line.now.count)}</b>" · "{told::share(words, line.now)}</span>
            </p>
            <svg class="length" aria-hidden="true"><rect width=length(line.now) height="100%" fill=tone(0)></rect></svg>
            {before}
        </li>
    }
    .into_any()
}
