//! What the device tells of itself, when its partner asks it to: short lines, each of which can be left out.
//!
//! The shell gives the raw facts ([`Facts`]); which lines become of them is decided here. The names of the lines are those
//! of the contract (`NewTicket.device`).

mod agent;

use crate::i18n::{Key, key};

/// What the browser says, as it says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// `navigator.userAgent`.
    pub agent: String,
    /// `navigator.userAgentData.brands`: name and version. Empty where the browser has none.
    pub brands: Vec<(String, String)>,
    /// `platform` of the same: `Windows`, `macOS`, `Android`.
    pub platform: String,
    /// `platformVersion` of the same.
    pub platform_version: String,
    /// The screen, in CSS pixels.
    pub screen: (u32, u32),
    /// How many of the screen's own pixels make a hundred CSS pixels.
    pub pixels_percent: u32,
    /// The window, in CSS pixels.
    pub window: (u32, u32),
    /// Languages that the browser asks for, the dearest first.
    pub languages: Vec<String>,
    /// IANA name.
    pub time_zone: String,
    /// Whether the browser believes that it is online.
    pub is_online: bool,
    /// The app's version.
    pub app_version: String,
    /// Where the partner came from, as an address or a path.
    pub came_from: String,
}

/// The lines that this version knows, in the order in which they are shown. Nothing else is sent.
pub const LINES: [&str; 9] = ["browser", "system", "screen", "window", "language", "time_zone", "online", "app_version", "page"];

/// Longest value of a line, in characters.
const LONGEST: usize = 200;

/// What a line is called; nothing for one that this version does not know.
pub fn label(line: &str) -> Option<Key> {
    Some(match line {
        "browser" => key::DEVICE_BROWSER,
        "system" => key::DEVICE_SYSTEM,
        "screen" => key::DEVICE_SCREEN,
        "window" => key::DEVICE_WINDOW,
        "language" => key::DEVICE_LANGUAGE,
        "time_zone" => key::DEVICE_TIME_ZONE,
        "online" => key::DEVICE_ONLINE,
        "app_version" => key::DEVICE_APP_VERSION,
        "page" => key::DEVICE_PAGE,
        _ => return None,
    })
}

/// The lines with something to tell: name and value. Values are the same in every language, as handlers read them.
pub fn lines(facts: &Facts) -> Vec<(&'static str, String)> {
    let size = |(width, height): (u32, u32)| if width == 0 { String::new() } else { format!("{width} × {height}") };
    let mut screen = size(facts.screen);
    if !screen.is_empty() && ![0, 100].contains(&facts.pixels_percent) {
        screen.push_str(&format!(" ({} %)", facts.pixels_percent));
    }
    let values = [
        agent::browser(facts),
        agent::system(facts),
        screen,
        size(facts.window),
        facts.languages.join(", "),
        facts.time_zone.clone(),
        if facts.is_online { "yes" } else { "no" }.to_owned(),
        facts.app_version.clone(),
        without_query(&facts.came_from).to_owned(),
    ];
    LINES.into_iter().zip(values).map(|(line, value)| (line, plain(&value))).filter(|(_, value)| !value.is_empty()).collect()
}

/// What stands behind the path of an address may be a secret.
fn without_query(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// One short line, whatever the browser says.
fn plain(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).take(LONGEST).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn facts_become_lines() {
        let facts = Facts {
            agent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0".into(),
            screen: (1920, 1080),
            pixels_percent: 150,
            window: (1280, 720),
            languages: vec!["fr-FR".into(), "en".into()],
            time_zone: "Europe/Paris".into(),
            is_online: true,
            app_version: "0.1.0".into(),
            came_from: "https://extranet.example/bookings?token=secret#k=secret".into(),
            ..Facts::default()
        };
        let lines: Vec<String> = lines(&facts).into_iter().map(|(line, value)| format!("{line}: {value}")).collect();
        let expected = [
            "browser: Firefox 128",
            "system: Linux",
            "screen: 1920 × 1080 (150 %)",
            "window: 1280 × 720",
            "language: fr-FR, en",
            "time_zone: Europe/Paris",
            "online: yes",
            "app_version: 0.1.0",
            "page: https://extranet.example/bookings",
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn what_is_not_known_has_no_line() {
        assert_eq!(lines(&Facts::default()), [("online", "no".to_owned())]);
        assert!(LINES.iter().all(|line| label(line).is_some()) && label("cookies").is_none());
    }

    proptest! {
        #[test]
        fn any_facts_become_lines_that_a_ticket_takes(agent in "\\PC{0,300}|(Chrome/|Version/|Android |OS |; |[0-9._]){0,9}", page in any::<String>()) {
            let facts = Facts { agent, came_from: page, ..Facts::default() };
            for (_, value) in lines(&facts) {
                prop_assert!(recourse_contract::rules::line(&value, 200).is_ok());
                prop_assert_eq!(value.trim(), &value);
                prop_assert!(!value.is_empty());
            }
        }
    }
}
