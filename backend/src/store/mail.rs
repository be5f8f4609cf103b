//! The mail about tickets: a queue of updates that are to be announced.

use super::rows::{MAIL, mail};
use super::{Failure, Result, Sqlite};
use async_trait::async_trait;
use recourse_contract::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// A mail to be queued.
#[derive(Clone, Debug)]
pub struct QueuedMail {
    /// The update that it announces.
    pub number: u32,
    /// Its id.
    pub id: String,
    /// Not before this moment: several updates within it make one mail.
    pub not_before: Timestamp,
}

/// A mail that waits or was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailRow {
    /// Stable: it makes the Message-ID.
    pub id: String,
    /// The ticket that it speaks of.
    pub ticket: String,
    /// The update that it announces.
    pub number: u32,
    /// When it was queued.
    pub created_at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was taken by the mail server.
    pub sent_at: Option<Timestamp>,
}

/// What is kept of mail about tickets.
#[async_trait]
pub trait Mail: Send + Sync {
    /// Mail that is due, the longest waiting first.
    async fn due_mail(&self, now: Timestamp, limit: u32) -> Result<Vec<MailRow>>;
    /// Everything that waits for this ticket, by number: it goes out together.
    async fn waiting_mail(&self, ticket: &str) -> Result<Vec<MailRow>>;
    /// The mail server has taken these.
    async fn mail_sent(&self, ids: &[String], at: Timestamp) -> Result<()>;
    /// It did not work; try again then.
    async fn mail_failed(&self, ids: &[String], next_at: Timestamp, trouble: &str) -> Result<()>;
    /// The id of the first mail about this ticket: later ones stand below it.
    async fn first_mail(&self, ticket: &str) -> Result<Option<String>>;
    /// All mail, the latest first.
    async fn recent_mail(&self, limit: u32) -> Result<Vec<MailRow>>;
}

pub(super) async fn insert(connection: &mut SqliteConnection, ticket: &str, at: Timestamp, mail: &QueuedMail) -> Result<()> {
    sqlx::query("INSERT INTO mail (id, ticket, number, created_at, next_at, attempts) VALUES (?, ?, ?, ?, ?, 0)")
        .bind(&mail.id)
        .bind(ticket)
        .bind(mail.number)
        .bind(at.0)
        .bind(mail.not_before.0)
        .execute(connection)
        .await
        .map_err(Failure::new)?;
    Ok(())
}

#[async_trait]
impl Mail for Sqlite {
    async fn due_mail(&self, now: Timestamp, limit: u32) -> Result<Vec<MailRow>> {
        let statement = format!("SELECT {MAIL} FROM mail WHERE sent_at IS NULL AND next_at <= ? ORDER BY next_at, id LIMIT ?");
        let rows = sqlx::query(&statement).bind(now.0).bind(limit).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(mail).collect()
    }

    async fn waiting_mail(&self, ticket: &str) -> Result<Vec<MailRow>> {
        let statement = format!("SELECT {MAIL} FROM mail WHERE ticket = ? AND sent_at IS NULL ORDER BY number");
        let rows = sqlx::query(&statement).bind(ticket).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(mail).collect()
    }

    async fn mail_sent(&self, ids: &[String], at: Timestamp) -> Result<()> {
        let mut transaction = self.begin().await?;
        for id in ids {
            sqlx::query("UPDATE mail SET sent_at = ?, attempts = attempts + 1, trouble = NULL WHERE id = ?")
                .bind(at.0)
                .bind(id)
                .execute(&mut *transaction)
                .await
                .map_err(Failure::new)?;
        }
        transaction.commit().await.map_err(Failure::new)
    }

    async fn mail_failed(&self, ids: &[String], next_at: Timestamp, trouble: &str) -> Result<()> {
        let mut transaction = self.begin().await?;
        for id in ids {
            sqlx::query("UPDATE mail SET next_at = ?, attempts = attempts + 1, trouble = ? WHERE id = ?")
                .bind(next_at.0)
                .bind(trouble)
                .bind(id)
                .execute(&mut *transaction)
                .await
                .map_err(Failure::new)?;
        }
        transaction.commit().await.map_err(Failure::new)
    }

    async fn first_mail(&self, ticket: &str) -> Result<Option<String>> {
        let row = sqlx::query("SELECT id FROM mail WHERE ticket = ? ORDER BY number LIMIT 1").bind(ticket);
        let row = row.fetch_optional(&self.readers).await.map_err(Failure::new)?;
        row.map(|row| row.try_get("id").map_err(Failure::new)).transpose()
    }

    async fn recent_mail(&self, limit: u32) -> Result<Vec<MailRow>> {
        let statement = format!("SELECT {MAIL} FROM mail ORDER BY created_at DESC, id LIMIT ?");
        let rows = sqlx::query(&statement).bind(limit).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(mail).collect()
    }
}
