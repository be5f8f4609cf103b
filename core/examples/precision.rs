//! Measures the precision list on the labelled messages: figures, one `name: value` a line, then each failure.

#[path = "../precision/measure.rs"]
mod measure;

use std::path::Path;

/// The files; that of the held-out messages is the last one.
const HALVES: [&str; 11] =
    ["development", "seen", "seen_second", "more", "check", "third", "fourth", "fifth", "sixth", "seventh", "held_out"];

fn main() -> Result<(), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("precision");
    let mut failures = Vec::new();
    for half in HALVES {
        let path = folder.join(format!("{half}.json"));
        // Between two held-out halves there is none.
        if half == "held_out" && !path.exists() {
            continue;
        }
        let file = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        for measured in measure::measure(&file) {
            let kind = measured.kind;
            let by_message = ("_messages".to_owned(), measured.messages);
            for (name, score) in measured.scores.into_iter().chain([by_message]) {
                println!("precision_{half}_{kind}{name}_precision_permille: {}", score.precision());
                println!("precision_{half}_{kind}{name}_recall_permille: {}", score.recall());
            }
            failures.extend(measured.failures.into_iter().map(|failure| format!("{half} {failure}")));
        }
    }
    for failure in failures {
        println!("{failure}");
    }
    Ok(())
}
