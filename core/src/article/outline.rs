//! The shape of an article: anchors, sections, which of them is read, and how long all of it takes.

use super::block::Block;
use super::inline::Inline;
use recourse_contract::search::folded;

/// Ids that the page itself has.
const TAKEN: [&str; 3] = ["app", "heading", "main"];
/// Words that a reader reads in a minute.
const PACE: usize = 200;

/// The anchors of an article so far, each behind the words that it was made of.
#[derive(Default)]
pub(super) struct Anchors(Vec<(String, String)>);

impl Anchors {
    /// A name for a heading, made of its words: small letters, digits and hyphens. One that is there already gets a number.
    pub(super) fn of(&mut self, text: &[Inline]) -> String {
        let mut words = String::new();
        write(text, &mut words);
        let parts = folded(&words);
        let parts: Vec<&str> = parts.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
        let base = if parts.is_empty() { "section".to_owned() } else { parts.join("-") };
        let is_taken = |name: &str| TAKEN.contains(&name) || self.0.iter().any(|(_, taken)| taken == name);
        let mut number = 1 + self.0.iter().filter(|(known, _)| *known == base).count();
        let mut name = if number == 1 { base.clone() } else { format!("{base}-{number}") };
        while is_taken(&name) {
            number += 1;
            name = format!("{base}-{number}");
        }
        self.0.push((base, name.clone()));
        name
    }
}

/// An article in parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// What stands before the first section.
    pub before: Vec<Block>,
    /// The sections.
    pub sections: Vec<Section>,
}

/// A section: from a heading of the second level to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its name in addresses.
    pub anchor: String,
    /// Its heading.
    pub title: Vec<Inline>,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

impl Outline {
    /// Parts an article.
    pub fn of(blocks: Vec<Block>) -> Self {
        let mut outline = Self::default();
        for block in blocks {
            match block {
                Block::Heading { level: 2, anchor, text } => {
                    outline.sections.push(Section { anchor, title: text, blocks: Vec::new() });
                }
                block => match outline.sections.last_mut() {
                    Some(section) => section.blocks.push(block),
                    None => outline.before.push(block),
                },
            }
        }
        outline
    }

    /// The sections by anchor and words, for a list of contents.
    pub fn contents(&self) -> Vec<(String, String)> {
        let entry = |section: &Section| {
            let mut words = String::new();
            write(&section.title, &mut words);
            (section.anchor.clone(), words)
        };
        self.sections.iter().map(entry).collect()
    }
}

/// Which section is read: the last one whose heading stands above the upper quarter of the window, and at the end of the
/// page the last one. `tops` are where the headings stand from the top of the page, in order; all in CSS pixels.
pub fn current(tops: &[i32], scrolled: i32, window: i32, page: i32) -> Option<usize> {
    // Half a pixel is lost to rounding. A page that needs no scrolling has no end to come to.
    if scrolled > 0 && scrolled + window >= page - 2 {
        return tops.len().checked_sub(1);
    }
    tops.iter().rposition(|top| *top <= scrolled + window / 4)
}

/// How many minutes reading takes, at least one.
pub fn minutes(blocks: &[Block]) -> u32 {
    let text = plain(blocks);
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    u32::try_from(words.div_ceil(PACE)).unwrap_or(u32::MAX).max(1)
}

/// The words of an article, without what they look like.
pub fn plain(blocks: &[Block]) -> String {
    fn walk(blocks: &[Block], out: &mut String) {
        for block in blocks {
            match block {
                Block::Heading { text, .. } | Block::Paragraph(text) => write(text, out),
                Block::List { items, .. } => items.iter().for_each(|item| walk(item, out)),
                Block::Quote(blocks) => walk(blocks, out),
                Block::Code { text, .. } => out.push_str(text),
                Block::Rule | Block::Form => {}
            }
            out.push('\n');
        }
    }
    let mut out = String::new();
    walk(blocks, &mut out);
    out
}

fn write(text: &[Inline], out: &mut String) {
    for piece in text {
        match piece {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(inside) | Inline::Strong(inside) | Inline::Link { text: inside, .. } => write(inside, out),
            Inline::Break => out.push('\n'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn anchors_are_made_of_the_words_and_unique() {
        let outline = Outline::of(parse("a\n## L’été, *déjà* !\n### x\nb\n## Main\n## Ω\n## x\n## X 2\n## x\n"));
        assert_eq!(outline.before.len(), 1);
        let anchors: Vec<String> = outline.sections.iter().map(|section| section.anchor.clone()).collect();
        assert_eq!(anchors, ["l-ete-deja", "main-2", "section", "x-2", "x-2-2", "x-3"]);
        assert_eq!(outline.sections[0].blocks.len(), 2);
        assert_eq!(outline.contents()[0].1, "L’été, déjà !");
    }

    #[test]
    fn the_section_that_is_read_follows_the_scroll() {
        let tops = [100, 900, 1_500];
        let at = |scrolled| current(&tops, scrolled, 800, 2_400);
        assert_eq!([0, 700, 701, 1_299, 1_300, 1_600].map(at), [Some(0), Some(1), Some(1), Some(1), Some(2), Some(2)]);
        assert_eq!(current(&tops, 1_000, 800, 1_801), Some(2), "the end of the page");
        assert_eq!(current(&tops, 0, 800, 700), Some(0), "nothing to scroll");
        assert_eq!(current(&[300], 0, 800, 2_000), None, "before the first section");
        assert_eq!(current(&[], 5, 800, 800), None);
    }

    #[test]
    fn reading_takes_a_minute_for_two_hundred_words() {
        let words = |n: usize| minutes(&parse(&"mot — ".repeat(n)));
        assert_eq!([words(0), words(1), words(200), words(201), words(1_000)], [1, 1, 1, 2, 5]);
    }
}
