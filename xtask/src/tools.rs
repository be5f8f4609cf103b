//! The tools of the build: reused where they are installed in the right version, else got into a cache outside the clone.

use crate::process::{Outcome, command, on_path, output, root, step};
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

const TRUNK: &str = "0.21.14";
/// As in `Cargo.lock`: glue and library must be of one version.
const WASM_BINDGEN: &str = "0.2.130";
const WASM_SPLIT: &str = "0.2.4";
/// For the program that checks receipts on its own.
const CRYPTOGRAPHY: &str = "48.0.0";
/// For the figures; in a folder of its own, since nothing else needs it.
const LIGHTHOUSE: &str = "12.8.2";
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Where our own copies of tools are kept.
pub fn cache() -> Outcome<PathBuf> {
    let from_env = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    from_env("RECOURSE_CACHE")
        .or_else(|| from_env("XDG_CACHE_HOME").map(|folder| folder.join("recourse")))
        .or_else(|| from_env("HOME").map(|home| home.join(".cache/recourse")))
        .map(|folder| folder.join("tools"))
        .ok_or_else(|| "there is no place for tools: set RECOURSE_CACHE to a folder".into())
}

/// The search path with our own copies first.
pub fn path() -> Outcome<OsString> {
    let cache = cache()?;
    let own = [cache.join("bin"), cache.join("node_modules/.bin")];
    let rest = env::var_os("PATH").unwrap_or_default();
    env::join_paths(own.into_iter().chain(env::split_paths(&rest))).map_err(|e| format!("the search path: {e}"))
}

/// Everything that building the app needs.
pub fn for_app() -> Outcome {
    wasm_target()?;
    cargo_tool("trunk", TRUNK, &["--version"], &["--locked", "--no-default-features", &format!("trunk@{TRUNK}")])?;
    // Its lock file may name versions that a registry no longer serves, so without `--locked`.
    cargo_tool("wasm-bindgen", WASM_BINDGEN, &["--version"], &[&format!("wasm-bindgen-cli@{WASM_BINDGEN}")])?;
    wasm_split()?;
    node_packages()
}

fn wasm_target() -> Outcome {
    let Some(installed) = output(command("rustup").args(["target", "list", "--installed"])) else {
        // Without rustup the compiler may still know the target (a distribution's package).
        let libdir = output(command("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]));
        return match libdir.filter(|path| PathBuf::from(path).is_dir()) {
            Some(_) => Ok(()),
            None => Err(format!("the target {WASM_TARGET} is missing; it compiles the app. Get rustup (https://rustup.rs).")),
        };
    };
    if installed.lines().any(|line| line == WASM_TARGET) {
        return Ok(());
    }
    step("Getting the WebAssembly target", command("rustup").args(["target", "add", WASM_TARGET]))
}

/// A tool from crates.io in this version: on the path, in the cache, or installed there now.
pub fn cargo_tool(name: &str, version: &str, ask: &[&str], install: &[&str]) -> Outcome {
    let fits = |program: PathBuf| output(Command::new(program).args(ask)).is_some_and(|says| says.contains(version));
    if fits(cache()?.join("bin").join(name)) || on_path(name).is_some_and(fits) {
        Ok(())
    } else {
        cargo_install(name, version, install)
    }
}

/// What cuts the app does not tell its version; Cargo notes what it has installed.
fn wasm_split() -> Outcome {
    let noted = std::fs::read_to_string(cache()?.join(".crates.toml")).unwrap_or_default();
    if noted.contains(&format!("\"wasm_split_cli_support {WASM_SPLIT} ")) {
        return Ok(());
    }
    let package = format!("wasm_split_cli_support@{WASM_SPLIT}");
    cargo_install("wasm-split-cli", WASM_SPLIT, &["--locked", "--features", "build-binary", &package])
}

fn cargo_install(name: &str, version: &str, install: &[&str]) -> Outcome {
    let cache = cache()?;
    let mut cargo = crate::process::cargo();
    // A debug build of a tool is there in half the time and fast enough.
    cargo.args(["install", "--debug", "--force", "--root"]).arg(&cache).args(install);
    cargo.env("CARGO_TARGET_DIR", cache.join("target"));
    step(&format!("Getting {name} {version} (some minutes, once)"), &mut cargo)
}

/// wasm-opt, esbuild, axe-core, the contract's linter and the independent servers and clients, from npm.
fn node_packages() -> Outcome {
    for (name, why) in [("node", "runs wasm-opt and compresses dist/"), ("npm", "gets wasm-opt")] {
        if on_path(name).is_none() {
            return Err(format!("{name} is missing; it {why}. Install Node.js 20 or later (https://nodejs.org)."));
        }
    }
    let cache = cache()?;
    let wanted = crate::process::read(&root().join("xtask/package.json"))?;
    let installed = cache.join("package.json");
    let complete = cache.join("node_modules/.package-lock.json").is_file();
    if complete && std::fs::read_to_string(&installed).is_ok_and(|text| text == wanted) {
        return Ok(());
    }
    std::fs::create_dir_all(&cache).map_err(|e| format!("{}: {e}", cache.display()))?;
    crate::process::write(&installed, &wanted)?;
    let mut npm = command("npm");
    npm.current_dir(&cache).args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]);
    step("Getting wasm-opt, esbuild, axe-core, Spectral, Prism and tus", &mut npm)
}

/// Lighthouse, for the figures of `cargo xtask bench lighthouse`.
pub fn lighthouse() -> Outcome {
    let folder = cache()?.join("lighthouse");
    let installed = std::fs::read_to_string(folder.join("node_modules/lighthouse/package.json")).unwrap_or_default();
    if installed.contains(&format!("\"version\": \"{LIGHTHOUSE}\"")) {
        return Ok(());
    }
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    // Without a list of its own here, npm would add it to that of the folder above.
    crate::process::write(&folder.join("package.json"), "{ \"private\": true }\n")?;
    let mut npm = command("npm");
    npm.current_dir(&folder).args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]);
    step(&format!("Getting Lighthouse {LIGHTHOUSE}"), npm.arg(format!("lighthouse@{LIGHTHOUSE}")))
}

/// A Python with what the tests need beside browsers: independent cryptography, in a folder of its own in the cache.
pub fn python() -> Outcome {
    let folder = cache()?.join("python");
    let python = folder.join("bin/python");
    let version = "import cryptography; print(cryptography.__version__)";
    if output(command(&python).args(["-c", version])).is_some_and(|says| says == CRYPTOGRAPHY) {
        return Ok(());
    }
    if on_path("python3").is_none() {
        return Err("python3 is missing; it checks receipts in another language. Install Python 3.9 or later, with venv.".into());
    }
    // On Debian the package python3-venv has what this needs.
    step("Making a Python for the tests", command("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
    let package = format!("cryptography=={CRYPTOGRAPHY}");
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", package.as_str()];
    step("Getting cryptography for it", command(&python).args(pip))
}
