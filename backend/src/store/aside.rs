//! Mails that belong to no ticket: those that came and were put aside, and those that go out.

use super::{Failure, QUESTION_DAYS, Result, Sqlite};
use async_trait::async_trait;
use recourse_contract::Timestamp;
use recourse_contract::time::DAY;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// Days that a mail is kept aside.
pub const KEPT_DAYS: i64 = 30;
/// Most mails a day that tell an address that its question about mediation has arrived.
const ASKED_PER_DAY: i64 = 3;

/// A mail that was put aside.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The names say it.
pub struct AsideRow {
    /// The same mail has the same one.
    pub id: String,
    pub at: Timestamp,
    /// In a word.
    pub reason: String,
    /// The ticket that it was meant for: erased, it takes the mail along.
    pub ticket: Option<String>,
    /// As it came, or its beginning.
    pub message: Vec<u8>,
}

/// The same in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // As above.
pub struct AsideLine {
    pub id: String,
    pub at: Timestamp,
    pub reason: String,
    /// Bytes of what is kept.
    pub size: u32,
}

/// A mail that belongs to no ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The names say it.
pub struct NoticeRow {
    pub id: String,
    pub address: String,
    /// BCP 47.
    pub language: String,
    /// `aside`, `moved` or `solved`; `question` to staff, `asked` to whoever asks.
    pub kind: String,
    /// For `solved`: which incident.
    pub incident: Option<String>,
    /// For `question` and `asked`: which one.
    pub question: Option<String>,
    /// How often it was tried.
    pub attempts: u32,
}

/// What is kept of mails that belong to no ticket.
#[async_trait]
pub trait Aside: Send + Sync {
    /// Puts a mail aside, once, and queues a notice to its sender, once a day.
    async fn put_aside(&self, row: AsideRow, tell: Option<NoticeRow>) -> Result<()>;
    /// What was put aside, the latest first.
    async fn put_aside_lately(&self, limit: u32) -> Result<Vec<AsideLine>>;
    /// What is kept of one that was.
    async fn message_aside(&self, id: &str) -> Result<Option<Vec<u8>>>;
    /// Notices that are due.
    async fn due_notices(&self, now: Timestamp, limit: u32) -> Result<Vec<NoticeRow>>;
    /// The latest of one kind, whether they wait or not.
    async fn recent_notices(&self, kind: &str, limit: u32) -> Result<Vec<NoticeRow>>;
    /// It went out, or is tried again then. Of what is over, an address that was given for this mail alone is forgotten.
    async fn notice_mailed(&self, id: &str, again_at: Option<Timestamp>) -> Result<()>;
    /// Forgets what was kept long enough.
    async fn sweep_aside(&self, now: Timestamp) -> Result<()>;
}

/// The columns of a mail that goes out.
const NOTICE: &str = "id, address, language, kind, incident, question, attempts";

fn notice(row: &sqlx::sqlite::SqliteRow) -> Result<NoticeRow> {
    Ok(NoticeRow {
        id: row.try_get("id").map_err(Failure::new)?,
        address: row.try_get("address").map_err(Failure::new)?,
        language: row.try_get("language").map_err(Failure::new)?,
        kind: row.try_get("kind").map_err(Failure::new)?,
        incident: row.try_get("incident").map_err(Failure::new)?,
        question: row.try_get("question").map_err(Failure::new)?,
        attempts: row.try_get("attempts").map_err(Failure::new)?,
    })
}

/// Queues a mail about a question, due at once. Whoever asks is told a few times a day: anybody can give anybody's address.
pub(super) async fn insert_notice(connection: &mut SqliteConnection, row: &NoticeRow, at: Timestamp) -> Result<()> {
    sqlx::query(
        "INSERT INTO notices (id, address, language, at, next_at, attempts, kind, question) SELECT ?1, ?2, ?3, ?4, ?4, 0, ?5, ?6 \
         WHERE ?5 <> 'asked' \
         OR (SELECT COUNT(*) FROM notices WHERE kind = 'asked' AND lower(address) = lower(?2) AND at > ?7) < ?8",
    )
    .bind(&row.id)
    .bind(&row.address)
    .bind(&row.language)
    .bind(at.0)
    .bind(&row.kind)
    .bind(&row.question)
    .bind(at.0 - DAY)
    .bind(ASKED_PER_DAY)
    .execute(connection)
    .await
    .map_err(Failure::new)?;
    Ok(())
}

