//! The path that the app lies below: every address in `index.html` begins with it.

use crate::process::{Outcome, command, read, root, step, write};

/// What stands before the path in `index.html`.
const NAMED: &str = "<meta name=\"recourse-base\" content=\"";

/// Moves the built app below a path of its origin. It can be moved again, and back with `/`.
pub fn run(path: &str) -> Outcome {
    let index = root().join("dist/index.html");
    let page = read(&index)?;
    write(&index, &moved(&page, &checked(path)?)?)?;
    // The packed copies say the same.
    step("Compressing index.html", command("node").arg(root().join("xtask/compress.mjs")).arg(&index))
}

/// The path with a slash at its end.
fn checked(path: &str) -> Outcome<String> {
    let is_plain = path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._~%".contains(&b));
    if !path.starts_with('/') || path.contains("//") || !is_plain {
        return Err(format!("`{path}` is no path of an address, for example /complaints/"));
    }
    Ok(format!("{}/", path.trim_end_matches('/')))
}

/// The page with another path before each address.
fn moved(page: &str, base: &str) -> Outcome<String> {
    let now = page.split_once(NAMED).and_then(|(_, rest)| rest.split_once('"')).map(|(now, _)| now);
    let now = now.ok_or_else(|| "index.html does not say where the app lies: run `cargo xtask build`".to_owned())?;
    Ok(page.replace(&format!("=\"{now}"), &format!("=\"{base}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../index.html");

    #[test]
    fn every_address_moves_and_comes_back() {
        let below = moved(PAGE, "/complaints/").expect("it says where it lies");
        assert!(below.contains("<meta name=\"recourse-base\" content=\"/complaints/\">"), "{below}");
        assert!(below.contains("src=\"/complaints/old.js\"") && below.contains("href=\"/complaints/favicon.svg\""), "{below}");
        assert!(!below.replace("=\"/complaints/", "").contains("=\"/"), "an address stays behind: {below}");
        assert_eq!(moved(&below, "/complaints/").as_deref(), Ok(below.as_str()), "twice is once");
        let deeper = moved(&below, "/help/complaints/").expect("likewise");
        assert!(deeper.contains("src=\"/help/complaints/old.js\""), "{deeper}");
        assert_eq!(moved(&deeper, "/").as_deref(), Ok(PAGE));
        assert!(moved("<html></html>", "/complaints/").is_err());
    }

    #[test]
    fn a_path_begins_with_a_slash_and_ends_with_one() {
        for (path, base) in [("/", "/"), ("/complaints", "/complaints/"), ("/help/complaints/", "/help/complaints/")] {
            assert_eq!(checked(path).as_deref(), Ok(base));
        }
        for wrong in ["", "complaints", "https://a.example/complaints/", "//a.example/", "/a//b/", "/a?b", "/a\"b", "/é/"] {
            assert!(checked(wrong).is_err(), "{wrong}");
        }
    }
}
