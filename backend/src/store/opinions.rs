//! What readers say of articles. Nothing of it tells who they are.

use super::{Failure, Result, Sqlite};
use async_trait::async_trait;
use recourse_contract::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// What one reader says of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The names are those of the contract.
pub struct OpinionRow {
    /// SHA-256 over the article and the idempotency key: what comes under it again takes its place.
    pub key_hash: String,
    pub slug: String,
    /// The language in which it was read (BCP 47).
    pub locale: String,
    pub helpful: bool,
    pub why: Option<String>,
    pub at: Timestamp,
}

/// How many readers say what of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The article.
    pub slug: String,
    /// It helped.
    pub helpful: u32,
    /// It did not.
    pub not_helpful: u32,
}

/// What is kept of what readers say.
#[async_trait]
pub trait Opinions: Send + Sync {
    /// Keeps it, in the place of what came under the same key before.
    async fn keep_opinion(&self, row: OpinionRow) -> Result<()>;
    /// How many say what, of each article that somebody has spoken of.
    async fn tallies(&self) -> Result<Vec<Tally>>;
    /// What was said of an article in words, the latest first.
    async fn whys(&self, slug: &str, limit: u32) -> Result<Vec<OpinionRow>>;
}

fn opinion(row: &SqliteRow) -> Result<OpinionRow> {
    Ok(OpinionRow {
        key_hash: row.try_get("key_hash").map_err(Failure::new)?,
        slug: row.try_get("slug").map_err(Failure::new)?,
        locale: row.try_get("locale").map_err(Failure::new)?,
        helpful: row.try_get("helpful").map_err(Failure::new)?,
        why: row.try_get("why").map_err(Failure::new)?,
        at: Timestamp(row.try_get("at").map_err(Failure::new)?),
    })
}

#[async_trait]
impl Opinions for Sqlite {
    async fn keep_opinion(&self, row: OpinionRow) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO article_feedback (key_hash, slug, locale, helpful, why, at) VALUES (?, ?, ?, ?, ?, ?) \
             ON CONFLICT (key_hash) DO UPDATE SET locale = excluded.locale, helpful = excluded.helpful, why = excluded.why, \
             at = excluded.at",
        )
        .bind(&row.key_hash)
        .bind(&row.slug)
        .bind(&row.locale)
        .bind(row.helpful)
        .bind(&row.why)
        .bind(row.at.0)
        .execute(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)
    }

    async fn tallies(&self) -> Result<Vec<Tally>> {
        let statement = "SELECT slug, SUM(helpful) AS helpful, COUNT(*) - SUM(helpful) AS not_helpful FROM article_feedback \
                         GROUP BY slug ORDER BY slug";
        let rows = sqlx::query(statement).fetch_all(&self.readers).await.map_err(Failure::new)?;
        let tally = |row: &SqliteRow| {
            Ok(Tally {
                slug: row.try_get("slug").map_err(Failure::new)?,
                helpful: row.try_get("helpful").map_err(Failure::new)?,
                not_helpful: row.try_get("not_helpful").map_err(Failure::new)?,
            })
        };
        rows.iter().map(tally).collect()
    }

    async fn whys(&self, slug: &str, limit: u32) -> Result<Vec<OpinionRow>> {
        let statement = "SELECT key_hash, slug, locale, helpful, why, at FROM article_feedback \
                         WHERE slug = ? AND why IS NOT NULL ORDER BY at DESC, key_hash LIMIT ?";
        let rows = sqlx::query(statement).bind(slug).bind(limit).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(opinion).collect()
    }
}
