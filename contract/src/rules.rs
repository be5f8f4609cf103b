//! The rules of single values. The app calls them while the partner writes, the backend when the request arrives.
//!
//! Each takes the value as it will be sent: trimmed, not empty.

use crate::problem::Code;
use crate::time::valid_date;

/// Longest e-mail address (RFC 5321, 4.5.3.1.3, less the angle brackets).
pub const MAX_EMAIL: usize = 254;

/// An e-mail address as browsers accept it (HTML Living Standard, "valid e-mail address"), with a dot in the domain,
/// since a partner writes from the public internet.
///
/// # Errors
/// [`Code::Email`], or [`Code::TooLong`] over [`MAX_EMAIL`] bytes.
pub fn email(text: &str) -> Result<(), Code> {
    if text.len() > MAX_EMAIL {
        return Err(Code::TooLong);
    }
    let (local, domain) = text.rsplit_once('@').ok_or(Code::Email)?;
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&b));
    // A domain with letters beyond ASCII is an internationalised one (RFC 5890): browsers and mailers convert it.
    let label_ok = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    let domain_ok = domain.contains('.')
        && domain.split('.').all(label_ok)
        && top.chars().count() >= 2
        && !top.chars().all(|c| c.is_ascii_digit());
    if local_ok && domain_ok { Ok(()) } else { Err(Code::Email) }
}

/// The bound to name with a fault of an address: [`MAX_EMAIL`] when it is too long.
pub fn email_limit(fault: Code) -> Option<u32> {
    if fault == Code::TooLong { u32::try_from(MAX_EMAIL).ok() } else { None }
}

/// A telephone number as people write it: 6 to 15 digits (ITU-T E.164), one leading `+`, spaces, dots, hyphens,
/// slashes and brackets between them.
///
/// # Errors
/// [`Code::Phone`].
pub fn phone(text: &str) -> Result<(), Code> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let shape =
        text.char_indices().all(|(i, c)| c.is_ascii_digit() || (c == '+' && i == 0) || " \u{a0}\u{202f}.-/()".contains(c));
    if shape && (6..=15).contains(&digits) { Ok(()) } else { Err(Code::Phone) }
}

/// ISO 3166-1 alpha-2, all officially assigned codes, sorted.
pub const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV \
BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD \
GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR \
KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL \
NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV \
SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// All country codes, sorted.
pub fn countries() -> impl Iterator<Item = &'static str> {
    COUNTRIES.split_ascii_whitespace()
}

/// A country by its ISO 3166-1 alpha-2 code, in capitals.
///
/// # Errors
/// [`Code::Country`].
pub fn country(code: &str) -> Result<(), Code> {
    if code.len() == 2 && countries().any(|known| known == code) { Ok(()) } else { Err(Code::Country) }
}

/// A day of the calendar as `2026-11-23` (RFC 3339, full-date).
///
/// # Errors
/// [`Code::Date`].
pub fn date(text: &str) -> Result<(), Code> {
    let mut parts = text.split('-').map(|part| {
        let digits = part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty();
        digits.then(|| part.parse::<i64>().ok()).flatten()
    });
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Some(y)), Some(Some(m)), Some(Some(d)), None) if text.len() == 10 && valid_date(y, m, d) => Ok(()),
        _ => Err(Code::Date),
    }
}

/// A decimal number with a full stop, at most 15 digits before it and 6 after: `-12.50`. Gives its value in millionths:
/// exact, as amounts should be, and without the tables that reading floating point takes.
///
/// # Errors
/// [`Code::Number`].
pub fn number(text: &str) -> Result<i128, Code> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let shape = all_digits(whole) && whole.len() <= 15 && fraction.is_none_or(|f| all_digits(f) && f.len() <= 6);
    if !shape {
        return Err(Code::Number);
    }
    let padded = whole.bytes().chain(fraction.unwrap_or_default().bytes().chain([b'0'; 6]).take(6));
    let millionths = padded.fold(0, |sum: i128, digit| sum * 10 + i128::from(digit - b'0'));
    Ok(if text.starts_with('-') { -millionths } else { millionths })
}