#[async_trait]
impl Aside for Sqlite {
    async fn put_aside(&self, row: AsideRow, tell: Option<NoticeRow>) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query("INSERT INTO mail_aside (id, at, reason, ticket, message) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(&row.id)
            .bind(row.at.0)
            .bind(&row.reason)
            .bind(&row.ticket)
            .bind(&row.message)
            .execute(&mut *transaction)
            .await
            .map_err(Failure::new)?;
        if let Some(notice) = tell {
            sqlx::query(
                "INSERT INTO notices (id, address, language, at, next_at, attempts) SELECT ?1, ?2, ?3, ?4, ?4, 0 \
                 WHERE NOT EXISTS (SELECT 1 FROM notices WHERE address = ?2 AND kind = 'aside' AND at > ?5)",
            )
            .bind(&notice.id)
            .bind(&notice.address)
            .bind(&notice.language)
            .bind(row.at.0)
            .bind(row.at.0 - DAY)
            .execute(&mut *transaction)
            .await
            .map_err(Failure::new)?;
        }
        transaction.commit().await.map_err(Failure::new)
    }

    async fn put_aside_lately(&self, limit: u32) -> Result<Vec<AsideLine>> {
        let statement = "SELECT id, at, reason, length(message) AS size FROM mail_aside ORDER BY at DESC, id LIMIT ?";
        let rows = sqlx::query(statement).bind(limit);
        let rows = rows.fetch_all(&self.readers).await.map_err(Failure::new)?;
        let aside = |row: &sqlx::sqlite::SqliteRow| {
            Ok(AsideLine {
                id: row.try_get("id").map_err(Failure::new)?,
                at: Timestamp(row.try_get("at").map_err(Failure::new)?),
                reason: row.try_get("reason").map_err(Failure::new)?,
                size: row.try_get("size").map_err(Failure::new)?,
            })
        };
        rows.iter().map(aside).collect()
    }

    async fn message_aside(&self, id: &str) -> Result<Option<Vec<u8>>> {
        let row = sqlx::query("SELECT message FROM mail_aside WHERE id = ?").bind(id);
        let row = row.fetch_optional(&self.readers).await.map_err(Failure::new)?;
        row.map(|row| row.try_get("message").map_err(Failure::new)).transpose()
    }

    async fn due_notices(&self, now: Timestamp, limit: u32) -> Result<Vec<NoticeRow>> {
        let statement =
            format!("SELECT {NOTICE} FROM notices WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at LIMIT ?");
        let rows = sqlx::query(&statement).bind(now.0).bind(limit).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(notice).collect()
    }

    async fn recent_notices(&self, kind: &str, limit: u32) -> Result<Vec<NoticeRow>> {
        let statement = format!("SELECT {NOTICE} FROM notices WHERE kind = ? ORDER BY at DESC, id LIMIT ?");
        let rows = sqlx::query(&statement).bind(kind).bind(limit).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(notice).collect()
    }

    async fn notice_mailed(&self, id: &str, again_at: Option<Timestamp>) -> Result<()> {
        let mut transaction = self.begin().await?;
        let statement = "UPDATE notices SET next_at = ?1, attempts = attempts + 1, \
                         address = CASE WHEN ?1 IS NULL AND kind = 'solved' THEN '' ELSE address END WHERE id = ?2";
        sqlx::query(statement).bind(again_at.map(|at| at.0)).bind(id).execute(&mut *transaction).await.map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)
    }

    async fn sweep_aside(&self, now: Timestamp) -> Result<()> {
        let mut transaction = self.begin().await?;
        for (statement, before) in [
            ("DELETE FROM mail_aside WHERE at <= ?", now.0 - KEPT_DAYS * DAY),
            ("DELETE FROM notices WHERE at <= ?", now.0 - 2 * DAY),
            ("DELETE FROM questions WHERE answered_at <= ?", now.0 - QUESTION_DAYS * DAY),
        ] {
            sqlx::query(statement).bind(before).execute(&mut *transaction).await.map_err(Failure::new)?;
        }
        transaction.commit().await.map_err(Failure::new)
    }
}
