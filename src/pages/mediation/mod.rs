//! Mediation: what it is, with whom, and the ways to it. For any dispute, with a ticket or without one.

use crate::shell::page;
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::Service;
use recourse_core::i18n::key;
use std::sync::Arc;

/// The page.
#[component]
pub fn Mediation(service: Arc<Service>) -> impl IntoView {
    let words = expect_context::<Words>();
    page::set_title(&words.t(key::MEDIATION_TITLE));
    // Always shown, whoever reads: voluntary, good faith, cost, courts, time limits.
    let facts: Vec<_> = service.mediation.facts.iter().map(|fact| view! { <li>{fact.clone()}</li> }).collect();
    view! {
        <div class="column mediation">
            <h1 id="heading" tabindex="-1">{words.t(key::MEDIATION_TITLE)}</h1>
            <ul class="bullets">{facts}</ul>
        </div>
    }
}
