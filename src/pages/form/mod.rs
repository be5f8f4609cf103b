//! Filing a complaint, reporting a problem, asking for mediation: one component for all steps, so that what is typed
//! outlives the way between them.

mod beforehand;
mod check;
mod details;
mod full_tab;
mod mediator;
mod message;
mod open;
mod precise;
mod same;
mod sending;
mod shared;
mod start;
mod topic;
mod topic_list;

use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::embed::Embed;
use crate::shell::focus;
use crate::shell::go::Go;
use crate::shell::page;
use crate::shell::words::Words;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::kept::DeviceNotices;
use crate::ui::notice::{Notice, Tone};
use crate::ui::stepper::{Progress, Rail, Row, step_name};
use crate::ui::waiting::Waiting;
pub use beforehand::{linked, prefill};
use leptos::prelude::*;
use leptos::task::spawn_local;
use open::Form;
use recourse_contract::service::Capability;
use recourse_contract::ticket::TicketKind;
use recourse_contract::{Service, Timestamp};
use recourse_core::i18n::{Key, key};
use recourse_core::journey::{self, DraftId, Field, Lock, Step};
use recourse_core::mediation::takes_requests;
use recourse_core::route::Route;
use std::sync::Arc;

/// A new draft gets an id, and with it an address that can be reloaded. What a link has brought along goes with it, and word
/// of what another app has shared.
#[component]
pub fn NewForm(kind: TicketKind, service: Arc<Service>) -> impl IntoView {
    let go = expect_context::<Go>();
    let id = DraftId::from_random(clock::random());
    // Where problems are not taken, what does not work is a complaint.
    let is_offered = kind != TicketKind::TechnicalProblem || service.offers(Capability::TechnicalProblems);
    let kind = if is_offered { kind } else { TicketKind::Complaint };
    if kind == TicketKind::Mediation && !takes_requests(&service) {
        // Its page says what there is instead.
        Effect::new(move || go.instead(Route::Mediation));
        return;
    }
    let query = beforehand::query();
    Effect::new(move || go.state(&Route::Form(kind, id.clone(), Step::first(kind)), &query));
}

/// The form of one draft.
#[component]
pub fn Filing(kind: TicketKind, id: DraftId, route: Memo<Route>, service: Arc<Service>) -> impl IntoView {
    let device = expect_context::<Device>();
    let go = expect_context::<Go>();
    let form = RwSignal::new(None::<Form>);
    // The browser's way back after sending: it has become a ticket, and there is nothing to fill in.
    let sent = device
        .tickets
        .with_untracked(|tickets| tickets.iter().find(|known| known.draft.as_ref() == Some(&id)).map(|known| known.id.clone()));
    // Another window has handed its copy over: what was changed there is not lost.
    let is_copy = device.drafts.with_untracked(|drafts| drafts.iter().any(|draft| draft.id == id && draft.sent_elsewhere));
    if let Some(ticket) = sent.filter(|_| !is_copy) {
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
                let _ = form.try_set(Some(Form::open(kind, id, service, stored, device, go)));
            });
        }
    });
    (move || match form.get() {
        None => view! { <Waiting/> }.into_any(),
        Some(form) => {
            // A report that becomes a complaint has other steps.
            let kind = Memo::new(move |_| form.model.with(|model| model.draft.kind));
            (move || {
                // A memo that nobody has read hears of nothing: tracking alone would not do.
                kind.get();
                view! { <Steps form route/> }
            })
            .into_any()
        }
    })
    .into_any()
}

