//! Where the partner's answer to an outcome stands, and what is open to them.

use crate::outbox::{self, Purpose};
use recourse_contract::mediation::NoMediation;
use recourse_contract::outcome::Satisfaction;
use recourse_contract::ticket::{Action, ClosedAs, State, Ticket, TicketKind};
use recourse_contract::update::{Role, Update, UpdateKind};
use recourse_contract::{Timestamp, json};

/// What the screen says of an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// A draft decision takes a comment, until then.
    Preliminary(Option<Timestamp>),
    /// Does this settle the complaint? Can be answered until then.
    Ask(Option<Timestamp>),
    /// It does not: the ways on. Open until then.
    Unsettled(Option<Timestamp>),
    /// It does. Can be taken back until then.
    Settled(Option<Timestamp>),
    /// Nobody answered in time, which settles nothing. Can be taken up again until then.
    Lapsed(Option<Timestamp>),
    /// With a mediator.
    InMediation,
    /// It ended like this.
    Over(ClosedAs),
    /// What the partner has asked for is on its way: there is nothing to ask meanwhile.
    OnTheWay,
}

/// Whether mediation is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mediate {
    /// It can be asked for.
    Open,
    /// It cannot, and this is why.
    Not(NoMediation),
    /// It is not spoken of.
    Unsaid,
}

/// What is open to a partner whom the outcome does not satisfy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways {
    /// How often another review can still be asked for; nothing when it cannot.
    pub reviews: Option<u32>,
    /// Whether there was a review to ask for, before it was used up.
    pub reviewed: bool,
    /// Mediation.
    pub mediate: Mediate,
    /// It can still be said that it is settled.
    pub settle: bool,
    /// They can write back freely.
    pub write: bool,
}

/// The number of the last outcome of a thread.
pub fn last_outcome(thread: &[Update]) -> Option<u32> {
    thread.iter().rfind(|update| update.kind == UpdateKind::Outcome).map(|update| update.number)
}

/// The preliminary outcome that waits for a comment: the last of the thread.
pub fn preliminary(thread: &[Update]) -> Option<&Update> {
    thread.iter().rfind(|update| update.kind == UpdateKind::PreliminaryOutcome)
}

/// Where it stands; nothing as long as there is no outcome.
pub fn phase(ticket: &Ticket, thread: &[Update], outbox: &outbox::Model) -> Option<Phase> {
    let may = |action: Action| ticket.actions.contains(&action);
    if let Some(waiting) = waiting(ticket, outbox) {
        return Some(match (waiting, ticket.summary.state) {
            (Waiting::Settled(true), _) => Phase::Settled(None),
            (Waiting::Settled(false), State::Resolved) => Phase::Unsettled(ticket.due_at),
            _ => Phase::OnTheWay,
        });
    }
    match (ticket.summary.state, ticket.summary.closed_as) {
        (State::Preliminary | State::Resolved | State::Closed, _) if is_ahead(ticket, thread) => Some(Phase::OnTheWay),
        (State::Preliminary, _) if may(Action::Comment) => Some(Phase::Preliminary(ticket.due_at)),
        (State::Resolved, _) if is_answered(ticket, thread) => Some(Phase::Unsettled(ticket.due_at)),
        (State::Resolved, _) if may(Action::Settle) => Some(Phase::Ask(ticket.due_at)),
        // A platform that does not ask may still offer the ways on.
        (State::Resolved, _) if may(Action::RequestReview) || may(Action::RequestMediation) => Some(Phase::Unsettled(None)),
        (State::InMediation, _) => Some(Phase::InMediation),
        (State::Closed, closed_as) => {
            let undo = ticket.unsettle_until.filter(|_| may(Action::Unsettle));
            Some(match closed_as.unwrap_or(ClosedAs::Other) {
                ClosedAs::Settled => Phase::Settled(undo),
                ClosedAs::Lapsed => Phase::Lapsed(undo),
                other => Phase::Over(other),
            })
        }
        _ => None,
    }
}

