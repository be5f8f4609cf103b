//! Any text is an article, in steps that grow with it, with all of its words and without a link that could run something.

use super::steps::taken_by;
use super::target::is_safe;
use super::*;
use proptest::prelude::*;

/// Words of which none is a part of another, nor of two others in a row.
const WORDS: [&str; 4] = ["alpha", "bravo", "été", "Ωmega"];

fn pieces() -> impl Strategy<Value = String> {
    let signs = [
        "*",
        "**",
        "_",
        "`",
        "``",
        "```",
        "~~~",
        "[",
        "]",
        "(",
        ")",
        "](",
        "<",
        ">",
        "\\",
        "# ",
        "## ",
        "- ",
        "+ ",
        "1. ",
        "> ",
        "\n",
        "\n\n",
        "  \n",
        " ",
        "    ",
        "\t",
        "---",
        "{{form}}",
        "<b>",
        "&amp;",
        "javascript:",
        "https://",
        "mailto:",
        "/",
        "//",
    ];
    let piece = prop_oneof![3 => prop::sample::select(signs.to_vec()), 2 => prop::sample::select(WORDS.to_vec())];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Everything that can be seen or followed, with what is said of code.
fn everything(blocks: &[Block]) -> (String, Vec<String>) {
    fn inside(text: &[Inline], all: &mut String, links: &mut Vec<String>) {
        for piece in text {
            match piece {
                Inline::Text(text) | Inline::Code(text) => all.push_str(text),
                Inline::Emphasis(more) | Inline::Strong(more) => inside(more, all, links),
                Inline::Link { to, text } => {
                    inside(text, all, links);
                    // An address in angle brackets is its own words.
                    if *text != [Inline::Text(to.clone())] {
                        all.push_str(&format!(" {to} "));
                    }
                    links.push(to.clone());
                }
                Inline::Break => all.push('\n'),
            }
        }
    }
    fn walk(blocks: &[Block], all: &mut String, links: &mut Vec<String>) {
        for block in blocks {
            match block {
                Block::Heading { text, .. } | Block::Paragraph(text) => inside(text, all, links),
                Block::List { items, .. } => items.iter().for_each(|item| walk(item, all, links)),
                Block::Quote(blocks) => walk(blocks, all, links),
                Block::Code { language, text } => all.push_str(&format!("{language}\n{text}")),
                Block::Rule | Block::Form => {}
            }
            all.push('\n');
        }
    }
    let (mut all, mut links) = (String::new(), Vec::new());
    walk(blocks, &mut all, &mut links);
    (all, links)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn no_word_is_lost_and_no_link_runs_anything(markdown in pieces()) {
        let (all, links) = everything(&parse(&markdown));
        for word in WORDS {
            prop_assert_eq!(all.matches(word).count(), markdown.matches(word).count(), "{} in {:?}", word, all);
        }
        prop_assert!(links.iter().all(|link| is_safe(link)), "{:?}", links);
    }

    #[test]
    fn any_text_is_an_article(markdown in "(\\PC|[\r\n\t #*`\u{0}\u{85}\u{2028}\u{202e}]){0,120}") {
        let blocks = parse(&markdown);
        prop_assert!(minutes(&blocks) >= 1);
        let contents = Outline::of(blocks.clone()).contents();
        for (at, (anchor, _)) in contents.iter().enumerate() {
            prop_assert!(!anchor.is_empty() && contents[..at].iter().all(|(known, _)| known != anchor));
        }
        prop_assert!(everything(&blocks).1.iter().all(|link| is_safe(link)));
    }
}

#[test]
fn twice_the_text_takes_twice_the_steps() {
    for piece in [
        "*a ",
        "**",
        "[",
        "[](",
        "![a](",
        "](",
        "`",
        "` `` ",
        "<",
        "<https:",
        "> ",
        "- ",
        "  - ",
        "\n\n",
        "\\",
        "_a_b",
        "(",
        "1. a\n",
        "> > > a\n",
    ] {
        let steps = |times: usize| taken_by(|| drop(parse(&piece.repeat(times))));
        let (once, twice) = (steps(10_000), steps(20_000));
        assert!(once > 0 && twice <= once * 5 / 2, "{piece:?} takes {once} steps, and {twice} for twice as much");
    }
}
