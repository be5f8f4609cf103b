//! The requests that answer an outcome, and where what is typed for them is kept meanwhile.

use crate::outbox::Purpose;
use recourse_contract::json;
use recourse_contract::mediation::NewMediation;
use recourse_contract::outcome::{NewReview, NewWithdrawal, Satisfaction};
use serde::Serialize;

/// A request for the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What it is for.
    pub purpose: Purpose,
    /// Its path below the API base.
    pub path: String,
    /// Its body.
    pub body: String,
}

fn request(purpose: Purpose, what: &str, body: &impl Serialize) -> Request {
    let path = format!("/tickets/{}/{what}", purpose.ticket().unwrap_or_default());
    Request { purpose, path, body: serde_json::to_string(body).expect("plain data") }
}

/// Says whether the outcome settles the ticket; also that it is not settled after all. `answers_to` is the outcome that was read:
/// what waits on this device must not answer another one.
pub fn settle(ticket: &str, settled: bool, answers_to: Option<u32>) -> Request {
    let body = Satisfaction { settled: Some(settled), answers_to, ..Satisfaction::default() };
    request(Purpose::Settle { ticket: ticket.to_owned() }, "satisfaction", &body)
}

/// Says how the partner found it, or a part of that.
pub fn rate(ticket: &str, satisfaction: &Satisfaction) -> Request {
    request(Purpose::Satisfaction { ticket: ticket.to_owned() }, "satisfaction", satisfaction)
}

/// Asks for another review. Its files are named when they have arrived.
pub fn review(ticket: &str, review: &NewReview) -> Request {
    request(Purpose::Review { ticket: ticket.to_owned() }, "review", review)
}

/// Asks for mediation.
pub fn mediation(ticket: &str, mediation: &NewMediation) -> Request {
    request(Purpose::Mediation { ticket: ticket.to_owned() }, "mediation", mediation)
}

/// Withdraws the ticket.
pub fn withdraw(ticket: &str, withdrawal: &NewWithdrawal) -> Request {
    request(Purpose::Withdraw { ticket: ticket.to_owned() }, "withdrawal", withdrawal)
}

/// Where a comment on a preliminary outcome goes, as every message does.
pub fn comment_path(ticket: &str) -> String {
    format!("/tickets/{ticket}/updates")
}

/// What waits and what is said later, in one body of [`rate`]. An empty comment stays: it takes an earlier one back.
pub fn both(waiting: &str, later: &str) -> String {
    let (Ok(waiting), Ok(later)) = (json::read::<Satisfaction>(waiting), json::read::<Satisfaction>(later)) else {
        return later.to_owned();
    };
    let comment = later.comment.clone().or(waiting.comment.clone());
    serde_json::to_string(&Satisfaction { comment, ..waiting.with(later) }).expect("plain data")
}

/// The name of the note that keeps what is typed for such a request, until that has arrived.
pub fn note(purpose: &Purpose) -> Option<String> {
    let (name, ticket) = match purpose {
        Purpose::Satisfaction { ticket } => ("rating", ticket),
        Purpose::Review { ticket } => ("review", ticket),
        Purpose::Mediation { ticket } => ("mediation", ticket),
        Purpose::Withdraw { ticket } => ("withdrawal", ticket),
        // Of no ticket: it may be asked before there is one.
        Purpose::Question => return Some("question".into()),
        _ => return None,
    };
    Some(format!("{name}:{ticket}"))
}

/// The ticket of such a note.
pub fn ticket_of(note: &str) -> Option<&str> {
    let (name, ticket) = note.split_once(':')?;
    matches!(name, "rating" | "review" | "mediation" | "withdrawal").then_some(ticket)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::Method;

    #[test]
    fn each_goes_where_the_contract_says() {
        let asked = NewReview { text: "The date is missing.".into(), attachments: Vec::new() };
        let all = [
            (settle("t", true, None), Method::Put, "/tickets/t/satisfaction", r#"{"settled":true}"#),
            (settle("t", false, Some(4)), Method::Put, "/tickets/t/satisfaction", r#"{"settled":false,"answers_to":4}"#),
            (
                rate("t", &Satisfaction { rating: Some(4), ..Satisfaction::default() }),
                Method::Put,
                "/tickets/t/satisfaction",
                r#"{"rating":4}"#,
            ),
            (review("t", &asked), Method::Post, "/tickets/t/review", r#"{"text":"The date is missing."}"#),
            (withdraw("t", &NewWithdrawal::default()), Method::Post, "/tickets/t/withdrawal", "{}"),
            (
                mediation("t", &NewMediation { mediator: "quai".into(), language: "fr".into(), ..NewMediation::default() }),
                Method::Post,
                "/tickets/t/mediation",
                r#"{"mediator":"quai","language":"fr","statement":""}"#,
            ),
        ];
        for (request, method, path, body) in all {
            assert_eq!((request.purpose.method(), &*request.path, &*request.body), (method, path, body));
        }
    }

    #[test]
    fn each_note_says_its_ticket() {
        let ticket = || "tk_1".to_owned();
        let with_note = [
            Purpose::Satisfaction { ticket: ticket() },
            Purpose::Review { ticket: ticket() },
            Purpose::Mediation { ticket: ticket() },
            Purpose::Withdraw { ticket: ticket() },
        ];
        for purpose in with_note {
            assert_eq!(note(&purpose).as_deref().and_then(ticket_of), Some("tk_1"));
        }
        assert_eq!(note(&Purpose::Settle { ticket: ticket() }), None);
        assert_eq!(note(&Purpose::Question).as_deref().and_then(ticket_of), None);
        for other in ["reply:t", "me", "service:fr", "incident:i"] {
            assert_eq!(ticket_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_body_that_cannot_be_read_is_replaced() {
        assert_eq!(both("?", r#"{"rating":3}"#), r#"{"rating":3}"#);
        assert_eq!(both(r#"{"rating":3}"#, r#"{"answered":false}"#), r#"{"rating":3,"answered":false}"#);
    }
}
