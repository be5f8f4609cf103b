//! Going to another screen.

use leptos::prelude::*;
use recourse_core::route::Route;

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
        self.0.run((route.path(), false));
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
        self.0.run((route.path(), true));
    }
}

fn address(route: &Route, query: &str) -> String {
    let path = route.path();
    if query.is_empty() { path } else { format!("{path}?{query}") }
}
