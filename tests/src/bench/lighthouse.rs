//! What Lighthouse says of four screens, as on a phone of the middle class on a slow connection: its own throttling, three runs
//! each, of which the middle one counts.

use super::Figure;
use super::filled::Filled;
use crate::browser::binary;
use crate::{Outcome, env};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;
use tokio::process::Command;

/// How often each screen is loaded.
const RUNS: usize = 3;

/// A screen: whether it takes a session, and the names of its figures, in the order of [`CATEGORIES`].
struct Screen {
    path: String,
    signed_in: bool,
    figures: [&'static str; 3],
}

const CATEGORIES: [&str; 3] = ["performance", "accessibility", "best-practices"];

fn screens(ticket: &str) -> [Screen; 4] {
    let screen = |path: &str, signed_in, figures| Screen { path: path.to_owned(), signed_in, figures };
    [
        screen("/", false, ["lighthouse_start_performance", "lighthouse_start_accessibility", "lighthouse_start_best_practices"]),
        screen(
            "/messages",
            true,
            ["lighthouse_inbox_performance", "lighthouse_inbox_accessibility", "lighthouse_inbox_best_practices"],
        ),
        screen(
            &format!("/t/{ticket}"),
            true,
            ["lighthouse_thread_performance", "lighthouse_thread_accessibility", "lighthouse_thread_best_practices"],
        ),
        screen(
            "/articles/complaints",
            false,
            ["lighthouse_article_performance", "lighthouse_article_accessibility", "lighthouse_article_best_practices"],
        ),
    ]
}

/// Measures: points out of a hundred.
///
/// # Errors
/// Lighthouse is not there, does not come to an end, or looks at another page than it should.
pub async fn measure(filled: &Filled) -> Outcome<Vec<Figure>> {
    let backend = filled.backend().await?;
    let partner = filled.partners.first().ok_or("no partner was filled in")?;
    let mut figures = Vec::new();
    for screen in screens(&partner.ticket) {
        eprintln!("Lighthouse at {}", screen.path);
        let token = screen.signed_in.then_some(partner.token.as_str());
        let mut runs = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            runs.push(look(&format!("{}{}", backend.origin(), screen.path), token).await?);
        }
        for (at, name) in screen.figures.into_iter().enumerate() {
            let points: Vec<f64> = runs.iter().map(|run| run[at]).collect();
            figures.push(Figure { name, value: super::percentile(&points, 50).ok_or("no run")?, unit: "points" });
        }
    }
    Ok(figures)
}

/// Looks once, in a browser of its own, with the cookie of a session or without.
async fn look(address: &str, token: Option<&str>) -> Outcome<[f64; 3]> {
    let folder = TempDir::new()?;
    let report = folder.path().join("report.json");
    let mut command = Command::new(env::tool("lighthouse/node_modules/.bin/lighthouse"));
    command.arg(address).args(["--quiet", "--output=json", "--max-wait-for-load=20000"]);
    command.arg(format!("--only-categories={}", CATEGORIES.join(",")));
    command.arg(format!("--output-path={}", report.display()));
    command.arg("--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage");
    if let Some(token) = token {
        command.arg(format!("--extra-headers={}", json!({ "Cookie": format!("recourse={token}") })));
    }
    let done = command.env("CHROME_PATH", binary("chromium")?).env("TMPDIR", folder.path()).output().await?;
    if !done.status.success() {
        return Err(format!("Lighthouse ended with {}: {}", done.status, String::from_utf8_lossy(&done.stderr)).into());
    }
    points(&report, address)
}

fn points(report: &Path, address: &str) -> Outcome<[f64; 3]> {
    let report: Value = serde_json::from_str(&std::fs::read_to_string(report)?)?;
    // A page that leads elsewhere would be the one that was looked at.
    if report["finalDisplayedUrl"].as_str() != Some(address) {
        return Err(format!("Lighthouse came to {}, not to {address}", report["finalDisplayedUrl"]).into());
    }
    let mut points = [0.0; 3];
    for (at, category) in CATEGORIES.into_iter().enumerate() {
        let score = report["categories"][category]["score"].as_f64();
        points[at] = score.ok_or_else(|| format!("Lighthouse gave no {category}: {}", report["runtimeError"]))? * 100.0;
    }
    Ok(points)
}
