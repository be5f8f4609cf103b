//! The screens, one folder or file each. `home` comes with the app, the others by `later`.

mod article;
mod contact;
mod form;
mod hand_over;
mod help;
mod home;
mod inbox;
pub mod later;
mod me;
mod mediation;
mod more;
mod report;
mod sent;
mod sign_in;
mod ticket;
mod unknown;
mod verify;

use crate::shell::backend::{Backend, Known};
use crate::ui::waiting::{Unreachable, Waiting};
use later::Part;
use leptos::prelude::*;
use recourse_contract::Service;
use recourse_core::route::Route;
use std::sync::Arc;

/// The screen of an address.
pub fn screen(page: Route, route: Memo<Route>) -> AnyView {
    match Part::of(&page) {
        Some(part) => later::screen(part, page, route),
        None if page == Route::Home => with_service(|service| view! { <home::Home service/> }.into_any()),
        None => view! { <unknown::Unknown/> }.into_any(),
    }
}

/// A screen that cannot do without `service`.
fn with_service(screen: impl Fn(Arc<Service>) -> AnyView + Send + 'static) -> AnyView {
    let backend = expect_context::<Backend>();
    (move || match backend.service.get() {
        Known::Ready(service) => screen(service),
        Known::Loading => view! { <Waiting/> }.into_any(),
        Known::Missing => view! { <Unreachable/> }.into_any(),
    })
    .into_any()
}
