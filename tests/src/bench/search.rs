//! How soon the backend answers lists and searches over 100,000 tickets.

use super::filled::Filled;
use super::http::{Handler, ask, client};
use super::{Figure, percentile};
use crate::Outcome;
use recourse_contract::{Page, TicketSummary};
use reqwest::Client;
use std::iter::repeat_n;

/// Requests of one kind that are measured.
const TIMES: usize = 100;
/// Requests before those: the first ones read the disk.
const WARM: usize = 5;
/// Rows of a page, as the app asks for them.
const ROWS: usize = 50;

/// Measures.
///
/// # Errors
/// The backend does not answer, or not what was filled in.
pub async fn measure(filled: &Filled) -> Outcome<Vec<Figure>> {
    eprintln!("searching 100,000 tickets");
    let backend = filled.backend().await?;
    let (client, token) = (client()?, filled.agency.token.as_str());
    let list = backend.url(&format!("/tickets?sort=waiting&limit={ROWS}"));
    let frequent = format!("{list}&q={}", filled.frequent);
    let rare: Vec<String> = filled.rare.iter().map(|rare| format!("{list}&q={}", rare.word)).collect();
    for (address, rows) in [(Some(&list), ROWS), (Some(&frequent), ROWS), (rare.first(), 1)] {
        let address = address.ok_or("no rare word was filled in")?;
        let page: Page<TicketSummary> = client.get(address).bearer_auth(token).send().await?.error_for_status()?.json().await?;
        if page.items.len() != rows {
            return Err(format!("{address} gave {} rows, not {rows}", page.items.len()).into());
        }
    }
    let first = times(&client, token, repeat_n(list.as_str(), WARM + TIMES)).await?;
    let many = times(&client, token, repeat_n(frequent.as_str(), WARM + TIMES)).await?;
    let few = times(&client, token, rare.iter().map(String::as_str).cycle().take(WARM + TIMES)).await?;
    // Staff search everything that there is.
    let handler = Handler::of(&backend)?;
    let all = handler.url(&format!("/tickets?limit={ROWS}&q={}", filled.rare.first().map_or("", |rare| &rare.word)));
    let all = times(&client, &handler.key, repeat_n(all.as_str(), WARM + TIMES / 4)).await?;

    let slowest = [&first, &many, &few].into_iter().filter_map(|times| percentile(times, 95)).fold(0.0, f64::max);
    Ok(vec![
        Figure { name: "search_100k_p95_ms", value: slowest, unit: "ms" },
        Figure::p95("search_100k_list_p95_ms", &first)?,
        Figure::p95("search_100k_frequent_p95_ms", &many)?,
        Figure::p95("search_100k_rare_p95_ms", &few)?,
        Figure::p95("search_100k_handler_p95_ms", &all)?,
    ])
}

async fn times<'a>(client: &Client, token: &str, addresses: impl Iterator<Item = &'a str>) -> Outcome<Vec<f64>> {
    let mut times = Vec::new();
    for address in addresses {
        times.push(ask(client, address, token).await?);
    }
    Ok(times.split_off(WARM.min(times.len())))
}
