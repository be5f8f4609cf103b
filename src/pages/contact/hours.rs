//! Opening hours on the partner's clock: whether somebody is there now, and the coming days.

use crate::shell::clock::{self, Zone};
use crate::shell::page;
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::Timestamp;
use recourse_contract::service::Opening;
use recourse_contract::time::DAY;
use recourse_core::i18n::key;
use recourse_core::opening::{Span, Standing, day_of, standing, week};
use std::time::Duration;

/// How often it is looked whether somebody is still there.
const LOOK: Duration = Duration::from_secs(30);

/// Whether somebody is there, and when. Where the browser does not know the zone, nothing is said.
#[component]
pub fn Hours(opening: Opening) -> impl IntoView {
    let words = expect_context::<Words>();
    let (Some(place), Some(here)) = (Zone::of(Some(&opening.time_zone)), Zone::of(None)) else { return ().into_any() };
    let (place, here) = (move |at| place.offset(at), move |at| here.offset(at));
    let now = clock::now();
    let days: Vec<_> = week(&opening, now, &place, &here).into_iter().map(|(begins, spans)| day(words, begins, &spans)).collect();
    // Hours of another zone are told on the partner's clock, and it is said so.
    let is_elsewhere = place(now) != here(now);
    let zone = opening.time_zone.replace('_', " ");
    let elsewhere = is_elsewhere.then(|| view! { <p class="small">{words.fill(key::HOURS_ELSEWHERE, &[("zone", &zone)])}</p> });
    // Zones are the browser's, and stay with its thread.
    let known = StoredValue::new_local((opening, place, here));
    let now = RwSignal::new(now);
    page::while_visible(LOOK, move || now.set(clock::now()));
    let told = Memo::new(move |_| {
        let now = now.get();
        known.with_value(|(opening, place, here)| told(words, standing(opening, now, place), now, here))
    });
    view! {
        <p><b class:open=move || told.with(|(is_open, _)| *is_open) role="status">{move || told.with(|(_, text)| text.clone())}</b></p>
        <details class="hours">
            <summary>{words.t(key::HOURS_TITLE)}</summary>
            {elsewhere}
            <dl>{days}</dl>
        </details>
    }
    .into_any()
}

/// Whether somebody is there, and in words until when or from when on.
fn told(words: Words, standing: Standing, now: i64, here: &dyn Fn(i64) -> i64) -> (bool, String) {
    match standing {
        Standing::Open { until } if until - now > 7 * DAY => (true, words.t(key::HOURS_ALWAYS)),
        Standing::Open { until } => (true, words.fill(key::HOURS_OPEN, &[("time", &words.time(Timestamp(until)))])),
        Standing::Closed { opens_at } => {
            let (day, time) = (words.weekday(Timestamp(opens_at)), words.time(Timestamp(opens_at)));
            let is_today = day_of(opens_at, here) == day_of(now, here);
            let text = match is_today {
                true => words.fill(key::HOURS_TODAY, &[("time", &time)]),
                false => words.fill(key::HOURS_CLOSED, &[("day", &day), ("time", &time)]),
            };
            (false, text)
        }
        Standing::Never => (false, words.t(key::HOURS_NEVER)),
    }
}

fn day(words: Words, begins: i64, spans: &[Span]) -> AnyView {
    // A line may end between two spans, not within one.
    let hours: Vec<_> = spans
        .iter()
        .enumerate()
        .map(|(i, (from, to))| {
            let (from, to) = (words.time(Timestamp(*from)), words.time(Timestamp(*to)));
            let span = words.fill(key::HOURS_SPAN, &[("from", &from), ("to", &to)]);
            view! { {(i > 0).then_some(", ")}<span class="nobr">{span}</span> }
        })
        .collect();
    let hours = if hours.is_empty() { words.t(key::HOURS_NONE).into_any() } else { hours.into_any() };
    view! { <div><dt>{words.weekday(Timestamp(begins))}</dt><dd>{hours}</dd></div> }.into_any()
}
