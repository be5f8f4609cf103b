//! Tables of two dimensions, in which small counts are left out.

use super::table::Table;
use super::told::number;
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::report::CrossTable;
use recourse_core::i18n::key;

/// Each table, open on demand.
pub fn tables(words: Words, tables: &[CrossTable]) -> Vec<AnyView> {
    tables.iter().map(|table| one(words, table)).collect()
}

fn one(words: Words, table: &CrossTable) -> AnyView {
    // Not "fewer than": others go with a small count, so that no sum gives it back.
    let cell = |cell: &Option<u32>| cell.map_or_else(|| words.t(key::REPORT_LEFT_OUT), |count| number(words, count));
    let rows = table.rows.iter().map(|row| [row.label.clone()].into_iter().chain(row.cells.iter().map(cell)).collect());
    let heads = [table.title.clone()].into_iter().chain(table.columns.iter().cloned());
    let shown = Table { caption: table.title.clone(), heads: heads.collect(), rows: rows.collect() };
    view! {
        <details class="behind">
            <summary>{table.title.clone()}</summary>
            {shown.open()}
        </details>
    }
    .into_any()
}
