//! The reference backend: built as a release, started for a newcomer.

use crate::app;
use crate::process::{Outcome, cargo, command, root, step, target_dir};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;

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
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match *arg {
            "--empty" => empty = true,
            "--listen" => listen = rest.next().ok_or("--listen wants an address, for example 127.0.0.1:8080")?,
            other => return Err(format!("run knows --empty and --listen ADDR, not `{other}`")),
        }
    }
    app::build_if_stale()?;
    let binary = build()?;
    let mut backend = command(binary);
    // A newcomer does not wait a minute for the mail.
    backend.args(["--demo", "--mail-gather", "5", "--listen", listen]);
    backend.arg("--data").arg(root().join("data")).arg("--app").arg(root().join("dist"));
    if empty {
        backend.arg("--empty");
    }
    println!();
    // From here on this process is the backend: Ctrl+C reaches it directly.
    Err(format!("the backend did not start: {}", backend.exec()))
}
