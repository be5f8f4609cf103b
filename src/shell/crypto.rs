//! What the browser computes: SHA-256, and Ed25519 signatures (Web Cryptography API, and its secure curves).

use js_sys::{Array, ArrayBuffer, Uint8Array};
use recourse_core::base64url;
use recourse_core::receipt::Signature;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

const ED25519: &str = "Ed25519";
/// Bytes of a public key (RFC 8032, 5.1.5).
const PUBLIC_KEY: usize = 32;

/// Absent where the page did not come by https.
fn subtle() -> Option<SubtleCrypto> {
    let crypto = web_sys::window()?.crypto().ok()?;
    let is_absent = js_sys::Reflect::get(&crypto, &"subtle".into()).is_ok_and(|value| value.is_undefined());
    (!is_absent).then(|| crypto.subtle())
}

/// SHA-256; nothing where the browser computes none, as without https.
pub async fn digest(bytes: &Uint8Array) -> Option<Vec<u8>> {
    let digest = subtle()?.digest_with_str_and_js_u8_array("SHA-256", bytes).ok()?;
    let digest: ArrayBuffer = JsFuture::from(digest).await.ok()?.dyn_into().ok()?;
    Some(Uint8Array::new(&digest).to_vec())
}

/// The same in hexadecimal digits.
pub async fn sha256(bytes: impl Into<Uint8Array>) -> Option<String> {
    let digest = digest(&bytes.into()).await?;
    Some(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether an Ed25519 signature is the key's, over this message. Key and signature are base64url.
pub async fn verify_ed25519(public_key: &str, message: &[u8], signature: &str) -> Signature {
    let (Some(key), Some(signature)) = (base64url::decode(public_key), base64url::decode(signature)) else {
        return Signature::Wrong;
    };
    if key.len() != PUBLIC_KEY {
        return Signature::Wrong;
    }
    match verified(&key, message, &signature).await {
        Some(true) => Signature::Right,
        Some(false) => Signature::Wrong,
        None => Signature::Unsupported,
    }
}

/// Nothing where the browser does not know the algorithm.
async fn verified(key: &[u8], message: &[u8], signature: &[u8]) -> Option<bool> {
    let subtle = subtle()?;
    let (key, uses) = (Uint8Array::from(key), Array::of1(&"verify".into()));
    let key = subtle.import_key_with_str("raw", &key, ED25519, false, &uses).ok()?;
    let key: CryptoKey = JsFuture::from(key).await.ok()?.dyn_into().ok()?;
    let (signature, message) = (Uint8Array::from(signature), Uint8Array::from(message));
    let verified = subtle.verify_with_str_and_js_u8_array_and_js_u8_array(ED25519, &key, &signature, &message).ok()?;
    JsFuture::from(verified).await.ok()?.as_bool()
}
