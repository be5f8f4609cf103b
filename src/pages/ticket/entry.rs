//! One entry of the thread: a document with author and date.

use super::outcome::THREAD;
use super::verdict::{decision_words, verdict};
use crate::shell::clock;
use crate::shell::device::{Device, reply_of};
use crate::shell::focus;
use crate::shell::go::href;
use crate::shell::words::Words;
use crate::ui::answers::{Answer, answered};
use crate::ui::attachments::{AttachmentList, Files};
use crate::ui::details::told;
use crate::ui::outbox::{retry, trouble_words};
use crate::ui::prose::Prose;
use crate::ui::receipt::Receipt;
use crate::ui::when::when;
use leptos::prelude::*;
use recourse_contract::outcome::Satisfaction;
use recourse_contract::ticket::{Linked, Ticket};
use recourse_contract::update::{Role, Update, UpdateKind};
use recourse_contract::{Timestamp, json};
use recourse_core::i18n::{Key, key};
use recourse_core::outbox::{Entry, Event, Purpose};
use recourse_core::outcome::{Meaning, is_expected, meaning};
use recourse_core::receipt::is_given_for;
use recourse_core::route::Route;

/// An update of the thread.
pub fn entry(
    words: Words,
    now: RwSignal<i64>,
    ticket: Memo<Option<Ticket>>,
    thread: Memo<Vec<Update>>,
    update: Update,
    is_last: bool,
    is_new: bool,
) -> AnyView {
    let mine = update.author.role == Role::Partner;
    let asks = matches!(update.kind, UpdateKind::InformationRequest | UpdateKind::PreliminaryOutcome);
    let author = update.author.name.clone().or_else(|| {
        Some(words.t(match update.author.role {
            Role::Partner => key::AUTHOR_PARTNER,
            Role::Handler => key::AUTHOR_HANDLER,
            Role::Mediator => key::AUTHOR_MEDIATOR,
            Role::System | Role::Other => return None,
        }))
    });
    let author = if mine { Some(words.t(key::AUTHOR_PARTNER)) } else { author };
    let (number, kind) = (update.number, update.kind);
    // What came with an entry may be known later than the entry itself.
    let title = Memo::new(move |_| {
        let meant = ticket.with(|ticket| {
            thread.with(|thread| {
                let update = thread.iter().find(|update| update.number == number)?;
                meaning(update, thread, ticket.as_ref()?)
            })
        });
        meant.map_or(kind_words(kind), meaning_words)
    });
    let due_at = update.due_at;
    let due_by = Memo::new(move |_| {
        let is_due = ticket.with(|ticket| {
            thread.with(|thread| {
                let update = thread.iter().find(|update| update.number == number)?;
                Some(is_expected(update, thread, ticket.as_ref()?))
            })
        });
        due_at.filter(|_| is_due == Some(true))
    });
    let decision = update.outcome.as_ref().map(|outcome| decision_words(outcome.decision));
    let id = ticket.with_untracked(|ticket| ticket.as_ref().map(|ticket| ticket.summary.id.clone())).unwrap_or_default();
    let receipt = is_given_for(&update).then(|| (id.clone(), update.number));
    let filed = (update.kind == UpdateKind::Filed).then(|| ticket.get()).flatten();
    // What was filed may be told of the ticket alone.
    let of_ticket = filed.as_ref().map(|ticket| ticket.attachments.clone()).unwrap_or_default();
    let attachments = if update.attachments.is_empty() { of_ticket } else { update.attachments };
    let due = if update.kind == UpdateKind::PreliminaryOutcome { key::COMMENT_DUE } else { key::ENTRY_DUE };
    // A text in another language than the screen says so, for screen readers and translators.
    let language = update.language.clone();
    let other_language = (!words.speaks(&language)).then(|| words.language(&language));
    view! {
        <li id=entry_id(update.number) class="done" class:now=is_last class:mine=mine class:ask=asks class:quiet=update.kind == UpdateKind::System>
            <article class="entry">
                <header>
                    <h2>{move || words.t(title.get())}</h2>
                    {is_new.then(|| view! { <span class="tag info">{words.t(key::ENTRY_NEW)}</span> })}
                    {decision.map(|(key, tone)| view! { <span class=format!("tag {tone}")>{words.t(key)}</span> })}
                    {author.map(|author| view! { <span class="small">{author}</span> })}
                    {other_language.map(|name| view! { <span class="small">{name}</span> })}
                    {when(words, now, update.at)}
                </header>
                <div lang=language.clone()><Prose text=update.text/></div>
                {filed.map(|ticket| filed_details(words, ticket))}
                <AttachmentList attachments ticket=id/>
                {update.outcome.map(|outcome| verdict(words, outcome, &language))}
                {(!update.questions.is_empty()).then(|| view! {
                    <ul class="bullets" lang=language.clone()>{update.questions.iter().map(|question| view! { <li>{question.label.clone()}</li> }).collect::<Vec<_>>()}</ul>
                })}
                {(!update.answers.is_empty()).then(|| view! { <dl class="answers">{answered(words, &update.answers)}</dl> })}
                {(!update.next_steps.is_empty()).then(|| view! {
                    <ul class="next-steps">{update.next_steps.into_iter().map(|step| view! {
                        <li>{step.by.map(|by| view! { <b>{words.fill(key::SENT_BY, &[("date", &words.coming_date(by))])}</b><br/> })}<span lang=language.clone()>{step.text}</span></li>
                    }).collect::<Vec<_>>()}</ul>
                })}
                {update.follow_up.map(|linked| follow_link(words, &linked, key::ENTRY_FOLLOW_UP))}
                {update.next_news_by.map(|by| view! { <p class="small">{words.fill(key::ENTRY_NEWS_BY, &[("date", &words.coming_date(by))])}</p> })}
                {receipt.map(|(ticket, number)| view! { <Receipt ticket number/> })}
                {move || due_by.get().map(|by| view! { <p class="small">{words.fill(due, &[("date", &words.coming_date(by))])}</p> })}
            </article>
        </li>
    }
    .into_any()
}

