//! Web Push: a device that wants to hear of news (RFC 8030). What it hears of is a ticket's id, and nothing else.

use crate::problem::{Code, FieldError};
use serde::{Deserialize, Serialize};

/// Most characters of an endpoint.
pub const MAX_ENDPOINT: u32 = 2_000;
/// Characters of a public key: 65 bytes in base64url.
const P256DH: usize = 87;
/// Characters of an authentication secret: 16 bytes in base64url.
const AUTH: usize = 22;

/// `PUT /push-subscription`: what the browser's `PushSubscription` says of itself (Push API), and a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewPushSubscription {
    /// Where the push service takes messages: https, the name of a host in the public internet, no port.
    pub endpoint: String,
    /// What they are encrypted with.
    pub keys: PushKeys,
    /// Language of what the device shows (BCP 47), one of the platform's.
    pub language: String,
}

/// The keys of a subscription (RFC 8291, 2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PushKeys {
    /// A point of P-256 without compression, base64url without padding.
    pub p256dh: String,
    /// 16 bytes, base64url without padding.
    pub auth: String,
}

impl NewPushSubscription {
    /// What has to change before it can be sent, with the platform's languages. Whether the endpoint may be used, and the key
    /// lies on the curve, the backend says.
    pub fn faults(&self, locales: &[String]) -> Vec<FieldError> {
        let fault = |pointer: &str, code, limit| FieldError { pointer: pointer.into(), code, detail: None, limit };
        let mut faults = Vec::new();
        if self.endpoint.is_empty() {
            faults.push(fault("/endpoint", Code::Required, None));
        } else if self.endpoint.len() > MAX_ENDPOINT as usize {
            faults.push(fault("/endpoint", Code::TooLong, Some(MAX_ENDPOINT)));
        }
        for (pointer, text, length) in [("/keys/p256dh", &self.keys.p256dh, P256DH), ("/keys/auth", &self.keys.auth, AUTH)] {
            let is_base64url = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
            if text.len() != length || !is_base64url {
                faults.push(fault(pointer, Code::Pattern, None));
            }
        }
        if !locales.contains(&self.language) {
            faults.push(fault("/language", Code::Language, None));
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscription_is_checked() {
        let right = NewPushSubscription {
            endpoint: "https://push.example/send/abc".into(),
            keys: PushKeys { p256dh: "B".repeat(87), auth: "A".repeat(22) },
            language: "fr".into(),
        };
        let locales = ["fr".to_owned(), "en".to_owned()];
        assert_eq!(right.faults(&locales), []);
        let keys = |p256dh: &str, auth: &str| PushKeys { p256dh: p256dh.into(), auth: auth.into() };
        for (wrong, pointer, code) in [
            (NewPushSubscription { endpoint: String::new(), ..right.clone() }, "/endpoint", Code::Required),
            (NewPushSubscription { endpoint: "x".repeat(2_001), ..right.clone() }, "/endpoint", Code::TooLong),
            (NewPushSubscription { keys: keys("B", &right.keys.auth), ..right.clone() }, "/keys/p256dh", Code::Pattern),
            (NewPushSubscription { keys: keys(&right.keys.p256dh, "ab=="), ..right.clone() }, "/keys/auth", Code::Pattern),
            (NewPushSubscription { language: "de".into(), ..right.clone() }, "/language", Code::Language),
        ] {
            let faults = wrong.faults(&locales);
            assert_eq!((faults.len(), &*faults[0].pointer, faults[0].code), (1, pointer, code), "{wrong:?}");
        }
    }
}
