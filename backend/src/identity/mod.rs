//! The embedding platform's word on who a partner is: a JWT (RFC 7519) that it has signed. What is said here knows neither
//! HTTP nor the store; that each works once is the store's to keep.

mod details;
mod key;
#[cfg(test)]
mod tests;

pub use key::{Key, Signing};

use jsonwebtoken::decode_header;
use recourse_contract::session::{Details, MAX_IDENTITY};
use recourse_contract::time::MINUTE;
use recourse_contract::{Service, Timestamp, rules};
use serde_json::{Map, Value};

/// Milliseconds that an identity may be good for: it is made for one click.
const LIFE: i64 = 10 * MINUTE;
/// Milliseconds that the clocks of platform and backend may differ.
const LEEWAY: i64 = MINUTE;

/// What a token says that is to be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// Who says it.
    pub issuer: String,
    /// The token's id, among those of the issuer.
    pub jti: String,
    /// From when on the token is refused for its age.
    pub expires_at: Timestamp,
    /// The partner's address, in lower case.
    pub email: String,
    /// What else is said of the partner.
    pub details: Option<Details>,
}

/// Why a token is not taken. For the log, so there is nothing of the token in it; whoever sends one learns only that it is
/// not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs)] // The words say it.
pub enum Untrusted {
    #[error("it is longer than 8 kB")]
    TooLong,
    #[error("it cannot be read, or has an algorithm or extension that is not known")]
    Unreadable,
    #[error("no key has its algorithm and `kid`")]
    NoKey,
    #[error("its signature is wrong")]
    Signature,
    #[error("it is not by the issuer whose key has signed it")]
    Issuer,
    #[error("the claim `{0}` is missing or wrong")]
    Claim(&'static str),
    #[error("it has expired")]
    Expired,
    #[error("it would be good for more than ten minutes")]
    LongLived,
    #[error("it is not good yet")]
    Early,
    #[error("it was used before")]
    Used,
}

/// Reads a token that one of the keys has signed.
///
/// # Errors
/// Why it is not taken.
pub fn verify(keys: &[Key], token: &str, service: &Service, now: Timestamp) -> Result<Vouched, Untrusted> {
    if token.len() > MAX_IDENTITY {
        return Err(Untrusted::TooLong);
    }
    let header = decode_header(token).map_err(|_| Untrusted::Unreadable)?;
    // An extension that has to be understood is one that is not understood here (RFC 7515, 4.1.11).
    if header.crit.is_some() {
        return Err(Untrusted::Unreadable);
    }
    let mut why = Untrusted::NoKey;
    for key in keys.iter().filter(|key| key.is_for(&header)) {
        match key.claims(token) {
            Ok(claims) if claims.get("iss").and_then(Value::as_str) == Some(key.issuer.as_str()) => {
                return vouched(key, &claims, service, now);
            }
            Ok(_) => why = Untrusted::Issuer,
            Err(fault) => why = fault,
        }
    }
    Err(why)
}

/// Checks the claims that have to be right.
fn vouched(key: &Key, claims: &Map<String, Value>, service: &Service, now: Timestamp) -> Result<Vouched, Untrusted> {
    let text = |name: &'static str| claims.get(name).and_then(Value::as_str).ok_or(Untrusted::Claim(name));
    // Whole seconds, in milliseconds.
    let time = |name: &'static str| -> Result<Option<i64>, Untrusted> {
        let seconds = claims.get(name).map(|value| value.as_i64().ok_or(Untrusted::Claim(name))).transpose()?;
        Ok(seconds.map(|seconds| seconds.saturating_mul(1_000)))
    };
    if !claims.get("aud").is_some_and(|aud| names(aud, &key.audience)) {
        return Err(Untrusted::Claim("aud"));
    }
    let expires_at = time("exp")?.ok_or(Untrusted::Claim("exp"))?.saturating_add(LEEWAY);
    if expires_at <= now.0 {
        return Err(Untrusted::Expired);
    }
    if expires_at > now.0 + LIFE + 2 * LEEWAY {
        return Err(Untrusted::LongLived);
    }
    for name in ["nbf", "iat"] {
        if time(name)?.is_some_and(|at| at > now.0 + LEEWAY) {
            return Err(Untrusted::Early);
        }
    }
    let jti = text("jti")?;
    if jti.is_empty() {
        return Err(Untrusted::Claim("jti"));
    }
    let email = text("email")?;
    if rules::email(email).is_err() {
        return Err(Untrusted::Claim("email"));
    }
    // OpenID Connect Core, 5.1: an address that the platform has not verified proves nothing here.
    if claims.get("email_verified").is_some_and(|is| *is != Value::Bool(true)) {
        return Err(Untrusted::Claim("email_verified"));
    }
    Ok(Vouched {
        issuer: key.issuer.clone(),
        jti: jti.to_owned(),
        expires_at: Timestamp(expires_at),
        email: email.to_ascii_lowercase(),
        details: details::details(claims, service),
    })
}

/// Whether an `aud`, a text or a list (RFC 7519, 4.1.3), names this audience.
fn names(aud: &Value, audience: &str) -> bool {
    match aud {
        Value::String(one) => one == audience,
        Value::Array(all) => all.iter().any(|one| one.as_str() == Some(audience)),
        _ => false,
    }
}
