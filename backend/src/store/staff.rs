//! What staff are told of: a queue of mails and webhooks.

use super::rows::{NOTICE, name, notice};
use super::{Failure, Result, Sqlite};
use async_trait::async_trait;
use recourse_contract::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// What staff hear of: the partner's doings, never their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum News {
    /// A new ticket.
    #[serde(rename = "ticket.filed")]
    Filed,
    /// The partner wrote: a reply, an answer, a comment.
    #[serde(rename = "update.written")]
    Written,
    /// The partner reminds the platform.
    #[serde(rename = "ticket.nudged")]
    Nudged,
}

/// Who is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A mail address.
    Mail(String),
    /// A webhook, by its URL.
    Webhook(String),
}

impl Target {
    /// For the log: no address, and of a URL nothing behind the host, since that may be a secret.
    pub fn place(&self) -> &str {
        match self {
            Self::Mail(_) => "mail",
            Self::Webhook(url) => {
                let host = url.find("://").map_or(0, |at| at + 3);
                url[host..].find(['/', '?']).map_or(url.as_str(), |end| &url[..host + end])
            }
        }
    }
}

/// Something to be told to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The names say it.
pub struct QueuedNotice {
    /// Stable: it makes the Message-ID, and the id of the webhook.
    pub id: String,
    /// The update that it is about.
    pub number: u32,
    pub news: News,
    pub target: Target,
}

/// A notice that waits, has gone out or was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The names say it.
pub struct StaffRow {
    pub id: String,
    pub ticket: String,
    /// The update that it is about.
    pub number: u32,
    pub news: News,
    pub target: Target,
    pub created_at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    pub sent_at: Option<Timestamp>,
}

/// The queue of what staff are told. Rows enter it with [`Filing`](super::Filing) and [`Advance`](super::Advance).
#[async_trait]
pub trait Staff: Send + Sync {
    /// Notices that are due, the longest waiting first; for each target at most `each`, so that one that is down does not
    /// fill the list.
    async fn due_staff(&self, now: Timestamp, each: u32) -> Result<Vec<StaffRow>>;
    /// It has gone out.
    async fn staff_told(&self, id: &str, at: Timestamp) -> Result<()>;
    /// It did not work: try again then, or never.
    async fn staff_untold(&self, id: &str, again_at: Option<Timestamp>, trouble: &str) -> Result<()>;
    /// The id of the first mail about this ticket to this address: later ones stand below it.
    async fn first_staff_mail(&self, ticket: &str, address: &str) -> Result<Option<String>>;
    /// Mail to staff, the latest first.
    async fn recent_staff_mail(&self, limit: u32) -> Result<Vec<StaffRow>>;
}

/// Queues a notice, due at once.
pub(super) async fn insert(connection: &mut SqliteConnection, ticket: &str, at: Timestamp, queued: &QueuedNotice) -> Result<()> {
    let (way, target) = match &queued.target {
        Target::Mail(address) => ("mail", address),
        Target::Webhook(url) => ("webhook", url),
    };
    sqlx::query(
        "INSERT INTO staff_notices (id, ticket, number, news, way, target, created_at, next_at, attempts) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
    )
    .bind(&queued.id)
    .bind(ticket)
    .bind(queued.number)
    .bind(name(&queued.news)?)
    .bind(way)
    .bind(target)
    .bind(at.0)
    .bind(at.0)
    .execute(connection)
    .await
    .map_err(Failure::new)?;
    Ok(())
}

#[async_trait]
impl Staff for Sqlite {
    async fn due_staff(&self, now: Timestamp, each: u32) -> Result<Vec<StaffRow>> {
        let statement = format!(
            "SELECT {NOTICE} FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY way, target ORDER BY next_at, created_at, id) AS place \
             FROM staff_notices WHERE next_at IS NOT NULL AND next_at <= ?) AS due \
             WHERE place <= ? ORDER BY next_at, created_at, id"
        );
        let rows = sqlx::query(&statement).bind(now.0).bind(each).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(notice).collect()
    }

    async fn staff_told(&self, id: &str, at: Timestamp) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query("UPDATE staff_notices SET sent_at = ?, next_at = NULL, attempts = attempts + 1, trouble = NULL WHERE id = ?")
            .bind(at.0)
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)
    }

    async fn staff_untold(&self, id: &str, again_at: Option<Timestamp>, trouble: &str) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query("UPDATE staff_notices SET next_at = ?, attempts = attempts + 1, trouble = ? WHERE id = ?")
            .bind(again_at.map(|at| at.0))
            .bind(trouble)
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(Failure::new)?;
        if let Some(at) = again_at {
            // A target that is down is left alone, whatever else waits for it.
            sqlx::query(
                "UPDATE staff_notices SET next_at = ?1 WHERE next_at < ?1 AND sent_at IS NULL AND (way, target) = \
                 (SELECT way, target FROM staff_notices WHERE id = ?2)",
            )
            .bind(at.0)
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(Failure::new)?;
        }
        transaction.commit().await.map_err(Failure::new)
    }

    async fn first_staff_mail(&self, ticket: &str, address: &str) -> Result<Option<String>> {
        let statement = "SELECT id FROM staff_notices WHERE ticket = ? AND way = 'mail' AND target = ? ORDER BY number LIMIT 1";
        let row = sqlx::query(statement).bind(ticket).bind(address);
        let row = row.fetch_optional(&self.readers).await.map_err(Failure::new)?;
        row.map(|row| row.try_get("id").map_err(Failure::new)).transpose()
    }

    async fn recent_staff_mail(&self, limit: u32) -> Result<Vec<StaffRow>> {
        let statement = format!("SELECT {NOTICE} FROM staff_notices WHERE way = 'mail' ORDER BY created_at DESC, id LIMIT ?");
        let rows = sqlx::query(&statement).bind(limit).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(notice).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn the_log_learns_of_no_secret() {
        for (url, place) in [
            ("https://desk.example/hooks/secret", "https://desk.example"),
            ("https://desk.example?key=secret/x", "https://desk.example"),
            ("http://127.0.0.1:9000", "http://127.0.0.1:9000"),
        ] {
            assert_eq!(Target::Webhook(url.into()).place(), place);
        }
        assert_eq!(Target::Mail("payouts@platform.example".into()).place(), "mail");
    }
}
