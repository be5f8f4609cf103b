//! The partner's answer to an outcome: settled or not, how it was, another review, withdrawal; and what becomes of a ticket
//! without an answer.

use crate::filing::answer;
use crate::life::{self, Illegal, Step};
use crate::mediation;
use crate::store::{Advance, Idempotency, News, TicketRow};
use crate::thread::{Change, Means};
use recourse_contract::outcome::{NewReview, NewWithdrawal, Satisfaction};
use recourse_contract::service::Capability;
use recourse_contract::ticket::{Action, State};
use recourse_contract::update::UpdateKind;
use recourse_contract::{Attachment, Update};

/// Whether the outcome settles it. A no to one that is settled or has lapsed takes that back. `answers_to` is the outcome that is
/// meant.
///
/// # Errors
/// The state does not allow it, or there is another outcome by now.
pub fn settled(
    yes: bool,
    answers_to: Option<u32>,
    asked: Idempotency,
    row: &TicketRow,
    means: Means<'_>,
) -> Result<Advance, Illegal> {
    // Said of a decision that another one has replaced, perhaps on a device that knew no better.
    if answers_to.is_some() && answers_to != row.outcome_number {
        return Err(Illegal(row.state));
    }
    let mut change = Change::of(row, means);
    let (step, name) = match (yes, row.state) {
        (true, _) => (Step::Partner(Action::Settle), "settled"),
        (false, State::Closed) => (Step::Partner(Action::Unsettle), "unsettled"),
        (false, _) => (Step::NotSettled, "not_settled"),
    };
    change.step(step)?;
    let text = change.words(name, &[]);
    let update = Update { text, answers_to: row.outcome_number, ..change.own(UpdateKind::PartnerAnswer, &asked) };
    change.add(update, true);
    change.row().satisfaction.get_or_insert_default().settled = Some(yes);
    if step == Step::Partner(Action::Unsettle) {
        change.tell_staff(News::Written);
    }
    if yes {
        let sentences = [Some(change.words("closed_settled", &[])), until(&mut change, "unsettle_until")];
        change.enter(sentences.into_iter().flatten().collect::<Vec<_>>().join(" "), false);
    }
    Ok(change.done("partner".into(), if step == Step::Partner(Action::Unsettle) { "unsettle" } else { "settle" }, Some(asked)))
}

/// How the partner found the last outcome, beside what they have said of it before. Nothing of it enters the thread, so that
/// under a key only that it was said is kept.
///
/// # Errors
/// There is no outcome, or the time to say it has passed.
pub fn rated(said: Satisfaction, asked: Option<Idempotency>, row: &TicketRow, means: Means<'_>) -> Result<Advance, Illegal> {
    let mut change = Change::of(row, means);
    change.step(Step::Partner(Action::Rate))?;
    let parts = [
        ("rating", said.rating.is_some()),
        ("comment", said.comment.is_some()),
        ("answered", said.answered.is_some()),
        ("clear", said.clear.is_some()),
    ];
    let named: Vec<&str> = parts.into_iter().filter(|(_, is_said)| *is_said).map(|(name, _)| name).collect();
    let before = row.satisfaction.clone().unwrap_or_default();
    change.row().satisfaction = Some(before.with(said));
    change.detail(named.join(", "));
    let answer = asked.map(|asked| (asked, answer(&(), "und")));
    Ok(Advance { answer, ..change.done("partner".into(), "rate", None) })
}

/// The partner asks for another review. `attached` is what the uploads are.
///
/// # Errors
/// The state does not allow it, or it was asked for as often as the platform lets them.
pub fn review(
    new: NewReview,
    attached: Vec<Attachment>,
    asked: Idempotency,
    row: &TicketRow,
    means: Means<'_>,
) -> Result<Advance, Illegal> {
    let mut change = Change::of(row, means);
    change.step(Step::Partner(Action::RequestReview))?;
    let update = Update {
        text: new.text,
        answers_to: row.outcome_number,
        attachments: attached,
        ..change.own(UpdateKind::PartnerAnswer, &asked)
    };
    change.add(update, true);
    change.tell_staff(News::Written);
    promised(&mut change, "review_asked");
    Ok(change.done("partner".into(), "review", Some(asked)))
}

