//! One stylesheet from `style/*.css`, in the order of the layers.

use crate::process::{self, Outcome, files, read, root};
use std::fs;

/// Later files win within a layer; the layers themselves are ordered in `layers.css`.
const ORDER: &[&str] = &[
    "layers",
    "tokens",
    "base",
    "layout",
    "frame",
    "buttons",
    "field",
    "attachments",
    "precision",
    "error_summary",
    "notice",
    "dialog",
    "picture",
    "thread",
    "waiting",
    "cards",
    "screens",
    "article",
    "outcome",
    "mediation",
    "report",
    "verify",
    "print",
];

/// All rules in one text.
fn concatenated() -> Outcome<String> {
    let folder = root().join("style");
    for path in files(&folder)? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !ORDER.contains(&name.as_str()) {
            return Err(format!("style/{name}.css has no place: add it to ORDER in xtask/src/style.rs"));
        }
    }
    let mut all = String::new();
    for name in ORDER {
        all.push_str(&without_comments(&read(&folder.join(format!("{name}.css")))?));
    }
    Ok(all)
}

/// Writes `generated/app.css`.
pub fn write() -> Outcome {
    let text = concatenated()?;
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

    #[test]
    fn comments_go_and_rules_stay() {
        assert_eq!(without_comments("/* a */\na {\n  color: red; /* b */\n}\n\n"), "a {\ncolor: red;\n}\n");
    }

    #[test]
    fn each_file_has_its_place() {
        let all = concatenated().expect("all files are there");
        assert!(all.starts_with("@layer "), "the order of the layers comes first");
        assert!(!all.contains("!important"));
    }
}