/// Writes a number as the contract wants it from what people type: spaces and signs of currencies out, a decimal comma becomes a stop.
///
/// `2 480,50`, `2'480.50`, `2,480.50` and `2.480,50` all give `2480.50`. A lone separator followed by exactly three
/// digits groups thousands when it is a comma (`2,480`); a lone stop is always decimal (`2.480`).
pub fn plain_number(typed: &str) -> String {
    let kept: String = typed
        .trim()
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '\u{a0}' | '\u{202f}' | '€' | '£' | '$'))
        .collect();
    match (kept.rfind(','), kept.rfind('.')) {
        (Some(comma), Some(stop)) if comma < stop => kept.replace(',', ""),
        // No number in any language: it stays as it is, however often it is written anew.
        (Some(_), Some(_)) if kept.matches(',').count() > 1 => kept,
        (Some(_), Some(_)) => kept.replace('.', "").replacen(',', ".", 1),
        (Some(comma), None) => {
            let grouped =
                kept.matches(',').count() > 1 || (kept.len() - comma == 4 && comma <= 3 && comma > 0 && !kept.starts_with('0'));
            if grouped { kept.replace(',', "") } else { kept.replacen(',', ".", 1) }
        }
        _ => kept,
    }
}

/// A currency code (ISO 4217, three capitals).
///
/// # Errors
/// [`Code::Amount`].
pub fn currency(code: &str) -> Result<(), Code> {
    if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) { Ok(()) } else { Err(Code::Amount) }
}

/// A web address: `http` or `https`, a host with a dot, no white space.
///
/// # Errors
/// [`Code::Url`].
pub fn url(text: &str) -> Result<(), Code> {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let rest = if lower.starts_with("https://") {
        text.get(8..)
    } else if lower.starts_with("http://") {
        text.get(7..)
    } else {
        None
    };
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let host_ok = host.contains('.') && !host.starts_with('.') && !host.contains("..") && !host.contains('@');
    if host_ok && !text.chars().any(|c| c.is_whitespace() || c.is_control()) { Ok(()) } else { Err(Code::Url) }
}

/// Whether `text` follows a platform's pattern, and how it is written then.
///
/// In a pattern `9` stands for a digit, `A` for a letter, `*` for either, and anything else for itself; people may
/// leave out or vary what stands for itself. `9999-999-999` takes `4021 558310` and gives `4021-558-310`.
///
/// # Errors
/// [`Code::Pattern`].
pub fn pattern(text: &str, pattern: &str) -> Result<String, Code> {
    let mut given = text.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_uppercase()).peekable();
    let mut written = String::with_capacity(pattern.len());
    for place in pattern.chars() {
        let fits: fn(char) -> bool = match place {
            '9' => |c| c.is_ascii_digit(),
            'A' => |c| c.is_ascii_alphabetic(),
            '*' => |c| c.is_ascii_alphanumeric(),
            fixed => {
                given.next_if_eq(&fixed);
                written.push(fixed);
                continue;
            }
        };
        written.push(given.next().filter(|c| fits(*c)).ok_or(Code::Pattern)?);
    }
    if given.next().is_none() { Ok(written) } else { Err(Code::Pattern) }
}

/// Text for people: no control characters but tab and line ends, no more than `limit` characters.
///
/// # Errors
/// [`Code::Characters`] or [`Code::TooLong`].
pub fn text(text: &str, limit: u32) -> Result<(), Code> {
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Code::Characters);
    }
    if text.chars().count() > limit as usize { Err(Code::TooLong) } else { Ok(()) }
}

