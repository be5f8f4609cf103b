//! Who sends: a signature that push services check (RFC 8292).

use crate::secret::{Random, keep_secret};
use axum::http::Uri;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use recourse_contract::Timestamp;
use recourse_contract::time::HOUR;
use serde::Serialize;
use std::path::Path;
use std::{fs, io};

/// The file of the key, in the data folder.
pub const PUSH_KEY: &str = "push.key";
/// Milliseconds that a signature is good for; a day is the most (RFC 8292, 2).
const LIFE: i64 = 12 * HOUR;

/// The key that push services know this backend by.
pub struct VapidKey {
    key: SigningKey,
    /// Whom they can reach: `mailto:` or `https:`.
    contact: String,
}

#[derive(Serialize)]
struct Claims<'a> {
    aud: &'a str,
    exp: i64,
    sub: &'a str,
}

impl VapidKey {
    fn new(random: &dyn Random, contact: String) -> Self {
        Self { key: new_secret(random).into(), contact }
    }

    /// Reads the key's file.
    ///
    /// # Errors
    /// When it cannot be read, or holds something else than a private key of P-256 in base64url.
    pub fn read(path: &Path, contact: String) -> io::Result<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(fs::read_to_string(path)?.trim()).ok();
        let key = bytes.and_then(|bytes| SigningKey::from_slice(&bytes).ok());
        key.map(|key| Self { key, contact }).ok_or_else(|| io::Error::other("the file holds no key for push"))
    }

    /// The same; the first start makes it, readable by its owner alone.
    ///
    /// # Errors
    /// Likewise, and when it cannot be made.
    pub fn open(path: &Path, random: &dyn Random, contact: String) -> io::Result<Self> {
        if path.exists() {
            return Self::read(path, contact);
        }
        let made = Self::new(random, contact);
        keep_secret(path, format!("{}\n", URL_SAFE_NO_PAD.encode(made.key.to_bytes())).as_bytes())?;
        Ok(made)
    }

    /// The public half, as `service` tells it: the point without compression, base64url.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.verifying_key().to_encoded_point(false).as_bytes())
    }

    /// The header `Authorization` of a message to this address. Nothing for an address without an origin.
    pub fn authorization(&self, endpoint: &Uri, now: Timestamp) -> Option<String> {
        let origin = format!("{}://{}", endpoint.scheme_str()?, endpoint.authority()?);
        let claims = Claims { aud: &origin, exp: (now.0 + LIFE).div_euclid(1_000), sub: &self.contact };
        let claims = serde_json::to_vec(&claims).expect("it is plain data");
        let head = URL_SAFE_NO_PAD.encode("{\"typ\":\"JWT\",\"alg\":\"ES256\"}");
        let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims));
        let signature: Signature = self.key.sign(signed.as_bytes());
        Some(format!("vapid t={signed}.{}, k={}", URL_SAFE_NO_PAD.encode(signature.to_bytes()), self.public()))
    }
}

/// A private key of P-256.
pub(super) fn new_secret(random: &dyn Random) -> p256::SecretKey {
    loop {
        let mut bytes = [0; 32];
        random.fill(&mut bytes);
        // One in four thousand million is none.
        if let Ok(key) = p256::SecretKey::from_slice(&bytes) {
            return key;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
    use serde_json::{Value, json};
    use std::os::unix::fs::PermissionsExt;
    use tempfile::TempDir;

    const CONTACT: &str = "mailto:push@platform.example";

    #[test]
    fn a_push_service_finds_the_signature_genuine() {
        let key = VapidKey::new(&SystemRandom, CONTACT.into());
        let now = Timestamp::parse("2026-11-02T08:00:00Z").expect("a time");
        let endpoint: Uri = "https://push.example/send/abc?x=1".parse().expect("an address");
        let said = key.authorization(&endpoint, now).expect("it has an origin");
        let (token, public) = said.strip_prefix("vapid t=").and_then(|rest| rest.split_once(", k=")).expect("both parts");
        assert_eq!(public, key.public());
        let (signed, signature) = token.rsplit_once('.').expect("a signature");
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).expect("base64url");
        let point = decode(public);
        assert_eq!((point.len(), point[0]), (65, 4));
        // By another library than the one that signs.
        let checker = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point);
        assert!(checker.verify(signed.as_bytes(), &decode(signature)).is_ok());
        let parts: Vec<Value> = signed.split('.').map(|part| serde_json::from_slice(&decode(part)).expect("JSON")).collect();
        let claims = json!({"aud": "https://push.example", "exp": 1_793_649_600, "sub": CONTACT});
        assert_eq!(parts, [json!({"typ": "JWT", "alg": "ES256"}), claims]);
    }

    #[test]
    fn the_key_outlives_a_restart_and_only_its_owner_reads_it() {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().join(PUSH_KEY);
        let open = || VapidKey::open(&path, &SystemRandom, CONTACT.into());
        let made = open().expect("it is made").public();
        assert_eq!(open().expect("it is read").public(), made);
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
        for wrong in ["", "short", &"A".repeat(43), "-----BEGIN EC PRIVATE KEY-----"] {
            fs::write(&path, wrong).expect("it is written");
            assert!(open().is_err(), "{wrong}");
        }
        assert!(VapidKey::read(&folder.path().join("none"), CONTACT.into()).is_err());
    }
}
