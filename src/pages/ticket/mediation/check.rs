//! The request as it will go, with the way back; then it is sent.

use super::Request;
use super::form::{MEDIATOR, STATEMENT};
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::go::Go;
use crate::shell::words::Words;
use crate::ui::answers::Answer;
use crate::ui::attachments::{Files, attached, field_of};
use crate::ui::mediators::{answers, to_know};
use crate::ui::prose::Prose;
use leptos::prelude::*;
use recourse_core::i18n::key;
use recourse_core::outcome::mediation;
use recourse_core::route::Route;

/// Everything once more, and the button that sends it.
#[component]
pub fn Check(request: Request) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let go = expect_context::<Go>();
    let body = untrack(|| request.body());
    let (chosen, known) = request.service.with_value(|service| {
        let chosen = service.mediation.mediators.iter().find(|one| one.id == body.mediator);
        (answers(words, chosen, &body.language), to_know(words, &service.mediation.facts))
    });
    let has_documents = request.documents.with_value(|documents| !documents.is_empty());
    let documents = request.documents.with_value(|documents| {
        let names = documents.iter().filter(|document| body.documents.contains(&document.id));
        names.map(|document| document.name.clone()).collect::<Vec<_>>().join("\n")
    });
    let owner = request.owner();
    let control = field_of(&owner);
    let files = Memo::new(move |_| attached(device, &owner));
    let number = Memo::new(move |_| files.with(Vec::len));
    let send = move |_| {
        let id = request.id.get_value();
        device.ask(mediation(&id, &untrack(|| request.body())));
        go.to(Route::Ticket(id));
    };
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::CHECK_TITLE)}</h1>
        <div class="review">
            <section>
                {head(words, request, words.t(key::MEDIATOR_NAME), MEDIATOR)}
                <dl class="answers">
                    {chosen}
                    {has_documents.then(|| view! { <Answer label=words.t(key::REQUEST_DOCUMENTS) value=documents/> })}
                </dl>
            </section>
            <section>
                {head(words, request, words.t(key::REQUEST_STATEMENT), STATEMENT)}
                <Prose text=body.statement/>
            </section>
            {move || (number.get() > 0).then(|| view! {
                <section>
                    {head(words, request, words.fill(key::ATTACHMENT_NUMBER, &[("n", &number.get().to_string())]), control)}
                    <Files ids=files taker=None/>
                </section>
            })}
            {known}
        </div>
        <p class="small">{words.t(key::REQUEST_AFTER)}</p>
        <div class="foot-of-step">
            <button type="button" class="btn" on:click=send>{words.t(key::REQUEST_SEND)}</button>
            <button type="button" class="btn quiet" on:click=move |_| request.check(false)>{words.t(key::STEP_BACK)}</button>
        </div>
    }
}

/// A part with the way back to what it was written in.
fn head(words: Words, request: Request, title: String, control: &'static str) -> AnyView {
    let name = title.clone();
    let change = move |_| {
        request.check(false);
        focus::control_later(control);
    };
    view! {
        <div class="part-head">
            <h2>{title}</h2>
            <button type="button" class="btn plain" on:click=change>{words.t(key::CHECK_CHANGE)}<span class="vh">", "{name}</span></button>
        </div>
    }
    .into_any()
}
