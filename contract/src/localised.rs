//! Which of the languages on offer answers an `Accept-Language` header.

/// Picks the best of `offered` (BCP 47, in order of preference) for an `Accept-Language` header (RFC 9110, 12.5.4).
///
/// A header without a match, or none, gives the first language on offer. `fr` serves `fr-CA`, and the reverse.
pub fn negotiate<'a>(header: Option<&str>, offered: &'a [String]) -> Option<&'a str> {
    let first = offered.first().map(String::as_str);
    let Some(header) = header else { return first };
    // The heaviest range that can be served; of equal ones the first.
    let mut best: Option<(u16, &str)> = None;
    for (range, weight) in header.split(',').filter_map(range) {
        let serves = if range == "*" { first } else { serving(range, offered) };
        if let Some(tag) = serves.filter(|_| weight > best.map_or(0, |(best, _)| best)) {
            best = Some((weight, tag));
        }
    }
    best.map(|(_, tag)| tag).or(first)
}

fn serving<'a>(range: &str, offered: &'a [String]) -> Option<&'a str> {
    let primary = |tag: &str| tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
    offered
        .iter()
        .find(|tag| tag.eq_ignore_ascii_case(range))
        .or_else(|| offered.iter().find(|tag| primary(tag) == primary(range)))
        .map(String::as_str)
}

/// One language range with its weight in thousandths.
fn range(part: &str) -> Option<(&str, u16)> {
    let mut pieces = part.split(';');
    let tag = pieces.next()?.trim();
    let weight = pieces.find_map(|piece| piece.trim().strip_prefix("q=")).map_or(Some(1_000), |q| thousandths(q.trim()))?;
    (!tag.is_empty()).then_some((tag, weight))
}

/// `0.5` gives 500 (RFC 9110, 12.4.2).
fn thousandths(weight: &str) -> Option<u16> {
    let millionths = crate::rules::number(weight).ok()?;
    u16::try_from(millionths.clamp(0, 1_000_000) / 1_000).ok()
}

#[cfg(test)]
mod tests {
    use super::negotiate;

    fn offered() -> Vec<String> {
        vec!["fr".into(), "en".into()]
    }

    #[test]
    fn the_heaviest_range_wins() {
        let offered = offered();
        assert_eq!(negotiate(Some("fr;q=0.4, en-GB;q=0.9"), &offered), Some("en"));
        assert_eq!(negotiate(Some("de, en;q=0.5"), &offered), Some("en"));
    }

    #[test]
    fn nothing_that_fits_gives_the_first_on_offer() {
        let offered = offered();
        for header in [None, Some("de"), Some(""), Some("*"), Some("en;q=0"), Some(";;,=")] {
            assert_eq!(negotiate(header, &offered), Some("fr"), "{header:?}");
        }
    }
}
