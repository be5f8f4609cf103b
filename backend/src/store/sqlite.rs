//! The store on SQLite: one writer, a pool of readers, write-ahead log, every commit on the disk before it returns.

use super::rows::{TICKET, audit, from_json, json, name, ticket};
use super::{
    Advance, Advanced, Answer, Audit, Changed, Changes, Failure, Filed, Filing, Idempotency, ListQuery, Of, Recalled, Result,
    Sort, Store, TicketRow, mail, push, staff, uploads,
};
use async_trait::async_trait;
use recourse_contract::{Timestamp, Update, search};
use sqlx::sqlite::{
    Sqlite as Driver, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteLockingMode, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{Pool, QueryBuilder, Row, Transaction};
use std::path::Path;
use std::time::Duration;

const READERS: u32 = 4;

/// The store on SQLite.
pub struct Sqlite {
    writer: Pool<Driver>,
    pub(super) readers: Pool<Driver>,
    changes: Changes,
}

impl Sqlite {
    /// Opens the file, makes it at the first start, and brings its tables up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, or a migration fails.
    pub async fn open(path: &Path) -> Result<Self> {
        let options = options(path).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
        // One writer: SQLite has one at a time anyway, and waiting here is fair and never "locked".
        let writer = SqlitePoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(30));
        let writer = writer.connect_with(options.clone()).await.map_err(Failure::new)?;
        sqlx::migrate!("./migrations").run(&writer).await.map_err(Failure::new)?;
        make_searchable(&writer).await?;
        let readers = SqlitePoolOptions::new().max_connections(READERS).acquire_timeout(Duration::from_secs(30));
        let readers = readers.connect_with(options.read_only(true)).await.map_err(Failure::new)?;
        Ok(Self { writer, readers, changes: Changes::default() })
    }

    /// Opens a file that is up to date, with one connection for everything, and waits for no disk: quick, and broken by the first
    /// crash. For the simulation, whose databases live for one run.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub async fn open_for_a_run(path: &Path) -> Result<Self> {
        let options = options(path)
            .journal_mode(SqliteJournalMode::Memory)
            .synchronous(SqliteSynchronous::Off)
            .locking_mode(SqliteLockingMode::Exclusive)
            .statement_cache_capacity(500);
        let only = SqlitePoolOptions::new().max_connections(1).test_before_acquire(false);
        let only = only.connect_with(options).await.map_err(Failure::new)?;
        Ok(Self { writer: only.clone(), readers: only, changes: Changes::default() })
    }

    /// Closes every connection; what was written is in the file itself, not beside it.
    pub async fn close(&self) {
        self.readers.close().await;
        // A connection may end a moment after it says so.
        if let Err(fault) = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await {
            tracing::warn!(%fault, "the log beside the database stays");
        }
        self.writer.close().await;
    }

    fn told(&self, ticket: &TicketRow, at: Timestamp) {
        let changed = Changed { ticket: ticket.id.clone(), last_update: ticket.last_update, at: at.0 };
        self.changes.tell(&ticket.partner.email.to_ascii_lowercase(), changed);
    }

    pub(super) async fn begin(&self) -> Result<Transaction<'static, Driver>> {
        self.writer.begin_with("BEGIN IMMEDIATE").await.map_err(Failure::new)
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true).foreign_keys(true);
    options.busy_timeout(Duration::from_secs(10))
}

/// Tickets of before there was a search get what is searched of them.
async fn make_searchable(writer: &Pool<Driver>) -> Result<()> {
    loop {
        let rows = sqlx::query("SELECT id, reference, subject, message FROM tickets WHERE searched = '' LIMIT 500");
        let rows = rows.fetch_all(writer).await.map_err(Failure::new)?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.map_err(Failure::new)?;
        for row in rows {
            let get = |column: &str| row.try_get::<String, _>(column).map_err(Failure::new);
            let searched = search::searched(&get("reference")?, &get("subject")?, &get("message")?);
            let change = sqlx::query("UPDATE tickets SET searched = ? WHERE id = ?").bind(searched).bind(get("id")?);
            change.execute(&mut *transaction).await.map_err(Failure::new)?;
        }
        transaction.commit().await.map_err(Failure::new)?;
    }
}

