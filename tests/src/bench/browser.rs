//! What a partner waits for at the screen: measured by scripts in the page, up to the second frame after a change, when it
//! has been painted.

use super::filled::{Filled, Partner};
use super::{Figure, inbox, message, thread};
use crate::Outcome;
use crate::backend::Backend;
use crate::browser::chromium;
use crate::look::Look;
use crate::page::Page;
use crate::wait::until;
use serde_json::json;

/// Measures.
///
/// # Errors
/// The browser does not start, or a screen does not come.
pub async fn measure(filled: &Filled) -> Outcome<Vec<Figure>> {
    let backend = filled.backend().await?;
    let page = signed_in(&backend, &filled.agency).await?;
    let mut figures = inbox::measure(&page, filled).await?;
    page.driver().clone().quit().await?;
    let partner = filled.partners.first().ok_or("no partner was filled in")?;
    let page = signed_in(&backend, partner).await?;
    figures.extend(thread::measure(&page, &backend, partner).await?);
    figures.extend(message::measure(&page).await?);
    page.driver().clone().quit().await?;
    Ok(figures)
}

/// A new browser at the messages of a partner, whose session it has from an earlier visit.
async fn signed_in(backend: &Backend, partner: &Partner) -> Outcome<Page> {
    let port = backend.address().rsplit(':').next().unwrap_or_default();
    let page = Page::new(chromium(&Look::french(), port).await?, backend.origin().to_owned());
    let cookie = json!({
        "name": "recourse",
        "value": partner.token,
        "url": backend.origin(),
        "httpOnly": true,
        "sameSite": "Lax",
    });
    page.devtools("Network.setCookie", cookie).await?;
    page.goto("/messages").await?;
    page.find(".tickets li").await?;
    Ok(page)
}

/// What a script has left in `window.measured`, once it has.
pub(super) async fn measured(page: &Page) -> Outcome<f64> {
    until("what the page has measured", async || Ok(page.js("return window.measured", json!([])).await?.as_f64())).await
}
