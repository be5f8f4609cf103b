//! How the embedding page wants the app: language, colours, where to begin, what it knows of the partner. Each part is checked
//! by itself, like what a link brings along; one that is not fit is left out and counted.

use crate::journey::{Draft, Field, Linked, Step, plain};
use crate::route::Route;
use recourse_contract::json::Tree;
use recourse_contract::rules;
use recourse_contract::session::Details;
use recourse_contract::theme::Scheme;
use recourse_contract::ticket::TicketKind;

/// The tokens of a theme that a page may set. What their values mean, and whether they can be read, is the theme's to say.
pub const TOKENS: [&str; 10] =
    ["accent", "accent-dark", "paper", "paper-dark", "surface", "surface-dark", "ink", "ink-dark", "radius", "font"];

/// Where the app begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// At the start.
    Start,
    /// In the form for a complaint.
    Complaint,
    /// In the form for a technical problem.
    Problem,
    /// In the request for mediation.
    Mediation,
    /// At the ways to get in touch about the topic.
    Contact,
    /// At the messages.
    Messages,
}

/// How the embedding page wants the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The page's language (BCP 47).
    pub language: Option<String>,
    /// The page's colours.
    pub scheme: Option<Scheme>,
    /// Tokens of a theme, of [`TOKENS`], not checked yet.
    pub theme: Vec<(String, String)>,
    /// Where to begin.
    pub flow: Option<Flow>,
    /// What it is about.
    pub link: Linked,
    /// The partner's address, as far as the page knows. It proves nothing.
    pub email: Option<String>,
    /// What else the page knows of the partner, to fill the form with.
    pub details: Details,
    /// Whether the page can say who the partner is when it is asked.
    pub identity: bool,
    /// Whether the page does something when the partner closes the app.
    pub closable: bool,
}

impl Options {
    /// Picks the options of a message, and counts what is left out.
    pub(super) fn read(tree: &Tree) -> (Self, u32) {
        let mut left_out = 0_u32;
        let mut text = |object: Option<&Tree>, name: &str, fits: fn(&str) -> bool| {
            let given = object?.get(name).filter(|value| !value.is_null())?;
            let taken = given.as_str().and_then(plain).filter(|text| fits(text));
            left_out += u32::from(taken.is_none());
            taken
        };
        let (top, prefill, theme) = (Some(tree), tree.get("prefill"), tree.get("theme"));
        let link = Linked::NAMES.iter().filter_map(|name| Some(((*name).to_owned(), text(top, name, |_| true)?)));
        let pairs: Vec<(String, String)> = link.collect();
        let link = Linked::from_pairs(&pairs);
        let theme = TOKENS.iter().filter_map(|name| Some(((*name).to_owned(), text(theme, name, |_| true)?))).collect();
        let details = Details {
            name: text(prefill, "name", |_| true),
            phone: text(prefill, "phone", |text| rules::phone(text).is_ok()),
            company: text(prefill, "company", |_| true),
            ..Details::default()
        };
        let flag = |name: &str| tree.get(name).and_then(Tree::as_bool).unwrap_or_default();
        let options = Self {
            language: text(top, "language", is_tag),
            scheme: text(top, "scheme", |name| scheme(name).is_some()).and_then(|name| scheme(&name)),
            theme,
            flow: text(top, "flow", |name| flow(name).is_some()).and_then(|name| flow(&name)),
            email: text(prefill, "email", |text| rules::email(text).is_ok()),
            details,
            identity: flag("identity"),
            closable: flag("closable"),
            link,
        };
        // A country that there is not is the only part that `Linked` looks at more closely.
        let lost = pairs.len() - options.link.to_pairs().len();
        (options, left_out + u32::try_from(lost).unwrap_or_default())
    }

