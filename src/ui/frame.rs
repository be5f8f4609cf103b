//! What stands around every screen: the platform's name, the ways between screens, the languages.

use crate::shell::backend::{Backend, Known};
use crate::shell::device::Device;
use crate::shell::embed::Embed;
use crate::shell::go::{self, href};
use crate::shell::session::SignedIn;
use crate::shell::words::{Words, own_name};
use crate::shell::{focus, page, storage};
use leptos::prelude::*;
use recourse_core::i18n::{Key, key};
use recourse_core::inbox::listing::Listing;
use recourse_core::inbox::with_news;
use recourse_core::route::Route;

/// The top bar.
#[component]
pub fn Header(route: Memo<Route>) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let name = move || match backend.service.get() {
        Known::Ready(service) => service.platform.name.clone(),
        _ => String::new(),
    };
    let logo = move || match backend.service.get() {
        Known::Ready(service) => service.platform.logo.clone(),
        _ => None,
    };
    let mark = move || {
        match logo() {
        Some(address) => view! { <img src=address alt="" class="logo"/> }.into_any(),
        None => view! {
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" aria-hidden="true">
                <circle cx="6" cy="6" r="3"/><circle cx="18" cy="18" r="3" fill="currentColor"/><path d="M6 9v3a4 4 0 0 0 4 4h5"/>
            </svg>
        }
        .into_any(),
    }
    };
    view! {
        <header class="bar">
            <a class="brand" href=href(&Route::Home) aria-label=move || name().is_empty().then(|| words.t(key::FRAME_HOME))>{mark}<span>{name}</span></a>
            <nav aria-label=words.t(key::FRAME_NAV)>{links(route, Route::Help, key::FRAME_HELP)}</nav>
            <Languages/>
            <Close/>
        </header>
        {storage::is_shared().then(|| view! { <aside class="shared-mark small">{words.t(key::SHARED_MARK)}</aside> })}
    }
}

/// The way out, inside a page that does something then.
#[component]
fn Close() -> impl IntoView {
    let words = expect_context::<Words>();
    let embed = use_context::<Option<Embed>>().flatten();
    embed.map(|embed| {
        let is_closable = Memo::new(move |_| embed.is_closable());
        view! {
            <Show when=move || is_closable.get()>
                <button type="button" class="language close" on:click=move |_| embed.close()>{words.t(key::EMBED_CLOSE)}</button>
            </Show>
        }
    })
}

/// The same ways at the foot of a phone's screen; help is among more there.
#[component]
pub fn BottomBar(route: Memo<Route>) -> impl IntoView {
    let words = expect_context::<Words>();
    view! { <nav class="tabs" aria-label=words.t(key::FRAME_NAV)>{links(route, Route::More, key::FRAME_MORE)}</nav> }
}

fn links(route: Memo<Route>, last: Route, name: Key) -> Vec<AnyView> {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let signed_in = expect_context::<SignedIn>();
    let unread = Memo::new(move |_| device.tickets.with(|tickets| with_news(tickets)));
    // More than those that are listed so far may be unread.
    let more = Memo::new(move |_| signed_in.listing.with(Listing::has_more));
    let entry = |target: Route, label: Key, here: fn(&Route) -> bool| {
        let is_inbox = target == Route::Inbox;
        view! {
            <a href=href(&target) aria-current=move || route.with(here).then_some("page")>
                {words.t(label)}
                {move || (is_inbox && unread.get() > 0).then(|| view! {
                    " "<span class="count"><span aria-hidden="true">{unread.get()}{more.get().then_some("+")}</span><span class="vh">{words.count(key::FRAME_UNREAD, unread.get())}</span></span>
                })}
            </a>
        }
        .into_any()
    };
    Effect::new(move || page::badge(unread.get()));
    vec![
        // A form stands below none of them.
        entry(Route::Home, key::FRAME_HOME, |route| matches!(route, Route::Home | Route::Unknown)),
        entry(Route::Inbox, key::FRAME_MESSAGES, |route| {
            matches!(
                route,
                Route::Inbox | Route::SignIn | Route::Me | Route::Ticket(_) | Route::MediationRequest(_) | Route::Sent(_)
            )
        }),
        entry(last, name, |route| {
            use Route::{Article, Contact, Help, Mediation, More, Report, Reports, Verify};
            matches!(route, Help | Article(_) | Contact | More | Mediation | Verify | Reports | Report(_))
        }),
    ]
}

/// One button per other language, named in that language.
#[component]
fn Languages() -> impl IntoView {
    let words = expect_context::<Words>();
    let now = words.tag_now();
    let buttons: Vec<_> = words
        .all()
        .into_iter()
        .filter(|tag| *tag != now)
        .enumerate()
        .map(|(i, tag)| {
            let (lang, target) = (tag.clone(), tag.clone());
            view! { <button type="button" id=(i == 0).then_some(focus::LANGUAGE) class="language" lang=lang on:click=move |_| words.change(target.clone())>{own_name(&tag)}</button> }
        })
        .collect();
    view! { <div class="languages">{buttons}</div> }
}

/// The foot of the page: the platform's links.
#[component]
pub fn Footer() -> impl IntoView {
    let backend = expect_context::<Backend>();
    move || {
        let Known::Ready(service) = backend.service.get() else { return ().into_any() };
        let links: Vec<_> = service
            .platform
            .links
            .iter()
            .map(|link| {
                // A path leads to a screen of the app: nothing has to be loaded anew.
                let rel = (!link.url.starts_with('/')).then_some("external noopener");
                view! { <li><a href=go::link(&link.url) rel=rel>{link.label.clone()}</a></li> }
            })
            .collect();
        view! { <footer class="foot">{(!links.is_empty()).then(|| view! { <ul>{links}</ul> })}<p>{service.platform.name.clone()}</p></footer> }.into_any()
    }
}