async fn recall(connection: &mut SqliteConnection, asked: &Idempotency) -> Result<Option<Recalled>> {
    let row = sqlx::query("SELECT body_hash, ticket, language, answer FROM answers WHERE scope = ? AND key = ?")
        .bind(&asked.scope)
        .bind(&asked.key)
        .fetch_optional(connection)
        .await
        .map_err(Failure::new)?;
    let Some(row) = row else { return Ok(None) };
    let get = |column: &str| row.try_get::<String, _>(column).map_err(Failure::new);
    let is_same = get("body_hash")? == asked.body_hash;
    let answer = Answer { language: get("language")?, body: get("answer")? };
    Ok(match (is_same, answer == refusal()) {
        (true, false) => Some(Recalled::Same { ticket: get("ticket")?, answer }),
        (true, true) => Some(Recalled::Refused),
        (false, false) => Some(Recalled::Other),
        // A refusal frees the key for what is said otherwise.
        (false, true) => None,
    })
}

/// What is kept in the place of an answer where there was none.
fn refusal() -> Answer {
    Answer { language: String::new(), body: String::new() }
}

async fn insert_ticket(connection: &mut SqliteConnection, row: &TicketRow) -> Result<bool> {
    let places = vec!["?"; 36].join(", ");
    let statement = format!("INSERT INTO tickets ({TICKET}, searched) VALUES ({places})");
    let done = sqlx::query(&statement)
        .bind(&row.id)
        .bind(row.reference.as_str())
        .bind(name(&row.kind)?)
        .bind(name(&row.state)?)
        .bind(row.closed_as.as_ref().map(name).transpose()?)
        .bind(&row.audience)
        .bind(&row.topic)
        .bind(name(&row.legal_ground)?)
        .bind(&row.subject)
        .bind(&row.message)
        .bind(json(&row.partner)?)
        .bind(json(&row.fields)?)
        .bind(&row.outcome_wanted)
        .bind(row.filed_at.0)
        .bind(row.updated_at.0)
        .bind(row.target_at.map(|at| at.0))
        .bind(row.average_hours)
        .bind(row.last_update)
        .bind(row.read_up_to)
        .bind(row.generation)
        .bind(row.news_by.map(|at| at.0))
        .bind(row.nudged_at.map(|at| at.0))
        .bind(row.due_at.map(|at| at.0))
        .bind(&row.assignee)
        .bind(json(&row.timeline)?)
        .bind(row.follows.as_ref().map(json).transpose()?)
        .bind(row.version)
        .bind(json(&row.attachments)?)
        .bind(json(&row.device)?)
        .bind(row.outcome_at.map(|at| at.0))
        .bind(row.outcome_number)
        .bind(row.reviews)
        .bind(row.satisfaction.as_ref().map(json).transpose()?)
        .bind(row.mediation.as_ref().map(json).transpose()?)
        .bind(row.reminded_at.map(|at| at.0))
        .bind(search::searched(row.reference.as_str(), &row.subject, &row.message))
        .execute(connection)
        .await;
    match done {
        Ok(_) => Ok(true),
        // Ids have 128 random bits; what can be taken is the reference.
        Err(sqlx::Error::Database(fault)) if fault.is_unique_violation() => Ok(false),
        Err(fault) => Err(Failure::new(fault)),
    }
}

/// A ticket with everything that comes with it.
async fn insert_filing(connection: &mut SqliteConnection, filing: &Filing) -> Result<Filed> {
    if !insert_ticket(connection, &filing.ticket).await? {
        return Ok(Filed::ReferenceTaken);
    }
    let id = &filing.ticket.id;
    for update in &filing.updates {
        if let Some(place) = insert_update(connection, id, update).await? {
            return Ok(Filed::Gone(place));
        }
    }
    for mail in &filing.mail {
        mail::insert(connection, id, filing.ticket.filed_at, mail).await?;
    }
    for notice in &filing.staff {
        staff::insert(connection, id, filing.ticket.filed_at, notice).await?;
    }
    insert_audit(connection, id, &filing.audit).await?;
    if let Some((asked, answer)) = &filing.answer {
        insert_answer(connection, asked, id, answer).await?;
    }
    Ok(Filed::Stored)
}

