//! How a browser presents itself: language, colours, width, whether it runs scripts.

/// What a test asks of a browser.
#[derive(Clone, Debug)]
pub struct Look {
    /// The language of the browser: `fr` or `en`.
    pub language: &'static str,
    /// Whether it runs JavaScript.
    pub scripts: bool,
    /// Whether pages in frames of other sites get their cookies.
    pub third_party_cookies: bool,
    /// A name that leads to this machine. On a name, unlike on 127.0.0.1, the app believes the browser's "offline".
    pub name: Option<&'static str>,
}

impl Look {
    /// An ordinary browser in French.
    pub fn french() -> Self {
        Self { language: "fr", scripts: true, third_party_cookies: true, name: None }
    }

    /// An ordinary browser in English.
    pub fn english() -> Self {
        Self { language: "en", ..Self::french() }
    }

    /// The languages that it asks for.
    pub fn wishes(&self) -> String {
        match self.language {
            "fr" => "fr-FR,fr".into(),
            "en" => "en-GB,en".into(),
            other => other.into(),
        }
    }
}
