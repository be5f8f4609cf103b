//! What a thousand open streams of events cost, and how soon each hears of its own.

use super::filled::Filled;
use super::http::{Handler, ask, client};
use super::{Figure, milliseconds};
use crate::Outcome;
use crate::backend::Backend;
use recourse_contract::events::TICKET_UPDATED;
use reqwest::{Client, Response};
use std::fs;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// Streams, each of another partner.
const STREAMS: usize = 1_000;
/// Files that a process has open besides its streams, at most.
const OTHER_FILES: usize = 100;
/// How long an event may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// Measures.
///
/// # Errors
/// The shell allows too few open files, or an event does not come.
pub async fn measure(filled: &Filled) -> Outcome<Vec<Figure>> {
    enough_files()?;
    eprintln!("opening {STREAMS} streams");
    let backend = filled.backend().await?;
    let (client, handler) = (client()?, Handler::of(&backend)?);
    let partners = filled.partners.get(..STREAMS).ok_or("too few partners were filled in")?;
    // What the backend keeps of the database in memory once it has looked is no cost of the streams.
    for partner in partners {
        ask(&client, &backend.url("/session"), &partner.token).await?;
    }
    let id = backend.id().await?;
    let before = memory(id)?;
    let mut streams = Vec::with_capacity(STREAMS);
    for partner in partners {
        streams.push(Stream::open(&client, &backend, &partner.token).await?);
    }
    let grown = memory(id)?.saturating_sub(before);

    eprintln!("an update to each");
    let mut delays = Vec::with_capacity(STREAMS);
    for (stream, partner) in streams.iter_mut().zip(partners) {
        let sent = Instant::now();
        // At once: the event may come before the handler's answer.
        let hears = timeout(PATIENCE, stream.hears_of(&partner.ticket));
        let (written, heard) = tokio::join!(handler.reply(&partner.ticket, "Nous avons du nouveau."), hears);
        written?;
        let heard = heard.map_err(|_| format!("no event in {} s", PATIENCE.as_secs()))??;
        delays.push(milliseconds(heard.duration_since(sent)));
    }
    Ok(vec![
        Figure { name: "streams_1000_memory_kb_each", value: grown as f64 / STREAMS as f64, unit: "kB" },
        Figure::p95("streams_1000_p95_ms", &delays)?,
    ])
}

/// An open stream.
struct Stream {
    answer: Response,
    heard: String,
}

impl Stream {
    /// Opens one, up to its first sign of life.
    async fn open(client: &Client, backend: &Backend, token: &str) -> Outcome<Self> {
        let answer = client.get(backend.url("/events")).bearer_auth(token).send().await?.error_for_status()?;
        let mut stream = Self { answer, heard: String::new() };
        stream.block().await?;
        Ok(stream)
    }

    /// Waits for the event of a ticket, and gives the moment.
    async fn hears_of(&mut self, ticket: &str) -> Outcome<Instant> {
        loop {
            let block = self.block().await?;
            if block.contains(TICKET_UPDATED) && block.contains(ticket) {
                return Ok(Instant::now());
            }
        }
    }

    async fn block(&mut self) -> Outcome<String> {
        loop {
            if let Some((block, rest)) = self.heard.split_once("\n\n") {
                let block = block.to_owned();
                self.heard = rest.to_owned();
                return Ok(block);
            }
            let chunk = self.answer.chunk().await?.ok_or("a stream has ended")?;
            // Ids and names: ASCII.
            self.heard.push_str(&String::from_utf8_lossy(&chunk));
        }
    }
}

/// A process inherits the limit of its shell: it holds for the backend, too.
fn enough_files() -> Outcome {
    let limits = fs::read_to_string("/proc/self/limits")?;
    let wanted = STREAMS + OTHER_FILES;
    match open_files(&limits) {
        Some(most) if most < wanted => {
            Err(format!("{STREAMS} streams want {wanted} open files, {most} are allowed: run `ulimit -n {wanted}` first").into())
        }
        _ => Ok(()),
    }
}

/// The soft limit in `/proc/self/limits`; nothing when there is none.
fn open_files(limits: &str) -> Option<usize> {
    limits.lines().find_map(|line| line.strip_prefix("Max open files"))?.split_whitespace().next()?.parse().ok()
}

/// What a process has in memory: kilobytes.
pub(super) fn memory(id: u32) -> Outcome<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status"))?;
    Ok(resident(&status).ok_or("/proc says nothing of the backend's memory")?)
}

fn resident(status: &str) -> Option<u64> {
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{open_files, resident};

    #[test]
    fn what_linux_says_of_a_process_is_read() {
        let limits = "Limit          Soft Limit  Hard Limit  Units\nMax open files 1024        4096        files\n";
        assert_eq!(open_files(limits), Some(1_024));
        assert_eq!(open_files("Max open files  unlimited  unlimited  files"), None);
        assert_eq!(resident("VmPeak:\t  9 kB\nVmRSS:\t  20480 kB\n"), Some(20_480));
        assert_eq!(resident(""), None);
    }
}