#[component]
fn Steps(form: Form, route: Memo<Route>) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let go = expect_context::<Go>();
    let kind = form.kind();
    // The route of another screen comes here, too, before this one goes: it asks for nothing.
    let asked = Memo::new(move |before: Option<&(TicketKind, Step)>| match route.get() {
        Route::Form(kind, id, step) if form.with_id(|own| *own == id) => (kind, step),
        _ => before.copied().unwrap_or((kind, Step::first(kind))),
    });
    // What waits to be sent is shown on the check, whatever the address says.
    let waiting = Memo::new(move |_| device.outbox.with(|outbox| form.with_id(|id| outbox.filing(id).is_some())));
    // Which step an address shows is decided when one comes to it, not while one types on it: an answer that becomes
    // wrong must not throw the partner out of the step.
    let shown = Memo::new(move |_| {
        let (_, asked) = asked.get();
        if waiting.get() { Step::Check } else { form.journey_now(|journey| journey.resolve(asked)) }
    });
    Effect::new(move || {
        let (asked, shown) = (asked.get(), shown.get());
        if asked != (kind, shown) {
            go.state(&Route::Form(kind, form.with_id(DraftId::clone), shown), &beforehand::query());
        }
        form.send(journey::Event::Visited(shown));
    });
    // What becomes of it stands at the top; the button that was pressed is gone.
    Effect::new(move |before: Option<bool>| {
        let now = waiting.get();
        if before.is_some_and(|before| before != now) {
            focus::screen_changed();
        }
        now
    });
    let moved_to = Memo::new(move |_| form.model.with(|model| model.draft.moved_to.clone()));
    let was_sent = Memo::new(move |_| form.model.with(|model| model.draft.sent_elsewhere));
    // Only a real change renders the summary anew: it has the focus.
    let lines = Memo::new(move |_| form.lines(shown.get(), words));
    Effect::new(move || {
        let name = words.t(if waiting.get() { sending_title(kind) } else { step_name(shown.get()) });
        let title = if lines.with(Vec::is_empty) { name } else { words.fill(key::TITLE_ERROR, &[("title", &name)]) };
        page::set_title(&title);
    });
    // Memos, so that a letter renders nothing anew that it does not change.
    let rows = Signal::from(Memo::new(move |_| rows(form)));
    let told = Memo::new(move |_| form.model.with(|model| model.notice.clone()));
    // That nothing is kept inside another site's page is said where the way out of it is.
    let is_framed = use_context::<Option<Embed>>().flatten().is_some();
    let is_said = move |told: &journey::Notice| {
        is_framed && *told == journey::Notice::NotKept && untrack(|| device.why_unkept()) == key::STORAGE_DENIED
    };
    let refusal = Memo::new(move |_| refusal(form));
    let read_only = Memo::new(move |_| form.model.with(|model| model.lock == Lock::Elsewhere));
    // One step of one needs no count.
    let place = Signal::from(Memo::new(move |_| {
        let (step, all) = (shown.get(), Step::counted(kind).len());
        let is_last = kind == TicketKind::TechnicalProblem && form.journey(|journey| journey.sends_from(step));
        step.number(kind).filter(|number| !is_last || *number == all).map(|number| (number, all, step))
    }));
    view! {
        <div class="two" class:alone=move || shown.get() == Step::Start>
            <Show when=move || shown.get() != Step::Start><Rail rows now=Signal::from(shown)/></Show>
            <div class="column">
                <Progress place/>
                <Show when=move || read_only.get()>
                    <Notice tone=Tone::Wait title=words.t(key::DRAFT_ELSEWHERE)><p>{words.t(key::DRAFT_ELSEWHERE_WHAT)}</p></Notice>
                </Show>
                <DeviceNotices/>
                {move || told.get().filter(|told| !is_said(told)).map(|told| notice(form, words, told))}
                {move || refusal.get().map(|detail| refused(form, words, &detail))}
                <ErrorSummary lines/>
                {move || match (moved_to.get(), shown.get()) {
                    (Some(ticket), _) => view! { <same::Moved form ticket/> }.into_any(),
                    _ if was_sent.get() => view! { <same::SentElsewhere form/> }.into_any(),
                    (None, Step::Start) => view! { <start::Start form/> }.into_any(),
                    (None, Step::Details) => view! { <details::Details form/> }.into_any(),
                    (None, Step::Topic) => view! { <topic::Topic form/> }.into_any(),
                    (None, Step::Mediator) => view! { <mediator::Mediator form/> }.into_any(),
                    (None, Step::Message) => view! { <message::Message form/> }.into_any(),
                    (None, Step::Check) => view! { <check::Check form/> }.into_any(),
                }}
                <Show when=move || !waiting.get() && !was_sent.get() && moved_to.with(Option::is_none)><full_tab::FullTab form/></Show>
            </div>
        </div>
    }
}

/// What the backend has refused as a whole.
fn refusal(form: Form) -> Option<String> {
    form.model.with(|model| {
        let whole = model.draft.refused.iter().find(|error| Field::from_pointer(&error.pointer).is_none());
        whole.map(|error| error.detail.clone().unwrap_or_default())
    })
}

