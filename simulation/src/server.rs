//! The real backend in process: its router over a database of its own, with virtual time and seeded chance.

use crate::template::{Template, runtime};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use http_body_util::BodyExt;
use recourse_backend::attachments::{Bounds, Files};
use recourse_backend::clock::Clock;
use recourse_backend::http::{App, Surroundings, router};
use recourse_backend::receipt::ReceiptKeys;
use recourse_backend::secret::{LinkKey, Random};
use recourse_backend::store::{Advance, Advanced, Audit, Sqlite, Store};
use recourse_backend::ticks;
use recourse_contract::service::Limits;
use recourse_contract::session::{CodeSent, SESSION_HEADER};
use recourse_contract::ticket::{ClosedAs, Passage, State};
use recourse_contract::{BASE_PATH, Filed, IDEMPOTENCY_KEY, Service, Session, Timestamp};
use serde_json::json;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use tokio::runtime::Runtime;
use tokio::sync::Notify;
use tower::ServiceExt;

mod seen;

/// The partner of every run.
pub const EMAIL: &str = "marie.dupont@example.com";
/// The handler's key in every run.
pub const HANDLER_KEY: &str = "the-key-of-the-handler-in-the-simulation";

struct Virtual(AtomicI64);

impl Clock for Virtual {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

struct Seeded(Mutex<fastrand::Rng>);

impl Random for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.lock().expect("nobody panics with it").fill(buffer);
    }
}

/// A request as a page sends it.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: &'static str,
    pub path: String,
    pub token: String,
    pub key: Option<String>,
    pub body: Option<String>,
    /// For requests of tus.
    pub tus: Option<Tus>,
}

/// What a request of tus has of its own.
#[derive(Clone, Debug, Default)]
pub struct Tus {
    pub headers: Vec<(&'static str, String)>,
    /// Bytes of a file. They are ASCII.
    pub bytes: Vec<u8>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answered {
    pub status: u16,
    /// `Retry-After` in seconds.
    pub retry_after: Option<i64>,
    pub body: String,
    /// `Tus-Resumable`, `Location` and `Upload-Offset`.
    pub tus: [Option<String>; 3],
}

/// The backend.
pub struct Server<'a> {
    template: &'a Template,
    runtime: Runtime,
    path: PathBuf,
    clock: Arc<Virtual>,
    random: Arc<Seeded>,
    key: Arc<LinkKey>,
    store: Arc<Sqlite>,
    app: Option<(App, Router)>,
    /// An incident that is announced.
    pub incident: String,
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        self.stop();
        self.runtime.block_on(self.store.close());
        // The folder goes at the end in any case.
        let _ = std::fs::remove_file(&self.path);
        let _ = std::fs::remove_dir_all(self.uploads());
    }
}

impl<'a> Server<'a> {
    /// Where files are kept.
    fn uploads(&self) -> PathBuf {
        self.path.with_extension("uploads")
    }

    /// Starts over an empty database.
    pub fn start(template: &'a Template, seed: u64, now: i64) -> Result<Self, String> {
        let path = template.folder.path().join(format!("{seed}.sqlite"));
        std::fs::copy(template.folder.path().join("empty.sqlite"), &path).map_err(|fault| fault.to_string())?;
        let random = Arc::new(Seeded(Mutex::new(fastrand::Rng::with_seed(seed ^ 0x5eed))));
        let key = Arc::new(LinkKey::new(&*random));
        let clock = Arc::new(Virtual(AtomicI64::new(now)));
        let runtime = runtime()?;
        let store = runtime.block_on(Sqlite::open_for_a_run(&path)).map_err(|fault| fault.to_string())?;
        let mut server =
            Self { template, runtime, path, clock, random, key, store: Arc::new(store), app: None, incident: String::new() };
        server.restart();
        server.incident = server.announce();
        Ok(server)
    }

    /// Ends, as a process does: what is committed stays, what it had in its memory does not.
    pub fn stop(&mut self) {
        self.app = None;
    }

    /// Starts again over what there is. The database is not opened anew: `backend/tests/crash.rs` does that to a real file.
    pub fn restart(&mut self) {
        let app = App {
            store: self.store.clone(),
            file: self.template.file.clone(),
            key: self.key.clone(),
            // The same for every seed: chance stays what it was.
            receipts: Arc::new(ReceiptKeys::of([7; 32])),
            files: Arc::new(Files::new(self.uploads(), Bounds::default())),
            clock: self.clock.clone(),
            random: self.random.clone(),
            mail: Arc::new(Notify::new()),
            staff: Arc::new(Notify::new()),
            public_url: "http://127.0.0.1".into(),
            gather: 0,
            reply_to: None,
            push: None,
            prepared: Arc::default(),
            figures: Arc::default(),
        };
        let router = router(app.clone(), &Surroundings::default());
        self.app = Some((app, router));
    }

    pub fn runs(&self) -> bool {
        self.app.is_some()
    }

    pub fn set_time(&self, now: i64) {
        self.clock.0.store(now, Ordering::Relaxed);
    }

