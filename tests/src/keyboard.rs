//! A screen by keyboard alone: Tab goes from its top to its end, and Shift+Tab the same way back. At each stop the focus can be
//! seen, nothing lies over it, and the way leads on.

use crate::Outcome;
use crate::page::Page;
use serde_json::{Value, json};
use thirtyfour::prelude::Key;

/// More presses than any screen needs: beyond them the way does not end.
const MOST: usize = 150;

/// The one that has the focus: its name, its place in the document (none in a group of choices), and what is wrong there.
type Stop = (String, u64, Vec<String>);

/// To the top of the page, where a new page has its focus.
const TOP: &str = "const b = document.body; b.tabIndex = -1; b.focus({ preventScroll: true }); b.removeAttribute('tabindex');
    scrollTo(0, 0);";

const STOP: &str = r#"const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement) return null;
    window.lastStop = e;
    // A group of choices is one stop, of which one choice or another takes the focus.
    const id = (e) => e.type === 'radio' ? 'radio ' + e.name : e.id || e.getAttribute('href') || e.outerHTML.slice(0, 160);
    const order = [...document.querySelectorAll('*')].indexOf(e);
    const label = e.closest('label') ?? (e.id ? document.querySelector(`label[for="${CSS.escape(e.id)}"]`) : null);
    const near = e.nextElementSibling;
    const ring = (x) => { if (!x) return false; const s = getComputedStyle(x);
      return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1 || s.boxShadow !== 'none'; };
    const shown = [e, label, near].filter((x) => x && x.getBoundingClientRect().width > 4
      && x.getBoundingClientRect().height > 4);
    const faults = [];
    // Chromium's button within a date has the focus itself; that the field shows it is looked at below.
    if (!e.matches(':focus-visible, [type=date]')) faults.push('no :focus-visible');
    if (![e, label, near].some(ring)) faults.push('nothing shows the focus');
    if (!shown.length) faults.push('it has no size');
    else {
      const box = (shown.includes(e) ? e : shown[0]).getBoundingClientRect();
      const y = Math.min(Math.max(box.top, 0), innerHeight), b = Math.max(Math.min(box.bottom, innerHeight), 0);
      const x = Math.max(box.left, 0), r = Math.min(box.right, innerWidth);
      if (b - y < 1 || r - x < 1) faults.push('it is outside the window: ' + JSON.stringify(box));
      else {
        const rects = [...(shown.includes(e) ? e : shown[0]).getClientRects()];
        const points = rects.flatMap((q) => [[q.left + q.width / 2, q.top + q.height / 2], [q.left + 2, q.top + 2], [q.right - 2, q.bottom - 2]]);
        const hit = points.some(([px, py]) => { const t = document.elementFromPoint(px, py); return t && (e.contains(t)
          || t.contains(e) || label?.contains(t) || near?.contains(t)); });
        if (!hit) faults.push('something lies over it');
      }
    }
    return [id(e), e.type === 'radio' ? 0 : order, faults];"#;

/// Walks through the screen that is shown, there and back. Gives what is wrong, with the name of the screen.
///
/// # Errors
/// The browser refuses.
pub async fn faults(page: &Page, screen: &str) -> Outcome<Vec<String>> {
    into(page).await?;
    page.js(TOP, json!([])).await?;
    let (there, ends) = walk(page, false, 1).await?;
    if !page.takes_devtools() {
        // From beyond the end the keys of a driver do not lead back.
        into(page).await?;
        page.js("window.lastStop.focus()", json!([])).await?;
    }
    let (mut back, begins) = walk(page, true, there.len()).await?;
    back.reverse();
    if !page.takes_devtools() {
        back.extend(there.last().cloned());
    }
    let mut found = Vec::new();
    if there.first().is_none_or(|(name, ..)| name != "#main") {
        found.push(format!("{screen}: the first stop is not the way to the content: {:?}", there.first()));
    }
    if !ends || !begins {
        found.push(format!("{screen}: the way has no end: {:?}, {:?}", there.last(), back.first()));
    }
    let names = |stops: &[Stop]| stops.iter().map(|(name, ..)| name.clone()).collect::<Vec<_>>();
    if names(&there) != names(&back) {
        found.push(format!("{screen}: the way back is another: {:#?}, {:#?}", names(&there), names(&back)));
    }
    let places: Vec<u64> = there.iter().map(|(_, place, _)| *place).filter(|place| *place > 0).collect();
    if !places.is_sorted() {
        found.push(format!("{screen}: the stops are not in the order of the page: {:#?}", names(&there)));
    }
    for (name, _, faults) in there.iter().chain(&back) {
        found.extend(faults.iter().map(|fault| format!("{screen}: {name}: {fault}")));
    }
    Ok(found)
}

/// Into the page from what is the browser's own, where the last walk has ended.
async fn into(page: &Page) -> Outcome {
    if !page.takes_devtools() {
        let window = page.driver().window().await?;
        page.driver().switch_to_window(window).await?;
    }
    Ok(())
}

/// However often Tab is pressed, the focus stays in this element, or is the browser's own for a moment.
///
/// # Errors
/// It goes elsewhere.
pub async fn stays_in(page: &Page, css: &str) -> Outcome {
    let inside = "const e = document.activeElement; return e === document.body || e.closest(arguments[0]) !== null";
    for _ in 0..8 {
        page.press(Key::Tab).await?;
        page.until(&format!("the focus in `{css}`"), inside, json!([css])).await?;
    }
    Ok(())
}

/// On a page that has just been loaded the way begins at its top.
///
/// # Errors
/// It begins elsewhere.
pub async fn begins(page: &Page) -> Outcome {
    page.press(Key::Tab).await?;
    page.focused("a[href='#main']").await
}

/// All stops until the page is left, or its beginning comes again; and whether it does. Two stops may have one name: it is the
/// beginning where it stands in the same place, or after so many stops at `least`, since what comes late moves the places.
async fn walk(page: &Page, back: bool, least: usize) -> Outcome<(Vec<Stop>, bool)> {
    let mut stops: Vec<Stop> = Vec::new();
    for _ in 0..MOST {
        let keys = page.driver().action_chain();
        let keys = if back { keys.key_down(Key::Shift).send_keys(Key::Tab).key_up(Key::Shift) } else { keys.send_keys(Key::Tab) };
        keys.perform().await?;
        let answer = page.js(STOP, json!([])).await?;
        if answer == Value::Null {
            return Ok((stops, true));
        }
        let stop: Stop = serde_json::from_value(answer)?;
        // A date has several parts, each with the focus in turn.
        if stops.last().is_some_and(|last| last.0 == stop.0) {
            continue;
        }
        if stops.first().is_some_and(|first| first.0 == stop.0 && (first.1 == stop.1 || stops.len() >= least)) {
            return Ok((stops, true));
        }
        stops.push(stop);
    }
    Ok((stops, false))
}
