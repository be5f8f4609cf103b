use super::*;
use crate::filing::filing;
use crate::secret::SystemRandom;
use crate::service_file::{DEMO, ServiceFile};
use crate::store::MediationRow;
use proptest::prelude::*;
use recourse_contract::mediation::NoMediation;
use std::sync::LazyLock;

static FILE: LazyLock<ServiceFile> = LazyLock::new(|| ServiceFile::parse(DEMO).expect("the demo file is right"));
const NEW: &str = include_str!("../../../contract/examples/new_ticket.json");
const START: i64 = 1_800_000_000_000;

pub(super) fn fresh() -> TicketRow {
    let new = serde_json::from_str(NEW).expect("an example");
    filing(new, None, &FILE, Timestamp(START), &SystemRandom).ticket
}

/// So many hours after the filing.
pub(super) fn later(hours: i64) -> Timestamp {
    Timestamp(START + hours * HOUR)
}

/// The demo platform, which offers everything that a ticket's life is made of.
pub(super) fn service() -> Service {
    let service = FILE.default_language().service.clone();
    for capability in [Capability::Outcome, Capability::Satisfaction, Capability::Mediation] {
        assert!(service.offers(capability), "{capability:?}");
    }
    service
}

/// A ticket that was decided an hour after its filing, and what became of it an hour later.
fn decided(then: Option<Step>, service: &Service) -> TicketRow {
    let mut row = fresh();
    take(&mut row, Step::Decided, later(1), service).expect("a new ticket can be decided");
    if let Some(step) = then {
        take(&mut row, step, later(2), service).expect("legal");
    }
    row
}

fn offers(row: &TicketRow, action: Action, now: Timestamp, service: &Service) -> bool {
    actions(row, now, service).contains(&action)
}

#[test]
fn a_closed_ticket_opens_again_within_its_period_alone() {
    let mut service = service();
    service.periods.reopen_hours = 48;
    let closed = decided(Some(Step::Partner(Action::Settle)), &service);
    assert!(offers(&closed, Action::Reply, later(50), &service));
    assert!(!offers(&closed, Action::Reply, Timestamp(later(50).0 + 1), &service));
    assert!(offers(&closed, Action::FollowUp, Timestamp(later(50).0 + 1), &service));
}

#[test]
fn one_nudge_for_each_silence() {
    let service = service();
    let mut row = fresh();
    let target = row.target_at.expect("the topic has a target");
    let (before, after) = (Timestamp(target.0 - 1), Timestamp(target.0 + 1));
    assert!(!offers(&row, Action::Nudge, before, &service));
    assert!(take(&mut row, Step::Partner(Action::Nudge), after, &service).is_ok());
    assert!(!offers(&row, Action::Nudge, after, &service), "once");
    let news_by = Timestamp(after.0 + HOUR);
    assert!(take(&mut row, Step::Progressed { news_by }, after, &service).is_ok());
    assert!(!offers(&row, Action::Nudge, news_by, &service), "a new promise");
    assert!(offers(&row, Action::Nudge, Timestamp(news_by.0 + 1), &service), "a new silence");
}

#[test]
fn what_is_not_announced_is_not_offered_and_not_accepted() {
    for (capability, parts) in [
        (Capability::Outcome, &[Action::RequestReview, Action::Withdraw][..]),
        (Capability::Satisfaction, &[Action::Settle, Action::Rate][..]),
        (Capability::Mediation, &[Action::RequestMediation][..]),
    ] {
        let whole = service();
        let mut less = whole.clone();
        less.capabilities.retain(|known| *known != capability);
        let row = decided(None, &whole);
        for action in parts {
            assert!(offers(&row, *action, later(2), &whole), "{action:?}");
            assert!(!offers(&row, *action, later(2), &less), "{action:?} without {capability:?}");
            let taken = take(&mut row.clone(), Step::Partner(*action), later(2), &less);
            assert_eq!(taken, Err(Illegal(State::Resolved)), "{action:?}");
        }
    }
    let mut silent = service();
    silent.capabilities.retain(|known| *known != Capability::Satisfaction);
    assert_eq!(decided(None, &silent).due_at, None, "nobody is asked, so nothing lapses");
}

