//! The extra fields of a topic, and the questions of an information request. A kind that this version does not know is
//! one line of text, and still travels.

use super::controls::{Radios, Select, TextArea, TextInput};
use super::field::{Field as Frame, Framed, Group};
use crate::shell::words::Words;
use leptos::prelude::*;
use recourse_contract::service::{ExtraField, FieldKind};
use recourse_core::i18n::key;
use recourse_core::journey::{Field, currency_id};

/// What a field shows, and who is told of each change.
pub type Bound = (Signal<String>, Callback<String>);

/// One extra field. `bind` gives what belongs to it, and to its currency.
#[component]
pub fn Extra(
    extra: ExtraField,
    bind: Callback<Field, Bound>,
    error: Signal<Option<String>>,
    #[prop(optional)] read_only: Signal<bool>,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let field = Field::Extra(extra.id.clone());
    let hint = match (&extra.hint, &extra.example) {
        (None, Some(example)) => Some(words.fill(key::EXTRA_EXAMPLE, &[("example", example)])),
        (hint, _) => hint.clone(),
    };
    let framed = Framed::new(field.control_id(), hint.is_some(), error);
    let (value, typed) = bind.run(field);
    let (label, optional) = (extra.label.clone(), !extra.required);
    let choices = match extra.kind {
        FieldKind::Choice => {
            Some(extra.choices.iter().map(|choice| (choice.id.clone(), choice.label.clone(), None)).collect::<Vec<_>>())
        }
        FieldKind::YesNo => {
            Some(vec![("yes".into(), words.t(key::EXTRA_YES), None), ("no".into(), words.t(key::EXTRA_NO), None)])
        }
        _ => None,
    };
    if let Some(options) = choices {
        let name = framed.id.clone();
        return view! { <Group framed label hint error optional><Radios name value typed options read_only/></Group> }.into_any();
    }
    let input = match extra.kind {
        FieldKind::LongText => view! { <TextArea framed=framed.clone() value typed rows=4 read_only/> }.into_any(),
        FieldKind::Country => {
            let options = words.countries();
            view! { <Select framed=framed.clone() value typed options first=words.t(key::CHOOSE) read_only/> }.into_any()
        }
        FieldKind::Date => view! { <TextInput framed=framed.clone() value typed kind="date" read_only/> }.into_any(),
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
    view! { <Frame framed label hint error optional>{input}</Frame> }.into_any()
}
