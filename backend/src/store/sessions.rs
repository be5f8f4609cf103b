//! Codes and sessions: what is kept of signing in.

use super::{Failure, Result, Sqlite};
use async_trait::async_trait;
use recourse_contract::Timestamp;
use recourse_contract::time::HOUR;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// Most codes that are made for one address in an hour.
pub const CODES_PER_HOUR: u32 = 5;
/// How often a code may be guessed at.
pub const TRIES: u32 = 5;

/// A code that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// In lower case.
    pub email: String,
    /// With the server's key it makes the code.
    pub nonce: String,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// Language of its mail.
    pub language: String,
    /// How often its mail was tried.
    pub attempts: u32,
}

/// What came of asking for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is made; it goes out if the address is known.
    Made,
    /// Too many were asked for: not before this moment.
    TooMany(Timestamp),
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The names say it.
pub struct SessionRow {
    pub token_hash: String,
    /// In lower case.
    pub email: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// What is kept of signing in.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Keeps a code in the place of an earlier one for the address, and queues its mail if anything was filed under it.
    async fn ask_code(&self, code: CodeRow, now: Timestamp) -> Result<Asked>;
    /// Uses up one try at the code of an address. Nothing when there is none, or none left.
    async fn try_code(&self, email: &str, now: Timestamp) -> Result<Option<CodeRow>>;
    /// Keeps a session; the code that made it is used up. Says whether it was still there.
    async fn begin_session(&self, session: SessionRow, nonce: &str) -> Result<bool>;
    /// The session with this token, by its hash, if it has not ended.
    async fn session(&self, token_hash: &str, now: Timestamp) -> Result<Option<SessionRow>>;
    /// Ends a session.
    async fn end_session(&self, token_hash: &str) -> Result<()>;
    /// Ends every session of an address.
    async fn end_sessions(&self, email: &str) -> Result<()>;
    /// Codes whose mail is due.
    async fn due_codes(&self, now: Timestamp, limit: u32) -> Result<Vec<CodeRow>>;
    /// Codes of known addresses that are still good, for the demo.
    async fn live_codes(&self, now: Timestamp) -> Result<Vec<CodeRow>>;
    /// Its mail went out, or is tried again then.
    async fn code_mailed(&self, code: &CodeRow, again_at: Option<Timestamp>) -> Result<()>;
    /// Forgets what has ended.
    async fn sweep_sessions(&self, now: Timestamp) -> Result<()>;
}

fn code(row: &SqliteRow) -> Result<CodeRow> {
    Ok(CodeRow {
        email: row.try_get("email").map_err(Failure::new)?,
        nonce: row.try_get("nonce").map_err(Failure::new)?,
        expires_at: Timestamp(row.try_get("expires_at").map_err(Failure::new)?),
        language: row.try_get("language").map_err(Failure::new)?,
        attempts: row.try_get("attempts").map_err(Failure::new)?,
    })
}

