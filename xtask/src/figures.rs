//! Sizes of `dist/`, how well the precision list finds things, and the budgets that all figures are held against.

use crate::process::{Outcome, cargo, files, read, root};
use crate::split::LATER;
use crate::worker;
use std::fmt;
use std::path::Path;
use std::process::Stdio;

/// How a figure is held: at most, or at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `name <= value`
    AtMost(u64),
    /// `name >= value`
    AtLeast(u64),
}

impl Bound {
    /// What is wrong with a value, if it is out of bounds.
    pub fn fault(self, name: &str, value: f64) -> Option<String> {
        match self {
            Self::AtMost(most) if value > most as f64 => Some(format!("{name} is {value}, its budget is {most}")),
            Self::AtLeast(least) if value < least as f64 => Some(format!("{name} is {value}, it has to be {least} at least")),
            _ => None,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(most) => write!(f, "{most} at most"),
            Self::AtLeast(least) => write!(f, "{least} at least"),
        }
    }
}

/// Prints `name: value`, one a line, then what the precision list misses or takes for something else.
pub fn print() -> Outcome {
    let (precision, failures) = precision()?;
    for (name, value) in measure(&root().join("dist"))?.into_iter().chain(precision) {
        println!("{name}: {value}");
    }
    println!("{}", failures.join("\n"));
    Ok(())
}

/// Fails when a size, or how well the precision list finds things, is out of its bounds in `budgets.txt`.
pub fn check() -> Outcome {
    let mut figures = measure(&root().join("dist"))?;
    figures.extend(precision()?.0);
    for (name, bound) in budgets()?.into_iter().filter(|(name, _)| is_tested(name)) {
        let Some((_, value)) = figures.iter().find(|(known, _)| *known == name) else {
            return Err(format!("budgets.txt names {name}, which is no figure (cargo xtask figures)"));
        };
        println!("{name}: {value}, {bound}");
        if let Some(fault) = bound.fault(&name, *value as f64) {
            return Err(format!("{fault}: mend it, or change the budget with the reason"));
        }
    }
    Ok(())
}

/// Whether a figure is told with every test. The others are times and the like, and tell of the machine too.
pub fn is_tested(name: &str) -> bool {
    name.ends_with("_bytes") || name.ends_with("_permille")
}

/// Names and values.
type Figures = Vec<(String, u64)>;

/// How well the precision list finds what the labelled messages say (`core/precision/`): the figures, and the failures.
fn precision() -> Outcome<(Figures, Vec<String>)> {
    let mut example = cargo();
    example.args(["run", "-q", "-p", "recourse-core", "--example", "precision", "--locked"]);
    let printed = example.stderr(Stdio::inherit()).output().map_err(|e| format!("the measure of the precision list: {e}"))?;
    if !printed.status.success() {
        return Err(format!("the measure of the precision list ended with {}", printed.status));
    }
    let (mut figures, mut failures) = (Vec::new(), Vec::new());
    for line in String::from_utf8_lossy(&printed.stdout).lines() {
        match line.split_once(": ").and_then(|(name, value)| Some((name, value.parse().ok()?))) {
            Some((name, value)) if is_tested(name) => figures.push((name.to_owned(), value)),
            _ => failures.push(line.to_owned()),
        }
    }
    Ok((figures, failures))
}

/// The figures of `budgets.txt`, each with its bound.
pub fn budgets() -> Outcome<Vec<(String, Bound)>> {
    budgets_in(&read(&root().join("budgets.txt"))?)
}

/// `name <= value` or `name >= value` a line; what follows `#` is for people.
fn budgets_in(text: &str) -> Outcome<Vec<(String, Bound)>> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let parts = match (line.split_once("<="), line.split_once(">=")) {
                (Some((name, most)), _) => (name, most, Bound::AtMost as fn(u64) -> Bound),
                (None, Some((name, least))) => (name, least, Bound::AtLeast as fn(u64) -> Bound),
                (None, None) => return Err(format!("budgets.txt: `{line}` is neither `name <= value` nor `name >= value`")),
            };
            let (name, value, bound) = parts;
            let value = value.trim().replace('_', "").parse().map_err(|e| format!("budgets.txt: `{line}`: {e}"))?;
            Ok((name.trim().to_owned(), bound(value)))
        })
        .collect()
}

fn measure(dist: &Path) -> Outcome<Figures> {
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
    // What a page that shows the app in itself loads before anything of the app.
    figures.push(("embed_js_brotli_bytes".into(), size(&dist.join("embed.js.br"))?));
    for path in files(&dist.join(LATER))?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "wasm" || e == "js" || e == "css"))
    {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        // A part of the app and its styles have a hash behind their name, a script has not.
        let name = stem.rsplit_once('-').map_or_else(|| format!("{stem}_js"), |(name, _)| name.to_owned());
        figures.push((format!("later_{name}_brotli_bytes"), size(&path.with_added_extension("br"))?));
    }
    // What the service worker fetches for a start without a connection; config.json is never compressed.
    let sent = worker::precached(dist)?.into_iter().map(|name| {
        let path = dist.join(name);
        let packed = path.with_added_extension("br");
        size(if packed.is_file() { &packed } else { &path })
    });
    figures.push(("install_bytes".into(), sent.sum::<Outcome<u64>>()?));
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::{Bound, budgets_in};

    #[test]
    fn budgets_are_read_and_faults_are_named() {
        assert_eq!(budgets_in("# sizes\nfirst <= 200_000 # why\n\n"), Ok(vec![("first".into(), Bound::AtMost(200_000))]));
        assert_eq!(budgets_in("recall >= 800"), Ok(vec![("recall".into(), Bound::AtLeast(800))]));
        assert!(budgets_in("first < 2").is_err_and(|e| e.contains("first < 2")));
        assert!(budgets_in("first <= many").is_err());
    }

    #[test]
    fn a_bound_holds_from_its_side() {
        assert_eq!(Bound::AtMost(10).fault("a", 10.0), None);
        assert_eq!(Bound::AtLeast(10).fault("a", 10.0), None);
        assert!(Bound::AtMost(10).fault("a", 10.5).is_some_and(|fault| fault.contains("a is 10.5, its budget is 10")));
        assert!(Bound::AtLeast(10).fault("a", 9.0).is_some_and(|fault| fault.contains("10 at least")));
    }
}
