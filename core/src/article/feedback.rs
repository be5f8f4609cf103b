//! What the reader has said of an article, as this device remembers it: it can be said again, and changed.

use recourse_contract::article::ArticleFeedback;
use recourse_contract::json;
use recourse_contract::read_objects;
use serde::Serialize;

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Given {
    /// Of the stored shape.
    pub version: u32,
    /// The idempotency key of all that this reader says of the article. It names nobody.
    pub key: String,
    /// Whether it helped.
    pub helpful: bool,
    /// Why, when that was said.
    pub why: Option<String>,
}

read_objects! { Given { version, key, helpful, why } }

impl Given {
    /// The shape that this version writes.
    pub const VERSION: u32 = 1;

    /// Says whether it helped. `key` is for who says something for the first time. A reason for something else is gone.
    pub fn rated(before: Option<Self>, helpful: bool, key: String) -> Self {
        let same = |given: &Self| given.helpful == helpful;
        match before {
            Some(given) if same(&given) => given,
            Some(given) => Self { helpful, why: None, ..given },
            None => Self { version: Self::VERSION, key, helpful, why: None },
        }
    }

    /// What is sent. Without a reason that is empty.
    pub fn feedback(&self) -> ArticleFeedback {
        ArticleFeedback { helpful: self.helpful, why: self.why.clone() }.trimmed()
    }

    /// As it is stored.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers only")
    }

    /// Reads what is stored; nothing when it cannot be read: then it is asked again.
    pub fn from_stored(stored: &str) -> Option<Self> {
        json::read::<Self>(stored).ok().filter(|given| given.version <= Self::VERSION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_one_reader_says_has_one_key() {
        let yes = Given::rated(None, true, "first".into());
        let why = Given { why: Some(" Clear. ".into()), ..yes };
        assert_eq!(why.feedback(), ArticleFeedback { helpful: true, why: Some("Clear.".into()) });
        assert_eq!(Given::from_stored(&why.to_stored()), Some(why.clone()));
        assert_eq!(Given::rated(Some(why.clone()), true, "second".into()), why);
        let no = Given::rated(Some(why), false, "third".into());
        assert_eq!((no.key.as_str(), no.helpful, &no.why), ("first", false, &None));
        assert_eq!(Given::from_stored("{}"), None);
    }
}
