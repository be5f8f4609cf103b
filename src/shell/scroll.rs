//! How far the page is scrolled, and where things stand on it.

use leptos::prelude::{document, on_cleanup, request_animation_frame, window_event_listener_untyped};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// In CSS pixels: how far the page is scrolled, the height of the window, the height of the page.
pub fn place() -> (i32, i32, i32) {
    document().document_element().map_or((0, 0, 0), |root| (root.scroll_top(), root.client_height(), root.scroll_height()))
}

/// Where elements stand from the top of the page, by their ids. Those that are not there are left out.
pub fn tops(ids: &[String]) -> Vec<i32> {
    let top = |id: &String| Some(document().get_element_by_id(id)?.dyn_into::<HtmlElement>().ok()?.offset_top());
    ids.iter().filter_map(top).collect()
}

/// Calls `look` when the page has been scrolled or has another size, at most once for each frame, and once at the start.
/// Until the screen goes; call it inside the owner of the screen.
pub fn follow(look: impl Fn() + Clone + 'static) {
    let waits = Rc::new(Cell::new(false));
    let moved = move |_: web_sys::Event| {
        if !waits.replace(true) {
            let (waits, look) = (waits.clone(), look.clone());
            request_animation_frame(move || {
                waits.set(false);
                look();
            });
        }
    };
    if let Ok(first) = web_sys::Event::new("scroll") {
        moved(first);
    }
    let listeners = [window_event_listener_untyped("scroll", moved.clone()), window_event_listener_untyped("resize", moved)];
    on_cleanup(move || listeners.into_iter().for_each(|listener| listener.remove()));
}
