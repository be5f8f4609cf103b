//! Help articles: Markdown files beside the service file, one for each language, read and checked at start.

use crate::service_file::Fault;
use recourse_contract::Timestamp;
use recourse_contract::article::{Article, is_slug};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// The articles of the demo platform, by the names of their files.
pub const DEMO: [(&str, &str); 2] = [
    ("complaints.en.md", include_str!("../demo/articles/complaints.en.md")),
    ("complaints.fr.md", include_str!("../demo/articles/complaints.fr.md")),
];

/// What stands between a file's name and the first line that is wrong in it.
#[derive(Debug, thiserror::Error)]
pub enum Wrong {
    /// A file that says something wrong.
    #[error("{0}, {1}")]
    File(String, Fault),
    /// A file or folder that cannot be read.
    #[error("{0}: {1}")]
    Unread(String, io::Error),
}

/// Every article, in the languages that it has.
#[derive(Clone, Debug, Default)]
pub struct Articles(BTreeMap<String, Vec<Article>>);

/// What stands before the text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    title: String,
    summary: Option<String>,
    updated: String,
}

impl Articles {
    /// Reads the files of a folder, each named `slug.language.md`. A folder that is not there has none.
    ///
    /// # Errors
    /// The first file that cannot be read, or says something wrong.
    pub fn open(folder: &Path, locales: &[String]) -> Result<Self, Wrong> {
        let unread = |path: &Path, fault| Wrong::Unread(path.display().to_string(), fault);
        let entries = match fs::read_dir(folder) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            entries => entries.map_err(|fault| unread(folder, fault))?,
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(|fault| unread(folder, fault))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // What an editor leaves beside them, and pictures, are none.
            if name.ends_with(".md") && !name.starts_with('.') {
                files.push((name, fs::read_to_string(&path).map_err(|fault| unread(&path, fault))?));
            }
        }
        files.sort();
        Self::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str())), locales).map_err(|wrong| match wrong {
            Wrong::File(name, fault) => Wrong::File(folder.join(name).display().to_string(), fault),
            other => other,
        })
    }

    /// Reads files by their names. Every article needs the default language, which is the first one.
    ///
    /// # Errors
    /// The first fault, with the name of its file.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>, locales: &[String]) -> Result<Self, Wrong> {
        let mut all: BTreeMap<String, Vec<Article>> = BTreeMap::new();
        for (name, text) in files {
            let article = article(name, text, locales).map_err(|fault| Wrong::File(name.to_owned(), fault))?;
            all.entry(article.slug.clone()).or_default().push(article);
        }
        let default = locales.first().map(String::as_str).unwrap_or_default();
        for (slug, languages) in &mut all {
            languages.sort_by_key(|article| locales.iter().position(|locale| *locale == article.language));
            if let Some(first) = languages.first().filter(|first| first.language != default) {
                let reason = format!("{slug}.{default}.md is missing: {default} is the language of those who read no other");
                return Err(Wrong::File(format!("{slug}.{}.md", first.language), Fault { line: 1, reason }));
            }
        }
        Ok(Self(all))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their slugs.
    pub fn slugs(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// An article in this language, else in the default one.
    pub fn get(&self, slug: &str, locale: &str) -> Option<&Article> {
        let languages = self.0.get(slug)?;
        languages.iter().find(|article| article.language == locale).or(languages.first())
    }
}

fn article(name: &str, text: &str, locales: &[String]) -> Result<Article, Fault> {
    let wrong = |line, reason: String| Fault { line, reason };
    let named = name.strip_suffix(".md").and_then(|name| name.rsplit_once('.'));
    let Some((slug, language)) = named.filter(|(slug, _)| is_slug(slug)) else {
        let reason = "the name of an article is like complaints.fr.md: small letters, digits and hyphens, then the language";
        return Err(wrong(1, reason.into()));
    };
    if !locales.iter().any(|locale| locale == language) {
        return Err(wrong(1, format!("{language:?} is not among `locales` of the service file")));
    }
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let parts = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let Some((front, body)) = parts else {
        return Err(wrong(1, "an article begins with `---`, `title = \"…\"`, `updated = \"2026-11-02\"` and `---`".into()));
    };
    // Behind the line that opens it.
    let line_at = |offset: usize| 2 + front.bytes().take(offset).filter(|byte| *byte == b'\n').count();
    let line_of = |key: &str| 2 + front.lines().position(|line| line.trim_start().starts_with(key)).unwrap_or_default();
    let front_matter: Front = toml::from_str(front)
        .map_err(|fault| wrong(line_at(fault.span().map_or(0, |span| span.start)), fault.message().to_owned()))?;
    let Front { title, summary, updated } = front_matter;
    if title.trim().is_empty() {
        return Err(wrong(line_of("title"), "`title`: an article needs one".into()));
    }
    // A day is read as its noon: it is the same day for nearly all who read it.
    let updated_at = Timestamp::parse(&format!("{updated}T12:00:00Z")).or_else(|| Timestamp::parse(&updated));
    let Some(updated_at) = updated_at else {
        return Err(wrong(line_of("updated"), format!("`updated`: {updated:?} is no day, for example \"2026-11-02\"")));
    };
    let first = 4 + front.matches('\n').count();
    if body.trim().is_empty() {
        return Err(wrong(first, "the text is missing".into()));
    }
    if let Some(line) = title_within(body) {
        let reason = "the title stands at the top, as `title`; sections begin with `##`";
        return Err(wrong(first + line, reason.into()));
    }
    Ok(Article {
        slug: slug.to_owned(),
        title: title.trim().to_owned(),
        summary: summary.map(|summary| summary.trim().to_owned()).filter(|summary| !summary.is_empty()),
        language: language.to_owned(),
        updated_at,
        body: body.trim().to_owned() + "\n",
    })
}

