//! The start: what can be done here, the drafts of this device, what the platform promises.

use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::go::href;
use crate::shell::words::Words;
use crate::shell::{page, storage};
use crate::ui::confirm::Confirm;
use crate::ui::notice::{Notice, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::service::Capability;
use recourse_contract::ticket::TicketKind;
use recourse_contract::{Service, Timestamp};
use recourse_core::i18n::{Key, key};
use recourse_core::journey::{Draft, Field, Step};
use recourse_core::route::Route;
use std::sync::Arc;

/// The start page.
#[component]
pub fn Home(service: Arc<Service>) -> impl IntoView {
    let words = expect_context::<Words>();
    page::set_title(&words.fill(key::HOME_TAB, &[("platform", &service.platform.name)]));
    let promises: Vec<_> = service
        .promises
        .iter()
        .map(|promise| view! { <div><dt>{promise.title.clone()}</dt><dd>{promise.text.clone()}</dd></div> })
        .collect();
    let takes_problems = service.offers(Capability::TechnicalProblems);
    let has_mediators = !service.mediation.mediators.is_empty();
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::HOME_TITLE)}</h1>
        <p class="lead">{words.t(key::HOME_LEAD)}</p>
        <div class="choices">
            <a class="choice" href=href(&Route::New(TicketKind::Complaint))>
                <b>{words.t(key::HOME_COMPLAINT)}</b>
                <span>{words.t(key::HOME_COMPLAINT_WHAT)}</span>
                <span class="small">{words.kept(key::HOME_COMPLAINT_TIME, key::HOME_COMPLAINT_TIME_TAB)}</span>
            </a>
            {takes_problems.then(|| view! {
                <a class="choice" href=href(&Route::New(TicketKind::TechnicalProblem))>
                    <b>{words.t(key::HOME_PROBLEM)}</b>
                    <span>{words.t(key::HOME_PROBLEM_WHAT)}</span>
                    <span class="small">{words.t(key::HOME_PROBLEM_TIME)}</span>
                </a>
            })}
            <a class="choice" href=href(&Route::Inbox)>
                <b>{words.t(key::HOME_FOLLOW)}</b>
                <span>{words.t(key::HOME_FOLLOW_WHAT)}</span>
                <span class="small">{words.t(key::HOME_FOLLOW_HOW)}</span>
            </a>
        </div>
        <Drafts service=service.clone()/>
        <dl class="promises">{promises}</dl>
        {has_mediators.then(|| view! { <p><a href=href(&Route::Mediation)>{words.t(key::HOME_MEDIATION)}</a></p> })}
        {(!service.report_years.is_empty()).then(|| view! { <p><a href=href(&Route::Reports)>{words.t(key::REPORT_LIST)}</a></p> })}
    }
}

/// The drafts of this device, those that wait to be sent among them.
#[component]
fn Drafts(service: Arc<Service>) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let persisted = RwSignal::new(true);
    spawn_local(async move { persisted.set(storage::is_persisted().await) });
    let cards = move || device.drafts.get().into_iter().map(|draft| card(words, device, &service, &draft)).collect::<Vec<_>>();
    let some = Memo::new(move |_| device.drafts.with(|drafts| !drafts.is_empty()));
    view! {
        {move || (device.unreadable.get() > 0).then(|| view! {
            <Notice tone=Tone::Wait title=words.t(key::DRAFT_UNREADABLE)><p>{words.t(key::DRAFT_UNREADABLE_WHAT)}</p></Notice>
        })}
        {move || device.full.get().then(|| view! {
            <Notice tone=Tone::Wait title=words.t(key::STORAGE_REFUSED)><p>{words.t(device.why_unkept())}" "{words.t(key::STORAGE_REFUSED_WHAT)}</p></Notice>
        })}
        <Show when=move || some.get()>
            <section class="drafts" aria-labelledby="drafts-title">
                <h2 id="drafts-title">{words.kept(key::DRAFTS_TITLE, key::DRAFTS_TITLE_TAB)}</h2>
                <ul class="cards">{cards.clone()}</ul>
                {move || (!persisted.get()).then(|| view! { <p class="small">{words.t(key::DRAFTS_MAY_GO)}</p> })}
            </section>
        </Show>
    }
}

/// What a draft will become.
pub fn kind_of_draft(kind: TicketKind) -> Key {
    match kind {
        TicketKind::TechnicalProblem => key::DRAFT_PROBLEM,
        TicketKind::Mediation => key::DRAFT_MEDIATION,
        TicketKind::Complaint | TicketKind::Other => key::DRAFT_COMPLAINT,
    }
}

fn card(words: Words, device: Device, service: &Service, draft: &Draft) -> impl IntoView + use<> {
    let waiting = device.outbox.with(|outbox| outbox.filing(&draft.id).is_some());
    let topic = service.path(draft.answers.get(&Field::Topic)).and_then(|way| way.first().map(|topic| topic.label.clone()));
    let subject = Some(draft.answers.get(&Field::Subject).trim().to_owned()).filter(|subject| !subject.is_empty());
    let date = words.ago(Timestamp(draft.updated_at), clock::now());
    let title = subject.unwrap_or_else(|| words.fill(key::DRAFT_TITLE, &[("date", &words.date(Timestamp(draft.created_at)))]));
    let kind = draft.kind;
    let name = words.t(kind_of_draft(kind));
    let changed = words.fill(key::DRAFT_CHANGED, &[("ago", &date)]);
    let gist: Vec<String> = [Some(name), topic, Some(changed)].into_iter().flatten().collect();
    let id = draft.id.clone();
    // The form itself knows where it goes on: whoever asks for its end gets to what is missing.
    let look = words.t(if waiting { key::DRAFT_LOOK } else { key::DRAFT_RESUME });
    let named = format!("{look}, {title}");
    view! {
        <li class="card draft">
            <div>
                <h3>{title.clone()}</h3>
                <p class="small">{gist.join(" · ")}</p>
                {waiting.then(|| view! { <p><span class="tag wait">{words.t(key::DRAFT_WAITING)}</span></p> })}
            </div>
            <div class="row">
                <a class="btn quiet" href=href(&Route::Form(kind, draft.id.clone(), Step::Check)) aria-label=named>
                    {look}
                </a>
                {(!waiting).then(|| view! {
                    <Confirm
                        label=words.t(key::DRAFT_DELETE)
                        accessible=format!("{}, {title}", words.t(key::DRAFT_DELETE))
                        question=words.t(key::DRAFT_DELETE_ASK)
                        consequence=words.kept(key::DRAFT_DELETE_WHAT, key::DRAFT_DELETE_WHAT_TAB)
                        yes=words.t(key::DRAFT_DELETE_YES)
                        confirmed=Callback::new(move |()| {
                            let id = id.clone();
                            spawn_local(async move { device.forget_draft(&id).await });
                        })
                    />
                })}
            </div>
        </li>
    }
}
