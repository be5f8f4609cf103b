//! The styles of the screens that load later: one file for all of them.

use super::page;
use js_sys::{Function, Promise};
use leptos::prelude::document;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    /// The file on its way, or here.
    static COMING: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Begins at once to load them, unless they are here or on their way. What comes back waits for them, and says whether they
/// have come.
pub fn rest() -> impl Future<Output = bool> {
    let file = page::at(&format!("/{}", page::meta("recourse-styles").unwrap_or_default()));
    let coming = COMING.with_borrow_mut(|coming| coming.get_or_insert_with(|| load(&file)).clone());
    // Made here, so that a failure is heard of before anybody waits.
    let coming = JsFuture::from(coming);
    async move {
        let have_come = coming.await.is_ok();
        if !have_come {
            COMING.set(None);
        }
        have_come
    }
}

fn load(file: &str) -> Promise {
    Promise::new(&mut |resolve, reject| {
        // It is refused only by a page that has been taken to pieces.
        let _ = add(file, &resolve, &reject);
    })
}

/// Adds the file to the page. The layers have their order from the first file, so that it matters nothing when this one comes.
fn add(file: &str, loaded: &Function, failed: &Function) -> Result<(), JsValue> {
    let link = document().create_element("link")?;
    link.set_attribute("rel", "stylesheet")?;
    link.set_attribute("href", file)?;
    link.add_event_listener_with_callback("load", loaded)?;
    link.add_event_listener_with_callback("error", failed)?;
    if let Some(head) = document().query_selector("head")? {
        head.append_child(&link)?;
    }
    Ok(())
}
