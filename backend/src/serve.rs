//! From a configuration to a running server, and to its end.

use crate::articles::{self, Articles};
use crate::attachments::{self, Bounds, Files};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::demo;
use crate::http::{Allowances, App, Assets, Framing, Surroundings, base_of, dressed, limited, placed, recall_averages, router};
use crate::mail::{Folder, Queue, Smtp, Way};
use crate::push::{self, PUSH_KEY, Pusher, Pushing, VapidKey};
use crate::receipt::{RECEIPT_KEYS, ReceiptKeys};
use crate::secret::{LinkKey, Random, SystemRandom, first_key, sha256};
use crate::service_file::{DEMO, ServiceFile};
use crate::staff::{Notices, Post};
use crate::store::{Sqlite, Store};
use crate::ticks;
use lettre::message::Mailbox;
use recourse_contract::Timestamp;
use recourse_contract::service::Capability;
use recourse_contract::time::HOUR;
use std::fs;
use std::future::IntoFuture;
use std::io::Write;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Notify;

/// The file with the key of the command line.
pub const HANDLER_KEY: &str = "handler.key";
/// The file with the key of the demo handler. Only a demo has it, so that no script ever answers real partners.
pub const DEMO_HANDLER_KEY: &str = "demo-handler.key";
/// The folder of the help articles, beside the service file.
const FOLDER: &str = "articles";
/// How long requests under way may take after the order to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// In words for the operator: what could not be read, opened or listened on.
pub async fn serve(config: Config) -> Result<(), String> {
    let file = Arc::new(service_file(config.service.as_deref())?);
    for url in file.dead_links() {
        tracing::warn!(url, "no article is there: a link of the service file leads nowhere");
    }
    // Personal data: nobody else on the machine reads it.
    let folder = fs::DirBuilder::new().recursive(true).mode(0o700).create(&config.data);
    folder.map_err(|fault| format!("--data {}: {fault}", config.data.display()))?;
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let key_file = config.data.join("links.key");
    let key = LinkKey::open(&key_file, &*random).map_err(|fault| format!("{}: {fault}", key_file.display()))?;
    let key = Arc::new(key);
    let key_file = config.data.join(RECEIPT_KEYS);
    let receipts = ReceiptKeys::open(&key_file, &*random, clock.now());
    let receipts = Arc::new(receipts.map_err(|fault| format!("{}: {fault}", key_file.display()))?);
    let pushing = pushing(&config, &file, &*random)?;
    let database = config.data.join("recourse.sqlite");
    let store = Sqlite::open(&database).await.map_err(|fault| format!("{}: {fault}", database.display()))?;
    let store: Arc<dyn Store> = Arc::new(store);
    let bounds = Bounds { waiting: u64::from(config.uploads_waiting) * 1_000_000, kept: i64::from(config.upload_hours) * HOUR };
    let files = Arc::new(Files::new(config.data.join("uploads"), bounds));
    let left = attachments::tidy(&files, &*store).await.map_err(|fault| fault.to_string())?;
    if left > 0 {
        tracing::info!(left, "files that no row speaks of were removed");
    }
    let platform = &file.default_language().service.platform.name;
    first_key_of(platform, &config.data.join(HANDLER_KEY), &*store, &*random, clock.now()).await?;
    if config.demo {
        let name = demo::handler_name(&file);
        first_key_of(&name, &config.data.join(DEMO_HANDLER_KEY), &*store, &*random, clock.now()).await?;
    }
    let way = way(&config, &file)?;
    let post = Post::new(file.team()).map_err(|fault| format!("webhooks by https: {fault}"))?;
    let base = config.public_url.as_deref().map_or("", base_of);
    let assets = match &config.app {
        Some(folder) => Some(Assets::open(folder, &file, base).map_err(|fault| format!("--app {}: {fault}", folder.display()))?),
        None => None,
    };
    if config.demo && !config.empty {
        demo::fill(&*store, &file, clock.now(), &*random).await.map_err(|fault| fault.to_string())?;
        demo::report(&*store, &file, clock.now()).await.map_err(|fault| fault.to_string())?;
        demo::announce(&*store, &file, clock.now(), &*random).await.map_err(|fault| fault.to_string())?;
    }
    recall_averages(&*store, &file).await.map_err(|fault| fault.to_string())?;
    let listener = TcpListener::bind(config.listen).await.map_err(|fault| format!("--listen {}: {fault}", config.listen))?;
    let address = listener.local_addr().map_err(|fault| fault.to_string())?;
    let public_url: Arc<str> = match &config.public_url {
        Some(url) => url.trim_end_matches('/').into(),
        None => format!("http://{address}").into(),
    };

    let wake = Arc::new(Notify::new());
    let queue = Queue {
        store: store.clone(),
        file: file.clone(),
        key: key.clone(),
        way: way.clone(),
        clock: clock.clone(),
        public_url: public_url.to_string(),
        reply_to: config.reply_address.clone(),
    };
    let mail = tokio::spawn(Arc::new(queue).work(wake.clone()));
    let wake_staff = Arc::new(Notify::new());
    let notices = Notices { store: store.clone(), file: file.clone(), way, post, clock: clock.clone() };
    let staff = tokio::spawn(Arc::new(notices).work(wake_staff.clone()));
    let (pushing, devices) = pushing
        .map(|(pushing, post)| {
            let (store, clock, random) = (store.clone(), clock.clone(), random.clone());
            let pusher = Pusher { store, pushing: pushing.clone(), post, clock, random };
            (pushing, tokio::spawn(Arc::new(pusher).work()))
        })
        .unzip();

    let by_tls = public_url.starts_with("https://");
    let gather = i64::from(config.mail_gather) * 1_000;
    let changes = store.clone();
    let offered = &file.default_language().service;
    let most = if offered.offers(Capability::Uploads) { offered.limits.attachment_bytes } else { 0 };
    let app = App {
        store,
        file,
        key,
        receipts,
        files,
        clock,
        random,
        mail: wake,
        staff: wake_staff,
        public_url,
        gather,
        reply_to: config.reply_address.clone(),
        push: pushing,
        prepared: Arc::default(),
        figures: Arc::default(),
    };
    let ticks = tokio::spawn(ticks::work(app.clone()));
    let around = Surroundings {
        cors: config.cors.clone(),
        framing: Framing::new(&config.frame_ancestors, by_tls),
        assets,
        demo: config.demo,
        uploads: most,
    };
    let allowances = Allowances {
        writes: config.writes_per_minute,
        reads: config.reads_per_minute,
        address_header: config.address_header.clone(),
        time: Duration::from_secs(config.timeout),
    };
    let service = placed(dressed(limited(router(app, &around), allowances), around), base);
    let service = service.into_make_service_with_connect_info::<SocketAddr>();
    // Before anyone can know that it runs: a signal without a listener ends the process on the spot.
    let term = signal(SignalKind::terminate()).map_err(|fault| format!("cannot listen for SIGTERM: {fault}"))?;
    announce(address, config.demo);
    let stop = Arc::new(Notify::new());
    let stopping = stop.clone();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move { stopping.notified().await });
    let server = tokio::spawn(server.into_future());
    told_to_stop(term).await;
    tracing::info!("stopping");
    stop.notify_one();
    // Streams would hold the end up.
    changes.changes().end();
    if tokio::time::timeout(GRACE, server).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
    // What it has not sent is in the database.
    mail.abort();
    staff.abort();
    if let Some(devices) = devices {
        devices.abort();
    }
    ticks.abort();
    Ok(())
}

