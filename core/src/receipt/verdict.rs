//! Which key decides on a receipt, and what its answer means.

use super::Held;
use recourse_contract::service::ReceiptKey;

/// What the shell has to verify: Ed25519 (RFC 8032).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check<'a> {
    /// The public key, base64url.
    pub public_key: &'a str,
    /// What is signed.
    pub message: &'a [u8],
    /// The signature, base64url.
    pub signature: &'a str,
}

/// What the verification says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature {
    /// It is the key's, over this message.
    Right,
    /// It is not.
    Wrong,
    /// This browser cannot tell.
    Unsupported,
}

/// What is to be thought of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The platform gave it, and nothing in it was changed.
    Right,
    /// It was changed, or never given.
    Wrong,
    /// The platform publishes no key of this name: it is not this platform's, or the device knows the keys of before.
    UnknownKey,
    /// The signature is right, but its key was no longer in use when the entry was stored.
    RetiredKey,
    /// This browser cannot tell.
    Unsupported,
}

impl Verdict {
    /// Whether nobody should keep it or rely on it. Of one that cannot be told this is not said.
    pub fn is_refused(self) -> bool {
        matches!(self, Self::Wrong | Self::RetiredKey)
    }
}

impl Held {
    fn key<'a>(&self, keys: &'a [ReceiptKey]) -> Option<&'a ReceiptKey> {
        keys.iter().find(|key| key.id == self.receipt.key)
    }

    /// What has to be verified, with the keys that `service` publishes. Nothing, when none of them is the receipt's: then the
    /// verdict is [`Verdict::UnknownKey`].
    pub fn check<'a>(&'a self, keys: &'a [ReceiptKey]) -> Option<Check<'a>> {
        let key = self.key(keys)?;
        Some(Check { public_key: &key.public_key, message: self.message.as_bytes(), signature: &self.signature })
    }

    /// What the verification means under these keys.
    pub fn verdict(&self, keys: &[ReceiptKey], signature: Signature) -> Verdict {
        let Some(key) = self.key(keys) else { return Verdict::UnknownKey };
        match signature {
            // A receipt is signed after its entry was stored: with a retired key nobody can have done that in good faith.
            Signature::Right if key.until.is_some_and(|until| until < self.receipt.at) => Verdict::RetiredKey,
            Signature::Right => Verdict::Right,
            Signature::Wrong => Verdict::Wrong,
            Signature::Unsupported => Verdict::Unsupported,
        }
    }
}
