//! How the partner found the outcome: one question at a time, each asked once, each optional and to be changed later.

use crate::outbox::{self, Purpose};
use recourse_contract::outcome::Satisfaction;
use recourse_contract::{Ticket, json, read_objects};
use serde::Serialize;

/// A question about an outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// How satisfied.
    Rating,
    /// In the partner's words.
    Comment,
    /// Whether it answered the case.
    Answered,
    /// Whether it was clear.
    Clear,
}

impl Question {
    /// All of them, in the order in which they are asked.
    pub const ALL: [Self; 4] = [Self::Rating, Self::Comment, Self::Answered, Self::Clear];

    /// Its name on the device.
    fn name(self) -> &'static str {
        match self {
            Self::Rating => "rating",
            Self::Comment => "comment",
            Self::Answered => "answered",
            Self::Clear => "clear",
        }
    }

    fn is_answered(self, given: &Satisfaction) -> bool {
        match self {
            Self::Rating => given.rating.is_some(),
            Self::Comment => given.comment.is_some(),
            Self::Answered => given.answered.is_some(),
            Self::Clear => given.clear.is_some(),
        }
    }
}

/// What was asked of a ticket on this device and put off, with the comment that was begun.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PutOff {
    questions: Vec<String>,
    /// The comment as typed, until it is sent.
    pub typed: String,
}

read_objects! { PutOff { questions, typed } }

impl PutOff {
    /// Puts a question off. Who does not want to rate is asked nothing more.
    pub fn put_off(&mut self, question: Question) {
        if !self.has(question) {
            self.questions.push(question.name().to_owned());
        }
    }

    fn has(&self, question: Question) -> bool {
        self.questions.iter().any(|name| name == question.name() || name == Question::Rating.name())
    }

    /// As it is kept on the device.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(self).expect("texts")
    }

    /// Reads what was kept; nothing was put off when it is damaged.
    pub fn from_stored(stored: &str) -> Self {
        json::read(stored).unwrap_or_default()
    }
}

/// What the partner has said by now: what the backend knows, and over it what waits to be sent.
pub fn given(ticket: &Ticket, outbox: &outbox::Model) -> Satisfaction {
    let known = ticket.satisfaction.clone().unwrap_or_default();
    let is_it = |purpose: &Purpose| matches!(purpose, Purpose::Satisfaction { ticket: of } if *of == ticket.summary.id);
    let waiting = outbox.entries.iter().filter(|entry| is_it(&entry.purpose));
    waiting.filter_map(|entry| json::read::<Satisfaction>(&entry.body).ok()).fold(known, Satisfaction::with)
}

/// Whether the partner has said anything of how they found it.
pub fn has_said(given: &Satisfaction) -> bool {
    Question::ALL.into_iter().any(|question| question.is_answered(given))
}

/// The next question to ask; none when each was answered or put off.
pub fn next(given: &Satisfaction, put_off: &PutOff) -> Option<Question> {
    Question::ALL.into_iter().find(|question| !question.is_answered(given) && !put_off.has(*question))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::{Entry, Model};

    #[test]
    fn one_question_at_a_time_and_each_once() {
        let (mut given, mut put_off) = (Satisfaction::default(), PutOff::default());
        assert_eq!(next(&given, &put_off), Some(Question::Rating));
        given.settled = Some(false);
        assert!(!has_said(&given), "that is another question");
        given.rating = Some(4);
        assert!(has_said(&given));
        assert_eq!(next(&given, &put_off), Some(Question::Comment));
        put_off.put_off(Question::Comment);
        put_off.put_off(Question::Comment);
        assert_eq!(next(&given, &put_off), Some(Question::Answered));
        given.answered = Some(false);
        assert_eq!(next(&given, &put_off), Some(Question::Clear));
        given.clear = Some(true);
        assert_eq!(next(&given, &put_off), None);
        put_off.typed = "Long.".into();
        assert_eq!(PutOff::from_stored(&put_off.to_stored()), put_off);
        assert_eq!(PutOff::from_stored("?"), PutOff::default());
    }

    #[test]
    fn who_does_not_rate_is_not_asked_why() {
        let mut put_off = PutOff::default();
        put_off.put_off(Question::Rating);
        assert_eq!(next(&Satisfaction::default(), &put_off), None);
    }

    #[test]
    fn what_waits_counts_already() {
        let mut ticket: Ticket =
            serde_json::from_str(include_str!("../../../contract/examples/ticket.json")).expect("an example");
        ticket.satisfaction = Some(Satisfaction { rating: Some(2), clear: Some(true), ..Satisfaction::default() });
        let entry = |ticket: &str, body: &str| {
            let purpose = Purpose::Satisfaction { ticket: ticket.into() };
            Entry::new(format!("key of {ticket}"), purpose, String::new(), body.into(), 0)
        };
        let entries = vec![entry(&ticket.summary.id, r#"{"rating":5}"#), entry("another", r#"{"rating":1}"#)];
        let said = given(&ticket, &Model { entries, ..Model::default() });
        assert_eq!((said.rating, said.clear, said.comment), (Some(5), Some(true), None));
    }
}
