//! The topic: a tree that opens branch by branch, and a search over it.

use super::same::Same;
use super::{Foot, StepForm, control, open::Form};
use crate::shell::go;
use crate::shell::words::Words;
use crate::ui::controls::Radio;
use crate::ui::field::{Framed, Group};
use crate::ui::incident::Incidents;
use crate::ui::topic_search::{Found, TopicSearch};
use leptos::prelude::*;
use recourse_contract::service::Topic as Branch;
use recourse_core::i18n::key;
use recourse_core::journey::{Field, Step, other, search};

/// Choosing a topic.
#[component]
pub fn Topic(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let error = form.error(Field::Topic, words);
    let framed = Framed::new(control(&Field::Topic), false, error);
    let chosen = form.answer(Field::Topic);
    let query = RwSignal::new(String::new());
    let branches = move || {
        form.service(|service| {
            service.topics.iter().filter(|topic| topic.kinds.contains(&form.kind())).cloned().collect::<Vec<_>>()
        })
        .into_iter()
        .map(|topic| branch(form, chosen, topic))
        .collect::<Vec<_>>()
    };
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::TOPIC_TITLE)}</h1>
        <StepForm form step=Step::Topic>
            <TopicSearch query/>
            <Group framed label=words.t(key::TOPIC_LEGEND) hint=None error>
                {move || if query.with(|query| query.trim().is_empty()) {
                    view! { <div class="branches">{branches()}</div> }.into_any()
                } else {
                    view! { <Hits form chosen query/> }.into_any()
                }}
            </Group>
            // Among the branches it stands at its own.
            <Show when=move || query.with(|query| !query.trim().is_empty())>
                <Incidents topic=chosen email=form.answer(Field::Email)/>
            </Show>
            <About form chosen/>
            <Same form/>
            <Foot form step=Step::Topic/>
        </StepForm>
    }
}

/// One branch of the tree; open when the chosen topic is in it.
fn branch(form: Form, chosen: Signal<String>, topic: Branch) -> AnyView {
    let name = format!("topic-{}", topic.id.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
    if topic.topics.is_empty() {
        return leaf(form, chosen, name, topic.id, topic.label, topic.description);
    }
    // With the branches themselves: a link may lead to one.
    let inside = ids(&topic);
    // Only at first: afterwards the partner opens and closes.
    let open = chosen.with_untracked(|chosen| inside.contains(chosen));
    let here = Memo::new(move |_| chosen.with(|chosen| inside.contains(chosen)));
    let rows: Vec<_> = topic
        .topics
        .into_iter()
        .map(|sub| {
            if sub.topics.is_empty() {
                leaf(form, chosen, name.clone(), sub.id, sub.label, sub.description)
            } else {
                branch(form, chosen, sub)
            }
        })
        .collect();
    view! {
        <details open=open class:chosen=here>
            <summary><span><b>{topic.label}</b>{topic.description.map(|text| view! { <span class="hint">{text}</span> })}</span></summary>
            <div class="radios">{rows}</div>
            {move || here.get().then(|| view! { <Incidents topic=chosen email=form.answer(Field::Email)/> })}
        </details>
    }
    .into_any()
}

fn ids(topic: &Branch) -> Vec<String> {
    [topic.id.clone()].into_iter().chain(topic.topics.iter().flat_map(ids)).collect()
}

fn leaf(form: Form, value: Signal<String>, name: String, id: String, label: String, description: Option<String>) -> AnyView {
    view! { <Radio name value typed=form.typing(Field::Topic) id label description read_only=form.read_only()/> }.into_any()
}

/// What a search finds.
#[component]
fn Hits(form: Form, chosen: Signal<String>, query: RwSignal<String>) -> impl IntoView {
    move || {
        let wanted = query.get();
        let hits: Vec<(String, String, String)> = form.service(|service| {
            search(&service.topics, &[form.kind()], &wanted)
                .into_iter()
                .map(|hit| {
                    (hit.topic.id.clone(), hit.topic.label.clone(), hit.path[..hit.path.len().saturating_sub(1)].join(" › "))
                })
                .collect()
        });
        let count = hits.len();
        let rows: Vec<_> =
            hits.into_iter().map(|(id, label, path)| leaf(form, chosen, "topic-hit".into(), id, label, Some(path))).collect();
        let other = form.service(|service| other(&service.topics, form.kind()).cloned()).filter(|_| count == 0);
        let other = other.map(|topic| leaf(form, chosen, "topic-hit".into(), topic.id, topic.label, topic.description));
        view! {
            <Found query count/>
            <div class="radios">{rows}{other}</div>
        }
    }
}

/// What is known of the chosen topic: how long it takes, and articles that may help at once.
#[component]
pub fn About(form: Form, chosen: Signal<String>) -> impl IntoView {
    let words = expect_context::<Words>();
    let about = move || {
        let id = chosen.get();
        let leaf = form.service(|service| service.leaf(&id, form.kind()).cloned())?;
        let days = |hours: u32| words.count(key::DAYS, hours.div_ceil(24));
        let target = leaf.target_hours.map(|hours| words.fill(key::TOPIC_TARGET, &[("days", &days(hours))]));
        let average = leaf.average_hours.map(|hours| words.fill(key::TOPIC_AVERAGE, &[("days", &days(hours))]));
        let articles: Vec<_> = leaf
            .articles
            .iter()
            .map(|link| view! { <li><a href=go::link(&link.url) target="_blank" rel="external noopener">{link.label.clone()}</a></li> })
            .collect();
        let has_articles = !articles.is_empty();
        Some(view! {
            <p>{[target, average].into_iter().flatten().collect::<Vec<_>>().join(" ")}</p>
            {has_articles.then(|| view! { <p><b>{words.t(key::TOPIC_ARTICLES)}</b></p><ul class="bullets">{articles}</ul> })}
        })
    };
    // A problem's topic may be one for complaints: of that there is nothing to say here.
    let any = Memo::new(move |_| chosen.with(|id| form.service(|service| service.leaf(id, form.kind()).is_some())));
    view! { <div class="coach" role="status" class:vh=move || !any.get()>{about}</div> }
}
