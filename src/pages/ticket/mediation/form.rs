//! Choosing and writing: mediator, language, statement, documents, files.

use super::Request;
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::go::href;
use crate::shell::words::Words;
use crate::ui::attachments::{self, Attachments};
use crate::ui::controls::{Select, TextArea};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::{Field, Framed, Group};
use crate::ui::mediators::{Mediators, to_know};
use leptos::prelude::*;
use recourse_contract::Code;
use recourse_contract::attachment::Attachment;
use recourse_core::i18n::key;
use recourse_core::route::Route;

/// The id of the choice of the mediator.
pub const MEDIATOR: &str = "request-mediator";
const LANGUAGE: &str = "request-language";
/// The id of the statement.
pub const STATEMENT: &str = "request-statement";

/// Everything that a request needs.
#[component]
pub fn Form(request: Request) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let (mediation, limits) = request.service.with_value(|service| (service.mediation.clone(), service.limits.clone()));
    let tried = RwSignal::new(false);
    let wrong = Memo::new(move |_| request.faults());
    let say = move |id: &str, code: Code, limit: Option<u32>| match (id, code) {
        (MEDIATOR, _) => words.t(key::REQUEST_PICK),
        (LANGUAGE, _) => words.t(key::REQUEST_PICK_LANGUAGE),
        (_, Code::TooLong) => {
            words.fill(key::ERROR_TOO_LONG, &[("limit", &words.number(&limit.unwrap_or_default().to_string()))])
        }
        (_, Code::Characters) => words.t(key::ERROR_CHARACTERS),
        _ => words.t(key::REQUEST_STATEMENT_EMPTY),
    };
    let lines = Memo::new(move |_| {
        let lines = wrong.with(|wrong| {
            let line = |fault: &recourse_contract::FieldError| {
                let id = control_of(&fault.pointer)?;
                Some((id.to_owned(), say(id, fault.code, fault.limit)))
            };
            wrong.iter().filter_map(line).collect::<Vec<_>>()
        });
        if tried.get() { lines } else { Vec::new() }
    });
    let error = move |id: &'static str| -> Signal<Option<String>> {
        Memo::new(move |_| lines.with(|lines| lines.iter().find(|(at, _)| at == id).map(|(_, text)| text.clone()))).into()
    };
    let chosen = Memo::new(move |_| request.asking.with(|asking| asking.mediator.clone()));
    let choose = Callback::new(move |(id, wished): (String, String)| {
        let own = request.ticket.with_value(|ticket| ticket.partner.language.clone());
        let mediator = request.service.with_value(|service| service.mediation.mediators.iter().find(|one| one.id == id).cloned());
        if let Some(mediator) = mediator {
            request.change(|asking| asking.choose(&mediator, &own, &wished));
        }
    });
    let language = move || {
        let spoken = request.service.with_value(|service| {
            let mediator = service.mediation.mediators.iter().find(|one| chosen.with(|chosen| one.id == *chosen));
            mediator.map(|mediator| mediator.languages.clone()).unwrap_or_default()
        });
        let options = spoken.into_iter().map(|tag| (tag.clone(), words.language(&tag))).collect();
        let value = Memo::new(move |_| request.asking.with(|asking| asking.language.clone()));
        let typed = Callback::new(move |tag: String| request.change(|asking| asking.language = tag));
        let error = error(LANGUAGE);
        let framed = Framed::new(LANGUAGE.into(), false, error);
        view! {
            <Field framed=framed.clone() label=words.t(key::MEDIATOR_LANGUAGE) hint=None error>
                <Select framed value=value.into() typed options first=words.t(key::CHOOSE)/>
            </Field>
        }
    };
    let statement = Memo::new(move |_| request.asking.with(|asking| asking.statement.clone()));
    let typed = Callback::new(move |text: String| request.change(|asking| asking.statement = text));
    let most = limits.attachments;
    let next = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !wrong.with_untracked(Vec::is_empty) {
            tried.set(true);
            return focus::summary_wanted();
        }
        if !attachments::stops(device, &request.owner(), most) {
            request.check(true);
        }
    };
    let documents = request.documents.get_value();
    let facts = to_know(words, &mediation.facts);
    let (of_mediator, of_statement) = (error(MEDIATOR), error(STATEMENT));
    let framed = Framed::new(STATEMENT.into(), true, of_statement);
    let country = Some(request.country());
    view! {
        <p class="small"><a href=href(&Route::Ticket(request.id.get_value()))>{request.ticket.with_value(|ticket| ticket.summary.subject.clone())}</a></p>
        <h1 id="heading" tabindex="-1">{words.t(key::MEDIATION_ASK)}</h1>
        <ErrorSummary lines/>
        {facts}
        <form novalidate on:submit=next>
            <Group framed=Framed::new(MEDIATOR.into(), false, of_mediator) label=words.t(key::REQUEST_WHO) hint=None error=of_mediator>
                <Mediators mediation country chosen=chosen.into() choose/>
            </Group>
            {language}
            <Field framed=framed.clone() label=words.t(key::REQUEST_STATEMENT) hint=Some(words.t(key::REQUEST_STATEMENT_HINT)) error=of_statement>
                <TextArea framed value=statement.into() typed rows=8/>
            </Field>
            {along(words, request, documents)}
            <Attachments owner=request.owner() limits/>
            <div class="foot-of-step">
                <button type="submit" class="btn">{words.t(key::STEP_CONTINUE)}</button>
                <span class="small kept">
                    {move || match request.kept.get() {
                        _ if !request.begun.get() => String::new(),
                        Some(true) => words.kept(key::DRAFT_KEPT, key::DRAFT_KEPT_TAB),
                        None => words.t(key::DRAFT_KEEPING),
                        Some(false) => words.t(key::STORAGE_REFUSED),
                    }}
                </span>
            </div>
        </form>
    }
}

/// Which documents of the thread go along: all of them, until one is left out.
fn along(words: Words, request: Request, documents: Vec<Attachment>) -> Option<AnyView> {
    if documents.is_empty() {
        return None;
    }
    let rows: Vec<_> = documents
        .into_iter()
        .map(|document| {
            let (own, told) = (document.id.clone(), document.id);
            let size = words.bytes(document.size);
            view! {
                <label class="radio">
                    <input
                        type="checkbox"
                        prop:checked=move || request.asking.with(|asking| asking.takes(&own))
                        on:change:target=move |event| {
                            let goes = event.target().checked();
                            request.change(|asking| asking.take_along(&told, goes));
                        }
                    />
                    <span><span class="radio-label" dir="auto">{document.name}</span><span class="hint">{size}</span></span>
                </label>
            }
        })
        .collect();
    Some(
        view! {
            <fieldset class="field">
                <legend>{words.t(key::REQUEST_DOCUMENTS)}</legend>
                <p class="hint">{words.t(key::REQUEST_DOCUMENTS_HINT)}</p>
                <div class="radios">{rows}</div>
            </fieldset>
        }
        .into_any(),
    )
}

/// The control that a pointer into the request speaks of.
fn control_of(pointer: &str) -> Option<&'static str> {
    match pointer {
        "/mediator" => Some(MEDIATOR),
        "/language" => Some(LANGUAGE),
        "/statement" => Some(STATEMENT),
        _ => None,
    }
}
