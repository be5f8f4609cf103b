//! The mediators that the platform names: to be compared, to be narrowed, and to choose from.

use super::answers::Answer;
use super::controls::{Radio, Select};
use super::field::{Field, Framed};
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::service::{Mediation, Mediator};
use recourse_core::i18n::{Key, key};
use recourse_core::mediators::{Wanted, found, languages, serves};

/// The mediators. With `choose` one of them can be chosen.
#[component]
pub fn Mediators(
    mediation: Mediation,
    /// Where the partner is established; nothing when that is not known: then it is asked here.
    country: Option<String>,
    /// The id of the one that is chosen.
    #[prop(optional)]
    chosen: Signal<String>,
    /// Takes the id of the one that the partner chooses, and the language that they look for (BCP 47; empty: any).
    #[prop(optional)]
    choose: Option<Callback<(String, String)>>,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let asks_country = country.is_none();
    let all: Vec<Mediator> = match &country {
        Some(country) => mediation.mediators.into_iter().filter(|mediator| serves(mediator, country)).collect(),
        None => mediation.mediators,
    };
    let wanted = RwSignal::new(Wanted::default());
    let filters = (all.len() > 1).then(|| filters(words, wanted, &all, asks_country.then_some(mediation.countries)));
    let all = StoredValue::new(all);
    let language = Memo::new(move |_| wanted.with(|wanted| wanted.language.clone()));
    let pick = choose.map(|choose| {
        // A language that is looked for later goes with the choice, too.
        Effect::new(move |before: Option<()>| {
            let (wished, id) = (language.get(), chosen.get_untracked());
            if before.is_some() && !id.is_empty() && !wished.is_empty() {
                choose.run((id, wished));
            }
        });
        Callback::new(move |id: String| choose.run((id, language.get_untracked())))
    });
    // The choice counts when a wish changes: choosing another one must not take the card away that has the focus.
    let shown = Memo::new(move |_| {
        let chosen = chosen.get_untracked();
        wanted.with(|wanted| all.with_value(|all| found(all, wanted, &chosen)))
    });
    let suiting =
        Memo::new(move |_| wanted.with(|wanted| all.with_value(|all| all.iter().filter(|one| wanted.takes(one)).count())));
    let cards = move || {
        let all = shown.get().into_iter();
        all.map(|mediator| {
            let one = mediator.clone();
            let suits = Memo::new(move |_| wanted.with(|wanted| wanted.takes(&one)));
            card(words, mediator, chosen, pick, suits)
        })
        .collect::<Vec<_>>()
    };
    view! {
        <div class="mediators">
            {filters}
            <p class="small" role="status">{move || match suiting.get() {
                0 => words.t(key::MEDIATOR_NONE),
                n => words.count(key::MEDIATOR_FOUND, u32::try_from(n).unwrap_or(u32::MAX)),
            }}</p>
            <ul class="cards">{cards}</ul>
            {move || (shown.with(Vec::len) > 1).then(|| shown.with(|shown| table(words, shown)))}
        </div>
    }
}

fn filters(words: Words, wanted: RwSignal<Wanted>, all: &[Mediator], countries: Option<Vec<String>>) -> AnyView {
    let choice =
        |id: &'static str, label: Key, first: Key, options: Vec<(String, String)>, of: fn(&mut Wanted) -> &mut String| {
            let no_error = Signal::stored(None::<String>);
            let framed = Framed::new(id.into(), false, no_error);
            let value = Memo::new(move |_| of(&mut wanted.get()).clone());
            let typed = Callback::new(move |text: String| wanted.update(|wanted| *of(wanted) = text));
            view! {
                <Field framed=framed.clone() label=words.t(label) hint=None error=no_error>
                    <Select framed value=value.into() typed options first=words.t(first)/>
                </Field>
            }
        };
    let spoken = languages(all).into_iter().map(|tag| (tag.clone(), words.language(&tag))).collect();
    let countries = countries.map(|eligible| {
        let is_named = |code: &String| eligible.contains(code) || all.iter().any(|mediator| mediator.countries.contains(code));
        let options = words.countries().into_iter().filter(|(code, _)| is_named(code)).collect();
        choice("mediator-country", key::MEDIATOR_COUNTRY, key::MEDIATOR_ANY_COUNTRY, options, |wanted| &mut wanted.country)
    });
    let some_meet = all.iter().any(|mediator| !mediator.remote);
    view! {
        <div class="filter-grid no-print">
            {countries}
            {choice("mediator-language", key::MEDIATOR_WORKS_IN, key::MEDIATOR_ANY_LANGUAGE, spoken, |wanted| &mut wanted.language)}
            {some_meet.then(|| view! {
                <label class="radio">
                    <input
                        type="checkbox"
                        prop:checked=move || wanted.with(|wanted| wanted.remote)
                        on:change:target=move |event| wanted.update(|wanted| wanted.remote = event.target().checked())
                    />
                    <span class="radio-label">{words.t(key::MEDIATOR_ONLY_REMOTE)}</span>
                </label>
            })}
        </div>
    }
    .into_any()
}

