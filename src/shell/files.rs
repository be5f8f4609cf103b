//! Files that the partner hands over: chosen, dropped, pasted.

use leptos::ev;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, File, FileList, HtmlInputElement};

/// The files of an input, which is empty afterwards: the same file can be chosen again.
pub fn chosen(event: &ev::Event) -> Vec<File> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return Vec::new() };
    let files = all(input.files());
    input.set_value("");
    files
}

/// The files that were dropped.
pub fn dropped(event: &ev::DragEvent) -> Vec<File> {
    all(event.data_transfer().and_then(|data| data.files()))
}

/// The files that were pasted, screenshots among them.
pub fn pasted(event: &ev::ClipboardEvent) -> Vec<File> {
    all(event.clipboard_data().and_then(|data| data.files()))
}

fn all(list: Option<FileList>) -> Vec<File> {
    let list = list.into_iter();
    list.flat_map(|list| (0..list.length()).filter_map(move |at| list.get(at)).collect::<Vec<_>>()).collect()
}

/// Whether what happens on the page is meant for this field: the focus is in its form, or in none and there is only one such
/// field.
pub fn is_meant(field: &Element) -> bool {
    let form = |element: &Element| element.closest("form").ok().flatten();
    match document().active_element().as_ref().and_then(form) {
        Some(focused) => form(field).is_some_and(|own| own == focused),
        None => document().query_selector_all(".attachments").is_ok_and(|all| all.length() == 1),
    }
}