/// The line, counted from 0, of a heading of the first level. What stands in a block of code is none.
fn title_within(body: &str) -> Option<usize> {
    let mut in_code = false;
    body.lines().position(|line| {
        in_code ^= line.starts_with("```") || line.starts_with("~~~");
        !in_code && line.starts_with("# ")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRENCH: &str = "---\ntitle = \"Déposer\"\nupdated = \"2026-11-02\"\n---\n\n## Un\n\nTexte.\n";

    fn locales() -> Vec<String> {
        ["fr", "en"].map(str::to_owned).into()
    }

    fn fault(files: &[(&str, &str)]) -> String {
        Articles::read(files.iter().copied(), &locales()).err().map(|wrong| wrong.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_demo_articles_are_right_in_both_languages() {
        let articles = Articles::read(DEMO, &locales()).expect("right");
        let [french, english] = ["fr", "en"].map(|locale| articles.get("complaints", locale).expect("it is there"));
        assert_ne!(french.title, english.title);
        for article in [french, english] {
            let words = article.body.split_whitespace().count();
            assert!((850..1_500).contains(&words), "{}: {words} words", article.language);
            assert_eq!(article.body.lines().filter(|line| *line == "{{form}}").count(), 1);
            let sections = |body: &str| body.lines().filter(|line| line.starts_with("## ")).count();
            assert_eq!(sections(&article.body), sections(&french.body));
            assert!(!article.body.contains("ec.europa.eu/consumers/odr"));
        }
    }

    #[test]
    fn a_missing_language_is_the_default_one() {
        let articles = Articles::read([("a-1.fr.md", FRENCH)], &locales()).expect("right");
        let article = articles.get("a-1", "en").expect("it is there");
        assert_eq!((article.language.as_str(), article.title.as_str()), ("fr", "Déposer"));
        assert_eq!(
            (article.body.as_str(), article.updated_at.to_string().as_str()),
            ("## Un\n\nTexte.\n", "2026-11-02T12:00:00.000Z")
        );
        assert!(articles.get("other", "fr").is_none() && articles.slugs().eq(["a-1"]));
    }

    #[test]
    fn lines_may_end_as_windows_ends_them() {
        let text = format!("\u{feff}{}", FRENCH.replace('\n', "\r\n"));
        let articles = Articles::read([("a.fr.md", text.as_str())], &locales()).expect("right");
        assert_eq!(articles.get("a", "fr").map(|article| article.body.as_str()), Some("## Un\n\nTexte.\n"));
    }

    #[test]
    fn each_fault_names_file_and_line() {
        for (name, from, to, wanted) in [
            ("A.fr.md", "", "", "A.fr.md, line 1: the name of an article"),
            ("fr.md", "", "", "fr.md, line 1: the name of an article"),
            ("a.de.md", "", "", "a.de.md, line 1: \"de\" is not among `locales`"),
            ("a.fr.md", "---\n", "", "a.fr.md, line 1: an article begins with"),
            ("a.fr.md", "title = \"Déposer\"\n", "", "a.fr.md, line 2: "),
            ("a.fr.md", "\"Déposer\"", "\" \"", "a.fr.md, line 2: `title`"),
            ("a.fr.md", "updated", "upbated", "a.fr.md, line 3: "),
            ("a.fr.md", "2026-11-02", "2026-11-31", "a.fr.md, line 3: `updated`"),
            ("a.fr.md", "## Un\n\nTexte.", "", "a.fr.md, line 5: the text is missing"),
            ("a.fr.md", "## Un", "```\n# code\n```\n# Un", "a.fr.md, line 9: the title stands at the top"),
        ] {
            let text = FRENCH.replacen(from, to, 1);
            let told = fault(&[(name, text.as_str())]);
            assert!(told.starts_with(wanted), "{name}, {from} → {to}: {told}");
        }
        let alone = fault(&[("a.en.md", FRENCH)]);
        assert!(alone.starts_with("a.en.md, line 1: a.fr.md is missing"), "{alone}");
    }
}