fn card(
    words: Words,
    mediator: Mediator,
    chosen: Signal<String>,
    choose: Option<Callback<String>>,
    suits: Memo<bool>,
) -> AnyView {
    let row = |(label, value)| view! { <dt>{words.t(label)}</dt><dd>{value}</dd> };
    let facts: Vec<_> = facts(words, &mediator).into_iter().map(row).collect();
    let name = mediator.name.clone();
    let head = match choose {
        Some(typed) => view! {
            <Radio name="mediator".into() value=chosen typed id=mediator.id label=name description=None/>
        }
        .into_any(),
        None => view! { <h3>{name}</h3> }.into_any(),
    };
    view! {
        <li class="card">
            {head}
            {move || (!suits.get()).then(|| view! { <p class="small">{words.t(key::MEDIATOR_UNSUITED)}</p> })}
            <dl class="facts-list">{facts}</dl>
            <p>{site(words, &mediator.name, mediator.url)}</p>
        </li>
    }
    .into_any()
}

/// The same facts, one mediator beside the other.
fn table(words: Words, found: &[Mediator]) -> AnyView {
    let names: Vec<_> = found.iter().map(|mediator| view! { <th scope="col">{mediator.name.clone()}</th> }).collect();
    let columns: Vec<_> = found.iter().map(|mediator| facts(words, mediator)).collect();
    let rows: Vec<_> = (0..FACTS)
        .map(|at| {
            let label = columns.first().map(|facts| words.t(facts[at].0));
            let cells: Vec<_> = columns.iter().map(|facts| view! { <td>{facts[at].1.clone()}</td> }).collect();
            view! { <tr><th scope="row">{label}</th>{cells}</tr> }
        })
        .collect();
    let sites: Vec<_> =
        found.iter().map(|mediator| view! { <td>{site(words, &mediator.name, mediator.url.clone())}</td> }).collect();
    view! {
        <details class="compare">
            <summary>{words.t(key::MEDIATOR_COMPARE)}</summary>
            // What is wider than the screen can be moved by keyboard, too.
            <div class="wide" role="region" tabindex="0" aria-label=words.t(key::MEDIATOR_COMPARE)>
                <table>
                    <thead><tr><th scope="col">{words.t(key::MEDIATOR_NAME)}</th>{names}</tr></thead>
                    <tbody>{rows}<tr><th scope="row">{words.t(key::MEDIATOR_WEBSITE)}</th>{sites}</tr></tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

const FACTS: usize = 5;

fn facts(words: Words, mediator: &Mediator) -> [(Key, String); FACTS] {
    let languages: Vec<String> = mediator.languages.iter().map(|tag| words.language(tag)).collect();
    let countries = match mediator.countries.as_slice() {
        [] => words.t(key::MEDIATOR_EVERYWHERE),
        // In the order of the language.
        some => {
            let named = words.countries().into_iter().filter(|(code, _)| some.contains(code)).map(|(_, name)| name);
            named.collect::<Vec<_>>().join(", ")
        }
    };
    let remote = words.t(if mediator.remote { key::MEDIATOR_REMOTE_YES } else { key::MEDIATOR_REMOTE_NO });
    [
        (key::MEDIATOR_LANGUAGES, languages.join(", ")),
        (key::MEDIATOR_COUNTRIES, countries),
        (key::MEDIATOR_REMOTE, remote),
        (key::MEDIATOR_DURATION, mediator.duration.clone()),
        (key::MEDIATOR_COST, mediator.cost.clone()),
    ]
}

/// A mediator as chosen, read back: who, in which language (BCP 47), how long it takes and what it costs.
pub fn answers(words: Words, mediator: Option<&Mediator>, language: &str) -> Vec<AnyView> {
    let told = |of: fn(&Mediator) -> &String| mediator.map(of).cloned().unwrap_or_default();
    let language = if language.is_empty() { String::new() } else { words.language(language) };
    [
        (key::MEDIATOR_NAME, told(|mediator| &mediator.name)),
        (key::MEDIATOR_LANGUAGE, language),
        (key::MEDIATOR_DURATION, told(|mediator| &mediator.duration)),
        (key::MEDIATOR_COST, told(|mediator| &mediator.cost)),
    ]
    .into_iter()
    .map(|(label, value)| view! { <Answer label=words.t(label) value/> }.into_any())
    .collect()
}

/// What has to be known of mediation, whoever reads: voluntary, good faith, cost, courts, time limits.
pub fn to_know(words: Words, facts: &[String]) -> Option<AnyView> {
    let rows: Vec<_> = facts.iter().map(|fact| view! { <li>{fact.clone()}</li> }).collect();
    (!rows.is_empty())
        .then(|| view! { <section><h2>{words.t(key::REQUEST_FACTS)}</h2><ul class="bullets">{rows}</ul></section> }.into_any())
}

/// The way to a mediator's website: somebody else's page. It says whose, for those who read links alone.
pub fn site(words: Words, name: &str, url: String) -> AnyView {
    view! {
        <a href=url target="_blank" rel="external noopener noreferrer">
            {words.t(key::MEDIATOR_SITE)}<span class="vh">" – "{name.to_owned()}</span>
        </a>
    }
    .into_any()
}
