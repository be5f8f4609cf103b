//! Whether it is about a matter that is open already: then it becomes a reply there.

use super::check::value_words;
use super::open::Form;
use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::focus::{self, HEADING};
use crate::shell::go::href;
use crate::shell::words::Words;
use crate::ui::details::told_lines;
use leptos::prelude::*;
use recourse_contract::TicketSummary;
use recourse_core::i18n::{key, summary_line};
use recourse_core::inbox::{same_matter, sent_as};
use recourse_core::journey::{Event, reply_text};
use recourse_core::route::Route;

/// Asks whether one of the partner's open tickets is meant: when the topic is chosen, and before it is sent, unless it was
/// answered. Advice: it never stands in the way.
#[component]
pub fn Same(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let topic = Memo::new(move |_| form.journey(|journey| journey.ticket().topic.clone()));
    let is_written = Memo::new(move |_| form.journey(|journey| !journey.ticket().message.is_empty()));
    let open = Memo::new(move |_| {
        let topic = topic.get();
        device.tickets.with(|tickets| same_matter(tickets, form.kind(), &topic).into_iter().cloned().collect::<Vec<_>>())
    });
    let is_answered = move || form.another.with(|another| topic.with(|topic| another.as_ref() == Some(topic)));
    let is_shown = move || !is_answered() && !open.with(Vec::is_empty);
    let deny = move |_| form.another.set(Some(topic.get_untracked()));
    let rows = move || {
        let is_written = is_written.get();
        open.get().into_iter().map(|summary| row(form, words, summary, is_written, false)).collect::<Vec<_>>()
    };
    view! {
        <div role="status">
            <Show when=is_shown>
                <section class="same notice info">
                    <h2 class="notice-title">{words.t(key::SAME_TITLE)}</h2>
                    <p>{move || words.t(if is_written.get() { key::SAME_WHAT } else { key::SAME_WHAT_EARLY })}</p>
                    <ul>{rows}</ul>
                    <p><button type="button" class="btn plain" on:click=deny>{words.t(key::SAME_NO)}</button></p>
                </section>
            </Show>
        </div>
    }
}

/// `sees` is whether the ticket can be looked at from here, too.
fn row(form: Form, words: Words, summary: TicketSummary, is_written: bool, sees: bool) -> AnyView {
    let news = words.fill(key::SAME_NEWS, &[("ago", &words.ago(summary.updated_at, clock::now()))]);
    let label = words.t(if is_written { key::SAME_YES } else { key::SAME_OPEN });
    let accessible = format!("{label}, {}", summary.subject);
    let ticket = summary.id;
    let href = href(&Route::Ticket(ticket.clone()));
    let look = sees.then(|| view! { <a class="btn quiet" href=href.clone()>{words.t(key::SENT_THREAD)}</a> });
    let add = move |_| form.send(Event::Moved { ticket: ticket.clone(), text: text(form, words), now: clock::now() });
    let read_only = form.read_only();
    view! {
        <li>
            <p><b dir="auto">{summary.subject}</b></p>
            <p class="small"><span class="mono nobr">{summary.reference.to_string()}</span>" · "{news}</p>
            {look}
            {if is_written {
                view! { <button type="button" class="btn quiet" aria-label=accessible disabled=read_only on:click=add>{label}</button> }.into_any()
            } else {
                // There is no text to take along.
                view! { <a class="btn quiet" aria-label=accessible href=href>{label}</a> }.into_any()
            }}
        </li>
    }
    .into_any()
}

/// What was written, as a message.
fn text(form: Form, words: Words) -> String {
    let ticket = form.journey_now(|journey| journey.ticket().clone());
    let line = |label: &str, value: &str| summary_line(&words.catalogue(), label, value);
    let lines: Vec<String> = form
        .extras()
        .iter()
        .filter_map(|extra| Some(line(&extra.label, &value_words(words, extra, ticket.fields.get(&extra.id)?))))
        .collect();
    let wanted = ticket.outcome_wanted.as_ref().map(|wanted| line(&words.t(key::MESSAGE_WANTED), wanted));
    // A reply has no place of its own for technical details: there they can be read, and taken out, before they go.
    let told: Vec<String> = told_lines(words, &ticket.device).iter().map(|(label, value)| line(label, value)).collect();
    let told = (!told.is_empty()).then(|| format!("{}\n{}", words.t(key::DEVICE_TITLE), told.join("\n")));
    reply_text(&ticket, &lines, wanted, told)
}

/// The text lies in the reply box of another ticket: there it is sent, or from here after all.
#[component]
pub fn Moved(form: Form, ticket: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let known = device.ticket(&ticket);
    let name = known.as_ref().and_then(|known| known.summary()).map(|summary| summary.reference.to_string()).unwrap_or_default();
    let part = move |_| form.send(Event::Parted { now: clock::now() });
    let read_only = form.read_only();
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::SAME_MOVED)}</h1>
        <p class="lead">{words.fill(key::SAME_MOVED_WHAT, &[("reference", &name)])}</p>
        <div class="row">
            <a class="btn" href=href(&Route::Ticket(ticket))>{words.t(key::SENT_THREAD)}</a>
            <button type="button" class="btn quiet" disabled=read_only on:click=part>{words.t(key::SAME_PART)}</button>
        </div>
    }
}

/// Another copy was sent, as it was then: the case can be opened, the rest goes there, or this text becomes a ticket of its own.
#[component]
pub fn SentElsewhere(form: Form) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let draft = form.model.with_untracked(|model| model.draft.clone());
    let sent = move || {
        let sent: Vec<_> = device.tickets.with(|tickets| sent_as(tickets, &draft).into_iter().cloned().collect());
        let what = words.t(if sent.is_empty() { key::SAME_SENT_HOW } else { key::SAME_SENT_ADD });
        let rows: Vec<_> = sent.into_iter().map(|summary| row(form, words, summary, true, true)).collect();
        view! { <p>{what}</p><ul>{rows}</ul> }
    };
    let anew = move |_| {
        focus::falls_to(HEADING);
        form.send(Event::Anew { now: clock::now() });
    };
    let read_only = form.read_only();
    view! {
        <h1 id="heading" tabindex="-1">{words.t(key::SAME_SENT)}</h1>
        <p class="lead">{words.t(key::SAME_SENT_WHAT)}</p>
        <section class="same notice info">{sent}</section>
        <p><button type="button" class="btn plain" disabled=read_only on:click=anew>{words.t(key::SAME_ANEW)}</button></p>
    }
}
