//! Help articles.

use crate::problem::{Code, FieldError};
use crate::rules;
use crate::ticket::lines;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Most characters of what a reader says of an article.
pub const MAX_WHY: u32 = 2_000;

/// `GET /articles/{slug}`: a help article in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Article {
    /// Its name in addresses: small letters, digits and hyphens.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// What it is about, in one or two sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The language of its texts (BCP 47).
    pub language: String,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Markdown (CommonMark) without HTML. A section begins with a heading of the second level. The line `{{form}}` stands
    /// for the form.
    pub body: String,
}

/// `PUT /articles/{slug}/feedback`: whether it helped. What comes later under the same key takes the place of what came before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ArticleFeedback {
    /// Whether it helped.
    pub helpful: bool,
    /// Why, or what was missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl ArticleFeedback {
    /// The same as it is sent.
    #[must_use]
    pub fn trimmed(self) -> Self {
        Self { why: self.why.map(|why| lines(&why)).filter(|why| !why.is_empty()), ..self }
    }

    /// What has to change before it can be sent. Call it on a trimmed one.
    pub fn faults(&self) -> Vec<FieldError> {
        let fault = |code: Code| FieldError {
            pointer: "/why".into(),
            code,
            detail: None,
            limit: (code == Code::TooLong).then_some(MAX_WHY),
        };
        self.why.as_deref().and_then(|why| rules::text(why, MAX_WHY).err()).map(fault).into_iter().collect()
    }
}

/// Whether a text can name an article: 1 to 80 small letters, digits and hyphens.
pub fn is_slug(text: &str) -> bool {
    (1..=80).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
