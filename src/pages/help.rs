//! Whom to ask, the way to write, articles, and the texts that the platform wants shown.

use super::article::SavedArticles;
use super::more::public_ways;
use crate::shell::go::{self, href};
use crate::shell::page;
use crate::shell::words::Words;
use crate::ui::first_contact::dialled;
use crate::ui::prose::Prose;
use crate::ui::shared::SharedDevice;
use leptos::prelude::*;
use recourse_contract::Service;
use recourse_contract::service::{Capability, Mediator};
use recourse_contract::ticket::TicketKind;
use recourse_core::article::linked;
use recourse_core::i18n::key;
use recourse_core::route::Route;
use std::sync::Arc;

/// Contact, articles, notices, mediators.
#[component]
pub fn Help(service: Arc<Service>) -> impl IntoView {
    let words = expect_context::<Words>();
    page::set_title(&words.t(key::HELP_TITLE));
    let platform = service.platform.clone();
    let notices: Vec<_> = service
        .notices
        .iter()
        .map(|notice| view! { <section id=format!("notice-{}", notice.id)><h2>{notice.title.clone()}</h2><Prose text=notice.text.clone()/></section> })
        .collect();
    let has_articles = service.offers(Capability::Articles);
    let articles: Vec<_> = linked(&service)
        .into_iter()
        .filter(|_| has_articles)
        .map(|link| view! { <li><a href=go::link(&link.url)>{link.label}</a></li> })
        .collect();
    let public: Vec<_> = public_ways(&service)
        .into_iter()
        .map(|(route, name)| view! { <li><a href=href(&route)>{words.t(name)}</a></li> })
        .collect();
    let mediation = service.mediation.clone();
    let has_mediators = !mediation.mediators.is_empty();
    view! {
        <div class="column">
            <h1 id="heading" tabindex="-1">{words.t(key::HELP_TITLE)}</h1>
            <div class="row">
                <a class="btn" href=href(&Route::New(TicketKind::TechnicalProblem))>
                    <svg class="envelope" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" aria-hidden="true">
                        <rect x="3" y="5" width="18" height="14" rx="2"/><path d="M3.5 7l8.5 6 8.5-6"/>
                    </svg>
                    {words.t(key::HELP_WRITE)}
                </a>
                <a class="btn quiet" href=href(&Route::Contact)>{words.t(key::INBOX_CONTACT)}</a>
            </div>
            <section>
                <h2>{words.t(key::HELP_CONTACT)}</h2>
                <p>{words.t(key::HELP_CONTACT_WHAT)}</p>
                <dl class="facts-list">
                    <dt>{words.t(key::HELP_EMAIL)}</dt>
                    <dd><a href=format!("mailto:{}", platform.email)>{platform.email.clone()}</a></dd>
                    {platform.phone.map(|phone| view! {
                        <dt>{words.t(key::HELP_PHONE)}</dt><dd><a class="nobr" href=dialled(&phone)>{phone.clone()}</a></dd>
                    })}
                </dl>
            </section>
            {(!articles.is_empty()).then(|| view! {
                <section><h2>{words.t(key::HELP_ARTICLES)}</h2><ul class="bullets">{articles}</ul></section>
            })}
            {has_articles.then(|| view! { <SavedArticles/> })}
            {notices}
            {has_mediators.then(|| view! {
                <section>
                    <h2>{words.t(key::HELP_MEDIATION)}</h2>
                    <ul class="bullets">{mediation.facts.iter().map(|fact| view! { <li>{fact.clone()}</li> }).collect::<Vec<_>>()}</ul>
                    <p><a href=href(&Route::Mediation)>{words.t(key::MEDIATION_ABOUT)}</a></p>
                    <ul class="cards">{mediation.mediators.iter().map(|mediator| card(words, mediator)).collect::<Vec<_>>()}</ul>
                </section>
            })}
            {(!public.is_empty()).then(|| view! {
                <section><h2>{words.t(key::HELP_PUBLIC)}</h2><ul class="bullets">{public}</ul></section>
            })}
            <SharedDevice/>
        </div>
    }
}

fn card(words: Words, mediator: &Mediator) -> impl IntoView + use<> {
    let languages: Vec<String> = mediator.languages.iter().map(|tag| words.language(tag)).collect();
    view! {
        <li class="card">
            <h3>{mediator.name.clone()}</h3>
            <dl class="facts-list">
                <dt>{words.t(key::MEDIATOR_LANGUAGES)}</dt><dd>{languages.join(", ")}</dd>
                <dt>{words.t(key::MEDIATOR_DURATION)}</dt><dd>{mediator.duration.clone()}</dd>
                <dt>{words.t(key::MEDIATOR_COST)}</dt><dd>{mediator.cost.clone()}</dd>
            </dl>
            <p><a href=mediator.url.clone() rel="external noopener">{words.t(key::MEDIATOR_SITE)}</a></p>
        </li>
    }
}
