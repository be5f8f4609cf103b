//! Signing in, by a one-time code or by the embedding platform's word, and out.

use super::App;
use super::body::Json;
use super::caller::{Caller, Cookie};
use super::conditional::wanted_language;
use super::limits::Network;
use super::problem::Refusal;
use super::tickets::invalid;
use crate::identity::{self, Untrusted};
use crate::secret::{new_id, new_key, sha256};
use crate::service_file::Localised;
use crate::store::{Asked, CodeRow, Proof, SessionRow};
use crate::words::Words;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Extension, Router};
use recourse_contract::service::SessionKind;
use recourse_contract::session::{CodeSent, Details, NewCode, NewIdentity, NewSession, SignIn};
use recourse_contract::time::{DAY, MINUTE};
use recourse_contract::{Code, FieldError, ProblemType, Session, Timestamp};

/// Milliseconds that a code is good for.
const CODE_LIFE: i64 = 10 * MINUTE;
/// Milliseconds that a session lasts.
const SESSION_LIFE: i64 = 30 * DAY;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/session/code", post(ask))
        .route("/session", get(read).post(sign_in).delete(sign_out))
        .route("/sessions", delete(sign_out_everywhere))
}

async fn ask(
    State(app): State<App>,
    network: Option<Extension<Network>>,
    headers: HeaderMap,
    Json { value: new, .. }: Json<NewCode>,
) -> Result<Response, Refusal> {
    let shown = app.file.negotiated(wanted_language(&headers));
    let new = new.trimmed();
    let errors = new.faults();
    if !errors.is_empty() {
        return Err(invalid(errors, &shown.locale));
    }
    let language = if shown.service.locales.contains(&new.language) { new.language } else { shown.locale.clone() };
    ask_for(&app, &new.email, &language, None, network).await
}

/// Makes a code for an address; `changes` is the address that it is to take the place of.
pub(super) async fn ask_for(
    app: &App,
    email: &str,
    language: &str,
    changes: Option<String>,
    network: Option<Extension<Network>>,
) -> Result<Response, Refusal> {
    let now = app.clock.now();
    let challenge = new_id(&*app.random);
    let code = CodeRow {
        email: email.to_ascii_lowercase(),
        to: email.to_owned(),
        nonce: challenge.clone(),
        changes,
        client: app.key.client(&Network::name(network)),
        expires_at: Timestamp(now.0 + CODE_LIFE),
        language: language.to_owned(),
        attempts: 0,
    };
    if let Asked::TooMany(until) = app.store.ask_code(code, now).await? {
        let mut response = Refusal::new(ProblemType::TooMany).into_response();
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from((until.0 - now.0).max(0) / 1_000 + 1));
        return Ok(response);
    }
    app.mail.notify_one();
    // The same for every address: who has filed here is nobody else's business.
    let sent = CodeSent { expires_in: u32::try_from(CODE_LIFE / 1_000).unwrap_or(u32::MAX), challenge };
    Ok((StatusCode::ACCEPTED, [(header::CACHE_CONTROL, "no-store")], axum::Json(sent)).into_response())
}

async fn sign_in(State(app): State<App>, headers: HeaderMap, Json { value: new, .. }: Json<SignIn>) -> Result<Response, Refusal> {
    let shown = app.file.negotiated(wanted_language(&headers));
    match new {
        SignIn::Code(new) => by_code(&app, new.trimmed(), &shown.locale).await,
        SignIn::Identity(new) => by_identity(&app, new, shown).await,
    }
}

async fn by_code(app: &App, new: NewSession, locale: &str) -> Result<Response, Refusal> {
    let errors = new.faults();
    if !errors.is_empty() {
        return Err(invalid(errors, locale));
    }
    let wrong = || wrong_code(locale);
    let email = new.email.to_ascii_lowercase();
    let kept = app.store.try_code(&email, &new.challenge, None, app.clock.now()).await?.ok_or_else(wrong)?;
    if !app.key.is_code(&email, &kept.nonce, &new.code) {
        return Err(wrong());
    }
    begin(app, email, Proof::Code(kept.nonce), new.bearer, None).await?.ok_or_else(wrong)
}