/// What is open to who is not satisfied.
pub fn ways(ticket: &Ticket, outbox: &outbox::Model) -> Ways {
    let may = |action: Action| ticket.actions.contains(&action);
    let waits = waiting(ticket, outbox).is_some();
    Ways {
        reviews: may(Action::RequestReview).then(|| ticket.reviews_left.unwrap_or(1)),
        reviewed: ticket.reviews_left == Some(0),
        mediate: match ticket.no_mediation {
            _ if may(Action::RequestMediation) => Mediate::Open,
            Some(why) => Mediate::Not(why),
            None => Mediate::Unsaid,
        },
        settle: may(Action::Settle) && !waits,
        write: may(Action::Reply) || may(Action::FollowUp),
    }
}

/// Whether the partner has said of the last outcome that it settles nothing. Of a request for mediation that nobody took there
/// is no outcome to ask about: only the ways on.
fn is_answered(ticket: &Ticket, thread: &[Update]) -> bool {
    let Some(outcome) = last_outcome(thread) else { return ticket.summary.kind == TicketKind::Mediation };
    let said_no = ticket.satisfaction.as_ref().is_some_and(|given| given.settled == Some(false));
    // The ticket comes with the answer to what was said; the entry of it with the next reading.
    let is_behind = thread.last().is_some_and(|last| last.number < ticket.summary.last_update);
    // What was said of an earlier outcome says nothing of a later one.
    said_no && (is_behind || thread.iter().any(|update| is_answer(update) && update.number > outcome))
}

/// Whether an answer stands in the thread that the ticket as it was read knows nothing of: what it offers is over.
fn is_ahead(ticket: &Ticket, thread: &[Update]) -> bool {
    thread.iter().any(|update| is_answer(update) && update.number > ticket.summary.last_update)
}

fn is_answer(update: &Update) -> bool {
    matches!(update.kind, UpdateKind::PartnerAnswer | UpdateKind::Mediation) && update.author.role == Role::Partner
}

/// What the partner has asked for last, and has not arrived yet.
enum Waiting {
    Settled(bool),
    Other,
}

