//! A device that others use, too: this tab keeps the texts, in its session storage, and its page the bytes of files. What other
//! tabs keep is not touched.
//!
//! A browser can open a closed tab again, with its session storage. So the tab notes when it is left: what was left for longer
//! than a reload takes is gone when it opens again.

use super::{Refused, Store, Write};
use js_sys::{ArrayBuffer, Reflect};
use leptos::prelude::{document, window_event_listener_untyped};
use std::cell::{Cell, RefCell};

/// Says that the device is shared.
const MARK: &str = "recourse.shared";
/// When the tab was left, by the device's own clock.
const LEFT: &str = "recourse.left";
/// How the names of what is kept begin.
const KEPT: &str = "recourse:";
/// Within this a tab that opens again was only loaded anew, in milliseconds.
const RELOAD: i64 = 60_000;

thread_local! {
    static ON: Cell<Option<bool>> = const { Cell::new(None) };
    static FILES: RefCell<Vec<(String, ArrayBuffer)>> = const { RefCell::new(Vec::new()) };
}

/// Whether this tab was told that the device is shared.
pub fn is_on() -> bool {
    ON.get().unwrap_or_else(|| {
        let on = session().is_some_and(|kept| kept.get_item(MARK).ok().flatten().is_some());
        ON.set(Some(on));
        if on {
            begin();
        }
        on
    })
}

/// Tells it so, or that it is not. What the tab has kept goes either way. The page has to be loaded anew afterwards. Says whether
/// the tab can keep that.
pub fn turn(on: bool) -> bool {
    let Some(kept) = session() else { return false };
    wipe(&kept);
    FILES.set(Vec::new());
    if on { kept.set_item(MARK, "1").is_ok() && note_leaving(&kept) } else { kept.remove_item(MARK).is_ok() }
}

fn begin() {
    let Some(kept) = session() else { return };
    let left = kept.get_item(LEFT).ok().flatten().and_then(|left| left.parse::<i64>().ok());
    let is_reload = left.is_some_and(|left| (0..=RELOAD).contains(&(now() - left)));
    if !is_reload && !was_discarded() {
        wipe(&kept);
    }
    // Dropped without removing the listener: that is meant.
    let _ = window_event_listener_untyped("pagehide", move |_| _ = note_leaving(&kept));
}

/// Whether the browser has put the tab aside for want of memory: nobody has closed it.
fn was_discarded() -> bool {
    // Not in every browser.
    Reflect::get(&document(), &"wasDiscarded".into()).is_ok_and(|was| was.is_truthy())
}

/// The device's own clock. Writing out a number with a fraction would take ten kilobytes of code.
fn now() -> i64 {
    js_sys::Date::now() as i64
}

fn note_leaving(kept: &web_sys::Storage) -> bool {
    kept.set_item(LEFT, &now().to_string()).is_ok()
}

fn session() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

fn names(kept: &web_sys::Storage) -> Vec<String> {
    let names = (0..kept.length().unwrap_or_default()).filter_map(|at| kept.key(at).ok().flatten());
    names.filter(|name| name.starts_with(KEPT)).collect()
}

fn wipe(kept: &web_sys::Storage) {
    for name in names(kept) {
        // It is there: it was just listed.
        let _ = kept.remove_item(&name);
    }
}

fn name(store: Store, key: &str) -> String {
    format!("{KEPT}{}:{key}", store.name())
}

pub(super) fn get(store: Store, key: &str) -> Option<String> {
    session()?.get_item(&name(store, key)).ok()?
}

pub(super) fn file(key: &str) -> Option<ArrayBuffer> {
    FILES.with_borrow(|files| files.iter().find(|(id, _)| id == key).map(|(_, bytes)| bytes.clone()))
}

/// Whether this page has bytes of files that would go with it.
pub fn holds_files() -> bool {
    FILES.with_borrow(|files| !files.is_empty())
}

/// What the tab keeps in a store.
pub fn pairs(store: Store) -> Vec<(String, String)> {
    let Some(kept) = session() else { return Vec::new() };
    let start = name(store, "");
    let text = |name: String| {
        let text = kept.get_item(&name).ok().flatten()?;
        Some((name.strip_prefix(&start)?.to_owned(), text))
    };
    names(&kept).into_iter().filter_map(text).collect()
}

/// Makes all changes, or none.
pub(super) fn write(writes: &[Write]) -> Result<(), Refused> {
    let kept = session().ok_or(Refused::Denied)?;
    let mut before: Vec<(String, Option<String>)> = Vec::new();
    let mut change = |name: String, text: Option<&String>| {
        before.push((name.clone(), kept.get_item(&name).ok().flatten()));
        match text {
            Some(text) => kept.set_item(&name, text),
            None => kept.remove_item(&name),
        }
    };
    let done = writes.iter().try_for_each(|write| match write {
        Write::Put(store, key, text) => change(name(*store, key), Some(text)),
        Write::Delete(store, key) => {
            if *store == Store::Files {
                drop_file(key);
            }
            change(name(*store, key), None)
        }
        Write::Clear(store) => {
            if *store == Store::Files {
                FILES.set(Vec::new());
            }
            let start = name(*store, "");
            names(&kept).into_iter().filter(|name| name.starts_with(&start)).try_for_each(|name| change(name, None))
        }
        Write::PutFile(key, bytes) => {
            drop_file(key);
            FILES.with_borrow_mut(|files| files.push((key.clone(), bytes.clone())));
            Ok(())
        }
    });
    if let Err(fault) = done {
        for (name, text) in before.into_iter().rev() {
            // There was room for it a moment ago.
            let _ = match text {
                Some(text) => kept.set_item(&name, &text),
                None => kept.remove_item(&name),
            };
        }
        return Err(fault.into());
    }
    Ok(())
}

fn drop_file(key: &str) {
    FILES.with_borrow_mut(|files| files.retain(|(id, _)| id != key));
}
