//! Announced incidents, and who wants to be told that they are solved.

use super::rows::{INCIDENT, incident, json};
use super::sqlite::insert_audit;
use super::{Audit, Failure, Idempotency, Result, Sqlite};
use crate::incident::Texts;
use async_trait::async_trait;
use recourse_contract::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// An announced incident, in all its languages. Staff see it as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentRow {
    /// Opaque.
    pub id: String,
    /// At which topics it is shown, and below them.
    pub topics: Vec<String>,
    /// By language.
    pub title: Texts,
    /// By language.
    pub text: Texts,
    /// Since when.
    pub since: Timestamp,
    /// When it was announced.
    pub announced_at: Timestamp,
    /// When it was solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solved_at: Option<Timestamp>,
    /// How many wait to be told.
    pub waiting: u32,
}

/// A change of one.
#[derive(Clone, Debug, Default)]
pub struct Rewording {
    /// In place of the title of before.
    pub title: Option<Texts>,
    /// In place of the text of before.
    pub text: Option<Texts>,
    /// It works again: whoever asked is told, and forgotten.
    pub solved: bool,
}

/// What came of announcing or changing one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announced {
    /// It is stored so, by now or before.
    Done(IncidentRow),
    /// The key belongs to another one.
    KeyReused,
    /// There is none of this id.
    Unknown,
    /// It is solved already, and stays so.
    Solved,
}

/// Somebody who wants to be told.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// Makes the Message-ID.
    pub id: String,
    /// Of which incident.
    pub incident: String,
    /// Under which key.
    pub asked: Idempotency,
    /// The address as it was typed.
    pub email: String,
    /// BCP 47.
    pub language: String,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subscribed {
    /// It is noted, or was taken back under this key before.
    Noted,
    /// The key belongs to another request.
    KeyReused,
    /// There is no such incident that is not solved.
    Nothing,
}

/// What is kept of incidents.
#[async_trait]
pub trait Incidents: Send + Sync {
    /// Announces one. The same under the same key is the one of before.
    async fn announce(&self, row: IncidentRow, asked: Option<Idempotency>, audit: Audit) -> Result<Announced>;
    /// Changes one that is not solved.
    async fn reword(&self, id: &str, change: Rewording, audit: Audit) -> Result<Announced>;
    /// One of them.
    async fn incident(&self, id: &str) -> Result<Option<IncidentRow>>;
    /// The open ones and those that were solved after this moment, the newest first, at most a hundred.
    async fn incidents(&self, solved_after: Timestamp) -> Result<Vec<IncidentRow>>;
    /// Notes that somebody wants to be told.
    async fn subscribe(&self, subscription: Subscription, at: Timestamp) -> Result<Subscribed>;
    /// Takes back what was asked, or will be asked, under this key.
    async fn unsubscribe(&self, incident: &str, key: &str, at: Timestamp) -> Result<()>;
    /// What somebody with this address, in lower case, wants to be told of: incident and language, the oldest wish first.
    async fn subscribed(&self, email: &str) -> Result<Vec<(String, String)>>;
}

async fn find(connection: &mut SqliteConnection, id: &str) -> Result<Option<IncidentRow>> {
    let statement = format!("SELECT {INCIDENT} FROM incidents WHERE id = ?");
    let row = sqlx::query(&statement).bind(id).fetch_optional(connection).await.map_err(Failure::new)?;
    row.as_ref().map(incident).transpose()
}

async fn is_open(connection: &mut SqliteConnection, id: &str) -> Result<bool> {
    Ok(find(connection, id).await?.is_some_and(|row| row.solved_at.is_none()))
}

/// Tells everybody who asked, each address once, and forgets who it was.
async fn tell(connection: &mut SqliteConnection, incident: &str, at: Timestamp) -> Result<()> {
    sqlx::query(
        "INSERT INTO notices (id, address, language, at, next_at, attempts, kind, incident) \
         SELECT 'solved-' || id, email, language, ?1, ?1, 0, 'solved', incident FROM \
         (SELECT *, ROW_NUMBER() OVER (PARTITION BY lower(email) ORDER BY created_at DESC, id) AS place \
         FROM subscriptions WHERE incident = ?2 AND email IS NOT NULL) AS wanted WHERE place = 1",
    )
    .bind(at.0)
    .bind(incident)
    .execute(&mut *connection)
    .await
    .map_err(Failure::new)?;
    let forget = sqlx::query("DELETE FROM subscriptions WHERE incident = ?").bind(incident);
    forget.execute(connection).await.map_err(Failure::new)?;
    Ok(())
}

