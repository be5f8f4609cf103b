//! The inbox: what the session lists, what this device knows by private link, and what waits to be sent.

mod filters;

use self::filters::Filters;
use crate::pages::sign_in::Expired;
use crate::shell::backend::{Backend, Known as KnownService};
use crate::shell::device::Device;
use crate::shell::go::Go;
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::shell::{clock, focus, page};
use crate::ui::confirm::Confirm;
use crate::ui::notice::{Notice, Tone};
use crate::ui::tag::state_of;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use recourse_contract::{Service, TicketSummary};
use recourse_core::i18n::key;
use recourse_core::inbox::listing::{Event, Listing, Phase};
use recourse_core::inbox::{Known, View};
use recourse_core::journey::{Draft, Field, Step};
use recourse_core::outbox::Purpose;
use recourse_core::route::Route;
use std::collections::HashSet;
use std::time::Duration;

/// How often the list asks for news.
const LOOK: Duration = Duration::from_secs(30);

/// How long the list waits for the next letter before the backend is asked and the address says what is looked for.
const TYPING: Duration = Duration::from_millis(250);
/// With fewer tickets there is nothing to search.
const SEARCHABLE: usize = 6;

/// A row, as far as the list shows it: when it changes, it is drawn anew.
#[derive(Clone, PartialEq)]
struct Row {
    summary: TicketSummary,
    is_new: bool,
    /// Something written for it has not gone out yet.
    is_waiting: bool,
}

/// The inbox.
#[component]
pub fn Inbox() -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let signed_in = expect_context::<SignedIn>();
    let unread = Memo::new(move |_| device.tickets.with(|tickets| tickets.iter().map(Known::unread).sum::<u32>()));
    Effect::new(move || {
        let title = words.t(key::INBOX_TITLE);
        page::set_title(&match unread.get() {
            0 => title,
            // More than those that are listed so far may be unread.
            n if signed_in.listing.with(Listing::has_more) => format!("({n}+) {title}"),
            n => format!("({n}) {title}"),
        });
    });
    let view = viewed(signed_in);
    // Back from a case, the list stands where it was left.
    if let Some(ticket) = signed_in.opened.try_update_value(Option::take).flatten() {
        focus::return_to(row_id(&ticket));
    }
    spawn_local(refresh(device, signed_in));
    page::while_visible(LOOK, move || spawn_local(refresh(device, signed_in)));

    let phase = Memo::new(move |_| signed_in.listing.with(|listing| listing.phase));
    let has_more = Memo::new(move |_| signed_in.listing.with(Listing::has_more));
    let writes = Memo::new(move |_| {
        device.outbox.with(|outbox| {
            outbox.entries.iter().filter_map(|entry| entry.purpose.thread().map(str::to_owned)).collect::<Vec<_>>()
        })
    });
    let rows = Memo::new(move |_| {
        let service = match backend.service.get() {
            KnownService::Ready(service) => Some(service),
            _ => None,
        };
        let waiting = writes.get();
        device.tickets.with(|tickets| {
            view.with(|view| signed_in.listing.with(|listing| rows(tickets, &waiting, view, listing, service.as_deref())))
        })
    });
    let waiting = move || {
        let keys = device.outbox.with(|outbox| outbox.entries.clone());
        device.drafts.with(|drafts| {
            let filing = |entry: &recourse_core::outbox::Entry| match &entry.purpose {
                Purpose::File { draft } => drafts.iter().find(|known| known.id == *draft).map(|draft| waiting_row(words, draft)),
                _ => None,
            };
            keys.iter().filter_map(filing).collect::<Vec<_>>()
        })
    };
    let known =
        Memo::new(move |_| device.tickets.with(|tickets| tickets.iter().filter(|known| known.summary().is_some()).count()));
    let is_narrow = Memo::new(move |_| view.with(View::is_narrow));
    let empty = Memo::new(move |_| {
        known.get() == 0
            && !is_narrow.get()
            && phase.get() != Phase::Loading
            && device.outbox.with(|outbox| outbox.written().next().is_none())
    });
    let searchable = Memo::new(move |before: Option<&bool>| {
        // Once there, it stays: nothing jumps while somebody types.
        before == Some(&true) || is_narrow.get() || known.get() >= SEARCHABLE
    });
    let found = Memo::new(move |_| u32::try_from(rows.with(Vec::len)).unwrap_or(u32::MAX));
    let status = move || match (phase.get(), found.get(), is_narrow.get()) {
        (Phase::Loading, ..) => words.t(key::INBOX_LOADING),
        (_, 0, true) => view.with(|view| match view.words.trim() {
            "" => words.t(key::INBOX_NONE_NARROW),
            typed => words.fill(key::INBOX_NONE, &[("words", typed)]),
        }),
        (_, n, _) => words.count(if has_more.get() { key::INBOX_FOUND_MORE } else { key::INBOX_FOUND }, n),
    };
    let clear = move |_| {
        view.set(View::default());
        focus::control("inbox-search");
    };
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
            <Show when=move || searchable.get()><Filters view/></Show>
            {move || (phase.get() == Phase::Failed).then(|| view! {
                <Notice tone=Tone::Wait title=words.t(key::INBOX_FAILED)>
                    <p><button type="button" class="btn quiet" on:click=move |_| signed_in.news()>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
                </Notice>
            })}
            <Show when=move || searchable.get()>
                <div class="found">
                    <p class="small" role="status">{status}</p>
                    <Show when=move || is_narrow.get()>
                        <button type="button" class="btn plain" on:click=clear>{words.t(key::INBOX_CLEAR)}</button>
                    </Show>
                </div>
            </Show>
            <ul class="tickets">
                {waiting}
                <For
                    each=move || rows.get()
                    key=|row| (row.summary.id.clone(), row.summary.updated_at, row.summary.state as u8, row.is_new, row.is_waiting)
                    children=move |row| view_of(words, signed_in, row)
                />
            </ul>
            <Show when=move || has_more.get()>
                <p class="more no-print">
                    <button type="button" class="btn quiet" on:click=move |_| signed_in.list(Event::More)>{words.t(key::INBOX_MORE)}</button>
                </p>
            </Show>
        </Show>
        {move || foot(words, device, signed_in)}
    }
}