#[async_trait]
impl Sessions for Sqlite {
    async fn ask_code(&self, code: CodeRow, now: Timestamp) -> Result<Asked> {
        let mut transaction = self.begin().await?;
        let before = sqlx::query("SELECT asked, since FROM codes WHERE email = ?").bind(&code.email);
        let before = before.fetch_optional(&mut *transaction).await.map_err(Failure::new)?;
        let (asked, since) = match &before {
            Some(row) => (row.try_get::<u32, _>("asked").map_err(Failure::new)?, row.try_get("since").map_err(Failure::new)?),
            None => (0, now.0),
        };
        // Both branches do the same work, whether or not the address is known: the time tells nothing.
        let (asked, since) = if now.0 - since >= HOUR { (0, now.0) } else { (asked, since) };
        if asked >= CODES_PER_HOUR {
            return Ok(Asked::TooMany(Timestamp(since + HOUR)));
        }
        sqlx::query(
            "INSERT INTO codes (email, nonce, expires_at, tries, asked, since, language, next_at, attempts) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, (SELECT ?8 FROM tickets WHERE email = ?1 LIMIT 1), 0) \
             ON CONFLICT (email) DO UPDATE SET nonce = excluded.nonce, expires_at = excluded.expires_at, \
             tries = excluded.tries, asked = excluded.asked, since = excluded.since, language = excluded.language, \
             next_at = excluded.next_at, attempts = 0",
        )
        .bind(&code.email)
        .bind(&code.nonce)
        .bind(code.expires_at.0)
        .bind(TRIES)
        .bind(asked + 1)
        .bind(since)
        .bind(&code.language)
        .bind(now.0)
        .execute(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(Asked::Made)
    }

    async fn try_code(&self, email: &str, now: Timestamp) -> Result<Option<CodeRow>> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query(
            "UPDATE codes SET tries = tries - 1 WHERE email = ? AND tries > 0 AND expires_at > ? \
             RETURNING email, nonce, expires_at, language, attempts",
        )
        .bind(email)
        .bind(now.0)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)?;
        row.as_ref().map(code).transpose()
    }

    async fn begin_session(&self, session: SessionRow, nonce: &str) -> Result<bool> {
        let mut transaction = self.begin().await?;
        // Of two requests with the right code one gets the session.
        let used = sqlx::query("UPDATE codes SET tries = 0, expires_at = 0 WHERE email = ? AND nonce = ? AND expires_at > 0")
            .bind(&session.email)
            .bind(nonce)
            .execute(&mut *transaction)
            .await
            .map_err(Failure::new)?;
        if used.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("INSERT INTO sessions (token_hash, email, created_at, expires_at) VALUES (?, ?, ?, ?)")
            .bind(&session.token_hash)
            .bind(&session.email)
            .bind(session.created_at.0)
            .bind(session.expires_at.0)
            .execute(&mut *transaction)
            .await
            .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(true)
    }

    async fn session(&self, token_hash: &str, now: Timestamp) -> Result<Option<SessionRow>> {
        let row = sqlx::query("SELECT email, created_at, expires_at FROM sessions WHERE token_hash = ? AND expires_at > ?")
            .bind(token_hash)
            .bind(now.0)
            .fetch_optional(&self.readers)
            .await
            .map_err(Failure::new)?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(SessionRow {
            token_hash: token_hash.to_owned(),
            email: row.try_get("email").map_err(Failure::new)?,
            created_at: Timestamp(row.try_get("created_at").map_err(Failure::new)?),
            expires_at: Timestamp(row.try_get("expires_at").map_err(Failure::new)?),
        }))
    }

    async fn end_session(&self, token_hash: &str) -> Result<()> {
        self.change("DELETE FROM sessions WHERE token_hash = ?", token_hash).await
    }

    async fn end_sessions(&self, email: &str) -> Result<()> {
        self.change("DELETE FROM sessions WHERE email = ?", email).await
    }

    async fn due_codes(&self, now: Timestamp, limit: u32) -> Result<Vec<CodeRow>> {
        let rows = sqlx::query(
            "SELECT email, nonce, expires_at, language, attempts FROM codes \
             WHERE next_at IS NOT NULL AND next_at <= ?1 AND expires_at > ?1 ORDER BY next_at LIMIT ?2",
        )
        .bind(now.0)
        .bind(limit)
        .fetch_all(&self.readers)
        .await
        .map_err(Failure::new)?;
        rows.iter().map(code).collect()
    }

    async fn live_codes(&self, now: Timestamp) -> Result<Vec<CodeRow>> {
        let rows = sqlx::query(
            "SELECT email, nonce, expires_at, language, attempts FROM codes WHERE expires_at > ? \
             AND (next_at IS NOT NULL OR attempts > 0) ORDER BY expires_at DESC LIMIT 20",
        )
        .bind(now.0)
        .fetch_all(&self.readers)
        .await
        .map_err(Failure::new)?;
        rows.iter().map(code).collect()
    }

    async fn code_mailed(&self, code: &CodeRow, again_at: Option<Timestamp>) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query("UPDATE codes SET next_at = ?, attempts = attempts + 1 WHERE email = ? AND nonce = ?")
            .bind(again_at.map(|at| at.0))
            .bind(&code.email)
            .bind(&code.nonce)
            .execute(&mut *transaction)
            .await
            .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)
    }

    async fn sweep_sessions(&self, now: Timestamp) -> Result<()> {
        let mut transaction = self.begin().await?;
        for statement in ["DELETE FROM sessions WHERE expires_at <= ?", "DELETE FROM codes WHERE expires_at <= ? AND since <= ?"]
        {
            let query = sqlx::query(statement).bind(now.0);
            let query = if statement.contains("since") { query.bind(now.0 - HOUR) } else { query };
            query.execute(&mut *transaction).await.map_err(Failure::new)?;
        }
        transaction.commit().await.map_err(Failure::new)
    }
}

impl Sqlite {
    async fn change(&self, statement: &str, value: &str) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query(statement).bind(value).execute(&mut *transaction).await.map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)
    }
}
