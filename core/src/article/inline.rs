//! What stands within a paragraph: emphasis, code, links. One pass with a short stack, so that no text takes long.

use super::steps::looked_at;
use super::target::{bare, is_safe, target};

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Text, and nothing else.
    Text(String),
    /// Stressed.
    Emphasis(Vec<Inline>),
    /// Strongly stressed.
    Strong(Vec<Inline>),
    /// Code, as it stands.
    Code(String),
    /// A link with a safe target: `https:`, `mailto:`, `tel:`, a path of the app, or an anchor of the article.
    Link {
        /// Where it leads.
        to: String,
        /// Its words.
        text: Vec<Inline>,
    },
    /// The line ends here.
    Break,
}

/// How many things may be open within each other; what is opened deeper is text.
const DEEPEST: usize = 8;

/// What is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Emphasis(char),
    Strong(char),
    Link { is_image: bool, is_dead: bool },
}

impl Kind {
    /// How it was written.
    fn mark(self) -> String {
        match self {
            Self::Emphasis(c) => c.to_string(),
            Self::Strong(c) => [c, c].iter().collect(),
            Self::Link { is_image, .. } => if is_image { "![" } else { "[" }.to_owned(),
        }
    }

    fn is_link(self) -> bool {
        matches!(self, Self::Link { .. })
    }
}

struct Frame {
    kind: Kind,
    content: Vec<Inline>,
}

#[derive(Default)]
struct Reader {
    /// What is complete.
    done: Vec<Inline>,
    /// What is open, the innermost last.
    open: Vec<Frame>,
}

/// Reads the text of a paragraph. Lines are parted by `\n`.
pub fn inline(text: &str) -> Vec<Inline> {
    let mut reader = Reader::default();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at += reader.step(text, at, c);
    }
    while let Some(frame) = reader.open.pop() {
        reader.give_up(frame);
    }
    reader.done
}

impl Reader {
    /// Takes what begins here; gives its length.
    fn step(&mut self, text: &str, at: usize, c: char) -> usize {
        let rest = &text[at..];
        looked_at(1);
        match c {
            '\\' => match rest[1..].chars().next() {
                Some('\n') => {
                    self.push(Inline::Break);
                    2
                }
                Some(next) if next.is_ascii_punctuation() => {
                    self.text(&rest[1..2]);
                    2
                }
                _ => self.text("\\"),
            },
            '\n' => {
                if self.trim_end() {
                    self.push(Inline::Break);
                } else {
                    self.text(" ");
                }
                1
            }
            '`' => {
                let run = run_of(rest, '`');
                match closing_code(&rest[run..], run) {
                    Some(length) => {
                        self.push(Inline::Code(code(&rest[run..run + length])));
                        run + length + run
                    }
                    None => self.text(&rest[..run]),
                }
            }
            '*' | '_' => self.stress(text, at, c),
            '!' if rest[1..].starts_with('[') && self.open.len() < DEEPEST => {
                self.begin(Kind::Link { is_image: true, is_dead: false })
            }
            '[' if self.open.len() < DEEPEST => self.begin(Kind::Link { is_image: false, is_dead: false }),
            ']' => self.end_link(rest),
            '<' => match bare(rest) {
                Some(target) => {
                    self.push(Inline::Link { to: target.to_owned(), text: vec![Inline::Text(target.to_owned())] });
                    target.len() + 2
                }
                None => self.text("<"),
            },
            _ => {
                let end = rest.find(|c: char| "\\\n`*_![]<".contains(c)).unwrap_or(rest.len());
                self.text(&rest[..end.max(c.len_utf8())])
            }
        }
    }

    fn here(&mut self) -> &mut Vec<Inline> {
        match self.open.last_mut() {
            Some(frame) => &mut frame.content,
            None => &mut self.done,
        }
    }

    fn push(&mut self, piece: Inline) {
        self.here().push(piece);
    }

    fn text(&mut self, text: &str) -> usize {
        if text.is_empty() {
            return 0;
        }
        looked_at(text.len());
        match self.here().last_mut() {
            Some(Inline::Text(before)) => before.push_str(text),
            _ => self.push(Inline::Text(text.to_owned())),
        }
        text.len()
    }

    /// Takes the spaces away that end a line; says whether two or more stood there.
    fn trim_end(&mut self) -> bool {
        let Some(Inline::Text(before)) = self.here().last_mut() else { return false };
        let kept = before.trim_end_matches(' ').len();
        let is_break = before.len() - kept >= 2;
        before.truncate(kept);
        is_break
    }

