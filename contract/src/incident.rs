//! Incidents: what is known not to work, and who wants to be told when it does again.

use crate::problem::{Code, FieldError};
use crate::rules;
use crate::ticket::one_line;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that is known not to work for many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Incident {
    /// Opaque.
    pub id: String,
    /// The topics at which it is shown, and those below them.
    pub topics: Vec<String>,
    /// What does not work, in a few words.
    pub title: String,
    /// What is known, and what partners can do meanwhile.
    pub text: String,
    /// Since when.
    pub since: Timestamp,
    /// When it was solved; shown for a while, so that nobody looks for it in vain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solved_at: Option<Timestamp>,
}

/// `PUT /incidents/{id}/subscription`: tell me when it is solved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewSubscription {
    /// Where to. Absent: the address of the session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Language of the e-mail (BCP 47), one of the platform's.
    pub language: String,
}

impl NewSubscription {
    /// The same as it is sent.
    #[must_use]
    pub fn trimmed(self) -> Self {
        Self { email: self.email.map(|email| one_line(&email)), ..self }
    }

    /// What has to change before it can be sent, with the platform's languages. Call it on a trimmed one.
    pub fn faults(&self, locales: &[String]) -> Vec<FieldError> {
        let fault =
            |pointer: &str, code| FieldError { pointer: pointer.into(), code, detail: None, limit: rules::email_limit(code) };
        let mut faults = Vec::new();
        match self.email.as_deref() {
            Some("") => faults.push(fault("/email", Code::Required)),
            Some(email) => faults.extend(rules::email(email).err().map(|code| fault("/email", code))),
            None => {}
        }
        if !locales.contains(&self.language) {
            faults.push(fault("/language", Code::Language));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscription_is_checked() {
        let locales = ["fr".to_owned(), "en".to_owned()];
        let of = |email: Option<&str>, language: &str| {
            NewSubscription { email: email.map(str::to_owned), language: language.into() }.trimmed()
        };
        assert_eq!(of(Some(" marie.dupont@example.com\n"), "fr").faults(&locales), []);
        assert_eq!(of(None, "en").faults(&locales), [], "the session has an address");
        let long = format!("{}@example.com", "a".repeat(300));
        for (email, language, pointer, code) in [
            (Some("  "), "fr", "/email", Code::Required),
            (Some("marie"), "fr", "/email", Code::Email),
            (Some("a@b.fr\r\nBcc: c@d.fr"), "fr", "/email", Code::Email),
            (Some(&*long), "fr", "/email", Code::TooLong),
            (None, "de", "/language", Code::Language),
            (None, "", "/language", Code::Language),
        ] {
            let faults = of(email, language).faults(&locales);
            assert_eq!((faults.len(), &*faults[0].pointer, faults[0].code), (1, pointer, code), "{email:?} {language:?}");
        }
    }
}
