//! What a language writes otherwise than `Intl`.

/// A date with the first of a month as this language writes it: "1er novembre" in French, where `Intl` gives "1 novembre".
pub fn first_of_month(date: String, language: &str) -> String {
    if language.split('-').next() != Some("fr") {
        return date;
    }
    let is_first = |(at, _): &(usize, &str)| {
        let stands_alone = date[..*at].chars().next_back().is_none_or(char::is_whitespace);
        let mut after = date[*at + 1..].chars();
        stands_alone && after.next().is_some_and(char::is_whitespace) && after.next().is_some_and(char::is_alphabetic)
    };
    let first = date.match_indices('1').find(is_first).map(|(at, _)| at + 1);
    first.map_or_else(|| date.clone(), |end| format!("{}er{}", &date[..end], &date[end..]))
}

#[cfg(test)]
mod tests {
    use super::first_of_month;

    #[test]
    fn french_has_a_word_for_the_first_of_a_month_alone() {
        let french = |date: &str| first_of_month(date.to_owned(), "fr");
        assert_eq!(french("1 novembre 2026"), "1er novembre 2026");
        assert_eq!(french("dimanche 1\u{a0}nov."), "dimanche 1er\u{a0}nov.");
        assert_eq!(french("1 janv. 2026, 01:11"), "1er janv. 2026, 01:11");
        for other in ["11 novembre 2026", "21 nov. 2026, 09:12 UTC+1", "01/11/2026", "09:01", "", "1"] {
            assert_eq!(french(other), other);
        }
        assert_eq!(first_of_month("1 November 2026".into(), "en-GB"), "1 November 2026");
        assert_eq!(first_of_month("1 novembre 2026".into(), "fr-CA"), "1er novembre 2026");
    }
}
