//! Figures as a table: in the open, or behind a chart. The first column says what a row is.

use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::key;

/// A table of texts.
pub struct Table {
    /// What it shows, for those who do not see what stands around it.
    pub caption: String,
    /// The heads of its columns.
    pub heads: Vec<String>,
    /// Its rows, each as long as the heads.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// In the open. A wide one is moved within its frame, by keyboard too.
    pub fn open(self) -> AnyView {
        let heads: Vec<_> = self.heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect();
        let rows: Vec<_> = self.rows.into_iter().map(row).collect();
        view! {
            <div class="table" role="group" tabindex="0" aria-label=self.caption>
                <table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
            </div>
        }
        .into_any()
    }

    /// Behind a chart.
    pub fn behind(self, words: Words) -> AnyView {
        let caption = self.caption.clone();
        view! {
            <details class="behind">
                <summary>{words.t(key::REPORT_TABLE)}<span class="vh">", "{caption}</span></summary>
                {self.open()}
            </details>
        }
        .into_any()
    }
}

fn row(cells: Vec<String>) -> AnyView {
    let mut cells = cells.into_iter();
    let head = cells.next();
    let cells: Vec<_> = cells.map(|cell| view! { <td>{cell}</td> }).collect();
    view! { <tr><th scope="row">{head}</th>{cells}</tr> }.into_any()
}
