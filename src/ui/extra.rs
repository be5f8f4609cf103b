//! The extra fields of a topic, and the questions of an information request. A kind that this version does not know is
//! one line of text, and still travels.

use super::controls::{Checkboxes, Option3, Radios, Select, TextArea, TextInput};
use super::counter::Counter;
use super::field::{Field as Frame, Framed, Group};
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::service::{ExtraField, FieldKind};
use recourse_core::i18n::key;
use recourse_core::journey::{Field, currency_id, range_ids};

/// What a field shows, and who is told of each change.
pub type Bound = (Signal<String>, Callback<String>);

/// All of them in their order, those with a condition while it is met. One that comes or goes leaves the others as they
/// are, and the focus where it is.
#[component]
pub fn Extras(
    fields: Vec<ExtraField>,
    /// The ids of those that are asked.
    asked: Memo<Vec<String>>,
    bind: Callback<Field, Bound>,
    error: Callback<Field, Signal<Option<String>>>,
    #[prop(optional)] read_only: Signal<bool>,
) -> impl IntoView {
    let one = move |extra: ExtraField| {
        let error = error.run(Field::Extra(extra.id.clone()));
        view! { <Extra extra bind error read_only/> }
    };
    let place = move |extra: ExtraField| {
        if extra.shown_if.is_none() {
            return one(extra).into_any();
        }
        let id = extra.id.clone();
        let is_asked = Memo::new(move |_| asked.with(|asked| asked.contains(&id)));
        (move || is_asked.get().then(|| view! { <div class="follow-up">{one(extra.clone())}</div> })).into_any()
    };
    fields.into_iter().map(place).collect::<Vec<_>>()
}

/// One extra field. `bind` gives what belongs to it, and to its parts.
#[component]
fn Extra(
    extra: ExtraField,
    bind: Callback<Field, Bound>,
    error: Signal<Option<String>>,
    read_only: Signal<bool>,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let field = Field::Extra(extra.id.clone());
    let hint = match (&extra.hint, &extra.example, extra.kind) {
        (Some(hint), _, FieldKind::Choices) => Some(format!("{hint} {}", words.t(key::EXTRA_SEVERAL))),
        (None, _, FieldKind::Choices) => Some(words.t(key::EXTRA_SEVERAL)),
        (None, Some(example), _) => Some(words.fill(key::EXTRA_EXAMPLE, &[("example", example)])),
        (hint, ..) => hint.clone(),
    };
    let framed = Framed::new(field.control_id(), hint.is_some(), error);
    let (value, typed) = bind.run(field);
    let (label, optional) = (extra.label.clone(), !extra.required);
    let name = framed.id.clone();
    let group = match extra.kind {
        FieldKind::Choice => {
            let options: Vec<Option3> =
                extra.choices.iter().map(|choice| (choice.id.clone(), choice.label.clone(), None)).collect();
            Some(view! { <Radios name value typed options read_only/> }.into_any())
        }
        FieldKind::YesNo => {
            let options: Vec<Option3> =
                vec![("yes".into(), words.t(key::EXTRA_YES), None), ("no".into(), words.t(key::EXTRA_NO), None)];
            Some(view! { <Radios name value typed options read_only/> }.into_any())
        }
        FieldKind::Choices => Some(view! { <Checkboxes name value typed choices=extra.choices.clone() read_only/> }.into_any()),
        FieldKind::DateRange => Some(view! { <Range extra=extra.clone() bind wrong=framed.wrong read_only/> }.into_any()),
        _ => None,
    };
    if let Some(group) = group {
        return view! { <Group framed label hint error optional>{group}</Group> }.into_any();
    }
    let input = match extra.kind {
        FieldKind::LongText => view! { <TextArea framed=framed.clone() value typed rows=4 read_only/> }.into_any(),
        FieldKind::Country => {
            let options = words.countries();
            view! { <Select framed=framed.clone() value typed options first=words.t(key::CHOOSE) read_only/> }.into_any()
        }
        FieldKind::Date => {
            let between = [extra.min.clone(), extra.max.clone()];
            view! { <TextInput framed=framed.clone() value typed kind="date" between read_only/> }.into_any()
        }
        FieldKind::Number => view! { <TextInput framed=framed.clone() value typed mode="decimal" read_only/> }.into_any(),
        FieldKind::BookingNumber => view! { <TextInput framed=framed.clone() value typed mode="text" read_only/> }.into_any(),
        FieldKind::Url => view! { <TextInput framed=framed.clone() value typed kind="url" mode="url" read_only/> }.into_any(),
        FieldKind::Amount => {
            let currency = Field::Extra(currency_id(&extra.id));
            let options: Vec<_> = extra.currencies.iter().map(|code| (code.clone(), code.clone())).collect();
            let (chosen, choose) = bind.run(currency.clone());
            let currency_frame =
                Framed { id: currency.control_id(), described_by: Signal::stored(None), wrong: Signal::stored(false) };
            view! {
                <div class="amount">
                    <TextInput framed=framed.clone() value typed mode="decimal" read_only/>
                    <label class="vh" for=currency.control_id()>{words.t(key::EXTRA_CURRENCY)}</label>
                    <Select framed=currency_frame value=chosen typed=choose options read_only/>
                </div>
            }
            .into_any()
        }
        _ => view! { <TextInput framed=framed.clone() value typed read_only/> }.into_any(),
    };
    let most = extra.max_length.filter(|_| matches!(extra.kind, FieldKind::Text | FieldKind::LongText));
    view! {
        <Frame framed label hint error optional>
            {input}
            {most.map(|most| view! { <Counter value most/> })}
        </Frame>
    }
    .into_any()
}

/// The first and the last of some days.
#[component]
fn Range(extra: ExtraField, bind: Callback<Field, Bound>, wrong: Signal<bool>, read_only: Signal<bool>) -> impl IntoView {
    let words = expect_context::<Words>();
    let day = |id: String, label: String| {
        let field = Field::Extra(id);
        let framed = Framed { id: field.control_id(), described_by: Signal::stored(None), wrong };
        let between = [extra.min.clone(), extra.max.clone()];
        let (value, typed) = bind.run(field);
        view! {
            <div>
                <label for=framed.id.clone()>{label}</label>
                <TextInput framed value typed kind="date" between read_only/>
            </div>
        }
    };
    let [from, to] = range_ids(&extra.id);
    let (from, to) = (day(from, words.t(key::EXTRA_FROM)), day(to, words.t(key::EXTRA_TO)));
    view! { <div class="range">{from}{to}</div> }
}
