//! Who shall mediate, and in which language; and what has to be known before.

use super::topic_list::TopicList;
use super::{Foot, StepForm, control, open::Form};
use crate::shell::words::Words;
use crate::ui::controls::Select;
use crate::ui::field::{Field as Frame, Framed, Group};
use crate::ui::mediators::{Mediators, to_know};
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::journey::{Field, Step, only};
use recourse_core::mediators::sole;
use recourse_core::outcome::Asking;

/// Choosing a mediator.
#[component]
pub fn Mediator(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let mediation = form.service(|service| service.mediation.clone());
    let facts = to_know(words, &mediation.facts);
    // One alone is chosen already, unless the draft is older than it.
    let alone = form.service(|service| only(&service.topics, form.kind()).map(|topic| topic.id.clone()));
    let topic = untrack(|| form.answer(Field::Topic).get());
    let asks_topic = alone.is_none_or(|alone| alone != topic);
    let country = form.journey_now(|journey| journey.ticket().partner.country.clone());
    let error = form.error(Field::Mediator, words);
    let framed = Framed::new(control(&Field::Mediator), false, error);
    let chosen = form.answer(Field::Mediator);
    let choose = Callback::new(move |(id, wished): (String, String)| chose(form, &id, &wished));
    let sole = sole(&mediation.mediators, &country).map(|mediator| mediator.id.clone());
    Effect::new(move || {
        let is_open = untrack(|| chosen.with(String::is_empty) && !form.read_only().get());
        if let (true, Some(id)) = (is_open, &sole) {
            chose(form, id, "");
        }
    });
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::REQUEST_WHO)}</h1>
        {facts}
        <StepForm form step=Step::Mediator>
            {asks_topic.then(|| view! { <TopicList form/> })}
            <Group framed label=words.t(key::MEDIATOR_NAME) hint=None error>
                <Mediators mediation=mediation.clone() country=Some(country.clone()) chosen choose/>
            </Group>
            {move || language(form, words, &chosen.get())}
            <Foot form step=Step::Mediator/>
        </StepForm>
    }
}

/// The language goes with the mediator: the partner's own where they work in it.
fn chose(form: Form, id: &str, wished: &str) {
    let Some(mediator) = form.service(|service| service.mediation.mediators.iter().find(|one| one.id == id).cloned()) else {
        return;
    };
    let language = form.model.with_untracked(|model| model.draft.answers.get(&Field::MediationLanguage).to_owned());
    let own = form.journey_now(|journey| journey.ticket().partner.language.clone());
    let mut asking = Asking { language, ..Asking::default() };
    asking.choose(&mediator, &own, wished);
    form.type_(Field::Mediator, asking.mediator);
    form.type_(Field::MediationLanguage, asking.language);
}

fn language(form: Form, words: Words, chosen: &str) -> AnyView {
    let field = Field::MediationLanguage;
    let spoken = form.service(|service| {
        let mediator = service.mediation.mediators.iter().find(|one| one.id == chosen);
        mediator.map(|mediator| mediator.languages.clone()).unwrap_or_default()
    });
    let options: Vec<(String, String)> = spoken.into_iter().map(|tag| (tag.clone(), words.language(&tag))).collect();
    let error = form.error(field.clone(), words);
    let framed = Framed::new(control(&field), false, error);
    view! {
        <Frame framed=framed.clone() label=words.t(key::MEDIATOR_LANGUAGE) hint=None error>
            <Select framed value=form.answer(field.clone()) typed=form.typing(field) options first=words.t(key::CHOOSE) read_only=form.read_only()/>
        </Frame>
    }
    .into_any()
}
