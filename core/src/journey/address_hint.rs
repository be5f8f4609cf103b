//! A likely typing error in the domain of an e-mail address is pointed out. Advice only.

/// Domains that many partners write from.
const COMMON: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.fr",
    "hotmail.co.uk",
    "outlook.com",
    "outlook.fr",
    "live.com",
    "live.fr",
    "msn.com",
    "yahoo.com",
    "yahoo.fr",
    "yahoo.co.uk",
    "ymail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "orange.fr",
    "wanadoo.fr",
    "free.fr",
    "sfr.fr",
    "neuf.fr",
    "laposte.net",
    "bbox.fr",
    "numericable.fr",
    "libero.it",
    "btinternet.com",
    "proton.me",
    "protonmail.com",
    "telenet.be",
    "skynet.be",
    "bluewin.ch",
];

/// The address that was probably meant, when the domain is one slip away from a common one.
pub fn suggested_address(typed: &str) -> Option<String> {
    let (local, domain) = typed.trim().rsplit_once('@')?;
    let domain = domain.to_ascii_lowercase();
    if local.is_empty() || !domain.is_ascii() || COMMON.contains(&domain.as_str()) {
        return None;
    }
    // One slip for any domain, two for long ones: "me.com" must not swallow every short domain.
    let close = |known: &&&str| {
        let slips = distance(known.as_bytes(), domain.as_bytes());
        slips == 1 && known.len() > 6 || slips == 2 && known.len() > 8
    };
    let best = COMMON.iter().filter(close).min_by_key(|known| distance(known.as_bytes(), domain.as_bytes()))?;
    Some(format!("{local}@{best}"))
}

/// Insertions, deletions, substitutions and swaps of neighbours between two words (optimal string alignment).
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::suggested_address;

    #[test]
    fn slips_are_pointed_out() {
        for (typed, meant) in [
            ("marie@gmial.com", "marie@gmail.com"),
            ("marie@gmail.con", "marie@gmail.com"),
            ("marie@hotmial.fr", "marie@hotmail.fr"),
            ("marie@orage.fr", "marie@orange.fr"),
            ("marie@lapost.net", "marie@laposte.net"),
            ("marie@yahooo.fr", "marie@yahoo.fr"),
        ] {
            assert_eq!(suggested_address(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn right_and_private_domains_stay_alone() {
        for typed in [
            "marie@gmail.com",
            "marie@GMAIL.com",
            "info@auberge-du-lac.fr",
            "a@be.com",
            "a@mee.com",
            "marie@",
            "marie",
            "@gmial.com",
        ] {
            assert_eq!(suggested_address(typed), None, "{typed}");
        }
    }
}