/// The way to a case that belongs with this one.
pub fn follow_link(words: Words, linked: &Linked, text: Key) -> AnyView {
    let way = href(&Route::Ticket(linked.ticket.clone()));
    view! { <p class="small"><a href=way>{words.fill(text, &[("reference", linked.reference.as_str())])}</a></p> }.into_any()
}

/// The id of an entry, to jump to.
pub fn entry_id(number: u32) -> String {
    format!("update-{number}")
}

fn kind_words(kind: UpdateKind) -> Key {
    match kind {
        UpdateKind::Filed => key::ENTRY_FILED,
        UpdateKind::Acknowledgement => key::ENTRY_ACKNOWLEDGEMENT,
        UpdateKind::Progress => key::ENTRY_PROGRESS,
        UpdateKind::InformationRequest => key::ENTRY_REQUEST,
        UpdateKind::Reply => key::ENTRY_REPLY,
        UpdateKind::PreliminaryOutcome => key::ENTRY_PRELIMINARY,
        UpdateKind::Outcome => key::ENTRY_OUTCOME,
        UpdateKind::PartnerAnswer => key::ENTRY_ANSWER,
        UpdateKind::Mediation => key::ENTRY_MEDIATION,
        UpdateKind::System => key::ENTRY_SYSTEM,
        UpdateKind::Other => key::ENTRY_OTHER,
    }
}

fn meaning_words(meaning: Meaning) -> Key {
    match meaning {
        Meaning::Comment => key::ENTRY_COMMENT,
        Meaning::Review => key::ENTRY_REVIEW,
        Meaning::Withdrawal => key::ENTRY_WITHDRAWAL,
        Meaning::ReviewOutcome => key::ENTRY_REVIEW_OUTCOME,
        Meaning::MediationAsked => key::ENTRY_MEDIATION_ASKED,
        Meaning::MediationAccepted => key::ENTRY_MEDIATION_ACCEPTED,
        Meaning::MediationEnded => key::ENTRY_MEDIATION_ENDED,
    }
}

