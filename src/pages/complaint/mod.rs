//! Filing a complaint: one component for all steps, so that what is typed outlives the way between them.

mod check;
mod details;
mod form;
mod message;
mod precise;
mod sending;
mod start;
mod topic;

use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::focus;
use crate::shell::go::Go;
use crate::shell::page;
use crate::shell::words::Words;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::notice::{Notice, Tone};
use crate::ui::stepper::{Progress, Rail, Row, step_name};
use crate::ui::waiting::Waiting;
use form::Form;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::{Service, Timestamp};
use recourse_core::i18n::key;
use recourse_core::journey::{self, DraftId, Field, Journey, Lock, Step};
use recourse_core::route::Route;
use std::sync::Arc;

/// A new complaint gets an id, and with it an address that can be reloaded.
#[component]
pub fn NewComplaint() -> impl IntoView {
    let go = expect_context::<Go>();
    let id = DraftId::from_random(clock::random());
    Effect::new(move || go.instead(Route::Complaint(id.clone(), Step::Start)));
}

/// The form of one draft.
#[component]
pub fn Complaint(id: DraftId, route: Memo<Route>, service: Arc<Service>) -> impl IntoView {
    let device = expect_context::<Device>();
    let go = expect_context::<Go>();
    let form = RwSignal::new(None::<Form>);
    // The browser's way back after sending: it has become a ticket, and there is nothing to fill in.
    let sent = device
        .tickets
        .with_untracked(|tickets| tickets.iter().find(|known| known.draft.as_ref() == Some(&id)).map(|known| known.id.clone()));
    if let Some(ticket) = sent {
        Effect::new(move || go.instead(Route::Sent(ticket.clone())));
        return ().into_any();
    }
    let owner = Owner::current();
    spawn_local({
        let id = id.clone();
        async move {
            let stored = device.stored_draft(&id).await;
            // The screen may have gone in the meantime.
            let Some(owner) = owner else { return };
            owner.with(|| {
                let _ = form.try_set(Some(Form::open(id, service, stored, device, go)));
            });
        }
    });
    (move || match form.get() {
        None => view! { <Waiting/> }.into_any(),
        Some(form) => view! { <Steps form route/> }.into_any(),
    })
    .into_any()
}

#[component]
fn Steps(form: Form, route: Memo<Route>) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let go = expect_context::<Go>();
    // The route of another screen comes here, too, before this one goes: it asks for nothing.
    let asked = Memo::new(move |before: Option<&Step>| match route.get() {
        Route::Complaint(id, step) if form.with_id(|own| *own == id) => step,
        _ => before.copied().unwrap_or(Step::Start),
    });
    // What waits to be sent is shown on the last step, whatever the address says.
    let waiting = Memo::new(move |_| device.outbox.with(|outbox| form.with_id(|id| outbox.filing(id).is_some())));
    // Which step an address shows is decided when one comes to it, not while one types on it: an answer that becomes
    // wrong must not throw the partner out of the step.
    let shown = Memo::new(move |_| {
        let asked = asked.get();
        if waiting.get() { Step::Check } else { form.journey_now(|journey| journey.resolve(asked)) }
    });
    Effect::new(move || {
        let (asked, shown) = (asked.get(), shown.get());
        if asked != shown {
            let id = form.with_id(DraftId::clone);
            go.instead(Route::Complaint(id, shown));
        }
        form.send(journey::Event::Visited(shown));
    });
    // Only a real change renders the summary anew: it has the focus.
    let lines = Memo::new(move |_| form.lines(shown.get(), words));
    Effect::new(move || {
        let name = words.t(if waiting.get() { key::SENDING_TITLE } else { step_name(shown.get()) });
        let title = if lines.with(Vec::is_empty) { name } else { words.fill(key::TITLE_ERROR, &[("title", &name)]) };
        page::set_title(&title);
    });
    let rows = Signal::derive(move || rows(form));
    let read_only = Memo::new(move |_| form.model.with(|model| model.lock == Lock::Elsewhere));
    view! {
        <div class="two" class:alone=move || shown.get() == Step::Start>
            <Show when=move || shown.get() != Step::Start><Rail rows now=Signal::from(shown)/></Show>
            <div class="column">
                <Progress now=Signal::from(shown)/>
                <Show when=move || read_only.get()>
                    <Notice tone=Tone::Wait title=words.t(key::DRAFT_ELSEWHERE)><p>{words.t(key::DRAFT_ELSEWHERE_WHAT)}</p></Notice>
                </Show>
                {move || notice(form, words)}
                <ErrorSummary lines/>
                {move || match shown.get() {
                    Step::Start => view! { <start::Start form/> }.into_any(),
                    Step::Details => view! { <details::Details form/> }.into_any(),
                    Step::Topic => view! { <topic::Topic form/> }.into_any(),
                    Step::Message => view! { <message::Message form/> }.into_any(),
                    Step::Check => view! { <check::Check form/> }.into_any(),
                }}
            </div>
        </div>
    }
}

