//! The request as it will go, with the way back; then it is sent.

use super::Request;
use crate::shell::device::Device;
use crate::shell::go::Go;
use crate::shell::words::Words;
use crate::ui::answers::Answer;
use crate::ui::attachments::{Files, attached};
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
    let name = request.service.with_value(|service| {
        let mediator = service.mediation.mediators.iter().find(|one| one.id == body.mediator);
        mediator.map(|mediator| mediator.name.clone()).unwrap_or_default()
    });
    let documents = request.documents.with_value(|documents| {
        let names = documents.iter().filter(|document| body.documents.contains(&document.id));
        names.map(|document| document.name.clone()).collect::<Vec<_>>().join("\n")
    });
    let owner = request.owner();
    let files = Memo::new(move |_| attached(device, &owner));
    let (language, statement) = (words.language(&body.language), body.statement.clone());
    let send = move |_| {
        let id = request.id.get_value();
        device.ask(mediation(&id, &untrack(|| request.body())));
        go.to(Route::Ticket(id));
    };
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::CHECK_TITLE)}</h1>
        <div class="review">
            <dl class="answers">
                <Answer label=words.t(key::MEDIATOR_NAME) value=name/>
                <Answer label=words.t(key::MEDIATOR_LANGUAGE) value=language/>
                <Answer label=words.t(key::REQUEST_DOCUMENTS) value=documents/>
            </dl>
            <h2>{words.t(key::REQUEST_STATEMENT)}</h2>
            <Prose text=statement/>
            <Files ids=files taker=None/>
        </div>
        <p class="small">{words.t(key::REQUEST_AFTER)}</p>
        <div class="foot-of-step">
            <button type="button" class="btn" on:click=send>{words.t(key::REQUEST_SEND)}</button>
            <button type="button" class="btn quiet" on:click=move |_| request.check(false)>{words.t(key::STEP_BACK)}</button>
        </div>
    }
}
