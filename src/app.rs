//! The frame of every screen, and which screen an address shows.

use crate::pages::{
    self,
    later::{self, Parts},
};
use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::embed::Embed;
use crate::shell::focus;
use crate::shell::go::{self, Go};
use crate::shell::page;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::shell::worker::NewVersion;
use crate::ui::frame::{BottomBar, Footer, Header};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationProvider};
use recourse_core::i18n::key;
use recourse_core::route::Route;
use std::time::Duration;

/// How often the app asks whether `service` has changed, while it can be seen.
const LOOK: Duration = Duration::from_secs(120);

/// The app.
#[component]
pub fn App(
    words: Words,
    backend: Backend,
    device: Device,
    signed_in: SignedIn,
    parts: Parts,
    embed: Option<Embed>,
) -> impl IntoView {
    provide_context(words);
    provide_context(backend);
    provide_context(device);
    provide_context(signed_in);
    provide_context(parts);
    let version = NewVersion::new();
    provide_context(version);
    provide_context(embed);
    embed.into_iter().for_each(|embed| embed.wake(device));
    Effect::new(move || {
        let _ = words.tag();
        spawn_local(async move {
            backend.load_service().await;
            parts.rest();
        });
    });
    Effect::new(move || {
        if let Known::Ready(service) = backend.service.get() {
            spawn_local(async move { later::dress(service.theme.as_ref()).await });
        }
    });
    // An incident that is announced meanwhile is of use now, not with the next visit.
    page::while_visible(LOOK, move || spawn_local(backend.look_again()));
    Effect::new(move || {
        if let Some(wake) = parts.session.get() {
            wake(signed_in);
        }
    });
    Effect::new(move || {
        if let Some(wake) = parts.files.get() {
            wake(device, signed_in.heard);
        }
    });
    Effect::new(move || {
        if let Some(versions) = parts.versions.get() {
            (versions.wake)(version);
        }
    });
    view! {
        <Router base=page::at("/")>
            <Screen/>
        </Router>
    }
}

#[component]
fn Screen() -> impl IntoView {
    let words = expect_context::<Words>();
    let (parts, version) = (expect_context::<Parts>(), expect_context::<NewVersion>());
    let location = use_location();
    let navigate = use_navigate();
    let route = Memo::new(move |_| go::screen(&location.pathname.get()));
    // The router's own components would say that the screen of a link is there; only then the address changes.
    let browser = use_context::<BrowserUrl>();
    Effect::new(move || {
        location.pathname.track();
        location.search.track();
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
    });
    provide_context(Go::new(Callback::new(move |(path, replace): (String, bool)| {
        // The path has the base already.
        navigate(&path, NavigateOptions { resolve: false, replace, scroll: false, ..NavigateOptions::default() });
    })));
    // The first screen keeps the browser's own focus; each following one tells where it is.
    Effect::new(move |before: Option<Route>| {
        let now = route.get();
        if let Some(before) = before.filter(|before| *before != now) {
            focus::screen_changed();
            // The steps of a form are one page, and a new one only gets its address.
            if !before.is_same_page(&now) && !matches!(before, Route::New(_)) {
                page::left(go::href(&before));
            }
        }
        now
    });
    Effect::new(move |before: Option<String>| {
        let now = words.tag();
        if before.is_some_and(|before| before != now) {
            focus::language_changed();
        }
        now
    });
    let page = Memo::new(move |before: Option<&Route>| {
        let now = route.get();
        before.filter(|before| before.is_same_page(&now)).cloned().unwrap_or(now)
    });
    // Every text on the screen belongs to one language: a change of language renders it anew. What was typed is kept by
    // the models, not by the screen.
    move || {
        let _ = words.tag();
        view! {
            <a class="skip" href="#main" rel="external" on:click=move |event| { event.prevent_default(); focus::control("main") }>
                {words.t(key::FRAME_SKIP)}
            </a>
            <Header route/>
            {move || parts.versions.get().map(|versions| (versions.tell)(version))}
            <main id="main" tabindex="-1" class="page">
                {move || pages::screen(page.get(), route)}
            </main>
            <Footer/>
            <BottomBar route/>
        }
    }
}
