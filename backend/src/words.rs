//! The server's own words: e-mails, dates in them, field errors. The platform's texts stand in the service file.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use recourse_contract::{FieldError, Timestamp};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

static ALL: LazyLock<[(&str, Words); 2]> = LazyLock::new(|| {
    let read = |text| toml::from_str(text).expect("the catalogues are compiled in and tested");
    [("fr", read(include_str!("../locales/fr.toml"))), ("en", read(include_str!("../locales/en.toml")))]
});

/// The words of one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    mail: HashMap<String, String>,
    thread: HashMap<String, String>,
    sign_in: HashMap<String, String>,
    staff: HashMap<String, String>,
    device: HashMap<String, String>,
    report: HashMap<String, String>,
    dossier: HashMap<String, String>,
    /// The installed app's manifest: shortcuts by their addresses.
    app: HashMap<String, String>,
    /// By their codes (ISO 3166-1), those that partners of a European platform name most.
    countries: HashMap<String, String>,
    /// By their codes (ISO 639).
    languages: HashMap<String, String>,
    months: Months,
    amounts: Amounts,
    faults: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Months {
    names: Vec<String>,
    /// The first day of each.
    first: String,
    date: String,
    /// Day and time, without the zone.
    clock: String,
    moment: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Amounts {
    point: String,
    group: String,
    /// Where the currency has a symbol, by its code.
    symbol: String,
    code: String,
    symbols: HashMap<String, String>,
}

impl Words {
    /// The words of this language (BCP 47), English for a language that the server does not speak.
    pub fn of(language: &str) -> &'static Self {
        let primary = language.split('-').next().unwrap_or(language);
        let [.., english] = &*ALL;
        &ALL.iter().find(|(tag, _)| *tag == primary).unwrap_or(english).1
    }

    /// A line of a mail.
    pub fn mail(&self, name: &str, values: &[(&str, &str)]) -> String {
        fill(self.mail.get(name).map_or(name, String::as_str), values)
    }

    /// An entry of the system in a thread.
    pub fn thread(&self, name: &str, values: &[(&str, &str)]) -> String {
        fill(self.thread.get(name).map_or(name, String::as_str), values)
    }

    /// What is said about signing in.
    pub fn sign_in(&self, name: &str) -> String {
        self.sign_in.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// A line of a mail to staff.
    pub fn staff(&self, name: &str, values: &[(&str, &str)]) -> String {
        fill(self.staff.get(name).map_or(name, String::as_str), values)
    }

    /// What a line of the technical details is called: its own name, where it is one of another program.
    pub fn device(&self, line: &str) -> String {
        self.device.get(line).cloned().unwrap_or_else(|| line.to_owned())
    }

    /// A word of the public report.
    pub fn report(&self, name: &str, values: &[(&str, &str)]) -> String {
        fill(self.report.get(name).map_or(name, String::as_str), values)
    }

    /// The name of a month: 1 is January.
    pub fn month(&self, number: usize) -> String {
        number.checked_sub(1).and_then(|place| self.months.names.get(place)).cloned().unwrap_or_default()
    }

    /// A line of a dossier.
    pub fn dossier(&self, name: &str, values: &[(&str, &str)]) -> String {
        fill(self.dossier.get(name).map_or(name, String::as_str), values)
    }

    /// A word of the manifest, if it is one of ours.
    pub fn app(&self, name: &str) -> Option<&str> {
        self.app.get(name).map(String::as_str)
    }

    /// A day in the platform's time zone.
    pub fn date(&self, at: Timestamp, zone: &str) -> String {
        self.when(&self.months.date, at, zone)
    }

    /// Day and time in the platform's time zone.
    pub fn moment(&self, at: Timestamp, zone: &str) -> String {
        self.when(&self.months.moment, at, zone)
    }

    /// The same without the zone, where that is said elsewhere.
    pub fn clock(&self, at: Timestamp, zone: &str) -> String {
        self.when(&self.months.clock, at, zone)
    }

    /// What a country is called; its code where that is not known here.
    pub fn country(&self, code: &str) -> String {
        self.countries.get(code).map_or(code, String::as_str).to_owned()
    }

    /// What a language is called (BCP 47); its tag where that is not known here.
    pub fn language(&self, tag: &str) -> String {
        self.languages.get(tag).map_or(tag, String::as_str).to_owned()
    }

    /// A number in groups of three digits.
    pub fn number(&self, number: u64) -> String {
        self.grouped(&number.to_string())
    }

    fn grouped(&self, digits: &str) -> String {
        let mut written = String::new();
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                written.push_str(&self.amounts.group);
            }
            written.push(digit);
        }
        written
    }

    /// A day of the calendar, `2026-11-23`; as it is when it is none.
    pub fn day(&self, plain: &str) -> String {
        match plain.parse::<Date>() {
            Ok(date) => fill(&self.months.date, &self.parts(date).each_ref().map(|(name, value)| (*name, value.as_str()))),
            Err(_) => plain.to_owned(),
        }
    }

    /// An amount, a decimal number, with its currency (ISO 4217); as it is when it is none.
    pub fn money(&self, amount: &str, currency: &str) -> String {
        let (whole, parts) = amount.split_once('.').unwrap_or((amount, ""));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("−", digits));
        if digits.is_empty() || !digits.bytes().chain(parts.bytes()).all(|b| b.is_ascii_digit()) {
            return format!("{amount} {currency}");
        }
        let Amounts { point, symbol, code, symbols, .. } = &self.amounts;
        let mut written = format!("{sign}{}", self.grouped(digits));
        if !parts.is_empty() {
            written += &format!("{point}{parts:0<2}");
        }
        match symbols.get(currency) {
            Some(sign) => fill(symbol, &[("amount", &written), ("currency", sign)]),
            None => fill(code, &[("amount", &written), ("currency", currency)]),
        }
    }

    fn parts(&self, date: Date) -> [(&'static str, String); 3] {
        let month = self.months.names.get(usize::from(date.month().unsigned_abs()) - 1).map_or("", String::as_str);
        let day = if date.day() == 1 { self.months.first.clone() } else { date.day().to_string() };
        [("day", day), ("month", month.to_owned()), ("year", date.year().to_string())]
    }

    fn when(&self, form: &str, at: Timestamp, zone: &str) -> String {
        let Ok(instant) = jiff::Timestamp::from_millisecond(at.0) else { return at.to_string() };
        let there = instant.to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
        let [day, month, year] = self.parts(there.date());
        let time = format!("{:02}:{:02}", there.hour(), there.minute());
        let values = [day, month, year, ("time", time), ("zone", zone.to_owned())];
        fill(form, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    }

    /// Gives each error its words.
    pub fn explain(&self, errors: &mut [FieldError]) {
        for error in errors {
            let name =
                serde_json::to_value(error.code).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default();
            let limit = error.limit.unwrap_or_default().to_string();
            error.detail = self.faults.get(&name).map(|text| fill(text, &[("limit", &limit)]));
        }
    }
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    // One pass, so that a value with braces in it stays as it is.
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        out.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::Code;

    #[test]
    fn both_languages_say_the_same_things() {
        let (french, english) = (Words::of("fr-CA"), Words::of("en"));
        let names = |map: &HashMap<String, String>| {
            let mut names: Vec<String> = map.keys().cloned().collect();
            names.sort();
            names
        };
        assert_eq!(names(&french.mail), names(&english.mail));
        assert_eq!(names(&french.thread), names(&english.thread));
        assert_eq!(names(&french.sign_in), names(&english.sign_in));
        assert_eq!(names(&french.staff), names(&english.staff));
        assert_eq!(names(&french.device), names(&english.device));
        assert_eq!(names(&french.report), names(&english.report));
        assert_eq!(names(&french.dossier), names(&english.dossier));
        assert_eq!(names(&french.app), names(&english.app));
        assert_eq!(names(&french.countries), names(&english.countries));
        assert_eq!(names(&french.languages), names(&english.languages));
        assert_eq!(names(&french.faults), names(&english.faults));
        assert_eq!((french.months.names.len(), english.months.names.len()), (12, 12));
    }

    #[test]
    fn each_code_has_words() {
        for code in [
            "required",
            "too_long",
            "email",
            "file_type",
            "file_unsafe",
            "file_damaged",
            "gone",
            "incomplete",
            "pattern",
            "order",
            "other",
        ] {
            let code: Code = serde_json::from_value(code.into()).expect("a code");
            let mut errors = [FieldError { pointer: "/x".into(), code, detail: None, limit: Some(7) }];
            Words::of("fr").explain(&mut errors);
            assert!(errors[0].detail.is_some(), "{code:?}");
        }
    }

    #[test]
    fn dates_are_those_of_the_platform() {
        let at = Timestamp::parse("2026-08-31T22:30:00Z").expect("a time");
        assert_eq!(Words::of("fr").date(at, "Europe/Paris"), "1er septembre 2026");
        assert_eq!(Words::of("en").moment(at, "Europe/Paris"), "1 September 2026 at 00:30 (Europe/Paris)");
        assert_eq!(Words::of("fr").day("2026-11-02"), "2 novembre 2026");
        for no_day in ["", "soon", "2026-02-30", "{day}"] {
            assert_eq!(Words::of("fr").day(no_day), no_day);
        }
    }

    #[test]
    fn codes_are_named_where_that_is_known() {
        let french = Words::of("fr");
        assert_eq!((french.country("MQ").as_str(), french.country("XX").as_str()), ("Martinique", "XX"));
        assert_eq!((french.language("de").as_str(), french.language("x-y").as_str()), ("allemand", "x-y"));
        assert_eq!((french.number(1_234_567).as_str(), french.number(12).as_str()), ("1\u{202f}234\u{202f}567", "12"));
    }

    #[test]
    fn amounts_are_those_of_the_language() {
        let (french, english) = (Words::of("fr"), Words::of("en"));
        assert_eq!(french.money("1240.50", "EUR"), "1\u{202f}240,50\u{a0}€");
        assert_eq!(english.money("1240.50", "EUR"), "€1,240.50");
        assert_eq!(english.money("1234567.5", "CHF"), "CHF\u{a0}1,234,567.50");
        assert_eq!(french.money("240", "CHF"), "240\u{a0}CHF");
        for no_amount in ["", "much", "1,5", "1.2.3", "{amount}"] {
            assert_eq!(french.money(no_amount, "EUR"), format!("{no_amount} EUR"));
        }
    }

    #[test]
    fn a_value_with_braces_stays_as_it_is() {
        assert_eq!(fill("a {x} b", &[("x", "{y}"), ("y", "no")]), "a {y} b");
    }
}
