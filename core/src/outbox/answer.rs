//! What an answer means for the request that it answers.

use super::{Purpose, Trouble};
use crate::bugs::{Bug, is_on};
use recourse_contract::me::Me;
use recourse_contract::mediation::QuestionTaken;
use recourse_contract::{Filed, Problem, ProblemType, Ticket, Update, json};

/// What came back from an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing: the connection failed or took too long. The request may have arrived.
    None,
    /// The device knew that it was offline: the request was not tried.
    NotTried,
    /// An HTTP answer.
    Http {
        /// Its status.
        status: u16,
        /// `Retry-After` in seconds.
        retry_after: Option<i64>,
        /// Its body.
        body: String,
    },
}

/// The meaning of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    /// Done, with this body.
    Done(String),
    /// Refused for good; nothing is stored.
    Refused(Problem),
    /// Again later. `may_be_stored`: this attempt may have been stored.
    Later { trouble: Trouble, may_be_stored: bool, wait: Option<i64> },
}

pub(super) fn meaning(answer: Answer, purpose: &Purpose) -> Meaning {
    let later = |trouble, may_be_stored, wait| Meaning::Later { trouble, may_be_stored, wait };
    match answer {
        Answer::None => later(Trouble::Unreachable, true, None),
        Answer::NotTried => later(Trouble::Offline, false, None),
        Answer::Http { status: 200..=299, body, .. } if is_expected(&body, purpose) => Meaning::Done(body),
        Answer::Http { status: 429, retry_after, .. } => later(Trouble::Busy { status: 429 }, false, retry_after),
        Answer::Http { status: 500..=599, .. } if is_on(Bug::GivesUp) => Meaning::Refused(Problem::new(ProblemType::Internal)),
        Answer::Http { status: status @ (408 | 500..=599), retry_after, .. } => {
            later(Trouble::Busy { status }, true, retry_after)
        }
        // A refusal counts only when the backend itself speaks: a proxy's or a hotel network's page decides nothing.
        Answer::Http { status: status @ 400..=499, body, .. } => match json::read::<Problem>(&body) {
            // Whoever has a link is never asked who they are; a session that has ended comes back.
            Ok(problem) if status == 401 && problem.kind == ProblemType::Unauthenticated => {
                later(Trouble::SignedOut, false, None)
            }
            // Of an unknown type the status decides.
            Ok(problem) if problem.status == status => Meaning::Refused(problem),
            _ => later(Trouble::Strange, true, None),
        },
        Answer::Http { .. } => later(Trouble::Strange, true, None),
    }
}

fn is_expected(body: &str, purpose: &Purpose) -> bool {
    match purpose {
        Purpose::File { .. } => json::read::<Filed>(body).is_ok(),
        Purpose::Reply { .. }
        | Purpose::Answer { .. }
        | Purpose::Comment { .. }
        | Purpose::Nudge { .. }
        | Purpose::Review { .. }
        | Purpose::Mediation { .. }
        | Purpose::Withdraw { .. } => json::read::<Update>(body).is_ok(),
        // The ticket as it is by then.
        Purpose::Settle { .. } | Purpose::Satisfaction { .. } => json::read::<Ticket>(body).is_ok(),
        // There is nothing to say.
        Purpose::Seen { .. } | Purpose::Subscribe { .. } | Purpose::Unsubscribe { .. } | Purpose::Feedback { .. } => {
            body.is_empty()
        }
        Purpose::Preferences => json::read::<Me>(body).is_ok(),
        Purpose::Question => json::read::<QuestionTaken>(body).is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> Meaning {
        let purpose = Purpose::Reply { ticket: "t".into() };
        meaning(Answer::Http { status, retry_after: None, body: body.into() }, &purpose)
    }

    #[test]
    fn a_session_that_has_ended_refuses_nothing() {
        let problem = serde_json::to_string(&Problem::new(ProblemType::Unauthenticated)).expect("a problem");
        let waits = Meaning::Later { trouble: Trouble::SignedOut, may_be_stored: false, wait: None };
        assert_eq!(of(401, &problem), waits);
    }

    #[test]
    fn a_refusal_counts_when_the_backend_itself_speaks() {
        let unknown = r#"{"type":"https://other.example/closed","title":"Closed","status":403}"#;
        assert!(matches!(of(403, unknown), Meaning::Refused(_)));
        let strange = |meaning| matches!(meaning, Meaning::Later { trouble: Trouble::Strange, may_be_stored: true, .. });
        assert!(strange(of(403, "<html>Sign in to the hotel's network</html>")));
        assert!(strange(of(401, unknown)), "its status is another one");
        assert!(strange(of(200, "<html>")));
    }
}
