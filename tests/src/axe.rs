//! Whether a screen can be used by everybody: axe-core in light and dark, and no sideways scrolling on a small screen.

use crate::Outcome;
use crate::browser::axe_source;
use crate::page::Page;
use crate::wait::until;
use serde_json::{Value, json};

const RUN: &str = "const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then(
      (result) => done(result.violations.map((violation) => ({
        id: violation.id,
        help: violation.help,
        nodes: violation.nodes.map((node) => node.html.slice(0, 300) + ' — ' + node.failureSummary),
      }))),
      (error) => done([{ id: 'axe itself', help: String(error), nodes: [] }]),
    );";

/// Checks the screen that is shown. Gives what is wrong, with the name of the screen.
///
/// # Errors
/// The browser refuses.
pub async fn faults(page: &Page, screen: &str) -> Outcome<Vec<String>> {
    let mut found = in_both_colours(page, screen).await?;
    width(page, Some(320)).await?;
    if let Some(wide) = too_wide(page).await? {
        found.push(format!("{screen}, 320 px: {wide}"));
    }
    for fault in violations(page).await? {
        found.push(format!("{screen}, 320 px: {fault}"));
    }
    width(page, None).await?;
    Ok(found)
}

/// The same without the small screen: a frame has the width that its page gives it.
///
/// # Errors
/// The browser refuses.
pub async fn in_both_colours(page: &Page, screen: &str) -> Outcome<Vec<String>> {
    let mut found = Vec::new();
    for theme in ["light", "dark"] {
        colours(page, theme).await?;
        for fault in violations(page).await? {
            found.push(format!("{screen}, {theme}: {fault}"));
        }
    }
    colours(page, "light").await?;
    Ok(found)
}

/// What makes a page of this width scroll sideways, if anything does.
///
/// # Errors
/// The browser refuses.
pub async fn wide_at(page: &Page, pixels: u32) -> Outcome<Option<String>> {
    width(page, Some(pixels)).await?;
    let wide = too_wide(page).await?;
    width(page, None).await?;
    Ok(wide)
}

/// What axe-core says of the screen as it stands, in any engine.
///
/// # Errors
/// The browser refuses.
pub async fn violations(page: &Page) -> Outcome<Vec<String>> {
    if page.js("return typeof axe", json!([])).await? == "undefined" {
        page.js(&axe_source()?, json!([])).await?;
        // As a script of its own it would be `window.axe`; here it is, too.
        page.until("axe-core", "return typeof axe === 'object'", json!([])).await?;
    }
    let answer = page.driver().execute_async(RUN, Vec::new()).await?.json().clone();
    let Value::Array(violations) = answer else { return Err(format!("axe-core gave {answer}").into()) };
    Ok(violations.iter().map(|violation| serde_json::to_string_pretty(violation).unwrap_or_default()).collect())
}

async fn colours(page: &Page, theme: &str) -> Outcome {
    let features = json!([{ "name": "prefers-color-scheme", "value": theme }]);
    page.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
    let asked = "return matchMedia('(prefers-color-scheme: ' + arguments[0] + ')').matches";
    page.until(&format!("{theme} colours"), asked, json!([theme])).await?;
    // Colours that change slowly would be measured half-way. A page that paints no frames would never end a change by itself.
    let settled = "const slow = document.getAnimations().filter((a) => a instanceof CSSTransition);
                   slow.forEach((a) => a.finish());
                   return slow.length === 0";
    page.until("colours to settle", settled, json!([])).await
}

async fn width(page: &Page, pixels: Option<u32>) -> Outcome {
    match pixels {
        Some(pixels) => {
            let metrics = json!({ "width": pixels, "height": 640, "deviceScaleFactor": 1, "mobile": false });
            page.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
            page.until("the small screen", "return innerWidth === arguments[0]", json!([pixels])).await
        }
        None => {
            page.devtools("Emulation.clearDeviceMetricsOverride", json!({})).await?;
            page.until("the large screen", "return innerWidth > 1000", json!([])).await
        }
    }
}

/// The widest element of a page that scrolls sideways.
async fn too_wide(page: &Page) -> Outcome<Option<String>> {
    let script = "const root = document.documentElement;
        if (root.scrollWidth <= root.clientWidth) return null;
        const all = [...document.querySelectorAll('body *')].map((e) => [e.getBoundingClientRect().right, e.outerHTML.slice(0, 200)]);
        all.sort((a, b) => b[0] - a[0]);
        return 'it scrolls sideways: ' + root.scrollWidth + ' px; ' + all[0].join(' px: ');";
    let wide = until("the width of the page", async || Ok(Some(page.js(script, json!([])).await?))).await?;
    Ok(wide.as_str().map(str::to_owned))
}
