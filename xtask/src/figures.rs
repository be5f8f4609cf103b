//! Sizes of `dist/`, and the budgets that all figures are held against.

use crate::process::{Outcome, files, read, root};
use crate::split::LATER;
use std::path::Path;

/// Prints `name: value`, one a line.
pub fn print() -> Outcome {
    for (name, value) in measure(&root().join("dist"))? {
        println!("{name}: {value}");
    }
    Ok(())
}

/// Fails when a size is over its budget in `budgets.txt`.
pub fn check() -> Outcome {
    let figures = measure(&root().join("dist"))?;
    for (name, most) in budgets()?.into_iter().filter(|(name, _)| is_size(name)) {
        let Some((_, value)) = figures.iter().find(|(known, _)| *known == name) else {
            return Err(format!("budgets.txt names {name}, which is no figure (cargo xtask figures)"));
        };
        println!("{name}: {value} of {most}");
        if *value > most {
            return Err(format!("{name} is {value}, its budget is {most}: make it smaller, or raise the budget with the reason"));
        }
    }
    Ok(())
}

/// Whether a figure is a size: it is told with every test. The others are times and the like, and tell of the machine too.
pub fn is_size(name: &str) -> bool {
    name.ends_with("_bytes")
}

/// The figures of `budgets.txt`, each with the most that it may be.
pub fn budgets() -> Outcome<Vec<(String, u64)>> {
    budgets_in(&read(&root().join("budgets.txt"))?)
}

/// `name <= value` a line; what follows `#` is for people.
fn budgets_in(text: &str) -> Outcome<Vec<(String, u64)>> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let (name, most) = line.split_once("<=").ok_or_else(|| format!("budgets.txt: `{line}` is not `name <= value`"))?;
            let most = most.trim().replace('_', "").parse().map_err(|e| format!("budgets.txt: `{line}`: {e}"))?;
            Ok((name.trim().to_owned(), most))
        })
        .collect()
}

fn measure(dist: &Path) -> Outcome<Vec<(String, u64)>> {
    let size = |path: &Path| path.metadata().map(|meta| meta.len()).map_err(|e| format!("{}: {e}", path.display()));
    let all = files(dist).map_err(|_| "there is no dist/ yet: run `cargo xtask build`".to_owned())?;
    let part = |beginning: &str, ending: &str| {
        let found = all.iter().find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(beginning) && name.ends_with(ending)
        });
        found.cloned().ok_or_else(|| format!("dist/ has no {beginning}…{ending}: run `cargo xtask build`"))
    };
    let mut parts = vec![
        ("index_html".to_owned(), dist.join("index.html")),
        ("boot_js".to_owned(), dist.join("boot.js")),
        ("app_wasm".to_owned(), part("recourse-", ".wasm")?),
        ("app_js".to_owned(), part("recourse-", ".js")?),
        ("loader_js".to_owned(), part("load-", ".js")?),
        ("app_css".to_owned(), part("app-", ".css")?),
    ];
    for path in files(&dist.join("locales"))?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "json")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (part, name) = name.strip_prefix("later-").map_or(("", &*name), |name| ("later_", name));
        parts.push((format!("locale_{part}{}", name.split('-').next().unwrap_or_default()), path));
    }
    let mut figures = Vec::new();
    let (mut first_load, mut largest_locale) = (0, 0);
    for (name, path) in parts {
        let brotli = size(&path.with_added_extension("br"))?;
        figures.push((format!("{name}_bytes"), size(&path)?));
        figures.push((format!("{name}_brotli_bytes"), brotli));
        // One language is loaded, its first part before the first screen; the larger one counts.
        match name.strip_prefix("locale_") {
            Some(name) if name.starts_with("later_") => {}
            Some(_) => largest_locale = largest_locale.max(brotli),
            None => first_load += brotli,
        }
    }
    figures.push(("first_load_brotli_bytes".into(), first_load + largest_locale));
    for path in files(&dist.join(LATER))?.into_iter().filter(|path| path.extension().is_some_and(|e| e == "wasm" || e == "js")) {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // A part of the app has a hash behind its name, a script has not.
        let name = stem.rsplit_once('-').map_or_else(|| format!("{stem}_js"), |(name, _)| name.to_owned());
        figures.push((format!("later_{name}_brotli_bytes"), size(&path.with_added_extension("br"))?));
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::budgets_in;

    #[test]
    fn budgets_are_read_and_faults_are_named() {
        assert_eq!(budgets_in("# sizes\nfirst <= 200_000 # why\n\n"), Ok(vec![("first".into(), 200_000)]));
        assert!(budgets_in("first < 2").is_err_and(|e| e.contains("first < 2")));
        assert!(budgets_in("first <= many").is_err());
    }
}
