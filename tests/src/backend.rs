//! The real backend, with a data folder of its own. It can be stopped, killed and started again at the same address.

use crate::mail::{self, Mail};
use crate::process::Process;
use crate::wait::until;
use crate::{Outcome, env};
use recourse_contract::ticket::{Filed, NewTicket, Ticket};
use recourse_contract::{BASE_PATH, IDEMPOTENCY_KEY, Page, Service, Update};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;
use tokio::process::Command;
use tokio::sync::Mutex;

/// The backend of one test.
pub struct Backend {
    process: Mutex<Option<Process>>,
    data: TempDir,
    origin: String,
    filed: AtomicU32,
}

impl Backend {
    /// Starts one on a free port.
    ///
    /// # Errors
    /// It does not start.
    pub async fn start() -> Outcome<Self> {
        Self::start_in(TempDir::new()?).await
    }

    /// Starts one on a free port, over a data folder that may have something in it.
    ///
    /// # Errors
    /// It does not start.
    pub async fn start_in(data: TempDir) -> Outcome<Self> {
        let (process, origin) = run(data.path(), "127.0.0.1:0", &["--empty"]).await?;
        Ok(Self { process: Mutex::new(Some(process)), data, origin, filed: AtomicU32::new(0) })
    }

    /// Where it answers: `http://127.0.0.1:PORT`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Its address: `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    /// The id of its process.
    ///
    /// # Errors
    /// It does not run.
    pub async fn id(&self) -> Outcome<u32> {
        Ok(self.process.lock().await.as_ref().map(Process::id).ok_or("the backend does not run")?)
    }

    /// The handler's key that its first start made.
    ///
    /// # Errors
    /// It has made none.
    pub fn handler_key(&self) -> Outcome<String> {
        Ok(std::fs::read_to_string(self.data.path().join("handler.key"))?.trim().to_owned())
    }

    /// A handler's command, as somebody types it.
    ///
    /// # Errors
    /// It is refused.
    pub async fn handler(&self, arguments: &[&str]) -> Outcome<String> {
        self.staff("handler", arguments).await
    }

    /// A command about incidents, likewise.
    ///
    /// # Errors
    /// It is refused.
    pub async fn incident(&self, arguments: &[&str]) -> Outcome<String> {
        self.staff("incident", arguments).await
    }

    async fn staff(&self, what: &str, arguments: &[&str]) -> Outcome<String> {
        let mut command = Command::new(env::backend());
        command.args([what, "--url", &self.origin, "--data"]).arg(self.data.path()).args(arguments);
        let done = command.output().await?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        if done.status.success() { Ok(text(&done.stdout)) } else { Err(text(&done.stderr).into()) }
    }

    /// Stops it as an operator would.
    ///
    /// # Errors
    /// It does not end.
    pub async fn stop(&self) -> Outcome {
        match self.process.lock().await.take() {
            Some(process) => process.stop().await,
            None => Ok(()),
        }
    }

    /// Ends it as a power cut would.
    ///
    /// # Errors
    /// It does not end.
    pub async fn kill(&self) -> Outcome {
        match self.process.lock().await.take() {
            Some(process) => process.kill().await,
            None => Ok(()),
        }
    }

    /// Starts it again, with the same data and address.
    ///
    /// # Errors
    /// It does not start.
    pub async fn start_again(&self) -> Outcome {
        self.start_with(None).await
    }

    /// Starts it again with another service file.
    ///
    /// # Errors
    /// It does not start.
    pub async fn start_with(&self, service: Option<&Path>) -> Outcome {
        match service {
            Some(file) => self.restart(&["--empty", "--service", &file.display().to_string()]).await,
            None => self.restart(&["--empty"]).await,
        }
    }

    /// Starts it again with the demo tickets. Gives the paths of their private links.
    ///
    /// # Errors
    /// It does not start, or shows no mail.
    pub async fn fill_demo(&self) -> Outcome<Vec<String>> {
        self.restart(&[]).await?;
        let page = reqwest::get(format!("{}/demo/mail", self.origin)).await?.error_for_status()?.text().await?;
        let mut paths: Vec<_> = page.split("href=\"").filter(|rest| rest.starts_with("/t/")).collect();
        paths.sort_unstable();
        paths.dedup_by_key(|rest| rest.split('#').next());
        Ok(paths.into_iter().filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect())
    }

    /// Starts it again with these flags.
    ///
    /// # Errors
    /// It does not start.
    pub async fn restart(&self, more: &[&str]) -> Outcome {
        self.stop().await?;
        let (process, _) = run(self.data.path(), self.address(), more).await?;
        *self.process.lock().await = Some(process);
        Ok(())
    }

    /// Starts it again before another build of the app.
    ///
    /// # Errors
    /// It does not start.
    pub async fn deploy(&self, app: &Path) -> Outcome {
        self.deploy_with(app, &["--empty"]).await
    }

    /// Starts it again before another build of the app, with these flags.
    ///
    /// # Errors
    /// It does not start.
    pub async fn deploy_with(&self, app: &Path, more: &[&str]) -> Outcome {
        self.stop().await?;
        let (process, _) = run_with(app, self.data.path(), self.address(), more).await?;
        *self.process.lock().await = Some(process);
        Ok(())
    }

