//! Partner details.

use super::{Foot, StepForm, control, open::Form};
use crate::shell::focus;
use crate::shell::go::href;
use crate::shell::page;
use crate::shell::words::{Words, own_name};
use crate::ui::controls::{Option3, Radios, Select, TextArea, TextInput};
use crate::ui::field::{Field as Frame, Framed, Group};
use crate::ui::first_contact::first_contact;
use leptos::prelude::*;
use recourse_core::i18n::{Key, key};
use recourse_core::journey::{Field, Step, suggested_address};
use recourse_core::route::Route;

/// Who files, and how to answer.
#[component]
pub fn Details(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let languages: Vec<(String, String)> =
        form.service(|service| service.locales.iter().map(|tag| (tag.clone(), own_name(tag))).collect());
    let countries: Vec<(String, String)> = words.countries();
    let option =
        |id: &str, label: Key, what: Option<Key>| -> Option3 { (id.into(), words.t(label), what.map(|key| words.t(key))) };
    let channels = vec![
        option("email_notice", key::CHANNEL_NOTICE, Some(key::CHANNEL_NOTICE_WHAT)),
        option("email_full", key::CHANNEL_FULL, Some(key::CHANNEL_FULL_WHAT)),
        option("inbox", key::CHANNEL_INBOX, Some(key::CHANNEL_INBOX_WHAT)),
    ];
    let managers = vec![
        option("myself", key::MANAGED_MYSELF, None),
        option("account_manager", key::MANAGED_MANAGER, None),
        option("affiliate", key::MANAGED_AFFILIATE, None),
        option("agency", key::MANAGED_AGENCY, None),
    ];
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::DETAILS_TITLE)}</h1>
        <StepForm form step=Step::Details>
            <Line form field=Field::Name label=key::DETAILS_NAME autocomplete="name"/>
            <Line form field=Field::Email label=key::DETAILS_EMAIL hint=key::DETAILS_EMAIL_HINT autocomplete="email" kind="email"/>
            <Suggestion form/>
            <Line form field=Field::Phone label=key::DETAILS_PHONE hint=key::DETAILS_PHONE_HINT autocomplete="tel" kind="tel" optional=true/>
            <Line form field=Field::Company label=key::DETAILS_COMPANY hint=key::DETAILS_COMPANY_HINT autocomplete="organization" optional=true/>
            <Choice form field=Field::Country label=key::DETAILS_COUNTRY hint=Some(key::DETAILS_COUNTRY_HINT) options=countries first=true/>
            {elsewhere(form, words)}
            <Properties form/>
            <Choice form field=Field::Language label=key::DETAILS_LANGUAGE hint=None options=languages first=false/>
            <Few form field=Field::Channel label=key::DETAILS_CHANNEL first="email_notice" options=channels/>
            <Few form field=Field::ManagedBy label=key::DETAILS_MANAGED first="myself" options=managers/>
            <Managed form/>
            <Foot form step=Step::Details/>
        </StepForm>
    }
}

/// One line of text.
#[component]
fn Line(
    form: Form,
    field: Field,
    label: Key,
    #[prop(optional)] hint: Option<Key>,
    autocomplete: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let words = expect_context::<Words>();
    let error = form.error(field.clone(), words);
    let framed = Framed::new(control(&field), hint.is_some(), error);
    view! {
        <Frame framed=framed.clone() label=words.t(label) hint=hint.map(|key| words.t(key)) error optional>
            <TextInput framed value=form.answer(field.clone()) typed=form.typing(field) kind autocomplete read_only=form.read_only()/>
        </Frame>
    }
}

/// A likely typing error in the domain is pointed out; one tap mends it.
#[component]
pub fn Suggestion(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let typed = form.answer(Field::Email);
    let meant = Memo::new(move |_| typed.with(|typed| suggested_address(typed)));
    view! {
        <div role="status">
            {move || meant.get().map(|address| {
                let mended = address.clone();
                view! {
                    <p class="suggestion">
                        {words.fill(key::DETAILS_SUGGESTION, &[("address", &address)])}" "
                        <button type="button" class="btn plain" on:click=move |_| {
                            form.type_(Field::Email, mended.clone());
                            // The button goes; whoever came by keyboard stays at the field.
                            focus::control(&control(&Field::Email));
                        }>
                            {words.t(key::DETAILS_SUGGESTION_TAKE)}
                        </button>
                    </p>
                }
            })}
        </div>
    }
}

#[component]
fn Properties(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let field = Field::Properties;
    let error = form.error(field.clone(), words);
    let framed = Framed::new(control(&field), true, error);
    view! {
        <Frame framed=framed.clone() label=words.t(key::DETAILS_PROPERTIES) hint=Some(words.t(key::DETAILS_PROPERTIES_HINT)) error>
            <TextArea framed value=form.answer(field.clone()) typed=form.typing(field) rows=2 read_only=form.read_only()/>
        </Frame>
    }
}

/// Where mediation is not open to a country: the way to what else there is.
fn elsewhere(form: Form, words: Words) -> impl IntoView {
    let (error, country) = (form.error(Field::Country, words), form.answer(Field::Country));
    move || {
        let is_refused = error.get().is_some_and(|text| text == words.t(key::ERROR_COUNTRY_MEDIATION));
        is_refused.then(|| {
            let query = page::query(&[("country", country.get())]);
            view! { <p><a href=format!("{}?{query}", href(&Route::Mediation))>{words.t(key::MEDIATION_ABOUT)}</a></p> }
        })
    }
}

/// One of a long list.
#[component]
fn Choice(form: Form, field: Field, label: Key, hint: Option<Key>, options: Vec<(String, String)>, first: bool) -> impl IntoView {
    let words = expect_context::<Words>();
    let error = form.error(field.clone(), words);
    let framed = Framed::new(control(&field), hint.is_some(), error);
    let first = first.then(|| words.t(key::CHOOSE));
    view! {
        <Frame framed=framed.clone() label=words.t(label) hint=hint.map(|key| words.t(key)) error>
            {match first {
                Some(first) => view! {
                    <Select framed value=form.answer(field.clone()) typed=form.typing(field) options first autocomplete="country" read_only=form.read_only()/>
                }.into_any(),
                None => view! { <Select framed value=form.answer(field.clone()) typed=form.typing(field) options read_only=form.read_only()/> }.into_any(),
            }}
        </Frame>
    }
}

/// One of a few, the first of which holds until another is chosen.
#[component]
fn Few(form: Form, field: Field, label: Key, first: &'static str, options: Vec<Option3>) -> impl IntoView {
    let words = expect_context::<Words>();
    let error = form.error(field.clone(), words);
    let framed = Framed::new(control(&field), false, error);
    let answer = form.answer(field.clone());
    let value = Signal::derive(move || Some(answer.get()).filter(|text| !text.is_empty()).unwrap_or_else(|| first.to_owned()));
    view! {
        <Group framed label=words.t(label) hint=None error>
            <Radios name=control(&field) value typed=form.typing(field.clone()) options=options.clone() read_only=form.read_only()/>
        </Group>
    }
}

/// A managed partner hears who is the first contact, and is free to go on.
#[component]
pub fn Managed(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let by = Memo::new(move |_| form.model.with(|model| model.draft.answers.managed_by()));
    view! { <div role="status">{move || form.service(|service| first_contact(words, service, by.get()))}</div> }
}
