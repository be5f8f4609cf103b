//! The extra fields of a topic. A kind that this version does not know is one line of text, and still travels.

use super::{control, form::Form};
use crate::shell::words::Words;
use crate::ui::controls::{Radios, Select, TextArea, TextInput};
use crate::ui::field::{Field as Frame, Framed, Group};
use leptos::prelude::*;
use recourse_contract::service::{ExtraField, FieldKind};
use recourse_core::i18n::key;
use recourse_core::journey::{Field, currency_id};

/// One extra field.
#[component]
pub fn Extra(form: Form, extra: ExtraField) -> impl IntoView {
    let words = expect_context::<Words>();
    let field = Field::Extra(extra.id.clone());
    let error = form.error(field.clone(), words);
    let hint = match (&extra.hint, &extra.example) {
        (None, Some(example)) => Some(words.fill(key::EXTRA_EXAMPLE, &[("example", example)])),
        (hint, _) => hint.clone(),
    };
    let framed = Framed::new(control(&field), hint.is_some(), error);
    let (value, typed) = (form.answer(field.clone()), form.typing(field.clone()));
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
    let read_only = form.read_only();
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
            let currency_frame =
                Framed { id: control(&currency), described_by: Signal::stored(None), wrong: Signal::stored(false) };
            view! {
                <div class="amount">
                    <TextInput framed=framed.clone() value typed mode="decimal" read_only/>
                    <label class="vh" for=control(&currency)>{words.t(key::EXTRA_CURRENCY)}</label>
                    <Select framed=currency_frame value=form.answer(currency.clone()) typed=form.typing(currency) options read_only/>
                </div>
            }
            .into_any()
        }
        _ => view! { <TextInput framed=framed.clone() value typed read_only/> }.into_any(),
    };
    view! { <Frame framed label hint error optional>{input}</Frame> }.into_any()
}