/// An update with its attachments. Gives the place of the first of them that is gone.
async fn insert_update(connection: &mut SqliteConnection, ticket: &str, update: &Update) -> Result<Option<usize>> {
    sqlx::query("INSERT INTO updates (ticket, number, id, kind, at, body) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(ticket)
        .bind(update.number)
        .bind(&update.id)
        .bind(name(&update.kind)?)
        .bind(update.at.0)
        .bind(json(update)?)
        .execute(&mut *connection)
        .await
        .map_err(Failure::new)?;
    uploads::attach(connection, ticket, update).await
}

/// Keeps an answer. The key was looked up in the same transaction: only a refusal can be in its place.
async fn insert_answer(connection: &mut SqliteConnection, asked: &Idempotency, ticket: &str, answer: &Answer) -> Result<()> {
    sqlx::query("INSERT OR REPLACE INTO answers (scope, key, body_hash, ticket, language, answer) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(&asked.scope)
        .bind(&asked.key)
        .bind(&asked.body_hash)
        .bind(ticket)
        .bind(&answer.language)
        .bind(&answer.body)
        .execute(connection)
        .await
        .map_err(Failure::new)?;
    Ok(())
}

pub(super) async fn insert_audit(connection: &mut SqliteConnection, ticket: &str, line: &Audit) -> Result<()> {
    sqlx::query("INSERT INTO audit (at, actor, action, ticket, detail) VALUES (?, ?, ?, ?, ?)")
        .bind(line.at.0)
        .bind(&line.actor)
        .bind(&line.action)
        .bind(ticket)
        .bind(&line.detail)
        .execute(connection)
        .await
        .map_err(Failure::new)?;
    Ok(())
}

#[async_trait]
impl Store for Sqlite {
    async fn recall(&self, asked: &Idempotency) -> Result<Option<Recalled>> {
        let mut connection = self.readers.acquire().await.map_err(Failure::new)?;
        recall(&mut connection, asked).await
    }

    async fn refuse(&self, asked: &Idempotency, ticket: &str) -> Result<Option<Recalled>> {
        let mut transaction = self.begin().await?;
        if let Some(recalled) = recall(&mut transaction, asked).await? {
            return Ok(Some(recalled));
        }
        insert_answer(&mut transaction, asked, ticket, &refusal()).await?;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(None)
    }

    async fn file(&self, filing: Filing) -> Result<Filed> {
        let mut transaction = self.begin().await?;
        if let Some((asked, _)) = &filing.answer
            && let Some(recalled) = recall(&mut transaction, asked).await?
        {
            return Ok(Filed::Recalled(recalled));
        }
        match insert_filing(&mut transaction, &filing).await? {
            Filed::Stored => {}
            refused => return Ok(refused),
        }
        transaction.commit().await.map_err(Failure::new)?;
        self.told(&filing.ticket, filing.ticket.updated_at);
        Ok(Filed::Stored)
    }

    async fn advance(&self, advance: Advance) -> Result<Advanced> {
        let mut transaction = self.begin().await?;
        if let Some((asked, _)) = &advance.answer
            && let Some(recalled) = recall(&mut transaction, asked).await?
        {
            return Ok(Advanced::Recalled(recalled));
        }
        let ticket = &advance.ticket;
        let changed = sqlx::query(
            "UPDATE tickets SET state = ?, closed_as = ?, updated_at = ?, last_update = ?, read_up_to = ?, news_by = ?, \
             nudged_at = ?, due_at = ?, assignee = ?, timeline = ?, legal_ground = ?, outcome_at = ?, outcome_number = ?, \
             reviews = ?, satisfaction = ?, mediation = ?, reminded_at = ?, version = version + 1 WHERE id = ? AND version = ?",
        )
        .bind(name(&ticket.state)?)
        .bind(ticket.closed_as.as_ref().map(name).transpose()?)
        .bind(ticket.updated_at.0)
        .bind(ticket.last_update)
        .bind(ticket.read_up_to)
        .bind(ticket.news_by.map(|at| at.0))
        .bind(ticket.nudged_at.map(|at| at.0))
        .bind(ticket.due_at.map(|at| at.0))
        .bind(&ticket.assignee)
        .bind(json(&ticket.timeline)?)
        .bind(name(&ticket.legal_ground)?)
        .bind(ticket.outcome_at.map(|at| at.0))
        .bind(ticket.outcome_number)
        .bind(ticket.reviews)
        .bind(ticket.satisfaction.as_ref().map(json).transpose()?)
        .bind(ticket.mediation.as_ref().map(json).transpose()?)
        .bind(ticket.reminded_at.map(|at| at.0))
        .bind(&ticket.id)
        .bind(ticket.version)
        .execute(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        if changed.rows_affected() == 0 {
            return Ok(Advanced::Changed);
        }
        for update in &advance.updates {
            if let Some(place) = insert_update(&mut transaction, &ticket.id, update).await? {
                return Ok(Advanced::Gone(place));
            }
        }
        for mail in &advance.mail {
            mail::insert(&mut transaction, &ticket.id, advance.audit.at, mail).await?;
        }
        for notice in &advance.staff {
            staff::insert(&mut transaction, &ticket.id, advance.audit.at, notice).await?;
        }
        if let Some(queued) = advance.push {
            let email = ticket.partner.email.to_ascii_lowercase();
            push::insert(&mut transaction, &ticket.id, &email, advance.audit.at, queued).await?;
        }
        insert_audit(&mut transaction, &ticket.id, &advance.audit).await?;
        if let Some((asked, answer)) = &advance.answer {
            insert_answer(&mut transaction, asked, &ticket.id, answer).await?;
        }
        if let Some(filing) = &advance.opens {
            match insert_filing(&mut transaction, filing).await? {
                Filed::Stored => {}
                Filed::Gone(place) => return Ok(Advanced::Gone(place)),
                Filed::ReferenceTaken | Filed::Recalled(_) => return Ok(Advanced::Changed),
            }
        }
        transaction.commit().await.map_err(Failure::new)?;
        self.told(ticket, advance.audit.at);
        if let Some(filing) = &advance.opens {
            self.told(&filing.ticket, filing.ticket.updated_at);
        }
        Ok(Advanced::Stored)
    }

    fn changes(&self) -> &Changes {
        &self.changes
    }

    async fn changed_since(&self, email: &str, at: i64) -> Result<Vec<Changed>> {
        let statement = "SELECT id, last_update, updated_at FROM tickets WHERE email = ? AND updated_at >= ? \
                         ORDER BY updated_at DESC LIMIT 500";
        let rows = sqlx::query(statement).bind(email).bind(at).fetch_all(&self.readers).await.map_err(Failure::new)?;
        let changed = |row: &SqliteRow| {
            Ok(Changed {
                ticket: row.try_get("id").map_err(Failure::new)?,
                last_update: row.try_get("last_update").map_err(Failure::new)?,
                at: row.try_get("updated_at").map_err(Failure::new)?,
            })
        };
        rows.iter().rev().map(changed).collect()
    }

    async fn read_up_to(&self, ticket: &str, number: u32) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let statement = "UPDATE tickets SET read_up_to = MIN(?, last_update), version = version + 1 \
                         WHERE id = ? AND read_up_to < MIN(?, last_update)";
        let done = sqlx::query(statement).bind(number).bind(ticket).bind(number).execute(&mut *transaction).await;
        let news = done.map_err(Failure::new)?.rows_affected() > 0;
        transaction.commit().await.map_err(Failure::new)?;
        Ok(news)
    }

    async fn overdue(&self, now: Timestamp, limit: u32) -> Result<Vec<TicketRow>> {
        let statement = format!("SELECT {TICKET} FROM tickets WHERE due_at IS NOT NULL AND due_at <= ? ORDER BY due_at LIMIT ?");
        let rows = sqlx::query(&statement).bind(now.0).bind(limit).fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(ticket).collect()
    }

    async fn audit(&self, ticket: &str) -> Result<Vec<Audit>> {
        let rows = sqlx::query("SELECT at, actor, action, detail FROM audit WHERE ticket = ? ORDER BY number")
            .bind(ticket)
            .fetch_all(&self.readers)
            .await
            .map_err(Failure::new)?;
        rows.iter().map(audit).collect()
    }

    async fn handler(&self, key_hash: &str) -> Result<Option<String>> {
        let row = sqlx::query("SELECT name FROM handlers WHERE key_hash = ?").bind(key_hash);
        let row = row.fetch_optional(&self.readers).await.map_err(Failure::new)?;
        row.map(|row| row.try_get("name").map_err(Failure::new)).transpose()
    }

    async fn keep_handler(&self, name: &str, key_hash: &str, at: Timestamp) -> Result<()> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO handlers (name, key_hash, created_at) VALUES (?, ?, ?) \
             ON CONFLICT (name) DO UPDATE SET key_hash = excluded.key_hash, created_at = excluded.created_at",
        )
        .bind(name)
        .bind(key_hash)
        .bind(at.0)
        .execute(&mut *transaction)
        .await
        .map_err(Failure::new)?;
        transaction.commit().await.map_err(Failure::new)
    }

    async fn by_reference(&self, reference: &str) -> Result<Option<TicketRow>> {
        let statement = format!("SELECT {TICKET} FROM tickets WHERE reference = ?");
        let row = sqlx::query(&statement).bind(reference).fetch_optional(&self.readers).await.map_err(Failure::new)?;
        row.as_ref().map(ticket).transpose()
    }

    async fn ticket(&self, id: &str) -> Result<Option<TicketRow>> {
        let statement = format!("SELECT {TICKET} FROM tickets WHERE id = ?");
        let row = sqlx::query(&statement).bind(id).fetch_optional(&self.readers).await.map_err(Failure::new)?;
        row.as_ref().map(ticket).transpose()
    }

    async fn tickets(&self, query: &ListQuery) -> Result<Vec<TicketRow>> {
        let (column, direction, compare) = match query.sort {
            Sort::NewestUpdate => ("updated_at", "DESC", "<"),
            Sort::OldestUpdate => ("updated_at", "ASC", ">"),
            Sort::NewestFiling => ("filed_at", "DESC", "<"),
            Sort::OldestFiling => ("filed_at", "ASC", ">"),
            Sort::Waiting => ("updated_at", "DESC", "<"),
        };
        let waits = if query.sort == Sort::Waiting { "waits, " } else { "" };
        let mut sql = QueryBuilder::<Driver>::new(format!("SELECT {TICKET} FROM tickets WHERE "));
        match &query.of {
            Of::Nobody => sql.push("FALSE"),
            Of::Partner(email) => sql.push("email = ").push_bind(email),
            Of::Ticket(id) => sql.push("id = ").push_bind(id),
            Of::All { assignee, late } => {
                sql.push("TRUE");
                if let Some(assignee) = assignee {
                    sql.push(" AND assignee = ").push_bind(assignee);
                }
                if let Some(late) = late {
                    sql.push(" AND state IN ('received', 'in_review') AND news_by < ").push_bind(late.0);
                }
                &mut sql
            }
        };
        let states = query.status.iter().map(name).collect::<Result<Vec<_>>>()?;
        for (column, values) in [("state", &states), ("topic", &query.topics)] {
            if !values.is_empty() {
                sql.push(format!(" AND {column} IN ("));
                let mut list = sql.separated(", ");
                for value in values {
                    list.push_bind(value.clone());
                }
                sql.push(")");
            }
        }
        if let Some(kind) = &query.kind {
            sql.push(" AND kind = ").push_bind(name(kind)?);
        }
        if let Some(after) = query.updated_after {
            sql.push(" AND updated_at > ").push_bind(after.0);
        }
        if query.waiting {
            sql.push(" AND waits");
        }
        for word in query.q.iter().flat_map(|words| search::words(words)) {
            sql.push(" AND instr(searched, ").push_bind(word).push(") > 0");
        }
        if let Some(after) = &query.after {
            sql.push(format!(" AND ({waits}{column}, id) {compare} ("));
            if !waits.is_empty() {
                sql.push_bind(after.waits).push(", ");
            }
            sql.push_bind(after.value).push(", ").push_bind(&after.id).push(")");
        }
        let waits = if waits.is_empty() { String::new() } else { format!("waits {direction}, ") };
        sql.push(format!(" ORDER BY {waits}{column} {direction}, id {direction} LIMIT "))
            .push_bind(query.limit.saturating_add(1));
        let rows = sql.build().fetch_all(&self.readers).await.map_err(Failure::new)?;
        rows.iter().map(ticket).collect()
    }

    async fn updates(&self, ticket: &str, after: u32, limit: u32) -> Result<Vec<Update>> {
        let rows = sqlx::query("SELECT body FROM updates WHERE ticket = ? AND number > ? ORDER BY number LIMIT ?")
            .bind(ticket)
            .bind(after)
            .bind(limit)
            .fetch_all(&self.readers)
            .await
            .map_err(Failure::new)?;
        rows.iter().map(|row| from_json(row.try_get("body").map_err(Failure::new)?)).collect()
    }

    async fn count(&self) -> Result<u64> {
        let row = sqlx::query("SELECT COUNT(*) AS n FROM tickets").fetch_one(&self.readers).await.map_err(Failure::new)?;
        let count: i64 = row.try_get("n").map_err(Failure::new)?;
        Ok(count.unsigned_abs())
    }
}
