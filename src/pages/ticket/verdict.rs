//! A decision: findings, rule, remedy, what can be done next; and one for each property where several were named.

use crate::shell::words::Words;
use crate::ui::prose::Prose;
use leptos::prelude::*;
use recourse_contract::update::{Decision, Outcome, PropertyDecision};
use recourse_core::i18n::{Key, key};

/// The words and the tone of a decision.
pub fn decision_words(decision: Decision) -> (Key, &'static str) {
    match decision {
        Decision::Upheld => (key::DECISION_UPHELD, "ok"),
        Decision::PartlyUpheld => (key::DECISION_PARTLY, "ok"),
        Decision::NotUpheld => (key::DECISION_NOT, "wait"),
        Decision::Withdrawn => (key::DECISION_WITHDRAWN, "idle"),
        Decision::OutOfScope => (key::DECISION_OUT_OF_SCOPE, "idle"),
        Decision::Other => (key::DECISION_OTHER, "idle"),
    }
}

/// All that a decision says, in plain parts. Its texts are in this language (BCP 47).
pub fn verdict(words: Words, outcome: Outcome, language: &str) -> AnyView {
    let parts = [
        (key::VERDICT_FINDINGS, Some(outcome.findings)),
        (key::VERDICT_RULE, outcome.rule),
        (key::VERDICT_REMEDY, outcome.remedy),
        (key::VERDICT_NEXT, outcome.next),
    ];
    let rows: Vec<_> = parts
        .into_iter()
        .filter_map(|(key, text)| Some((key, text.filter(|text| !text.is_empty())?)))
        .map(|(key, text)| view! { <dt>{words.t(key)}</dt><dd lang=language.to_owned()><Prose text/></dd> })
        .collect();
    let properties = outcome.properties;
    view! {
        <dl class="verdict">{rows}</dl>
        {(!properties.is_empty()).then(|| for_each_property(words, properties, language))}
    }
    .into_any()
}

fn for_each_property(words: Words, properties: Vec<PropertyDecision>, language: &str) -> AnyView {
    let rows: Vec<_> = properties
        .into_iter()
        .map(|PropertyDecision { property, decision, text }| {
            let (label, tone) = decision_words(decision);
            view! {
                <li>
                    <p class="row"><b class="mono">{property}</b><span class=format!("tag {tone}")>{words.t(label)}</span></p>
                    <div lang=language.to_owned()>{text.map(|text| view! { <Prose text/> })}</div>
                </li>
            }
        })
        .collect();
    view! {
        <section class="by-property">
            <h3>{words.t(key::VERDICT_PROPERTIES)}</h3>
            <ul>{rows}</ul>
        </section>
    }
    .into_any()
}