    /// The date by which a partner should answer has passed, as far as the backend knows.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn let_time_pass(&self, ticket: &str) -> Outcome {
        self.change("UPDATE tickets SET due_at = 1 WHERE id = ?", &[ticket]).await
    }

    /// The only session has run out, as far as the backend knows.
    ///
    /// # Errors
    /// The database cannot be written, or there is another number of sessions.
    pub async fn let_session_end(&self) -> Outcome {
        self.change("DELETE FROM sessions", &[]).await
    }

    /// Changes one row of the database.
    async fn change(&self, statement: &str, values: &[&str]) -> Outcome {
        const SCRIPT: &str = "import sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=10) as kept:
    assert kept.execute(sys.argv[2], sys.argv[3:]).rowcount == 1";
        let place = self.data.path().join("recourse.sqlite");
        let done = Command::new("python3").args(["-I", "-c", SCRIPT]).arg(place).arg(statement).args(values).status().await?;
        if done.success() { Ok(()) } else { Err(format!("not one row was changed: {statement}").into()) }
    }

    /// A file to write into, gone with the test.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.data.path().join(name)
    }

    /// What it has printed.
    pub async fn lines(&self) -> Vec<String> {
        self.process.lock().await.as_ref().map(Process::lines).unwrap_or_default()
    }

    /// The mails that have gone to this address. All that were due before this call are among them: a ticket that is
    /// filed now waits for its own mail, and mails go out in their order.
    ///
    /// # Errors
    /// The backend does not answer, or sends no mail.
    pub async fn mails_to(&self, address: &str) -> Outcome<Vec<Mail>> {
        let folder = self.data.path().join("mail");
        let sentinel = format!("sentinel-{}@example.com", self.filed.fetch_add(1, Ordering::Relaxed));
        self.file(&sentinel).await?;
        until("the acknowledgement of a ticket filed directly", async || {
            Ok(mail::all(&folder)?.iter().any(|mail| mail.to.contains(&sentinel)).then_some(()))
        })
        .await?;
        Ok(mail::all(&folder)?.into_iter().filter(|mail| mail.to.to_ascii_lowercase().contains(address)).collect())
    }

    /// What it announces, in a language.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn service(&self, language: &str) -> Outcome<Service> {
        let request = reqwest::Client::new().get(self.url("/service")).header("accept-language", language);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    /// A ticket and its thread, by the token of its private link.
    ///
    /// # Errors
    /// The token opens nothing.
    pub async fn ticket(&self, id: &str, token: &str) -> Outcome<(Ticket, Vec<Update>)> {
        let client = reqwest::Client::new();
        let get = |path: String| client.get(self.url(&path)).bearer_auth(token).send();
        let ticket = get(format!("/tickets/{id}")).await?.error_for_status()?.json().await?;
        let page: Page<Update> = get(format!("/tickets/{id}/updates")).await?.error_for_status()?.json().await?;
        Ok((ticket, page.items))
    }

    /// Files a ticket without the app.
    ///
    /// # Errors
    /// It is refused.
    pub async fn file(&self, email: &str) -> Outcome<Filed> {
        self.file_with(email, |_| {}).await
    }

    /// Files many tickets for one address: "Demande 0", "Demande 1" and so on, each with its number in the message.
    ///
    /// # Errors
    /// One is refused.
    pub async fn file_many(&self, email: &str, count: usize) -> Outcome<Vec<Filed>> {
        let mut all = Vec::with_capacity(count);
        for number in 0..count {
            let change = |ticket: &mut NewTicket| {
                ticket.subject = format!("Demande {number}");
                ticket.message = format!("Il n’est toujours pas arrivé, numéro {number}.");
            };
            all.push(self.file_with(email, change).await?);
        }
        Ok(all)
    }

    /// The same with something else in it.
    ///
    /// # Errors
    /// It is refused.
    pub async fn file_with(&self, email: &str, change: impl FnOnce(&mut NewTicket)) -> Outcome<Filed> {
        let example = std::fs::read_to_string(env::clone("contract/examples/new_ticket.json"))?;
        let mut ticket: NewTicket = serde_json::from_str(&example)?;
        ticket.partner.email = email.to_owned();
        change(&mut ticket);
        let key = format!("direct-{email}-{}", ticket.subject.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
        let request = reqwest::Client::new().post(self.url("/tickets")).header(IDEMPOTENCY_KEY, key);
        let answer = request.json(&ticket).send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        serde_json::from_str(&text).map_err(|_| format!("filing directly gave {status}: {text}").into())
    }

    /// The address of a path below the API's base.
    pub fn url(&self, path: &str) -> String {
        format!("{}{BASE_PATH}{path}", self.origin)
    }
}

async fn run(data: &Path, listen: &str, more: &[&str]) -> Outcome<(Process, String)> {
    run_with(&env::dist(), data, listen, more).await
}

async fn run_with(app: &Path, data: &Path, listen: &str, more: &[&str]) -> Outcome<(Process, String)> {
    let mut command = Command::new(env::backend());
    command.args(["--demo", "--listen", listen, "--writes-per-minute", "0", "--reads-per-minute", "0"]);
    command.arg("--data").arg(data).arg("--app").arg(app).args(more);
    let mut process = Process::start("the backend", &mut command)?;
    let origin = process.says("listening on ").await?;
    Ok((process, origin))
}
