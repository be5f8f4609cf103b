//! The partner who is signed in: how to reach them, all that is kept of them, and its erasure.

use super::App;
use super::body::Json;
use super::caller::Caller;
use super::conditional::wanted_language;
use super::limits::Network;
use super::problem::Refusal;
use super::session::{ask_for, wrong_code};
use super::tickets::{idempotency, invalid};
use crate::store::{After, ListQuery, Of, PushRow, QuestionRow, Reach, Reaching, SessionRow, Sort};
use crate::view;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use futures_util::{StreamExt, stream};
use recourse_contract::me::{ExportedDevice, ExportedQuestion, ExportedSubscription, ExportedTicket, Me, MeChange};
use recourse_contract::update::Nothing;
use recourse_contract::{Code, FieldError, IDEMPOTENCY_KEY, ProblemType};

/// Tickets that are read at a time for an export.
const AT_ONCE: u32 = 50;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/me", get(read).patch(change))
        .route("/me/export", get(export))
        .route("/me/erasure", post(erase).delete(keep))
}

pub(super) fn session(caller: Caller) -> Result<SessionRow, Refusal> {
    match caller {
        Caller::Session(session) => Ok(session),
        _ => Err(Refusal::new(ProblemType::Unauthenticated)),
    }
}

/// A partner whose last ticket was erased has nothing left, not even a way to be reached.
async fn me(app: &App, email: &str) -> Result<Me, Refusal> {
    let reached = app.store.reached(email).await?.ok_or_else(|| Refusal::new(ProblemType::NotFound))?;
    Ok(Me {
        email: reached.email,
        language: reached.language,
        channel: reached.channel,
        bookmarks: reached.bookmarks,
        erasure_asked_at: reached.erasure_asked_at,
    })
}

fn answer(status: StatusCode, me: &Me) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], axum::Json(me)).into_response()
}

async fn read(State(app): State<App>, caller: Caller) -> Result<Response, Refusal> {
    Ok(answer(StatusCode::OK, &me(&app, &session(caller)?.email).await?))
}

async fn change(
    State(app): State<App>,
    caller: Caller,
    network: Option<Extension<Network>>,
    headers: HeaderMap,
    Json { value: new, hash }: Json<MeChange>,
) -> Result<Response, Refusal> {
    let mut session = session(caller)?;
    let shown = app.file.negotiated(wanted_language(&headers));
    let new = new.trimmed();
    let mut errors = new.faults(&shown.service.locales);
    let is_same = |email: &String| email.to_ascii_lowercase() == session.email;
    if new.email.as_ref().is_some_and(is_same) {
        errors.push(FieldError { pointer: "/email".into(), code: Code::Other, detail: None, limit: None });
    }
    if !errors.is_empty() {
        return Err(invalid(errors, &shown.locale));
    }
    let now = app.clock.now();
    let has_key = headers.contains_key(IDEMPOTENCY_KEY);
    let key = has_key.then(|| idempotency(&headers, "me".into(), hash)).transpose()?;
    if let Some(key) = &key
        && app.store.reaching(&session.email, key).await? == Some(Reaching::KeyReused)
    {
        return Err(Refusal::new(ProblemType::KeyReused));
    }
    let mut asked = None;
    if let Some(email) = new.email {
        if let (Some(code), Some(challenge)) = (new.code, new.challenge) {
            let address = email.to_ascii_lowercase();
            let kept = app.store.try_code(&address, &challenge, Some(&session.email), now).await?;
            let right = kept.is_some_and(|kept| app.key.is_code(&address, &kept.nonce, &code));
            if !right || !app.store.move_to(&session.email, &email, &challenge, &session.token_hash, now).await? {
                return Err(wrong_code(&shown.locale));
            }
            session.email = address;
        } else {
            // Whether the address is known here makes no difference: its holder asks for it, with the code.
            let answer = ask_for(&app, &email, &shown.locale, Some(session.email.clone()), network).await?;
            if !answer.status().is_success() {
                return Ok(answer);
            }
            asked = Some(answer);
        }
    }
    // At the end: a request that is refused changes nothing.
    if new.language.is_some() || new.channel.is_some() || new.bookmarks.is_some() {
        if new.bookmarks.is_some() {
            // Of who has filed nothing, nothing is kept.
            me(&app, &session.email).await?;
        }
        let change = Reach { language: new.language, channel: new.channel, bookmarks: new.bookmarks, key };
        if app.store.reach(&session.email, change, now).await? == Reaching::KeyReused {
            return Err(Refusal::new(ProblemType::KeyReused));
        }
    }
    match asked {
        Some(answer) => Ok(answer),
        None => Ok(answer(StatusCode::OK, &me(&app, &session.email).await?)),
    }
}

