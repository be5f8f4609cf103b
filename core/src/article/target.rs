//! Where links lead, and whether that is safe.

use super::steps::looked_at;

/// Longest target of a link, in characters.
const LONGEST_TARGET: usize = 1_000;
/// The schemes that can be followed. Others could run something, or tell who reads.
const SAFE: [&str; 3] = ["https://", "mailto:", "tel:"];

/// The target in the brackets that the text begins with.
pub(super) fn target(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('(')?;
    let mut depth = 0;
    for (at, c) in inside.char_indices().take(LONGEST_TARGET) {
        looked_at(1);
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return (at > 0).then(|| &inside[..at]),
            ')' => depth -= 1,
            _ if c.is_whitespace() || c.is_control() => return None,
            _ => {}
        }
    }
    None
}

/// An address in angle brackets.
pub(super) fn bare(text: &str) -> Option<&str> {
    let inside = &text[1..];
    let mut looked = inside.char_indices().take(LONGEST_TARGET).inspect(|_| looked_at(1));
    let end = looked.find(|(_, c)| *c == '>' || *c == '<' || c.is_whitespace())?;
    let (target, rest) = inside.split_at(end.0);
    (rest.starts_with('>') && has_safe_scheme(target)).then_some(target)
}

fn has_safe_scheme(target: &str) -> bool {
    SAFE.iter().any(|scheme| {
        target.len() > scheme.len() && target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Whether a target can be followed.
pub(super) fn is_safe(target: &str) -> bool {
    // `//` and `/\` lead to other origins.
    let is_path = target.starts_with('/') && !target[1..].starts_with(['/', '\\']);
    let is_anchor = target.len() > 1 && target.starts_with('#');
    is_path || is_anchor || has_safe_scheme(target)
}