/// The first start makes a handler's key, so that the command line works at once on the same machine.
async fn first_key_of(name: &str, path: &Path, store: &dyn Store, random: &dyn Random, now: Timestamp) -> Result<(), String> {
    let made = first_key(path, random).map_err(|fault| format!("{}: {fault}", path.display()))?;
    let Some(key) = made else { return Ok(()) };
    store.keep_handler(name, &sha256(key.as_bytes()), now).await.map_err(|fault| fault.to_string())
}

fn service_file(path: Option<&Path>) -> Result<ServiceFile, String> {
    let Some(path) = path else {
        let file = ServiceFile::parse(DEMO).map_err(|fault| format!("the demo platform, {fault}"))?;
        let articles = Articles::read(articles::DEMO, file.locales()).map_err(|wrong| format!("the demo platform, {wrong}"))?;
        return Ok(file.with_articles(articles));
    };
    let text = fs::read_to_string(path).map_err(|fault| format!("--service {}: {fault}", path.display()))?;
    let file = ServiceFile::parse(&text).map_err(|fault| format!("--service {}, {fault}", path.display()))?;
    let folder = path.parent().unwrap_or(Path::new("")).join(FOLDER);
    let articles = Articles::open(&folder, file.locales()).map_err(|wrong| wrong.to_string())?;
    Ok(file.with_articles(articles))
}

/// How push goes out, and the way that it goes, where the service file offers it.
fn pushing(config: &Config, file: &ServiceFile, random: &dyn Random) -> Result<Option<(Arc<Pushing>, push::Post)>, String> {
    let service = &file.default_language().service;
    if !service.offers(Capability::Push) {
        return Ok(None);
    }
    let contact = config.push_contact.clone().unwrap_or_else(|| format!("mailto:{}", service.platform.email));
    let (path, key) = match &config.push_key {
        Some(path) => (path.clone(), VapidKey::read(path, contact)),
        None => {
            let path = config.data.join(PUSH_KEY);
            let key = VapidKey::open(&path, random, contact);
            (path, key)
        }
    };
    let key = key.map_err(|fault| format!("{}: {fault}", path.display()))?;
    match push::Post::new(config.push_anywhere) {
        Ok(post) => Ok(Some((Arc::new(Pushing { key, anywhere: config.push_anywhere }), post))),
        // Everything else works; the app does not offer what is not announced.
        Err(fault) => {
            tracing::error!(%fault, "push is off: the machine has no certificates to trust");
            Ok(None)
        }
    }
}

fn way(config: &Config, file: &ServiceFile) -> Result<Arc<dyn Way>, String> {
    let platform = &file.default_language().service.platform;
    let from = match &config.mail_from {
        Some(mailbox) => mailbox.clone(),
        None => {
            let address = platform.email.parse().map_err(|fault| format!("the platform's e-mail address: {fault}"))?;
            Mailbox::new(Some(platform.name.clone()), address)
        }
    };
    Ok(match &config.smtp {
        Some(url) => Arc::new(Smtp::new(url, from).map_err(|fault| format!("--smtp: {fault}"))?),
        None => Arc::new(Folder { folder: config.data.join("mail"), from }),
    })
}

/// Says on standard output where it listens: for people, and for programs that wait for it.
fn announce(address: SocketAddr, demo: bool) {
    let mut out = std::io::stdout();
    // Nobody may be reading.
    let _ = writeln!(out, "listening on http://{address}");
    if demo {
        let _ = writeln!(out, "Mail that the demo sends: http://{address}/demo/mail");
    }
    let _ = out.flush();
}

async fn told_to_stop(mut term: Signal) {
    tokio::select! {
        _ = term.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