async fn erase(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Json { hash, .. }: Json<Nothing>,
) -> Result<Response, Refusal> {
    let session = session(caller)?;
    // The same request twice is one request: the first time counts.
    idempotency(&headers, "erasure".into(), hash)?;
    me(&app, &session.email).await?;
    app.store.ask_erasure(&session.email, Some(app.clock.now())).await?;
    Ok(answer(StatusCode::ACCEPTED, &me(&app, &session.email).await?))
}

async fn keep(State(app): State<App>, caller: Caller) -> Result<Response, Refusal> {
    let session = session(caller)?;
    app.store.ask_erasure(&session.email, None).await?;
    Ok(answer(StatusCode::OK, &me(&app, &session.email).await?))
}

/// One file, made while it is sent: however much there is, little of it is in memory.
async fn export(State(app): State<App>, caller: Caller, headers: HeaderMap) -> Result<Response, Refusal> {
    let session = session(caller)?;
    let me = me(&app, &session.email).await?;
    let shown = app.file.negotiated(wanted_language(&headers));
    let now = app.clock.now();
    let text = |value: &str| serde_json::to_string(value).expect("a text");
    let head = format!(
        "{{\"platform\":{},\"exported_at\":{},\"me\":{},\"tickets\":[",
        text(&shown.service.platform.name),
        text(&now.to_string()),
        serde_json::to_string(&me).expect("plain data"),
    );
    let locale = shown.locale.clone();
    let parts = Parts { app, email: session.email, locale, after: None, is_first: true, is_done: false };
    let rest = stream::unfold(parts, |mut parts| async move {
        let next = parts.next().await;
        if next.is_err() {
            parts.is_done = true;
        }
        next.transpose().map(|part| (part, parts))
    });
    // Fused: who compresses it asks once more after the end.
    let whole = stream::iter([Ok::<_, std::io::Error>(head)]).chain(rest).fuse();
    let mut response = Body::from_stream(whole).into_response();
    let day = now.to_string().split('T').next().unwrap_or_default().to_owned();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"my-data-{day}.json\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

struct Parts {
    app: App,
    email: String,
    locale: String,
    after: Option<After>,
    is_first: bool,
    is_done: bool,
}

impl Parts {
    /// The next tickets, or the end. A failure ends the connection early, so that nobody takes a part for the whole.
    async fn next(&mut self) -> Result<Option<String>, std::io::Error> {
        if self.is_done {
            return Ok(None);
        }
        let failed = |fault: crate::store::Failure| {
            tracing::error!(%fault, "an export");
            std::io::Error::other("the store failed")
        };
        let query = ListQuery {
            of: Of::Partner(self.email.clone()),
            sort: Sort::OldestFiling,
            after: self.after.take(),
            limit: AT_ONCE,
            ..ListQuery::default()
        };
        let rows = self.app.store.tickets(&query).await.map_err(failed)?;
        let more = rows.len() > AT_ONCE as usize;
        let mut part = String::new();
        for row in rows.iter().take(AT_ONCE as usize) {
            let updates = self.app.store.updates(&row.id, 0, u32::MAX).await.map_err(failed)?;
            let ticket = view::ticket(row, &self.app.file.in_language(&self.locale).service, self.app.clock.now());
            if !std::mem::take(&mut self.is_first) {
                part.push(',');
            }
            part += &serde_json::to_string(&ExportedTicket { ticket, updates }).expect("plain data");
            self.after = Some(After { waits: false, value: row.filed_at.0, id: row.id.clone() });
        }
        if !more {
            let wishes = self.app.store.subscribed(&self.email).await.map_err(failed)?;
            let wish = |(incident, language)| ExportedSubscription { incident, language };
            let subscriptions: Vec<ExportedSubscription> = wishes.into_iter().map(wish).collect();
            part.push(']');
            if !subscriptions.is_empty() {
                part += &format!(",\"subscriptions\":{}", serde_json::to_string(&subscriptions).expect("plain data"));
            }
            let asked = self.app.store.questions_of(&self.email).await.map_err(failed)?;
            let questions: Vec<ExportedQuestion> = asked.into_iter().map(exported).collect();
            if !questions.is_empty() {
                part += &format!(",\"questions\":{}", serde_json::to_string(&questions).expect("plain data"));
            }
            let devices = self.app.store.push_devices(&self.email).await.map_err(failed)?;
            let device = |row: PushRow| ExportedDevice { endpoint: row.endpoint, language: row.language, at: row.at };
            let devices: Vec<ExportedDevice> = devices.into_iter().map(device).collect();
            if !devices.is_empty() {
                part += &format!(",\"devices\":{}", serde_json::to_string(&devices).expect("plain data"));
            }
            part.push('}');
            self.is_done = true;
        }
        Ok(Some(part))
    }
}

fn exported(row: QuestionRow) -> ExportedQuestion {
    let QuestionRow { at, name, language, text, reference, answered_at, .. } = row;
    ExportedQuestion { at, name, language, text, reference, answered_at }
}
