//! Signing in: a one-time code by e-mail, and what it opens.

use crate::problem::{Code, FieldError};
use crate::rules;
use crate::ticket::{one_line, required};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The header that every change under a session cookie carries, with any value: pages of other origins cannot set it
/// without being asked first (Fetch standard, CORS-preflight).
pub const SESSION_HEADER: &str = "x-recourse";

/// Digits of a one-time code.
pub const CODE_DIGITS: usize = 6;

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

/// `POST /session`: signs in.
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
}
