//! `GET /events`: Server-Sent Events (HTML Standard, 9.2) for a session, announced as `events`.

use serde::{Deserialize, Serialize};

/// The name of the event.
pub const TICKET_UPDATED: &str = "ticket.updated";

/// The header that resumes a stream after the last event that was heard.
pub const LAST_EVENT_ID: &str = "last-event-id";

/// The data of a `ticket.updated` event: something of this ticket has changed. Ids only; the app reads the ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TicketUpdated {
    /// The ticket's id.
    pub ticket: String,
    /// The number of its last update.
    pub last_update: u32,
}