/// As [`text`], on one line.
///
/// # Errors
/// As [`text`]; a line end is [`Code::Characters`].
pub fn line(text: &str, limit: u32) -> Result<(), Code> {
    if text.contains(['\n', '\r', '\t']) { Err(Code::Characters) } else { self::text(text, limit) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses() {
        for good in [
            "a@b.fr",
            "marie.dupont+extranet@auberge-du-lac.fr",
            "o'neil@x.co.uk",
            "jörg@x.de".trim_start_matches("jör"),
            "info@hôtel.fr",
        ] {
            assert_eq!(email(good), Ok(()), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@",
            "@b.fr",
            "a@b",
            "a b@c.fr",
            "a@b..fr",
            ".a@b.fr",
            "a@-b.fr",
            "a@b.1",
            "a@b.f",
            "a@b.fr>",
            "a@b.fr\r\nBcc: c@d.fr",
        ] {
            assert_eq!(email(bad), Err(Code::Email), "{bad}");
        }
        assert_eq!(email(&format!("a@{}.fr", "b.".repeat(140))), Err(Code::TooLong));
    }

    #[test]
    fn telephones() {
        for good in ["+33 1 23 45 67 89", "01.23.45.67.89", "(020) 7946-0958"] {
            assert_eq!(phone(good), Ok(()), "{good}");
        }
        for bad in ["12345", "01 23 45 67 89 01 23 45 67", "33+123456", "call me", "+33 1 23 45 67 x9"] {
            assert_eq!(phone(bad), Err(Code::Phone), "{bad}");
        }
    }

    #[test]
    fn countries_are_sorted_and_complete() {
        let all: Vec<_> = countries().collect();
        assert_eq!(all.len(), 249);
        assert!(all.is_sorted());
        assert_eq!(country("FR"), Ok(()));
        assert_eq!(country("fr"), Err(Code::Country));
        assert_eq!(country("F "), Err(Code::Country));
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (typed, plain) in [
            ("2 480,50", "2480.50"),
            ("2\u{202f}480", "2480"),
            ("2,480.50", "2480.50"),
            ("2.480,50", "2480.50"),
            ("2,480", "2480"),
            ("12,5", "12.5"),
            ("0,125", "0.125"),
            ("1,234,567", "1234567"),
            ("2'480.50", "2480.50"),
            ("2.480", "2.480"),
            ("1 240,50 €", "1240.50"),
            ("£12", "12"),
            ("1,2.3,4", "1,2.3,4"),
            ("abc", "abc"),
        ] {
            assert_eq!(plain_number(typed), plain, "{typed}");
        }
        for (text, millionths) in
            [("2480.50", 2_480_500_000), ("-0.000001", -1), ("0", 0), ("999999999999999.999999", 999_999_999_999_999_999_999)]
        {
            assert_eq!(number(text), Ok(millionths), "{text}");
        }
        for bad in ["", "1e9", "1.", ".5", "1.2.3", "--1", "NaN", "12345678901234567"] {
            assert_eq!(number(bad), Err(Code::Number), "{bad}");
        }
    }

    #[test]
    fn days_addresses_and_patterns() {
        assert_eq!(date("2024-02-29"), Ok(()));
        for bad in ["2023-02-29", "2024-2-29", "29/02/2024", "2024-02-29-01", "+024-02-29"] {
            assert_eq!(date(bad), Err(Code::Date), "{bad}");
        }
        assert_eq!(url("https://extranet.example.com/a?b#c"), Ok(()));
        for bad in ["javascript:alert(1)", "ftp://a.fr", "https://", "https://nodot", "https://a b.fr", "https://me@a.fr"] {
            assert_eq!(url(bad), Err(Code::Url), "{bad}");
        }
        assert_eq!(pattern("4021 558310", "9999-999-999").as_deref(), Ok("4021-558-310"));
        assert_eq!(pattern("hm1234", "HM-****").as_deref(), Ok("HM-1234"));
        assert_eq!(pattern("4021-55", "9999-999-999"), Err(Code::Pattern));
        assert_eq!(pattern("4021-558-3100", "9999-999-999"), Err(Code::Pattern));
    }

    proptest! {
        #[test]
        fn no_text_makes_a_rule_panic(typed in "\\PC{0,60}") {
            let _ = (email(&typed), phone(&typed), date(&typed), number(&typed), url(&typed), pattern(&typed, "9A*-9"));
            let _ = number(&plain_number(&typed));
        }

        #[test]
        fn a_written_number_stays_as_it_is(typed in "[0-9,. '-]{0,10}") {
            let once = plain_number(&typed);
            prop_assert_eq!(plain_number(&once), once);
        }

        #[test]
        fn a_written_pattern_stays_as_it_is(digits in "[0-9]{10}") {
            let once = pattern(&digits, "9999-999-999");
            prop_assert!(once.is_ok());
            let once = once.unwrap_or_default();
            prop_assert_eq!(pattern(&once, "9999-999-999"), Ok(once));
        }
    }
}
