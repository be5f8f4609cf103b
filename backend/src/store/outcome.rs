//! What a ticket keeps of what came after its outcome.

use super::rows::{TICKET, ticket};
use super::{Failure, Result, Sqlite, TicketRow};
use async_trait::async_trait;
use recourse_contract::Timestamp;
use recourse_contract::mediation::MediationResult;
use serde::{Deserialize, Serialize};

/// A mediation that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // The names are those of the contract.
pub struct MediationRow {
    pub mediator: String,
    pub language: String,
    pub code: String,
    pub requested_at: Timestamp,
    pub by: Option<Timestamp>,
    pub accepted_at: Option<Timestamp>,
    pub result: Option<MediationResult>,
    #[serde(default)]
    pub documents: Vec<String>,
}

/// Outcomes that wait for the partner.
#[async_trait]
pub trait Outcomes: Send + Sync {
    /// Resolved tickets that lapse after `now` and until `due`, and whose partner was not reminded of it.
    async fn unanswered(&self, now: Timestamp, due: Timestamp, limit: u32) -> Result<Vec<TicketRow>>;
}

#[async_trait]
impl Outcomes for Sqlite {
    async fn unanswered(&self, now: Timestamp, due: Timestamp, limit: u32) -> Result<Vec<TicketRow>> {
        let statement = format!(
            "SELECT {TICKET} FROM tickets WHERE state = 'resolved' AND reminded_at IS NULL AND due_at > ? AND due_at <= ? \
             ORDER BY due_at LIMIT ?"
        );
        let rows = sqlx::query(&statement).bind(now.0).bind(due.0).bind(limit).fetch_all(&self.readers).await;
        rows.map_err(Failure::new)?.iter().map(ticket).collect()
    }
}
