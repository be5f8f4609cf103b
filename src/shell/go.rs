//! Going to another screen, and the addresses of screens: the app may lie below a path of its origin.

use super::page;
use leptos::prelude::*;
use recourse_core::route::{self, Route};

/// The way to other screens.
#[derive(Clone, Copy)]
pub struct Go(Callback<(String, bool)>);

impl Go {
    /// By this way of going; `true` replaces the present screen in the history.
    pub fn new(way: Callback<(String, bool)>) -> Self {
        Self(way)
    }

    /// Goes to a screen.
    pub fn to(self, route: Route) {
        self.0.run((href(&route), false));
    }

    /// The same screen in another state, which its address says.
    pub fn state(self, route: &Route, query: &str) {
        self.0.run((address(route, query), true));
    }

    /// Goes to a screen about something, which its address says.
    pub fn query(self, route: &Route, query: &str) {
        self.0.run((address(route, query), false));
    }

    /// Goes to a screen that takes the place of the present one.
    pub fn instead(self, route: Route) {
        self.0.run((href(&route), true));
    }
}

fn address(route: &Route, query: &str) -> String {
    let path = href(route);
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// The address of a screen.
pub fn href(route: &Route) -> String {
    page::at(&route.path())
}

/// The address that a link of the platform or of an article leads to: a path is one of the app.
pub fn link(url: &str) -> String {
    // `//` names another host.
    if url.starts_with('/') && !url.starts_with("//") { page::at(url) } else { url.to_owned() }
}

/// The screen that a path of this origin shows.
pub fn screen(path: &str) -> Route {
    route::below(&page::base(), path).map_or(Route::Unknown, Route::parse)
}

/// The path of the page, without the base path of the app. None of a page beside it.
pub fn path() -> Option<String> {
    let path = document().location()?.pathname().ok()?;
    route::below(&page::base(), &path).map(str::to_owned)
}
