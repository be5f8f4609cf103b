//! Cutting a catalogue in two: the messages that the first screen may need, and those of the screens that load later.

use crate::process::{Outcome, files, read, root};
use std::path::PathBuf;

/// Where only screens that load later take messages from.
const LATER: &[&str] = &[
    "src/pages/article/",
    "src/pages/contact/",
    "src/pages/form/",
    "src/pages/hand_over.rs",
    "src/pages/help.rs",
    "src/pages/inbox/",
    "src/pages/me/",
    "src/pages/mediation/",
    "src/pages/more.rs",
    "src/pages/report/",
    "src/pages/sent.rs",
    "src/pages/sign_in.rs",
    "src/pages/ticket/",
    "src/pages/verify/",
    "src/pictures/",
    // What they alone show, and the words for faults, which only they have.
    "core/src/details/",
    "core/src/i18n/faults.rs",
    "src/ui/answers.rs",
    "src/ui/attachments/",
    "src/ui/controls.rs",
    "src/ui/counter.rs",
    "src/ui/details.rs",
    "src/ui/dossier.rs",
    "src/ui/error_summary.rs",
    "src/ui/extra.rs",
    "src/ui/field.rs",
    "src/ui/incident.rs",
    "src/ui/first_contact.rs",
    "src/ui/mediators.rs",
    "src/ui/new_version.rs",
    "src/ui/outbox.rs",
    "src/ui/precision.rs",
    "src/ui/prose.rs",
    "src/ui/push.rs",
    "src/ui/receipt.rs",
    "src/ui/stepper.rs",
    "src/ui/tag.rs",
    "src/ui/topic_search.rs",
    "src/ui/until.rs",
    "src/ui/when.rs",
];

/// The sources of everything else, in one text.
pub fn first_sources() -> Outcome<String> {
    let mut text = String::new();
    let mut paths: Vec<PathBuf> = ["src", "core/src"].map(|folder| root().join(folder)).into();
    while let Some(path) = paths.pop() {
        let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().into_owned();
        if path.is_dir() {
            paths.extend(files(&path)?);
        } else if name.ends_with(".rs") && !LATER.iter().any(|later| name.starts_with(later)) {
            text.push_str(&read(&path)?);
        }
    }
    Ok(text)
}

/// The messages that `first` uses, and the others; without indentation, one a line. The catalogue is edited by people,
/// one message a line at two spaces, and read by browsers.
pub fn cut(catalogue: &str, first: &str) -> (String, String) {
    let (mut now, mut later): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut is_first = true;
    let body = catalogue.trim().trim_start_matches('{').trim_end_matches('}');
    for line in body.lines().filter(|line| !line.trim().is_empty()) {
        let key = line.strip_prefix("  \"").and_then(|rest| rest.split('"').next());
        if let Some(key) = key {
            is_first = uses(first, &key.replace(['.', '-'], "_").to_ascii_uppercase());
        }
        let part = if is_first { &mut now } else { &mut later };
        part.push(line.trim_start().to_owned());
    }
    let whole = |lines: Vec<String>| format!("{{\n{}\n}}\n", lines.join("\n").trim_end_matches(','));
    (whole(now), whole(later))
}

/// Whether `key::NAME` stands in these sources.
fn uses(sources: &str, name: &str) -> bool {
    let wanted = format!("key::{name}");
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    sources.match_indices(&wanted).any(|(at, _)| !sources[at + wanted.len()..].starts_with(is_word))
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn each_message_is_in_one_part() {
        let catalogue =
            "{\n  \"a.b\": \"A\",\n  \"a.b-c\": {\n    \"one\": \"1\",\n    \"other\": \"n\"\n  },\n  \"z\": \"Z\"\n}\n";
        let (now, later) = cut(catalogue, "words.t(key::A_B) key::Z_OTHER");
        assert_eq!(now, "{\n\"a.b\": \"A\"\n}\n");
        assert_eq!(later, "{\n\"a.b-c\": {\n\"one\": \"1\",\n\"other\": \"n\"\n},\n\"z\": \"Z\"\n}\n");
    }
}
