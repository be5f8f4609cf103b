//! What axe-core does not look at: names as the browser gives them to assistive technology, room for a finger, 200 % text,
//! 400 % zoom, wider spacing, forced colours, reduced motion.

use crate::Outcome;
use crate::page::Page;
use serde_json::{Value, json};

/// Targets under 24 px that other targets are too near to (WCAG 2.5.8); links within a sentence need no room.
const TARGETS: &str = r#"const shown = (e) => { const b = e.getBoundingClientRect();
      return e.checkVisibility({ visibilityProperty: true }) && b.width > 1 && b.height > 1; };
    const inline = (e) => getComputedStyle(e).display === 'inline' && [...e.parentElement.childNodes]
      .some((n) => n !== e && n.textContent.trim() !== '');
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter(shown).filter((e) => !e.disabled && !e.matches('.skip, .vh'));
    const area = (e) => { const own = e.getBoundingClientRect(); const label = e.labels?.[0];
      if (!label || !e.matches('[type=radio], [type=checkbox]')) return own;
      const l = label.getBoundingClientRect(); const left = Math.min(own.left, l.left), top = Math.min(own.top, l.top);
      return new DOMRect(left, top, Math.max(own.right, l.right) - left, Math.max(own.bottom, l.bottom) - top); };
    const boxes = all.map((e) => [e, area(e)]);
    const small = ([, b]) => Math.round(b.width * 10) < 240 || Math.round(b.height * 10) < 240;
    const middle = (b) => [b.left + b.width / 2, b.top + b.height / 2];
    const reaches = (b, [x, y]) => Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom)) < 12;
    return boxes.filter(small).filter(([e]) => !inline(e)).filter(([e, b]) => boxes.some(([o, c]) => o !== e
      && !o.contains(e) && !e.contains(o)
      && (reaches(c, middle(b)) || (small([o, c])
        && Math.hypot(middle(b)[0] - middle(c)[0], middle(b)[1] - middle(c)[1]) < 24))))
      .map(([e, b]) => `${Math.round(b.width)} × ${Math.round(b.height)} px: ${e.outerHTML.slice(0, 160)}`);"#;

/// What is cut off, or makes the page scroll sideways.
const CLIPPED: &str = r#"const root = document.documentElement;
    const found = [];
    if (root.scrollWidth > root.clientWidth) {
      const all = [...document.querySelectorAll('body *')]
        .map((e) => [e.getBoundingClientRect().right, e.outerHTML.slice(0, 160)]).sort((a, b) => b[0] - a[0]);
      found.push(`it scrolls sideways: ${root.scrollWidth} of ${root.clientWidth} px: ${all[0][1]}`);
    }
    for (const e of document.querySelectorAll('body *')) {
      const s = getComputedStyle(e);
      if (!e.checkVisibility() || e.closest('.vh, .skip, [aria-hidden=true], svg') || e.clientWidth < 2
        || !e.textContent.trim()) continue;
      const cut = (v) => v === 'hidden' || v === 'clip';
      if (cut(s.overflowX) && e.scrollWidth > e.clientWidth + 1 || cut(s.overflowY)
        && e.scrollHeight > e.clientHeight + 1) found.push('text is cut off: ' + e.outerHTML.slice(0, 160));
    }
    return found;"#;

/// Controls that only a colour shows as such.
const BARE: &str = r#"const found = [];
    for (const e of document.querySelectorAll('button, input:not([type=hidden]), select, textarea')) {
      if (!e.checkVisibility() || e.getBoundingClientRect().width < 2
        || e.matches('[type=radio], [type=checkbox], [type=file]')) continue;
      const s = getComputedStyle(e);
      if (!(parseFloat(s.borderTopWidth) >= 1 && s.borderTopStyle !== 'none')
        && !s.textDecorationLine.includes('underline')) found.push('nothing says that it can be used: ' + e.outerHTML.slice(0, 160));
    }
    return found;"#;

/// What moves.
const MOVES: &str = r#"const found = [];
    for (const e of document.querySelectorAll('*')) for (const part of [null, '::before', '::after']) {
      const s = getComputedStyle(e, part);
      const long = (list) => list.split(',').some((t) => parseFloat(t) > 0);
      if (s.animationName !== 'none'
        && long(s.animationDuration)) found.push(`animation ${s.animationName}: ${e.outerHTML.slice(0, 120)}`);
      if (long(s.transitionDuration)) found.push(`transition of ${s.transitionProperty}: ${e.outerHTML.slice(0, 120)}`);
      if (!part && s.scrollBehavior === 'smooth') found.push('it scrolls smoothly: ' + e.tagName);
    }
    return [...new Set(found)];"#;

