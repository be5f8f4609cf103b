//! The embedding platform: what it is to the backend, and its word on who a partner is.

use crate::Outcome;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

const KEY: &str = include_str!("../../backend/tests/identity/platform_ed25519_test.key.pem");
const PUBLIC: &str = include_str!("../../backend/tests/identity/platform_ed25519_test.pub.pem");

/// The demo platform, whose embedding platform signs with a key.
///
/// # Panics
/// The demo platform's file has changed.
pub fn service() -> String {
    let demo = include_str!("../../backend/demo/service.toml");
    let announced = demo.replacen("session_kinds = [\"code\", \"link\"]", "session_kinds = [\"code\", \"link\", \"jwt\"]", 1);
    assert_ne!(announced, demo);
    format!(
        "{announced}\n[[identity]]\nissuer = \"https://extranet.example\"\naudience = \"recourse\"\nalgorithm = \"EdDSA\"\nkey = '''\n{PUBLIC}'''\n"
    )
}

/// Its word on who a partner is, good for two minutes, with these claims besides. Each works once.
///
/// # Errors
/// The key cannot be read.
pub fn token(email: &str, more: Value) -> Outcome<String> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let jti = format!("word-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let mut claims = json!({
        "iss": "https://extranet.example", "aud": "recourse", "iat": now, "exp": now + 120, "jti": jti, "email": email,
    });
    if let (Some(claims), Value::Object(more)) = (claims.as_object_mut(), more) {
        claims.extend(more);
    }
    Ok(encode(&Header::new(Algorithm::EdDSA), &claims, &EncodingKey::from_ed_pem(KEY.as_bytes())?)?)
}