/// The view that the address says. What is typed filters at once; the address and the backend follow when the typing
/// pauses.
fn viewed(signed_in: SignedIn) -> RwSignal<View> {
    let go = expect_context::<Go>();
    let query = use_location().query;
    let read = move || {
        let names = ["q", "status", "topic", "kind", "days", "sort"];
        let pairs: Vec<(String, String)> =
            query.with(|query| names.into_iter().filter_map(|name| Some((name.to_owned(), query.get(name)?))).collect());
        View::from_pairs(&pairs)
    };
    let view = RwSignal::new(untrack(read));
    // Back, forward, or a link.
    Effect::new(move |before: Option<View>| {
        let now = read();
        if before.is_some_and(|before| before != now) && view.with_untracked(|view| *view != now) {
            view.set(now.clone());
        }
        now
    });
    Effect::new(move |before: Option<View>| {
        let now = view.get();
        let settle = {
            let now = now.clone();
            move || {
                if view.try_with_untracked(|view| *view == now) != Some(true) {
                    return;
                }
                if untrack(read) != now {
                    go.state(&Route::Inbox, &page::query(&now.to_pairs()));
                }
                signed_in.list(Event::Wanted(now));
            }
        };
        let typed = before.is_some_and(|before| before.words != now.words);
        set_timeout(settle, if typed { TYPING } else { Duration::ZERO });
        now
    });
    // Signed in only now: what the address says is wanted then.
    Effect::new(move |before: Option<bool>| {
        let now = signed_in.session.with(Option::is_some);
        if now && before == Some(false) {
            signed_in.list(Event::Wanted(view.get_untracked()));
        }
        now
    });
    view
}

/// What is shown, in its order: what the device knows of the view, and what the backend has found.
fn rows(tickets: &[Known], waiting: &[String], view: &View, listing: &Listing, service: Option<&Service>) -> Vec<Row> {
    let now = clock::now();
    let is_its_view = listing.view == *view && listing.phase == Phase::Ready;
    let given: HashSet<&str> = if is_its_view { listing.ids.iter().map(String::as_str).collect() } else { HashSet::new() };
    let mut rows: Vec<Row> = tickets
        .iter()
        .filter_map(|known| {
            let summary = known.summary()?;
            let shown = view.shows(known, given.contains(summary.id.as_str()), service, now);
            shown.then(|| Row { summary: summary.clone(), is_new: known.unread() > 0, is_waiting: waiting.contains(&summary.id) })
        })
        .collect();
    rows.sort_unstable_by(|a, b| view.order.compare(&a.summary, &b.summary));
    // What lies beyond the last page that was given would be followed by rows that belong before it.
    if is_its_view && listing.has_more() && view.words.trim().is_empty() {
        let last = rows.iter().rposition(|row| given.contains(row.summary.id.as_str()));
        rows.truncate(last.map_or(rows.len(), |last| last + 1));
    }
    rows
}