fn waiting(ticket: &Ticket, outbox: &outbox::Model) -> Option<Waiting> {
    outbox
        .writes(&ticket.summary.id)
        .filter_map(|entry| match entry.purpose {
            Purpose::Settle { .. } => {
                let settled = json::read::<Satisfaction>(&entry.body).ok().and_then(|said| said.settled);
                Some(Waiting::Settled(settled == Some(true)))
            }
            Purpose::Comment { .. } | Purpose::Review { .. } | Purpose::Mediation { .. } | Purpose::Withdraw { .. } => {
                Some(Waiting::Other)
            }
            _ => None,
        })
        .last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::{Entry, Model};
    use crate::outcome::{Request, review, settle, withdraw};
    use recourse_contract::Page;
    use recourse_contract::outcome::{NewReview, NewWithdrawal};

    fn resolved() -> Ticket {
        let mut ticket: Ticket =
            serde_json::from_str(include_str!("../../../contract/examples/ticket.json")).expect("an example");
        ticket.summary.state = State::Resolved;
        ticket.actions = vec![Action::Reply, Action::Settle, Action::RequestReview, Action::Rate];
        (ticket.due_at, ticket.reviews_left) = (Some(Timestamp(9)), Some(1));
        (ticket.satisfaction, ticket.no_mediation, ticket.unsettle_until) = (None, None, None);
        ticket
    }

    fn closed(closed_as: ClosedAs, actions: &[Action]) -> Ticket {
        let mut ticket = resolved();
        (ticket.summary.state, ticket.summary.closed_as) = (State::Closed, Some(closed_as));
        (ticket.unsettle_until, ticket.actions) = (Some(Timestamp(20)), actions.to_vec());
        ticket
    }

    /// A thread of entries of these kinds; the partner's answers are the partner's.
    fn thread(kinds: &[UpdateKind]) -> Vec<Update> {
        let page: Page<Update> =
            serde_json::from_str(include_str!("../../../contract/examples/updates.json")).expect("an example");
        let like = page.items.into_iter().next().expect("the example has an entry");
        let entry = |(number, kind): (u32, &UpdateKind)| {
            let mut update = Update { number, kind: *kind, ..like.clone() };
            update.author.role = if *kind == UpdateKind::PartnerAnswer { Role::Partner } else { Role::Handler };
            update
        };
        (1..).zip(kinds).map(entry).collect()
    }

    fn with(requests: Vec<Request>) -> Model {
        let entry = |(at, request): (i64, Request)| Entry::new(format!("k{at}"), request.purpose, request.path, request.body, at);
        Model { entries: (0..).zip(requests).map(entry).collect(), ..Model::default() }
    }

    #[test]
    fn an_outcome_asks_once_and_a_no_leads_on() {
        use UpdateKind::{Filed, Outcome, PartnerAnswer};
        let (mut ticket, none) = (resolved(), Model::default());
        ticket.summary.last_update = 4;
        let asked = thread(&[Filed, Outcome]);
        assert_eq!(phase(&ticket, &asked, &none), Some(Phase::Ask(Some(Timestamp(9)))));
        ticket.satisfaction = Some(Satisfaction { settled: Some(false), ..Satisfaction::default() });
        let answered = thread(&[Filed, Outcome, PartnerAnswer]);
        assert_eq!(phase(&ticket, &answered, &none), Some(Phase::Unsettled(Some(Timestamp(9)))));
        // The second outcome is asked about anew.
        let again = thread(&[Filed, Outcome, PartnerAnswer, Outcome]);
        assert_eq!(phase(&ticket, &again, &none), Some(Phase::Ask(Some(Timestamp(9)))));
        assert_eq!(last_outcome(&again), Some(4));
    }

    #[test]
    fn what_was_answered_is_not_offered_again_before_the_ticket_is_read() {
        use UpdateKind::{Filed, Outcome, PartnerAnswer};
        let (mut ticket, none) = (resolved(), Model::default());
        ticket.satisfaction = Some(Satisfaction { settled: Some(false), ..Satisfaction::default() });
        let all = thread(&[Filed, Outcome, PartnerAnswer, PartnerAnswer]);
        // A review has arrived: its entry is there, and the ticket is as it was before.
        ticket.summary.last_update = 3;
        assert_eq!(phase(&ticket, &all, &none), Some(Phase::OnTheWay));
        ticket.summary.last_update = 4;
        assert_eq!(phase(&ticket, &all, &none), Some(Phase::Unsettled(Some(Timestamp(9)))));
        // The no has arrived: the ticket is there, and its entry comes later.
        ticket.summary.last_update = 3;
        assert_eq!(phase(&ticket, &all[..2], &none), Some(Phase::Unsettled(Some(Timestamp(9)))));
    }

    #[test]
    fn what_waits_is_shown_as_said() {
        let (ticket, thread) = (resolved(), thread(&[UpdateKind::Outcome]));
        let id = ticket.summary.id.clone();
        let shown = |requests| phase(&ticket, &thread, &with(requests));
        assert_eq!(shown(vec![settle(&id, true, None)]), Some(Phase::Settled(None)));
        assert_eq!(shown(vec![settle(&id, false, None)]), Some(Phase::Unsettled(Some(Timestamp(9)))));
        let more = review(&id, &NewReview { text: "More.".into(), attachments: Vec::new() });
        assert_eq!(shown(vec![settle(&id, false, None), more]), Some(Phase::OnTheWay));
        assert_eq!(shown(vec![withdraw(&id, &NewWithdrawal::default())]), Some(Phase::OnTheWay));
        assert_eq!(shown(vec![settle("another", true, None)]), Some(Phase::Ask(Some(Timestamp(9)))));
        // Not settled after all: where that leads the backend says.
        let closed = closed(ClosedAs::Settled, &[Action::Unsettle]);
        assert_eq!(phase(&closed, &thread, &with(vec![settle(&id, false, None)])), Some(Phase::OnTheWay));
    }

    #[test]
    fn an_end_can_be_taken_back_as_long_as_the_backend_says_so() {
        let (thread, none) = (thread(&[UpdateKind::Outcome]), Model::default());
        let shown = |ticket: &Ticket| phase(ticket, &thread, &none);
        assert_eq!(shown(&closed(ClosedAs::Settled, &[Action::Unsettle])), Some(Phase::Settled(Some(Timestamp(20)))));
        assert_eq!(shown(&closed(ClosedAs::Settled, &[])), Some(Phase::Settled(None)));
        assert_eq!(shown(&closed(ClosedAs::Lapsed, &[Action::Unsettle])), Some(Phase::Lapsed(Some(Timestamp(20)))));
        assert_eq!(shown(&closed(ClosedAs::Withdrawn, &[])), Some(Phase::Over(ClosedAs::Withdrawn)));
    }

    #[test]
    fn a_draft_decision_takes_a_comment_while_it_may() {
        let (mut ticket, none) = (resolved(), Model::default());
        (ticket.summary.state, ticket.actions) = (State::Preliminary, vec![Action::Comment]);
        let drafted = thread(&[UpdateKind::PreliminaryOutcome]);
        assert_eq!(phase(&ticket, &drafted, &none), Some(Phase::Preliminary(Some(Timestamp(9)))));
        assert_eq!(preliminary(&drafted).map(|update| update.number), Some(1));
        let purpose = Purpose::Comment { ticket: ticket.summary.id.clone(), request: 1 };
        let said = Request { purpose, path: String::new(), body: "{}".into() };
        assert_eq!(phase(&ticket, &drafted, &with(vec![said])), Some(Phase::OnTheWay));
        ticket.actions.clear();
        assert_eq!(phase(&ticket, &drafted, &none), None);
        ticket.summary.state = State::Resolved;
        ticket.actions = vec![Action::RequestReview];
        assert_eq!(phase(&ticket, &drafted, &none), Some(Phase::Unsettled(None)), "nobody asks");
        ticket.actions.clear();
        ticket.summary.state = State::InReview;
        assert_eq!(phase(&ticket, &drafted, &none), None);
    }

    #[test]
    fn the_ways_on_are_the_backend_s() {
        let (mut ticket, none) = (resolved(), Model::default());
        let open = ways(&ticket, &none);
        assert_eq!((open.reviews, open.mediate, open.settle, open.write), (Some(1), Mediate::Unsaid, true, true));
        (ticket.actions, ticket.reviews_left) = (vec![Action::RequestMediation], Some(0));
        let left = ways(&ticket, &none);
        assert_eq!((left.reviews, left.reviewed, left.mediate, left.write), (None, true, Mediate::Open, false));
        (ticket.actions, ticket.no_mediation) = (Vec::new(), Some(NoMediation::Country));
        assert_eq!(ways(&ticket, &none).mediate, Mediate::Not(NoMediation::Country));
        let waits = with(vec![settle(&ticket.summary.id, true, None)]);
        ticket.actions = vec![Action::Settle];
        assert!(!ways(&ticket, &waits).settle);
    }

    #[test]
    fn a_mediation_that_nobody_took_has_no_outcome_to_ask_about() {
        let mut ticket = resolved();
        ticket.summary.kind = TicketKind::Mediation;
        let thread = thread(&[UpdateKind::Filed, UpdateKind::System]);
        assert_eq!(phase(&ticket, &thread, &Model::default()), Some(Phase::Unsettled(Some(Timestamp(9)))));
    }
}
