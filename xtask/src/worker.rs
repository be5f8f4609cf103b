//! The service worker of one build: which build it is, and which files it keeps on the device.

use crate::app;
use crate::process::{Outcome, files, read, root, write};
use crate::split;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

/// Its file in `dist/`.
const SCRIPT: &str = "sw.js";

/// Writes `dist/sw.js` from `public/sw.js`, and the name of the build into `index.html`. Called when everything else of the
/// build is final, and nothing is compressed yet.
pub fn write_for(dist: &Path) -> Outcome {
    let script = read(&root().join("public").join(SCRIPT))?;
    let mut all = Vec::new();
    for name in files_below(dist)? {
        let bytes = fs::read(dist.join(&name)).map_err(|e| format!("{name}: {e}"))?;
        all.push((name, bytes));
    }
    all.push((SCRIPT.to_owned(), script.clone().into_bytes()));
    let build = build_id(&all);
    app::fill(dist, "__BUILD__", &build)?;
    let names: Vec<String> = precached(dist)?;
    let target = dist.join(SCRIPT);
    write(&target, &filled(&script, &build, &names)?)?;
    split::minify(&target)
}

/// The files of the build that are kept on the device, by their paths below `dist/`.
pub fn precached(dist: &Path) -> Outcome<Vec<String>> {
    Ok(files_below(dist)?.into_iter().filter(|name| is_kept(name)).collect())
}

/// What the app never asks for stays with the server: what is compressed (the browser gets the plain file), the worker itself,
/// what other pages embed it by, the script for browsers that know no worker, and what only the browser's own dialogues show.
fn is_kept(name: &str) -> bool {
    let is_packed = name.ends_with(".br") || name.ends_with(".gz");
    let is_for_others = matches!(name, SCRIPT | "embed.js" | "embed.d.ts" | "old.js" | "manifest.webmanifest");
    !is_packed && !is_for_others && !name.starts_with("icons/")
}

/// Another one whenever a file has another name or content.
fn build_id(files: &[(String, Vec<u8>)]) -> String {
    let mut hasher = DefaultHasher::new();
    for (name, bytes) in files {
        // With its length, so that no byte can move from one file into the next unseen.
        hasher.write(name.as_bytes());
        hasher.write_u8(0);
        hasher.write_u64(bytes.len() as u64);
        hasher.write(bytes);
    }
    format!("{:016x}", hasher.finish())
}

/// Puts the build and its files into the script.
fn filled(script: &str, build: &str, names: &[String]) -> Outcome<String> {
    if let Some(place) = ["__BUILD__", "__FILES__"].into_iter().find(|place| !script.contains(place)) {
        return Err(format!("public/{SCRIPT} has no place for {place}"));
    }
    if let Some(name) = names.iter().find(|name| !name.bytes().all(|b| b.is_ascii_graphic() && !b"\"\\%?#".contains(&b))) {
        return Err(format!("dist/{name}: no address can be as plain as that name"));
    }
    let list = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(",");
    Ok(script.replace("__BUILD__", build).replace("__FILES__", &format!("[{list}]")))
}

/// All files below a folder, by their paths with `/`, sorted.
fn files_below(folder: &Path) -> Outcome<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for path in files(&next)? {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let parts = path.strip_prefix(folder).unwrap_or(&path).iter().map(|part| part.to_string_lossy());
            found.push(parts.collect::<Vec<_>>().join("/"));
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_what_the_app_asks_for() {
        let folder = std::env::temp_dir().join(format!("recourse-worker-{}", std::process::id()));
        let dist = folder.join("dist");
        let kept =
            ["boot.js", "config.json", "index.html", "later/form-0123456789abcdef.wasm", "locales/fr-0123456789abcdef.json"];
        let left = ["boot.js.br", "boot.js.gz", "embed.js", "icons/icon-192.png", "manifest.webmanifest", "old.js", "sw.js"];
        for name in kept.iter().chain(&left) {
            let path = dist.join(name);
            fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("there is room");
            fs::write(path, name).expect("there is room");
        }
        let listed = precached(&dist);
        fs::remove_dir_all(&folder).expect("it is there");
        assert_eq!(listed, Ok(kept.map(str::to_owned).to_vec()));
    }

    #[test]
    fn a_changed_file_is_another_build() {
        let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        let first = build_id(&[file("a.js", "one"), file("b.js", "two")]);
        assert_eq!(first, build_id(&[file("a.js", "one"), file("b.js", "two")]));
        assert_eq!((first.len(), first.bytes().all(|b| b.is_ascii_hexdigit())), (16, true));
        for other in [
            vec![file("a.js", "one"), file("b.js", "twO")],
            vec![file("a.js", "one"), file("c.js", "two")],
            vec![file("a.js", "one")],
            vec![file("a.js", ""), file("b.js", "onetwo")],
        ] {
            assert_ne!(first, build_id(&other), "{other:?}");
        }
    }

    #[test]
    fn the_script_says_which_build_it_is() {
        let script = read(&root().join("public").join(SCRIPT)).expect("it is there");
        let names = ["boot.js".to_owned(), "index.html".to_owned()];
        let whole = filled(&script, "0123456789abcdef", &names).expect("it has both places");
        assert!(whole.contains("const BUILD = \"0123456789abcdef\";"), "{whole}");
        assert!(whole.contains("new Set([\"boot.js\",\"index.html\"])"), "{whole}");
        assert!(filled("const BUILD = 1;", "0", &names).is_err());
        assert!(filled(&script, "0", &["a\"b.js".to_owned()]).is_err());
    }
}
