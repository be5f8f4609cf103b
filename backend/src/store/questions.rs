//! What people ask about mediation.

use super::aside::insert_notice;
use super::sqlite::insert_audit;
use super::{Audit, Failure, Idempotency, NoticeRow, Result, Sqlite};
use async_trait::async_trait;
use recourse_contract::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// Days that a question is kept after it was answered.
pub const QUESTION_DAYS: i64 = 90;

/// A question. Staff see it as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionRow {
    /// Opaque.
    pub id: String,
    /// When it was stored.
    pub at: Timestamp,
    /// Who asks.
    pub name: String,
    /// Where the answer goes, as it was typed.
    pub email: String,
    /// Language of the answer (BCP 47).
    pub language: String,
    /// The question.
    pub text: String,
    /// The reference of a ticket. Nobody has checked that it is the asker's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// When a handler said that it is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// Which handler.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asking {
    /// It is stored, by now or before.
    Taken {
        /// Its id.
        id: String,
        /// When it was stored.
        at: Timestamp,
    },
    /// The key belongs to another question.
    KeyReused,
}

/// What is kept of questions.
#[async_trait]
pub trait Questions: Send + Sync {
    /// Stores one with the mails about it. The same under the same key is the one of before.
    async fn ask(&self, row: QuestionRow, asked: Idempotency, mails: Vec<NoticeRow>) -> Result<Asking>;
    /// One of them.
    async fn question(&self, id: &str) -> Result<Option<QuestionRow>>;
    /// Those that nobody has answered, the oldest first.
    async fn open_questions(&self, limit: u32) -> Result<Vec<QuestionRow>>;
    /// Those of an address, in lower case, the oldest first.
    async fn questions_of(&self, email: &str) -> Result<Vec<QuestionRow>>;
    /// Notes that one is answered; the first time counts. Gives it as it is now, or nothing when there is none.
    async fn answered(&self, id: &str, handler: &str, at: Timestamp) -> Result<Option<QuestionRow>>;
}

/// The columns of a question.
const QUESTION: &str = "id, at, name, email, language, text, reference, answered_at, answered_by";

fn question(row: &SqliteRow) -> Result<QuestionRow> {
    Ok(QuestionRow {
        id: row.try_get("id").map_err(Failure::new)?,
        at: Timestamp(row.try_get("at").map_err(Failure::new)?),
        name: row.try_get("name").map_err(Failure::new)?,
        email: row.try_get("email").map_err(Failure::new)?,
        language: row.try_get("language").map_err(Failure::new)?,
        text: row.try_get("text").map_err(Failure::new)?,
        reference: row.try_get("reference").map_err(Failure::new)?,
        answered_at: row.try_get::<Option<i64>, _>("answered_at").map_err(Failure::new)?.map(Timestamp),
        answered_by: row.try_get("answered_by").map_err(Failure::new)?,
    })
}

async fn find(connection: &mut SqliteConnection, id: &str) -> Result<Option<QuestionRow>> {
    let statement = format!("SELECT {QUESTION} FROM questions WHERE id = ?");
    let row = sqlx::query(&statement).bind(id).fetch_optional(connection).await.map_err(Failure::new)?;
    row.as_ref().map(question).transpose()
}

#[async_trait]
impl Questions for Sqlite {
    async fn ask(&self, row: QuestionRow, asked: Idempotency, mails: Vec<NoticeRow>) -> Result<Asking> {
        let mut transaction = self.begin().await?;
        let known = sqlx::query("SELECT id, at, body_hash FROM questions WHERE key = ?").bind(&asked.key);
        if let Some(known) = known.fetch_optional(&mut *transaction).await.map_err(Failure::new)? {
            if known.try_get::<String, _>("body_hash").map_err(Failure::new)? != asked.body_hash {
                return Ok(Asking::KeyReused);
            }
            let at = Timestamp(known.try_get("at").map_err(Failure::new)?);
            return Ok(Asking::Taken { id: known.try_get("id").map_err(Failure::new)?, at });
        }
        sqlx::query(
            "INSERT INTO questions (id, key, body_hash, at, name, email, language, text, reference) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&row.id)
        .bind(&asked.key)
        .bind(&asked.body_hash)
        .bind(row.at.0)
        .bind(&row.name)
        .bind(&row.email)
        .bind(&row.language)
        .bind(&row.text)
        .bind(&row.reference)
        .execute(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        for mail in &mails {
            insert_notice(&mut transaction, mail, row.at).await?;
        }
        transaction.commit().await.map_err(Failure::new)?;
        Ok(Asking::Taken { id: row.id, at: row.at })
    }

    async fn question(&self, id: &str) -> Result<Option<QuestionRow>> {
        let mut connection = self.readers.acquire().await.map_err(Failure::new)?;
        find(&mut connection, id).await
    }

    async fn open_questions(&self, limit: u32) -> Result<Vec<QuestionRow>> {
        let statement = format!("SELECT {QUESTION} FROM questions WHERE answered_at IS NULL ORDER BY at, id LIMIT ?");
        let rows = sqlx::query(&statement).bind(limit).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(question).collect()
    }

    async fn questions_of(&self, email: &str) -> Result<Vec<QuestionRow>> {
        let statement = format!("SELECT {QUESTION} FROM questions WHERE lower(email) = ? ORDER BY at, id");
        let rows = sqlx::query(&statement).bind(email).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(question).collect()
    }

    async fn answered(&self, id: &str, handler: &str, at: Timestamp) -> Result<Option<QuestionRow>> {
        let mut transaction = self.begin().await?;
        let statement = "UPDATE questions SET answered_at = ?, answered_by = ? WHERE id = ? AND answered_at IS NULL";
        let done = sqlx::query(statement).bind(at.0).bind(handler).bind(id).execute(&mut *transaction).await;
        if done.map_err(Failure::new)?.rows_affected() > 0 {
            let (actor, action) = (format!("handler:{handler}"), "answer_question".to_owned());
            insert_audit(&mut transaction, id, &Audit { at, actor, action, detail: String::new() }).await?;
        }
        let row = find(&mut transaction, id).await?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(row)
    }
}
