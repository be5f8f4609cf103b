//! Tickets from before outcomes were asked about and counted.

#![allow(clippy::unwrap_used, missing_docs)]

mod harness;

use harness::case::{decide, settle, ticket};
use harness::{Backend, new_ticket};
use recourse_contract::Ticket;
use recourse_contract::ticket::{Action, State};
use recourse_contract::time::DAY;

/// Takes the database back to what it was before the migrations 19, 20 and 22.
const BACK: [&str; 18] = [
    "DROP INDEX tickets_waits",
    "ALTER TABLE tickets DROP COLUMN waits",
    "DROP TRIGGER facts_begin",
    "DROP TRIGGER facts_follow",
    "DROP TRIGGER facts_decided",
    "DROP TABLE facts",
    "DROP TABLE reports",
    "DROP INDEX tickets_unanswered",
    "ALTER TABLE tickets DROP COLUMN outcome_at",
    "ALTER TABLE tickets DROP COLUMN outcome_number",
    "ALTER TABLE tickets DROP COLUMN reviews",
    "ALTER TABLE tickets DROP COLUMN satisfaction",
    "ALTER TABLE tickets DROP COLUMN mediation",
    "ALTER TABLE tickets DROP COLUMN reminded_at",
    "UPDATE tickets SET due_at = NULL",
    "ALTER TABLE tickets ADD COLUMN waits INTEGER GENERATED ALWAYS AS (state IN ('waiting_for_partner', 'preliminary')) VIRTUAL",
    "CREATE INDEX tickets_waits ON tickets (email, waits, updated_at, id)",
    "DELETE FROM _sqlx_migrations WHERE version IN (19, 20, 22)",
];

#[tokio::test]
async fn what_was_decided_before_can_be_answered_does_not_lapse_and_is_counted() {
    let mut backend = Backend::start(&[]).await;
    let decided = backend.file(&new_ticket()).await;
    decide(&backend, &decided, "Decided.").await;
    let open = backend.file(&new_ticket()).await;
    let at = ticket(&backend, &decided).await.summary.updated_at;
    backend.stop().await;
    for statement in BACK {
        backend.execute(statement).await;
    }
    backend.restart().await;

    let before = ticket(&backend, &decided).await;
    assert_eq!((before.summary.state, before.due_at), (State::Resolved, None), "nobody was told of a date");
    assert_eq!(before.rate_until.map(|until| until.0), Some(at.0 + 60 * DAY));
    assert!(before.actions.contains(&Action::Settle) && before.actions.contains(&Action::RequestReview), "{before:?}");
    assert_eq!(ticket(&backend, &open).await.summary.state, State::Received);
    let counted = "SELECT COUNT(*) FROM facts WHERE decision = 'partly_upheld' AND minutes IS NOT NULL AND in_time = 1";
    assert_eq!(backend.number(counted).await, 1);
    assert_eq!(backend.number("SELECT COUNT(*) FROM facts WHERE decision IS NULL AND minutes IS NULL").await, 1);

    // From here on they are counted as all others are.
    settle(&backend, &decided, true).await.found::<Ticket>();
    decide(&backend, &open, "Decided, too.").await;
    assert_eq!(backend.number("SELECT COUNT(*) FROM facts WHERE closed_as = 'settled'").await, 1);
    assert_eq!(backend.number("SELECT COUNT(*) FROM facts WHERE decision IS NOT NULL").await, 2);
}
