//! The blocks of an article: headings, paragraphs, lists, quotations, code. Each line is looked at a bounded number of times.

use super::inline::{Inline, inline};
use super::outline::Anchors;
use super::steps::looked_at;

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// From 2, a section, to 4.
        level: u8,
        /// Its name in addresses, unique in the article.
        anchor: String,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The number of the first item; nothing in a list without numbers.
        start: Option<u32>,
        /// What stands in each item.
        items: Vec<Vec<Block>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A block of code.
    Code {
        /// What was said of it: its language, as a rule.
        language: String,
        /// As it stands.
        text: String,
    },
    /// A break between two thoughts.
    Rule,
    /// The place of the form.
    Form,
}

/// The line that stands for the form.
const FORM: &str = "{{form}}";

/// How many lists and quotations may still stand within each other; what is deeper is text.
#[derive(Clone, Copy)]
struct Room {
    lists: u8,
    quotes: u8,
}

/// Reads an article.
pub fn parse(markdown: &str) -> Vec<Block> {
    let text = markdown.replace("\r\n", "\n").replace(['\r', '\u{c}'], "\n").replace('\t', "    ");
    let lines: Vec<&str> = text.split('\n').collect();
    blocks(&lines, Room { lists: 2, quotes: 3 }, &mut Anchors::default())
}

fn blocks(lines: &[&str], room: Room, anchors: &mut Anchors) -> Vec<Block> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        if is_blank(line) {
            at += 1;
        } else if let Some(fence) = Fence::of(line) {
            at += fence.read(&lines[at..], &mut all);
        } else if let Some((level, text)) = heading(line) {
            let text = inline(text);
            all.push(Block::Heading { level, anchor: anchors.of(&text), text });
            at += 1;
        } else if line.trim() == FORM {
            all.push(Block::Form);
            at += 1;
        } else if is_rule(line) {
            all.push(Block::Rule);
            at += 1;
        } else if let Some(room) = quote(line, room) {
            let inside: Vec<&str> = lines[at..].iter().map_while(|line| quoted(line)).collect();
            at += inside.len();
            all.push(Block::Quote(blocks(&inside, room, anchors)));
        } else if let Some((first, room)) = Marker::of(line).and_then(|first| Some((first, within(room)?))) {
            at += list(&lines[at..], first, room, anchors, &mut all);
        } else {
            let rest = lines[at + 1..].iter().take_while(|line| !is_blank(line) && !interrupts(line, room)).count();
            let own: Vec<&str> = lines[at..=at + rest].iter().map(|line| line.trim_start_matches(' ')).collect();
            all.push(Block::Paragraph(inline(own.join("\n").trim_end())));
            at += 1 + rest;
        }
    }
    all
}

fn is_blank(line: &str) -> bool {
    looked_at(1);
    line.trim().is_empty()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// What a line says when it may begin a block: not when it is set in.
fn flush(line: &str) -> Option<&str> {
    looked_at(line.len());
    (indent(line) < 4).then(|| line.trim_start_matches(' '))
}

/// Whether a paragraph ends before this line, though no empty one stands there.
fn interrupts(line: &str, room: Room) -> bool {
    let is_item =
        |marker: Marker| marker.number.is_none_or(|number| number == 1) && !is_blank(&line[marker.width.min(line.len())..]);
    Fence::of(line).is_some()
        || heading(line).is_some()
        || line.trim() == FORM
        || is_rule(line)
        || quote(line, room).is_some()
        || (within(room).is_some() && Marker::of(line).is_some_and(is_item))
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let line = flush(line)?;
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    if !(1..=6).contains(&level) || !(text.is_empty() || text.starts_with(' ')) {
        return None;
    }
    let text = text.trim();
    let open = text.trim_end_matches('#');
    // Signs at the end close it, where a space stands before them.
    let text = if open.is_empty() || open.ends_with(' ') { open.trim() } else { text };
    // The title of the page is its first level.
    (!text.is_empty()).then(|| (u8::try_from(level).unwrap_or(4).clamp(2, 4), text))
}

fn is_rule(line: &str) -> bool {
    let Some(line) = flush(line) else { return false };
    let Some(sign) = line.chars().next().filter(|c| "*-_".contains(*c)) else { return false };
    line.chars().all(|c| c == sign || c == ' ') && line.matches(sign).count() >= 3
}

/// What may still stand within a quotation that begins here.
fn quote(line: &str, room: Room) -> Option<Room> {
    let left = room.quotes.checked_sub(1)?;
    quoted(line).map(|_| Room { quotes: left, ..room })
}

fn quoted(line: &str) -> Option<&str> {
    let inside = flush(line)?.strip_prefix('>')?;
    Some(inside.strip_prefix(' ').unwrap_or(inside))
}

/// What may still stand within a list.
fn within(room: Room) -> Option<Room> {
    room.lists.checked_sub(1).map(|lists| Room { lists, ..room })
}

/// The line that begins a block of code.
struct Fence<'a> {
    sign: char,
    length: usize,
    indent: usize,
    language: &'a str,
}

