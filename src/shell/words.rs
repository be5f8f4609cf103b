//! The language in use: its catalogue, and dates, numbers and names as `Intl` writes them.

use super::{clock, http, page, storage};
use js_sys::{Array, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use recourse_contract::localised::negotiate;
use recourse_contract::{Timestamp, time};
use recourse_core::i18n::{Catalogue, Key, Written, first_of_month};
use std::sync::Arc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;

    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locales: &Array, options: &Object) -> DisplayNames;

    #[wasm_bindgen(method)]
    fn of(this: &DisplayNames, code: &str) -> JsValue;
}

const SETTING: &str = "recourse.language";

/// A language of the app.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// BCP 47.
    pub tag: String,
    /// Where its catalogue lies: the messages of the first screen.
    file: String,
    /// The others. Unbuilt, there is one file for all.
    later: Option<String>,
}

/// The language in use. Screens are rendered anew when it changes, so they read it untracked.
#[derive(Clone, Copy)]
pub struct Words {
    tag: RwSignal<String>,
    catalogue: RwSignal<Arc<Catalogue>>,
    languages: StoredValue<Vec<Language>>,
    /// Whether every message is needed: screens that load later have come.
    whole: StoredValue<bool>,
    /// Whether every message is here.
    pub complete: RwSignal<bool>,
}

impl Words {
    /// No language yet.
    pub fn new() -> Self {
        Self {
            tag: RwSignal::new(String::new()),
            catalogue: RwSignal::default(),
            languages: StoredValue::new(languages()),
            whole: StoredValue::new(false),
            complete: RwSignal::new(false),
        }
    }

    /// Chooses the language: the one remembered, else that of the page `around` this one, else the browser's, else the host's.
    /// Loads its catalogue.
    pub async fn load(self, around: Option<&str>, host: Option<&str>) {
        let tags = self.all();
        let browser = web_sys::window().map(|window| window.navigator().languages()).unwrap_or_default();
        let mut wishes: Vec<String> = browser.iter().filter_map(|tag| tag.as_string()).collect();
        wishes.splice(0..0, page::setting(SETTING).into_iter().chain(around.map(str::to_owned)));
        wishes.extend(host.map(str::to_owned));
        let tag = negotiate(Some(&wishes.join(",")), &tags).unwrap_or("fr").to_owned();
        self.fetch(&tag).await;
    }

    /// Changes the language, and remembers it.
    pub fn change(self, tag: String) {
        wasm_bindgen_futures::spawn_local(async move {
            if self.fetch(&tag).await {
                page::keep_setting(SETTING, &tag);
            }
        });
    }

    /// A message that says where something is kept: on this device, or where that is shared, in this tab.
    pub fn kept(self, on_device: Key, in_tab: Key) -> String {
        self.t(if storage::is_shared() { in_tab } else { on_device })
    }

    /// Takes the language that the page around this one has changed to, if there is such a one. Nothing is remembered: it is not
    /// the partner's own choice.
    pub fn follow(self, wish: &str) {
        let (tags, now) = (self.all(), self.tag_now());
        let wished = negotiate(Some(&format!("{wish},{now}")), &tags).filter(|tag| *tag != now);
        if let Some(tag) = wished.map(str::to_owned) {
            wasm_bindgen_futures::spawn_local(async move { _ = self.fetch(&tag).await });
        }
    }

    /// Loads the messages of the screens that load later. Says whether they have come.
    pub async fn rest(self) -> bool {
        self.whole.set_value(true);
        while !self.complete.get_untracked() {
            let tag = self.tag_now();
            if tag.is_empty() {
                // Before the first screen: the language comes with all of its messages.
                return true;
            }
            let Some((whole, true)) = self.catalogue_of(&tag).await else { return false };
            // The language may have been changed in the meantime, and with it the catalogue.
            if self.tag_now() == tag {
                self.catalogue.set(Arc::new(whole));
                self.complete.set(true);
            }
        }
        true
    }

    async fn fetch(self, tag: &str) -> bool {
        let Some((catalogue, complete)) = self.catalogue_of(tag).await else { return false };
        self.complete.set(complete);
        page::set_language(tag);
        self.catalogue.set(Arc::new(catalogue));
        self.tag.set(tag.to_owned());
        true
    }

