//! From the tap on the icon of the home screen to the first typed letter in the complaint, offline and on a slow device: the
//! worker has the app, the network is cut, and the processor is slowed down four times.

use super::Figure;
use crate::Outcome;
use crate::backend::Backend;
use crate::browser::chromium;
use crate::form::{self, Complaint};
use crate::look::Look;
use crate::page::Page;
use crate::wait::until;
use crate::words::Words;
use serde_json::json;
use std::time::Instant;

/// How often the app is started.
const STARTS: usize = 10;

/// Runs in each new page before anything else: the letter is typed as soon as there is a field that takes it, and has come
/// when the second frame after it is painted. Counted from where the navigation began.
const TYPES: &str = "window.measured = null;
    const look = new MutationObserver(() => {
      const field = document.querySelector('#name');
      if (!field || field.readOnly || field.disabled) return;
      look.disconnect();
      field.focus();
      field.setRangeText('M', 0, field.value.length, 'end');
      field.dispatchEvent(new InputEvent('input', { bubbles: true, data: 'M', inputType: 'insertText' }));
      const seen = () => field.value === 'M' ? requestAnimationFrame(() => { window.measured = performance.now(); })
                                             : requestAnimationFrame(seen);
      requestAnimationFrame(seen);
    });
    look.observe(document, { childList: true, subtree: true, attributes: true });";

/// Measures.
///
/// # Errors
/// The browser does not start, or the app does not without a connection.
pub async fn measure() -> Outcome<Vec<Figure>> {
    eprintln!("starting the app {STARTS} times, offline");
    let backend = Backend::start().await?;
    let words = Words::of("fr");
    let port = backend.address().rsplit(':').next().unwrap_or_default();
    // On a name the app believes the browser's "offline".
    let look = Look { name: Some("recourse.test"), ..Look::french() };
    let page = Page::new(chromium(&look, port).await?, format!("http://recourse.test:{port}"));
    page.goto("/").await?;
    // Only a page that says how wide it is has the phone's width.
    page.become_phone(360, 640).await?;
    page.until("a worker", "return navigator.serviceWorker.controller?.state === 'activated'", json!([])).await?;
    // Begun once, so that the backend's word on its topics and fields is known on the device, too.
    let draft = form::begin(&page, &words).await?;
    page.fill("name", Complaint::default().name).await?;
    page.shows(".kept", &words.t("draft.kept")).await?;
    backend.stop().await?;
    page.devtools("Network.enable", json!({})).await?;
    let offline = json!({ "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0 });
    page.devtools("Network.emulateNetworkConditions", offline).await?;
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": TYPES })).await?;
    page.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await?;
    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        page.open("about:blank").await?;
        let began = Instant::now();
        page.open(&format!("http://recourse.test:{port}{draft}/details")).await?;
        let time = until("the letter", async || Ok(page.js("return window.measured", json!([])).await?.as_f64())).await?;
        // By the clock outside it may be longer by the way to the driver, never shorter.
        if time > super::milliseconds(began.elapsed()) {
            return Err(format!("the page has counted {time} ms, which is longer than it took").into());
        }
        times.push(time);
    }
    let shown = page.js("return document.querySelector('#name')?.value", json!([])).await?;
    if shown != "M" {
        return Err(format!("the field holds {shown}").into());
    }
    page.driver().clone().quit().await?;
    Ok(vec![Figure::p95("tap_to_typed_offline_ms", &times)?])
}