#[test]
fn mediation_is_open_by_country_and_until_one_has_ended() {
    let service = service();
    let mut row = decided(None, &service);
    assert_eq!(mediation::not_offered(&row, &service), None);
    row.partner.country = "US".into();
    assert_eq!(mediation::not_offered(&row, &service), Some(NoMediation::Country));
    row.partner.country = "FR".into();
    let mut elsewhere = service.clone();
    elsewhere.mediation.mediators.iter_mut().for_each(|mediator| mediator.countries = vec!["SE".into()]);
    assert_eq!(mediation::not_offered(&row, &elsewhere), Some(NoMediation::Mediator));
    for (result, refusal) in [
        (MediationResult::Declined, None),
        (MediationResult::Agreed, Some(NoMediation::Over)),
        (MediationResult::Failed, Some(NoMediation::Over)),
    ] {
        row.mediation = Some(MediationRow {
            mediator: "cmp".into(),
            language: "fr".into(),
            code: "M-R7K2-9QXM".into(),
            requested_at: later(2),
            by: None,
            accepted_at: None,
            result: Some(result),
            documents: Vec::new(),
        });
        assert_eq!(mediation::not_offered(&row, &service), refusal, "{result:?}");
        assert_eq!(offers(&row, Action::RequestMediation, later(3), &service), refusal.is_none(), "{result:?}");
    }
    assert_eq!(mediation::not_offered(&fresh(), &service), None, "before a decision there is nothing to say of it");
}

proptest! {
    #[test]
    fn a_date_counts_to_the_millisecond(
        answer_days in 1_u32..400,
        unsettle_days in 1_u32..400,
        rate_days in 1_u32..400,
        hours in 0_i64..10_000,
    ) {
        let mut service = service();
        (service.periods.answer_days, service.periods.unsettle_days) = (answer_days, unsettle_days);
        service.periods.rate_days = rate_days;
        let mut row = fresh();
        let at = later(hours);
        prop_assert!(take(&mut row, Step::Decided, at, &service).is_ok());

        // The last moment at which the outcome can be answered is the one before the date.
        let due = row.due_at.expect("a decision waits for its answer");
        prop_assert_eq!(due, Timestamp(at.0 + i64::from(answer_days) * DAY));
        let early = take(&mut row.clone(), Step::DuePassed, Timestamp(due.0 - 1), &service);
        prop_assert_eq!(early, Err(Illegal(State::Resolved)));
        let mut lapsed = row.clone();
        prop_assert!(take(&mut lapsed, Step::DuePassed, due, &service).is_ok());
        prop_assert_eq!((lapsed.closed_as, lapsed.due_at), (Some(ClosedAs::Lapsed), None));

        let rate = rate_until(&row, &service.periods).expect("there is an outcome");
        prop_assert_eq!(rate, Timestamp(at.0 + i64::from(rate_days) * DAY));
        for (now, is) in [(at, true), (Timestamp(rate.0 - 1), true), (rate, false)] {
            prop_assert_eq!(offers(&row, Action::Rate, now, &service), is);
        }

        let back = unsettle_until(&lapsed, &service.periods).expect("it has lapsed");
        prop_assert_eq!(back, Timestamp(due.0 + i64::from(unsettle_days) * DAY));
        for (now, is) in [(due, true), (Timestamp(back.0 - 1), true), (back, false)] {
            prop_assert_eq!(offers(&lapsed, Action::Unsettle, now, &service), is);
        }
        // Taken back, it has the whole time again, and a reminder of its own.
        lapsed.reminded_at = Some(at);
        let again = Timestamp(back.0 - 1);
        prop_assert!(take(&mut lapsed, Step::Partner(Action::Unsettle), again, &service).is_ok());
        prop_assert_eq!(lapsed.due_at, Some(Timestamp(again.0 + i64::from(answer_days) * DAY)));
        prop_assert_eq!((lapsed.state, lapsed.closed_as, lapsed.reminded_at), (State::Resolved, None, None));
        prop_assert_eq!(lapsed.outcome_at, Some(at), "the outcome is the same");
    }
}
