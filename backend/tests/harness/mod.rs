//! A real backend process over a folder of its own, and a client that looks closely at each answer.

#![allow(dead_code)] // Each test file takes what it needs.

pub mod case;
pub mod device;
pub mod files;
pub mod incoming;
pub mod letters;
pub mod raw;
pub mod refused;
pub mod sessions;
pub mod smtp;

use recourse_contract::{Filed, Problem, ProblemType};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use reqwest::{Method, RequestBuilder};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Row};
use std::fs::{self, OpenOptions};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// How long anything may take before a test gives up. Generous: the machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(30);

const BINARY: &str = env!("CARGO_BIN_EXE_recourse-backend");

/// `contract/examples/new_ticket.json`, as it is.
pub const NEW_TICKET: &str = include_str!("../../../contract/examples/new_ticket.json");
/// `contract/examples/new_update.json`, as it is.
pub const NEW_UPDATE: &str = include_str!("../../../contract/examples/new_update.json");

/// The demo platform with its first branch of topics alone, so that a start is quick.
pub static SERVICE: LazyLock<String> = LazyLock::new(|| {
    let (kept, _) = recourse_backend::service_file::DEMO.split_once("# Commission and invoices\n").expect("the second branch");
    kept.to_owned()
});

/// The example ticket.
pub fn new_ticket() -> Value {
    serde_json::from_str(NEW_TICKET).unwrap()
}

/// The example ticket with another value at this pointer; the place is made if it is missing.
pub fn with(pointer: &str, value: impl Into<Value>) -> Value {
    let mut ticket = new_ticket();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match ticket.pointer_mut(parent).unwrap() {
        Value::Object(map) => _ = map.insert(name.replace("~1", "/").replace("~0", "~"), value.into()),
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value.into(),
        other => panic!("{other} has no {name}"),
    }
    ticket
}

/// The example ticket without the value at this pointer.
pub fn without(pointer: &str) -> Value {
    let mut ticket = new_ticket();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    ticket.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
    ticket
}

