//! From a handler's command to its text on the partner's open thread.

use super::Figure;
use super::browser::measured;
use super::filled::Partner;
use super::http::Handler;
use crate::Outcome;
use crate::backend::Backend;
use crate::page::Page;
use crate::words::Words;
use serde_json::json;
use std::time::{SystemTime, UNIX_EPOCH};

const REPLIES: usize = 40;

/// The moment at which a text has been painted, by the clock of the machine.
const TEXT_COMES: &str = "const text = arguments[0];
    const list = document.querySelector('.entries');
    window.measured = null;
    const observer = new MutationObserver(() => {
      if (!list.textContent.includes(text)) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => { window.measured = Date.now(); }));
    });
    observer.observe(list, { childList: true, subtree: true, characterData: true });";

/// Measures, on a page at the messages.
pub(super) async fn measure(page: &Page, backend: &Backend, partner: &Partner) -> Outcome<Vec<Figure>> {
    eprintln!("{REPLIES} replies");
    let (words, handler) = (Words::of("fr"), Handler::of(backend)?);
    page.click(&format!("#row-{} a", partner.ticket)).await?;
    page.shows(".entries h2", &words.t("entry.acknowledgement")).await?;
    // The first one takes the ticket up, and tells that the stream is open or was not needed.
    handler.reply(&partner.ticket, "Nous commençons.").await?;
    page.shows(".entries", "Nous commençons.").await?;
    let mut times = Vec::with_capacity(REPLIES);
    for number in 1..=REPLIES {
        let text = format!("Nouvelle numéro {number:03}.");
        page.js(TEXT_COMES, json!([text])).await?;
        let sent = now()?;
        handler.reply(&partner.ticket, &text).await?;
        times.push(measured(page).await? - sent);
    }
    Ok(vec![Figure::p95("handler_to_screen_p95_ms", &times)?])
}

/// Milliseconds since 1970, as the page counts them.
fn now() -> Outcome<f64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64() * 1_000.0)
}
