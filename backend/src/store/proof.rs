//! What a session is begun with, and that it works once.

use super::{Failure, Result};
use recourse_contract::Timestamp;
use sqlx::sqlite::SqliteConnection;

/// What a session is begun with. It works once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A code, by its nonce.
    Code(String),
    /// The embedding platform's word.
    Identity {
        /// Whose it is.
        issuer: String,
        /// Its id, among those of the issuer.
        jti: String,
        /// From when on it is refused for its age: until then it has to be remembered.
        expires_at: Timestamp,
    },
}

impl Proof {
    /// Uses it up for an address. Says whether it still worked.
    pub(super) async fn use_up(&self, email: &str, connection: &mut SqliteConnection) -> Result<bool> {
        let used = match self {
            // The right guess does not count among the wrong ones.
            Self::Code(nonce) => {
                sqlx::query("UPDATE codes SET tries = tries + 1, expires_at = 0 WHERE email = ? AND nonce = ? AND expires_at > 0")
                    .bind(email)
                    .bind(nonce)
            }
            Self::Identity { issuer, jti, expires_at } => {
                sqlx::query("INSERT INTO identities (issuer, jti, expires_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                    .bind(issuer)
                    .bind(jti)
                    .bind(expires_at.0)
            }
        };
        Ok(used.execute(connection).await.map_err(Failure::new)?.rows_affected() > 0)
    }
}
