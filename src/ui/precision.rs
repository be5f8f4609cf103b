//! The list beside the message: what it says already and what would help, why, and one tap to write it. Advice only.

use crate::shell::clock;
use crate::shell::pause::Pause;
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::service::PrecisionRule;
use recourse_core::i18n::key;
use recourse_core::precision::{Announcer, Moment, PAUSE, Point};
use std::time::Duration;

/// The list. `typed` changes with each letter; `insert` takes the line of a rule.
#[component]
pub fn Precision(
    rules: Vec<PrecisionRule>,
    points: Memo<Vec<Point>>,
    typed: Signal<()>,
    insert: Callback<String>,
    read_only: Signal<bool>,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let labels: Vec<_> = rules.iter().map(|rule| (rule.id.clone(), rule.label.clone())).collect();
    let news = announced(labels, points, typed);
    let rows: Vec<_> = rules.into_iter().map(|rule| view! { <Row rule points insert read_only/> }).collect();
    view! {
        <aside class="coach precision" aria-label=words.t(key::PRECISION_TITLE)>
            <p><b>{words.t(key::PRECISION_TITLE)}</b></p>
            <ul>{rows}</ul>
            <p class="vh" aria-live="polite">{news}</p>
        </aside>
    }
}

#[component]
fn Row(rule: PrecisionRule, points: Memo<Vec<Point>>, insert: Callback<String>, read_only: Signal<bool>) -> impl IntoView {
    let words = expect_context::<Words>();
    let PrecisionRule { id, label, why, line, .. } = rule;
    let own = id.clone();
    let said = Memo::new(move |_| points.with(|points| points.iter().any(|point| point.id == own && point.said)));
    let about = label.clone();
    let why = why.map(|why| {
        view! {
            <details>
                <summary>{words.t(key::PRECISION_WHY)}<span class="vh">", "{about.clone()}</span></summary>
                <p class="small">{why}</p>
            </details>
        }
    });
    view! {
        <li data-point=id class:said=move || said.get()>
            <span class="point-sign" aria-hidden="true">{move || if said.get() { "✓" } else { "○" }}</span>
            <div>
                <p>{label}<span class="vh">{move || said.get().then(|| format!(", {}", words.t(key::PRECISION_SAID)))}</span></p>
                <div class="point-ways" hidden=move || said.get()>
                    <button type="button" class="btn plain" disabled=read_only on:click=move |_| insert.run(line.clone())>
                        {words.t(key::PRECISION_ADD)}<span class="vh">", "{about}</span>
                    </button>
                    {why}
                </div>
            </div>
        </li>
    }
}

/// What is read out: the points that were ticked, after a pause in typing, in one sentence.
fn announced(labels: Vec<(String, String)>, points: Memo<Vec<Point>>, typed: Signal<()>) -> RwSignal<String> {
    let words = expect_context::<Words>();
    let news = RwSignal::new(String::new());
    let announcer = StoredValue::new(None::<Announcer>);
    let labels = StoredValue::new(labels);
    let say = move || {
        let due = |announcer: &mut Option<Announcer>| {
            announcer.as_mut().map(|announcer| announcer.update(Moment::Due { now: clock::now() })).unwrap_or_default()
        };
        let ids = announcer.try_update_value(due).unwrap_or_default();
        if ids.is_empty() {
            return;
        }
        let named = labels.try_with_value(|labels| {
            let named = labels.iter().filter(|(id, _)| ids.contains(id)).map(|(_, label)| label.as_str());
            named.collect::<Vec<_>>().join(", ")
        });
        let _ = news.try_set(words.fill(key::PRECISION_FOUND, &[("points", &named.unwrap_or_default())]));
    };
    // A little more than the pause, since clocks are rounded.
    let rest = Pause::new(Duration::from_millis(u64::from(PAUSE) + 50), say);
    Effect::new(move || {
        typed.get();
        let said: Vec<String> =
            points.with(|points| points.iter().filter(|point| point.said).map(|point| point.id.clone()).collect());
        announcer.update_value(|announcer| match announcer {
            None => *announcer = Some(Announcer::new(said)),
            Some(announcer) => {
                announcer.update(Moment::Changed { said, now: clock::now() });
                rest.begin();
            }
        });
    });
    news
}
