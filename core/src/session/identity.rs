//! The embedding platform's word on who the partner is: a JWT (RFC 7519). The backend verifies it; here it is only read to
//! know whether it speaks of somebody else than who is signed in.

use crate::base64url;
use recourse_contract::json::{self, Notes, Read, Tree};

struct Claims {
    email: Option<String>,
}

impl Read for Claims {
    fn read(value: &Tree, notes: &mut Notes) -> Self {
        Self { email: notes.field(value, "email") }
    }
}

/// The address that a token speaks of, in lower case. Nobody has verified it.
pub fn claimed(token: &str) -> Option<String> {
    let claims = String::from_utf8(base64url::decode(token.split('.').nth(1)?)?).ok()?;
    Some(json::read::<Claims>(&claims).ok()?.email?.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_token_is_read() {
        // {"email":"Marie@auberge.example","name":"é"}
        let token = "eyJhbGciOiJFZERTQSJ9.eyJlbWFpbCI6Ik1hcmllQGF1YmVyZ2UuZXhhbXBsZSIsIm5hbWUiOiLDqSJ9.c2ln";
        assert_eq!(claimed(token).as_deref(), Some("marie@auberge.example"));
        for wrong in ["", "a", "a.b.c", "a.é.c", "a.eyJlbWFpbCI6NX0.c", "a.e30.c"] {
            assert_eq!(claimed(wrong), None, "{wrong}");
        }
    }
}
