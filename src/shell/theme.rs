//! How the app looks: one sheet with the colours, the corners and the type of the platform and of the page around the app.
//! Which ones, `core::theme` decides.

use super::page;
use leptos::prelude::document;
use recourse_contract::theme::{Scheme, Theme};
use recourse_core::theme;
use std::cell::RefCell;
use web_sys::CssStyleSheet;

/// boot.js reads it, too.
const SETTING: &str = "recourse.theme";
const PASSED_OVER: &str = "data-themes-passed-over";

#[derive(Default)]
struct Worn {
    platform: Theme,
    page: Option<Theme>,
}

thread_local! {
    static WORN: RefCell<Worn> = RefCell::default();
}

/// Whether anything but the built-in look is on: from an earlier visit it may be what the platform has taken away since.
pub fn is_worn() -> bool {
    page::setting(SETTING).is_some_and(|sheet| !sheet.is_empty())
}

/// The platform's theme. It is kept for the first frame of the next visit.
pub fn of_platform(theme: Option<&Theme>) {
    WORN.with_borrow_mut(|worn| {
        let is_legible = theme.is_none_or(|theme| theme.check().is_empty());
        if !is_legible {
            pass_over();
        }
        worn.platform = theme.filter(|_| is_legible).cloned().unwrap_or_default();
        let sheet = theme::sheet(&worn.platform);
        if page::setting(SETTING).unwrap_or_default() != sheet {
            page::keep_setting(SETTING, &sheet);
        }
        for scheme in Scheme::ALL {
            colour_browser(scheme, &theme::bar(&worn.platform, scheme));
        }
        worn.wear();
    });
}

/// The tokens that the page around the app asks for. Those that cannot be read are passed over.
pub fn of_page(tokens: &[(String, String)]) {
    WORN.with_borrow_mut(|worn| {
        let page = theme::tokens(tokens);
        if page.is_err() {
            pass_over();
        }
        worn.page = page.ok();
        worn.wear();
    })
}

/// Light or dark, whatever the browser prefers; nothing: as it prefers.
pub fn force(scheme: Option<Scheme>) {
    let Some(root) = document().document_element() else { return };
    // A well-known attribute: neither can fail.
    let _ = match scheme {
        Some(scheme) => root.set_attribute("data-scheme", scheme.name()),
        None => root.remove_attribute("data-scheme"),
    };
}

impl Worn {
    /// Puts the sheet on the document.
    fn wear(&self) {
        let both = self.page.as_ref().map(|page| theme::over(page, &self.platform));
        if matches!(both, Some(Err(_))) {
            pass_over();
        }
        let sheet = match both {
            Some(Ok(both)) => theme::sheet(&both),
            _ => theme::sheet(&self.platform),
        };
        adopt(&sheet);
    }
}

/// Counts, at the root, the themes that were passed over because they cannot be read: for whoever wonders where theirs is.
fn pass_over() {
    let Some(root) = document().document_element() else { return };
    let before = root.get_attribute(PASSED_OVER).and_then(|times| times.parse::<u32>().ok()).unwrap_or_default();
    // A well-known attribute.
    let _ = root.set_attribute(PASSED_OVER, &(before + 1).to_string());
}

/// The one sheet that is no file. The content security policy lets scripts make it.
fn adopt(rules: &str) {
    let sheets = js_sys::Array::new();
    if !rules.is_empty() {
        // An old browser keeps the built-in look.
        let Ok(sheet) = CssStyleSheet::new() else { return };
        if sheet.replace_sync(rules).is_err() {
            return;
        }
        sheets.push(&sheet);
    }
    document().set_adopted_style_sheets(&sheets);
}

/// The colour of the browser's own frame, where it takes one.
fn colour_browser(scheme: Scheme, colour: &str) {
    let of_scheme = format!("meta[name=\"theme-color\"][media*=\"{}\"]", scheme.name());
    if let Ok(Some(meta)) = document().query_selector(&of_scheme) {
        // A well-known attribute.
        let _ = meta.set_attribute("content", colour);
    }
}