async fn by_identity(app: &App, new: NewIdentity, shown: &Localised) -> Result<Response, Refusal> {
    let refused = |cause: Untrusted| {
        tracing::warn!(%cause, "an identity is not taken");
        wrong_identity(shown)
    };
    let vouched = identity::verify(app.file.identity(), &new.identity, &shown.service, app.clock.now()).map_err(refused)?;
    let proof = Proof::Identity { issuer: vouched.issuer, jti: vouched.jti, expires_at: vouched.expires_at };
    let begun = begin(app, vouched.email, proof, new.bearer, vouched.details).await?;
    begun.ok_or_else(|| refused(Untrusted::Used))
}

/// Begins a session for a verified address. Nothing when what proves it was used before.
async fn begin(
    app: &App,
    email: String,
    proof: Proof,
    bearer: bool,
    details: Option<Details>,
) -> Result<Option<Response>, Refusal> {
    let (token, now) = (new_key(&*app.random), app.clock.now());
    let expires_at = Timestamp(now.0 + SESSION_LIFE);
    let row = SessionRow { token_hash: sha256(token.as_bytes()), email: email.clone(), created_at: now, expires_at };
    if !app.store.begin_session(row, proof).await? {
        return Ok(None);
    }
    let shown = bearer.then(|| token.clone());
    let mut response = unkept(StatusCode::CREATED, &Session { email, expires_at, token: shown, details });
    if !bearer {
        set_cookie(&mut response, app, &token, SESSION_LIFE / 1_000);
    }
    Ok(Some(response))
}

/// The code is wrong, used or outdated.
pub(super) fn wrong_code(locale: &str) -> Refusal {
    wrong("/code", Words::of(locale).sign_in("wrong_code"))
}

/// The identity is not taken, for whatever reason: it says where to find another way.
fn wrong_identity(shown: &Localised) -> Refusal {
    let has_codes = shown.service.session_kinds.contains(&SessionKind::Code);
    let name = if has_codes { "wrong_identity_or_code" } else { "wrong_identity" };
    wrong("/identity", Words::of(&shown.locale).sign_in(name))
}

fn wrong(pointer: &str, detail: String) -> Refusal {
    let error = FieldError { pointer: pointer.into(), code: Code::Other, detail: Some(detail), limit: None };
    let mut refusal = Refusal::new(ProblemType::Invalid);
    refusal.0.errors = vec![error];
    refusal
}

async fn read(State(app): State<App>, caller: Caller) -> Result<Response, Refusal> {
    let Caller::Session(session) = caller else { return Err(Refusal::new(ProblemType::Unauthenticated)) };
    let _ = app;
    Ok(unkept(StatusCode::OK, &Session { email: session.email, expires_at: session.expires_at, token: None, details: None }))
}

async fn sign_out(State(app): State<App>, caller: Caller) -> Result<Response, Refusal> {
    if let Caller::Session(session) = caller {
        app.store.end_session(&session.token_hash).await?;
    }
    Ok(signed_out(&app))
}

async fn sign_out_everywhere(State(app): State<App>, caller: Caller) -> Result<Response, Refusal> {
    let Caller::Session(session) = caller else { return Err(Refusal::new(ProblemType::Unauthenticated)) };
    app.store.end_sessions(&session.email).await?;
    Ok(signed_out(&app))
}

fn signed_out(app: &App) -> Response {
    let mut response = (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response();
    set_cookie(&mut response, app, "", 0);
    response
}

/// RFC 6265bis: for this host alone, out of reach of scripts, not with requests that other sites make.
fn set_cookie(response: &mut Response, app: &App, token: &str, seconds: i64) {
    let secure = if app.by_tls() { "; Secure" } else { "" };
    let cookie = format!("{}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", Cookie::name(app));
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

fn unkept<T: serde::Serialize>(status: StatusCode, value: &T) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], axum::Json(value)).into_response()
}
