//! What is kept of a partner across tickets: preferences, saved articles, a change of address, erasure.

use super::rows::name;
use super::sqlite::insert_audit;
use super::{Audit, Failure, Idempotency, Result, Sqlite, reports};
use async_trait::async_trait;
use jiff::tz::TimeZone;
use recourse_contract::Timestamp;
use recourse_contract::ticket::Channel;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Row, Sqlite as Driver, Transaction};

/// How a partner is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The address as it was filed with last.
    pub email: String,
    /// BCP 47.
    pub language: String,
    /// How they are told of updates.
    pub channel: Channel,
    /// The articles that they have saved, the newest first.
    pub bookmarks: Vec<String>,
    /// When they asked for erasure.
    pub erasure_asked_at: Option<Timestamp>,
}

/// A change of it.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// BCP 47.
    pub language: Option<String>,
    /// How they are told of updates.
    pub channel: Option<Channel>,
    /// The articles that they have saved, in place of those of before.
    pub bookmarks: Option<Vec<String>>,
    /// Under which key it came, if it has one: the same again changes nothing, however late it comes.
    pub key: Option<Idempotency>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaching {
    /// It is changed, by now or before.
    Done,
    /// The key belongs to another change.
    KeyReused,
}

/// What is kept of partners. Addresses are in lower case, but for a new one.
#[async_trait]
pub trait Partners: Send + Sync {
    /// How a partner is reached: as their latest ticket says. Nothing when they have none.
    async fn reached(&self, email: &str) -> Result<Option<Reached>>;
    /// What an earlier change under this key makes of another one; nothing when there is none.
    async fn reaching(&self, email: &str, asked: &Idempotency) -> Result<Option<Reaching>>;
    /// Changes how a partner is reached, in every ticket, and what they have saved.
    async fn reach(&self, email: &str, change: Reach, at: Timestamp) -> Result<Reaching>;
    /// Gives every ticket of a partner to another address of theirs: the private links of before open nothing any more, and
    /// of their sessions only the one with this token, by its hash, goes on. The code that confirmed it is used up; says
    /// whether it was still there.
    async fn move_to(&self, email: &str, new: &str, nonce: &str, token_hash: &str, at: Timestamp) -> Result<bool>;
    /// Notes that a partner asks for erasure, or no longer does.
    async fn ask_erasure(&self, email: &str, asked_at: Option<Timestamp>) -> Result<()>;
    /// Erases what partners who asked for it have left in tickets that ended before this moment. What reports count is parted
    /// from the ticket: of its filing they keep the month, in this time zone. What they wanted to be told of incidents, and what they asked about mediation,
    /// goes at once. Gives the number of tickets.
    async fn erase(&self, ended_before: Timestamp, at: Timestamp, zone: &TimeZone) -> Result<u32>;
}

/// What a partner, or the system, has done to a ticket.
fn done(actor: &str, action: &str, detail: &str, at: Timestamp) -> Audit {
    Audit { at, actor: actor.into(), action: action.into(), detail: detail.into() }
}

async fn reaching(connection: &mut SqliteConnection, email: &str, asked: &Idempotency) -> Result<Option<Reaching>> {
    let known = sqlx::query("SELECT body_hash, email FROM preference_keys WHERE key = ?").bind(&asked.key);
    let Some(row) = known.fetch_optional(connection).await.map_err(Failure::new)? else { return Ok(None) };
    let get = |column: &str| row.try_get::<String, _>(column).map_err(Failure::new);
    let is_same = get("body_hash")? == asked.body_hash && get("email")? == email;
    Ok(Some(if is_same { Reaching::Done } else { Reaching::KeyReused }))
}

/// Runs a statement. Gives the number of rows that it changed.
async fn run(transaction: &mut Transaction<'_, Driver>, statement: &str, values: &[&str]) -> Result<u64> {
    let query = values.iter().fold(sqlx::query(statement), |query, value| query.bind((*value).to_owned()));
    Ok(query.execute(&mut **transaction).await.map_err(Failure::new)?.rows_affected())
}

async fn tickets_of(transaction: &mut Transaction<'_, Driver>, email: &str) -> Result<Vec<String>> {
    let rows = sqlx::query("SELECT id FROM tickets WHERE email = ?").bind(email);
    let rows = rows.fetch_all(&mut **transaction).await.map_err(Failure::new)?;
    rows.iter().map(|row| row.try_get("id").map_err(Failure::new)).collect()
}

