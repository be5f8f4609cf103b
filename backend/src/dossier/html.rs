//! HTML in the making. Markup is written in this program; whatever comes from anywhere else is text, and escaped here.

/// A page, or a part of one.
#[derive(Default)]
pub(super) struct Html(String);

impl Html {
    /// Markup. It is `'static`, so that nothing that anybody has typed can be taken for it.
    pub(super) fn mark(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                '\n' | '\t' => self.0.push(c),
                // What no document may hold, and what turns the direction of all that follows (UAX #9).
                c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => self.0.push('\u{fffd}'),
                c => self.0.push(c),
            }
        }
        self
    }

    /// An attribute, within a tag that is open.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.mark(" ").mark(name).mark("=\"").text(value).mark("\"")
    }

    /// Opens an element whose text may be in another language than the page (BCP 47).
    pub(super) fn open(&mut self, tag: &'static str, language: Option<&str>) -> &mut Self {
        self.mark("<").mark(tag);
        if let Some(language) = language {
            self.attribute("lang", language);
        }
        self.mark(">")
    }

    /// Text in paragraphs, parted by empty lines.
    pub(super) fn paragraphs(&mut self, text: &str, language: Option<&str>) -> &mut Self {
        for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
            self.open("p", language).text(paragraph).mark("</p>");
        }
        self
    }

    /// A row of a `<dl>`; none without a value.
    pub(super) fn row(&mut self, label: &str, value: &str) -> &mut Self {
        if value.is_empty() {
            return self;
        }
        self.mark("<div><dt>").text(label).mark("</dt><dd>").text(value).mark("</dd></div>")
    }

    /// The same with a value of several paragraphs.
    pub(super) fn long_row(&mut self, label: &str, value: &str, language: Option<&str>) -> &mut Self {
        if value.is_empty() {
            return self;
        }
        self.mark("<div><dt>").text(label).mark("</dt><dd>").paragraphs(value, language).mark("</dd></div>")
    }

    /// A part that was made by itself.
    pub(super) fn append(&mut self, part: Self) -> &mut Self {
        self.0.push_str(&part.0);
        self
    }

    /// The whole.
    pub(super) fn done(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Html;

    #[test]
    fn a_text_is_no_markup() {
        let mut html = Html::default();
        html.mark("<p").attribute("title", "\" onclick='x'").mark(">").text("<script>&amp;\u{0}\u{202e}").mark("</p>");
        assert_eq!(html.done(), "<p title=\"&quot; onclick=&#39;x&#39;\">&lt;script&gt;&amp;amp;\u{fffd}\u{fffd}</p>");
    }

    #[test]
    fn empty_lines_part_paragraphs() {
        let mut html = Html::default();
        html.paragraphs("a\nb\n\n\n\nc", None).paragraphs("d", Some("fr")).row("none", "");
        assert_eq!(html.done(), "<p>a\nb</p><p>c</p><p lang=\"fr\">d</p>");
    }
}
