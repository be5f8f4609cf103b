//! What reports count, and the versions of them that were published. Triggers keep the facts of each ticket beside it.

use super::rows::{from_json, json, name, read_name};
use super::sqlite::insert_audit;
use super::{Audit, Failure, Idempotency, Result, Sqlite};
use crate::report::{Facts, Year, year_of};
use async_trait::async_trait;
use jiff::tz::TimeZone;
use recourse_contract::Timestamp;
use recourse_contract::report::Report;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row, Sqlite as Driver};
use std::collections::BTreeMap;

/// A published version of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedRow {
    /// Of which year.
    pub year: u16,
    /// Its number, from 1.
    pub version: u32,
    /// When it was published.
    pub at: Timestamp,
    /// When its figures were found right: a day.
    pub verified_on: String,
    /// What was wrong with the version before.
    pub reason: Option<String>,
    /// Hours on average by topic.
    pub averages: BTreeMap<String, u32>,
    /// The report by language (BCP 47).
    pub bodies: BTreeMap<String, Report>,
}

/// What came of publishing.
#[derive(Debug, PartialEq, Eq)]
pub enum Publishing {
    /// This version is published, by now or before.
    Done(u32),
    /// Another version was published in the meantime: decide again.
    Changed,
    /// The key belongs to another request.
    KeyReused,
}

/// What is kept for reports.
#[async_trait]
pub trait Reports: Send + Sync {
    /// What there is to count in a year.
    async fn facts(&self, year: &Year) -> Result<Vec<Facts>>;
    /// Whether there is anything.
    async fn has_facts(&self, year: &Year) -> Result<bool>;
    /// When the first ticket was filed.
    async fn first_filing(&self) -> Result<Option<Timestamp>>;
    /// Adds facts that belong to no ticket, each at the beginning of its month.
    async fn keep_facts(&self, year: &Year, facts: &[Facts]) -> Result<()>;
    /// Says whether a technical problem counts as a complaint; absent: as its topic says. False when there is no such ticket,
    /// or it is erased.
    async fn count_as(&self, ticket: &str, counts: Option<bool>, audit: Audit) -> Result<bool>;
    /// Raised with each change of what is counted: what was computed at the same number is still right.
    async fn edition(&self) -> Result<i64>;
    /// Every published version, the latest year first, and its latest version, without bodies and averages.
    async fn published(&self) -> Result<Vec<PublishedRow>>;
    /// A published version: this one, or the last.
    async fn version(&self, year: u16, version: Option<u32>) -> Result<Option<PublishedRow>>;
    /// Publishes a version: the one after the last, or [`Publishing::Changed`].
    async fn publish(&self, row: PublishedRow, asked: Option<Idempotency>, audit: Audit) -> Result<Publishing>;
    /// What an earlier request under this key has published.
    async fn published_under(&self, asked: &Idempotency) -> Result<Option<Publishing>>;
}

const FACTS: &str = "kind, topic, legal_ground, counts, closed_as, decision, minutes, in_time, reviews, changed, mediated, rating, \
     answered, clear";

fn get<'r, T: sqlx::Decode<'r, Driver> + sqlx::Type<Driver>>(row: &'r SqliteRow, column: &str) -> Result<T> {
    row.try_get(column).map_err(Failure::new)
}

fn facts(row: &SqliteRow, year: &Year) -> Result<Facts> {
    let maybe = |column: &str| get::<Option<&str>>(row, column);
    Ok(Facts {
        month: year.month(Timestamp(get(row, "filed_at")?)),
        kind: read_name(get(row, "kind")?)?,
        topic: get(row, "topic")?,
        ground: read_name(get(row, "legal_ground")?)?,
        counts: get(row, "counts")?,
        decision: maybe("decision")?.map(read_name).transpose()?,
        // A clock that was put back in between gives fewer than none.
        minutes: get::<Option<i64>>(row, "minutes")?.map(|minutes| u32::try_from(minutes.max(0)).unwrap_or(u32::MAX)),
        in_time: get(row, "in_time")?,
        closed_as: maybe("closed_as")?.map(read_name).transpose()?,
        reviews: get(row, "reviews")?,
        changed: get(row, "changed")?,
        mediation: maybe("mediated")?.map(read_name).transpose()?,
        rating: get(row, "rating")?,
        answered: get(row, "answered")?,
        clear: get(row, "clear")?,
    })
}