#[async_trait]
impl Partners for Sqlite {
    async fn reached(&self, email: &str) -> Result<Option<Reached>> {
        let row = sqlx::query(
            "SELECT json_extract(partner, '$.email') AS address, json_extract(partner, '$.language') AS language, \
             json_quote(json_extract(partner, '$.channel')) AS channel, \
             (SELECT asked_at FROM erasures WHERE erasures.email = tickets.email) AS asked_at \
             FROM tickets WHERE email = ? ORDER BY filed_at DESC, id DESC LIMIT 1",
        )
        .bind(email)
        .fetch_optional(&self.readers)
        .await
        .map_err(Failure::new)?;
        let Some(row) = row else { return Ok(None) };
        let get = |column: &str| row.try_get::<String, _>(column).map_err(Failure::new);
        let asked_at: Option<i64> = row.try_get("asked_at").map_err(Failure::new)?;
        let saved = sqlx::query("SELECT slug FROM bookmarks WHERE email = ? ORDER BY place, slug").bind(email);
        let saved = saved.fetch_all(&self.readers).await.map_err(Failure::new)?;
        Ok(Some(Reached {
            email: get("address")?,
            language: get("language")?,
            channel: super::rows::from_json(&get("channel")?)?,
            bookmarks: saved.iter().map(|row| row.try_get("slug").map_err(Failure::new)).collect::<Result<_>>()?,
            erasure_asked_at: asked_at.map(Timestamp),
        }))
    }

    async fn reaching(&self, email: &str, asked: &Idempotency) -> Result<Option<Reaching>> {
        let mut connection = self.readers.acquire().await.map_err(Failure::new)?;
        reaching(&mut connection, email, asked).await
    }

    async fn reach(&self, email: &str, change: Reach, at: Timestamp) -> Result<Reaching> {
        let mut transaction = self.begin().await?;
        if let Some(asked) = &change.key {
            if let Some(known) = reaching(&mut transaction, email, asked).await? {
                return Ok(known);
            }
            let statement = "INSERT INTO preference_keys (key, email, body_hash, at) VALUES (?, ?, ?, CAST(? AS INTEGER))";
            run(&mut transaction, statement, &[&asked.key, email, &asked.body_hash, &at.0.to_string()]).await?;
        }
        if let Some(slugs) = &change.bookmarks {
            run(&mut transaction, "DELETE FROM bookmarks WHERE email = ?", &[email]).await?;
            for (place, slug) in slugs.iter().enumerate() {
                // One that stands twice is saved once.
                let statement =
                    "INSERT INTO bookmarks (email, slug, place) VALUES (?, ?, CAST(? AS INTEGER)) ON CONFLICT DO NOTHING";
                run(&mut transaction, statement, &[email, slug, &place.to_string()]).await?;
            }
        }
        if let Some(language) = &change.language {
            run(&mut transaction, "UPDATE push_subscriptions SET language = ? WHERE email = ?", &[language, email]).await?;
        }
        let reaches = change.language.is_some() || change.channel.is_some();
        for (path, value) in [("$.language", change.language), ("$.channel", change.channel.as_ref().map(name).transpose()?)] {
            let Some(value) = value else { continue };
            let statement = "UPDATE tickets SET partner = json_set(partner, ?, ?), version = version + 1 WHERE email = ?";
            run(&mut transaction, statement, &[path, &value, email]).await?;
        }
        // Saved articles are no matter of a ticket.
        let tickets = if reaches { tickets_of(&mut transaction, email).await? } else { Vec::new() };
        for id in tickets {
            insert_audit(&mut transaction, &id, &done("partner", "preferences", "", at)).await?;
        }
        transaction.commit().await.map_err(Failure::new)?;
        Ok(Reaching::Done)
    }

