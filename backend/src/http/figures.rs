//! Figures of years that are not published, kept as long as nothing has changed.

use super::App;
use crate::report::{Figures, Year, compute};
use crate::store::Failure;
use recourse_contract::Timestamp;
use std::sync::Arc;
use tokio::sync::Mutex;

/// What was computed last, for each year. One is computed at a time.
#[derive(Default)]
pub struct Computed(Mutex<Vec<Kept>>);

struct Kept {
    year: Year,
    figures: Arc<Figures>,
    at: Timestamp,
    /// Of the store, as it was counted.
    edition: i64,
    /// When nothing had changed since.
    seen_at: Timestamp,
}

impl Computed {
    /// The figures of a year, and when they were computed. For `patience` milliseconds nobody looks whether they still hold:
    /// many readers then cost as little as one.
    ///
    /// # Errors
    /// When the store fails.
    pub(super) async fn of(&self, app: &App, year: &Year, patience: i64) -> Result<(Arc<Figures>, Timestamp), Failure> {
        let now = app.clock.now();
        let mut all = self.0.lock().await;
        let known = all.iter_mut().find(|kept| kept.year == *year);
        if let Some(kept) = known.as_ref().filter(|kept| now.0 - kept.seen_at.0 < patience) {
            return Ok((kept.figures.clone(), kept.at));
        }
        // Before the facts: what comes in between is counted again.
        let edition = app.store.edition().await?;
        if let Some(kept) = known.filter(|kept| kept.edition == edition) {
            kept.seen_at = now;
            return Ok((kept.figures.clone(), kept.at));
        }
        let figures = Arc::new(compute(app.store.facts(year).await?, &app.file));
        all.retain(|kept| kept.year != *year);
        all.push(Kept { year: year.clone(), figures: figures.clone(), at: now, edition, seen_at: now });
        Ok((figures, now))
    }
}