/// The partner wants no decision any more.
///
/// # Errors
/// It is closed already.
pub fn withdrawn(new: NewWithdrawal, asked: Idempotency, row: &TicketRow, means: Means<'_>) -> Result<Advance, Illegal> {
    let mut change = Change::of(row, means);
    change.step(Step::Partner(Action::Withdraw))?;
    let text = new.reason.unwrap_or_else(|| change.words("withdrawn", &[]));
    let update = Update { text, ..change.own(UpdateKind::PartnerAnswer, &asked) };
    change.add(update, true);
    change.tell_staff(News::Written);
    let name = match row.state {
        State::InMediation => "closed_withdrawn_mediation",
        _ if row.outcome_at.is_some() => "closed_withdrawn_decided",
        _ => "closed_withdrawn",
    };
    let sentences = [Some(change.words(name, &[])), until(&mut change, "reopen_until")];
    // They hear of it by mail, too: a private link may have come into other hands.
    change.enter(sentences.into_iter().flatten().collect::<Vec<_>>().join(" "), true);
    Ok(change.done("partner".into(), "withdraw", Some(asked)))
}

/// Nobody has answered the outcome in time.
///
/// # Errors
/// It does not wait for an answer, or the time has not passed.
pub fn lapsed(row: &TicketRow, means: Means<'_>) -> Result<Advance, Illegal> {
    let mut change = Change::of(row, means);
    change.step(Step::DuePassed)?;
    let service = means.service();
    let can_mediate = service.offers(Capability::Mediation) && mediation::is_open(row, service);
    let name = match row.outcome_at {
        None => "lapsed_declined",
        // They have answered, and done nothing else.
        Some(_) if said_no(row) => "lapsed_unsettled",
        Some(_) => "lapsed",
    };
    let sentences = [
        Some(change.words(name, &[])),
        until(&mut change, "unsettle_until"),
        can_mediate.then(|| change.words("mediation_stays", &[])),
    ];
    change.enter(sentences.into_iter().flatten().collect::<Vec<_>>().join(" "), true);
    Ok(change.done("system".into(), "due_passed", None))
}

/// Reminds the partner that the question stands, once.
pub fn reminded(row: &TicketRow, means: Means<'_>) -> Advance {
    let mut change = Change::of(row, means);
    let date = row.due_at.map(|due| change.date(due)).unwrap_or_default();
    let name = match row.outcome_at {
        // A request for mediation that was declined: nothing was decided that could be settled.
        None => "remind_declined",
        Some(_) if said_no(row) => "remind_unsettled",
        Some(_) => "remind",
    };
    let update = Update { text: change.words(name, &[("date", &date)]), due_at: row.due_at, ..change.blank(UpdateKind::System) };
    change.add(update, true);
    change.row().reminded_at = Some(means.now);
    change.done("system".into(), "remind", None)
}

/// A message that came by mail has not answered the outcome: whoever wrote it is told. In the app the question stands above what
/// they write.
pub fn still_asked(change: &mut Change<'_>) {
    let row = &*change.row();
    let Some(due) = row.due_at.filter(|_| row.state == State::Resolved) else { return };
    let is_asked = row.outcome_at.is_some() && !said_no(row);
    let (name, date) = (if is_asked { "message_asked" } else { "message_stays" }, change.date(due));
    let text = change.words(name, &[("date", &date)]);
    let update = Update { text, due_at: Some(due), ..change.blank(UpdateKind::System) };
    change.add(update, true);
}

/// Says that something has come, and until when the partner hears of it.
pub fn promised(change: &mut Change<'_>, name: &str) {
    let by = change.row().news_by.map(|by| change.date(by));
    let promise = by.map(|date| change.words("hear_by", &[("date", &date)]));
    let sentences = [Some(change.words(name, &[])), promise];
    change.enter(sentences.into_iter().flatten().collect::<Vec<_>>().join(" "), true);
}

/// Whether the partner has said that the last outcome does not settle it.
fn said_no(row: &TicketRow) -> bool {
    row.satisfaction.as_ref().is_some_and(|said| said.settled == Some(false))
}

/// A sentence with the day until when the end can be taken back, if it can be at all.
fn until(change: &mut Change<'_>, name: &str) -> Option<String> {
    let periods = change.periods();
    let until = match name {
        "unsettle_until" => life::unsettle_until(change.row(), periods),
        _ => life::reopen_until(change.row(), periods),
    };
    let ended = change.row().timeline.last().map(|passage| passage.at);
    let date = until.filter(|until| Some(*until) > ended).map(|until| change.date(until))?;
    Some(change.words(name, &[("date", &date)]))
}