fn filed_details(words: Words, ticket: Ticket) -> AnyView {
    let partner = ticket.partner;
    let mut rows = vec![view! { <Answer label=words.t(key::DETAILS_NAME) value=partner.name/> }.into_any()];
    rows.extend(partner.company.map(|company| view! { <Answer label=words.t(key::DETAILS_COMPANY) value=company/> }.into_any()));
    rows.push(view! { <Answer label=words.t(key::DETAILS_PROPERTIES) value=partner.properties.join("\n")/> }.into_any());
    rows.extend(answered(words, &ticket.fields));
    rows.extend(told(words, &ticket.device));
    view! {
        <dl class="answers">{rows}</dl>
        {ticket.outcome_wanted.map(|wanted| view! { <h3>{words.t(key::MESSAGE_WANTED)}</h3><Prose text=wanted/> })}
    }
    .into_any()
}

/// The id of an entry that is not in the thread yet, by its key in the outbox.
pub fn waiting_id(key: &str) -> String {
    format!("waiting-{key}")
}

/// A reply that is not in the thread yet.
pub fn waiting(words: Words, device: Device, entry: &Entry, is_sending: bool) -> AnyView {
    let title = match entry.purpose {
        Purpose::Settle { .. } => match json::read::<Satisfaction>(&entry.body).is_ok_and(|said| said.settled == Some(true)) {
            true => key::SETTLE_YES,
            false => key::SETTLE_NO,
        },
        Purpose::Answer { .. } => key::ENTRY_ANSWER,
        Purpose::Comment { .. } => key::ENTRY_COMMENT,
        Purpose::Nudge { .. } => key::NUDGE_ASK,
        Purpose::Review { .. } => key::REVIEW_TITLE,
        Purpose::Mediation { .. } => key::MEDIATION_ASK,
        Purpose::Withdraw { .. } => key::WITHDRAW_ASK,
        _ => key::ENTRY_REPLY,
    };
    // A yes or no has no text to change.
    let back = match entry.purpose {
        Purpose::Settle { .. } | Purpose::Nudge { .. } => key::SENDING_TAKE_BACK,
        _ => key::SENDING_EDIT,
    };
    let key_of_entry = entry.key.clone();
    // What was written in the box for messages goes back there, and takes the focus along.
    let goes_to = match entry.purpose {
        Purpose::Settle { .. } | Purpose::Review { .. } | Purpose::Mediation { .. } => Some(THREAD),
        Purpose::Nudge { .. } | Purpose::Withdraw { .. } => Some(focus::HEADING),
        _ => None,
    };
    let take_back = move |_| {
        device.send(Event::TakenBack(key_of_entry.clone()));
        goes_to.into_iter().for_each(|id| focus::bring_up(id.into()));
    };
    view! {
        <li id=waiting_id(&entry.key) class="mine waiting">
            <article class="entry">
                <header>
                    <h2>{words.t(title)}</h2>
                    <span class="small">{words.t(key::AUTHOR_PARTNER)}</span>
                    <span class="tag wait">{words.t(if is_sending { key::SENDING_NOW } else { key::DRAFT_WAITING })}</span>
                </header>
                <Prose text=reply_of(entry)/>
                <Files ids=Signal::stored(entry.files()) taker=None/>
                {(!is_sending).then(|| view! {
                    <p class="small">{trouble_words(words, entry)}" "{words.fill(key::SENDING_SINCE, &[("ago", &words.ago(Timestamp(entry.created_at), clock::now()))])}</p>
                    <div class="row">
                        {retry(words, device, entry, waiting_id(&entry.key))}
                        {entry.can_be_edited().then(|| view! { <button type="button" class="btn quiet" on:click=take_back>{words.t(back)}</button> })}
                    </div>
                })}
            </article>
        </li>
    }
    .into_any()
}