#[async_trait]
impl Incidents for Sqlite {
    async fn announce(&self, row: IncidentRow, asked: Option<Idempotency>, audit: Audit) -> Result<Announced> {
        let mut transaction = self.begin().await?;
        if let Some(asked) = &asked {
            let known = sqlx::query("SELECT id, body_hash FROM incidents WHERE key = ?").bind(&asked.key);
            if let Some(known) = known.fetch_optional(&mut *transaction).await.map_err(Failure::new)? {
                let get = |column: &str| known.try_get::<String, _>(column).map_err(Failure::new);
                if get("body_hash")? != asked.body_hash {
                    return Ok(Announced::KeyReused);
                }
                let before = find(&mut transaction, &get("id")?).await?;
                return Ok(before.map_or(Announced::Unknown, Announced::Done));
            }
        }
        sqlx::query(
            "INSERT INTO incidents (id, topics, title, text, since, announced_at, solved_at, key, body_hash) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&row.id)
        .bind(json(&row.topics)?)
        .bind(json(&row.title)?)
        .bind(json(&row.text)?)
        .bind(row.since.0)
        .bind(row.announced_at.0)
        .bind(row.solved_at.map(|at| at.0))
        .bind(asked.as_ref().map(|asked| asked.key.clone()))
        .bind(asked.map(|asked| asked.body_hash))
        .execute(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        insert_audit(&mut transaction, &row.id, &audit).await?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(Announced::Done(row))
    }

    async fn reword(&self, id: &str, change: Rewording, audit: Audit) -> Result<Announced> {
        let mut transaction = self.begin().await?;
        let Some(row) = find(&mut transaction, id).await? else { return Ok(Announced::Unknown) };
        if row.solved_at.is_some() {
            return Ok(Announced::Solved);
        }
        let solved_at = change.solved.then_some(audit.at);
        let (title, text) = (change.title.unwrap_or(row.title), change.text.unwrap_or(row.text));
        sqlx::query("UPDATE incidents SET title = ?, text = ?, solved_at = ? WHERE id = ?")
            .bind(json(&title)?)
            .bind(json(&text)?)
            .bind(solved_at.map(|at| at.0))
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(Failure::new)?;
        if let Some(at) = solved_at {
            tell(&mut transaction, id, at).await?;
        }
        insert_audit(&mut transaction, id, &audit).await?;
        transaction.commit().await.map_err(Failure::new)?;
        let waiting = if solved_at.is_some() { 0 } else { row.waiting };
        Ok(Announced::Done(IncidentRow { id: id.to_owned(), title, text, solved_at, waiting, ..row }))
    }

    async fn incident(&self, id: &str) -> Result<Option<IncidentRow>> {
        let mut connection = self.readers.acquire().await.map_err(Failure::new)?;
        find(&mut connection, id).await
    }

    async fn incidents(&self, solved_after: Timestamp) -> Result<Vec<IncidentRow>> {
        let statement = format!(
            "SELECT {INCIDENT} FROM incidents WHERE solved_at IS NULL OR solved_at > ? ORDER BY since DESC, id LIMIT 100"
        );
        let rows = sqlx::query(&statement).bind(solved_after.0).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(incident).collect()
    }

    async fn subscribe(&self, subscription: Subscription, at: Timestamp) -> Result<Subscribed> {
        let Subscription { id, incident, asked, email, language } = subscription;
        let mut transaction = self.begin().await?;
        if !is_open(&mut transaction, &incident).await? {
            return Ok(Subscribed::Nothing);
        }
        let known = sqlx::query("SELECT body_hash FROM subscriptions WHERE incident = ? AND key = ?");
        let known = known.bind(&incident).bind(&asked.key).fetch_optional(&mut *transaction).await.map_err(Failure::new)?;
        if let Some(row) = known {
            let before: String = row.try_get("body_hash").map_err(Failure::new)?;
            // Empty: taken back before it came.
            let is_same = before.is_empty() || before == asked.body_hash;
            return Ok(if is_same { Subscribed::Noted } else { Subscribed::KeyReused });
        }
        sqlx::query(
            "INSERT INTO subscriptions (incident, key, body_hash, id, email, language, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&incident)
        .bind(&asked.key)
        .bind(&asked.body_hash)
        .bind(&id)
        .bind(&email)
        .bind(&language)
        .bind(at.0)
        .execute(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(Subscribed::Noted)
    }

    async fn subscribed(&self, email: &str) -> Result<Vec<(String, String)>> {
        let statement = "SELECT incident, language FROM subscriptions WHERE email IS NOT NULL AND lower(email) = ? \
                         ORDER BY created_at, incident, key";
        let rows = sqlx::query(statement).bind(email).fetch_all(&self.readers).await.map_err(Failure::new)?;
        let pair = |row: &SqliteRow| {
            let get = |column: &str| row.try_get::<String, _>(column).map_err(Failure::new);
            Ok((get("incident")?, get("language")?))
        };
        rows.iter().map(pair).collect()
    }

    async fn unsubscribe(&self, incident: &str, key: &str, at: Timestamp) -> Result<()> {
        let mut transaction = self.begin().await?;
        if !is_open(&mut transaction, incident).await? {
            return Ok(());
        }
        // What was asked may arrive after this: the key stays, without the address.
        sqlx::query(
            "INSERT INTO subscriptions (incident, key, body_hash, id, email, language, created_at) VALUES (?, ?, '', '', NULL, '', ?) \
             ON CONFLICT (incident, key) DO UPDATE SET email = NULL, language = ''",
        )
        .bind(incident)
        .bind(key)
        .bind(at.0)
        .execute(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)
    }
}
