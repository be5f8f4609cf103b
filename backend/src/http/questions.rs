//! Questions about mediation: anybody may ask, before it and during it. Staff answer by e-mail.

use super::App;
use super::body::Json;
use super::caller::{Handler, Id};
use super::conditional::wanted_language;
use super::dossier::offered;
use super::handler::unkept;
use super::problem::Refusal;
use super::tickets::{created, idempotency, invalid};
use crate::secret::new_id;
use crate::store::{Asking, NoticeRow, QuestionRow};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use recourse_contract::mediation::{NewMediationQuestion, QuestionTaken};
use recourse_contract::{MAX_PAGE, ProblemType, Reference};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/mediation-questions", post(ask))
}

pub(super) fn for_staff() -> Router<App> {
    Router::new().route("/questions", get(list)).route("/questions/{id}/answered", post(answered))
}

async fn ask(
    State(app): State<App>,
    headers: HeaderMap,
    Json { value: new, hash }: Json<NewMediationQuestion>,
) -> Result<Response, Refusal> {
    offered(&app)?;
    let asked = idempotency(&headers, "questions".into(), hash)?;
    let shown = app.file.negotiated(wanted_language(&headers));
    let new = new.trimmed();
    let errors = new.faults(&shown.service);
    if !errors.is_empty() {
        return Err(invalid(errors, &shown.locale));
    }
    let row = QuestionRow {
        id: new_id(&*app.random),
        at: app.clock.now(),
        name: new.name,
        email: new.email,
        language: new.language,
        text: new.text,
        // As people write it, if it is one.
        reference: new.reference.map(|text| Reference::parse(&text).map_or(text, |reference| reference.to_string())),
        answered_at: None,
        answered_by: None,
    };
    let mails = mails(&app, &row).await?;
    match app.store.ask(row, asked, mails).await? {
        Asking::Taken { id, at } => {
            app.mail.notify_one();
            Ok(created(&QuestionTaken { id, at }, None, &shown.locale))
        }
        Asking::KeyReused => Err(Refusal::new(ProblemType::KeyReused)),
    }
}

/// To whoever asks, and to those who hear of the ticket that the question names, or of topics that name nobody.
async fn mails(app: &App, row: &QuestionRow) -> Result<Vec<NoticeRow>, Refusal> {
    let named = match &row.reference {
        Some(reference) => app.store.by_reference(reference).await?,
        None => None,
    };
    let team = app.file.team();
    let staff = team.addresses(named.as_ref().map_or("", |ticket| ticket.topic.as_str()));
    let mail = |kind: &str, address: &String, language: &String| NoticeRow {
        id: new_id(&*app.random),
        address: address.clone(),
        language: language.clone(),
        kind: kind.to_owned(),
        incident: None,
        question: Some(row.id.clone()),
        attempts: 0,
    };
    let own = mail("asked", &row.email, &row.language);
    Ok(staff.iter().map(|address| mail("question", address, &team.language)).chain([own]).collect())
}

/// Those that wait for an answer.
async fn list(State(app): State<App>, _: Handler) -> Result<Response, Refusal> {
    Ok(unkept(StatusCode::OK, &app.store.open_questions(MAX_PAGE).await?))
}

/// The answer went out, by whatever mail program.
async fn answered(State(app): State<App>, Handler(name): Handler, Id(id): Id) -> Result<Response, Refusal> {
    let row = app.store.answered(&id, &name, app.clock.now()).await?;
    Ok(unkept(StatusCode::OK, &row.ok_or_else(|| Refusal::new(ProblemType::NotFound))?))
}
