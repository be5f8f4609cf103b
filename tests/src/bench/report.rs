//! How soon the backend has computed the public report of a year with 100,000 cases.

use super::Figure;
use super::filled::Filled;
use super::http::{ask, client};
use crate::Outcome;

/// How often it is computed: each time by a backend that has just started, and has read nothing yet.
const TIMES: usize = 3;

/// Measures.
///
/// # Errors
/// The backend does not answer, or has no report of that year.
pub async fn measure(filled: &Filled) -> Outcome<Vec<Figure>> {
    eprintln!("computing a report of 100,000 cases");
    let mut slowest: f64 = 0.0;
    for _ in 0..TIMES {
        let backend = filled.backend().await?;
        let address = backend.url(&format!("/reports/{}", filled.report_year));
        // It is open to all: there is no token.
        slowest = slowest.max(ask(&client()?, &address, "").await?);
    }
    Ok(vec![Figure { name: "report_compute_ms", value: slowest, unit: "ms" }])
}
