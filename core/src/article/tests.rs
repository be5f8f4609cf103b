//! What writers write, and how it is read.

use super::inline::inline;
use super::*;
use recourse_contract::json;

fn text(text: &str) -> Inline {
    Inline::Text(text.into())
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)])
}

fn head(level: u8, anchor: &str, words: &str) -> Block {
    Block::Heading { level, anchor: anchor.into(), text: vec![text(words)] }
}

#[test]
fn each_article_of_the_app_is_linked_once() {
    let example = include_str!("../../../contract/examples/service.json");
    let mut service: Service = json::read(example).expect("an example");
    assert_eq!(linked(&service), []);
    let link = |url: &str| Link { label: url.into(), url: url.into() };
    service.platform.links.push(link("/articles/a"));
    service.topics[0].articles = vec![link("https://help.example/x"), link("/articles/a"), link("/articles/b")];
    let found: Vec<String> = linked(&service).into_iter().map(|link| link.url).collect();
    assert_eq!(found, ["/articles/a", "/articles/b"]);
}

fn link(to: &str, words: &str) -> Inline {
    Inline::Link { to: to.into(), text: vec![text(words)] }
}

#[test]
fn what_writers_write_is_read_as_they_mean_it() {
    use Inline::{Break, Code, Emphasis, Strong};
    for (written, read) in [
        ("a *b* c", vec![text("a "), Emphasis(vec![text("b")]), text(" c")]),
        ("**a**_b_", vec![Strong(vec![text("a")]), Emphasis(vec![text("b")])]),
        ("***a***", vec![Strong(vec![Emphasis(vec![text("a")])])]),
        ("**a *b***", vec![Strong(vec![text("a "), Emphasis(vec![text("b")])])]),
        ("snake_case_name 2 * 3 * 4 **", vec![text("snake_case_name 2 * 3 * 4 **")]),
        ("*a **b* c", vec![Emphasis(vec![text("a **b")]), text(" c")]),
        ("a****b", vec![text("a****b")]),
        ("`a *b*` `` ` `` `", vec![Code("a *b*".into()), text(" "), Code("`".into()), text(" `")]),
        ("a  \nb\\\nc\nd", vec![text("a"), Break, text("b"), Break, text("c d")]),
        ("\\*a\\* \\a <b>&amp;</b>", vec![text("*a* \\a <b>&amp;</b>")]),
        ("[a](/help) [b](https://x.example/(y))", vec![link("/help", "a"), text(" "), link("https://x.example/(y)", "b")]),
        (
            "[c](mailto:a@b.example)[d](tel:+33)[e](#e)",
            vec![link("mailto:a@b.example", "c"), link("tel:+33", "d"), link("#e", "e")],
        ),
        ("<https://a.example> <a@b>", vec![link("https://a.example", "https://a.example"), text(" <a@b>")]),
        ("![A picture](x.png)!", vec![text("A picture!")]),
        ("[1] [a [b](/c) d](/e)", vec![text("[1] [a "), link("/c", "b"), text(" d](/e)")]),
    ] {
        assert_eq!(inline(written), read, "{written}");
    }
}

#[test]
fn a_target_that_could_run_something_stays_text() {
    for written in [
        "[a](javascript:alert(1))",
        "[a](JavaScript:x)",
        "[a](data:text/html,x)",
        "[a](http://a.example)",
        "[a](//a.example)",
        "[a](/\\a.example)",
        "[a](\u{1}javascript:x)",
        "[a](https:x)",
        "[a](relative)",
        "[a]()",
        "<javascript:x>",
    ] {
        assert_eq!(inline(written), [text(written)]);
    }
}

#[test]
fn each_kind_of_block_is_read() {
    let markdown = "Un\ndeux\n\n## Délai & frais ##\n# Titre\n##### Cinq\n#rien\n\n---\n> cité\n> encore\n>\n> - a\n\n```rust\n## code\n\n```\n  {{form}}  \nfin";
    assert_eq!(
        parse(markdown),
        [
            paragraph("Un deux"),
            head(2, "delai-frais", "Délai & frais"),
            head(2, "titre", "Titre"),
            head(4, "cinq", "Cinq"),
            paragraph("#rien"),
            Block::Rule,
            Block::Quote(vec![paragraph("cité encore"), Block::List { start: None, items: vec![vec![paragraph("a")]] }]),
            Block::Code { language: "rust".into(), text: "## code\n".into() },
            Block::Form,
            paragraph("fin"),
        ]
    );
}

#[test]
fn lists_nest_once() {
    let list = |start, items| Block::List { start, items };
    assert_eq!(
        parse("- a\n  - b\n    - c\n- d\n  e\n\n  f\n"),
        [list(
            None,
            vec![vec![paragraph("a"), list(None, vec![vec![paragraph("b - c")]])], vec![paragraph("d e"), paragraph("f")],]
        )]
    );
    assert_eq!(
        parse("3. a\n4. b\n\n5) c\n* d\n- e"),
        [
            list(Some(3), vec![vec![paragraph("a")], vec![paragraph("b")]]),
            list(Some(5), vec![vec![paragraph("c")]]),
            list(None, vec![vec![paragraph("d")]]),
            list(None, vec![vec![paragraph("e")]]),
        ]
    );
    // A sentence that goes on with a year begins no list.
    assert_eq!(parse("In\n1995. So"), [paragraph("In 1995. So")]);
    assert_eq!(parse("-a\n1.a\n1234567890. a"), [paragraph("-a 1.a 1234567890. a")]);
}

#[test]
fn html_and_tables_are_text() {
    for markdown in ["<script>alert(1)</script>", "<!-- a -->", "| a | b |", "&lt;b&gt;"] {
        assert_eq!(parse(markdown), [paragraph(markdown)]);
    }
}

#[test]
fn a_fence_without_an_end_goes_on_to_the_end() {
    assert_eq!(parse("~~~\na\n```\nb"), [Block::Code { language: String::new(), text: "a\n```\nb".into() }]);
}
