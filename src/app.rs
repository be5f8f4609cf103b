//! The frame of every screen, and which screen an address shows.

use crate::pages;
use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::words::Words;
use crate::ui::frame::{BottomBar, Footer, Header};
use crate::ui::waiting::{Unreachable, Waiting};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{FlatRoutes, Route as RouterRoute, Router};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::{NavigateOptions, WildcardSegment};
use recourse_core::i18n::key;
use recourse_core::route::Route;

/// Goes to a screen; the second value replaces the present one in the history.
#[derive(Clone, Copy)]
pub struct Go(Callback<(Route, bool)>);

impl Go {
    /// Goes to a screen.
    pub fn to(self, route: Route) {
        self.0.run((route, false));
    }

    /// Goes to a screen that takes the place of the present one.
    pub fn instead(self, route: Route) {
        self.0.run((route, true));
    }
}

/// The app.
#[component]
pub fn App(words: Words, backend: Backend, device: Device) -> impl IntoView {
    provide_context(words);
    provide_context(backend);
    provide_context(device);
    Effect::new(move || {
        let _ = words.tag();
        spawn_local(backend.load_service());
    });
    view! {
        <Router>
            <FlatRoutes fallback=|| ()>
                <RouterRoute path=WildcardSegment("path") view=Screen/>
            </FlatRoutes>
        </Router>
    }
}

#[component]
fn Screen() -> impl IntoView {
    let words = expect_context::<Words>();
    let location = use_location();
    let navigate = use_navigate();
    let route = Memo::new(move |_| Route::parse(&location.pathname.get()));
    provide_context(Go(Callback::new(move |(route, replace): (Route, bool)| {
        navigate(&route.path(), NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    })));
    // The first screen keeps the browser's own focus; each following one tells where it is.
    Effect::new(move |before: Option<Route>| {
        let now = route.get();
        if before.is_some_and(|before| before != now) {
            focus::screen_changed();
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
            <main id="main" tabindex="-1" class="page">
                {move || screen(page.get(), route)}
            </main>
            <Footer/>
            <BottomBar route/>
        }
    }
}

fn screen(page: Route, route: Memo<Route>) -> AnyView {
    let backend = expect_context::<Backend>();
    // A ticket that is known here can be read without `service`.
    match page {
        Route::Ticket(id) => return view! { <pages::ticket::Ticket id/> }.into_any(),
        Route::Inbox => return view! { <pages::inbox::Inbox/> }.into_any(),
        Route::Sent(id) => return view! { <pages::sent::Sent id/> }.into_any(),
        _ => {}
    }
    (move || {
        let service = match backend.service.get() {
            Known::Ready(service) => service,
            Known::Loading => return view! { <Waiting/> }.into_any(),
            Known::Missing => return view! { <Unreachable/> }.into_any(),
        };
        match page.clone() {
            Route::Home => view! { <pages::home::Home service/> }.into_any(),
            Route::NewComplaint => view! { <pages::complaint::NewComplaint/> }.into_any(),
            Route::Complaint(id, _) => view! { <pages::complaint::Complaint id route service/> }.into_any(),
            Route::Help => view! { <pages::help::Help service/> }.into_any(),
            _ => view! { <pages::unknown::Unknown/> }.into_any(),
        }
    })
    .into_any()
}
