//! A Chromium with a profile of its own, under a driver of its own.

use crate::look::Look;
use crate::process::Process;
use crate::{Outcome, env};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};
use tokio::process::Command;
use tokio::sync::SemaphorePermit;

/// A browser under way. What keeps it running is kept with it.
pub struct Browser {
    /// The session.
    pub driver: WebDriver,
    /// DevTools commands go here; only Chromium takes them.
    pub devtools: Option<String>,
    _processes: Vec<Process>,
    _profile: TempDir,
    /// Of an engine that runs once at a time: given on when everything above has ended.
    _turn: Option<SemaphorePermit<'static>>,
}

impl Browser {
    /// Opens a session with a driver that listens at `address`.
    ///
    /// # Errors
    /// The driver refuses, or the browser does not start.
    pub async fn open(address: &str, wanted: Value, processes: Vec<Process>, profile: TempDir) -> Outcome<Self> {
        let Value::Object(wanted) = wanted else { return Err("capabilities are an object".into()) };
        let is_chromium = wanted.contains_key("goog:chromeOptions");
        let mut capabilities = Capabilities::new();
        for (name, value) in wanted {
            capabilities.set(name, value)?;
        }
        let driver = WebDriver::new(address, capabilities).await.map_err(|error| {
            let said: Vec<String> = processes.iter().flat_map(Process::lines).collect();
            format!("{error}\n{}", said.join("\n"))
        })?;
        let devtools = is_chromium.then(|| format!("{address}/session/{}/goog/cdp/execute", driver.session_id()));
        Ok(Self { driver, devtools, _processes: processes, _profile: profile, _turn: None })
    }

    /// The same with the turn that it has.
    #[must_use]
    pub fn in_turn(self, turn: SemaphorePermit<'static>) -> Self {
        Self { _turn: Some(turn), ..self }
    }
}

/// Starts a Chromium.
///
/// # Errors
/// It does not start.
pub async fn chromium(look: &Look, port: &str) -> Outcome<Browser> {
    let profile = TempDir::new()?;
    let (process, address) = chromedriver().await?;
    let mut args: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--window-size=1280,900",
    ]
    .map(str::to_owned)
    .to_vec();
    args.push(format!("--user-data-dir={}", profile.path().display()));
    args.push(format!("--accept-lang={}", look.wishes()));
    args.push(format!("--lang={}", look.language));
    if let Some(name) = look.name {
        args.push(format!("--host-resolver-rules=MAP {name} 127.0.0.1"));
        // Web Locks and the like want a secure context.
        args.push(format!("--unsafely-treat-insecure-origin-as-secure=http://{name}:{port}"));
    }
    let mut prefs = json!({ "intl.accept_languages": look.wishes() });
    if !look.scripts {
        prefs["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    if !look.third_party_cookies {
        prefs["profile.block_third_party_cookies"] = json!(true);
        prefs["profile.cookie_controls_mode"] = json!(1);
    }
    let wanted = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": binary("chromium")?, "args": args, "prefs": prefs },
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    Browser::open(&format!("http://127.0.0.1:{}", address.trim_end_matches('.')), wanted, vec![process], profile).await
}

/// Starts a driver, and gives its port. It takes a free one for IPv6 and then wants the same for IPv4, which another
/// program may have: then it ends, and is asked again.
async fn chromedriver() -> Outcome<(Process, String)> {
    let mut tries = 0;
    loop {
        let mut process = Process::start("chromedriver", Command::new("chromedriver").arg("--port=0"))?;
        match process.says("started successfully on port ").await {
            Ok(port) => return Ok((process, port)),
            Err(error) if tries == 3 => return Err(error),
            Err(_) => tries += 1,
        }
    }
}

/// Where a program lies.
///
/// # Errors
/// It is not on the search path.
pub fn binary(name: &str) -> Outcome<String> {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths).map(|folder| folder.join(name)).find(|file| file.is_file());
    Ok(found.ok_or_else(|| format!("{name} is not on the PATH"))?.display().to_string())
}

/// The source of axe-core.
///
/// # Errors
/// It is not installed.
pub fn axe_source() -> Outcome<String> {
    let file = env::tool("node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()).into())
}
