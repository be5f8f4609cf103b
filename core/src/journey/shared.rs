//! A text that another app of the device has shared, on its way into the message.

/// The message with the text behind what stands there; nothing when there is no text, or it is in the message already: a
/// page that was loaded anew in between takes it a second time.
pub fn with_shared(message: &str, shared: &str) -> Option<String> {
    let shared = shared.replace("\r\n", "\n").replace(|c: char| c.is_control() && c != '\n' && c != '\t', "");
    let shared = shared.trim();
    if shared.is_empty() || message.contains(shared) {
        None
    } else if message.trim().is_empty() {
        Some(shared.to_owned())
    } else {
        Some(format!("{message}\n\n{shared}"))
    }
}

#[cfg(test)]
mod tests {
    use super::with_shared;

    #[test]
    fn a_shared_text_comes_once_and_displaces_nothing() {
        assert_eq!(with_shared("", " Error 500\r\nhttps://a.example\u{0} "), Some("Error 500\nhttps://a.example".into()));
        assert_eq!(with_shared("Before.", "Error 500"), Some("Before.\n\nError 500".into()));
        assert_eq!(with_shared("Before.\n\nError 500", "Error 500"), None);
        for nothing in ["", " \r\n", "\u{7}"] {
            assert_eq!(with_shared("Before.", nothing), None, "{nothing:?}");
        }
    }
}
