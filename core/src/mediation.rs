//! Mediation beyond one case: to whom it is open, for which tickets it can be asked, and questions about it.

use crate::inbox::Known;
use crate::journey::groups;
use crate::mediators::serves;
use crate::outbox::Purpose;
use crate::outcome::Request;
use recourse_contract::mediation::{NewMediationQuestion, NoMediation};
use recourse_contract::service::{Capability, Mediation};
use recourse_contract::ticket::{Action, ClosedAs, State, TicketKind};
use recourse_contract::{Service, TicketSummary, Timestamp, json};

/// Whether it can be asked for here without a complaint before it.
pub fn takes_requests(service: &Service) -> bool {
    service.offers(Capability::Mediation) && !groups(&service.topics, TicketKind::Mediation).is_empty()
}

/// Why it is not open to partners who are established in this country (ISO 3166-1 alpha-2); nothing when it is.
pub fn refusal(mediation: &Mediation, country: &str) -> Option<NoMediation> {
    if !mediation.countries.iter().any(|one| one == country) {
        Some(NoMediation::Country)
    } else if !mediation.mediators.iter().any(|mediator| serves(mediator, country)) {
        Some(NoMediation::Mediator)
    } else {
        None
    }
}

/// What a ticket has to do with mediation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It can be asked for.
    Ask,
    /// It is decided and not settled; what may be done is not known before it is opened.
    Look,
    /// It is with a mediator; something is expected until then.
    UnderWay(Option<Timestamp>),
}

/// The tickets of this device that have something to do with it, in their order.
pub fn ways(known: &[Known]) -> Vec<(TicketSummary, Way)> {
    known.iter().filter_map(|known| Some((known.summary()?.clone(), way(known)?))).collect()
}

fn way(known: &Known) -> Option<Way> {
    let summary = known.summary()?;
    match (&known.ticket, summary.state) {
        (ticket, State::InMediation) => {
            let mediation = ticket.as_ref().and_then(|ticket| ticket.mediation.as_ref());
            Some(Way::UnderWay(mediation.and_then(|mediation| mediation.by)))
        }
        (Some(ticket), _) => ticket.actions.contains(&Action::RequestMediation).then_some(Way::Ask),
        (None, State::Resolved) => Some(Way::Look),
        (None, State::Closed) => (summary.closed_as == Some(ClosedAs::Lapsed)).then_some(Way::Look),
        (None, _) => None,
    }
}

/// A question as it is sent.
pub fn question(typed: &NewMediationQuestion) -> Request {
    let body = serde_json::to_string(&typed.clone().trimmed()).expect("texts");
    Request { purpose: Purpose::Question, path: "/mediation-questions".into(), body }
}

/// A question as it is kept on the device while it is written.
pub fn kept(typed: &NewMediationQuestion) -> String {
    serde_json::to_string(typed).expect("texts")
}

/// Reads what was kept; nothing was typed when it is damaged.
pub fn begun(stored: &str) -> Option<NewMediationQuestion> {
    json::read(stored).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::Method;

    fn service() -> Service {
        serde_json::from_str(include_str!("journey/testdata/service.json")).expect("the test platform is valid")
    }

    fn known(change: impl FnOnce(&mut Known)) -> Known {
        let mut known = Known::from_link("t".into(), "token".into());
        let ticket = serde_json::from_str(include_str!("../../contract/examples/ticket.json")).expect("an example");
        known.ticket = Some(ticket);
        change(&mut known);
        known
    }

    #[test]
    fn it_is_open_where_the_platform_says_and_somebody_serves() {
        let mut mediation = service().mediation;
        assert_eq!(refusal(&mediation, "FR"), None);
        assert_eq!(refusal(&mediation, "US"), Some(NoMediation::Country));
        assert_eq!(refusal(&mediation, "DE"), Some(NoMediation::Country), "a mediator alone does not open it");
        mediation.mediators.retain(|mediator| !mediator.countries.is_empty());
        assert_eq!(refusal(&mediation, "FR"), Some(NoMediation::Mediator));
    }

    #[test]
    fn requests_need_the_capability_and_a_topic() {
        let mut service = service();
        assert!(!takes_requests(&service));
        service.capabilities.push(Capability::Mediation);
        assert!(takes_requests(&service));
        service.topics.retain(|topic| topic.id != "mediation");
        assert!(!takes_requests(&service));
    }

    #[test]
    fn a_ticket_offers_what_the_backend_lists() {
        let of = |state: State, actions: &[Action]| {
            let known = known(|known| {
                let ticket = known.ticket.as_mut().expect("a ticket");
                (ticket.summary.state, ticket.actions) = (state, actions.to_vec());
            });
            ways(&[known]).pop().map(|(_, way)| way)
        };
        assert_eq!(of(State::Resolved, &[Action::Settle, Action::RequestMediation]), Some(Way::Ask));
        assert_eq!(of(State::Resolved, &[Action::Settle]), None);
        assert_eq!(of(State::InMediation, &[]), Some(Way::UnderWay(None)));
        let listed = |known: &mut Known, state: State, closed_as: Option<ClosedAs>| {
            let mut summary = known.ticket.take().expect("a ticket").summary;
            (summary.state, summary.closed_as) = (state, closed_as);
            known.listed = Some(summary);
        };
        let mut rows =
            [(State::Resolved, None), (State::Closed, Some(ClosedAs::Lapsed)), (State::Closed, Some(ClosedAs::Settled))]
                .map(|(state, closed_as)| known(|known| listed(known, state, closed_as)));
        let found: Vec<Way> = ways(&rows).into_iter().map(|(_, way)| way).collect();
        assert_eq!(found, [Way::Look, Way::Look]);
        rows[0].listed = None;
        assert_eq!(ways(&rows).len(), 1, "of a link that was not opened nothing is known");
    }

    #[test]
    fn a_question_is_kept_as_typed_and_sent_trimmed() {
        let typed = NewMediationQuestion { name: " Marie Dupont ".into(), text: "How long?\r\n".into(), ..Default::default() };
        assert_eq!(begun(&kept(&typed)), Some(typed.clone()));
        assert_eq!(begun("?"), None);
        let request = question(&typed);
        assert_eq!((request.purpose.method(), &*request.path), (Method::Post, "/mediation-questions"));
        assert!(request.purpose.is_open() && !request.purpose.is_mark() && request.purpose.ticket().is_none());
        assert_eq!(request.body, r#"{"name":"Marie Dupont","email":"","language":"","text":"How long?"}"#);
    }
}
