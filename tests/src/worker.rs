//! The service worker as tests look at it: whether it serves a page, and of which build that page is.

use crate::Outcome;
use crate::page::Page;
use serde_json::json;

/// Waits until the worker has kept the app, and loads the page anew, from it.
///
/// # Errors
/// It does not come in time.
pub async fn serves(page: &Page) -> Outcome {
    let ready = "return navigator.serviceWorker.ready.then(() => true)";
    page.until("the worker", ready, json!([])).await?;
    // It takes the next page over.
    page.reload().await?;
    page.until("the worker to serve the page", "return navigator.serviceWorker.controller !== null", json!([])).await
}

/// Waits for a page of this build.
///
/// # Errors
/// It stays another one.
pub async fn is_of_build(page: &Page, id: &str) -> Outcome {
    let says = "return document.querySelector('meta[name=recourse-build]')?.content === arguments[0]";
    page.until(&format!("a page of build {id}"), says, json!([id])).await
}

/// Lets the browser look for a new version at once.
///
/// # Errors
/// The browser refuses.
pub async fn look_for_new(page: &Page) -> Outcome {
    // Where the new one is not installed, asking may fail.
    page.js("return navigator.serviceWorker.ready.then((r) => r.update()).then(() => true, () => false)", json!([])).await?;
    Ok(())
}
