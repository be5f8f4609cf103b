//! Help articles: read, and say whether they helped. For staff: what readers say of them.

use super::App;
use super::body::Json;
use super::caller::{Handler, Id};
use super::conditional::{Scope, json, wanted_language};
use super::handler::unkept;
use super::problem::Refusal;
use super::tickets::{idempotency, invalid};
use crate::secret::sha256;
use crate::store::{OpinionRow, Tally};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};
use recourse_contract::article::ArticleFeedback;
use recourse_contract::{MAX_PAGE, ProblemType, Timestamp};
use serde::{Deserialize, Serialize};

/// What readers say of an article.
#[derive(Debug, Serialize, Deserialize)]
pub struct Opinion {
    /// The article.
    pub slug: String,
    /// How many it helped.
    pub helpful: u32,
    /// How many it did not.
    pub not_helpful: u32,
    /// What they said in words, the latest first; not in the list of all articles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub whys: Vec<Why>,
}

/// What one reader says of an article.
#[derive(Debug, Serialize, Deserialize)]
#[allow(missing_docs)] // The names are those of the contract.
pub struct Why {
    pub at: Timestamp,
    /// The language in which it was read (BCP 47).
    pub language: String,
    pub helpful: bool,
    pub why: String,
}

pub(super) fn routes() -> Router<App> {
    Router::new().route("/articles/{slug}", get(read)).route("/articles/{slug}/feedback", put(rate))
}

pub(super) fn for_staff() -> Router<App> {
    Router::new().route("/articles", get(all)).route("/articles/{slug}", get(one))
}

async fn read(State(app): State<App>, Id(slug): Id, headers: HeaderMap) -> Result<Response, Refusal> {
    let article = app.file.article(&slug, wanted_language(&headers)).ok_or_else(|| Refusal::new(ProblemType::NotFound))?;
    Ok(json(&headers, article, &article.language, Scope::Public))
}

async fn rate(
    State(app): State<App>,
    Id(slug): Id,
    headers: HeaderMap,
    Json { value: said, hash }: Json<ArticleFeedback>,
) -> Result<Response, Refusal> {
    let article = app.file.article(&slug, wanted_language(&headers)).ok_or_else(|| Refusal::new(ProblemType::NotFound))?;
    let asked = idempotency(&headers, slug, hash)?;
    let said = said.trimmed();
    let errors = said.faults();
    if !errors.is_empty() {
        return Err(invalid(errors, &article.language));
    }
    let row = OpinionRow {
        key_hash: sha256(format!("{}\n{}", asked.scope, asked.key).as_bytes()),
        slug: article.slug.clone(),
        locale: article.language.clone(),
        helpful: said.helpful,
        why: said.why,
        at: app.clock.now(),
    };
    app.store.keep_opinion(row).await?;
    Ok((StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response())
}

/// Every article that there is, or that readers have spoken of.
async fn all(State(app): State<App>, _: Handler) -> Result<Response, Refusal> {
    let mut tallies = app.store.tallies().await?;
    for slug in app.file.articles().slugs() {
        if tallies.iter().all(|tally| tally.slug != slug) {
            tallies.push(Tally { slug: slug.to_owned(), helpful: 0, not_helpful: 0 });
        }
    }
    tallies.sort_by(|a, b| a.slug.cmp(&b.slug));
    let opinions: Vec<Opinion> = tallies.into_iter().map(|tally| opinion(tally, Vec::new())).collect();
    Ok(unkept(StatusCode::OK, &opinions))
}

async fn one(State(app): State<App>, _: Handler, Id(slug): Id) -> Result<Response, Refusal> {
    let said = app.store.tallies().await?.into_iter().find(|tally| tally.slug == slug);
    let silent = || app.file.article(&slug, None).map(|_| Tally { slug: slug.clone(), helpful: 0, not_helpful: 0 });
    let tally = said.or_else(silent).ok_or_else(|| Refusal::new(ProblemType::NotFound))?;
    let why = |row: OpinionRow| Some(Why { at: row.at, language: row.locale, helpful: row.helpful, why: row.why? });
    let whys = app.store.whys(&slug, MAX_PAGE).await?.into_iter().filter_map(why).collect();
    Ok(unkept(StatusCode::OK, &opinion(tally, whys)))
}

fn opinion(tally: Tally, whys: Vec<Why>) -> Opinion {
    Opinion { slug: tally.slug, helpful: tally.helpful, not_helpful: tally.not_helpful, whys }
}
