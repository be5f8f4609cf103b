//! From the static page to the app: private link, configuration, language, then the views.

use super::backend::Backend;
use super::config::Config;
use super::device::Device;
use super::storage::{self, Store, Write};
use super::words::Words;
use super::{config, page};
use crate::app::App;
use crate::pages::later::Parts;
use leptos::prelude::*;
use recourse_core::inbox::Known;
use recourse_core::route::{self, Route};
use std::panic;

/// Starts the app.
pub fn start() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        // boot.js shows the page that says that the draft is safe.
        if let Ok(event) = web_sys::Event::new("recourse-crash") {
            let _ = document().dispatch_event(&event);
        }
    }));
    // Leptos has no executor before the first view.
    wasm_bindgen_futures::spawn_local(async {
        let path = document().location().and_then(|location| location.pathname().ok()).unwrap_or_default();
        let parts = Parts::new(&Route::parse(&path));
        keep_private_link().await;
        let config: Config = config::load().await;
        let words = Words::load(config.language.as_deref()).await;
        let backend = Backend::new(config.api, words);
        let device = Device::open(backend, words);
        device.load().await;
        let Some(root) = document().get_element_by_id("app") else { return };
        // The static page has done its work.
        root.set_inner_html("");
        // boot.js reads it: from now on the page speaks the language that was chosen.
        let _ = root.set_attribute("data-started", "");
        mount_to(wasm_bindgen::JsCast::unchecked_into(root), move || view! { <App words backend device parts/> }).forget();
    });
}

/// The token of a private link is kept on this device and taken out of the address, before anything else reads it.
async fn keep_private_link() {
    let location = document().location();
    let Some(location) = location else { return };
    let (Ok(path), Ok(fragment)) = (location.pathname(), location.hash()) else { return };
    let Some((id, token)) = route::private_link(&path, &fragment) else { return };
    let known = match storage::get(Store::Tickets, &id).await.ok().flatten().and_then(|text| Known::from_stored(&text)) {
        Some(known) => Known { token, ..known },
        None => Known::from_link(id.clone(), token),
    };
    if storage::apply(vec![Write::Put(Store::Tickets, id, known.to_stored())]).await.is_ok() {
        page::drop_fragment();
    }
}
