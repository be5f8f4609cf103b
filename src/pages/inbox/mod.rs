//! The inbox: what the session lists, what this device knows by private link, and what waits to be sent.

mod filters;
pub mod foot;

use self::filters::Filters;
use self::foot::foot;
use crate::pages::home::kind_of_draft;
use crate::pages::sign_in::Expired;
use crate::shell::backend::{Backend, Known as KnownService};
use crate::shell::device::Device;
use crate::shell::go::{Go, href};
use crate::shell::session::SignedIn;
use crate::shell::words::Words;
use crate::shell::{clock, focus, page};
use crate::ui::kept::{DeviceNotices, UnkeptCases};
use crate::ui::notice::{Notice, Tone};
use crate::ui::tag::state_of;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use recourse_contract::Timestamp;
use recourse_contract::ticket::TicketKind;
use recourse_core::i18n::key;
use recourse_core::inbox::listing::{Event, Listing, Phase};
use recourse_core::inbox::{Known, Row, View, rows, with_news};
use recourse_core::journey::{Draft, Field, Step};
use recourse_core::outbox::Purpose;
use recourse_core::route::Route;
use std::time::Duration;

/// How often the list asks for news.
const LOOK: Duration = Duration::from_secs(30);

/// How long the list waits for the next letter before the backend is asked and the address says what is looked for.
const TYPING: Duration = Duration::from_millis(250);
/// With fewer tickets there is nothing to search.
const SEARCHABLE: usize = 6;

/// The inbox.
#[component]
pub fn Inbox() -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let signed_in = expect_context::<SignedIn>();
    let unread = Memo::new(move |_| device.tickets.with(|tickets| with_news(tickets)));
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
            view.with(|view| {
                signed_in.listing.with(|listing| rows(tickets, &waiting, view, listing, service.as_deref(), clock::now()))
            })
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
    let offline = Memo::new(move |_| device.outbox.with(|outbox| outbox.offline));
    // Of the session's list, else of the oldest case that a link has opened.
    let age = move || {
        let by_link = || {
            let read = |known: &Known| (!known.is_by_session() && known.ticket.is_some()).then_some(known.read_at);
            device.tickets.with(|tickets| tickets.iter().filter_map(read).min())
        };
        match device.list_read.with(|read| read.as_ref().map(|read| read.at)).or_else(by_link) {
            Some(at) => words.fill(key::INBOX_STALE, &[("moment", &words.moment(Timestamp(at)))]),
            None => words.t(key::INBOX_FAILED),
        }
    };
    let clear = move |_| {
        view.set(View::default());
        focus::control("inbox-search");
    };
    let with_platform = move || {
        let KnownService::Ready(service) = backend.service.get() else { return None };
        Some(view! {
            <div class="head-row contact-row">
                <h2>{words.fill(key::INBOX_WITH, &[("platform", &service.platform.name)])}</h2>
                <a href=href(&Route::Contact)>{words.t(key::INBOX_CONTACT)}</a>
            </div>
        })
    };
    view! {
        <div class="head-row">
            <h1 id="heading" tabindex="-1">{words.t(key::INBOX_TITLE)}</h1>
            <Show when=move || !empty.get()><a class="btn" href=href(&Route::New(TicketKind::Complaint))>{words.t(key::INBOX_NEW)}</a></Show>
        </div>
        <Expired/>
        {with_platform}
        // On an empty screen, too: it may be empty because of what they say.
        <DeviceNotices/>
        <UnkeptCases/>
        <Show
            when=move || !empty.get()
            fallback=move || view! {
                <div class="empty">
                    <p class="lead">{words.t(key::INBOX_EMPTY)}</p>
                    <p>{words.t(key::INBOX_EMPTY_WHAT)}</p>
                    <p><a class="btn" href=href(&Route::New(TicketKind::Complaint))>{words.t(key::INBOX_FIRST)}</a></p>
                </div>
            }
        >
            <Show when=move || searchable.get()><Filters view/></Show>
            {move || (phase.get() == Phase::Failed || offline.get()).then(|| view! {
                <Notice tone=Tone::Wait title=age()>
                    <p><button type="button" class="btn quiet" on:click=move |_| { focus::falls_to(focus::HEADING); signed_in.news() }>{words.t(key::UNREACHABLE_AGAIN)}</button></p>
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
                    key=|row| (row.summary.id.clone(), row.summary.updated_at, row.summary.state as u8, row.summary.answer_by, row.is_new, row.is_waiting)
                    children=move |row| view_of(words, signed_in, row)
                />
            </ul>
            <Show when=move || has_more.get()>
                <p class="more no-print">
                    <button type="button" class="btn quiet" on:click=move |_| signed_in.list(Event::More)>{words.t(key::INBOX_MORE)}</button>
                </p>
            </Show>
        </Show>
        {foot(words, device, signed_in)}
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
    let state = match summary.answer_by {
        Some(by) => {
            view! { <span class="tag wait">{words.fill(key::INBOX_ASKS, &[("date", &words.short_date(by))])}</span> }.into_any()
        }
        None => state_of(&summary),
    };
    view! {
        <li id=row_id(&summary.id) class:new=is_new>
            <a href=href(&Route::Ticket(summary.id.clone())) on:click=opened>
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
    let kind = kind_of_draft(draft.kind);
    view! {
        <li>
            <a href=href(&Route::Form(draft.kind, draft.id.clone(), Step::Check))>
                <span class="subject" dir="auto">{draft.answers.get(&Field::Subject).to_owned()}</span>
                <span class="small">{words.kept(key::INBOX_ON_DEVICE, key::INBOX_IN_TAB)}</span>
                <span class="small">{words.t(kind)}</span>
                <span class="tag wait">{words.t(key::DRAFT_WAITING)}</span>
            </a>
        </li>
    }
    .into_any()
}
