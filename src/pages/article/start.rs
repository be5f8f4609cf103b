//! The form within an article: its first step. The others follow on their own screen, with what was chosen here.

use crate::shell::backend::{Backend, Known};
use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::go::{self, Go, href};
use crate::shell::words::Words;
use crate::ui::controls::Radios;
use crate::ui::field::{Framed, Group};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::service::Capability;
use recourse_contract::ticket::TicketKind;
use recourse_core::i18n::key;
use recourse_core::journey::{Draft, DraftId, Field, Step};
use recourse_core::route::Route;

const NAME: &str = "article-audience";

/// Who you are, and the way on.
#[component]
pub fn Start() -> impl IntoView {
    let words = expect_context::<Words>();
    let backend = expect_context::<Backend>();
    let device = expect_context::<Device>();
    let go = expect_context::<Go>();
    let audiences = Memo::new(move |_| match backend.service.get() {
        Known::Ready(service) => service.audiences.clone(),
        _ => Vec::new(),
    });
    let takes_problems = Memo::new(move |_| match backend.service.get() {
        Known::Ready(service) => service.offers(Capability::TechnicalProblems),
        _ => false,
    });
    let has_mediators = Memo::new(move |_| match backend.service.get() {
        Known::Ready(service) => !service.mediation.mediators.is_empty(),
        _ => false,
    });
    let chosen = RwSignal::new(None::<String>);
    // The first one leads on.
    let first = move || audiences.with(|all| all.first().map(|audience| audience.id.clone()).unwrap_or_default());
    let value = Memo::new(move |_| chosen.get().unwrap_or_else(first));
    let elsewhere = Memo::new(move |_| {
        let id = value.get();
        audiences.with(|all| all.iter().find(|audience| audience.id == id).and_then(|audience| audience.elsewhere.clone()))
    });
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let id = DraftId::from_random(clock::random());
        let next = Route::Form(TicketKind::Complaint, id.clone(), Step::Details);
        let audience = value.get_untracked();
        if untrack(first) == audience {
            // As the form begins by itself.
            return go.to(next);
        }
        let mut draft = Draft::new(id, TicketKind::Complaint, clock::now());
        draft.answers.set(&Field::Audience, audience);
        draft.answers.set(&Field::Language, words.tag_now());
        spawn_local(async move {
            device.keep_draft(draft).await;
            go.to(next);
        });
    };
    let no_error = Signal::stored(None::<String>);
    let typed = Callback::new(move |id: String| chosen.set(Some(id)));
    let choices = move || {
        let options: Vec<_> =
            audiences.get().into_iter().map(|audience| (audience.id, audience.label, Some(audience.description))).collect();
        let framed = Framed::new(NAME.into(), false, no_error);
        (!options.is_empty()).then(|| {
            view! {
                <Group framed label=words.t(key::START_WHO) hint=None error=no_error>
                    <Radios name=NAME.to_owned() value=Signal::from(value) typed options/>
                </Group>
            }
        })
    };
    let way = move || match elsewhere.get() {
        Some(elsewhere) => view! {
            <div class="notice info" role="status">
                <p class="notice-title">{words.t(key::START_ELSEWHERE)}</p>
                <p>{elsewhere.text}</p>
                <p><a class="btn" href=go::link(&elsewhere.link.url) rel="external noopener">{elsewhere.link.label}</a></p>
            </div>
        }
        .into_any(),
        None => view! {
            <div class="foot-of-step">
                <button type="submit" class="btn">{words.t(key::START_BEGIN)}</button>
                <span class="small">{words.kept(key::START_TIME, key::START_TIME_TAB)}</span>
            </div>
        }
        .into_any(),
    };
    view! {
        <div class="card inline-form no-print" role="group" aria-labelledby="article-form">
            <h3 id="article-form">{words.t(key::START_TITLE)}</h3>
            <p>{words.t(key::START_FREE)}</p>
            <form novalidate on:submit=begin>{choices}{way}</form>
            {move || takes_problems.get().then(|| view! {
                <p><a href=href(&Route::New(TicketKind::TechnicalProblem))>{words.t(key::HOME_PROBLEM)}</a></p>
            })}
            {move || has_mediators.get().then(|| view! { <p><a href=href(&Route::Mediation)>{words.t(key::HOME_MEDIATION)}</a></p> })}
        </div>
    }
}
