//! Codes, identities and sessions: what is kept of signing in.

use super::{Failure, Proof, Result, Sqlite};
use async_trait::async_trait;
use recourse_contract::Timestamp;
use recourse_contract::time::{DAY, HOUR};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// Most codes that are made in an hour for one address and one network.
pub const CODES_PER_HOUR: u32 = 5;
/// Most codes that are made in an hour for one address, whoever asks.
pub const CODES_PER_ADDRESS: u32 = 15;
/// How often a code may be guessed at.
pub const TRIES: u32 = 5;
/// Most wrong guesses in a day at the codes of one address: one in ten thousand such days finds one.
pub const GUESSES_PER_DAY: u32 = 100;
/// Most of them from one network: whoever guesses at an address cannot keep its partner out.
pub const GUESSES_PER_NETWORK: u32 = 20;

/// A code that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// In lower case.
    pub email: String,
    /// Where its mail goes: the address as it was typed, or filed with last.
    pub to: String,
    /// With the server's key it makes the code; to whoever asked it is the challenge.
    pub nonce: String,
    /// The address in whose place it is to come; absent for signing in.
    pub changes: Option<String>,
    /// Who asked, as a keyed hash of the network.
    pub client: String,
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
    /// Keeps a code, and queues its mail if anything was filed under the address.
    async fn ask_code(&self, code: CodeRow, now: Timestamp) -> Result<Asked>;
    /// Uses up one try at a code of an address, for signing in or for taking the place of another. Nothing when there is
    /// none, or none left.
    async fn try_code(&self, email: &str, nonce: &str, changes: Option<&str>, now: Timestamp) -> Result<Option<CodeRow>>;
    /// Keeps a session; what it is begun with is used up. Says whether it still worked.
    async fn begin_session(&self, session: SessionRow, proof: Proof) -> Result<bool>;
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
        to: row.try_get("sent_to").map_err(Failure::new)?,
        changes: row.try_get("changes").map_err(Failure::new)?,
        nonce: row.try_get("nonce").map_err(Failure::new)?,
        client: row.try_get("client").map_err(Failure::new)?,
        expires_at: Timestamp(row.try_get("expires_at").map_err(Failure::new)?),
        language: row.try_get("language").map_err(Failure::new)?,
        attempts: row.try_get("attempts").map_err(Failure::new)?,
    })
}

#[async_trait]
impl Sessions for Sqlite {
    async fn ask_code(&self, code: CodeRow, now: Timestamp) -> Result<Asked> {
        let mut transaction = self.begin().await?;
        // The same work whether or not the address is known: the time tells nothing.
        let asked = sqlx::query(
            "SELECT COUNT(*) FILTER (WHERE asked_at > ?2) AS all_asked, MIN(asked_at) FILTER (WHERE asked_at > ?2) AS first, \
             COUNT(*) FILTER (WHERE asked_at > ?2 AND client = ?3) AS own_asked, \
             MIN(asked_at) FILTER (WHERE asked_at > ?2 AND client = ?3) AS own_first, \
             COALESCE(SUM(?4 - tries), 0) AS guesses, MIN(asked_at) AS day_first, \
             COALESCE(SUM(?4 - tries) FILTER (WHERE client = ?3), 0) AS own_guesses, \
             (SELECT COUNT(*) FROM codes WHERE changes = ?6 AND asked_at > ?2) AS changing, ?2 AS hour \
             FROM codes WHERE email = ?1 AND asked_at > ?5",
        )
        .bind(&code.email)
        .bind(now.0 - HOUR)
        .bind(&code.client)
        .bind(TRIES)
        .bind(now.0 - DAY)
        .bind(&code.changes)
        .fetch_one(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        let number = |name: &str| asked.try_get::<Option<i64>, _>(name).map_err(Failure::new).map(Option::unwrap_or_default);
        for (counted, most, since, span) in [
            ("own_asked", CODES_PER_HOUR, "own_first", HOUR),
            ("all_asked", CODES_PER_ADDRESS, "first", HOUR),
            ("guesses", GUESSES_PER_DAY, "day_first", DAY),
            ("own_guesses", GUESSES_PER_NETWORK, "day_first", DAY),
            // To any address, by one partner.
            ("changing", CODES_PER_HOUR, "hour", 2 * HOUR),
        ] {
            if number(counted)? >= i64::from(most) {
                return Ok(Asked::TooMany(Timestamp(number(since)? + span)));
            }
        }
        sqlx::query(
            "INSERT INTO codes (email, nonce, client, asked_at, expires_at, tries, language, next_at, attempts, changes, sent_to) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, IIF(?8 IS NULL, (SELECT ?4 FROM tickets WHERE email = ?1 LIMIT 1), ?4), 0, ?8, ?9)",
        )
        .bind(&code.email)
        .bind(&code.nonce)
        .bind(&code.client)
        .bind(now.0)
        .bind(code.expires_at.0)
        .bind(TRIES)
        .bind(&code.language)
        .bind(&code.changes)
        .bind(&code.to)
        .execute(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(Asked::Made)
    }

    async fn try_code(&self, email: &str, nonce: &str, changes: Option<&str>, now: Timestamp) -> Result<Option<CodeRow>> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query(
            "UPDATE codes SET tries = tries - 1 WHERE nonce = ? AND email = ? AND changes IS ? AND tries > 0 AND expires_at > ? \
             AND (SELECT SUM(? - tries) FROM codes AS other WHERE other.email = codes.email AND other.asked_at > ?) < ? \
             RETURNING email, email AS sent_to, nonce, changes, client, expires_at, language, attempts",
        )
        .bind(nonce)
        .bind(email)
        .bind(changes)
        .bind(now.0)
        .bind(TRIES)
        .bind(now.0 - DAY)
        .bind(GUESSES_PER_DAY)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)?;
        row.as_ref().map(code).transpose()
    }

