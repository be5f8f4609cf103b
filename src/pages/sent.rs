//! The confirmation: the reference, what happens next with dates, what was sent. It can be printed and kept.

use crate::shell::backend::{Backend, Known as KnownService};
use crate::shell::device::{Device, Reading};
use crate::shell::go::href;
use crate::shell::page;
use crate::shell::words::Words;
use crate::ui::answers::{Answer, answered, channel_words, managed_words};
use crate::ui::attachments::AttachmentList;
use crate::ui::details::told;
use crate::ui::notice::{Notice, Tone};
use crate::ui::prose::Prose;
use crate::ui::push::PushCard;
use crate::ui::receipt::Receipt;
use leptos::prelude::*;
use leptos::task::spawn_local;
use recourse_contract::mediation::Mediating;
use recourse_contract::ticket::TicketKind;
use recourse_contract::update::UpdateKind;
use recourse_contract::{Ticket, Update};
use recourse_core::i18n::key;
use recourse_core::route::Route;

/// The confirmation of a ticket that was filed from this device.
#[component]
pub fn Sent(id: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let Some(known) = device.ticket(&id) else {
        return view! { <super::unknown::Unknown/> }.into_any();
    };
    let Some(ticket) = known.ticket.clone() else {
        return view! { <super::unknown::Unknown/> }.into_any();
    };
    let (title, tab) = match ticket.summary.kind {
        TicketKind::TechnicalProblem => (key::SENT_TITLE_PROBLEM, key::SENT_TAB_PROBLEM),
        TicketKind::Mediation => (key::SENT_TITLE_MEDIATION, key::SENT_TAB_MEDIATION),
        _ => (key::SENT_TITLE, key::SENT_TAB),
    };
    page::set_title(&words.fill(tab, &[("reference", ticket.summary.reference.as_str())]));
    // The acknowledgement says what happens next; it comes with the thread.
    spawn_local(async move {
        if device.read_ticket(&known.id, 0).await == Reading::Found {
            device.seen(&known.id).await;
        }
    });
    let acknowledgement = Memo::new({
        let id = id.clone();
        move |_| {
            device.tickets.with(|tickets| {
                let thread = &tickets.iter().find(|known| known.id == id)?.thread;
                thread.iter().find(|update| update.kind == UpdateKind::Acknowledgement).cloned()
            })
        }
    });
    let reference = ticket.summary.reference.to_string();
    let email = ticket.partner.email.clone();
    let filed = words.moment_and_zone(ticket.summary.filed_at);
    view! {
        <div class="column sent">
            <p class="done-mark" aria-hidden="true">"✓"</p>
            <h1 id="heading" tabindex="-1">{words.t(title)}</h1>
            <div class="card reference">
                <p class="small">{words.t(key::SENT_REFERENCE)}</p>
                <p class="mono big nobr">{reference.clone()}</p>
                <p class="small">{words.fill(key::SENT_AT, &[("date", &filed)])}</p>
                <Copy text=reference.clone()/>
                <Receipt ticket=id.clone() number=1/>
            </div>
            {ticket.mediation.clone().map(|mediation| mediator(words, &reference, mediation))}
            <p>{words.fill(key::SENT_MAIL, &[("email", &email)])}</p>
            <section>
                <h2>{words.t(key::SENT_NEXT)}</h2>
                {
                    let ticket = ticket.clone();
                    move || next_steps(words, &ticket, acknowledgement.get())
                }
            </section>
            <PushCard ticket=id.clone()/>
            <div class="row no-print">
                <a class="btn" href=href(&Route::Ticket(id.clone()))>{words.t(key::SENT_THREAD)}</a>
                <button type="button" class="btn quiet" on:click=move |_| page::print()>{words.t(key::SENT_PRINT)}</button>
            </div>
            <section class="review">
                <h2>{words.t(key::SENT_WHAT)}</h2>
                {copy_of(words, backend, &ticket)}
            </section>
        </div>
    }
    .into_any()
}

/// What the mediator has to know, and by when they should answer.
fn mediator(words: Words, reference: &str, mediation: Mediating) -> AnyView {
    let by = mediation.by.map(|by| words.fill(key::SENT_BY, &[("date", &words.coming_date(by))]));
    view! {
        <section>
            <h2>{words.fill(key::MEDIATING_WITH, &[("name", &mediation.name)])}</h2>
            <dl class="facts-list">
                <dt>{words.t(key::SENT_REFERENCE)}</dt><dd class="mono nobr">{reference.to_owned()}</dd>
                <dt>{words.t(key::MEDIATING_CODE)}</dt><dd class="mono nobr">{mediation.code}</dd>
                <dt>{words.t(key::MEDIATOR_LANGUAGE)}</dt><dd>{words.language(&mediation.language)}</dd>
            </dl>
            <p>{words.t(key::MEDIATING_PASSED_ON)}" "{words.t(key::MEDIATING_BOTH)}</p>
            <p>{by.map(|by| view! { <b>{by}</b><br/> })}{words.t(key::MEDIATING_ANSWER)}</p>
        </section>
    }
    .into_any()
}

