//! The public report. It is no secret and hardly changes: the browser's own cache keeps it.

use super::backend::Backend;
use super::http::{self, Request, Response};
use recourse_contract::json::{self, Read};
use recourse_contract::report::{Report, Reports};
use recourse_contract::{Problem, ProblemType};

/// What asking gave.
#[derive(Clone)]
pub enum Asked<T> {
    /// What was asked for.
    Found(T),
    /// There is none.
    Nothing,
    /// No answer, or not one of the contract.
    Failed,
}

/// The years that have one.
pub async fn years(backend: Backend) -> Asked<Reports> {
    read(backend, "/reports").await
}

/// The report of a year, in the language in use.
pub async fn of(backend: Backend, year: u16) -> Asked<Report> {
    read(backend, &format!("/reports/{year}")).await
}

/// Where the report of a year is kept as a file: `csv` or `json`. `locales` are the platform's languages.
pub fn address(backend: Backend, year: u16, format: &str, locales: &[String]) -> String {
    let language = backend.language();
    // A link has no header. What the platform does not speak it would refuse.
    let asked = if locales.contains(&language) { format!("&language={language}") } else { String::new() };
    backend.url(&format!("/reports/{year}?format={format}{asked}"))
}

async fn read<T: Read>(backend: Backend, path: &str) -> Asked<T> {
    let language = backend.language();
    let request = Request { url: backend.url(path), language: &language, ..Request::default() };
    match http::send(request).await {
        Some(Response { status: 200, body, .. }) => json::read(&body).map_or(Asked::Failed, Asked::Found),
        // Another's page of the same status says nothing.
        Some(Response { status: 404, body, .. })
            if json::read::<Problem>(&body).is_ok_and(|problem| problem.kind == ProblemType::NotFound) =>
        {
            Asked::Nothing
        }
        _ => Asked::Failed,
    }
}
