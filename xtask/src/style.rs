//! Two stylesheets from `style/*.css`: what the first screen needs, and what the screens that load later need besides.

use crate::process::{self, Outcome, files, read, root};
use std::fs;

/// What the frame, the start and everything that can go wrong before another screen need. Later files win within a layer;
/// the layers themselves are ordered in `layers.css`.
const FIRST: &[&str] = &[
    "layers", "tokens", "base", "layout", "frame", "framed", "buttons", "notice", "dialog", "waiting", "cards", "start", "hidden",
];

/// The rest. Within a layer it comes after all of the first.
const LATER: &[&str] = &[
    "columns",
    "foot_of_step",
    "field",
    "attachments",
    "precision",
    "error_summary",
    "picture",
    "thread",
    "facts",
    "screens",
    "article",
    "outcome",
    "mediation",
    "report",
    "verify",
    "print",
];

/// The rules of these files in one text.
fn concatenated(order: &[&str]) -> Outcome<String> {
    let folder = root().join("style");
    for path in files(&folder)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !FIRST.contains(&name.as_str()) && !LATER.contains(&name.as_str()) {
            return Err(format!("style/{name}.css has no place: add it to FIRST or LATER in xtask/src/style.rs"));
        }
    }
    let mut all = String::new();
    for name in order {
        all.push_str(&without_comments(&read(&folder.join(format!("{name}.css")))?));
    }
    Ok(all)
}

/// What loads with the first of the later screens.
pub fn later() -> Outcome<String> {
    concatenated(LATER)
}

/// Writes `generated/app.css`, what loads with the app.
pub fn write() -> Outcome {
    let text = concatenated(FIRST)?;
    let target = root().join("generated");
    fs::create_dir_all(&target).map_err(|e| format!("{}: {e}", target.display()))?;
    let file = target.join("app.css");
    // An unchanged file keeps its time, so that nothing is built again for it.
    if fs::read_to_string(&file).is_ok_and(|before| before == text) { Ok(()) } else { process::write(&file, &text) }
}

/// Comments and indentation are for people. Strings with comment signs do not occur; if one does, the build says so.
fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let mut lines = String::with_capacity(out.len());
    for line in out.lines().map(str::trim).filter(|line| !line.is_empty()) {
        lines.push_str(line);
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locales;

    #[test]
    fn comments_go_and_rules_stay() {
        assert_eq!(without_comments("/* a */\na {\n  color: red; /* b */\n}\n\n"), "a {\ncolor: red;\n}\n");
    }

    #[test]
    fn each_file_has_its_place() {
        let (first, later) = both();
        assert!(first.starts_with("@layer reset, "), "the order of the layers comes first");
        for rules in [first, later] {
            assert!(!rules.contains("!important"));
            assert_eq!(rules.matches('{').count(), rules.matches('}').count());
        }
    }

    #[test]
    fn what_the_first_screen_wears_comes_first() {
        let (first, later) = both();
        let sources = locales::first_sources().expect("the sources are there");
        let page = read(&root().join("index.html")).expect("it is there");
        let worn = [sources, page].join("\n");
        let classes = worn.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next()).flat_map(str::split_whitespace);
        for class in classes {
            assert!(styles(&first, class) || !styles(&later, class), "the rules for .{class} load later");
        }
    }

    fn both() -> (String, String) {
        (concatenated(FIRST).expect("all files are there"), later().expect("all files are there"))
    }

    /// Whether a rule names this class.
    fn styles(rules: &str, class: &str) -> bool {
        let wanted = format!(".{class}");
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        rules.match_indices(&wanted).any(|(at, _)| !rules[at + wanted.len()..].starts_with(is_word))
    }
}
