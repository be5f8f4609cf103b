//! Cutting the app's wasm: what the first screen does not need becomes files of their own in `dist/later/`.
//!
//! Trunk's last hook comes here. The cut needs the linker's own output, before wasm-bindgen has seen it; so the app is
//! bound a second time, and takes the place of what Trunk has made of it. The parts are the functions marked
//! `#[wasm_split]` in `src/pages/later.rs`.

use crate::process::{Outcome, command, files, read, remove, step, target_dir, write};
use crate::tools;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of what loads later, in `dist/`.
pub const LATER: &str = "later";
/// The script that loads the parts; the glue imports it.
const LOADER: &str = "__wasm_split.js";
/// What rustc's WebAssembly uses. A part does not say so itself, as the whole does.
const FEATURES: [&str; 6] =
    ["bulk-memory", "bulk-memory-opt", "multivalue", "mutable-globals", "nontrapping-float-to-int", "sign-ext"];

/// Cuts the app in Trunk's staging folder.
pub fn run() -> Outcome {
    let staging = std::env::var_os("TRUNK_STAGING_DIR").ok_or("`split` is a hook of Trunk: run `cargo xtask build`")?;
    let staging = PathBuf::from(staging);
    let whole = target_dir()?.join("wasm32-unknown-unknown/app/recourse.wasm");
    let work = target_dir()?.join("recourse-split");
    if work.is_dir() {
        fs::remove_dir_all(&work).map_err(|e| format!("{}: {e}", work.display()))?;
    }
    let cut = work.join("cut");
    let bound = work.join("bound");
    fs::create_dir_all(&cut).map_err(|e| format!("{}: {e}", cut.display()))?;
    step("Cutting the app", tool("wasm-split-cli")?.args(["--target", "web", "--out-name", "recourse"]).arg(&whole).arg(&cut))?;
    let mut bind = tool("wasm-bindgen")?;
    bind.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", "recourse", "--out-dir"]).arg(&bound);
    bind.args(["--remove-name-section", "--remove-producers-section"]).arg(cut.join("recourse.wasm"));
    step("Binding it", &mut bind)?;
    let parts: Vec<PathBuf> = files(&cut)?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "wasm") && !path.ends_with("recourse.wasm"))
        .collect();
    if parts.is_empty() {
        return Err("the app has no parts: is `--emit-relocs` missing in .cargo/config.toml?".into());
    }
    let main = bound.join("recourse_bg.wasm");
    for wasm in parts.iter().chain([&main]) {
        optimise(wasm)?;
    }
    publish(&staging, &bound, &cut, &parts)
}

fn tool(name: &str) -> Outcome<Command> {
    let mut tool = command(name);
    tool.env("PATH", tools::path()?);
    Ok(tool)
}

fn optimise(wasm: &Path) -> Outcome {
    let mut optimise = tool("wasm-opt")?;
    optimise.args(["-Oz", "--strip-debug", "--strip-producers"]).args(FEATURES.map(|name| format!("--enable-{name}")));
    step(&format!("Optimising {}", name_of(wasm)), optimise.arg(wasm).arg("-o").arg(wasm))
}

/// Takes out of a script what only people read.
pub fn minify(script: &Path) -> Outcome {
    let mut minify = tool("esbuild")?;
    minify.args(["--minify", "--target=es2022", "--allow-overwrite", "--log-level=warning"]).arg(script);
    minify.arg(format!("--outfile={}", script.display()));
    step(&format!("Minifying {}", name_of(script)), &mut minify)
}

/// Stands in file names for the hash until everything else is final.
const UNNAMED: &str = "0000000000000000";

/// The parts fit the main file byte by byte, so one hash names them all: of everything as it is published, but for the
/// hash itself.
fn publish(staging: &Path, bound: &Path, cut: &Path, parts: &[PathBuf]) -> Outcome {
    let (main, glue, loader) = (bound.join("recourse_bg.wasm"), bound.join("recourse.js"), cut.join(LOADER));
    let names = |id: &str| (format!("recourse-{id}_bg.wasm"), format!("recourse-{id}.js"), format!("load-{id}.js"));
    let (_, glue_name, loader_name) = names(UNNAMED);
    let mut loading = replaced(&read(&loader)?, "./recourse.js", &format!("./{glue_name}"))?;
    for part in parts {
        let name = name_of(part);
        loading = replaced(&loading, &format!("\"./{name}\""), &format!("\"./{LATER}/{}\"", part_name(part, UNNAMED)))?;
    }
    write(&loader, &loading)?;
    // The wasm itself knows the loader by its first name.
    let gluing = replaced(&read(&glue)?, &format!("from \"./{LOADER}\""), &format!("from \"./{loader_name}\""))?;
    write(&glue, &gluing)?;
    for script in [&loader, &glue] {
        minify(script)?;
    }

    let mut hasher = DefaultHasher::new();
    for path in parts.iter().chain([&main, &glue, &loader]) {
        hasher.write(&fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?);
    }
    let id = format!("{:016x}", hasher.finish());
    let (main_name, glue_name, loader_name) = names(&id);
    let copy = |from: &Path, to: PathBuf| fs::copy(from, &to).map(|_| ()).map_err(|e| format!("{}: {e}", to.display()));
    let later = staging.join(LATER);
    fs::create_dir_all(&later).map_err(|e| format!("{}: {e}", later.display()))?;
    for part in parts {
        copy(part, later.join(part_name(part, &id)))?;
    }
    copy(&main, staging.join(&main_name))?;
    for (script, name) in [(&loader, &loader_name), (&glue, &glue_name)] {
        write(&staging.join(name), &replaced(&read(script)?, UNNAMED, &id)?)?;
    }

    // Trunk's own, which these replace.
    let index = staging.join("index.html");
    let mut page = read(&index)?;
    let whole = files(staging)?.into_iter().filter(|path| name_of(path).starts_with("recourse-") && !name_of(path).contains(&id));
    for path in whole {
        let name = name_of(&path);
        page = page.replace(&name, if name.ends_with(".wasm") { &main_name } else { &glue_name });
        remove(&path)?;
    }
    let preload = format!("<link rel=\"modulepreload\" href=\"/{glue_name}\">");
    page = replaced(&page, &preload, &format!("{preload}<link rel=\"modulepreload\" href=\"/{loader_name}\">"))?;
    write(&index, &page)
}

fn part_name(part: &Path, id: &str) -> String {
    format!("{}-{id}.wasm", part.file_stem().unwrap_or_default().to_string_lossy())
}

/// Replaces what has to be there.
fn replaced(text: &str, from: &str, to: &str) -> Outcome<String> {
    if text.contains(from) {
        Ok(text.replace(from, to))
    } else {
        Err(format!("the build's files have no `{from}`: have the tools changed?"))
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
