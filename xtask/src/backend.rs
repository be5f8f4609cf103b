//! The reference backend: built as a release, started for a newcomer.

use crate::app;
use crate::process::{Outcome, cargo, command, root, step, target_dir};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

/// The port of the example page.
const HOST: &str = "8081";

/// Builds it and says where it lies.
pub fn build() -> Outcome<PathBuf> {
    let mut build = cargo();
    build.args(["build", "--release", "--locked", "--package", "recourse-backend"]);
    step("Building the backend", &mut build)?;
    Ok(target_dir()?.join("release/recourse-backend"))
}

/// Builds everything and becomes the backend, with the demo platform.
pub fn run(args: &[&str]) -> Outcome {
    let mut listen = "127.0.0.1:8080";
    let mut empty = false;
    let mut with_handler = false;
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match *arg {
            "--empty" => empty = true,
            "--demo-handler" => with_handler = true,
            "--listen" => listen = rest.next().ok_or("--listen wants an address, for example 127.0.0.1:8080")?,
            other => return Err(format!("run knows --empty, --demo-handler and --listen ADDR, not `{other}`")),
        }
    }
    if with_handler && listen.ends_with(":0") {
        return Err("--demo-handler has to know the port: name one with --listen".into());
    }
    app::build_if_stale()?;
    let binary = build()?;
    let data = root().join("data");
    let mut backend = command(&binary);
    // A newcomer does not wait a minute for the mail.
    backend.args(["--demo", "--mail-gather", "5", "--listen", listen]);
    backend.arg("--data").arg(&data).arg("--app").arg(root().join("dist"));
    if empty {
        backend.arg("--empty");
    }
    println!();
    let host = if listen.ends_with(":0") { None } else { Some(host(listen)?) };
    if host.is_some() {
        backend.args(["--frame-ancestors", &format!("http://localhost:{HOST}")]);
    }
    let handler = if with_handler { Some(demo_handler(&binary, listen, &data)?) } else { None };
    // From here on this process is the backend: Ctrl+C reaches it directly.
    let fault = backend.exec();
    for mut child in handler.into_iter().chain(host) {
        // It would see for itself that its parent has gone, a moment later.
        let _ = child.kill();
        let _ = child.wait();
    }
    Err(format!("the backend did not start: {fault}"))
}

/// Serves the example of a page with the app in it, from another site: a name is not the same as an address. It ends with this
/// process, as the demo handler does.
fn host(listen: &str) -> Outcome<Child> {
    let mut host = command("node");
    host.arg(root().join("xtask/host.mjs")).arg(format!("http://{listen}")).arg(HOST).stdin(Stdio::null());
    host.spawn().map_err(|e| format!("the example page did not start: {e}"))
}

/// Starts the demo handler. It waits for the backend, which this process becomes, and ends when that has ended, however it
/// ends; Ctrl+C reaches both.
fn demo_handler(binary: &Path, listen: &str, data: &Path) -> Outcome<Child> {
    let mut handler = command(binary);
    let (url, own) = (format!("http://{listen}"), std::process::id().to_string());
    handler.args(["demo-handler", "--url", &url, "--parent", &own]);
    // A key of another backend opens nothing here.
    handler.env_remove("RECOURSE_HANDLER_KEY").arg("--data").arg(data).stdin(Stdio::null());
    handler.spawn().map_err(|e| format!("the demo handler did not start: {e}"))
}
