//! What the embedding page says, and what it is told.

use super::{MAX_TEXT, Options, VERSION};
use crate::inbox::kind_name;
use crate::route::is_token;
use recourse_contract::json::Tree;
use recourse_contract::ticket::TicketKind;

/// What the embedding page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FromHost {
    /// Its first word, with how it wants the app.
    Hello(Options),
    /// It wants it otherwise now.
    Options(Options),
    /// Its word on who the partner is, a JWT; nothing when it has none.
    Identity(Option<String>),
}

impl FromHost {
    /// Reads a message, and counts the parts of it that are left out. Nothing, when it is none of this version.
    pub fn parse(text: &str) -> Option<(Self, u32)> {
        if text.len() > MAX_TEXT {
            return None;
        }
        let tree: Tree = serde_json::from_str(text).ok()?;
        if tree.get("v")?.as_u64()? != VERSION {
            return None;
        }
        let options = |message: fn(Options) -> Self| {
            let (options, left_out) = Options::read(&tree);
            Some((message(options), left_out))
        };
        match tree.get("type")?.as_str()? {
            "hello" => options(Self::Hello),
            "options" => options(Self::Options),
            "identity" => {
                let given = tree.get("token").filter(|token| !token.is_null());
                let token = given.and_then(Tree::as_str).filter(|token| is_token(token)).map(str::to_owned);
                let left_out = u32::from(given.is_some() && token.is_none());
                Some((Self::Identity(token), left_out))
            }
            _ => None,
        }
    }
}

/// What the embedding page is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToHost {
    /// The app stands.
    Ready,
    /// So high is its content, in CSS pixels.
    Resized(u32),
    /// A request has arrived.
    Filed {
        /// Its reference.
        reference: String,
        /// What it is.
        kind: TicketKind,
    },
    /// So many requests have something unread.
    Unread(u32),
    /// The partner has closed the app.
    Closed,
    /// Who is the partner?
    Identify,
}

impl ToHost {
    /// As it is sent.
    pub fn to_text(&self) -> String {
        let (name, more) = match self {
            Self::Ready => ("ready", String::new()),
            Self::Resized(height) => ("resized", format!(",\"height\":{height}")),
            Self::Filed { reference, kind } => {
                let reference = serde_json::to_string(reference).expect("a text");
                let kind = kind_name(*kind).unwrap_or("other");
                ("filed", format!(",\"reference\":{reference},\"kind\":\"{kind}\""))
            }
            Self::Unread(count) => ("unread", format!(",\"count\":{count}")),
            Self::Closed => ("closed", String::new()),
            Self::Identify => ("identify", String::new()),
        };
        format!("{{\"v\":{VERSION},\"type\":\"{name}\"{more}}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::theme::Scheme;

    #[test]
    fn messages_of_this_version_are_read() {
        let options = Options { scheme: Some(Scheme::Dark), ..Options::default() };
        let dark = |kind: &str| format!("{{\"v\":1,\"type\":\"{kind}\",\"scheme\":\"dark\"}}");
        assert_eq!(FromHost::parse(&dark("hello")), Some((FromHost::Hello(options.clone()), 0)));
        assert_eq!(FromHost::parse(&dark("options")), Some((FromHost::Options(options), 0)));
        let identity = |token: &str| FromHost::parse(&format!("{{\"v\":1,\"type\":\"identity\",\"token\":{token}}}"));
        assert_eq!(identity("\"a.b-c.d_e\""), Some((FromHost::Identity(Some("a.b-c.d_e".into())), 0)));
        assert_eq!(identity("null"), Some((FromHost::Identity(None), 0)));
        for wrong in ["\"a b\"", "7", "\"\""] {
            assert_eq!(identity(wrong), Some((FromHost::Identity(None), 1)), "{wrong}");
        }
        assert_eq!(identity(&format!("\"{}\"", "a".repeat(8_193))), Some((FromHost::Identity(None), 1)));
        let long = format!("{{\"v\":1,\"type\":\"hello\",\"more\":\"{}\"}}", "a".repeat(MAX_TEXT));
        for wrong in
            ["", "hello", "[]", "{\"type\":\"hello\"}", "{\"v\":2,\"type\":\"hello\"}", "{\"v\":1,\"type\":\"draft\"}", &long]
        {
            assert_eq!(FromHost::parse(wrong), None);
        }
    }

    #[test]
    fn what_is_told_is_json() {
        let filed = ToHost::Filed { reference: "R7K2-9QXM".into(), kind: TicketKind::TechnicalProblem };
        for (message, text) in [
            (ToHost::Ready, r#"{"v":1,"type":"ready"}"#),
            (ToHost::Resized(640), r#"{"v":1,"type":"resized","height":640}"#),
            (filed, r#"{"v":1,"type":"filed","reference":"R7K2-9QXM","kind":"technical_problem"}"#),
            (ToHost::Unread(2), r#"{"v":1,"type":"unread","count":2}"#),
            (ToHost::Closed, r#"{"v":1,"type":"closed"}"#),
            (ToHost::Identify, r#"{"v":1,"type":"identify"}"#),
        ] {
            assert_eq!(message.to_text(), text);
            assert!(serde_json::from_str::<Tree>(text).is_ok());
        }
    }
}