    /// What is needed of the catalogue of this language, and whether that is all of it. Of the parts of a catalogue the first
    /// is better than none.
    async fn catalogue_of(self, tag: &str) -> Option<(Catalogue, bool)> {
        let language = self.languages.with_value(|all| all.iter().find(|language| language.tag == tag).cloned())?;
        let mut catalogue = Catalogue::parse(&http::text(&language.file).await?).ok()?;
        let Some(later) = language.later else { return Some((catalogue, true)) };
        // More may be needed by the time that the first part is here.
        let part = if self.whole.get_value() { http::text(&later).await } else { None };
        let part = part.and_then(|text| Catalogue::parse(&text).ok());
        let complete = part.is_some();
        catalogue.add(part.unwrap_or_default());
        Some((catalogue, complete))
    }

    /// The language in use; tracks its change.
    pub fn tag(self) -> String {
        self.tag.get()
    }

    /// The language in use.
    pub fn tag_now(self) -> String {
        self.tag.get_untracked()
    }

    /// All languages of the app.
    pub fn all(self) -> Vec<String> {
        self.languages.with_value(|all| all.iter().map(|language| language.tag.clone()).collect())
    }

    /// A message.
    pub fn t(self, key: Key) -> String {
        self.catalogue.with_untracked(|catalogue| catalogue.text(key))
    }

    /// A message with its placeholders filled.
    pub fn fill(self, key: Key, values: &[(&str, &str)]) -> String {
        self.catalogue.with_untracked(|catalogue| catalogue.fill(key, values))
    }

    /// A message that counts: `{n}` is the number.
    pub fn count(self, key: Key, n: u32) -> String {
        self.count_with(key, n, &[])
    }

    /// The same with other placeholders filled.
    pub fn count_with(self, key: Key, n: u32, values: &[(&str, &str)]) -> String {
        let rules = Intl::PluralRules::new(&self.locales(), &Object::new());
        let form: String = rules.select(f64::from(n)).into();
        let number = self.number(&n.to_string());
        let values: Vec<(&str, &str)> = values.iter().copied().chain([("n", number.as_str())]).collect();
        self.catalogue.with_untracked(|catalogue| catalogue.count(key, &form, &values))
    }

    /// The catalogue itself, for `core`.
    pub fn catalogue(self) -> Arc<Catalogue> {
        self.catalogue.get_untracked()
    }

    /// A decimal number as the language writes it.
    pub fn number(self, plain: &str) -> String {
        self.formatted_number(plain, &[])
    }

    /// An amount with its currency; as it is when the browser does not know the currency.
    pub fn money(self, amount: &str, currency: &str) -> String {
        self.formatted_number(amount, &[("style", "currency"), ("currency", currency)])
    }

    /// So many hundredths: "60 %".
    pub fn percent(self, hundredths: u64) -> String {
        self.formatted_number(&format!("{}.{:02}", hundredths / 100, hundredths % 100), &[("style", "percent")])
    }

    /// The size of a file: "1,2 Mo".
    pub fn bytes(self, bytes: u64) -> String {
        self.of_bytes(bytes, "")
    }

    /// Bytes per second: "1,2 Mo/s".
    pub fn speed(self, bytes: u64) -> String {
        self.of_bytes(bytes, "-per-second")
    }

    fn of_bytes(self, bytes: u64, per: &str) -> String {
        let (unit, one) = match bytes {
            0..1_000 => ("byte", 1),
            1_000..1_000_000 => ("kilobyte", 1_000),
            _ => ("megabyte", 1_000_000),
        };
        // In tenths, so that no digit appears that nobody has counted.
        let tenths = bytes.saturating_mul(10) / one;
        // The short form of English knows no plural: "8 byte".
        let display = if unit == "byte" { "long" } else { "short" };
        let unit = format!("{unit}{per}");
        let options = [("style", "unit"), ("unit", unit.as_str()), ("unitDisplay", display), ("maximumFractionDigits", "1")];
        self.formatted_number(&format!("{}.{}", tenths / 10, tenths % 10), &options)
    }

    /// So many seconds: "20 s", "3 min".
    pub fn span(self, seconds: u64) -> String {
        let (n, unit) = if seconds < 90 { (seconds, "second") } else { (seconds.div_ceil(60), "minute") };
        self.formatted_number(&n.to_string(), &[("style", "unit"), ("unit", unit), ("unitDisplay", "short")])
    }