    /// The screen to begin with. A form goes on with the latest draft on the same matter: it was left by a reload, or by
    /// reading on.
    pub fn begins(&self, drafts: &[Draft]) -> Route {
        let usual = if self.link == Linked::default() { Flow::Start } else { Flow::Contact };
        let kind = match self.flow.unwrap_or(usual) {
            Flow::Start => return Route::Home,
            Flow::Contact => return Route::Contact,
            Flow::Messages => return Route::Inbox,
            Flow::Complaint => TicketKind::Complaint,
            Flow::Problem => TicketKind::TechnicalProblem,
            Flow::Mediation => TicketKind::Mediation,
        };
        let goes_on =
            |draft: &&Draft| draft.kind == kind && draft.moved_to.is_none() && !draft.sent_elsewhere && self.is_about(draft);
        match drafts.iter().find(goes_on) {
            // It opens at the first step that is missing.
            Some(draft) => Route::Form(kind, draft.id.clone(), Step::Check),
            None => Route::New(kind),
        }
    }

    /// Whether a draft is about what the page is about.
    fn is_about(&self, draft: &Draft) -> bool {
        let topic = draft.answers.get(&Field::Topic);
        let of = |branch: &str| topic.strip_prefix(branch).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.link.topic.as_deref().is_none_or(of)
    }
}

fn is_tag(text: &str) -> bool {
    text.len() <= 35 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn scheme(name: &str) -> Option<Scheme> {
    Scheme::ALL.into_iter().find(|scheme| scheme.name() == name)
}

fn flow(name: &str) -> Option<Flow> {
    Some(match name {
        "start" => Flow::Start,
        "complaint" => Flow::Complaint,
        "problem" => Flow::Problem,
        "mediation" => Flow::Mediation,
        "contact" => Flow::Contact,
        "messages" => Flow::Messages,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::DraftId;
    use serde_json::json;

    #[test]
    fn each_part_is_checked_by_itself() {
        let (options, left_out) = Options::read(&json!({
            "language": "fr-CA", "scheme": "blue", "flow": "complaint", "topic": "payments", "country": "XX", "property": 7,
            "theme": { "accent": "#123456", "shadow": "none", "font": "a\nb" },
            "prefill": { "name": " Marie Dupont ", "email": "marie", "phone": "+33 4 65 71 20 34", "company": "a\u{202e}b" },
            "identity": true, "closable": "yes",
        }));
        assert_eq!((options.language.as_deref(), options.scheme, options.flow), (Some("fr-CA"), None, Some(Flow::Complaint)));
        assert_eq!(options.link, Linked { topic: Some("payments".into()), ..Linked::default() });
        assert_eq!(options.theme, [("accent".to_owned(), "#123456".to_owned())]);
        assert_eq!((options.details.name.as_deref(), options.email), (Some("Marie Dupont"), None));
        assert_eq!((options.details.phone.as_deref(), options.details.company), (Some("+33 4 65 71 20 34"), None));
        assert!(options.identity && !options.closable);
        assert_eq!(left_out, 6, "scheme, country, property, font, address, company");
    }

    #[test]
    fn it_begins_where_the_page_says() {
        let about = |topic: Option<&str>| Linked { topic: topic.map(str::to_owned), ..Linked::default() };
        let options = |flow, topic| Options { flow, link: about(topic), ..Options::default() };
        assert_eq!(options(None, None).begins(&[]), Route::Home);
        assert_eq!(options(None, Some("payments")).begins(&[]), Route::Contact);
        assert_eq!(options(Some(Flow::Messages), Some("payments")).begins(&[]), Route::Inbox);
        assert_eq!(options(Some(Flow::Problem), None).begins(&[]), Route::New(TicketKind::TechnicalProblem));
        let draft = |id, kind, topic: &str| {
            let mut draft = Draft::new(DraftId::from_random(id), kind, 1);
            draft.answers.set(&Field::Topic, topic.into());
            draft
        };
        let drafts = [
            draft(1, TicketKind::TechnicalProblem, "payments/blocked"),
            draft(2, TicketKind::Complaint, "paymentsold"),
            draft(3, TicketKind::Complaint, "payments/blocked"),
        ];
        let complaint = |topic| options(Some(Flow::Complaint), topic).begins(&drafts);
        let form = |id| Route::Form(TicketKind::Complaint, DraftId::from_random(id), Step::Check);
        assert_eq!((complaint(None), complaint(Some("payments"))), (form(2), form(3)));
        assert_eq!(complaint(Some("account")), Route::New(TicketKind::Complaint));
    }
}
