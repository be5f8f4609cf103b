//! The inbox of a partner with 10,000 tickets: one of them is looked for, all pages are turned, letters are typed.

use super::Figure;
use super::browser::measured;
use super::filled::Filled;
use crate::Outcome;
use crate::page::Page;
use serde_json::json;
use thirtyfour::prelude::Key;

/// Rows of a page.
const ROWS: usize = 50;
/// Words that are looked for.
const LOOKED_FOR: usize = 20;
/// How often the frequent word is typed, and taken back letter by letter.
const TYPED: usize = 5;

/// From the first letter to the row.
const ROW_COMES: &str = "const row = arguments[0];
    window.measured = null;
    let began;
    addEventListener('input', () => { began = performance.now(); }, { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (!document.getElementById(row)) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => { window.measured = performance.now() - began; }));
    });
    observer.observe(document.body, { childList: true, subtree: true });";

/// From the click to fifty rows more.
const TURN: &str = "const done = arguments[arguments.length - 1];
    const list = document.querySelector('.tickets');
    const wanted = list.childElementCount + arguments[0];
    const observer = new MutationObserver(() => {
      if (list.childElementCount < wanted) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
    });
    observer.observe(list, { childList: true });
    const began = performance.now();
    document.querySelector('.more button').click();";

/// From each input to the frame that shows what it has changed.
const LETTERS: &str = "window.measured = [];
    addEventListener('input', () => {
      const began = performance.now();
      requestAnimationFrame(() => requestAnimationFrame(() => window.measured.push(performance.now() - began)));
    }, { capture: true });";

/// Measures, on a page at the messages.
pub(super) async fn measure(page: &Page, filled: &Filled) -> Outcome<Vec<Figure>> {
    rows(page, ROWS).await?;
    let found = find(page, filled).await?;
    let turned = turn(page, filled.agency_tickets / ROWS).await?;
    // The device knows all of them now: the most that typing has to look through.
    let painted = type_words(page, &filled.frequent).await?;
    Ok(vec![
        Figure::p95("find_one_of_10000_ms", &found)?,
        Figure::p95("page_turn_p95_ms", &turned)?,
        Figure::p95("keystroke_to_paint_p95_ms", &painted)?,
    ])
}

async fn find(page: &Page, filled: &Filled) -> Outcome<Vec<f64>> {
    eprintln!("looking for {LOOKED_FOR} tickets, each by one word");
    let mut times = Vec::new();
    for rare in filled.rare.iter().take(LOOKED_FOR) {
        page.js(ROW_COMES, json!([format!("row-{}", rare.ticket)])).await?;
        page.find("#inbox-search").await?.send_keys(rare.word.as_str()).await?;
        times.push(measured(page).await?);
        page.fill("inbox-search", "").await?;
        // What was found is known now and shown, until the first page has come.
        rows(page, ROWS).await?;
    }
    Ok(times)
}

async fn turn(page: &Page, pages: usize) -> Outcome<Vec<f64>> {
    eprintln!("turning {pages} pages");
    let mut times = Vec::new();
    for _ in 1..pages {
        page.find(".more button").await?;
        let args = vec![json!(ROWS)];
        let time = page.driver().execute_async(TURN, args).await?.json().as_f64();
        times.push(time.ok_or("the page has measured nothing")?);
    }
    rows(page, pages * ROWS).await?;
    Ok(times)
}

async fn type_words(page: &Page, word: &str) -> Outcome<Vec<f64>> {
    eprintln!("typing");
    page.js(LETTERS, json!([])).await?;
    let field = page.find("#inbox-search").await?;
    let forth: Vec<char> = word.chars().collect();
    let back = vec![char::from(Key::Backspace); forth.len()];
    let mut typed = 0;
    for _ in 0..TYPED {
        for keys in [&forth, &back] {
            for key in keys {
                field.send_keys(key.to_string()).await?;
                typed += 1;
                page.until("the letter to be painted", "return window.measured.length === arguments[0]", json!([typed])).await?;
            }
            // A pause, in which the backend is asked: of the plain list it gives the first page again.
            let asked =
                "return (new URLSearchParams(location.search).get('q') ?? '') === document.getElementById('inbox-search').value";
            page.until("the address", asked, json!([])).await?;
        }
        rows(page, ROWS).await?;
    }
    Ok(serde_json::from_value(page.js("return window.measured", json!([])).await?)?)
}

async fn rows(page: &Page, count: usize) -> Outcome {
    let script = "return document.querySelector('.tickets')?.childElementCount === arguments[0]";
    page.until(&format!("{count} rows"), script, json!([count])).await
}
