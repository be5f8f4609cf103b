//! Web and e-mail addresses, with and without a scheme.

use crate::inbox::text::end_of_address;

/// Ends of hosts that are no ends of words.
const TOP: &[&str] =
    &["com", "org", "net", "fr", "example", "eu", "uk", "io", "ch", "ca", "lu", "nl", "pt", "pl", "ie", "test", "invalid"];

/// Ends of hosts that may be the next sentence, begun without a space: only before a path.
const TOP_WITH_PATH: &[&str] = &[
    "de", "be", "it", "es", "me", "info", "biz", "app", "dev", "shop", "travel", "hotel", "online", "site", "co", "tv", "us",
    "se", "dk", "fi", "at",
];

/// What a text begins with, and how long it is in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address {
    /// A web address.
    Web(usize),
    /// An e-mail address: no sign of anything, but its parts are no hosts and numbers.
    Mail(usize),
}

/// The address that a text begins with.
pub fn address(text: &str) -> Option<Address> {
    let scheme = run(text, |c| c.is_ascii_alphanumeric() || c == '+');
    if scheme > 0 && text[scheme..].starts_with("://") {
        let end = end_of_address(text);
        return (end > scheme + 3).then_some(Address::Web(end));
    }
    let local = run(text, |c| c.is_alphanumeric() || ".-_+".contains(c));
    if let Some(domain) = text[local..].strip_prefix('@').filter(|_| local > 0) {
        let domain = run(domain, |c| c.is_alphanumeric() || ".-".contains(c));
        if domain > 0 {
            return Some(Address::Mail(local + 1 + domain));
        }
    }
    let host = &text[..run(text, |c| c.is_alphanumeric() || ".-".contains(c))];
    let host = host.trim_end_matches(['.', '-']);
    let after = &text[host.len()..];
    let has_path = after.starts_with(['/', '?', '#'])
        || after.strip_prefix(':').is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()));
    is_host(host, has_path).then(|| Address::Web(if has_path { end_of_address(text) } else { host.len() }))
}

fn is_host(host: &str, has_path: bool) -> bool {
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    let named = name.split('.').all(|label| !label.is_empty()) && name.chars().any(char::is_alphabetic);
    let first = name.split('.').next().unwrap_or_default();
    let is = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(top));
    if !named || top.len() < 2 || !top.bytes().all(|b| b.is_ascii_alphabetic()) || matches!(name, "co" | "com" | "org" | "ac") {
        return false;
    }
    first.eq_ignore_ascii_case("www") || is(TOP) || (has_path && is(TOP_WITH_PATH))
}

/// How many bytes at the beginning are of such characters.
fn run(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c: char| !is(c)).unwrap_or(text.len())
}
