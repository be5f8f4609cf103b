//! Reads the message catalogues and writes one constant per message, so that a missing key does not compile.
//!
//! It also fails the build when two catalogues differ in keys or placeholders, and when a message is used nowhere.

use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    if let Err(fault) = generate() {
        // A build script speaks through its panic; Cargo shows it as the reason.
        panic!("message catalogues: {fault}");
    }
}

fn generate() -> Result<(), String> {
    let root = PathBuf::from(var("CARGO_MANIFEST_DIR")?).join("..");
    let folder = root.join("public/locales");
    let mut catalogues = Vec::new();
    for path in files(&folder, "json")? {
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let map: Map<String, Value> = serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        catalogues.push((path, map));
    }
    let Some((first_path, first)) = catalogues.first() else { return Err(format!("none in {}", folder.display())) };
    for (path, map) in &catalogues {
        for (key, value) in map {
            let Some(other) = first.get(key) else {
                return Err(format!("{} has {key:?}, {} has not", path.display(), first_path.display()));
            };
            if placeholders(value) != placeholders(other) {
                return Err(format!("{key:?} has other placeholders in {} than in {}", path.display(), first_path.display()));
            }
        }
        if let Some(key) = first.keys().find(|key| !map.contains_key(*key)) {
            return Err(format!("{} lacks {key:?}", path.display()));
        }
    }

    let sources = sources(&root)?;
    let mut out = String::new();
    for key in first.keys() {
        let name = key.replace(['.', '-'], "_").to_ascii_uppercase();
        if !uses(&sources, &name) {
            return Err(format!("{key:?} is used nowhere (key::{name}): delete it"));
        }
        out.push_str(&format!("/// `{key}`\npub const {name}: Key = Key({key:?});\n"));
    }
    let target = Path::new(&var("OUT_DIR")?).join("keys.rs");
    fs::write(&target, out).map_err(|e| format!("{}: {e}", target.display()))?;
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed={}", root.join("src").display());
    println!("cargo::rerun-if-changed={}", root.join("core/src").display());
    Ok(())
}

fn var(name: &str) -> Result<String, String> {
    env::var(name).map_err(|e| format!("{name}: {e}"))
}

fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|e| e.to_string())?.path();
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn sources(root: &Path) -> Result<String, String> {
    let mut text = String::new();
    for folder in ["src", "core/src"] {
        for path in files(&root.join(folder), "rs")? {
            text.push_str(&fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?);
        }
    }
    Ok(text)
}

fn uses(sources: &str, name: &str) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    sources
        .match_indices(name)
        .any(|(at, _)| sources[..at].ends_with("key::") && !word(sources[at + name.len()..].chars().next()))
}

/// The names in braces, over all plural forms of a message.
fn placeholders(value: &Value) -> BTreeSet<String> {
    let texts: Vec<&str> = match value {
        Value::String(text) => vec![text],
        Value::Object(forms) => forms.values().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    texts.iter().flat_map(|text| text.split('{').skip(1)).filter_map(|rest| rest.split('}').next()).map(str::to_owned).collect()
}
