//! What has no place of its own at the foot of a phone: help, the ways to get in touch, who is signed in.

use crate::pages::inbox::foot::foot;
use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::page;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_core::i18n::{Key, key};
use recourse_core::route::Route;

/// The ways to everything else.
#[component]
pub fn More() -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let device = expect_context::<Device>();
    let signed_in = expect_context::<SignedIn>();
    page::set_title(&words.t(key::FRAME_MORE));
    let row = move |route: Route, name: Key| view! { <li><a class="way" href=route.path()>{words.t(name)}</a></li> };
    let has_mediators = Memo::new(move |_| match backend.service.get() {
        Known::Ready(service) => !service.mediation.mediators.is_empty(),
        _ => false,
    });
    view! {
        <div class="column">
            <h1 id="heading" tabindex="-1">{words.t(key::FRAME_MORE)}</h1>
            <ul class="ways">
                {row(Route::Help, key::FRAME_HELP)}
                {row(Route::Contact, key::CONTACT_TITLE)}
                {move || has_mediators.get().then(|| row(Route::Mediation, key::MEDIATION_TITLE))}
            </ul>
            {move || foot(words, device, signed_in)}
        </div>
    }
}
