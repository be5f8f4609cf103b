//! What an answer of a tus server means.

use super::entry::Refusal;
use super::model::Step;
use crate::outbox::Trouble;
use recourse_contract::{Problem, json};

/// What came back from a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing: the connection failed or took too long. Some of it may have arrived.
    None,
    /// The device knew that it was offline: nothing was tried.
    NotTried,
    /// This page has not the bytes of the file.
    NoBytes,
    /// An HTTP answer.
    Http {
        /// Its status.
        status: u16,
        /// Whether it speaks tus: it has `Tus-Resumable`.
        is_tus: bool,
        /// `Location`, as a full address.
        location: Option<String>,
        /// `Upload-Offset`, as it stands there.
        offset: Option<String>,
        /// `Retry-After` in seconds.
        retry_after: Option<i64>,
        /// Its body.
        body: String,
    },
}

/// The meaning of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It is created at this address.
    Created(String),
    /// The backend has so many of its bytes.
    At(u64),
    /// Where it stands has to be asked.
    Unclear(Trouble),
    /// The backend does not have it, or not any more.
    Gone,
    /// Refused for good.
    Refused(Refusal),
    /// Again later.
    Later { trouble: Trouble, wait: Option<i64> },
    /// This page cannot send it.
    NoBytes,
}

/// `size` is that of the file.
pub(super) fn meaning(answer: Answer, step: &Step, size: u64) -> Meaning {
    let later = |trouble, wait| Meaning::Later { trouble, wait };
    let (status, is_tus, location, offset, wait, body) = match answer {
        Answer::None => return later(Trouble::Unreachable, None),
        Answer::NotTried => return later(Trouble::Offline, None),
        Answer::NoBytes => return Meaning::NoBytes,
        Answer::Http { status, is_tus, location, offset, retry_after, body } => {
            (status, is_tus, location, offset, retry_after, body)
        }
    };
    // A refusal counts only when the backend itself speaks: a proxy's or a hotel network's page decides nothing.
    let problem = json::read::<Problem>(&body).ok().filter(|problem| problem.status == status);
    let speaks = is_tus || problem.is_some();
    let refused =
        |problem: Option<Problem>| Meaning::Refused(problem.map_or_else(|| Refusal::from_status(status), Refusal::from_problem));
    match (status, step) {
        (201, Step::Create) => location.map_or(later(Trouble::Strange, None), Meaning::Created),
        (200 | 204, Step::Find | Step::Send { .. }) => {
            let offset = offset.and_then(|text| text.trim().parse().ok()).filter(|offset| *offset <= size);
            match (offset, step) {
                (Some(offset), _) => Meaning::At(offset),
                (None, Step::Send { .. }) => Meaning::Unclear(Trouble::Strange),
                _ => later(Trouble::Strange, None),
            }
        }
        (429 | 408 | 500..=599, _) => later(Trouble::Busy { status }, wait),
        (403 | 404 | 410, Step::Find | Step::Send { .. }) if speaks => Meaning::Gone,
        (409 | 423 | 460, Step::Send { .. }) if speaks => Meaning::Unclear(Trouble::Busy { status }),
        // Locked by a request of before, which the server has not given up yet.
        (423, _) => later(Trouble::Busy { status }, wait),
        (413 | 415 | 422, _) if speaks => refused(problem),
        (401, _) if speaks => later(Trouble::SignedOut, None),
        (400..=499, Step::Create) if speaks => refused(problem),
        _ => later(Trouble::Strange, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::{Code, FieldError, ProblemType};

    fn http(status: u16, is_tus: bool, offset: Option<&str>, body: &str) -> Answer {
        let location = (status == 201).then(|| "https://x.example/uploads/u".to_owned());
        Answer::Http { status, is_tus, location, offset: offset.map(str::to_owned), retry_after: None, body: body.into() }
    }

    const SEND: Step = Step::Send { from: 0, to: 10 };

    #[test]
    fn a_strange_page_decides_nothing() {
        for status in [200, 302, 403, 404, 409, 413, 415, 422] {
            for step in [Step::Create, Step::Find] {
                let meaning = meaning(http(status, false, None, "<html>"), &step, 10);
                assert_eq!(meaning, Meaning::Later { trouble: Trouble::Strange, wait: None }, "{status} {step:?}");
            }
        }
        for offset in ["11", "-1", "x", ""] {
            let strange = Meaning::Later { trouble: Trouble::Strange, wait: None };
            assert_eq!(meaning(http(200, true, Some(offset), ""), &Step::Find, 10), strange, "{offset}");
        }
    }

    #[test]
    fn the_server_says_where_it_stands() {
        assert_eq!(meaning(http(200, true, Some("7"), ""), &Step::Find, 10), Meaning::At(7));
        assert_eq!(meaning(http(204, true, Some("10"), ""), &SEND, 10), Meaning::At(10));
        assert_eq!(meaning(http(409, true, None, ""), &SEND, 10), Meaning::Unclear(Trouble::Busy { status: 409 }));
        for status in [403, 404, 410] {
            assert_eq!(meaning(http(status, true, None, ""), &Step::Find, 10), Meaning::Gone);
        }
    }

    #[test]
    fn a_refusal_says_why() {
        let error = FieldError { pointer: String::new(), code: Code::FileDamaged, detail: Some("Cut off".into()), limit: None };
        let problem = Problem { errors: vec![error], ..Problem::new(ProblemType::Invalid) };
        let body = serde_json::to_string(&problem).expect("a problem");
        let told = Refusal { code: Code::FileDamaged, detail: Some("Cut off".into()) };
        assert_eq!(meaning(http(422, true, None, &body), &SEND, 10), Meaning::Refused(told));
        // A server that only speaks tus.
        let bare = Refusal { code: Code::TooBig, detail: None };
        assert_eq!(meaning(http(413, true, None, "Maximum size exceeded"), &Step::Create, 10), Meaning::Refused(bare));
    }
}
