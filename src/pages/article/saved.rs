//! The saved articles, on the help page. Those that are listed are read, and so can be read later without a connection.

use super::save::follow_account;
use crate::shell::article::{self as articles, Asked};
use crate::shell::backend::Backend;
use crate::shell::device::Device;
use crate::shell::go::href;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::key;
use recourse_core::route::Route;

/// The saved articles; nothing when there are none.
#[component]
pub fn SavedArticles() -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let device = expect_context::<Device>();
    follow_account(device, expect_context::<SignedIn>());
    // Slugs with their titles.
    let titles = RwSignal::new(Vec::<(String, String)>::new());
    Effect::new(move || {
        let slugs = device.bookmarks.get();
        spawn_local(async move {
            for slug in slugs {
                let is_known = titles.try_with_untracked(|titles| titles.iter().any(|(known, _)| *known == slug));
                // The screen has gone.
                let Some(is_known) = is_known else { return };
                if !is_known && let Some(title) = title(backend, &slug).await {
                    let _ = titles.try_update(|titles| titles.push((slug, title)));
                }
            }
        });
    });
    let rows = move || {
        let title =
            |slug: &String| titles.with(|titles| titles.iter().find(|(known, _)| known == slug).map(|(_, title)| title.clone()));
        let row = |slug: String| {
            let title = title(&slug).unwrap_or_else(|| slug.clone());
            view! { <li><a href=href(&Route::Article(slug))>{title}</a></li> }
        };
        device.bookmarks.get().into_iter().map(row).collect::<Vec<_>>()
    };
    let some = Memo::new(move |_| device.bookmarks.with(|all| !all.is_empty()));
    view! {
        <Show when=move || some.get()>
            <section>
                <h2>{words.t(key::HELP_SAVED)}</h2>
                <ul class="bullets">{rows}</ul>
            </section>
        </Show>
    }
}

async fn title(backend: Backend, slug: &str) -> Option<String> {
    if let Some(kept) = articles::kept(backend, slug).await {
        return Some(kept.title);
    }
    match articles::ask(backend, slug).await {
        Asked::Found(article) => Some(article.title),
        Asked::Same | Asked::Nothing | Asked::Failed => None,
    }
}
