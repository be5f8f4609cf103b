//! Where the case stands: target, time elapsed, the published average.

use super::withdraw::Withdraw;
use crate::shell::backend::{Backend, Known};
use crate::shell::clock::{self, Zone};
use crate::shell::device::Device;
use crate::shell::page;
use crate::shell::words::Words;
use crate::ui::dossier::Dossier;
use crate::ui::tag::state_words;
use leptos::prelude::*;
use recourse_contract::Timestamp;
use recourse_contract::service::Capability;
use recourse_contract::ticket::{Action, ClosedAs, State, Ticket};
use recourse_contract::time::HOUR;
use recourse_core::i18n::{Key, key};
use recourse_core::opening::day_of;
use recourse_core::outbox::Purpose;
use recourse_core::outcome::{Work, work};

/// The promise clock, and the way to paper.
#[component]
pub fn Aside(ticket: Memo<Option<Ticket>>) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
    let backend = expect_context::<Backend>();
    let clock = move || ticket.get().map(|ticket| promise(words, &ticket));
    let timeline = move || ticket.get().filter(|ticket| ticket.timeline.len() > 1).map(|ticket| passages(words, &ticket));
    // Offered when the promise has passed in silence; while one is on its way, not again.
    let nudge = move || {
        let ticket = ticket.get().filter(|ticket| ticket.actions.contains(&Action::Nudge))?;
        let id = ticket.summary.id;
        let purpose = Purpose::Nudge { ticket: id.clone() };
        if device.outbox.with(|outbox| outbox.entries.iter().any(|entry| entry.purpose == purpose)) {
            return None;
        }
        let ask = move |_| _ = device.queue(purpose.clone(), format!("/tickets/{id}/nudge"), "{}".into());
        Some(view! {
            <section class="card no-print">
                <h2>{words.t(key::NUDGE_TITLE)}</h2>
                <p class="small">{words.t(key::NUDGE_WHAT)}</p>
                <p><button type="button" class="btn quiet" on:click=ask>{words.t(key::NUDGE_ASK)}</button></p>
            </section>
        })
    };
    // While that is on its way there is nothing to withdraw.
    let withdraw = Memo::new(move |_| {
        let (id, is_decided) = ticket.with(|ticket| {
            let ticket = ticket.as_ref().filter(|ticket| ticket.actions.contains(&Action::Withdraw))?;
            Some((ticket.summary.id.clone(), matches!(work(ticket), Work::Decided(_) | Work::Again(_))))
        })?;
        let purpose = Purpose::Withdraw { ticket: id.clone() };
        (!device.outbox.with(|outbox| outbox.has(&purpose))).then_some((id, is_decided))
    });
    // Where nothing else in the case offers it.
    let dossier = Memo::new(move |_| {
        let id = ticket.with(|ticket| {
            let ticket = ticket.as_ref().filter(|ticket| ticket.summary.state == State::Closed)?;
            let has_other_end = matches!(ticket.summary.closed_as, Some(ClosedAs::Settled | ClosedAs::Lapsed));
            let is_there = (ticket.mediation.is_some() && !has_other_end) || ticket.actions.contains(&Action::RequestMediation);
            (!is_there).then(|| ticket.summary.id.clone())
        });
        match backend.service.get() {
            Known::Ready(service) if service.offers(Capability::Mediation) => id,
            _ => None,
        }
    });
    view! {
        <div class="aside">
            {clock}
            {nudge}
            {timeline}
            {move || withdraw.get().map(|(id, is_decided)| view! {
                <section class="card no-print"><h2>{words.t(key::WITHDRAW_CARD)}</h2><Withdraw id is_decided/></section>
            })}
            <section class="card no-print">
                <h2>{words.t(key::CASE_KEEP)}</h2>
                <p class="small">{words.t(key::CASE_KEEP_WHAT)}</p>
                <p><button type="button" class="btn quiet" on:click=move |_| page::print()>{words.t(key::SENT_PRINT)}</button></p>
                {move || dossier.get().map(|ticket| view! { <Dossier ticket/> })}
            </section>
        </div>
    }
}

