//! Who calls, and which ticket that opens.

use super::App;
use super::problem::Refusal;
use crate::secret::{Link, sha256};
use crate::store::{Of, TicketRow};
use axum::extract::{FromRequestParts, Path};
use axum::http::header;
use axum::http::request::Parts;
use recourse_contract::ProblemType;
use std::convert::Infallible;

/// The id in the path. One that cannot be read, as it is no UTF-8, is that of nothing.
pub(super) struct Id(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(Refusal::new(ProblemType::NotFound)),
        }
    }
}

/// A member of staff, by a handler's key.
pub(super) struct Handler(pub(super) String);

impl FromRequestParts<App> for Handler {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let key = bearer(parts).ok_or_else(|| Refusal::new(ProblemType::Unauthenticated))?;
        let name = app.store.handler(&sha256(key.as_bytes())).await?;
        name.map(Self).ok_or_else(|| Refusal::new(ProblemType::Unauthenticated))
    }
}

fn bearer(parts: &Parts) -> Option<&str> {
    let (scheme, token) = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Who calls.
pub(super) enum Caller {
    /// Nobody that we know.
    Nobody,
    /// The holder of a ticket's private link.
    Link(Link),
    /// A token that is none of ours.
    Unknown,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let Some(token) = bearer(parts) else { return Ok(Self::Nobody) };
        Ok(app.key.verify(token).map_or(Self::Unknown, Self::Link))
    }
}

impl Caller {
    /// The ticket of this id, if the caller may see it. To everyone else it looks as if it did not exist.
    pub(super) async fn ticket(&self, app: &App, id: &str) -> Result<TicketRow, Refusal> {
        let link = match self {
            Self::Nobody => return Err(Refusal::new(ProblemType::Unauthenticated)),
            Self::Unknown => return Err(Refusal::new(ProblemType::NotFound)),
            Self::Link(link) => link,
        };
        if link.ticket != id {
            return Err(Refusal::new(ProblemType::NotFound));
        }
        let row = app.store.ticket(id).await?;
        row.filter(|row| row.generation == link.generation).ok_or_else(|| Refusal::new(ProblemType::NotFound))
    }

    /// The tickets that the caller may see.
    pub(super) async fn tickets(&self, app: &App) -> Result<Of, Refusal> {
        match self {
            Self::Nobody | Self::Unknown => Err(Refusal::new(ProblemType::Unauthenticated)),
            Self::Link(link) => match self.ticket(app, &link.ticket).await {
                Ok(row) => Ok(Of::Ticket(row.id)),
                // The list exists; what is outdated is the link.
                Err(refusal) if refusal.0.kind == ProblemType::NotFound => Err(Refusal::new(ProblemType::Unauthenticated)),
                Err(refusal) => Err(refusal),
            },
        }
    }
}