fn notice(form: Form, words: Words) -> Option<AnyView> {
    let (tone, title, text) = match form.model.with(|model| model.notice.clone())? {
        journey::Notice::Restored(at) => {
            let when = words.ago(Timestamp(at), clock::now());
            (Tone::Good, words.fill(key::DRAFT_RESTORED, &[("ago", &when)]), None)
        }
        journey::Notice::NotKept => (Tone::Wait, words.t(key::STORAGE_REFUSED), Some(words.t(key::STORAGE_REFUSED_WHAT))),
        journey::Notice::Unreadable => (Tone::Wait, words.t(key::DRAFT_UNREADABLE), Some(words.t(key::DRAFT_UNREADABLE_WHAT))),
    };
    let read = move |_| form.send(journey::Event::NoticeRead);
    Some(
        view! {
            <Notice tone title>
                {text.map(|text| view! { <p>{text}</p> })}
                <button type="button" class="btn plain" on:click=read>{words.t(key::NOTICE_READ)}</button>
            </Notice>
        }
        .into_any(),
    )
}

/// The steps as the rail shows them.
fn rows(form: Form) -> Vec<Row> {
    let id = form.with_id(DraftId::clone);
    form.journey(|journey| {
        let gist = |step: Step| match step {
            Step::Details => {
                let partner = &journey.ticket().partner;
                partner.company.clone().unwrap_or_else(|| partner.name.clone())
            }
            Step::Topic => form.topic_path(&journey.ticket().topic).join(" › "),
            Step::Message => journey.ticket().subject.clone(),
            Step::Start | Step::Check => String::new(),
        };
        let reachable = |step: Step| journey.resolve(step) == step;
        let row = |step: Step| Row {
            step,
            done: journey.is_done(step),
            href: reachable(step).then(|| Route::Complaint(id.clone(), step).path()),
            gist: gist(step),
        };
        Step::COUNTED.map(row).to_vec()
    })
}

/// The foot of each step: on, back, and that everything is kept.
#[component]
fn Foot(form: Form, step: Step, #[prop(into)] label: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let back = step.before().map(|before| form.with_id(|id| Route::Complaint(id.clone(), before).path()));
    let kept = move || {
        let (empty, kept) = form.model.with(|model| (model.draft.answers.is_empty(), model.kept));
        match (empty, kept) {
            (true, _) => String::new(),
            (false, true) => words.t(key::DRAFT_KEPT),
            (false, false) => words.t(key::DRAFT_KEEPING),
        }
    };
    view! {
        <div class="foot-of-step" class:stays=step == Step::Topic>
            <button type="submit" class="btn">{label}</button>
            {back.map(|back| view! { <a class="btn plain" href=back>{words.t(key::STEP_BACK)}</a> })}
            <span class="small kept">{kept}</span>
        </div>
    }
}

/// A step as a form: Enter and the button go on, and the browser's own messages stay away.
#[component]
fn StepForm(form: Form, step: Step, children: Children) -> impl IntoView {
    let go_on = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.send(journey::Event::Continued(step));
    };
    view! { <form novalidate on:submit=go_on>{children()}</form> }
}

/// The id of a field's control.
fn control(field: &Field) -> String {
    field.control_id()
}

/// Where the focus goes when errors are shown.
fn show_summary() {
    focus::summary_wanted();
}

/// What the journey says of these answers.
fn journey_of(form: Form, service: &Service) -> Journey {
    form.model.with(|model| Journey::of(&model.draft, service))
}
