//! Files as far as the database knows them: what has come of each, and where it belongs.

use super::rows::{UPLOAD, upload};
use super::{Failure, Result, Sqlite};
use async_trait::async_trait;
use recourse_contract::{Attachment, Timestamp, Update};
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;

/// A file, or as much of it as has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadRow {
    /// Secret until it belongs to a ticket.
    pub id: String,
    /// Who sends it, as a keyed hash of the network; of one that belongs to a ticket nothing.
    pub client: String,
    /// Without any path; may be empty.
    pub name: String,
    /// As the sender declares it; of a complete one, as its content says.
    pub media_type: String,
    /// Bytes of the whole.
    pub size: u64,
    /// Bytes that are on the disk for certain.
    pub received: u64,
    /// When it is taken away, unless it belongs to a ticket.
    pub expires_at: Timestamp,
    /// Of the whole; nothing until it is complete and was looked at.
    pub sha256: Option<String>,
    /// The ticket that it belongs to.
    pub ticket: Option<String>,
}

impl UploadRow {
    /// Whether it is complete and was looked at.
    pub fn is_complete(&self) -> bool {
        self.sha256.is_some()
    }

    /// As the contract shows it, when it is complete.
    pub fn attachment(&self) -> Option<Attachment> {
        Some(Attachment {
            id: self.id.clone(),
            name: self.name.clone(),
            media_type: self.media_type.clone(),
            size: self.size,
            sha256: self.sha256.clone()?,
        })
    }
}

/// Whether there is room for another file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// It is noted.
    There,
    /// This client has too much waiting.
    NotForClient,
    /// All together have.
    NotForAnybody,
}

/// What is kept of files. Those of a ticket come to it with [`Filing`](super::Filing) and [`Advance`](super::Advance).
#[async_trait]
pub trait Uploads: Send + Sync {
    /// Notes a file that is about to come, if what has come of all that waits, with the whole of this one, stays within `most`
    /// bytes, and what this client has announced within a tenth of them. What others have only announced takes no room. 0: no
    /// bound.
    async fn begin_upload(&self, row: UploadRow, most: u64) -> Result<Room>;
    /// A file.
    async fn upload(&self, id: &str) -> Result<Option<UploadRow>>;
    /// How many bytes have come of all that belongs to no ticket.
    async fn waiting_bytes(&self) -> Result<u64>;
    /// So much of it is on the disk.
    async fn upload_received(&self, id: &str, received: u64, expires_at: Timestamp) -> Result<()>;
    /// It is complete and may come in, under this name and type.
    async fn upload_complete(&self, row: &UploadRow) -> Result<()>;
    /// Forgets a file that belongs to no ticket. Says whether there was one.
    async fn forget_upload(&self, id: &str) -> Result<bool>;
    /// Forgets a file that belongs to no ticket if its time is over by now: more of it may have come since it was. Says whether
    /// it did.
    async fn expire_upload(&self, id: &str, now: Timestamp) -> Result<bool>;
    /// Files that belong to no ticket and whose time is over.
    async fn expired_uploads(&self, now: Timestamp, limit: u32) -> Result<Vec<String>>;
    /// The ids of all files.
    async fn uploads(&self) -> Result<Vec<String>>;
}

