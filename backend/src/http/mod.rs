//! The HTTP surface: one router per resource, one error.

mod announce;
mod articles;
mod assets;
mod attachments;
mod base;
mod body;
mod caller;
mod conditional;
mod demo;
mod dossier;
mod events;
mod figures;
mod handler;
mod headers;
mod incidents;
mod limits;
mod mail_files;
mod mail_in;
mod me;
mod outcome;
mod problem;
mod push;
mod questions;
mod receipt;
mod reports;
mod service;
mod session;
mod tickets;
mod updates;
mod uploads;
mod verify;

pub use articles::{Opinion, Why};
pub use assets::Assets;
pub use base::{base_of, placed};
pub use figures::Computed;
pub use handler::{AuditLine, Case, Member, Row};
pub use headers::Framing;
pub use limits::{Allowances, limited};
pub use mail_in::{AsideMail, MailTaken, Taken};
pub use service::Prepared;
pub use verify::{Counting, VersionLine, YearReport, recall_averages};

use crate::attachments::Files;
use crate::clock::Clock;
use crate::push::Pushing;
use crate::receipt::ReceiptKeys;
use crate::secret::{LinkKey, Random};
use crate::service_file::ServiceFile;
use crate::store::Store;
use crate::thread::Means;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, middleware};
use lettre::Address;
use problem::Refusal;
use recourse_contract::events::LAST_EVENT_ID;
use recourse_contract::session::SESSION_HEADER;
use recourse_contract::{BASE_PATH, IDEMPOTENCY_KEY, ProblemType};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// What the handlers work with.
#[derive(Clone)]
#[allow(missing_docs)] // The names say it.
pub struct App {
    pub store: Arc<dyn Store>,
    pub file: Arc<ServiceFile>,
    pub key: Arc<LinkKey>,
    /// What signs receipts.
    pub receipts: Arc<ReceiptKeys>,
    /// The bytes of attachments.
    pub files: Arc<Files>,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    /// Wakes the mail queue.
    pub mail: Arc<Notify>,
    /// Wakes what tells staff.
    pub staff: Arc<Notify>,
    /// The address of the app, without a slash at its end: private links begin with it.
    pub public_url: Arc<str>,
    /// Milliseconds that a mail waits for others of its ticket.
    pub gather: i64,
    /// Where answers to mails go, when they enter the thread.
    pub reply_to: Option<Address>,
    /// How push goes out, where it is offered.
    pub push: Option<Arc<Pushing>>,
    /// What `GET /service` answers.
    pub prepared: Arc<Prepared>,
    /// Figures of reports that nobody has verified.
    pub figures: Arc<Computed>,
}

impl App {
    /// Whether partners reach it by TLS.
    pub fn by_tls(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The path that the app lies below, without a slash at its end: empty at the root of its origin.
    pub fn base(&self) -> &str {
        base_of(&self.public_url)
    }

    /// What a change is made with.
    pub fn means(&self) -> Means<'_> {
        Means { now: self.clock.now(), random: &*self.random, file: &self.file, gather: self.gather }
    }
}

/// What stands around the resources.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Origins whose pages may call the API.
    pub cors: Vec<HeaderValue>,
    /// Who may frame the app, and whether it is reached by TLS.
    pub framing: Framing,
    /// The built app; without it the backend is an API alone.
    pub assets: Option<Assets>,
    /// Whether the mail can be read at `/demo/mail`.
    pub demo: bool,
    /// Most bytes of an upload; 0: they are not offered.
    pub uploads: u64,
}

/// The resources and the app. Rate limits, time-outs and headers stand outside, so that tests can drive this in process.
pub fn router(app: App, around: &Surroundings) -> Router {
    let api = Router::new()
        .merge(service::routes())
        .merge(session::routes())
        .merge(tickets::routes())
        .merge(updates::routes())
        .merge(receipt::routes())
        .merge(outcome::routes())
        .merge(uploads::routes())
        .merge(attachments::routes())
        .merge(dossier::routes())
        .merge(events::routes())
        .merge(incidents::routes())
        .merge(me::routes())
        .merge(push::routes())
        .merge(articles::routes())
        .merge(reports::routes())
        .merge(questions::routes())
        .fallback(|| async { Refusal::new(ProblemType::NotFound) });
    let staff = handler::routes()
        .merge(announce::routes())
        .merge(mail_in::routes())
        .merge(articles::for_staff())
        .merge(verify::routes())
        .merge(questions::for_staff());
    let mut router = Router::new().nest(BASE_PATH, api).nest("/handler", staff).route("/healthz", get(health));
    if around.demo {
        router = router.merge(demo::routes());
    }
    let router = router.with_state(app);
    let router = match &around.assets {
        Some(assets) => router.fallback_service(assets.clone().service()),
        None => router.fallback(|| async { Refusal::new(ProblemType::NotFound) }),
    };
    router.method_not_allowed_fallback(|| async { Refusal::new(ProblemType::MethodNotAllowed) })
}

/// What every answer has, also those of the limits: compression, a line in the log, security headers, CORS.
pub fn dressed(router: Router, around: Surroundings) -> Router {
    router
        .layer(CompressionLayer::new().compress_when(
            DefaultPredicate::new().and(NotForContentType::const_new("application/wasm")).and(attachments::may_be_compressed),
        ))
        .layer(middleware::from_fn(headers::log))
        .layer(middleware::map_response_with_state(around.framing, headers::secure))
        .layer(cors(around.cors))
        .layer(middleware::from_fn_with_state(around.uploads, uploads::announce))
}

fn cors(origins: Vec<HeaderValue>) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
            // What the server of the uploads offers is asked for by it.
            Method::OPTIONS,
        ])
        .allow_headers(with(
            uploads::SENT,
            [
                header::ACCEPT,
                header::ACCEPT_LANGUAGE,
                header::AUTHORIZATION,
                header::CONTENT_TYPE,
                header::IF_NONE_MATCH,
                HeaderName::from_static(LAST_EVENT_ID),
                HeaderName::from_static(IDEMPOTENCY_KEY),
                HeaderName::from_static(SESSION_HEADER),
                header::IF_RANGE,
                header::RANGE,
            ],
        ))
        .expose_headers(with(
            uploads::READ,
            [
                header::ACCEPT_RANGES,
                header::CONTENT_DISPOSITION,
                header::CONTENT_RANGE,
                // What time it is here: a device's clock may be wrong by years.
                header::DATE,
                header::ETAG,
                header::CONTENT_LANGUAGE,
                header::LOCATION,
                header::RETRY_AFTER,
            ],
        ))
        .max_age(Duration::from_secs(3600))
}

/// These headers and those of uploads.
fn with<const N: usize, const M: usize>(uploads: [&'static str; N], others: [HeaderName; M]) -> Vec<HeaderName> {
    others.into_iter().chain(uploads.into_iter().map(HeaderName::from_static)).collect()
}

/// For whoever watches the process: whether it answers and reaches its database.
async fn health(State(app): State<App>) -> Response {
    match app.store.count().await {
        Ok(_) => ([(header::CACHE_CONTROL, "no-store")], "ok\n").into_response(),
        Err(fault) => {
            tracing::error!(%fault, "health");
            Refusal::new(ProblemType::Unavailable).into_response()
        }
    }
}
