//! What has no place of its own at the foot of a phone: help, the ways to get in touch, who is signed in.

use crate::pages::inbox::foot::foot;
use crate::shell::device::Device;
use crate::shell::page;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::route::Route;

/// The ways to everything else.
#[component]
pub fn More() -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let signed_in = expect_context::<SignedIn>();
    page::set_title(&words.t(key::FRAME_MORE));
    let ways = [(Route::Help, key::FRAME_HELP), (Route::Contact, key::CONTACT_TITLE)];
    let rows: Vec<_> =
        ways.into_iter().map(|(route, name)| view! { <li><a class="way" href=route.path()>{words.t(name)}</a></li> }).collect();
    view! {
        <div class="column">
            <h1 id="heading" tabindex="-1">{words.t(key::FRAME_MORE)}</h1>
            <ul class="ways">{rows}</ul>
            {move || foot(words, device, signed_in)}
        </div>
    }
}
