//! What a partner says to an outcome: settled or not, how it was, another review, withdrawal.

use crate::problem::{Code, FieldError};
use crate::ticket::{UpdateLimits, lines, required};
use crate::validate::Faults;
use serde::{Deserialize, Serialize};

/// The least and the most of a rating.
pub const RATINGS: std::ops::RangeInclusive<u32> = 1..=5;

/// `PUT /tickets/{id}/satisfaction`, and what a ticket says of it. What is absent stays as it was.
///
/// `settled` answers the outcome and moves the ticket; it goes alone, under an idempotency key. The rest is how the partner
/// found it, and moves nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Satisfaction {
    /// Whether the outcome settles the complaint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<bool>,
    /// With `settled`: the outcome that it answers, by the number of its entry. When another one was given since, this is a 409.
    /// Absent: the last one, whichever that is by then. Tickets do not repeat it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers_to: Option<u32>,
    /// How satisfied, 1 to 5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u32>,
    /// In the partner's words. An empty one takes it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Whether the outcome answered the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<bool>,
    /// Whether it was clear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clear: Option<bool>,
}

impl Satisfaction {
    /// The same as it is sent.
    #[must_use]
    pub fn trimmed(self) -> Self {
        Self { comment: self.comment.map(|comment| lines(&comment)), ..self }
    }

    /// What has to change before it can be sent. Call it on a trimmed one.
    pub fn faults(&self, limits: UpdateLimits) -> Vec<FieldError> {
        let mut faults = Faults::default();
        let says_how = self.rating.is_some() || self.comment.is_some() || self.answered.is_some() || self.clear.is_some();
        let settled = match (self.settled, says_how) {
            (Some(_), true) => Err(Code::Other),
            (None, false) => Err(Code::Required),
            _ => Ok(()),
        };
        faults.check("/settled", settled, None);
        let answers_to = if self.answers_to.is_some() && self.settled.is_none() { Err(Code::Other) } else { Ok(()) };
        faults.check("/answers_to", answers_to, None);
        let rating = match self.rating {
            Some(rating) if rating < *RATINGS.start() => Err(Code::TooSmall),
            Some(rating) if rating > *RATINGS.end() => Err(Code::TooBig),
            _ => Ok(()),
        };
        faults.check("/rating", rating, None);
        let comment = self.comment.as_deref().filter(|comment| !comment.is_empty());
        let comment = comment.map_or(Ok(()), |comment| crate::rules::text(comment, limits.text));
        faults.check("/comment", comment, Some(limits.text));
        faults.0
    }

    /// This with what `later` says in place of it.
    #[must_use]
    pub fn with(self, later: Self) -> Self {
        Self {
            settled: later.settled.or(self.settled),
            answers_to: None,
            rating: later.rating.or(self.rating),
            comment: later.comment.or(self.comment).filter(|comment| !comment.is_empty()),
            answered: later.answered.or(self.answered),
            clear: later.clear.or(self.clear),
        }
    }
}

/// `POST /tickets/{id}/review`: another person shall look at it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewReview {
    /// What is missing or wrong in the outcome.
    pub text: String,
    /// Uploads that go with it: the last part of each one's address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
}

impl NewReview {
    /// The same as it is sent.
    #[must_use]
    pub fn trimmed(self) -> Self {
        Self { text: lines(&self.text), ..self }
    }

    /// What has to change before it can be sent. Call it on a trimmed one.
    pub fn faults(&self, limits: UpdateLimits) -> Vec<FieldError> {
        let mut faults = Faults::default();
        let text = required(&self.text, |text| crate::rules::text(text, limits.text));
        faults.check("/text", text, Some(limits.text));
        faults.check_uploads("/attachments", &self.attachments, limits.attachments);
        faults.0
    }
}

/// `POST /tickets/{id}/withdrawal`: the partner wants no decision any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWithdrawal {
    /// Why, if they like to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl NewWithdrawal {
    /// The same as it is sent.
    #[must_use]
    pub fn trimmed(self) -> Self {
        Self { reason: self.reason.map(|reason| lines(&reason)).filter(|reason| !reason.is_empty()) }
    }

    /// What has to change before it can be sent. Call it on a trimmed one.
    pub fn faults(&self, limits: UpdateLimits) -> Vec<FieldError> {
        let mut faults = Faults::default();
        let reason = self.reason.as_deref().map_or(Ok(()), |reason| crate::rules::text(reason, limits.text));
        faults.check("/reason", reason, Some(limits.text));
        faults.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: UpdateLimits = UpdateLimits { text: 10, field: 10, attachments: 1 };

    fn told(faults: Vec<FieldError>) -> Vec<(String, Code)> {
        faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect()
    }

    #[test]
    fn a_satisfaction_says_something_and_the_settling_goes_alone() {
        let none = Satisfaction::default();
        assert_eq!(told(none.faults(LIMITS)), [("/settled".into(), Code::Required)]);
        let settled = Satisfaction { settled: Some(true), ..none.clone() };
        assert_eq!(settled.faults(LIMITS), []);
        assert_eq!(Satisfaction { answers_to: Some(4), ..settled.clone() }.faults(LIMITS), []);
        let rated = Satisfaction { answers_to: Some(4), rating: Some(3), ..none.clone() };
        assert_eq!(told(rated.faults(LIMITS)), [("/answers_to".into(), Code::Other)]);
        let both = Satisfaction { rating: Some(3), ..settled };
        assert_eq!(told(both.faults(LIMITS)), [("/settled".into(), Code::Other)]);
        for (rating, code) in [(0, Code::TooSmall), (6, Code::TooBig)] {
            let rated = Satisfaction { rating: Some(rating), ..none.clone() };
            assert_eq!(told(rated.faults(LIMITS)), [("/rating".into(), code)]);
        }
        let long = Satisfaction { comment: Some("x".repeat(11)), ..none.clone() };
        assert_eq!(told(long.faults(LIMITS)), [("/comment".into(), Code::TooLong)]);
        assert_eq!(Satisfaction { comment: Some(String::new()), ..none }.faults(LIMITS), [], "taken back");
    }

    #[test]
    fn what_is_said_later_takes_the_place_of_what_was_said() {
        let first = Satisfaction { rating: Some(2), comment: Some("Slow.".into()), ..Satisfaction::default() };
        let later = Satisfaction { rating: Some(4), clear: Some(true), ..Satisfaction::default() };
        let both = first.with(later);
        assert_eq!((both.rating, both.comment.as_deref(), both.clear), (Some(4), Some("Slow."), Some(true)));
        assert_eq!(both.with(Satisfaction { comment: Some(String::new()), ..Satisfaction::default() }).comment, None);
    }

    #[test]
    fn a_review_says_what_is_missing_and_a_withdrawal_need_not() {
        assert_eq!(told(NewReview::default().faults(LIMITS)), [("/text".into(), Code::Required)]);
        assert_eq!(NewReview { text: " a ".into(), attachments: Vec::new() }.trimmed().faults(LIMITS), []);
        assert_eq!(NewWithdrawal { reason: Some("  ".into()) }.trimmed(), NewWithdrawal::default());
        assert_eq!(NewWithdrawal::default().faults(LIMITS), []);
    }
}