    async fn begin_session(&self, session: SessionRow, proof: Proof) -> Result<bool> {
        let mut transaction = self.begin().await?;
        // Of two requests with the same proof one gets the session.
        if !proof.use_up(&session.email, &mut transaction).await? {
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
        // Its device hears nothing any more either.
        const GONE: [&str; 2] = ["DELETE FROM sessions WHERE token_hash = ?", "DELETE FROM push_subscriptions WHERE session = ?"];
        self.change(&GONE, token_hash).await
    }

    async fn end_sessions(&self, email: &str) -> Result<()> {
        const GONE: [&str; 2] = ["DELETE FROM sessions WHERE email = ?", "DELETE FROM push_subscriptions WHERE email = ?"];
        self.change(&GONE, email).await
    }

    async fn due_codes(&self, now: Timestamp, limit: u32) -> Result<Vec<CodeRow>> {
        let rows = sqlx::query(
            "SELECT email, COALESCE(IIF(changes IS NULL, (SELECT json_extract(partner, '$.email') FROM tickets \
             WHERE tickets.email = codes.email ORDER BY filed_at DESC LIMIT 1), NULL), sent_to) AS sent_to, nonce, changes, client, expires_at, language, attempts FROM codes \
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
            "SELECT email, sent_to, nonce, changes, client, expires_at, language, attempts FROM codes WHERE expires_at > ? \
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
        for (statement, before) in [
            ("DELETE FROM sessions WHERE expires_at <= ?", now.0),
            // Codes of the last day count, used or not.
            ("DELETE FROM codes WHERE asked_at <= ?", now.0 - DAY),
            // A request that has found it young enough may still be on its way.
            ("DELETE FROM identities WHERE expires_at <= ?", now.0 - HOUR),
            // A request that is older was given up long ago.
            ("DELETE FROM preference_keys WHERE at <= ?", now.0 - 90 * DAY),
            // A device says it again with each session, and sessions are much shorter.
            ("DELETE FROM push_subscriptions WHERE at <= ?", now.0 - 365 * DAY),
        ] {
            sqlx::query(statement).bind(before).execute(&mut *transaction).await.map_err(Failure::new)?;
        }
        transaction.commit().await.map_err(Failure::new)
    }
}

impl Sqlite {
    async fn change(&self, statements: &[&str], value: &str) -> Result<()> {
        let mut transaction = self.begin().await?;
        for statement in statements {
            sqlx::query(statement).bind(value).execute(&mut *transaction).await.map_err(Failure::new)?;
        }
        transaction.commit().await.map_err(Failure::new)
    }
}
