//! Browser and system in a few words. Browsers name others before themselves, so the order in which they are looked for
//! decides.

use super::Facts;

/// What a browser calls itself in its user agent, and what people call it.
const BROWSERS: [(&str, &str); 11] = [
    ("EdgiOS/", "Edge"),
    ("EdgA/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Firefox/", "Firefox"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];

/// The browser with its version; the whole user agent when it is none of those that are known.
pub(super) fn browser(facts: &Facts) -> String {
    if let Some((name, version)) = brand(&facts.brands) {
        return with_version(name, whole(version));
    }
    let agent = facts.agent.as_str();
    let is_known = |(word, _): &&(&str, &str)| agent.contains(word) && (*word != "Version/" || agent.contains("Safari/"));
    match BROWSERS.iter().find(is_known) {
        Some((word, name)) => with_version(name, whole(after(agent, word))),
        None => agent.to_owned(),
    }
}

/// The brand that people know: not the made-up one that keeps programs from relying on the list, and not the engine when
/// there is a better one.
fn brand(brands: &[(String, String)]) -> Option<(&str, &str)> {
    let named = || brands.iter().filter(|(name, _)| !is_made_up(name));
    let (name, version) = named().find(|(name, _)| name != "Chromium").or_else(|| named().next())?;
    let name = match name.as_str() {
        "Google Chrome" => "Chrome",
        "Microsoft Edge" => "Edge",
        name => name,
    };
    Some((name, version.as_str()))
}

fn is_made_up(name: &str) -> bool {
    name.contains("Not") && name.contains("Brand")
}

/// The system, with its version where the browser tells the true one: desktop user agents have kept theirs for years.
pub(super) fn system(facts: &Facts) -> String {
    let (agent, version) = (facts.agent.as_str(), whole(&facts.platform_version));
    match facts.platform.as_str() {
        // 1 to 10 are Windows 10, 13 and more are Windows 11, 0 is older (learn.microsoft.com, "Detect Windows 11").
        "Windows" if !version.is_empty() && version != "0" => {
            return if version.len() > 1 && version != "10" { "Windows 11" } else { "Windows 10" }.into();
        }
        name @ ("macOS" | "Android") if !version.is_empty() => return with_version(name, version),
        _ => {}
    }
    if agent.contains("Windows NT 10.0") {
        "Windows 10/11".into()
    } else if agent.contains("Windows NT 6.1") {
        "Windows 7".into()
    } else if agent.contains("Windows NT 6.") {
        "Windows 8".into()
    } else if agent.contains("Windows") {
        "Windows".into()
    } else if agent.contains("iPad") {
        with_version("iPadOS", whole(after(agent, "CPU OS ")))
    } else if agent.contains("iPhone") || agent.contains("iPod") {
        with_version("iOS", whole(after(agent, "iPhone OS ")))
    } else if agent.contains("Android") {
        with_version("Android", whole(after(agent, "Android ")))
    } else if agent.contains("CrOS") {
        "ChromeOS".into()
    } else if agent.contains("Mac OS X") {
        "macOS".into()
    } else if agent.contains("Linux") {
        "Linux".into()
    } else {
        facts.platform.clone()
    }
}

fn after<'a>(text: &'a str, word: &str) -> &'a str {
    text.split_once(word).map_or("", |(_, rest)| rest)
}

/// The whole number at the beginning of a version.
fn whole(version: &str) -> &str {
    let end = version.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(version.len());
    &version[..end]
}

fn with_version(name: &str, version: &str) -> String {
    if version.is_empty() { name.into() } else { format!("{name} {version}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(agent: &str) -> (String, String) {
        let facts = Facts { agent: agent.into(), ..Facts::default() };
        (browser(&facts), system(&facts))
    }

    #[test]
    fn user_agents_as_browsers_send_them() {
        for (agent, name, on) in [
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128", "Windows 10/11"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome 131",
                "Windows 10/11",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge 131",
                "Windows 10/11",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
                "Safari 18",
                "macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                "Safari 18",
                "iOS 18",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1",
                "Chrome 131",
                "iOS 17",
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/128.0 Mobile/15E148 Safari/605.1.15",
                "Firefox 128",
                "iPadOS 17",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
                "Samsung Internet 27",
                "Android 14",
            ),
            ("Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0", "Firefox 128", "Android 14"),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome 131",
                "ChromeOS",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 OPR/116.0.0.0",
                "Opera 116",
                "Linux",
            ),
            ("curl/8.5.0", "curl/8.5.0", ""),
        ] {
            assert_eq!(told(agent), (name.to_owned(), on.to_owned()), "{agent}");
        }
    }

    #[test]
    fn brands_and_platform_tell_more_than_the_user_agent() {
        let made_up = ("Not_A Brand".to_owned(), "24".to_owned());
        let chromium = ("Chromium".to_owned(), "131".to_owned());
        let edge = ("Microsoft Edge".to_owned(), "131".to_owned());
        let mut facts = Facts {
            brands: vec![made_up.clone(), chromium.clone(), edge],
            platform: "Windows".into(),
            platform_version: "15.0.0".into(),
            ..Facts::default()
        };
        assert_eq!((browser(&facts).as_str(), system(&facts).as_str()), ("Edge 131", "Windows 11"));
        facts.brands = vec![chromium, made_up];
        facts.platform_version = "10.0.0".into();
        assert_eq!((browser(&facts).as_str(), system(&facts).as_str()), ("Chromium 131", "Windows 10"));
        (facts.platform, facts.platform_version) = ("macOS".into(), "14.6.1".into());
        assert_eq!(system(&facts), "macOS 14");
        facts.platform_version = String::new();
        assert_eq!(system(&facts), "macOS");
    }
}
