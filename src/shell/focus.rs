//! Where the focus goes when the screen changes: to the error summary if there is one to read, else to the heading.

use leptos::prelude::{document, request_animation_frame};
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlTextAreaElement};

/// The id of the error summary.
pub const SUMMARY: &str = "error-summary";
/// The id of the heading of each screen.
pub const HEADING: &str = "heading";

/// The id of the control that changes the language.
pub const LANGUAGE: &str = "other-language";

thread_local! {
    static PENDING: Cell<bool> = const { Cell::new(false) };
}

/// The screen has changed: the focus goes to the error summary if there is one, else to the heading, as soon as it is
/// there. Several changes before that are one.
pub fn screen_changed() {
    if !PENDING.replace(true) {
        move_to_screen();
    }
}

fn move_to_screen() {
    later(|| {
        let summary = by_id(SUMMARY);
        let is_summary = summary.is_some();
        // A screen that is still loading has neither.
        let Some(target) = summary.or_else(|| by_id(HEADING)) else { return move_to_screen() };
        PENDING.set(false);
        if let (false, Some(window)) = (is_summary, web_sys::window()) {
            window.scroll_to_with_x_and_y(0.0, 0.0);
        }
        focus(&target);
    });
}

/// Brings an element to the top of the screen and into focus, after whatever else moves there.
pub fn bring_up(id: String) {
    later(move || {
        if PENDING.get() {
            return bring_up(id);
        }
        if let Some(element) = by_id(&id) {
            let _ = element.set_attribute("tabindex", "-1");
            element.scroll_into_view();
            focus(&element);
        }
    });
}

/// Goes back to a row of a list, after whatever else moves the focus: in the middle of the screen, its link in focus. A row
/// that is not there any more leaves everything as it is.
pub fn return_to(id: String) {
    later(move || {
        if PENDING.get() {
            return return_to(id);
        }
        if let Some(row) = by_id(&id) {
            row.scroll_into_view_with_bool(false);
            let link = row.query_selector("a").ok().flatten().and_then(|link| link.dyn_into().ok());
            focus(link.as_ref().unwrap_or(&row));
        }
    });
}

/// Errors are shown.
pub fn summary_wanted() {
    screen_changed();
}

/// A link of the error summary was followed.
pub fn control(id: &str) {
    if let Some(field) = by_id(id) {
        // A group of choices has no control of its own: its first one takes the focus.
        let first = field.query_selector("summary, input, select, textarea").ok().flatten().and_then(|e| e.dyn_into().ok());
        focus(first.as_ref().unwrap_or(&field));
    }
}

/// A control that is about to be drawn takes the focus, after whatever else moves it.
pub fn control_later(id: impl Into<String>) {
    let id = id.into();
    later(move || if PENDING.get() { control_later(id) } else { control(&id) });
}

/// The first button of a row that is about to be drawn takes the focus, after whatever else moves it.
pub fn button_later(id: String) {
    later(move || {
        if PENDING.get() {
            return button_later(id);
        }
        let first = |row: HtmlElement| row.query_selector("button").ok().flatten()?.dyn_into().ok();
        let button: Option<HtmlElement> = by_id(&id).and_then(first);
        button.iter().for_each(focus);
    });
}

/// Whether the focus is in this element, or nowhere: what takes its place may take the focus, too.
pub fn is_at(id: &str) -> bool {
    document()
        .active_element()
        .is_none_or(|active| active.tag_name() == "BODY" || active.closest(&format!("#{id}")).is_ok_and(|found| found.is_some()))
}

/// The same as [`bring_up`] where the focus is, by then, still on an element that the selector names, or nowhere: whoever has
/// gone on to something else stays there.
pub fn bring_up_from(selector: String, id: String) {
    later(move || {
        if PENDING.get() {
            return bring_up_from(selector, id);
        }
        let is_named = |active: web_sys::Element| active.tag_name() == "BODY" || active.matches(&selector).is_ok_and(|is| is);
        if document().active_element().is_none_or(is_named) {
            bring_up(id);
        }
    });
}

/// For so many looks a pressed button is watched: some twenty seconds at sixty frames a second.
const LOOKS: u32 = 600;

/// The button that was just pressed may go with what it sets off, at once or when an answer comes: then this element takes the
/// focus, as soon as it is there, instead of nobody. Whoever has gone on to something else stays there.
pub fn falls_to(id: impl Into<String>) {
    // Some browsers give a clicked button no focus: then there is none to lose.
    if let Some(pressed) = document().active_element().filter(|active| active.tag_name() != "BODY") {
        watch(pressed, id.into(), LOOKS);
    }
}

fn watch(pressed: web_sys::Element, id: String, looks: u32) {
    later(move || {
        let active = document().active_element().filter(|active| active.tag_name() != "BODY");
        match active {
            // It is still there, or there is nothing in its place yet.
            Some(active) if looks > 0 && active.is_same_node(Some(&pressed)) => watch(pressed, id, looks - 1),
            Some(_) => {}
            None if by_id(&id).is_some() => bring_up(id),
            None if looks > 0 => watch(pressed, id, looks - 1),
            None => {}
        }
    });
}

/// A text takes the focus, with the caret so many UTF-16 units from its beginning, once it shows what was put in.
pub fn caret(id: String, at: u32) {
    // At once as well: some phones show their keyboard only for what follows a tap directly.
    control(&id);
    later(move || {
        if let Some(text) = by_id(&id).and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok()) {
            let _ = text.set_selection_range(at, at);
        }
    });
}

/// The language has changed and everything was rendered anew: the focus stays on the control that did it.
pub fn language_changed() {
    later(|| by_id(LANGUAGE).iter().for_each(focus));
}

fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn focus(element: &HtmlElement) {
    // Focus scrolls into view by itself; scroll-padding keeps it clear of the fixed bar.
    let _ = element.focus();
}

/// After the views have been rendered and laid out.
fn later(then: impl FnOnce() + 'static) {
    request_animation_frame(move || request_animation_frame(then));
}
