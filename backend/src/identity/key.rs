//! One key of the platform's: which tokens it is for, and what it has signed.

use super::Untrusted;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, Header, crypto};
use rsa::RsaPublicKey;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::traits::PublicKeyParts;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Fewest bits of an RSA key (RFC 7518, 3.3).
const RSA_BITS: usize = 2048;
/// Bytes of an Ed25519 key (RFC 8032, 5.1.5).
const ED25519_BYTES: usize = 32;

/// How a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Signing {
    /// Ed25519 (RFC 8037, 3.1).
    #[serde(rename = "EdDSA")]
    EdDsa,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518, 3.3).
    #[serde(rename = "RS256")]
    Rs256,
}

/// A public key that an issuer signs with.
pub struct Key {
    /// The `iss` of what it signs.
    pub(super) issuer: String,
    /// What the `aud` of it has to name.
    pub(super) audience: String,
    kid: Option<String>,
    algorithm: Algorithm,
    key: DecodingKey,
}

impl Key {
    /// Reads a public key from PEM (RFC 7468). With a `kid` it is for the tokens that name it, else for all.
    ///
    /// # Errors
    /// In words for the operator: what is wrong with the key.
    pub fn new(issuer: String, audience: String, kid: Option<String>, signing: Signing, pem: &str) -> Result<Self, &'static str> {
        let (algorithm, key) = match signing {
            Signing::EdDsa => (Algorithm::EdDSA, ed25519_key(public(pem)?)?),
            Signing::Rs256 => (Algorithm::RS256, rsa_key(public(pem)?)?),
        };
        Ok(Self { issuer, audience, kid, algorithm, key })
    }

    /// Whether a token with this header may be its own. The algorithm is the key's, whatever the token says (RFC 8725,
    /// 3.1).
    pub(super) fn is_for(&self, header: &Header) -> bool {
        header.alg == self.algorithm && (self.kid.is_none() || self.kid == header.kid)
    }

    /// The claims of a token that it has signed, none of them checked. Not by the library's `decode`: it knows the system's
    /// clock alone, and takes claims of a wrong shape for absent ones.
    pub(super) fn claims(&self, token: &str) -> Result<Map<String, Value>, Untrusted> {
        let (message, signature) = token.rsplit_once('.').ok_or(Untrusted::Unreadable)?;
        // An error is a signature that is none.
        if !crypto::verify(signature, message.as_bytes(), &self.key, self.algorithm).unwrap_or(false) {
            return Err(Untrusted::Signature);
        }
        let (_, claims) = message.split_once('.').ok_or(Untrusted::Unreadable)?;
        let claims = URL_SAFE_NO_PAD.decode(claims).map_err(|_| Untrusted::Unreadable)?;
        serde_json::from_slice(&claims).map_err(|_| Untrusted::Unreadable)
    }
}

/// A PEM text that holds nothing but a public key.
fn public(pem: &str) -> Result<&[u8], &'static str> {
    let pem = pem.trim();
    if pem.contains("PRIVATE KEY") {
        return Err("this is a private key, which stays with the platform: put its public key here");
    }
    let is_public = pem.starts_with("-----BEGIN PUBLIC KEY-----") || pem.starts_with("-----BEGIN RSA PUBLIC KEY-----");
    if is_public { Ok(pem.as_bytes()) } else { Err("this is no public key as PEM (-----BEGIN PUBLIC KEY-----)") }
}

fn ed25519_key(pem: &[u8]) -> Result<DecodingKey, &'static str> {
    let wrong = "this is no Ed25519 key, which EdDSA needs";
    let key = DecodingKey::from_ed_pem(pem).map_err(|_| wrong)?;
    // The library cuts off what is longer, panics at what is shorter, and finds out at the first token what is no point.
    let is_key = key.as_bytes().len() == ED25519_BYTES && crypto::verify("", b"", &key, Algorithm::EdDSA).is_ok();
    if is_key { Ok(key) } else { Err(wrong) }
}

fn rsa_key(pem: &[u8]) -> Result<DecodingKey, &'static str> {
    let wrong = "this is no RSA key of at most 4096 bits, which RS256 needs";
    let key = DecodingKey::from_rsa_pem(pem).map_err(|_| wrong)?;
    let numbers = RsaPublicKey::from_pkcs1_der(key.as_bytes()).map_err(|_| wrong)?;
    if numbers.n().bits() < RSA_BITS { Err("this RSA key is too short: at least 2048 bits") } else { Ok(key) }
}
