//! An address that names no screen.

use crate::shell::go::href;
use crate::shell::page;
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::route::Route;

/// Says so, and leads home.
#[component]
pub fn Unknown() -> impl IntoView {
    let words = expect_context::<Words>();
    page::set_title(&words.t(key::UNKNOWN_TITLE));
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::UNKNOWN_TITLE)}</h1>
        <p class="lead">{words.t(key::UNKNOWN_WHAT)}</p>
        <p><a class="btn" href=href(&Route::Home)>{words.t(key::FRAME_HOME)}</a></p>
    }
}
