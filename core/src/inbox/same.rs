//! What the tickets of this device say before somebody files again: whether one of them is about the same matter, and who
//! filed it.

use super::Known;
use crate::journey::{Draft, Field};
use recourse_contract::TicketSummary;
use recourse_contract::ticket::{Action, Partner, State, TicketKind};

/// How many tickets are asked about.
const MOST: usize = 3;

/// The open tickets of this topic into which a new one of this kind could be written instead, the latest news first. A
/// complaint is a right of its own and never becomes part of a report; a report may become part of a complaint. `known`
/// stands in that order.
pub fn same_matter<'a>(known: &'a [Known], kind: TicketKind, topic: &str) -> Vec<&'a TicketSummary> {
    let takes = |ticket: TicketKind| ticket == kind || (kind, ticket) == (TicketKind::TechnicalProblem, TicketKind::Complaint);
    let writes = |known: &Known| {
        // Of a row of the list alone, what may be done is not known yet.
        let actions = known.ticket.as_ref().map(|ticket| ticket.actions.as_slice());
        actions.is_none_or(|actions| actions.contains(&Action::Reply) || actions.contains(&Action::Comment))
    };
    let is_it = |summary: &&TicketSummary| summary.topic == topic && summary.state != State::Closed && takes(summary.kind);
    known.iter().filter(|known| writes(known)).filter_map(Known::summary).filter(is_it).take(MOST).collect()
}

/// What a draft may have become whose other copy was sent: the ticket as which this device knows it, or else the open ones of its
/// topic that were filed since it was begun.
pub fn sent_as<'a>(known: &'a [Known], draft: &Draft) -> Vec<&'a TicketSummary> {
    let own = known.iter().find(|known| known.draft.as_ref() == Some(&draft.id)).and_then(Known::summary);
    if let Some(own) = own {
        return vec![own];
    }
    let mut open = same_matter(known, draft.kind, draft.answers.get(&Field::Topic));
    open.retain(|summary| summary.filed_at.0 >= draft.created_at);
    open
}

/// Who files here, as far as their tickets tell: whoever has this address, or, when nobody is signed in, the only one whose
/// tickets are known. Where several people are known, nobody is taken for another.
pub fn remembered<'a>(known: &'a [Known], email: Option<&str>) -> Option<&'a Partner> {
    let same = |a: &str, b: &str| a.to_lowercase() == b.to_lowercase();
    let is_asked = |partner: &&Partner| email.is_none_or(|email| same(&partner.email, email));
    let mut latest: Option<(&Partner, i64)> = None;
    for ticket in known.iter().filter_map(|known| known.ticket.as_ref()).filter(|ticket| is_asked(&&ticket.partner)) {
        let filed_at = ticket.summary.filed_at.0;
        match latest {
            Some((other, _)) if !same(&other.email, &ticket.partner.email) => return None,
            Some((_, later)) if later >= filed_at => {}
            _ => latest = Some((&ticket.partner, filed_at)),
        }
    }
    latest.map(|(partner, _)| partner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::DraftId;
    use recourse_contract::{Ticket, Timestamp};

    fn known(id: &str, change: impl FnOnce(&mut Ticket)) -> Known {
        let filed = serde_json::from_str(include_str!("../../../contract/examples/filed.json")).expect("an example");
        let mut known = Known::from_filed(filed, DraftId::from_random(7), 5);
        known.id = id.into();
        let ticket = known.ticket.as_mut().expect("it is filed");
        ticket.summary.id = id.into();
        ticket.summary.topic = "technical/calendar".into();
        ticket.actions = vec![Action::Reply];
        change(ticket);
        known
    }

    fn same(known: &[Known], kind: TicketKind) -> Vec<&str> {
        same_matter(known, kind, "technical/calendar").into_iter().map(|summary| summary.id.as_str()).collect()
    }

    #[test]
    fn open_tickets_of_the_topic_are_asked_about() {
        let listed = known("listed", |ticket| ticket.summary.kind = TicketKind::TechnicalProblem).ticket.expect("it is filed");
        let all = [
            known("problem", |ticket| ticket.summary.kind = TicketKind::TechnicalProblem),
            known("complaint", |_| ()),
            known("closed", |ticket| ticket.summary.state = State::Closed),
            known("mediation", |ticket| ticket.summary.kind = TicketKind::Mediation),
            known("elsewhere", |ticket| ticket.summary.topic = "technical/other".into()),
            known("silent", |ticket| ticket.actions = vec![Action::Nudge]),
            Known::from_link("unread".into(), "k".into()),
            Known::from_list(listed.summary),
        ];
        assert_eq!(same(&all, TicketKind::TechnicalProblem), ["problem", "complaint", "listed"]);
        assert_eq!(same(&all, TicketKind::Complaint), ["complaint"], "a complaint stays one");
        let many: Vec<Known> = (0..9).map(|n| known(&n.to_string(), |_| ())).collect();
        assert_eq!(same(&many, TicketKind::Complaint), ["0", "1", "2"]);
    }

    #[test]
    fn what_a_copy_has_become_is_known_or_was_filed_since_it_was_begun() {
        let at = |id: &str, filed_at: i64| {
            let mut one = known(id, |ticket| ticket.summary.filed_at = Timestamp(filed_at));
            one.draft = None;
            one
        };
        let mut draft = Draft::new(DraftId::from_random(7), TicketKind::Complaint, 5);
        draft.answers.set(&Field::Topic, "technical/calendar".into());
        let ids = |known: &[Known], draft: &Draft| -> Vec<String> {
            sent_as(known, draft).into_iter().map(|summary| summary.id.clone()).collect()
        };
        let mut all = vec![at("before", 4), at("then", 5), at("later", 9)];
        assert_eq!(ids(&all, &draft), ["then", "later"]);
        all.push(known("itself", |ticket| ticket.summary.state = State::Closed));
        assert_eq!(ids(&all, &draft), ["itself"]);
        assert_eq!(ids(&[], &draft), Vec::<String>::new());
    }

    #[test]
    fn nobody_is_taken_for_another() {
        let of = |name: &str, email: &str, at: i64| {
            known(name, |ticket| {
                ticket.partner.name = name.into();
                ticket.partner.email = email.into();
                ticket.summary.filed_at = Timestamp(at);
            })
        };
        let name = |known: &[Known], email: Option<&str>| remembered(known, email).map(|partner| partner.name.clone());
        let one = [of("old", "marie@example.com", 1), of("new", "Marie@example.com", 3), of("between", "marie@example.com", 2)];
        assert_eq!(name(&one, None).as_deref(), Some("new"));
        assert_eq!(name(&one, Some("MARIE@example.com")).as_deref(), Some("new"));
        assert_eq!(name(&one, Some("paul@example.com")), None);
        let two = [of("marie", "marie@example.com", 1), of("paul", "paul@example.com", 2)];
        assert_eq!(name(&two, None), None);
        assert_eq!(name(&two, Some("marie@example.com")).as_deref(), Some("marie"));
        assert_eq!(name(&[], None), None);
    }
}
