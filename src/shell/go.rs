//! Going to another screen.

use leptos::prelude::*;
use recourse_core::route::Route;

/// The way to other screens.
#[derive(Clone, Copy)]
pub struct Go(Callback<(Route, bool)>);

impl Go {
    /// By this way of going; `true` replaces the present screen in the history.
    pub fn new(way: Callback<(Route, bool)>) -> Self {
        Self(way)
    }

    /// Goes to a screen.
    pub fn to(self, route: Route) {
        self.0.run((route, false));
    }

    /// Goes to a screen that takes the place of the present one.
    pub fn instead(self, route: Route) {
        self.0.run((route, true));
    }
}