    fn begin(&mut self, kind: Kind) -> usize {
        self.open.push(Frame { kind, content: Vec::new() });
        kind.mark().len()
    }

    /// It was not meant: what opened it is text.
    fn give_up(&mut self, frame: Frame) {
        self.text(&frame.kind.mark());
        self.take(frame.content);
    }

    fn take(&mut self, content: Vec<Inline>) {
        looked_at(content.len());
        for piece in content {
            match piece {
                Inline::Text(text) => _ = self.text(&text),
                other => self.push(other),
            }
        }
    }

    /// Closes what is open at this place of the stack; what was opened within it and is still open was not meant.
    fn close(&mut self, place: usize) -> Option<Frame> {
        while self.open.len() > place + 1 {
            let inner = self.open.pop()?;
            self.give_up(inner);
        }
        self.open.pop()
    }

    /// A run of `*` or `_`: it closes what it can, then opens what it can; the rest is text.
    fn stress(&mut self, text: &str, at: usize, c: char) -> usize {
        let run = run_of(&text[at..], c);
        let (before, after) = (text[..at].chars().next_back(), text[at + run..].chars().next());
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
        let left = !is_space(after) && (!is_sign(after) || is_space(before) || is_sign(before));
        let right = !is_space(before) && (!is_sign(before) || is_space(after) || is_sign(after));
        // Within a word an underscore is one.
        let opens = left && (c == '*' || !right || is_sign(before));
        let closes = right && (c == '*' || !left || is_sign(after));
        let mut left_over = run;
        while closes && left_over > 0 {
            let fits = |frame: &Frame| match frame.kind {
                Kind::Emphasis(own) => own == c,
                Kind::Strong(own) => own == c && left_over >= 2,
                Kind::Link { .. } => false,
            };
            // A link is whole before what stands around it.
            let inside = self.open.iter().rposition(|frame| frame.kind.is_link()).map_or(0, |link| link + 1);
            let Some(place) = self.open[inside..].iter().rposition(fits) else { break };
            let Some(frame) = self.close(inside + place) else { break };
            if let Kind::Strong(_) = frame.kind {
                left_over -= 2;
                self.push(Inline::Strong(frame.content));
            } else {
                left_over -= 1;
                self.push(Inline::Emphasis(frame.content));
            }
        }
        while opens && left_over > 0 && self.open.len() < DEEPEST {
            let kind = if left_over >= 2 { Kind::Strong(c) } else { Kind::Emphasis(c) };
            left_over -= self.begin(kind);
        }
        self.text(&text[at..at + left_over]);
        run
    }

    fn end_link(&mut self, rest: &str) -> usize {
        let Some(place) = self.open.iter().rposition(|frame| frame.kind.is_link()) else { return self.text("]") };
        let target = target(&rest[1..]);
        let kind = self.open[place].kind;
        let is_dead = matches!(kind, Kind::Link { is_dead: true, .. });
        let Some(target) = target.filter(|_| !is_dead) else {
            if let Some(frame) = self.close(place) {
                self.give_up(frame);
            }
            return self.text("]");
        };
        let Some(frame) = self.close(place) else { return self.text("]") };
        // `](`, the target, `)`.
        let length = 3 + target.len();
        match kind {
            // Pictures are left out; what they show is said.
            Kind::Link { is_image: true, .. } => self.take(frame.content),
            _ if is_safe(target) => {
                // No link within a link.
                for outer in &mut self.open {
                    if let Kind::Link { is_image: false, is_dead } = &mut outer.kind {
                        *is_dead = true;
                    }
                }
                self.push(Inline::Link { to: target.to_owned(), text: frame.content });
            }
            // It stands there as it was written, for whoever corrects it.
            _ => {
                self.give_up(frame);
                self.text(&rest[..length]);
            }
        }
        length
    }
}

fn run_of(text: &str, c: char) -> usize {
    text.len() - text.trim_start_matches(c).len()
}

/// The length of what stands before the next run of exactly so many backticks.
fn closing_code(text: &str, run: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let length = run_of(&text[at + found..], '`');
        looked_at(found + length);
        if length == run {
            return Some(at + found);
        }
        at += found + length;
    }
    looked_at(text.len() - at);
    None
}

/// Code without the one space on each side that keeps backticks apart.
fn code(text: &str) -> String {
    let text = text.replace('\n', " ");
    let inner = text.strip_prefix(' ').and_then(|text| text.strip_suffix(' ')).filter(|inner| !inner.trim().is_empty());
    inner.map(str::to_owned).unwrap_or(text)
}
