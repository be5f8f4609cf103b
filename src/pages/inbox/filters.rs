//! What the list is searched for, narrowed to and sorted by.

use crate::shell::backend::{Backend, Known};
use crate::shell::words::Words;
use crate::ui::controls::Select;
use crate::ui::field::{Field, Framed};
use leptos::prelude::*;
use recourse_contract::service::Topic;
use recourse_contract::ticket::TicketKind;
use recourse_core::i18n::{Key, key};
use recourse_core::inbox::{Order, SPANS, Standing, View, kind_name};

/// The search, and behind it the filters.
#[component]
pub fn Filters(view: RwSignal<View>) -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let typed = move |text: String| view.update(|view| view.words = text);
    // Open when the address narrows the list; otherwise as the partner leaves it.
    let is_open = view.with_untracked(|view| View { words: String::new(), ..view.clone() } != View::default());
    let no_error = Signal::stored(None::<String>);
    let framed = Framed::new("inbox-search".into(), true, no_error);
    view! {
        <form role="search" class="filters no-print" on:submit=move |event| event.prevent_default()>
            <Field framed=framed.clone() label=words.t(key::INBOX_SEARCH) hint=Some(words.t(key::INBOX_SEARCH_HINT)) error=no_error>
                <input
                    id=framed.id.clone()
                    type="search"
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="search"
                    maxlength="200"
                    aria-describedby=framed.described_by
                    prop:value=move || view.with(|view| view.words.clone())
                    on:input:target=move |event| typed(event.target().value())
                />
            </Field>
            <details open=is_open>
                <summary>{words.t(key::INBOX_FILTERS)}</summary>
                <div class="filter-grid">
                    {move || match backend.service.get() {
                        Known::Ready(service) => choices(words, view, &service.topics),
                        _ => choices(words, view, &[]),
                    }}
                </div>
            </details>
        </form>
    }
}

fn choices(words: Words, view: RwSignal<View>, topics: &[Topic]) -> Vec<AnyView> {
    let standings = Standing::ALL.map(|standing| (standing.name().to_owned(), words.t(standing_words(standing)))).to_vec();
    let topics = topics.iter().map(|topic| (topic.id.clone(), topic.label.clone())).collect::<Vec<_>>();
    let days = SPANS.map(|days| (days.to_string(), words.count(key::INBOX_DAYS_BACK, days))).to_vec();
    let orders = Order::ALL.map(|order| (order.name().to_owned(), words.t(order_words(order)))).to_vec();
    let mut all = vec![choice(words, view, "status", key::INBOX_STANDING, Some(key::INBOX_ALL), standings)];
    if topics.len() > 1 {
        all.push(choice(words, view, "topic", key::INBOX_TOPIC, Some(key::INBOX_ALL), topics));
    }
    let kinds: Vec<_> = [TicketKind::Complaint, TicketKind::TechnicalProblem, TicketKind::Mediation]
        .into_iter()
        .filter_map(|kind| Some((kind_name(kind)?.to_owned(), words.t(kind_words(kind)))))
        .collect();
    all.push(choice(words, view, "kind", key::INBOX_KIND, Some(key::INBOX_ANY_KIND), kinds));
    all.push(choice(words, view, "days", key::INBOX_DAYS, Some(key::INBOX_ANY_TIME), days));
    all.push(choice(words, view, "sort", key::INBOX_ORDER, None, orders));
    all
}

/// One parameter of the view, by its name in the address.
fn choice(
    words: Words,
    view: RwSignal<View>,
    name: &'static str,
    label: Key,
    first: Option<Key>,
    options: Vec<(String, String)>,
) -> AnyView {
    let no_error = Signal::stored(None::<String>);
    let framed = Framed::new(format!("inbox-{name}"), false, no_error);
    let value = Memo::new(move |_| {
        view.with(|view| match name {
            "sort" => view.order.name().to_owned(),
            _ => view.to_pairs().into_iter().find(|(key, _)| *key == name).map(|(_, value)| value).unwrap_or_default(),
        })
    });
    let chosen = Callback::new(move |chosen: String| {
        view.update(|view| {
            let mut pairs: Vec<(String, String)> =
                view.to_pairs().into_iter().filter(|(key, _)| *key != name).map(|(key, value)| (key.to_owned(), value)).collect();
            pairs.push((name.to_owned(), chosen));
            *view = View::from_pairs(&pairs);
        });
    });
    let select = match first {
        Some(first) => {
            view! { <Select framed=framed.clone() value=value.into() typed=chosen options first=words.t(first)/> }.into_any()
        }
        None => view! { <Select framed=framed.clone() value=value.into() typed=chosen options/> }.into_any(),
    };
    view! { <Field framed label=words.t(label) hint=None error=no_error>{select}</Field> }.into_any()
}

fn standing_words(standing: Standing) -> Key {
    match standing {
        Standing::Yours => key::INBOX_YOURS,
        Standing::Open => key::INBOX_OPEN,
        Standing::Resolved => key::INBOX_RESOLVED,
        Standing::Closed => key::INBOX_CLOSED,
    }
}

fn kind_words(kind: TicketKind) -> Key {
    match kind {
        TicketKind::Complaint | TicketKind::Other => key::INBOX_KIND_COMPLAINT,
        TicketKind::TechnicalProblem => key::INBOX_KIND_TECHNICAL,
        TicketKind::Mediation => key::INBOX_KIND_MEDIATION,
    }
}

fn order_words(order: Order) -> Key {
    match order {
        Order::Waiting => key::INBOX_ORDER_WAITING,
        Order::Newest => key::INBOX_ORDER_NEWEST,
        Order::Oldest => key::INBOX_ORDER_OLDEST,
        Order::LastFiled => key::INBOX_ORDER_LAST_FILED,
        Order::FirstFiled => key::INBOX_ORDER_FIRST_FILED,
    }
}
