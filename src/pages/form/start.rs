//! Who you are, and what to expect.

use super::{StepForm, control, open::Form};
use crate::shell::go;
use crate::shell::words::Words;
use crate::ui::controls::Radios;
use crate::ui::field::{Framed, Group};
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::journey::{Field, Step};

/// The start of the form.
#[component]
pub fn Start(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let field = Field::Audience;
    let error = form.error(field.clone(), words);
    let framed = Framed::new(control(&field), false, error);
    let chosen = form.answer(field.clone());
    let options = form.service(|service| {
        service
            .audiences
            .iter()
            .map(|audience| (audience.id.clone(), audience.label.clone(), Some(audience.description.clone())))
            .collect::<Vec<_>>()
    });
    let elsewhere = Memo::new(move |_| {
        let id = chosen.get();
        form.service(|service| {
            service.audiences.iter().find(|audience| audience.id == id).and_then(|audience| audience.elsewhere.clone())
        })
    });
    let away = move || {
        elsewhere.get().map(|elsewhere| {
            view! {
                <div class="notice info" role="status">
                    <p class="notice-title">{words.t(key::START_ELSEWHERE)}</p>
                    <p>{elsewhere.text}</p>
                    <p><a class="btn" href=go::link(&elsewhere.link.url) rel="external noopener">{elsewhere.link.label}</a></p>
                </div>
            }
        })
    };
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::START_TITLE)}</h1>
        <p class="lead">{words.t(key::START_FREE)}</p>
        <StepForm form step=Step::Start>
            <Group framed label=words.t(key::START_WHO) hint=None error>
                <Radios name="audience".to_owned() value=chosen typed=form.typing(field.clone()) options=options.clone() read_only=form.read_only()/>
            </Group>
            {away}
            <Show when=move || elsewhere.with(Option::is_none)>
                <div class="expect">
                    <section>
                        <h2>{words.t(key::START_NEED)}</h2>
                        <ul class="bullets">
                            <li>{words.t(key::START_NEED_NUMBER)}</li>
                            <li>{words.t(key::START_NEED_FACTS)}</li>
                            <li>{words.t(key::START_NEED_WISH)}</li>
                        </ul>
                    </section>
                    <section>
                        <h2>{words.t(key::START_AFTER)}</h2>
                        <ol class="thread">
                            <li>{words.t(key::START_AFTER_RECEIPT)}</li>
                            <li>{words.t(key::START_AFTER_REVIEW)}</li>
                            <li>{words.t(key::START_AFTER_OUTCOME)}</li>
                        </ol>
                    </section>
                </div>
                <div class="foot-of-step">
                    <button type="submit" class="btn">{words.t(key::START_BEGIN)}</button>
                    <span class="small">{words.kept(key::START_TIME, key::START_TIME_TAB)}</span>
                </div>
            </Show>
        </StepForm>
    }
}
