//! Signing in: by a one-time code or by the platform's word, and what it opens.

use crate::problem::{Code, FieldError};
use crate::rules;
use crate::ticket::{ManagedBy, one_line, required};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The header that every change under a session cookie carries, with any value: pages of other origins cannot set it
/// without being asked first (Fetch standard, CORS-preflight).
pub const SESSION_HEADER: &str = "x-recourse";

/// Digits of a one-time code.
pub const CODE_DIGITS: usize = 6;

/// Most bytes of an identity.
pub const MAX_IDENTITY: usize = 8 * 1024;

/// `POST /session/code`: asks for a one-time code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewCode {
    /// Where it goes.
    pub email: String,
    /// Language of the mail (BCP 47).
    pub language: String,
}

/// `202` of `POST /session/code`: the same whether or not the address is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CodeSent {
    /// Seconds that a code is good for.
    pub expires_in: u32,
    /// Goes back with the code: a code works only for whoever asked for it, and nobody else can use up its tries.
    pub challenge: String,
}

/// `POST /session`: signs in, in one of the ways that `session_kinds` announces. With `identity` it is that one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum SignIn {
    /// With a one-time code.
    Code(NewSession),
    /// With the embedding platform's word.
    Identity(NewIdentity),
}

/// Signing in with a one-time code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewSession {
    /// The address that the code went to.
    pub email: String,
    /// The code.
    pub code: String,
    /// As asking for the code gave it.
    pub challenge: String,
    /// Whether the session is a token in the answer, for a page in a frame or on another origin. Otherwise it is a cookie.
    #[serde(default)]
    pub bearer: bool,
}

/// Signing in with the embedding platform's word on who the partner is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewIdentity {
    /// A JWT (RFC 7519) that the platform has signed, at most 8,192 bytes. It works once.
    pub identity: String,
    /// Whether the session is a token in the answer, as with a code.
    #[serde(default)]
    pub bearer: bool,
}

/// A session: `201` of `POST /session`, `200` of `GET /session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Session {
    /// The verified address: it opens every ticket filed under it.
    pub email: String,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// For `Authorization: Bearer …`, once, when it was asked for. To be kept in memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// What the platform has said of the partner, once, when it has signed them in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Details>,
}

/// What the embedding platform says of a partner, to fill the form with. The partner sees it and may change it; each part
/// follows the rules of the part of `partner` that it is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Details {
    /// Full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Telephone, as people write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Country of establishment (ISO 3166-1 alpha-2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Property or account numbers on the platform.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<String>,
    /// Language that the partner wants to be answered in (BCP 47), one of the platform's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who looks after the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub managed_by: Option<ManagedBy>,
}

impl NewCode {
    /// The same as it is sent.
    #[must_use]
    pub fn trimmed(self) -> Self {
        Self { email: one_line(&self.email), ..self }
    }

    /// What has to change before it can be sent. Call it on a trimmed one.
    pub fn faults(&self) -> Vec<FieldError> {
        check("/email", required(&self.email, rules::email))
    }
}

impl NewSession {
    /// The same as it is sent: people group digits.
    #[must_use]
    pub fn trimmed(self) -> Self {
        let code = self.code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        Self { email: one_line(&self.email), code, ..self }
    }

    /// What has to change before it can be sent. Call it on a trimmed one.
    pub fn faults(&self) -> Vec<FieldError> {
        let is_code = self.code.len() == CODE_DIGITS && self.code.bytes().all(|b| b.is_ascii_digit());
        let code = required(&self.code, |_| if is_code { Ok(()) } else { Err(Code::Pattern) });
        let mut faults = check("/email", required(&self.email, rules::email));
        faults.extend(check("/code", code));
        faults
    }
}

fn check(pointer: &str, fits: Result<(), Code>) -> Vec<FieldError> {
    let fault = |code| FieldError { pointer: pointer.into(), code, detail: None, limit: rules::email_limit(code) };
    fits.err().map(fault).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_taken_as_people_type_it() {
        let typed = |code: &str| {
            NewSession { email: " marie@auberge.fr ".into(), code: code.into(), challenge: "c".into(), bearer: false }.trimmed()
        };
        for code in ["123456", " 123 456", "123-456\n"] {
            assert_eq!((typed(code).code.as_str(), typed(code).faults()), ("123456", vec![]), "{code:?}");
        }
        for (code, fault) in
            [("", Code::Required), ("12345", Code::Pattern), ("1234567", Code::Pattern), ("12345a", Code::Pattern)]
        {
            assert_eq!(typed(code).faults()[0].code, fault, "{code:?}");
        }
        assert_eq!(NewCode { email: "marie".into(), language: "fr".into() }.faults()[0].code, Code::Email);
    }

    #[test]
    fn signing_in_is_one_of_two_requests() {
        let read = |text: &str| serde_json::from_str::<SignIn>(text).map_err(|fault| fault.to_string());
        let code = NewSession { email: "a@b.fr".into(), code: "123456".into(), challenge: "c".into(), bearer: true };
        let by_code = r#"{"email":"a@b.fr","code":"123456","challenge":"c","bearer":true}"#;
        assert_eq!(read(by_code), Ok(SignIn::Code(code)));
        let identity = NewIdentity { identity: "a.b.c".into(), bearer: false };
        assert_eq!(read(r#"{"identity":"a.b.c","unknown":1}"#), Ok(SignIn::Identity(identity)));
        for (wrong, words) in [
            ("{}", "missing field `email`"),
            (r#"{"email":"a@b.fr","code":"123456"}"#, "missing field `challenge`"),
            (r#"{"identity":null}"#, "null"),
            (r#"{"identity":7}"#, "integer"),
            (r#"{"email":null,"code":"123456","challenge":"c"}"#, "null"),
        ] {
            assert!(read(wrong).is_err_and(|fault| fault.contains(words)), "{wrong}");
        }
    }
}
