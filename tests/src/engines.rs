//! The other engines: Firefox, and WebKitGTK's MiniBrowser on a virtual screen.

use crate::Outcome;
use crate::browser::{Browser, binary};
use crate::process::Process;
use crate::wait::until;
use serde_json::json;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::sync::Semaphore;

/// Starts Firefox in French.
///
/// # Errors
/// It does not start.
pub async fn firefox() -> Outcome<Browser> {
    // What a page in another site's frame keeps is kept for that site alone, as for everybody by now.
    firefox_with_cookies(5).await
}

/// The same with another setting of `network.cookie.cookieBehavior`; 1 gives pages in other sites' frames no storage at all.
///
/// # Errors
/// It does not start.
pub async fn firefox_with_cookies(behaviour: u8) -> Outcome<Browser> {
    let profile = TempDir::new()?;
    let mut command = Command::new("geckodriver");
    command.args(["--port", "0", "--profile-root"]).arg(profile.path());
    let mut process = Process::start("geckodriver", &mut command)?;
    let address = process.says("Listening on ").await?;
    let options = json!({
        "binary": binary("firefox-esr").or_else(|_| binary("firefox"))?,
        "args": ["-headless", "--width=1280", "--height=900"],
        "prefs": {
            "intl.accept_languages": "fr-FR, fr",
            "intl.locale.requested": "fr",
            "network.cookie.cookieBehavior": behaviour,
        },
    });
    let wanted = json!({ "browserName": "firefox", "moz:firefoxOptions": options });
    Browser::open(&format!("http://{address}"), wanted, vec![process], profile).await
}

/// A second MiniBrowser does not answer while one is driven.
static WEBKIT: Semaphore = Semaphore::const_new(1);

/// Starts WebKitGTK's MiniBrowser in French, once no other test drives one.
///
/// # Errors
/// It does not start.
pub async fn webkit() -> Outcome<Browser> {
    let turn = WEBKIT.acquire().await?;
    let profile = TempDir::new()?;
    let mut command = Command::new("Xvfb");
    // It finds a free display by itself, and prints its number.
    command.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
    let screen = Process::start("Xvfb", &mut command)?;
    // It complains, too, of displays that another one has left behind.
    let number = |line: &String| line.trim().parse::<u32>().ok();
    let display = until("the number of a display", async || Ok(screen.lines().iter().find_map(number))).await?;
    // It takes no port 0; this one was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut command = Command::new("WebKitWebDriver");
    command.arg(format!("--port={port}"));
    command.env("DISPLAY", format!(":{display}")).env_remove("WAYLAND_DISPLAY");
    // The sandbox needs user namespaces, which containers seldom give; the folders keep the profile apart.
    command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1").env("LIBGL_ALWAYS_SOFTWARE", "1");
    command.env("LANG", "fr_FR.UTF-8").env("LANGUAGE", "fr").env("HOME", profile.path());
    command.env("XDG_DATA_HOME", profile.path().join("data")).env("XDG_CACHE_HOME", profile.path().join("cache"));
    let process = Process::start("WebKitWebDriver", &mut command)?;
    until("WebKitWebDriver to listen", async || Ok(TcpStream::connect(("127.0.0.1", port)).await.ok())).await?;
    let options = json!({ "binary": mini_browser()?, "args": ["--automation"] });
    let wanted = json!({ "browserName": "MiniBrowser", "webkitgtk:browserOptions": options });
    let opened = Browser::open(&format!("http://127.0.0.1:{port}"), wanted, vec![process, screen], profile).await?;
    Ok(opened.in_turn(turn))
}

/// The browser that comes with the driver: `/usr/lib/…/webkit2gtk-4.1/MiniBrowser`.
fn mini_browser() -> Outcome<PathBuf> {
    let folders = |path: &Path| -> Vec<PathBuf> {
        let mut found: Vec<_> = path.read_dir().into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
        found.sort();
        found
    };
    let libraries = folders(Path::new("/usr/lib")).into_iter().chain(["/usr/lib".into(), "/usr/libexec".into()]);
    let mut homes = libraries.flat_map(|library| folders(&library));
    let found = homes.find_map(|home| {
        let is_webkit = home.file_name()?.to_str()?.starts_with("webkit");
        Some(home.join("MiniBrowser")).filter(|file| is_webkit && file.is_file())
    });
    found.ok_or_else(|| "MiniBrowser is missing: install webkit2gtk-driver".into())
}
