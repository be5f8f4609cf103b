//! A handler that plays: looks through the tickets every few seconds and makes the moves of [`script`](crate::demo::script)
//! that are due, over the same API as every handler.

use super::client::{Client, Failed, Place};
use super::show;
use crate::clock::{Clock, SystemClock};
use crate::demo::script::{Script, Turn};
use crate::http::{Case, Member, Row};
use crate::serve::DEMO_HANDLER_KEY;
use clap::Args;
use recourse_contract::ticket::State;
use recourse_contract::{MAX_PAGE, Problem, ProblemType, Timestamp};
use std::collections::HashMap;
use std::io::Write;
use std::os::unix::process::parent_id;
use std::time::{Duration, Instant};

/// Milliseconds between two looks, before the pace.
const ROUND: u64 = 2_000;
/// The same at the least.
const LEAST_ROUND: u64 = 100;
/// How long a backend may take to start before somebody is told that there is none.
const START: Duration = Duration::from_secs(10);

/// Play a handler: answer new tickets by a script, for a newcomer to look at. Talks to a running backend that was started
/// with --demo.
#[derive(Clone, Debug, Args)]
pub struct DemoHandler {
    #[command(flatten)]
    place: Place,
    /// So many times quicker.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pace: u32,
    /// End when this process, which has started it, has ended.
    #[arg(long, value_name = "PID")]
    parent: Option<u32>,
}

/// What was seen of a ticket: where it stood, and when its next move is due. It spares reading, and decides nothing.
type Seen = HashMap<String, ((State, u32), Option<Timestamp>)>;

impl DemoHandler {
    pub(super) async fn run(self) -> Result<(), String> {
        let since = SystemClock.now();
        let Some((client, name)) = self.begin().await? else { return Ok(()) };
        say(&format!("{name} answers tickets that are filed from now on"));
        let script = Script { name, since, pace: self.pace };
        let (mut seen, mut trouble) = (Seen::new(), None);
        while !self.is_orphan() {
            // Once for each trouble: the backend may be away for a while.
            let before = trouble.take();
            trouble = round(&client, &script, &mut seen).await.err().map(String::from);
            if let Some(reason) = trouble.as_ref().filter(|reason| before.as_ref() != Some(*reason)) {
                eprintln!("recourse-backend: {reason}");
            }
            self.pause().await;
        }
        Ok(())
    }

    /// Waits for the backend, which may be starting, and asks it whose key this is. Nothing when there is no need any more.
    async fn begin(&self) -> Result<Option<(Client, String)>, String> {
        let (began, mut is_told) = (Instant::now(), false);
        while !self.is_orphan() {
            // The first start of the backend makes the key.
            let reason = match self.place.client(DEMO_HANDLER_KEY) {
                Ok(client) => match client.get::<Member>("/me", &[]).await {
                    Ok(member) => return Ok(Some((client, member.name))),
                    Err(Failed::Refused(problem)) => return Err(show::problem(&problem)),
                    Err(Failed::Unanswered(reason)) => reason,
                },
                Err(reason) => reason,
            };
            if !is_told && began.elapsed() > START {
                eprintln!("recourse-backend: {reason} Still waiting for a backend with --demo.");
                is_told = true;
            }
            self.pause().await;
        }
        Ok(None)
    }

    fn is_orphan(&self) -> bool {
        self.parent.is_some_and(|parent| parent_id() != parent)
    }

    async fn pause(&self) {
        tokio::time::sleep(Duration::from_millis((ROUND / u64::from(self.pace)).max(LEAST_ROUND))).await;
    }
}

/// One look at every ticket that has changed, or has something due.
async fn round(client: &Client, script: &Script, seen: &mut Seen) -> Result<(), Failed> {
    let query = [("sort", "-updated_at".to_owned()), ("limit", MAX_PAGE.to_string())];
    for row in client.get::<Vec<Row>>("/tickets", &query).await? {
        let (ticket, now) = (row.summary, SystemClock.now());
        if !script.concerns(&ticket, row.assignee.as_deref()) {
            continue;
        }
        let stands = (ticket.state, ticket.last_update);
        let is_quiet = |(stood, due): &((State, u32), Option<Timestamp>)| *stood == stands && due.is_none_or(|due| due > now);
        if seen.get(&ticket.id).is_some_and(is_quiet) {
            continue;
        }
        let case: Case = client.get(&format!("/tickets/{}", ticket.id), &[]).await?;
        let next = script.next(&case, now);
        seen.insert(ticket.id.clone(), (stands, next.as_ref().map(|turn| turn.due)));
        if let Some(turn) = next.filter(|turn| turn.due <= now)
            && !made(client, &case, &turn).await?
        {
            // Nothing that another try would change.
            seen.insert(ticket.id, (stands, None));
        }
    }
    Ok(())
}

/// Makes a move. False when it is refused for good.
async fn made(client: &Client, case: &Case, turn: &Turn) -> Result<bool, Failed> {
    let ticket = &case.ticket.summary;
    // One move for each state of the thread: a repeated attempt writes nothing twice.
    let key = format!("demo-handler-{}-{}", ticket.id, ticket.last_update);
    match client.post(&ticket.id, &turn.what, &[], &key, Some(turn.language)).await {
        Ok(_) => say(&format!("{}  {}", ticket.reference, turn.what.name())),
        // Somebody was quicker, or it is busy: the next look decides anew.
        Err(Failed::Refused(problem)) if passes(&problem) => {}
        Err(Failed::Refused(problem)) => {
            eprintln!("recourse-backend: {}: {}", ticket.reference, show::problem(&problem));
            return Ok(false);
        }
        Err(failed) => return Err(failed),
    }
    Ok(true)
}

/// Whether the same question may have another answer soon.
fn passes(problem: &Problem) -> bool {
    problem.kind == ProblemType::KeyReused || matches!(problem.status, 408 | 409 | 412 | 429 | 500..)
}

fn say(line: &str) {
    // Nobody may be reading.
    let _ = writeln!(std::io::stdout(), "{line}");
}
