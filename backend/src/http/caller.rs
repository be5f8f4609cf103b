//! Who calls, and which ticket that opens.

use super::App;
use super::conditional::Scope;
use super::problem::Refusal;
use crate::secret::{Link, sha256};
use crate::store::{Of, SessionRow, TicketRow};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{Method, header};
use recourse_contract::ProblemType;
use recourse_contract::session::SESSION_HEADER;

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

/// The session cookie of a request.
pub(super) struct Cookie;

impl Cookie {
    /// Its name. With TLS the prefix binds it to this host and to TLS (RFC 6265bis, 4.1.3.2). It is then sent for every path, so
    /// that two centres of one origin need names of their own.
    pub(super) fn name(app: &App) -> String {
        let name = if app.by_tls() { "__Host-recourse" } else { "recourse" };
        format!("{name}{}", below(app.base()))
    }

    /// Its token. A change has to carry the header that pages of other origins cannot set.
    fn token<'a>(parts: &'a Parts, app: &App) -> Option<&'a str> {
        let is_read = matches!(parts.method, Method::GET | Method::HEAD);
        if !is_read && !parts.headers.contains_key(SESSION_HEADER) {
            return None;
        }
        let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let own = Self::name(app);
        pairs.filter(|(name, _)| *name == own).map(|(_, token)| token).next()
    }
}

/// What a path adds to a name: no two paths the same. `/a/b` and `/a-b` differ by the sign that no path has here.
fn below(base: &str) -> String {
    base.replace('-', "!").replace('/', "-")
}

/// Who calls.
pub(super) enum Caller {
    /// Nobody that we know; also a session that has ended.
    Nobody,
    /// The holder of a ticket's private link.
    Link(Link),
    /// A partner who is signed in.
    Session(SessionRow),
    /// A token that is none of ours.
    Unknown,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        // What is said aloud goes before what the browser adds by itself.
        let token = match bearer(parts) {
            // Link tokens have dots, those of sessions have none.
            Some(token) if token.len() != SESSION_TOKEN || token.contains('.') => {
                return Ok(app.key.verify(token).map_or(Self::Unknown, Self::Link));
            }
            Some(token) => Some(token),
            None => Cookie::token(parts, app),
        };
        let Some(token) = token else { return Ok(Self::Nobody) };
        let session = app.store.session(&sha256(token.as_bytes()), app.clock.now()).await?;
        Ok(session.map_or(Self::Nobody, Self::Session))
    }
}

/// Characters of a session's token.
const SESSION_TOKEN: usize = 43;

impl Caller {
    /// Who may keep what the caller reads.
    pub(super) fn scope(&self) -> Scope {
        if matches!(self, Self::Session(_)) { Scope::Nobody } else { Scope::Private }
    }

    /// The ticket of this id, if the caller may see it. To everyone else it looks as if it did not exist.
    pub(super) async fn ticket(&self, app: &App, id: &str) -> Result<TicketRow, Refusal> {
        let row = match self {
            Self::Nobody => return Err(Refusal::new(ProblemType::Unauthenticated)),
            Self::Unknown => None,
            Self::Link(link) if link.ticket != id => None,
            Self::Link(link) => app.store.ticket(id).await?.filter(|row| row.generation == link.generation),
            Self::Session(session) => {
                app.store.ticket(id).await?.filter(|row| row.partner.email.to_ascii_lowercase() == session.email)
            }
        };
        row.ok_or_else(|| Refusal::new(ProblemType::NotFound))
    }

    /// The tickets that the caller may see.
    pub(super) async fn tickets(&self, app: &App) -> Result<Of, Refusal> {
        match self {
            Self::Nobody | Self::Unknown => Err(Refusal::new(ProblemType::Unauthenticated)),
            Self::Session(session) => Ok(Of::Partner(session.email.clone())),
            Self::Link(link) => match self.ticket(app, &link.ticket).await {
                Ok(row) => Ok(Of::Ticket(row.id)),
                // The list exists; what is outdated is the link.
                Err(refusal) if refusal.0.kind == ProblemType::NotFound => Err(Refusal::new(ProblemType::Unauthenticated)),
                Err(refusal) => Err(refusal),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn no_two_paths_share_a_name() {
        let all = ["", "/a", "/a/b", "/a-b", "/a-/b", "/a/-b", "/a--b", "/a/b-c", "/a-b/c"].map(below);
        for (at, one) in all.iter().enumerate() {
            assert!(!all[..at].contains(one), "{one}");
        }
        assert_eq!(below("/help/centre"), "-help-centre", "as it always was");
    }
}
