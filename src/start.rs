//! From the static page to the app: private link, configuration, language, then the views.

use crate::app::App;
use crate::pages::later::{self, Parts};
use crate::shell::backend::Backend;
use crate::shell::config::{self, Config};
use crate::shell::device::Device;
use crate::shell::embed::Embed;
use crate::shell::session::{Identity, SignedIn, Vouched};
use crate::shell::storage::{self, Store, Write};
use crate::shell::tabs::{self, Word};
use crate::shell::words::Words;
use crate::shell::{go, page};
use leptos::prelude::*;
use recourse_core::inbox::Known;
use recourse_core::route::{self, Route};
use std::panic;
use wasm_bindgen_futures::spawn_local;

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
    spawn_local(async {
        add_slash();
        let identity = take_identity();
        let words = Words::new();
        let embed = later::embedded(words).await;
        let first = go::path().map_or(Route::Unknown, |path| Route::parse(&path));
        let first = match embed {
            Some(embed) if identity.is_none() && embed.knows_partner() => Route::SignIn,
            Some(embed) if first == Route::Home => Route::parse(embed.begins(&[]).split('?').next().unwrap_or_default()),
            _ => first,
        };
        let parts = Parts::new(&first, words);
        let link = take_private_link().await;
        let config: Config = config::load().await;
        words.load(embed.and_then(Embed::language).as_deref(), config.language.as_deref()).await;
        let backend = Backend::new(config.api, words);
        let device = Device::open(backend, words, link);
        device.load().await;
        let signed_in = SignedIn::new(backend, device, embed);
        let expected = embed.filter(|_| identity.is_none()).and_then(|embed| begin(embed, device));
        signed_in.vouched.set(identity.map(Vouched::Waiting).or(expected.map(Vouched::Expected)));
        tabs::listen(move |word| {
            if word != Word::Files {
                spawn_local(device.load());
            }
            signed_in.heard.set(Some(word));
        });
        let Some(root) = document().get_element_by_id("app") else { return };
        // The static page has done its work.
        root.set_inner_html("");
        // boot.js reads it: from now on the page speaks the language that was chosen.
        let _ = root.set_attribute("data-started", "");
        watch_for_links();
        mount_to(wasm_bindgen::JsCast::unchecked_into(root), move || view! { <App words backend device signed_in parts embed/> })
            .forget();
    });
}

/// The base path alone, as it may be typed, gets the slash that the app's own links have.
fn add_slash() {
    let Some(location) = document().location() else { return };
    if let (Some(""), Ok(search), Ok(hash)) = (go::path().as_deref(), location.search(), location.hash()) {
        page::replace(&format!("{}{search}{hash}", page::at("/")));
    }
}

/// The token of a private link is taken out of the address, before anything else reads it, and kept on this device.
async fn take_private_link() -> Option<Known> {
    let fragment = document().location()?.hash().ok()?;
    let (id, token) = route::private_link(&go::path()?, &fragment)?;
    page::drop_fragment();
    let stored = storage::get(Store::Tickets, &id).await.ok().flatten();
    let known = match stored.as_ref().map(|text| Known::from_stored(text)) {
        Some(Some(known)) => known.with_link(token),
        Some(None) => {
            // Of a later version, or damaged: never thrown away.
            let aside = Write::Put(Store::Aside, format!("ticket:{id}"), stored.unwrap_or_default());
            // Without room for it the new link still opens the ticket.
            let _ = storage::apply(vec![aside]).await;
            Known::from_link(id, token)
        }
        None => Known::from_link(id, token),
    };
    // A device that keeps nothing has it until the page closes.
    let _ = storage::apply(vec![Write::Put(Store::Tickets, known.id.clone(), known.to_stored())]).await;
    tabs::tell();
    Some(known)
}

/// The embedding platform's word on who the partner is leaves the address, too; the screen for signing in shows what
/// becomes of it, and leads to where the partner was sent.
fn take_identity() -> Option<Identity> {
    let location = document().location()?;
    let token = route::identity(&location.hash().ok()?)?;
    let back = format!("{}{}", go::path()?, location.search().ok()?);
    page::replace(&go::href(&Route::SignIn));
    Some(Identity { token, back })
}

/// Begins where the page around this one wants it, unless the partner has gone on from there before a reload. Where that page
/// can say who the partner is, that comes first, as with its word in an address; gives where the partner goes then.
fn begin(embed: Embed, device: Device) -> Option<String> {
    let (path, query) = (go::path()?, document().location()?.search().ok()?);
    // A reload while that page was asked stands at signing in still.
    let is_start = matches!(Route::parse(&path), Route::Home | Route::SignIn) && query.is_empty();
    let to = if is_start { device.drafts.with_untracked(|drafts| embed.begins(drafts)) } else { format!("{path}{query}") };
    if embed.knows_partner() {
        page::replace(&go::href(&Route::SignIn));
        return Some(to);
    }
    if is_start {
        page::replace(&page::at(&to));
    }
    None
}

/// A private link that is put into the address of an open page loads the page anew: nothing else would read it.
fn watch_for_links() {
    let changed = move |_| {
        let Some(location) = document().location() else { return };
        if let (Some(path), Ok(fragment)) = (go::path(), location.hash())
            && (route::private_link(&path, &fragment).is_some() || route::identity(&fragment).is_some())
        {
            // It fails only where there is no page to load.
            let _ = location.reload();
        }
    };
    // Dropped without removing the listener: that is meant.
    let _ = window_event_listener(leptos::ev::hashchange, changed);
}
