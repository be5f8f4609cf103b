//! Devices that hear of news by Web Push, and the queue of what they are told.

use super::{Failure, Result, Sqlite};
use async_trait::async_trait;
use recourse_contract::Timestamp;
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// Most devices of one partner; beyond it the one that has been silent longest goes.
pub const DEVICES: u32 = 10;
/// So many messages in a row that a push service refuses, and the device is forgotten.
const REFUSALS: u32 = 5;

/// A device that wants to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushRow {
    /// Opaque.
    pub id: String,
    /// Whose it is, in lower case.
    pub email: String,
    /// The session that has asked, by the hash of its token.
    pub session: String,
    /// Where its push service takes messages.
    pub endpoint: String,
    /// Its public key, base64url.
    pub p256dh: String,
    /// Its authentication secret, base64url.
    pub auth: String,
    /// Language of what it shows (BCP 47).
    pub language: String,
    /// When it has said so last.
    pub at: Timestamp,
}

/// News for the devices of a partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueuedPush {
    /// The update that it is about.
    pub number: u32,
    /// Not before this moment: who has read it by then is not told.
    pub not_before: Timestamp,
}

/// News for one device that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePush {
    /// Who is told.
    pub device: PushRow,
    /// The ticket.
    pub ticket: String,
    /// Its latest update that the device is told of.
    pub number: u32,
    /// When that came.
    pub created_at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// The push service has taken it.
    Sent,
    /// Nobody needs it any more.
    Dropped,
    /// It is tried again then, and nothing else for this device before.
    Again(Timestamp),
    /// The push service does not take it.
    Refused,
    /// The device is gone.
    Gone,
}

/// What is kept of push. Rows enter the queue with [`Advance`](super::Advance).
#[async_trait]
pub trait Pushes: Send + Sync {
    /// Keeps a device, in the place of what its session or its endpoint had before.
    async fn keep_push(&self, device: PushRow) -> Result<()>;
    /// Forgets the device of a session, by the hash of its token.
    async fn forget_push(&self, session: &str) -> Result<()>;
    /// The devices of an address, in lower case, the latest first.
    async fn push_devices(&self, email: &str) -> Result<Vec<PushRow>>;
    /// What is due, the longest waiting first.
    async fn due_push(&self, now: Timestamp, limit: u32) -> Result<Vec<DuePush>>;
    /// Notes what became of it. News that came meanwhile stay.
    async fn pushed(&self, due: &DuePush, how: Pushed) -> Result<()>;
}

/// Queues news for every device of an address, in lower case. What waits for the same ticket is news no more.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    ticket: &str,
    email: &str,
    at: Timestamp,
    queued: QueuedPush,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO push_queue (subscription, ticket, number, created_at, next_at) \
         SELECT id, ?, ?, ?, ? FROM push_subscriptions WHERE email = ? \
         ON CONFLICT (subscription, ticket) DO UPDATE SET number = excluded.number, created_at = excluded.created_at",
    )
    .bind(ticket)
    .bind(queued.number)
    .bind(at.0)
    .bind(queued.not_before.0)
    .bind(email)
    .execute(connection)
    .await
    .map_err(Failure::new)?;
    Ok(())
}

const DEVICE: &str = "id, email, session, endpoint, p256dh, auth, language, at";

fn device(row: &SqliteRow) -> Result<PushRow> {
    let get = |column: &str| row.try_get::<String, _>(column).map_err(Failure::new);
    Ok(PushRow {
        id: get("id")?,
        email: get("email")?,
        session: get("session")?,
        endpoint: get("endpoint")?,
        p256dh: get("p256dh")?,
        auth: get("auth")?,
        language: get("language")?,
        at: Timestamp(row.try_get("at").map_err(Failure::new)?),
    })
}

fn due(row: &SqliteRow) -> Result<DuePush> {
    Ok(DuePush {
        device: device(row)?,
        ticket: row.try_get("ticket").map_err(Failure::new)?,
        number: row.try_get("number").map_err(Failure::new)?,
        created_at: Timestamp(row.try_get("created_at").map_err(Failure::new)?),
        attempts: row.try_get("attempts").map_err(Failure::new)?,
    })
}