/// Spacing as people set it for themselves (WCAG 1.4.12).
const SPACED: &str = "const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }'
      + 'p { margin-block-end: 2em !important }');
    document.adoptedStyleSheets = [sheet];";
const UNSPACED: &str = "document.adoptedStyleSheets = [];";

/// Roles of containers that take the focus to be read out, or to be scrolled: they need no name.
const PLAIN: [&str; 9] = ["alert", "status", "RootWebArea", "generic", "main", "listitem", "region", "form", "group"];

/// Checks the screen that is shown. Gives what is wrong, with the name of the screen.
///
/// # Errors
/// The browser refuses; only Chromium does not.
pub async fn faults(page: &Page, screen: &str) -> Outcome<Vec<String>> {
    let mut found = nameless(page).await?;
    let mut look = async |what: &str, script: &str| -> Outcome {
        let faults: Vec<String> = serde_json::from_value(page.js(script, json!([])).await?)?;
        found.extend(faults.into_iter().map(|fault| format!("{what}: {fault}")));
        Ok(())
    };
    look("targets", TARGETS).await?;
    fonts(page, 32).await?;
    look("200 % text", CLIPPED).await?;
    fonts(page, 16).await?;
    page.js(SPACED, json!([])).await?;
    look("wider spacing", CLIPPED).await?;
    page.js(UNSPACED, json!([])).await?;
    // 1280 × 1024 at 400 %.
    size(page, Some((320, 256))).await?;
    look("400 % zoom", CLIPPED).await?;
    size(page, Some((360, 640))).await?;
    look("targets on a phone", TARGETS).await?;
    size(page, None).await?;
    media(page, json!([{ "name": "forced-colors", "value": "active" }])).await?;
    look("forced colours", BARE).await?;
    media(page, json!([{ "name": "prefers-reduced-motion", "value": "reduce" }])).await?;
    look("reduced motion", MOVES).await?;
    media(page, json!([])).await?;
    Ok(found.into_iter().map(|fault| format!("{screen}, {fault}")).collect())
}

/// What takes the focus and has no name, in the tree that the browser gives to assistive technology.
async fn nameless(page: &Page) -> Outcome<Vec<String>> {
    let tree = page.devtools("Accessibility.getFullAXTree", json!({})).await?;
    let nodes = tree["nodes"].as_array().ok_or("the browser gives no accessibility tree")?;
    let is_focusable = |node: &Value| {
        let properties = node["properties"].as_array().map(Vec::as_slice).unwrap_or_default();
        properties.iter().any(|property| property["name"] == "focusable" && property["value"]["value"] == true)
    };
    let text = |node: &Value, what: &str| node[what]["value"].as_str().unwrap_or_default().trim().to_owned();
    let bare = nodes.iter().filter(|node| node["ignored"] != true && is_focusable(node) && text(node, "name").is_empty());
    let bare = bare.map(|node| text(node, "role")).filter(|role| !PLAIN.contains(&role.as_str()));
    Ok(bare.map(|role| format!("names: a {role} has none")).collect())
}

/// The reader's own size of text: pixels.
async fn fonts(page: &Page, pixels: u32) -> Outcome {
    page.devtools("Page.setFontSizes", json!({ "fontSizes": { "standard": pixels, "fixed": pixels } })).await?;
    let taken = "return getComputedStyle(document.documentElement).fontSize === arguments[0] + 'px'";
    page.until("the size of the text", taken, json!([pixels])).await
}

async fn size(page: &Page, pixels: Option<(u32, u32)>) -> Outcome {
    let Some((width, height)) = pixels else {
        page.devtools("Emulation.clearDeviceMetricsOverride", json!({})).await?;
        return page.until("the large screen", "return innerWidth > 1000", json!([])).await;
    };
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    page.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
    page.until("the small screen", "return innerWidth === arguments[0]", json!([width])).await
}

async fn media(page: &Page, features: Value) -> Outcome {
    page.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await?;
    Ok(())
}