    async fn move_to(&self, email: &str, new: &str, nonce: &str, token_hash: &str, at: Timestamp) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let used = "UPDATE codes SET tries = tries + 1, expires_at = 0 \
                    WHERE email = lower(?) AND nonce = ? AND changes = ? AND expires_at > 0";
        if run(&mut transaction, used, &[new, nonce, email]).await? == 0 {
            return Ok(false);
        }
        for id in tickets_of(&mut transaction, email).await? {
            insert_audit(&mut transaction, &id, &done("partner", "address", "private links revoked", at)).await?;
        }
        // Whoever held it until now is told: it may not have been them.
        let notice = "INSERT INTO notices (id, address, language, at, next_at, attempts, kind) \
                      SELECT 'moved-' || ?1, json_extract(partner, '$.email'), json_extract(partner, '$.language'), \
                      CAST(?2 AS INTEGER), CAST(?2 AS INTEGER), 0, 'moved' FROM tickets WHERE email = ?3 ORDER BY filed_at DESC LIMIT 1";
        run(&mut transaction, notice, &[nonce, &at.0.to_string(), email]).await?;
        let statement = "UPDATE tickets SET partner = json_set(partner, '$.email', ?), generation = generation + 1, \
                         version = version + 1 WHERE email = ?";
        run(&mut transaction, statement, &[new, email]).await?;
        run(&mut transaction, "UPDATE preference_keys SET email = lower(?) WHERE email = ?", &[new, email]).await?;
        run(&mut transaction, "UPDATE subscriptions SET email = ? WHERE lower(email) = ?", &[new, email]).await?;
        run(&mut transaction, "UPDATE questions SET email = ? WHERE lower(email) = ?", &[new, email]).await?;
        run(&mut transaction, "UPDATE OR REPLACE bookmarks SET email = lower(?) WHERE email = ?", &[new, email]).await?;
        run(&mut transaction, "UPDATE OR REPLACE erasures SET email = lower(?) WHERE email = ?", &[new, email]).await?;
        run(&mut transaction, "DELETE FROM sessions WHERE email = ? AND token_hash <> ?", &[email, token_hash]).await?;
        run(&mut transaction, "UPDATE sessions SET email = lower(?) WHERE token_hash = ?", &[new, token_hash]).await?;
        run(&mut transaction, "DELETE FROM push_subscriptions WHERE email = ? AND session <> ?", &[email, token_hash]).await?;
        run(&mut transaction, "UPDATE push_subscriptions SET email = lower(?) WHERE email = ?", &[new, email]).await?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(true)
    }

    async fn ask_erasure(&self, email: &str, asked_at: Option<Timestamp>) -> Result<()> {
        let mut transaction = self.begin().await?;
        let query = match asked_at {
            // The first time counts.
            Some(at) => {
                sqlx::query("INSERT INTO erasures (email, asked_at) VALUES (?, ?) ON CONFLICT DO NOTHING").bind(email).bind(at.0)
            }
            None => sqlx::query("DELETE FROM erasures WHERE email = ?").bind(email),
        };
        query.execute(&mut *transaction).await.map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)
    }

    async fn erase(&self, ended_before: Timestamp, at: Timestamp, zone: &TimeZone) -> Result<u32> {
        let mut transaction = self.begin().await?;
        let rows = sqlx::query(
            "SELECT id FROM tickets WHERE email IN (SELECT email FROM erasures) AND state = 'closed' AND updated_at <= ? LIMIT 100",
        )
        .bind(ended_before.0)
        .fetch_all(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        let mut erased = 0;
        for row in rows {
            let id: String = row.try_get("id").map_err(Failure::new)?;
            reports::part(&mut transaction, &id, zone).await?;
            for statement in [
                "DELETE FROM answers WHERE ticket = ?",
                "DELETE FROM mail WHERE ticket = ?",
                "DELETE FROM mail_aside WHERE ticket = ?",
                "DELETE FROM staff_notices WHERE ticket = ?",
                "DELETE FROM push_queue WHERE ticket = ?",
                "DELETE FROM updates WHERE ticket = ?",
                // Their bytes go with the next sweep, whatever comes between.
                "UPDATE uploads SET ticket = NULL, number = NULL, client = '', name = '', sha256 = NULL, expires_at = 0 \
                 WHERE ticket = ?",
                // The pseudonym tells the ticket from others, and nobody who filed it.
                "UPDATE tickets SET subject = '', message = '', fields = '{}', outcome_wanted = NULL, searched = ' ', \
                 attachments = '[]', device = '{}', outcome_number = NULL, \
                 satisfaction = json_remove(satisfaction, '$.comment'), \
                 mediation = json_set(mediation, '$.code', '', '$.documents', json_array()), \
                 last_update = 0, read_up_to = 0, generation = generation + 1, version = version + 1, \
                 partner = json_object('name', 'partner ' || substr(hex(randomblob(8)), 1, 12), 'email', '', \
                 'country', json_extract(partner, '$.country'), 'properties', json_array(), \
                 'language', json_extract(partner, '$.language'), 'channel', 'inbox', \
                 'managed_by', json_extract(partner, '$.managed_by')) WHERE id = ?",
            ] {
                run(&mut transaction, statement, &[&id]).await?;
            }
            insert_audit(&mut transaction, &id, &done("system", "erased", "", at)).await?;
            erased += 1;
        }
        // Whoever has nothing left is forgotten. What was asked for after the erasure is still meant.
        for statement in [
            "UPDATE subscriptions SET email = NULL, language = '' WHERE lower(email) IN \
             (SELECT email FROM erasures WHERE asked_at >= subscriptions.created_at)",
            "DELETE FROM notices WHERE kind = 'solved' AND lower(address) IN \
             (SELECT email FROM erasures WHERE asked_at >= notices.at)",
            "DELETE FROM questions WHERE lower(email) IN (SELECT email FROM erasures WHERE asked_at >= questions.at)",
            "DELETE FROM sessions WHERE email IN (SELECT email FROM erasures) AND email NOT IN (SELECT email FROM tickets)",
            "DELETE FROM codes WHERE email IN (SELECT email FROM erasures) AND email NOT IN (SELECT email FROM tickets)",
            "DELETE FROM push_subscriptions WHERE email IN (SELECT email FROM erasures) AND email NOT IN (SELECT email FROM tickets)",
            "DELETE FROM preference_keys WHERE email IN (SELECT email FROM erasures) AND email NOT IN (SELECT email FROM tickets)",
            "DELETE FROM bookmarks WHERE email IN (SELECT email FROM erasures) AND email NOT IN (SELECT email FROM tickets)",
            "DELETE FROM erasures WHERE email NOT IN (SELECT email FROM tickets)",
        ] {
            run(&mut transaction, statement, &[]).await?;
        }
        transaction.commit().await.map_err(Failure::new)?;
        Ok(erased)
    }
}
