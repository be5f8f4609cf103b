//! Whatever is typed: nothing panics, and what is found stands in the text.

use super::*;
use proptest::prelude::*;
use recourse_contract::service::PrecisionRule;

/// Texts of what the scanners look for, in any order, and of anything else.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just(" ".to_owned()),
        "[ \u{a0}\u{202f}\n,.:;/'’\"«»“”()€$£%°#+-]{1,3}",
        "[0-9]{1,12}",
        "[a-zA-Zéèàçù]{1,8}",
        "(le|the|il y a|mars|may|3|du|h|am|pm|euros|erreur|code|property|id|booking|n°|I|tried|to|j'ai|https://|www.|@|week|ago)",
        "(e\u{301}|\u{202e}|👩‍👩‍👧|ﬁ|İ|ß|\u{0}|١٢|\u{feff}|日)",
        any::<char>().prop_map(|c| c.to_string()),
    ];
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

fn patterns() -> impl Strategy<Value = String> {
    prop_oneof![Just("9999-999-999".to_owned()), "[9A*BR /-]{0,12}"]
}

proptest! {
    #[test]
    fn what_is_found_stands_in_the_text_and_in_order(text in texts(), pattern in patterns()) {
        let known = ["128845".to_owned()];
        let found = find(&text, &Patterns { booking: Some(&pattern), properties: &known });
        for pair in found.windows(2).filter(|pair| pair[0].sign == pair[1].sign) {
            prop_assert!(pair[0].range.end <= pair[1].range.start, "{pair:?}");
        }
        for Found { range, .. } in &found {
            prop_assert!(text.get(range.clone()).is_some_and(|part| !part.trim().is_empty()), "{range:?} of {text:?}");
        }
    }

    #[test]
    fn what_is_found_is_found_again_with_lines_around_it(text in "[a-z]{2,6} (le 12 mars|yesterday|on 3 May)[.]") {
        let framed = format!("Bonjour,\n{text}\nMerci");
        let dates = |text: &str| find(text, &Patterns::default()).iter().filter(|found| found.sign == Sign::Date).count();
        prop_assert_eq!(dates(&text), dates(&framed));
    }

    #[test]
    fn what_is_done_as_always_is_no_attempt(act in "(changed|increased|lowered|updated) (our prices|the texts)") {
        let tried = |text: &str| find(text, &Patterns::default()).iter().any(|found| found.sign == Sign::Attempt);
        let text = format!("Good morning to you all. We {act} as always.");
        prop_assert!(!tried(&text));
    }

    #[test]
    fn what_must_be_so_of_a_value_is_an_error(name in "[A-Z][a-z]{3,8}", least in 1u8..9) {
        let text = format!("I cannot save it.\n{name} must be between {least} and 9.\nIt is.");
        prop_assert!(find(&text, &Patterns::default()).iter().any(|found| found.sign == Sign::Error));
    }

    #[test]
    fn a_line_is_put_in_once(text in texts(), line in "[A-Z][a-z ]{1,12}:") {
        let (once, at) = insert_line(&text, &line);
        prop_assert!(once.is_char_boundary(at) && once.starts_with(text.trim_end()));
        let (twice, _) = insert_line(&once, &line);
        prop_assert_eq!(&twice, &once);
        let rule = PrecisionRule { id: "a".into(), label: "a".into(), line, ..PrecisionRule::default() };
        let context = Context { text: &once, patterns: Patterns::default(), answered: &[] };
        prop_assert_eq!(list(&[rule], &context).len(), 1);
    }
}