fn refused(form: Form, words: Words, detail: &str) -> AnyView {
    let title = words.t(of_kind(form.kind(), [key::CHECK_REFUSED, key::CHECK_REFUSED_PROBLEM, key::CHECK_REFUSED_MEDIATION]));
    let what = words.fill(key::CHECK_REFUSED_WHAT, &[("detail", detail)]);
    view! { <Notice tone=Tone::Bad title><p>{what}</p></Notice> }.into_any()
}

/// The words that differ between the forms: of a complaint, of a problem, of a request for mediation.
fn of_kind(kind: TicketKind, words: [Key; 3]) -> Key {
    let [complaint, problem, mediation] = words;
    match kind {
        TicketKind::TechnicalProblem => problem,
        TicketKind::Mediation => mediation,
        _ => complaint,
    }
}

fn sending_title(kind: TicketKind) -> Key {
    of_kind(kind, [key::SENDING_TITLE, key::SENDING_TITLE_PROBLEM, key::SENDING_TITLE_MEDIATION])
}

fn notice(form: Form, words: Words, told: journey::Notice) -> AnyView {
    let (tone, title, text) = match told {
        journey::Notice::Restored(at) => {
            let when = words.ago(Timestamp(at), clock::now());
            (Tone::Good, words.fill(key::DRAFT_RESTORED, &[("ago", &when)]), None)
        }
        journey::Notice::NotKept => {
            let why = words.t(untrack(|| expect_context::<Device>().why_unkept()));
            (Tone::Wait, words.t(key::STORAGE_REFUSED), Some(format!("{why} {}", words.t(key::STORAGE_REFUSED_WHAT))))
        }
        journey::Notice::Unreadable => (Tone::Wait, words.t(key::DRAFT_UNREADABLE), Some(words.t(key::DRAFT_UNREADABLE_WHAT))),
    };
    let read = move |_| form.send(journey::Event::NoticeRead);
    view! {
        <Notice tone title>
            {text.map(|text| view! { <p>{text}</p> })}
            <button type="button" class="btn plain" on:click=read>{words.t(key::NOTICE_READ)}</button>
        </Notice>
    }
    .into_any()
}

/// The steps as the rail shows them.
fn rows(form: Form) -> Vec<Row> {
    form.journey(|journey| {
        let gist = |step: Step| match step {
            Step::Details => {
                let partner = &journey.ticket().partner;
                partner.company.clone().unwrap_or_else(|| partner.name.clone())
            }
            Step::Topic => form.topic_path(&journey.ticket().topic).join(" › "),
            Step::Mediator => form.mediator(journey.ticket()).map(|mediator| mediator.name).unwrap_or_default(),
            Step::Message => journey.ticket().subject.clone(),
            Step::Start | Step::Check => String::new(),
        };
        let reachable = |step: Step| journey.resolve(step) == step;
        let row = |step: Step| Row {
            step,
            done: journey.is_done(step),
            href: reachable(step).then(|| form.step_path(step)),
            gist: gist(step),
        };
        Step::counted(form.kind()).iter().map(|step| row(*step)).collect()
    })
}

/// The foot of each step: on or out, back, and that everything is kept. Before it is sent, whether it is about a matter that
/// is open already.
#[component]
fn Foot(form: Form, step: Step) -> impl IntoView {
    let words = expect_context::<Words>();
    let back = step.before(form.kind()).map(|before| form.step_path(before));
    let sends = Memo::new(move |_| form.journey(|journey| journey.sends_from(step)));
    let label = move || {
        let send = of_kind(form.kind(), [key::CHECK_SEND, key::PROBLEM_SEND, key::REQUEST_SEND]);
        words.t(if sends.get() { send } else { key::STEP_CONTINUE })
    };
    // Beside the topic it is asked already.
    let is_asked = step == Field::Topic.step(form.kind());
    let read_only = form.read_only();
    let kept = move || {
        let (empty, kept) = form.model.with(|model| (model.draft.answers.is_empty(), model.kept));
        match (empty, kept) {
            _ if step == Step::Check => String::new(),
            (true, _) => String::new(),
            (false, true) => words.kept(key::DRAFT_KEPT, key::DRAFT_KEPT_TAB),
            (false, false) => words.t(key::DRAFT_KEEPING),
        }
    };
    view! {
        <Show when=move || sends.get() && !is_asked><same::Same form/></Show>
        <div class="foot-of-step" class:stays=step == Step::Topic>
            <button type="submit" class="btn" disabled=move || sends.get() && read_only.get()>{label}</button>
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
        form.leave(step);
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
