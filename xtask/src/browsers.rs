//! Browsers and their drivers for the tests: from the system's package manager where it can be asked.

use crate::process::{Outcome, command, on_path, output, step};
use crate::tools::cargo_tool;
use std::path::Path;

/// A program, the Debian package that has it, and what the tests need it for.
const WANTED: [(&str, &str, &str); 5] = [
    ("chromium", "chromium", "runs the browser tests"),
    ("chromedriver", "chromium-driver", "drives Chromium"),
    ("firefox-esr", "firefox-esr", "runs the smoke test in Firefox"),
    ("WebKitWebDriver", "webkit2gtk-driver", "runs the smoke test in WebKit"),
    ("Xvfb", "xvfb", "gives WebKit a screen"),
];
const GECKODRIVER: &str = "0.37.1";

/// Gets what is missing.
pub fn ready() -> Outcome {
    let missing: Vec<_> = WANTED.iter().filter(|(program, ..)| !is_there(program)).collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    if let Some((program, package, why)) = WANTED.iter().find(|(program, ..)| !is_there(program)) {
        return Err(format!("{program} is missing; it {why}. Install the package {package}, or put {program} on the PATH."));
    }
    cargo_tool("geckodriver", GECKODRIVER, &["--version"], &[&format!("geckodriver@{GECKODRIVER}")])
}

fn is_there(program: &str) -> bool {
    // Elsewhere Firefox has its plain name.
    on_path(program).is_some() || (program == "firefox-esr" && on_path("firefox").is_some())
}

fn install(missing: &[&(&str, &str, &str)]) -> Outcome {
    let packages: Vec<&str> = missing.iter().map(|(_, package, _)| *package).collect();
    let list = packages.join(" ");
    if on_path("apt-get").is_none() {
        return Err(format!(
            "the browser tests need these programs of the system: {list}. Install them with your package manager."
        ));
    }
    let is_root = output(command("id").arg("-u")).is_some_and(|id| id == "0");
    let may_sudo = !is_root && output(command("sudo").args(["-n", "true"])).is_some();
    if !is_root && !may_sudo {
        return Err(format!("the browser tests need packages of the system. Run: sudo apt-get install {list}"));
    }
    let apt = |args: &[&str]| {
        let mut command = if is_root { command("apt-get") } else { command("sudo") };
        if !is_root {
            command.args(["-n", "apt-get"]);
        }
        command.args(["-qq", "-o", "Dpkg::Use-Pty=0"]).args(args).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    // Fonts for both languages; without any, browsers draw boxes.
    let fonts = if Path::new("/usr/share/fonts/truetype/noto").is_dir() { None } else { Some("fonts-noto-core") };
    step("Asking for the system's package list", &mut apt(&["update"]))?;
    let mut wanted = vec!["install", "-y", "--no-install-recommends"];
    wanted.extend(packages);
    wanted.extend(fonts);
    step(&format!("Installing {list}"), &mut apt(&wanted))
}
