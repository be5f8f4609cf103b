//! A help article: its text, its contents beside it, and what its reader can do with it.

mod contents;
mod feedback;
mod prose;
mod save;
mod saved;
mod start;

pub use saved::SavedArticles;

use crate::shell::article::{self as articles, Asked};
use crate::shell::backend::{Backend, Known};
use crate::shell::go::href;
use crate::shell::words::Words;
use crate::shell::{clock, focus, page};
use crate::ui::notice::{Notice, Tone};
use crate::ui::waiting::{NoAnswer, Waiting};
use crate::ui::when::when;
use contents::{Aside, Folded};
use feedback::Feedback;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::article::Article;
use recourse_core::article::{Outline, Section, minutes, parse};
use recourse_core::i18n::key;
use recourse_core::route::Route;
use save::Save;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Loading,
    Here,
    Nothing,
    Failed,
}

/// The article of this slug: at once as this device has kept it, then as it is now.
#[component]
pub fn Page(slug: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let article = RwSignal::new(None::<Article>);
    let phase = RwSignal::new(Phase::Loading);
    // Whether it is the kept one that is shown, and nobody says whether it is still right.
    let stale = RwSignal::new(false);
    let load = Callback::new(move |()| {
        let slug = slug.clone();
        spawn_local(async move {
            if let Some(kept) = articles::kept(backend, &slug).await {
                let _ = article.try_set(Some(kept));
                let _ = phase.try_set(Phase::Here);
            }
            let asked = articles::ask(backend, &slug).await;
            let is_shown = article.try_with_untracked(Option::is_some).unwrap_or_default();
            let now = match asked {
                Asked::Found(found) => {
                    let _ = article.try_set(Some(found));
                    Phase::Here
                }
                Asked::Same if is_shown => Phase::Here,
                Asked::Failed if is_shown => {
                    let _ = stale.try_set(true);
                    Phase::Here
                }
                Asked::Nothing => Phase::Nothing,
                Asked::Same | Asked::Failed => Phase::Failed,
            };
            let _ = phase.try_set(now);
        });
    });
    load.run(());
    let again = Callback::new(move |()| {
        phase.set(Phase::Loading);
        load.run(());
    });
    let phase = Memo::new(move |_| phase.get());
    let has_arrived = StoredValue::new(false);
    move || match (phase.get(), article.get()) {
        (Phase::Here, Some(article)) => view! { <Text article stale has_arrived/> }.into_any(),
        (Phase::Loading | Phase::Here, _) => view! { <Waiting/> }.into_any(),
        (Phase::Nothing, _) => nothing(words),
        (Phase::Failed, _) => view! { <NoAnswer again/> }.into_any(),
    }
}

fn nothing(words: Words) -> AnyView {
    page::set_title(&words.t(key::ARTICLE_NOTHING));
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::ARTICLE_NOTHING)}</h1>
        <p class="lead">{words.t(key::ARTICLE_NOTHING_WHAT)}</p>
        <p><a class="btn" href=href(&Route::Help)>{words.t(key::HELP_TITLE)}</a></p>
    }
    .into_any()
}

#[component]
fn Text(article: Article, stale: RwSignal<bool>, has_arrived: StoredValue<bool>) -> impl IntoView {
    let words = expect_context::<Words>();
    page::set_title(&article.title);
    let blocks = parse(&article.body);
    let minutes = minutes(&blocks);
    let outline = Outline::of(blocks);
    let contents = outline.contents();
    let at = contents::reading(&contents);
    let now = RwSignal::new(clock::now());
    // An address that names a section leads there, once.
    if !has_arrived.get_value() {
        has_arrived.set_value(true);
        let fragment = page::fragment();
        if !fragment.is_empty() {
            focus::bring_up(fragment);
        }
    }
    // A text in another language than the screen says so, for screen readers and translators.
    let language = (!words.speaks(&article.language)).then(|| article.language.clone());
    let parts = outline.sections.into_iter().zip(&contents);
    let sections: Vec<_> = parts.map(|(part, (_, title))| section(words, part, title)).collect();
    let has_contents = contents.len() > 1;
    view! {
        <div class="article">
            <article class="column">
                <h1 id="heading" tabindex="-1" lang=language.clone()>{article.title}</h1>
                {article.summary.map(|summary| view! { <p class="lead" lang=language.clone()>{summary}</p> })}
                <div class="article-head">
                    <p class="small">{words.t(key::ARTICLE_UPDATED)}" "{when(words, now, article.updated_at)}</p>
                    <p class="small">{words.count(key::ARTICLE_MINUTES, minutes)}</p>
                    <Save slug=article.slug.clone()/>
                </div>
                {move || stale.get().then(|| view! { <Notice tone=Tone::Info title=words.kept(key::ARTICLE_KEPT, key::ARTICLE_KEPT_TAB)/> })}
                {has_contents.then(|| view! { <Folded entries=contents.clone() at/> })}
                <div class="article-text" lang=language.clone()>
                    {prose::blocks(outline.before)}
                    {sections}
                </div>
                <Feedback slug=article.slug/>
                <More/>
            </article>
            {has_contents.then(|| view! { <Aside entries=contents.clone() at/> })}
        </div>
    }
}

fn section(words: Words, section: Section, title: &str) -> AnyView {
    let (target, href) = (section.anchor.clone(), format!("#{}", section.anchor));
    let named = words.fill(key::ARTICLE_ANCHOR, &[("title", title)]);
    view! {
        <section>
            <div class="section-head">
                <h2 id=section.anchor tabindex="-1">{prose::inlines(section.title)}</h2>
                <a class="anchor no-print" href=href rel="external" aria-label=named on:click=move |_| focus::bring_up(target.clone())>
                    <span aria-hidden="true">"#"</span>
                </a>
            </div>
            {prose::blocks(section.blocks)}
        </section>
    }
    .into_any()
}

/// Where to go from here.
#[component]
fn More() -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let has_mediation =
        move || backend.service.with(|known| matches!(known, Known::Ready(service) if !service.mediation.mediators.is_empty()));
    view! {
        <section class="no-print">
            <h2>{words.t(key::ARTICLE_MORE)}</h2>
            <ul class="bullets">
                {move || has_mediation().then(|| view! { <li><a href=href(&Route::Help)>{words.t(key::ARTICLE_TO_MEDIATION)}</a></li> })}
                <li><a href=href(&Route::Inbox)>{words.t(key::HOME_FOLLOW)}</a></li>
                <li><a href=href(&Route::Help)>{words.t(key::HELP_TITLE)}</a></li>
            </ul>
        </section>
    }
}
