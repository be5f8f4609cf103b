//! Reading Server-Sent Events from the pieces that arrive (HTML Standard, 9.2.6).

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerEvent {
    /// The id to go on from.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its data.
    pub data: String,
}

/// Longest line and longest data; what is longer is no event of ours and is dropped.
const LONGEST: usize = 65_536;

/// What has arrived of the next event.
#[derive(Clone, Debug, Default)]
pub struct Parser {
    line: Vec<u8>,
    after_return: bool,
    next: ServerEvent,
    has_data: bool,
}

impl Parser {
    /// Takes the next piece. Gives the events that are complete with it.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<ServerEvent> {
        let mut events = Vec::new();
        for byte in bytes {
            // Lines end with a return, a line feed, or both.
            let is_second = *byte == b'\n' && self.after_return;
            self.after_return = *byte == b'\r';
            match byte {
                _ if is_second => {}
                b'\n' | b'\r' => {
                    let line = std::mem::take(&mut self.line);
                    events.extend(self.take(&String::from_utf8_lossy(&line)));
                }
                _ if self.line.len() < LONGEST => self.line.push(*byte),
                _ => {}
            }
        }
        events
    }

    fn take(&mut self, line: &str) -> Option<ServerEvent> {
        if line.is_empty() {
            let event = std::mem::take(&mut self.next);
            return std::mem::take(&mut self.has_data).then_some(event);
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => self.next.name = value.to_owned(),
            "id" if !value.contains('\0') => self.next.id = Some(value.to_owned()),
            "data" if self.next.data.len() + value.len() < LONGEST => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.next.data.push('\n');
                }
                self.next.data += value;
            }
            // A comment, or what this version does not know.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event(id: Option<&str>, name: &str, data: &str) -> ServerEvent {
        ServerEvent { id: id.map(str::to_owned), name: name.into(), data: data.into() }
    }

    #[test]
    fn events_comments_and_line_ends() {
        let text =
            ": ok\n\nid: 7\r\nevent: ticket.updated\r\ndata: {\"a\":1}\r\n\r\ndata:x\rdata: y\r\revent: nothing\n\n:\n\ndata\n\n";
        let expected = [event(Some("7"), "ticket.updated", "{\"a\":1}"), event(None, "", "x\ny"), event(None, "", "")];
        assert_eq!(Parser::default().feed(text.as_bytes()), expected);
    }

    proptest! {
        #[test]
        fn pieces_make_no_difference(text in "(id: [0-9]{1,3}|event: [a-z.]{1,4}|data: [a-zé\"{}]{0,5}|:|\r|\n|\r\n|\n\n){0,30}", cuts in prop::collection::vec(0_usize..200, 0..8)) {
            let whole = Parser::default().feed(text.as_bytes());
            let (mut parser, mut pieces, mut from) = (Parser::default(), Vec::new(), 0);
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
            cuts.sort_unstable();
            for cut in cuts.into_iter().chain([text.len()]) {
                pieces.extend(parser.feed(&text.as_bytes()[from..cut]));
                from = cut;
            }
            prop_assert_eq!(pieces, whole);
        }

        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            Parser::default().feed(&bytes);
        }
    }
}
