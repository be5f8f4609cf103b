//! The names of files inside the archive. They come from partners: what reaches another machine is a number, letters and
//! digits.

/// Most characters of a name, without number and ending: with them it has at most 255 bytes, as file systems want.
const LONGEST: usize = 60;

/// Where a file lies in the archive. The number tells files of one name apart.
pub fn place(number: usize, name: &str) -> String {
    let (stem, ending) = match name.rsplit_once('.').filter(|(_, ending)| is_ending(ending)) {
        Some((stem, ending)) => (stem, format!(".{}", ending.to_ascii_lowercase())),
        None => (name, String::new()),
    };
    let mut kept = String::new();
    // An accent that is a sign of its own is left out with nothing in its place.
    for c in stem.chars().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).take(4 * LONGEST) {
        if c.is_alphanumeric() || c == '_' {
            kept.push(c);
        } else if !kept.is_empty() && !kept.ends_with('-') {
            kept.push('-');
        }
    }
    let kept: String = kept.chars().take(LONGEST).collect();
    let kept = Some(kept.trim_end_matches('-')).filter(|kept| !kept.is_empty()).unwrap_or("file");
    format!("attachments/{number:02}-{kept}{ending}")
}

fn is_ending(text: &str) -> bool {
    (1..=10).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_name_becomes_one_that_every_system_takes() {
        for (name, safe) in [
            ("Relevé de mars.PDF", "01-Relevé-de-mars.pdf"),
            ("Releve\u{301}.pdf", "01-Releve.pdf"),
            ("../../etc/passwd", "01-etc-passwd"),
            ("C:\\a\\b.txt", "01-C-a-b.txt"),
            ("con.txt", "01-con.txt"),
            ("a\nb\u{202e}fdp.exe", "01-a-b-fdp.exe"),
            ("<img src=x onerror=alert(1)>.png", "01-img-src-x-onerror-alert-1.png"),
            ("$(rm -rf ~).png", "01-rm-rf.png"),
            (".htaccess", "01-file.htaccess"),
            ("-rf", "01-rf"),
            ("…", "01-file"),
            ("", "01-file"),
            ("архив.zip", "01-архив.zip"),
        ] {
            assert_eq!(place(1, name), format!("attachments/{safe}"), "{name:?}");
        }
        assert_eq!(place(123, "a.txt"), "attachments/123-a.txt");
        let long = place(999, &format!("{}.extension", "𝒶".repeat(500)));
        assert!(long.trim_start_matches("attachments/").len() <= 255 && long.ends_with(".extension"), "{long}");
    }
}