/// The states that the case has come to, each with its day.
fn passages(words: Words, ticket: &Ticket) -> AnyView {
    let last = ticket.timeline.len() - 1;
    let rows: Vec<_> = ticket
        .timeline
        .iter()
        .enumerate()
        .map(|(at, passage)| {
            let (state, _) = state_words(passage.state, passage.closed_as);
            let is_now = at == last;
            view! {
                <li class:done=!is_now class:now=is_now aria-current=is_now.then_some("step")>
                    {words.t(state)}<br/>
                    <time class="small" datetime=passage.at.to_string() title=words.moment(passage.at)>{words.date(passage.at)}</time>
                </li>
            }
        })
        .collect();
    view! { <section class="card"><h2>{words.t(key::CASE_TIMELINE)}</h2><ol class="thread">{rows}</ol></section> }.into_any()
}

fn promise(words: Words, ticket: &Ticket) -> Option<AnyView> {
    let filed = ticket.summary.filed_at.0;
    let now = clock::now();
    let here = Zone::of(None);
    let offset = |at: i64| here.as_ref().map_or(0, |zone| zone.offset(at));
    // Whole days of the partner's calendar, one rule for all of them.
    let days = |until: i64| u32::try_from(day_of(until, &offset) - day_of(filed, &offset)).unwrap_or_default();
    let after = |until: i64, same_day: Key, key: Key| match days(until) {
        0 => words.t(same_day),
        n => words.fill(key, &[("days", &words.count(key::DAYS, n))]),
    };
    let took = |at: Timestamp| after(at.0, key::CASE_TOOK_TODAY, key::CASE_TOOK);
    let work = work(ticket);
    let lines = match work {
        Work::GoesOn => {
            let target = ticket.target_at?;
            let aim = if now > target.0 { key::CASE_LATE } else { key::CASE_TARGET };
            let (elapsed, planned) = (words.count(key::DAYS, days(now)), words.count(key::DAYS, days(target.0)));
            let elapsed = words.fill(key::CASE_ELAPSED, &[("days", &elapsed), ("target", &planned)]);
            // Before the first day is over there is nothing to count.
            let elapsed = (days(now) > 0).then_some(elapsed);
            [Some(words.fill(aim, &[("date", &words.coming_date(target))])), elapsed]
        }
        // Another review is another promise.
        Work::Again(decided) => {
            let news = ticket.news_by.map(|by| {
                let promise = if now > by.0 { key::CASE_LATE } else { key::ENTRY_NEWS_BY };
                words.fill(promise, &[("date", &words.coming_date(by))])
            });
            [news, Some(took(decided))]
        }
        Work::Decided(at) => [Some(took(at)), None],
        Work::Withdrawn(at) => [Some(after(at.0, key::CASE_WITHDRAWN_TODAY, key::CASE_WITHDRAWN)), None],
        Work::None => return None,
    };
    // Once it is decided, or withdrawn, no time runs.
    let meter = ticket.target_at.filter(|_| work == Work::GoesOn).map(|target| {
        let (elapsed, whole) = ((now - filed).max(0), (target.0 - filed).max(HOUR));
        let (share, late) = ((100 * elapsed / whole).clamp(2, 100), elapsed > whole);
        view! { <div class="meter" class:late=late aria-hidden="true"><i style:inline-size=format!("{share}%")></i></div> }
    });
    let average = ticket.average_hours.filter(|_| !matches!(work, Work::Withdrawn(_)));
    let average = average.map(|hours| words.fill(key::TOPIC_AVERAGE, &[("days", &words.count(key::DAYS, hours.div_ceil(24)))]));
    Some(
        view! {
            <section class="card clock">
                <h2>{words.t(key::CASE_WHERE)}</h2>
                {meter}
                {lines.into_iter().flatten().chain(average).map(|line| view! { <p class="small">{line}</p> }).collect::<Vec<_>>()}
            </section>
        }
        .into_any(),
    )
}