async fn keep(connection: &mut SqliteConnection, filed_at: Timestamp, facts: &Facts) -> Result<()> {
    let statement = format!("INSERT INTO facts (filed_at, {FACTS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    sqlx::query(&statement)
        .bind(filed_at.0)
        .bind(name(&facts.kind)?)
        .bind(&facts.topic)
        .bind(name(&facts.ground)?)
        .bind(facts.counts)
        .bind(facts.closed_as.as_ref().map(name).transpose()?)
        .bind(facts.decision.as_ref().map(name).transpose()?)
        .bind(facts.minutes)
        .bind(facts.in_time)
        .bind(facts.reviews)
        .bind(facts.changed)
        .bind(facts.mediation.as_ref().map(name).transpose()?)
        .bind(facts.rating)
        .bind(facts.answered)
        .bind(facts.clear)
        .execute(connection)
        .await
        .map_err(Failure::new)?;
    Ok(())
}

/// Parts what is counted of a ticket from the ticket, before it is erased: no id, and of its filing only the month.
pub(super) async fn part(connection: &mut SqliteConnection, ticket: &str, zone: &TimeZone) -> Result<()> {
    let statement = format!("SELECT filed_at, {FACTS} FROM facts WHERE ticket = ?");
    let row = sqlx::query(&statement).bind(ticket).fetch_optional(&mut *connection).await.map_err(Failure::new)?;
    let Some(row) = row else { return Ok(()) };
    let year = Year::of(year_of(Timestamp(get(&row, "filed_at")?), zone), zone);
    let Some(year) = year else { return Err(Failure::new("a ticket of no year")) };
    let facts = facts(&row, &year)?;
    let gone = sqlx::query("DELETE FROM facts WHERE ticket = ?").bind(ticket);
    gone.execute(&mut *connection).await.map_err(Failure::new)?;
    // Put down anew: its old place would tell when it was filed.
    keep(connection, year.begin(facts.month), &facts).await
}

const PUBLISHED: &str = "year, version, at, verified_on, reason";

fn published(row: &SqliteRow) -> Result<PublishedRow> {
    Ok(PublishedRow {
        year: get(row, "year")?,
        version: get(row, "version")?,
        at: Timestamp(get(row, "at")?),
        verified_on: get(row, "verified_on")?,
        reason: get(row, "reason")?,
        averages: BTreeMap::new(),
        bodies: BTreeMap::new(),
    })
}

async fn under(connection: &mut SqliteConnection, asked: &Idempotency) -> Result<Option<Publishing>> {
    let row = sqlx::query("SELECT version, body_hash FROM reports WHERE key = ?").bind(key(asked));
    let Some(row) = row.fetch_optional(connection).await.map_err(Failure::new)? else { return Ok(None) };
    let is_same = get::<&str>(&row, "body_hash")? == asked.body_hash;
    Ok(Some(if is_same { Publishing::Done(get(&row, "version")?) } else { Publishing::KeyReused }))
}

fn key(asked: &Idempotency) -> String {
    format!("{}\n{}", asked.scope, asked.key)
}

#[async_trait]
impl Reports for Sqlite {
    async fn facts(&self, year: &Year) -> Result<Vec<Facts>> {
        let statement = format!("SELECT filed_at, {FACTS} FROM facts WHERE filed_at >= ? AND filed_at < ?");
        let query = sqlx::query(&statement).bind(year.begins_at().0).bind(year.ends_at().0);
        let rows = query.fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(|row| facts(row, year)).collect()
    }

    async fn has_facts(&self, year: &Year) -> Result<bool> {
        let query = sqlx::query("SELECT EXISTS (SELECT 1 FROM facts WHERE filed_at >= ? AND filed_at < ?) AS found");
        let query = query.bind(year.begins_at().0).bind(year.ends_at().0);
        get(&query.fetch_one(&self.readers).await.map_err(Failure::new)?, "found")
    }

    async fn first_filing(&self) -> Result<Option<Timestamp>> {
        let row = sqlx::query("SELECT MIN(filed_at) AS at FROM facts").fetch_one(&self.readers).await.map_err(Failure::new)?;
        Ok(get::<Option<i64>>(&row, "at")?.map(Timestamp))
    }

    async fn keep_facts(&self, year: &Year, facts: &[Facts]) -> Result<()> {
        let mut transaction = self.begin().await?;
        for one in facts {
            keep(&mut transaction, year.begin(one.month), one).await?;
        }
        transaction.commit().await.map_err(Failure::new)
    }

    async fn count_as(&self, ticket: &str, counts: Option<bool>, audit: Audit) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let change = sqlx::query("UPDATE facts SET counts = ? WHERE ticket = ?").bind(counts).bind(ticket);
        if change.execute(&mut *transaction).await.map_err(Failure::new)?.rows_affected() == 0 {
            return Ok(false);
        }
        insert_audit(&mut transaction, ticket, &audit).await?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(true)
    }

    async fn edition(&self) -> Result<i64> {
        // Whatever changes a ticket writes into its audit log.
        let row = sqlx::query("SELECT coalesce(MAX(number), 0) AS number FROM audit").fetch_one(&self.readers).await;
        get(&row.map_err(Failure::new)?, "number")
    }

    async fn published(&self) -> Result<Vec<PublishedRow>> {
        let statement = format!("SELECT {PUBLISHED} FROM reports ORDER BY year DESC, version DESC");
        let rows = sqlx::query(&statement).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(published).collect()
    }

    async fn version(&self, year: u16, version: Option<u32>) -> Result<Option<PublishedRow>> {
        let statement = format!(
            "SELECT {PUBLISHED}, averages, bodies FROM reports WHERE year = ? AND version = coalesce(?, version) \
             ORDER BY version DESC LIMIT 1"
        );
        let row = sqlx::query(&statement).bind(year).bind(version).fetch_optional(&self.readers).await.map_err(Failure::new)?;
        let Some(row) = row else { return Ok(None) };
        let (averages, bodies) = (from_json(get(&row, "averages")?)?, from_json(get(&row, "bodies")?)?);
        Ok(Some(PublishedRow { averages, bodies, ..published(&row)? }))
    }

    async fn publish(&self, row: PublishedRow, asked: Option<Idempotency>, audit: Audit) -> Result<Publishing> {
        let mut transaction = self.begin().await?;
        if let Some(asked) = &asked
            && let Some(known) = under(&mut transaction, asked).await?
        {
            return Ok(known);
        }
        let done = sqlx::query(
            "INSERT INTO reports (year, version, at, verified_on, reason, averages, bodies, key, body_hash) \
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 \
             WHERE ?2 = 1 + coalesce((SELECT MAX(version) FROM reports WHERE year = ?1), 0)",
        )
        .bind(row.year)
        .bind(row.version)
        .bind(row.at.0)
        .bind(&row.verified_on)
        .bind(&row.reason)
        .bind(json(&row.averages)?)
        .bind(json(&row.bodies)?)
        .bind(asked.as_ref().map(key))
        .bind(asked.as_ref().map(|asked| asked.body_hash.clone()))
        .execute(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        if done.rows_affected() == 0 {
            return Ok(Publishing::Changed);
        }
        insert_audit(&mut transaction, &format!("report:{}", row.year), &audit).await?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(Publishing::Done(row.version))
    }

    async fn published_under(&self, asked: &Idempotency) -> Result<Option<Publishing>> {
        let mut connection = self.readers.acquire().await.map_err(Failure::new)?;
        under(&mut connection, asked).await
    }
}
