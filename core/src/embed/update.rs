//! The talk with the embedding page: its words and the app's events in, effects out.

use super::{FromHost, Options, ToHost};
use recourse_contract::ticket::TicketKind;

/// The talk with the embedding page, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// How the page wants the app.
    pub options: Options,
    /// How much of what it said was ignored.
    pub ignored: u32,
    /// The question who the partner is, while it waits for an answer.
    asked: Option<u32>,
    /// How often that was asked.
    asks: u32,
    /// What the page was told last: the same again is not told.
    height: Option<u32>,
    unread: Option<u32>,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The page said something; what is no text is empty.
    Heard(String),
    /// The app stands.
    Stands,
    /// The content is so high, in CSS pixels.
    Measured(u32),
    /// A request has arrived.
    Filed {
        /// Its reference.
        reference: String,
        /// What it is.
        kind: TicketKind,
    },
    /// So many requests have something unread.
    Unread(u32),
    /// The partner wants to close the app.
    Closed,
    /// It has to be known who the partner is.
    Wanted,
    /// The page has had its time to answer this question.
    GivenUp(u32),
}

/// What is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Tell the page.
    Tell(ToHost),
    /// Ask the page who the partner is, and give it some time: this is the number of the question.
    Ask(u32),
    /// The answer to that; nothing when there is none.
    Identity(Option<String>),
    /// The page has another language now.
    Speak(String),
    /// The page has other colours now.
    Wear,
}

impl Model {
    /// Takes the first word of a page of this origin. Nothing when it is none: a page without an origin is nobody.
    pub fn greeted(text: &str, origin: &str) -> Option<Self> {
        let is_site = origin.starts_with("https://") || origin.starts_with("http://");
        match FromHost::parse(text).filter(|_| is_site)? {
            (FromHost::Hello(options), ignored) => Some(Self { options, ignored, ..Self::default() }),
            _ => None,
        }
    }
}

/// Takes an event and says what is to be done.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Heard(text) => {
            let Some((message, left_out)) = FromHost::parse(&text) else { return ignore(model, 1) };
            model.ignored = model.ignored.saturating_add(left_out);
            heard(model, message)
        }
        Event::Stands => vec![Effect::Tell(ToHost::Ready)],
        Event::Measured(height) if model.height != Some(height) => {
            model.height = Some(height);
            vec![Effect::Tell(ToHost::Resized(height))]
        }
        Event::Filed { reference, kind } => vec![Effect::Tell(ToHost::Filed { reference, kind })],
        Event::Unread(count) if model.unread != Some(count) => {
            model.unread = Some(count);
            vec![Effect::Tell(ToHost::Unread(count))]
        }
        Event::Closed => vec![Effect::Tell(ToHost::Closed)],
        Event::Wanted if !model.options.identity => {
            model.asked = None;
            vec![Effect::Identity(None)]
        }
        // Whoever wants it, too, hears the same answer.
        Event::Wanted if model.asked.is_some() => Vec::new(),
        Event::Wanted => {
            model.asks += 1;
            model.asked = Some(model.asks);
            vec![Effect::Ask(model.asks), Effect::Tell(ToHost::Identify)]
        }
        Event::GivenUp(number) if model.asked == Some(number) => {
            model.asked = None;
            vec![Effect::Identity(None)]
        }
        Event::Measured(_) | Event::Unread(_) | Event::GivenUp(_) => Vec::new(),
    }
}

fn heard(model: &mut Model, message: FromHost) -> Vec<Effect> {
    match message {
        // It has greeted already. A page that was loaded anew has another port.
        FromHost::Hello(_) => ignore(model, 1),
        FromHost::Identity(token) if model.asked.take().is_some() => vec![Effect::Identity(token)],
        // Nobody has asked.
        FromHost::Identity(_) => ignore(model, 1),
        FromHost::Options(options) => {
            let before = std::mem::replace(&mut model.options, options);
            let now = &model.options;
            let language = now.language.clone().filter(|language| before.language.as_ref() != Some(language));
            let wears = (before.scheme, &before.theme) != (now.scheme, &now.theme);
            language.map(Effect::Speak).into_iter().chain(wears.then_some(Effect::Wear)).collect()
        }
    }
}

fn ignore(model: &mut Model, parts: u32) -> Vec<Effect> {
    model.ignored = model.ignored.saturating_add(parts);
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELLO: &str = r#"{"v":1,"type":"hello","language":"fr","identity":true}"#;

    fn model() -> Model {
        Model::greeted(HELLO, "https://help.example").expect("a greeting")
    }

    fn says(model: &mut Model, text: &str) -> Vec<Effect> {
        update(model, Event::Heard(text.into()))
    }

    #[test]
    fn only_a_site_greets() {
        assert_eq!(model().options.language.as_deref(), Some("fr"));
        for (text, origin) in [(HELLO, "null"), (HELLO, ""), (HELLO, "file://"), ("{}", "https://help.example")] {
            assert_eq!(Model::greeted(text, origin), None, "{origin}");
        }
    }

    #[test]
    fn who_the_partner_is_is_asked_once_at_a_time() {
        let mut model = model();
        let answer = r#"{"v":1,"type":"identity","token":"a.b.c"}"#;
        assert_eq!((says(&mut model, answer), model.ignored), (vec![], 1), "nobody has asked");
        assert_eq!(update(&mut model, Event::Wanted), [Effect::Ask(1), Effect::Tell(ToHost::Identify)]);
        assert_eq!(update(&mut model, Event::Wanted), []);
        assert_eq!(says(&mut model, answer), [Effect::Identity(Some("a.b.c".into()))]);
        assert_eq!(update(&mut model, Event::GivenUp(1)), [], "it has answered");
        update(&mut model, Event::Wanted);
        assert_eq!(update(&mut model, Event::GivenUp(1)), [], "that was another question");
        assert_eq!(update(&mut model, Event::GivenUp(2)), [Effect::Identity(None)]);
        says(&mut model, r#"{"v":1,"type":"options"}"#);
        assert_eq!(update(&mut model, Event::Wanted), [Effect::Identity(None)], "it cannot say any more");
    }

    #[test]
    fn the_page_hears_what_is_new() {
        let mut model = model();
        assert_eq!(update(&mut model, Event::Measured(400)), [Effect::Tell(ToHost::Resized(400))]);
        assert_eq!(update(&mut model, Event::Measured(400)), []);
        assert_eq!(update(&mut model, Event::Unread(0)), [Effect::Tell(ToHost::Unread(0))]);
        assert_eq!(update(&mut model, Event::Unread(0)), []);
    }

    #[test]
    fn other_options_take_effect() {
        let mut model = model();
        let options = r##"{"v":1,"type":"options","language":"en","scheme":"dark","theme":{"accent":"#123456"}}"##;
        assert_eq!(says(&mut model, options), [Effect::Speak("en".into()), Effect::Wear]);
        assert_eq!(says(&mut model, options), []);
        assert_eq!((says(&mut model, HELLO), model.ignored), (vec![], 1), "it has greeted already");
    }
}
