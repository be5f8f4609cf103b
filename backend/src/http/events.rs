//! Server-Sent Events: which of the partner's tickets have changed. Ids only; whoever hears one reads the ticket.

use super::App;
use super::caller::Caller;
use super::problem::Refusal;
use crate::store::{Changed, SessionRow};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{StreamExt, stream};
use recourse_contract::ProblemType;
use recourse_contract::events::{LAST_EVENT_ID, TICKET_UPDATED, TicketUpdated};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// Between two signs of life. Proxies close what is silent for a minute; and so often a session's end is noticed.
const SIGN: Duration = Duration::from_secs(20);
/// A change may be stored a little after another one that is older: so far back a stream goes on (milliseconds).
const MARGIN: i64 = 10_000;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/events", get(events))
}

async fn events(State(app): State<App>, caller: Caller, headers: HeaderMap) -> Result<Response, Refusal> {
    // A link opens one ticket, and asks for its news.
    let Caller::Session(session) = caller else { return Err(Refusal::new(ProblemType::Unauthenticated)) };
    let Some(receiver) = app.store.changes().listen(&session.email) else {
        let mut response = Refusal::new(ProblemType::TooMany).into_response();
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
        return Ok(response);
    };
    let last = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()?.parse::<i64>().ok());
    let mut backlog = VecDeque::new();
    if let Some(last) = last {
        backlog.extend(app.store.changed_since(&session.email, last.saturating_sub(MARGIN)).await?);
    }
    let stream = Stream { app, session, receiver, backlog, last, greeted: false };
    let stream = stream::unfold(stream, |mut stream| async move {
        let event = stream.next().await?;
        Some((Ok::<_, Infallible>(event), stream))
    })
    .fuse();
    let mut response = Sse::new(stream).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would keep events back until its buffer is full.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

struct Stream {
    app: App,
    session: SessionRow,
    receiver: Receiver<Changed>,
    /// What happened before, or while it was slow.
    backlog: VecDeque<Changed>,
    last: Option<i64>,
    greeted: bool,
}

impl Stream {
    async fn next(&mut self) -> Option<Event> {
        if !std::mem::replace(&mut self.greeted, true) {
            return Some(Event::default().comment("ok"));
        }
        loop {
            if let Some(changed) = self.backlog.pop_front() {
                self.last = self.last.max(Some(changed.at));
                let data = TicketUpdated { ticket: changed.ticket, last_update: changed.last_update };
                let last = self.last.unwrap_or(changed.at);
                let event = Event::default().event(TICKET_UPDATED).id(last.to_string());
                return event.json_data(data).ok();
            }
            match tokio::time::timeout(SIGN, self.receiver.recv()).await {
                Err(_) if self.is_over().await => return None,
                Err(_) => return Some(Event::default().comment("")),
                Ok(Ok(_)) if self.is_over().await => return None,
                Ok(Ok(changed)) => self.backlog.push_back(changed),
                Ok(Err(RecvError::Lagged(_))) => {
                    let since = self.last.unwrap_or_else(|| self.app.clock.now().0) - MARGIN;
                    self.backlog.extend(self.app.store.changed_since(&self.session.email, since).await.ok()?);
                }
                // The server stops.
                Ok(Err(RecvError::Closed)) => return None,
            }
        }
    }

    /// Whether the session has ended since. When the store does not say, the stream ends, and the app comes back.
    async fn is_over(&self) -> bool {
        let session = self.app.store.session(&self.session.token_hash, self.app.clock.now()).await;
        // Under another address it is another stream.
        !matches!(session, Ok(Some(now)) if now.email == self.session.email)
    }
}
