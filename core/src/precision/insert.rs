//! A rule's line goes into the message, ready to be completed.

use super::list::rest_of;

/// The message with a rule's line as its last one, and the place behind it in bytes. A message that has the line already
/// stays as it is: the place is the end of that line.
pub fn insert_line(text: &str, line: &str) -> (String, usize) {
    let mut at = 0;
    for known in text.split_inclusive('\n') {
        if rest_of(known, line).is_some() {
            return (text.to_owned(), at + known.trim_end_matches(['\n', '\r']).len());
        }
        at += known.len();
    }
    let before = text.trim_end();
    let gap = if before.is_empty() { "" } else { "\n" };
    let written = format!("{before}{gap}{} ", line.trim());
    let end = written.len();
    (written, end)
}

#[cfg(test)]
mod tests {
    use super::insert_line;

    #[test]
    fn a_line_comes_last_and_once() {
        assert_eq!(insert_line("", "When:"), ("When: ".into(), 6));
        assert_eq!(insert_line("Été.\n\n", "When: "), ("Été.\nWhen: ".into(), 13));
        let (once, _) = insert_line("Hello", "When:");
        assert_eq!(insert_line(&once, "When:"), (once.clone(), once.len()));
        assert_eq!(insert_line("When: today\nMore", "When:"), ("When: today\nMore".into(), 11));
    }
}