fn next_steps(words: Words, ticket: &Ticket, acknowledgement: Option<Update>) -> AnyView {
    let rows: Vec<_> = match acknowledgement.map(|update| update.next_steps).filter(|steps| !steps.is_empty()) {
        Some(steps) => steps
            .into_iter()
            .map(|step| {
                let date = step.by.map(|by| words.fill(key::SENT_BY, &[("date", &words.coming_date(by))]));
                view! { <li>{date.map(|date| view! { <b>{date}</b><br/> })}{step.text}</li> }.into_any()
            })
            .collect(),
        None => {
            let target = ticket.target_at.map(|at| words.fill(key::SENT_TARGET, &[("date", &words.coming_date(at))]));
            vec![view! { <li>{target.unwrap_or_else(|| words.t(key::START_AFTER_REVIEW))}</li> }.into_any()]
        }
    };
    view! { <ol class="thread"><li class="done">{words.t(key::SENT_DONE)}</li>{rows}</ol> }.into_any()
}

/// Everything that was sent, as it was sent.
fn copy_of(words: Words, backend: Backend, ticket: &Ticket) -> AnyView {
    let partner = ticket.partner.clone();
    let platform = match backend.service.get_untracked() {
        KnownService::Ready(service) => service.platform.name.clone(),
        _ => String::new(),
    };
    let (attachments, id) = (ticket.attachments.clone(), ticket.summary.id.clone());
    view! {
        <dl class="answers">
            <Answer label=words.t(key::SENT_TO) value=platform/>
            <Answer label=words.t(key::DETAILS_NAME) value=partner.name/>
            <Answer label=words.t(key::DETAILS_EMAIL) value=partner.email/>
            <Answer label=words.t(key::DETAILS_PHONE) value=partner.phone.unwrap_or_default()/>
            <Answer label=words.t(key::DETAILS_COMPANY) value=partner.company.unwrap_or_default()/>
            <Answer label=words.t(key::DETAILS_COUNTRY) value=words.country(&partner.country)/>
            <Answer label=words.t(key::DETAILS_PROPERTIES) value=partner.properties.join("\n")/>
            <Answer label=words.t(key::DETAILS_LANGUAGE) value=words.language(&partner.language)/>
            <Answer label=words.t(key::DETAILS_CHANNEL) value=words.t(channel_words(partner.channel))/>
            <Answer label=words.t(key::DETAILS_MANAGED) value=words.t(managed_words(partner.managed_by))/>
            <Answer label=words.t(key::STEP_TOPIC) value=ticket.summary.topic_label.clone()/>
            <Answer label=words.t(key::MESSAGE_SUBJECT) value=ticket.summary.subject.clone()/>
            {answered(words, &ticket.fields)}
        </dl>
        <h3>{words.t(if ticket.mediation.is_some() { key::REQUEST_STATEMENT } else { key::MESSAGE_TEXT })}</h3>
        <Prose text=ticket.message.clone()/>
        {ticket.outcome_wanted.clone().map(|wanted| view! { <h3>{words.t(key::MESSAGE_WANTED)}</h3><Prose text=wanted/> })}
        <AttachmentList attachments ticket=id/>
        {(!ticket.device.is_empty()).then(|| view! {
            <h3>{words.t(key::DEVICE_TITLE)}</h3>
            <dl class="answers">{told(words, &ticket.device)}</dl>
        })}
    }
    .into_any()
}

/// Puts the reference on the clipboard, and says so.
#[component]
fn Copy(text: String) -> impl IntoView {
    let words = expect_context::<Words>();
    let done = RwSignal::new(None::<bool>);
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move { done.set(Some(page::copy(&text).await)) });
    };
    view! {
        <button type="button" class="btn plain no-print" on:click=copy>{words.t(key::SENT_COPY)}</button>
        <span role="status" class="small">
            {move || done.get().map(|done| words.t(if done { key::SENT_COPIED } else { key::SENT_NOT_COPIED }))}
        </span>
        {move || (done.get() == Some(false)).then(|| view! { <Notice tone=Tone::Wait title=words.t(key::SENT_COPY_BY_HAND)/> })}
    }
}
