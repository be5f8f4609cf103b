//! Where the case stands: target, time elapsed, the published average.

use super::withdraw::Withdraw;
use crate::shell::clock;
use crate::shell::device::Device;
use crate::shell::page;
use crate::shell::words::Words;
use crate::ui::tag::state_words;
use leptos::prelude::*;
use recourse_contract::ticket::{Action, Ticket};
use recourse_contract::time::{DAY, HOUR};
use recourse_core::i18n::key;
use recourse_core::outbox::Purpose;
use recourse_core::outcome::{Work, work};

/// The promise clock, and the way to paper.
#[component]
pub fn Aside(ticket: Memo<Option<Ticket>>) -> impl IntoView {
    let words = expect_context::<Words>();
    let device = expect_context::<Device>();
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
        let id = ticket.with(|ticket| {
            let ticket = ticket.as_ref().filter(|ticket| ticket.actions.contains(&Action::Withdraw))?;
            Some(ticket.summary.id.clone())
        })?;
        let purpose = Purpose::Withdraw { ticket: id.clone() };
        (!device.outbox.with(|outbox| outbox.has(&purpose))).then_some(id)
    });
    view! {
        <div class="aside">
            {clock}
            {nudge}
            {timeline}
            {move || withdraw.get().map(|id| view! {
                <section class="card no-print"><h2>{words.t(key::WITHDRAW_CARD)}</h2><Withdraw id/></section>
            })}
            <section class="card no-print">
                <h2>{words.t(key::CASE_KEEP)}</h2>
                <p class="small">{words.t(key::CASE_KEEP_WHAT)}</p>
                <p><button type="button" class="btn quiet" on:click=move |_| page::print()>{words.t(key::SENT_PRINT)}</button></p>
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
    let target = ticket.target_at?;
    let filed = ticket.summary.filed_at;
    let (is_open, until) = match work(ticket) {
        Work::GoesOn => (true, clock::now()),
        Work::Ended(at) => (false, at.0),
        Work::None => return None,
    };
    let (elapsed, whole) = ((until - filed.0).max(0), (target.0 - filed.0).max(HOUR));
    let days = |millis: i64| words.count(key::DAYS, u32::try_from((millis + DAY - 1) / DAY).unwrap_or_default());
    let share = (100 * elapsed / whole).clamp(2, 100);
    let late = elapsed > whole;
    let sentence = match (is_open, late) {
        (true, false) => words.fill(key::CASE_TARGET, &[("date", &words.coming_date(target))]),
        (true, true) => words.fill(key::CASE_LATE, &[("date", &words.coming_date(target))]),
        (false, _) => words.fill(key::CASE_TOOK, &[("days", &days(elapsed))]),
    };
    let average = ticket.average_hours.map(|hours| words.fill(key::TOPIC_AVERAGE, &[("days", &days(i64::from(hours) * HOUR))]));
    Some(
        view! {
            <section class="card clock">
                <h2>{words.t(key::CASE_WHERE)}</h2>
                <div class="meter" class:late=late aria-hidden="true"><i style:inline-size=format!("{share}%")></i></div>
                <p class="small">{sentence}</p>
                // Before the first day is over there is nothing to count.
                {(elapsed >= DAY).then(|| view! {
                    <p class="small">{words.fill(key::CASE_ELAPSED, &[("days", &days(elapsed / DAY * DAY)), ("target", &days(whole))])}</p>
                })}
                {average.map(|average| view! { <p class="small">{average}</p> })}
            </section>
        }
        .into_any(),
    )
}
