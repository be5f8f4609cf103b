//! Waiting for something to be so. Nothing here sleeps for a fixed time.

use crate::Outcome;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long anything may take. The slowest is the app's own pause of four seconds after a failed attempt.
const PATIENCE: Duration = Duration::from_secs(15);
const PAUSE: Duration = Duration::from_millis(40);

/// Asks again and again until something comes. A failed question counts as "not yet", and is told at the end.
///
/// # Errors
/// Nothing came in time; `what` names it.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Outcome<Option<T>>) -> Outcome<T> {
    let end = Instant::now() + PATIENCE;
    loop {
        let answer = ask().await;
        if let Ok(Some(found)) = answer {
            return Ok(found);
        }
        if Instant::now() > end {
            let reason = answer.err().map(|error| format!(": {error}")).unwrap_or_default();
            return Err(format!("waited {} s in vain for {what}{reason}", PATIENCE.as_secs()).into());
        }
        sleep(PAUSE).await;
    }
}
