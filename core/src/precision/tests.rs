//! Tables of what people write (`testdata/`): what is found in it, and what only looks like it.

use super::*;

fn found(text: &str, sign: Sign) -> Vec<&str> {
    let patterns = Patterns { booking: Some("9999-999-999"), properties: &[] };
    find(text, &patterns).into_iter().filter(|found| found.sign == sign).map(|found| &text[found.range]).collect()
}

/// Rows of `text => found | found`. A find counts when it and what was meant lie within each other.
fn check(sign: Sign, table: &str) {
    let mut faults = Vec::new();
    for row in table.lines() {
        let (text, meant) = row.split_once(" =>").expect("a row has an arrow");
        let meant: Vec<&str> = meant.split('|').map(str::trim).filter(|meant| !meant.is_empty()).collect();
        let found = found(text, sign);
        let fit = found.iter().zip(&meant).all(|(found, meant)| found.contains(meant) || meant.contains(found));
        if found.len() != meant.len() || !fit {
            faults.push(format!("{text:?}: {found:?} instead of {meant:?}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Rows that say it (`+`) and rows that do not (`-`).
fn says(sign: Sign, table: &str) {
    let wrong = |row: &&str| found(&row[2..], sign).is_empty() == row.starts_with('+');
    let faults: Vec<&str> = table.lines().filter(wrong).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn dates() {
    check(Sign::Date, include_str!("testdata/date.txt"));
}

#[test]
fn times() {
    check(Sign::Time, include_str!("testdata/time.txt"));
}

#[test]
fn amounts() {
    check(Sign::Amount, include_str!("testdata/amount.txt"));
}

#[test]
fn booking_numbers() {
    check(Sign::BookingNumber, include_str!("testdata/booking.txt"));
}

#[test]
fn properties() {
    check(Sign::Property, include_str!("testdata/property.txt"));
}

#[test]
fn web_addresses() {
    check(Sign::Url, include_str!("testdata/url.txt"));
}

#[test]
fn errors() {
    check(Sign::Error, include_str!("testdata/error.txt"));
}

#[test]
fn what_was_expected() {
    says(Sign::Expectation, include_str!("testdata/expected.txt"));
}

#[test]
fn what_was_tried() {
    says(Sign::Attempt, include_str!("testdata/tried.txt"));
}

#[test]
fn numbers_that_the_form_knows_are_found_anywhere() {
    let known = ["30655".to_owned()];
    let properties = |text: &str| {
        let found = find(text, &Patterns { booking: None, properties: &known });
        found
            .into_iter()
            .filter(|found| found.sign == Sign::Property)
            .map(|found| text[found.range].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(properties("What happens with 30655 now?"), ["30655"]);
    assert!(properties("It cost 30655 €, not 306550").is_empty());
}

#[test]
fn booking_numbers_may_have_letters() {
    let bookings = |text: &str| {
        let found = find(text, &Patterns { booking: Some("AA-99999"), properties: &[] });
        found
            .into_iter()
            .filter(|found| found.sign == Sign::BookingNumber)
            .map(|found| text[found.range].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(bookings("The guest of hz 40215 and of HZ-40216."), ["hz 40215", "HZ-40216"]);
    assert!(bookings("room 40215, HZ-402155, A-40215").is_empty());
}

/// Five thousand characters have to stay far below a frame; the browser bench takes the real figure.
#[test]
fn the_longest_lists_of_words_and_signs_end() {
    for piece in ["i i have already ", "a+a.", "\"", "4 ", "was told ", "(((", "https://a.example/)", "le 3 et ", "«", "mars "] {
        let text = piece.repeat(5_000 / piece.len());
        find(&text, &Patterns { booking: Some("9999-999-999"), properties: &[] });
    }
}