/// The files of an update become the ticket's. Gives the place of the first that cannot: it is gone, or another's.
pub(super) async fn attach(connection: &mut SqliteConnection, ticket: &str, update: &Update) -> Result<Option<usize>> {
    for (place, file) in update.attachments.iter().enumerate() {
        let done = sqlx::query(
            "UPDATE uploads SET ticket = ?, number = ?, client = '' \
             WHERE id = ? AND ticket IS NULL AND sha256 IS NOT NULL AND expires_at > ?",
        )
        .bind(ticket)
        .bind(update.number)
        .bind(&file.id)
        .bind(update.at.0)
        .execute(&mut *connection)
        .await
        .map_err(Failure::new)?;
        if done.rows_affected() == 0 {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

/// A number of bytes as the database keeps it.
fn kept(bytes: u64) -> Result<i64> {
    i64::try_from(bytes).map_err(Failure::new)
}

#[async_trait]
impl Uploads for Sqlite {
    async fn begin_upload(&self, row: UploadRow, most: u64) -> Result<Room> {
        let mut transaction = self.begin().await?;
        let waiting = "SELECT COALESCE(SUM(received), 0) AS there, COALESCE(SUM(CASE WHEN client = ? THEN size END), 0) AS own \
                       FROM uploads WHERE ticket IS NULL";
        let sums = sqlx::query(waiting).bind(&row.client).fetch_one(&mut *transaction).await.map_err(Failure::new)?;
        let sum = |column: &str| sums.try_get::<i64, _>(column).map(|sum| sum.unsigned_abs() + row.size).map_err(Failure::new);
        if most > 0 && sum("there")? > most {
            return Ok(Room::NotForAnybody);
        }
        if most > 0 && sum("own")? > most / 10 {
            return Ok(Room::NotForClient);
        }
        let statement = format!("INSERT INTO uploads ({UPLOAD}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        sqlx::query(&statement)
            .bind(&row.id)
            .bind(&row.client)
            .bind(&row.name)
            .bind(&row.media_type)
            .bind(kept(row.size)?)
            .bind(kept(row.received)?)
            .bind(row.expires_at.0)
            .bind(&row.sha256)
            .bind(&row.ticket)
            .execute(&mut *transaction)
            .await
            .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(Room::There)
    }

    async fn upload(&self, id: &str) -> Result<Option<UploadRow>> {
        let statement = format!("SELECT {UPLOAD} FROM uploads WHERE id = ?");
        let row = sqlx::query(&statement).bind(id).fetch_optional(&self.readers).await.map_err(Failure::new)?;
        row.as_ref().map(upload).transpose()
    }

    async fn waiting_bytes(&self) -> Result<u64> {
        let statement = "SELECT COALESCE(SUM(received), 0) AS there FROM uploads WHERE ticket IS NULL";
        let row = sqlx::query(statement).fetch_one(&self.readers).await.map_err(Failure::new)?;
        row.try_get::<i64, _>("there").map(i64::unsigned_abs).map_err(Failure::new)
    }

    async fn upload_received(&self, id: &str, received: u64, expires_at: Timestamp) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query("UPDATE uploads SET received = ?, expires_at = ? WHERE id = ? AND ticket IS NULL")
            .bind(kept(received)?)
            .bind(expires_at.0)
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)
    }

    async fn upload_complete(&self, row: &UploadRow) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "UPDATE uploads SET name = ?, media_type = ?, received = size, expires_at = ?, sha256 = ? \
             WHERE id = ? AND ticket IS NULL",
        )
        .bind(&row.name)
        .bind(&row.media_type)
        .bind(row.expires_at.0)
        .bind(&row.sha256)
        .bind(&row.id)
        .execute(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)
    }

    async fn forget_upload(&self, id: &str) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query("DELETE FROM uploads WHERE id = ? AND ticket IS NULL").bind(id);
        let done = done.execute(&mut *transaction).await.map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(done.rows_affected() > 0)
    }

    async fn expire_upload(&self, id: &str, now: Timestamp) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query("DELETE FROM uploads WHERE id = ? AND ticket IS NULL AND expires_at <= ?").bind(id).bind(now.0);
        let done = done.execute(&mut *transaction).await.map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(done.rows_affected() > 0)
    }

    async fn expired_uploads(&self, now: Timestamp, limit: u32) -> Result<Vec<String>> {
        let rows = sqlx::query("SELECT id FROM uploads WHERE ticket IS NULL AND expires_at <= ? ORDER BY expires_at LIMIT ?")
            .bind(now.0)
            .bind(limit)
            .fetch_all(&self.readers)
            .await
            .map_err(Failure::new)?;
        rows.iter().map(|row| row.try_get("id").map_err(Failure::new)).collect()
    }

    async fn uploads(&self) -> Result<Vec<String>> {
        let rows = sqlx::query("SELECT id FROM uploads").fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(|row| row.try_get("id").map_err(Failure::new)).collect()
    }
}
