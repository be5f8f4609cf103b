//! The partner who is signed in: how to reach them, all that is kept of them, and its erasure.

use crate::article;
use crate::problem::{Code, FieldError};
use crate::rules;
use crate::ticket::{Channel, Ticket, one_line};
use crate::time::Timestamp;
use crate::update::Update;
use serde::{Deserialize, Serialize};

/// How many articles a partner can save.
pub const MAX_BOOKMARKS: usize = 100;

/// `200` of `GET /me` and of every change of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Me {
    /// The verified address.
    pub email: String,
    /// Language of mails and answers (BCP 47).
    pub language: String,
    /// How the partner is told of updates.
    pub channel: Channel,
    /// Slugs of the articles that the partner has saved, the newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bookmarks: Vec<String>,
    /// When erasure was asked for (Regulation (EU) 2016/679, Art. 17); absent when it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erasure_asked_at: Option<Timestamp>,
}

/// `PATCH /me`: what is given changes, for every ticket of the partner. A new address is confirmed by a code: first it is
/// given alone and answered with `202` and a challenge, then with code and challenge. It revokes the private links of
/// before and ends the other sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct MeChange {
    /// Language of mails and answers (BCP 47), one of the platform's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How the partner is told of updates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Slugs of the articles to be saved, in place of those of before; at most [`MAX_BOOKMARKS`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bookmarks: Option<Vec<String>>,
    /// The new address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The code that went to the new address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// As the first answer gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub challenge: Option<String>,
}

impl MeChange {
    /// The same as it is sent.
    #[must_use]
    pub fn trimmed(self) -> Self {
        let digits = |code: String| code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        Self { email: self.email.map(|email| one_line(&email)), code: self.code.map(digits), ..self }
    }

    /// What has to change before it can be sent, with the platform's languages. Call it on a trimmed one.
    pub fn faults(&self, locales: &[String]) -> Vec<FieldError> {
        let fault =
            |pointer: &str, code| FieldError { pointer: pointer.into(), code, detail: None, limit: rules::email_limit(code) };
        let mut faults = Vec::new();
        if self.language.as_ref().is_some_and(|language| !locales.contains(language)) {
            faults.push(fault("/language", Code::Choice));
        }
        if self.channel == Some(Channel::Other) {
            faults.push(fault("/channel", Code::Choice));
        }
        if self.bookmarks.as_ref().is_some_and(|slugs| slugs.len() > MAX_BOOKMARKS) {
            faults.push(fault("/bookmarks", Code::TooMany));
        } else if self.bookmarks.iter().flatten().any(|slug| !article::is_slug(slug)) {
            faults.push(fault("/bookmarks", Code::Choice));
        }
        match self.email.as_deref() {
            Some("") => faults.push(fault("/email", Code::Required)),
            Some(email) => faults.extend(rules::email(email).err().map(|code| fault("/email", code))),
            None => {}
        }
        faults
    }
}

/// `GET /me/export`: everything that is kept of a partner (Regulation (EU) 2016/679, Art. 20). Of files it tells name, type,
/// size and check sum; `GET /attachments/{id}` gives each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Export {
    /// The platform's name.
    pub platform: String,
    /// When it was made.
    pub exported_at: Timestamp,
    /// Who it is of.
    pub me: Me,
    /// Each ticket with its thread, the oldest first.
    pub tickets: Vec<ExportedTicket>,
    /// The incidents of whose end the address is to be told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subscriptions: Vec<ExportedSubscription>,
    /// What was asked about mediation under the address, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<ExportedQuestion>,
    /// The devices that are told of news, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<ExportedDevice>,
}

/// A ticket with its thread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ExportedTicket {
    /// The ticket.
    pub ticket: Ticket,
    /// Its thread, the oldest first.
    pub updates: Vec<Update>,
}

/// A wish to be told of an incident's end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ExportedSubscription {
    /// The id of the incident.
    pub incident: String,
    /// Language of the mail (BCP 47).
    pub language: String,
}

/// A device that is told of news.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ExportedDevice {
    /// Where its push service takes messages.
    pub endpoint: String,
    /// Language of what it shows (BCP 47).
    pub language: String,
    /// When it has last said that it wants to be told.
    pub at: Timestamp,
}

/// A question about mediation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ExportedQuestion {
    /// When it was stored.
    pub at: Timestamp,
    /// Who asked.
    pub name: String,
    /// Language of the answer (BCP 47).
    pub language: String,
    /// The question.
    pub text: String,
    /// The reference of the ticket that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// When it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_checked() {
        let locales = ["fr".to_owned(), "en".to_owned()];
        let change = MeChange { email: Some(" marie@auberge.fr".into()), code: Some("123 456".into()), ..MeChange::default() };
        let change = change.trimmed();
        assert_eq!((change.code.as_deref(), change.faults(&locales)), (Some("123456"), vec![]));
        for (change, pointer) in [
            (MeChange { language: Some("xx".into()), ..MeChange::default() }, "/language"),
            (MeChange { channel: Some(Channel::Other), ..MeChange::default() }, "/channel"),
            (MeChange { email: Some("marie".into()), ..MeChange::default() }, "/email"),
            (MeChange { email: Some(String::new()), ..MeChange::default() }, "/email"),
        ] {
            assert_eq!(change.faults(&locales)[0].pointer, pointer);
        }
    }
}