    /// So many tenths of a unit that the browser knows: "4,2 jours", "18 heures".
    pub fn quantity(self, tenths: u32, unit: &str) -> String {
        let options = [("style", "unit"), ("unit", unit), ("unitDisplay", "long")];
        self.formatted_number(&format!("{}.{}", tenths / 10, tenths % 10), &options)
    }

    fn formatted_number(self, plain: &str, options: &[(&str, &str)]) -> String {
        let value = js_sys::parse_float(plain);
        if value.is_nan() {
            return plain.to_owned();
        }
        let format = Intl::NumberFormat::new(&self.locales(), &object(options)).format();
        call(&format, value.into()).unwrap_or_else(|| plain.to_owned())
    }

    /// A day: "14 novembre 2026".
    pub fn date(self, at: Timestamp) -> String {
        self.when(at.0 as f64, &[("dateStyle", "long")])
    }

    /// A day with its weekday, for what is to come: "samedi 21 novembre"; of another year with that.
    pub fn coming_date(self, at: Timestamp) -> String {
        self.near(at, [("weekday", "long"), ("day", "numeric"), ("month", "long")])
    }

    /// A day that is to come, where there is little room: "3 déc."; of another year with that.
    pub fn short_date(self, at: Timestamp) -> String {
        self.near(at, [("day", "numeric"), ("month", "short")])
    }

    /// A day without its year, unless that is another one than this.
    fn near<const N: usize>(self, at: Timestamp, parts: [(&str, &str); N]) -> String {
        let year = |millis: f64| js_sys::Date::new(&millis.into()).get_full_year();
        let other = year(at.0 as f64) != year(clock::now() as f64);
        let parts: Vec<_> = parts.into_iter().chain(other.then_some(("year", "numeric"))).collect();
        self.when(at.0 as f64, &parts)
    }

    /// A day of the calendar as `2026-11-14`, whatever the time zone.
    pub fn calendar_date(self, date: &str) -> String {
        match Timestamp::parse(&format!("{date}T00:00:00Z")) {
            Some(at) => self.when(at.0 as f64, &[("dateStyle", "long"), ("timeZone", "UTC")]),
            None => date.to_owned(),
        }
    }

    /// The name of a month, 0 is January: in full, or as its letter.
    pub fn month(self, month: usize, is_letter: bool) -> String {
        let first = Timestamp::parse(&format!("2026-{:02}-01T00:00:00Z", month + 1));
        let style = if is_letter { "narrow" } else { "long" };
        first.map_or_else(String::new, |at| self.when(at.0 as f64, &[("month", style), ("timeZone", "UTC")]))
    }

    /// A day of the week, for hours that come back: "samedi 21 nov.".
    pub fn weekday(self, at: Timestamp) -> String {
        self.when(at.0 as f64, &[("weekday", "long"), ("day", "numeric"), ("month", "short")])
    }

    /// A time of day: "09:12".
    pub fn time(self, at: Timestamp) -> String {
        self.when(at.0 as f64, &[("timeStyle", "short")])
    }

    /// Day and time: "14 nov. 2026, 09:12".
    pub fn moment(self, at: Timestamp) -> String {
        self.when(at.0 as f64, &[("dateStyle", "medium"), ("timeStyle", "short")])
    }

    /// The time alone when it is of the same day as `now`, else day and time: "09:12", "14 nov. 2026, 09:12".
    pub fn clock_or_moment(self, at: Timestamp, now: i64) -> String {
        let day = |millis: i64| self.when(millis as f64, &[("dateStyle", "short")]);
        if day(at.0) == day(now) { self.when(at.0 as f64, &[("timeStyle", "short")]) } else { self.moment(at) }
    }

    /// Day and time with its zone, for what is kept as proof: "14 nov. 2026, 09:12 UTC+1".
    pub fn moment_and_zone(self, at: Timestamp) -> String {
        let parts = [("day", "numeric"), ("month", "long"), ("year", "numeric"), ("hour", "2-digit"), ("minute", "2-digit")];
        let options: Vec<_> = parts.into_iter().chain([("timeZoneName", "short")]).collect();
        self.when(at.0 as f64, &options)
    }