impl<'a> Fence<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let text = flush(line)?;
        let sign = text.chars().next().filter(|c| "`~".contains(*c))?;
        let language = text.trim_start_matches(sign);
        let length = text.len() - language.len();
        (length >= 3 && !language.contains('`')).then(|| Self { sign, length, indent: indent(line), language: language.trim() })
    }

    fn closes(&self, line: &str) -> bool {
        Fence::of(line).is_some_and(|end| end.sign == self.sign && end.length >= self.length && end.language.is_empty())
    }

    /// Takes the block; gives the number of its lines. Without an end it goes on to the end of the article.
    fn read(&self, lines: &[&str], all: &mut Vec<Block>) -> usize {
        let inside: Vec<&str> = lines[1..].iter().take_while(|line| !self.closes(line)).copied().collect();
        let text: Vec<&str> = inside.iter().map(|line| &line[indent(line).min(self.indent)..]).collect();
        all.push(Block::Code { language: self.language.to_owned(), text: text.join("\n") });
        lines.len().min(inside.len() + 2)
    }
}

/// What an item of a list begins with.
#[derive(Clone, Copy)]
struct Marker {
    /// The sign of a list without numbers, or the one behind a number.
    sign: char,
    number: Option<u32>,
    /// How far what stands in the item is set in.
    width: usize,
}

impl Marker {
    fn of(line: &str) -> Option<Self> {
        let text = flush(line)?;
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, allowed) = match digits {
            0 => (None, "-*+"),
            1..=9 => (Some(text[..digits].parse().ok()?), ".)"),
            _ => return None,
        };
        let sign = text[digits..].chars().next().filter(|c| allowed.contains(*c))?;
        let behind = &text[digits + 1..];
        let spaces = indent(behind);
        if spaces == 0 && !behind.is_empty() {
            return None;
        }
        // Of very many spaces, or before nothing, one is the marker's.
        let spaces = if spaces > 4 || is_blank(behind) { 1 } else { spaces };
        Some(Self { sign, number, width: indent(line) + digits + 1 + spaces })
    }

    fn is_of_list(self, first: Self) -> bool {
        self.sign == first.sign && self.number.is_some() == first.number.is_some()
    }
}

/// Takes a list; gives the number of its lines.
fn list(lines: &[&str], first: Marker, room: Room, anchors: &mut Anchors, all: &mut Vec<Block>) -> usize {
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at)
        && let Some(marker) = Marker::of(line).filter(|marker| marker.is_of_list(first) && !is_rule(line))
    {
        let mut inside = vec![line.get(marker.width..).unwrap_or_default()];
        at += 1;
        while let Some(line) = lines.get(at) {
            let blank = lines[at..].iter().take_while(|line| is_blank(line)).count();
            if blank > 0 {
                // Part of the item, if what follows is.
                if lines.get(at + blank).is_none_or(|next| indent(next) < marker.width) {
                    break;
                }
                inside.extend(std::iter::repeat_n("", blank));
                at += blank;
            } else if indent(line) >= marker.width {
                inside.push(&line[marker.width..]);
                at += 1;
            } else if Marker::of(line).is_some() || interrupts(line, room) || inside.last().is_some_and(|line| line.is_empty()) {
                break;
            } else {
                inside.push(line);
                at += 1;
            }
        }
        items.push(blocks(&inside, room, anchors));
        // Between two items lines may be empty.
        let blank = lines[at..].iter().take_while(|line| is_blank(line)).count();
        if lines.get(at + blank).and_then(|line| Marker::of(line)).is_some_and(|next| next.is_of_list(first)) {
            at += blank;
        }
    }
    all.push(Block::List { start: first.number, items });
    at
}
