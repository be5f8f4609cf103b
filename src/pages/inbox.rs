//! The tickets that this device knows by private link, and what waits to be sent.

use crate::pages::sign_in::Expired;
use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::page;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::ui::confirm::Confirm;
use crate::ui::notice::{Notice, Tone};
use crate::ui::tag::state_of;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_core::i18n::key;
use recourse_core::inbox::Known;
use recourse_core::journey::{Draft, Field, Step};
use recourse_core::outbox::Purpose;
use recourse_core::route::Route;
use std::time::Duration;

/// How often the list asks for news.
const LOOK: Duration = Duration::from_secs(30);

/// The inbox of this device.
#[component]
pub fn Inbox() -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let signed_in = expect_context::<SignedIn>();
    let unread = Memo::new(move |_| device.tickets.with(|tickets| tickets.iter().map(Known::unread).sum::<u32>()));
    Effect::new(move || {
        let title = words.t(key::INBOX_TITLE);
        page::set_title(&match unread.get() {
            0 => title,
            n => format!("({n}) {title}"),
        });
    });
    spawn_local(refresh(device, signed_in));
    page::while_visible(LOOK, move || spawn_local(refresh(device, signed_in)));
    let waiting = move || {
        let keys = device.outbox.with(|outbox| outbox.entries.clone());
        device.drafts.with(|drafts| {
            let filing = |entry: &recourse_core::outbox::Entry| match &entry.purpose {
                Purpose::File { draft } => drafts.iter().find(|known| known.id == *draft).map(|draft| waiting_row(words, draft)),
                Purpose::Reply { .. } | Purpose::Answer { .. } | Purpose::Nudge { .. } => None,
            };
            keys.iter().filter_map(filing).collect::<Vec<_>>()
        })
    };
    let rows = move || device.tickets.get().iter().filter_map(|known| row(words, known)).collect::<Vec<_>>();
    let empty = Memo::new(move |_| {
        device.tickets.with(|tickets| tickets.iter().all(|known| known.summary().is_none()))
            && device.outbox.with(|outbox| outbox.entries.is_empty())
    });
    view! {
        <div class="head-row">
            <h1 id="heading" tabindex="-1">{words.t(key::INBOX_TITLE)}</h1>
            <Show when=move || !empty.get()><a class="btn" href=Route::NewComplaint.path()>{words.t(key::INBOX_NEW)}</a></Show>
        </div>
        <Expired/>
        <Show
            when=move || !empty.get()
            fallback=move || view! {
                <div class="empty">
                    <p class="lead">{words.t(key::INBOX_EMPTY)}</p>
                    <p>{words.t(key::INBOX_EMPTY_WHAT)}</p>
                    <p><a class="btn" href=Route::NewComplaint.path()>{words.t(key::INBOX_FIRST)}</a></p>
                </div>
            }
        >
            <ul class="tickets">{waiting}{rows}</ul>
        </Show>
        {move || foot(words, device, signed_in)}
    }
}

/// Who is signed in, or the ways to what is missing here.
fn foot(words: Words, device: Device, signed_in: SignedIn) -> AnyView {
    let Some(session) = signed_in.session.get() else {
        let offered = signed_in.is_offered();
        let missing = if offered { key::INBOX_MISSING_SIGN_IN } else { key::INBOX_MISSING };
        let offer =
            offered.then(|| view! { <p><a class="btn quiet" href=Route::SignIn.path()>{words.t(key::SIGN_IN_TITLE)}</a></p> });
        let stuck = move || signed_in.stuck.get().then(|| view! { <Notice tone=Tone::Wait title=words.t(key::SIGN_OUT_STUCK)/> });
        return view! { <div class="inbox-foot"><p class="small">{words.t(missing)}</p>{offer}{stuck}</div> }.into_any();
    };
    let failed = RwSignal::new(false);
    let out = move |everywhere| {
        spawn_local(async move {
            let done = signed_in.sign_out(everywhere).await;
            let _ = failed.try_set(!done);
        });
    };
    view! {
        <div class="inbox-foot">
            <p class="small">{words.fill(key::SIGN_IN_AS, &[("email", &session.email)])}</p>
            <div class="row">
                {move || match u32::try_from(device.unsent()).unwrap_or(u32::MAX) {
                    0 => view! { <button type="button" class="btn quiet" on:click=move |_| out(false)>{words.t(key::SIGN_OUT)}</button> }.into_any(),
                    unsent => view! {
                        <Confirm
                            label=words.t(key::SIGN_OUT)
                            accessible=words.t(key::SIGN_OUT)
                            question=words.t(key::SIGN_OUT_LOSE)
                            consequence=words.count(key::SIGN_OUT_UNSENT, unsent)
                            yes=words.t(key::SIGN_OUT)
                            confirmed=Callback::new(move |()| out(false))
                        />
                    }.into_any(),
                }}
                <Confirm
                    label=words.t(key::SIGN_OUT_EVERYWHERE)
                    accessible=words.t(key::SIGN_OUT_EVERYWHERE)
                    question=words.t(key::SIGN_OUT_ASK)
                    consequence=words.t(key::SIGN_OUT_WHAT)
                    yes=words.t(key::SIGN_OUT_EVERYWHERE)
                    confirmed=Callback::new(move |()| out(true))
                />
            </div>
            <p class="small" role="status">{move || if failed.get() { words.t(key::SIGN_OUT_FAILED) } else { String::new() }}</p>
        </div>
    }
    .into_any()
}

/// Asks for the news of each ticket, one after the other.
async fn refresh(device: Device, signed_in: SignedIn) {
    if signed_in.session.with_untracked(Option::is_some) {
        signed_in.list().await;
    }
    // A session's list has the news of its own; a link has to be followed.
    for known in device.tickets.get_untracked().into_iter().filter(|known| !known.is_by_session()) {
        let last = known.thread.last().map_or(0, |update| update.number);
        // A ticket that cannot be read now stays as it was read before.
        let _ = device.read_ticket(&known.id, last).await;
    }
}

fn row(words: Words, known: &Known) -> Option<AnyView> {
    let summary = known.summary()?.clone();
    let is_new = known.unread() > 0;
    Some(
        view! {
            <li class:new=is_new>
                <a href=Route::Ticket(summary.id.clone()).path()>
                    <span class="subject" dir="auto">
                        {is_new.then(|| view! { <span class="vh">{words.t(key::INBOX_UNREAD)}" "</span> })}
                        {summary.subject.clone()}
                    </span>
                    <time class="small" datetime=summary.updated_at.to_string() title=words.moment(summary.updated_at)>
                        {words.ago(summary.updated_at, clock::now())}
                    </time>
                    <span class="small"><span class="mono nobr">{summary.reference.to_string()}</span>" · "{summary.topic_label.clone()}</span>
                    {state_of(&summary)}
                </a>
            </li>
        }
        .into_any(),
    )
}

fn waiting_row(words: Words, draft: &Draft) -> AnyView {
    view! {
        <li>
            <a href=Route::Complaint(draft.id.clone(), Step::Check).path()>
                <span class="subject" dir="auto">{draft.answers.get(&Field::Subject).to_owned()}</span>
                <span class="small">{words.t(key::INBOX_ON_DEVICE)}</span>
                <span class="small">{words.t(key::DRAFT_COMPLAINT)}</span>
                <span class="tag wait">{words.t(key::DRAFT_WAITING)}</span>
            </a>
        </li>
    }
    .into_any()
}