    /// How long ago: "il y a 12 minutes"; the day itself when that is more than a week.
    pub fn ago(self, at: Timestamp, now: i64) -> String {
        let past = (now - at.0).max(0);
        let (n, unit) = match past {
            _ if past < time::MINUTE => return self.t(recourse_core::i18n::key::JUST_NOW),
            _ if past < time::HOUR => (past / time::MINUTE, "minute"),
            _ if past < time::DAY => (past / time::HOUR, "hour"),
            _ if past < 7 * time::DAY => (past / time::DAY, "day"),
            _ => return self.when(at.0 as f64, &[("dateStyle", "medium")]),
        };
        let format = Intl::RelativeTimeFormat::new(&self.locales(), &object(&[("numeric", "auto")]));
        format.format(-(n as f64), unit).into()
    }

    fn when(self, millis: f64, options: &[(&str, &str)]) -> String {
        let format = Intl::DateTimeFormat::new(&self.locales(), &object(options)).format();
        let date = call(&format, js_sys::Date::new(&millis.into()).into()).unwrap_or_default();
        first_of_month(date, &self.tag_now())
    }

    /// The name of a country in the language in use.
    pub fn country(self, code: &str) -> String {
        self.display_name("region", code)
    }

    /// All countries with their names, in the order of the language.
    pub fn countries(self) -> Vec<(String, String)> {
        let names = DisplayNames::new(&self.locales(), &object(&[("type", "region")]));
        let compare = Intl::Collator::new(&self.locales(), &Object::new()).compare();
        // The browser sorts: by name, each with its code behind a tab.
        let lines: Array = recourse_contract::rules::countries()
            .map(|code| JsValue::from(format!("{}\t{code}", names.of(code).as_string().unwrap_or_else(|| code.to_owned()))))
            .collect();
        let lines = lines.sort_by(&mut |a, b| {
            let order = compare.call2(&JsValue::NULL, &a, &b).ok().and_then(|order| order.as_f64());
            order.unwrap_or_default() as i32
        });
        let line = |line: JsValue| line.as_string()?.split_once('\t').map(|(name, code)| (code.to_owned(), name.to_owned()));
        lines.iter().filter_map(line).collect()
    }

    /// Whether the screen speaks this language (BCP 47), whatever the region.
    pub fn speaks(self, tag: &str) -> bool {
        let own = self.tag_now();
        let main = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        main(&own) == main(tag)
    }

    /// The name of a language, in the language in use.
    pub fn language(self, tag: &str) -> String {
        self.display_name("language", tag)
    }

    fn display_name(self, kind: &str, code: &str) -> String {
        if code.is_empty() {
            return String::new();
        }
        DisplayNames::new(&self.locales(), &object(&[("type", kind)])).of(code).as_string().unwrap_or_else(|| code.to_owned())
    }

    fn locales(self) -> Array {
        // As the partner's country writes dates and numbers, where the browser names one for this language.
        let tag = self.tag_now();
        let browser = web_sys::window().map(|window| window.navigator().languages()).unwrap_or_default();
        let regional = browser.iter().filter_map(|wish| wish.as_string()).find(|wish| wish.split('-').next() == Some(&*tag));
        Array::of1(&regional.unwrap_or(tag).into())
    }
}

impl Written for Words {
    fn number(&self, plain: &str) -> String {
        Words::number(*self, plain)
    }

    fn day(&self, plain: &str) -> String {
        self.calendar_date(plain)
    }
}

/// The name of a language in itself: "English", "français".
pub fn own_name(tag: &str) -> String {
    let name =
        DisplayNames::new(&Array::of1(&tag.into()), &object(&[("type", "language")])).of(tag).as_string().unwrap_or_default();
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// What `index.html` says: `fr:locales/fr-….json,locales/later-fr-….json en:…`, below the base path. Unbuilt, the plain files.
fn languages() -> Vec<Language> {
    let listed = page::meta("recourse-locales").filter(|text| text.contains(':'));
    let listed = listed.unwrap_or_else(|| "fr:locales/fr.json en:locales/en.json".into());
    listed
        .split_whitespace()
        .filter_map(|entry| entry.split_once(':'))
        .map(|(tag, files)| {
            let mut files = files.split(',').map(|file| page::at(&format!("/{file}")));
            Language { tag: tag.into(), file: files.next().unwrap_or_default(), later: files.next() }
        })
        .collect()
}

fn object(options: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in options {
        // Plain objects take any property.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

fn call(function: &Function, value: JsValue) -> Option<String> {
    function.call1(&JsValue::NULL, &value).ok()?.as_string()
}