/// An idempotency key that no other call gives.
pub fn key() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("key-of-a-test-{:012}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Waits until `check` gives something.
pub async fn until<T>(what: &str, mut check: impl AsyncFnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = check().await {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The binary with a clean environment.
pub fn command(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(BINARY);
    command.args(arguments).env_clear().envs(environment.iter().copied());
    command.stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// What became of a run that was expected to end by itself.
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs the binary to its end.
pub async fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Ended {
    let mut command = command(arguments, environment);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = tokio::time::timeout(PATIENCE, command.output()).await.expect("the backend ends by itself").unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// A running backend. Dropped, it is killed and its folder removed.
pub struct Backend {
    /// Where it listens; the same after a restart.
    pub address: SocketAddr,
    /// Keeps connections, as browsers do.
    pub http: reqwest::Client,
    folder: TempDir,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    child: Child,
    // Kept open: nobody closes the backend's standard output while it runs.
    _out: Lines<BufReader<ChildStdout>>,
}

impl Backend {
    /// Starts with an empty data folder, [`SERVICE`] and without rate limits, unless `arguments` say otherwise.
    pub async fn start(arguments: &[&str]) -> Self {
        Self::start_in(arguments, &[]).await
    }

    /// The same with an environment.
    pub async fn start_in(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let mut all: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        let data = folder.path().join("data");
        let service = folder.path().join("service.toml");
        fs::write(&service, &*SERVICE).unwrap();
        for (flag, variable, value) in [
            ("--listen", "RECOURSE_LISTEN", "127.0.0.1:0"),
            ("--data", "RECOURSE_DATA", data.to_str().unwrap()),
            ("--service", "RECOURSE_SERVICE", service.to_str().unwrap()),
            ("--writes-per-minute", "RECOURSE_WRITES_PER_MINUTE", "0"),
            ("--reads-per-minute", "RECOURSE_READS_PER_MINUTE", "0"),
        ] {
            // The demo's tickets are about topics of the whole demo platform.
            let is_demo = flag == "--service" && arguments.contains(&"--demo");
            if !is_demo && !arguments.contains(&flag) && environment.iter().all(|(name, _)| *name != variable) {
                all.extend([flag.to_owned(), value.to_owned()]);
            }
        }
        let environment: Vec<_> = environment.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect();
        let (child, out, address) = spawn(&all, &environment, &folder.path().join("log")).await;
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        Self { address, http, folder, arguments: all, environment, child, _out: out }
    }

    /// The folder of data, log and whatever a test puts there.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// `--data`, unless the test has set another.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// What it has written on standard error, over all its starts.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }

    /// SIGKILL: no chance to tidy up.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// SIGTERM, without waiting.
    pub async fn tell_to_stop(&self) {
        let pid = self.child.id().expect("it runs").to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().await.unwrap().success());
    }

    /// Waits for its end.
    pub async fn ended(&mut self) -> ExitStatus {
        tokio::time::timeout(PATIENCE, self.child.wait()).await.expect("it stops").unwrap()
    }

    /// SIGTERM, and an orderly end.
    pub async fn stop(&mut self) {
        self.tell_to_stop().await;
        assert_eq!(self.ended().await.code(), Some(0), "{}", self.log());
    }

    /// Starts again on the same address and data, after it has ended.
    pub async fn restart(&mut self) {
        let at = self.arguments.iter().position(|argument| argument == "--listen").expect("listens where a flag says");
        self.arguments[at + 1] = self.address.to_string();
        let (child, out, address) = spawn(&self.arguments, &self.environment, &self.folder.path().join("log")).await;
        assert_eq!(address, self.address);
        (self.child, self._out) = (child, out);
    }

    /// A request for a path of the backend.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.address))
    }

    /// `GET` of a path below the API's base.
    pub fn get(&self, path: &str) -> RequestBuilder {
        self.request(Method::GET, &format!("{}{path}", recourse_contract::BASE_PATH))
    }

    /// `POST` of JSON to a path below the API's base.
    pub fn post(&self, path: &str, key: &str, body: impl Into<reqwest::Body>) -> RequestBuilder {
        let request = self.request(Method::POST, &format!("{}{path}", recourse_contract::BASE_PATH));
        request.header(CONTENT_TYPE, "application/json").header(recourse_contract::IDEMPOTENCY_KEY, key).body(body)
    }

    /// Files a ticket that has to be accepted.
    pub async fn file(&self, ticket: &Value) -> Filed {
        send(self.post("/tickets", &key(), ticket.to_string())).await.created()
    }

    /// Writes a reply that has to be accepted.
    pub async fn reply(&self, filed: &Filed, text: &str) -> recourse_contract::Update {
        let body = serde_json::json!({"kind": "reply", "text": text}).to_string();
        let path = format!("/tickets/{}/updates", filed.ticket.summary.id);
        send(self.post(&path, &key(), body).with(filed)).await.created()
    }

    /// The database's file, opened beside the backend.
    pub async fn database(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.data().join("recourse.sqlite"));
        options.busy_timeout(PATIENCE).connect().await.unwrap()
    }

    /// Changes the database beside the backend.
    pub async fn execute(&self, statement: &str) {
        sqlx::query(statement).execute(&mut self.database().await).await.unwrap();
    }

    /// One number from the database.
    pub async fn number(&self, statement: &str) -> i64 {
        sqlx::query(statement).fetch_one(&mut self.database().await).await.unwrap().get(0)
    }

    /// How many tickets, updates, answers (a refusal is none) and mails there are.
    pub async fn counts(&self) -> [i64; 4] {
        let mut database = self.database().await;
        let mut counts = [0; 4];
        for (count, table) in counts.iter_mut().zip(["tickets", "updates", "answers WHERE answer != ''", "mail"]) {
            let statement = format!("SELECT COUNT(*) FROM {table}");
            *count = sqlx::query(&statement).fetch_one(&mut database).await.unwrap().get(0);
        }
        counts
    }
}

async fn spawn(
    arguments: &[String],
    environment: &[(String, String)],
    log: &Path,
) -> (Child, Lines<BufReader<ChildStdout>>, SocketAddr) {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let environment: Vec<(&str, &str)> = environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut command = command(&arguments, &environment);
    command.stdout(Stdio::piped()).stderr(OpenOptions::new().create(true).append(true).open(log).unwrap());
    let mut child = command.spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = tokio::time::timeout(PATIENCE, out.next_line()).await.expect("it starts in time").unwrap();
    let Some(line) = line else { panic!("it did not start: {}", fs::read_to_string(log).unwrap()) };
    let address = line.strip_prefix("listening on http://").unwrap_or_else(|| panic!("said {line:?}")).parse().unwrap();
    (child, out, address)
}

/// Shows a link token.
pub trait WithToken {
    /// As the holder of this ticket's link.
    fn with(self, filed: &Filed) -> Self;
    /// With this token.
    fn bearer(self, token: &str) -> Self;
}

impl WithToken for RequestBuilder {
    fn with(self, filed: &Filed) -> Self {
        self.bearer(&filed.link_token)
    }

    fn bearer(self, token: &str) -> Self {
        self.header(AUTHORIZATION, format!("Bearer {token}"))
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Sends a request and reads the answer.
pub async fn send(request: RequestBuilder) -> Answer {
    try_send(request).await.expect("an answer")
}

/// The same, if there is one.
pub async fn try_send(request: RequestBuilder) -> Option<Answer> {
    let response = request.send().await.ok()?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = response.bytes().await.ok()?.to_vec();
    Some(Answer { status, headers, body })
}

impl Answer {
    /// All values of a header, joined; empty when it is absent.
    pub fn header(&self, name: &str) -> String {
        let values: Vec<&str> = self.headers.get_all(name).iter().map(|value| value.to_str().unwrap()).collect();
        values.join(", ")
    }

    /// Whether a header that is a list names this, in whatever case.
    pub fn lists(&self, name: &str, item: &str) -> bool {
        self.header(name).split(',').any(|known| known.trim().eq_ignore_ascii_case(item))
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The body as this type of the contract. Written again it has to be the same: nothing was lost, nothing is unknown.
    pub fn read<T: Serialize + DeserializeOwned>(&self) -> T {
        let sent: Value = serde_json::from_slice(&self.body).unwrap_or_else(|fault| panic!("{fault}: {self:?}"));
        let value: T = serde_json::from_slice(&self.body).unwrap_or_else(|fault| panic!("{fault}: {}", self.text()));
        assert_eq!(serde_json::to_value(&value).unwrap(), sent);
        value
    }

    /// `200` with this type.
    pub fn found<T: Serialize + DeserializeOwned>(&self) -> T {
        assert_eq!((self.status, self.header("content-type").as_str()), (200, "application/json"), "{}", self.text());
        self.read()
    }

    /// `201` with this type.
    pub fn created<T: Serialize + DeserializeOwned>(&self) -> T {
        assert_eq!((self.status, self.header("content-type").as_str()), (201, "application/json"), "{}", self.text());
        assert_eq!(self.header("cache-control"), "no-store");
        self.read()
    }

    /// The problem of this type, with its usual status and title (RFC 9457).
    pub fn problem(&self, kind: ProblemType) -> Problem {
        let (status, title) = kind.usual();
        let about = format!("{} {:?}", self.status, String::from_utf8_lossy(&self.body));
        assert_eq!(self.status, status, "{about}");
        assert_eq!(self.header("content-type"), "application/problem+json", "{about}");
        assert_eq!(self.header("cache-control"), "no-store", "{about}");
        let problem: Problem = self.read();
        assert_eq!((problem.kind, problem.status, problem.title.as_str()), (kind, status, title), "{about}");
        problem
    }

    /// The security headers that every answer has.
    pub fn assert_secure(&self) {
        let about = format!("{} {:?}", self.status, self.headers);
        assert!(self.header("content-security-policy").contains("default-src 'none'"), "{about}");
        assert_eq!(self.header("x-content-type-options"), "nosniff", "{about}");
        assert_eq!(self.header("referrer-policy"), "no-referrer", "{about}");
    }
}

/// Text without the colours of a terminal.
pub fn without_colours(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |plain, piece| plain + piece.split_once('m').map_or("", |(_, rest)| rest))
}

/// Whether `contract/openapi.json` declares this status for this method and path template.
pub fn documented(method: &str, path: &str, status: u16) -> bool {
    static DOCUMENT: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(include_str!("../../../contract/openapi.json")).unwrap());
    let operation = &DOCUMENT["paths"][path][method];
    assert!(operation.is_object(), "{method} {path} is in the document");
    operation["responses"].get(status.to_string()).is_some()
}
