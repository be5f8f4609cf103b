//! Building the app: Trunk, then what Trunk does not do (locale files and later styles with hashes, the service worker,
//! compression).

use crate::process::{Outcome, cargo, command, files, read, root, step, write};
use crate::split::{LATER, minify};
use crate::{locales, style, tools, worker};
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;
use std::time::SystemTime;

/// Leaves a deployable `dist/`.
pub fn build() -> Outcome {
    tools::for_app()?;
    step("Fetching the libraries", cargo().args(["fetch", "--locked"]))?;
    let mut trunk = command("trunk");
    trunk.env("PATH", tools::path()?).args(["build", "--release", "--cargo-profile", "app", "--offline"]);
    step("Building the app (up to 4 minutes when much has changed)", &mut trunk)?;
    let dist = root().join("dist");
    locales(&dist)?;
    later_styles(&dist)?;
    minify(&dist.join("embed.js"))?;
    worker::write_for(&dist)?;
    step("Compressing dist/", command("node").arg(root().join("xtask/compress.mjs")).arg(&dist))
}

/// Builds the app unless `dist/` is newer than everything that it is made of.
pub fn build_if_stale() -> Outcome {
    let made = modified(&root().join("dist/index.html.br"));
    let newest = [
        ".cargo",
        "Cargo.lock",
        "Cargo.toml",
        "Trunk.toml",
        "index.html",
        "src",
        "core",
        "contract/src",
        "style",
        "public",
        "xtask",
    ]
    .iter()
    .filter_map(|name| newest(&root().join(name)))
    .max();
    if made.is_some() && made > newest {
        println!("✓ The app in dist/ is up to date");
        return Ok(());
    }
    build()
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().ok()?.modified().ok()
}

fn newest(path: &Path) -> Option<SystemTime> {
    if path.is_dir() { files(path).ok()?.iter().filter_map(|path| newest(path)).max() } else { modified(path) }
}

/// Copies the catalogues, in two parts each, under names with their hashes and lists them in `index.html`.
fn locales(dist: &Path) -> Outcome {
    let target = dist.join("locales");
    fs::create_dir_all(&target).map_err(|e| format!("{}: {e}", target.display()))?;
    let first = locales::first_sources()?;
    let mut list = Vec::new();
    for path in files(&root().join("public/locales"))? {
        let language = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (now, later) = locales::cut(&read(&path)?, &first);
        let place = |name: String, text: &str| {
            let name = format!("{name}-{:016x}.json", hash(text));
            write(&target.join(&name), text).map(|()| format!("locales/{name}"))
        };
        let now = place(language.clone(), &now)?;
        let later = place(format!("later-{language}"), &later)?;
        // French first: it is the language of the static page.
        let entry = format!("{language}:{now},{later}");
        if language == "fr" { list.insert(0, entry) } else { list.push(entry) }
    }
    fill(dist, "__LOCALES__", &list.join(" "))
}

/// Puts the styles of the screens that load later under a name with their hash, and names them in `index.html`.
fn later_styles(dist: &Path) -> Outcome {
    let text = style::later()?;
    let file = format!("{LATER}/styles-{:016x}.css", hash(&text));
    write(&dist.join(&file), &text)?;
    fill(dist, "__STYLES__", &file)
}

/// Fills a place of `index.html`.
pub fn fill(dist: &Path, place: &str, value: &str) -> Outcome {
    let index = dist.join("index.html");
    let page = read(&index)?;
    if !page.contains(place) {
        return Err(format!("index.html has no place for {place}"));
    }
    write(&index, &page.replace(place, value))
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(text.as_bytes());
    hasher.finish()
}