/// Who is signed in, or the ways to what is missing here.
fn foot(words: Words, device: Device, signed_in: SignedIn) -> AnyView {
    let Some(session) = signed_in.session.get() else {
        let offered = signed_in.is_offered();
        let missing = if offered { key::INBOX_MISSING_SIGN_IN } else { key::INBOX_MISSING };
        let offer =
            offered.then(|| view! { <p><a class="btn quiet" href=Route::SignIn.path()>{words.t(key::SIGN_IN_TITLE)}</a></p> });
        let stuck = move || signed_in.stuck.get().then(|| view! { <Notice tone=Tone::Wait title=words.t(key::SIGN_OUT_STUCK)/> });
        let left = move || if signed_in.left.get() { words.t(key::SIGN_OUT_DONE) } else { String::new() };
        return view! {
            <div class="inbox-foot"><p class="small" role="status">{left}</p><p class="small">{words.t(missing)}</p>{offer}{stuck}</div>
        }
        .into_any();
    };
    let failed = RwSignal::new(false);
    let out = move |everywhere| {
        spawn_local(async move {
            let done = signed_in.sign_out(everywhere).await;
            let _ = failed.try_set(!done);
        });
    };
    // Texts that were begun, or wait, would be lost: then it asks.
    let dialog = NodeRef::<html::Dialog>::new();
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let ask = move |_| {
        spawn_local(async move {
            match dialog.get_untracked() {
                Some(dialog) if device.has_begun().await => {
                    // It fails only when it is open already.
                    let _ = dialog.show_modal();
                }
                _ => out(false),
            }
        });
    };
    view! {
        <div class="inbox-foot">
            <p class="small">{words.fill(key::SIGN_IN_AS, &[("email", &session.email)])}</p>
            <p><a href=Route::Me.path()>{words.t(key::ME_TITLE)}</a></p>
            <div class="row">
                <button type="button" class="btn quiet" on:click=ask>{words.t(key::SIGN_OUT)}</button>
                <dialog node_ref=dialog aria-label=words.t(key::SIGN_OUT_LOSE)>
                    <h2>{words.t(key::SIGN_OUT_LOSE)}</h2>
                    <p>{words.t(key::SIGN_OUT_UNSENT)}</p>
                    <div class="row">
                        <button type="button" class="btn danger" on:click=move |_| { close(); out(false); }>{words.t(key::SIGN_OUT)}</button>
                        <button type="button" class="btn quiet" autofocus on:click=move |_| close()>{words.t(key::CONFIRM_NO)}</button>
                    </div>
                </dialog>
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
    if !signed_in.is_live() {
        signed_in.news();
    }
    // A session's list has the news of its own; a link has to be followed.
    for known in device.tickets.get_untracked().into_iter().filter(|known| !known.is_by_session()) {
        let last = known.thread.last().map_or(0, |update| update.number);
        // A ticket that cannot be read now stays as it was read before.
        let _ = device.read_ticket(&known.id, last).await;
    }
}

fn view_of(words: Words, signed_in: SignedIn, row: Row) -> AnyView {
    let Row { summary, is_new, is_waiting } = row;
    let id = summary.id.clone();
    let opened = move |_| signed_in.opened.set_value(Some(id.clone()));
    let state = state_of(&summary);
    view! {
        <li id=row_id(&summary.id) class:new=is_new>
            <a href=Route::Ticket(summary.id.clone()).path() on:click=opened>
                <span class="subject" dir="auto">
                    {is_new.then(|| view! { <span class="vh">{words.t(key::INBOX_UNREAD)}" "</span> })}
                    {summary.subject}
                </span>
                <time class="small" datetime=summary.updated_at.to_string() title=words.moment(summary.updated_at)>
                    {words.ago(summary.updated_at, clock::now())}
                </time>
                <span class="small"><span class="mono nobr">{summary.reference.to_string()}</span>" · "{summary.topic_label}</span>
                {if is_waiting {
                    view! { <span class="tag wait">{words.t(key::DRAFT_WAITING)}</span> }.into_any()
                } else {
                    state
                }}
            </a>
        </li>
    }
    .into_any()
}

/// The id of a row, to come back to.
fn row_id(ticket: &str) -> String {
    format!("row-{ticket}")
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