#[async_trait]
impl Pushes for Sqlite {
    async fn keep_push(&self, new: PushRow) -> Result<()> {
        let mut transaction = self.begin().await?;
        for statement in [
            // What waits for the device of this session goes to its new endpoint.
            "UPDATE push_subscriptions SET endpoint = ?2 WHERE session = ?1 AND email = ?3 \
             AND NOT EXISTS (SELECT 1 FROM push_subscriptions WHERE endpoint = ?2)",
            // Whoever had the device before hears nothing on it any more, and has nothing waiting for it.
            "DELETE FROM push_subscriptions WHERE (session = ?1 AND endpoint <> ?2) OR (endpoint = ?2 AND email <> ?3)",
        ] {
            sqlx::query(statement)
                .bind(&new.session)
                .bind(&new.endpoint)
                .bind(&new.email)
                .execute(&mut *transaction)
                .await
                .map_err(Failure::new)?;
        }
        let statement = format!(
            "INSERT INTO push_subscriptions ({DEVICE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (endpoint) DO UPDATE SET \
             session = excluded.session, p256dh = excluded.p256dh, auth = excluded.auth, language = excluded.language, \
             at = excluded.at, failures = 0"
        );
        sqlx::query(&statement)
            .bind(&new.id)
            .bind(&new.email)
            .bind(&new.session)
            .bind(&new.endpoint)
            .bind(&new.p256dh)
            .bind(&new.auth)
            .bind(&new.language)
            .bind(new.at.0)
            .execute(&mut *transaction)
            .await
            .map_err(Failure::new)?;
        sqlx::query(
            "DELETE FROM push_subscriptions WHERE email = ?1 AND id NOT IN \
             (SELECT id FROM push_subscriptions WHERE email = ?1 ORDER BY at DESC, rowid DESC LIMIT ?2)",
        )
        .bind(&new.email)
        .bind(DEVICES)
        .execute(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)
    }

    async fn forget_push(&self, session: &str) -> Result<()> {
        let mut transaction = self.begin().await?;
        let gone = sqlx::query("DELETE FROM push_subscriptions WHERE session = ?").bind(session);
        gone.execute(&mut *transaction).await.map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)
    }

    async fn push_devices(&self, email: &str) -> Result<Vec<PushRow>> {
        let statement = format!("SELECT {DEVICE} FROM push_subscriptions WHERE email = ? ORDER BY at DESC, rowid DESC");
        let rows = sqlx::query(&statement).bind(email).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(device).collect()
    }

    async fn due_push(&self, now: Timestamp, limit: u32) -> Result<Vec<DuePush>> {
        let statement = format!(
            "SELECT {DEVICE}, ticket, number, created_at, attempts FROM push_queue JOIN push_subscriptions ON id = subscription \
             WHERE next_at <= ? ORDER BY next_at, subscription, ticket LIMIT ?"
        );
        let rows = sqlx::query(&statement).bind(now.0).bind(limit).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(due).collect()
    }

    async fn pushed(&self, due: &DuePush, how: Pushed) -> Result<()> {
        const DONE: &str = "DELETE FROM push_queue WHERE subscription = ? AND ticket = ? AND number = ?";
        let mut transaction = self.begin().await?;
        let id = &due.device.id;
        let changes = match how {
            Pushed::Sent | Pushed::Dropped | Pushed::Refused => {
                let done = sqlx::query(DONE).bind(id).bind(&due.ticket).bind(due.number);
                done.execute(&mut *transaction).await.map_err(Failure::new)?;
                match how {
                    Pushed::Sent => vec![sqlx::query("UPDATE push_subscriptions SET failures = 0 WHERE id = ?").bind(id)],
                    Pushed::Refused => vec![
                        sqlx::query("UPDATE push_subscriptions SET failures = failures + 1 WHERE id = ?").bind(id),
                        sqlx::query("DELETE FROM push_subscriptions WHERE id = ? AND failures >= ?").bind(id).bind(REFUSALS),
                    ],
                    _ => Vec::new(),
                }
            }
            Pushed::Again(at) => vec![
                sqlx::query("UPDATE push_queue SET attempts = attempts + 1 WHERE subscription = ? AND ticket = ?")
                    .bind(id)
                    .bind(&due.ticket),
                // A push service that wants to be left alone is, whatever else waits for this device.
                sqlx::query("UPDATE push_queue SET next_at = max(next_at, ?) WHERE subscription = ?").bind(at.0).bind(id),
            ],
            // Its session may have another endpoint by now: that one is not gone.
            Pushed::Gone => vec![
                sqlx::query("DELETE FROM push_subscriptions WHERE id = ? AND endpoint = ?").bind(id).bind(&due.device.endpoint),
            ],
        };
        for change in changes {
            change.execute(&mut *transaction).await.map_err(Failure::new)?;
        }
        transaction.commit().await.map_err(Failure::new)
    }
}