    /// Lets a request run to its end. Nothing, while it does not run.
    pub fn ask(&self, asked: &Asked) -> Option<Answered> {
        let (_, router) = self.app.as_ref()?;
        let mut request = Request::builder().method(asked.method).uri(&asked.path).header(SESSION_HEADER, "1");
        request = request.header(header::ACCEPT_LANGUAGE, "en");
        request = match &asked.tus {
            None => request.header(header::CONTENT_TYPE, "application/json"),
            Some(tus) => tus.headers.iter().fold(request, |request, (name, value)| request.header(*name, value)),
        };
        if !asked.token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", asked.token));
        }
        if let Some(key) = &asked.key {
            request = request.header(IDEMPOTENCY_KEY, key);
        }
        let body = match &asked.tus {
            None => asked.body.clone().unwrap_or_default().into_bytes(),
            Some(tus) => tus.bytes.clone(),
        };
        let request = request.body(Body::from(body)).expect("a request");
        Some(self.runtime.block_on(async {
            let response = router.clone().oneshot(request).await.expect("a router answers");
            let status = response.status().as_u16();
            let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
            // What stands around the router says it in every answer about uploads.
            let resumable = asked.tus.is_some().then(|| "1.0.0".to_owned());
            let tus = [resumable, header("location"), header("upload-offset")];
            let bytes = response.into_body().collect().await.expect("a body").to_bytes();
            Answered { status, retry_after: None, body: String::from_utf8_lossy(&bytes).into_owned(), tus }
        }))
    }

    fn api(&self, method: &'static str, path: &str, token: &str, key: &str, body: String) -> Option<Answered> {
        let key = (!key.is_empty()).then(|| key.to_owned());
        self.ask(&Asked { method, path: format!("{BASE_PATH}{path}"), token: token.into(), key, body: Some(body), tus: None })
    }

    /// What files may be. None are taken where there may be none.
    pub fn limits(&self) -> Limits {
        self.service().limits.clone()
    }

    /// The platform, as the app reads it.
    pub fn service(&self) -> &'a Service {
        &self.template.file.default_language().service
    }

    /// A handler announces an incident. Gives its id.
    fn announce(&self) -> String {
        let words = |text: &str| json!({"fr": text, "en": text});
        let new = json!({"topics": ["calendar/dates"], "title": words("Dates"), "text": words("We are working on it.")});
        let answer = self.ask(&Asked {
            method: "POST",
            path: "/handler/incidents".into(),
            token: HANDLER_KEY.into(),
            key: None,
            body: Some(new.to_string()),
            tus: None,
        });
        let row: serde_json::Value = serde_json::from_str(&answer.expect("it runs").body).expect("an incident");
        row["id"].as_str().expect("it has an id").to_owned()
    }

    /// Files a ticket, as an earlier visit did.
    pub fn file(&self, nth: usize) -> Filed {
        let body = include_str!("../../contract/examples/new_ticket.json").to_owned();
        let key = format!("the-key-of-filing-{nth}");
        let answer = self.api("POST", "/tickets", "", &key, body).expect("it runs");
        serde_json::from_str(&answer.body).unwrap_or_else(|fault| panic!("filed: {fault} {}", answer.body))
    }

    /// Signs the partner in with a code, whose mail always arrives. Nothing while the backend does not run, or asks to wait.
    pub fn sign_in(&self) -> Option<Session> {
        let body = json!({"email": EMAIL, "language": "en"}).to_string();
        let asked = self.api("POST", "/session/code", "", "", body)?;
        let challenge = serde_json::from_str::<CodeSent>(&asked.body).ok()?.challenge;
        let code = self.key.code(EMAIL, &challenge);
        let body = json!({"email": EMAIL, "code": code, "challenge": challenge, "bearer": true}).to_string();
        serde_json::from_str(&self.api("POST", "/session", "", "", body)?.body).ok()
    }

    /// A handler does something. Says whether the ticket's state allowed it.
    pub fn handle(&self, ticket: &str, what: &serde_json::Value) -> bool {
        let path = format!("/handler/tickets/{ticket}/moves");
        let asked = Asked { method: "POST", path, token: HANDLER_KEY.into(), key: None, body: Some(what.to_string()), tus: None };
        self.ask(&asked).is_some_and(|answer| answer.status < 300)
    }

    /// Closes a ticket, as the partner's answer to an outcome will. Says whether it was open.
    pub fn close(&self, ticket: &str) -> bool {
        if !self.runs() {
            return false;
        }
        let store = &self.store;
        let at = self.clock.now();
        self.runtime.block_on(async {
            let mut row = store.ticket(ticket).await.expect("the store works").expect("it is filed");
            if row.state == State::Closed {
                return false;
            }
            (row.state, row.closed_as, row.news_by, row.due_at) = (State::Closed, Some(ClosedAs::Settled), None, None);
            row.timeline.push(Passage { state: State::Closed, closed_as: row.closed_as, at });
            row.updated_at = at;
            let audit = Audit { at, actor: "partner".into(), action: "settle".into(), detail: String::new() };
            let (updates, mail, staff) = (Vec::new(), Vec::new(), Vec::new());
            let advance = Advance { ticket: row, updates, mail, staff, push: None, audit, answer: None, opens: None };
            store.advance(advance).await.expect("the store works") == Advanced::Stored
        })
    }

    /// Ends every session of the partner, as another device of theirs can.
    pub fn end_sessions(&self) {
        if self.runs() {
            use recourse_backend::store::Sessions;
            self.runtime.block_on(self.store.end_sessions(EMAIL)).expect("the store works");
        }
    }

    /// What time does.
    pub fn tick(&self) {
        if let Some((app, _)) = &self.app {
            self.runtime.block_on(ticks::tick(app)).expect("the store works");
        }
    }
}
