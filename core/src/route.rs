//! Route ⇄ path: the only place that knows paths. They are those of an app at the root of its origin; the shell puts its base
//! path before them.

use crate::journey::{DraftId, Step};
use recourse_contract::article::is_slug;
use recourse_contract::session::MAX_IDENTITY;
use recourse_contract::ticket::TicketKind;

/// The fragment that leads to the question on the page about mediation; there it is an id.
pub const QUESTION: &str = "question";
/// The parameter of that page that names the case of a question, by its reference.
pub const ABOUT: &str = "about";

/// A screen of the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// What can be done here, and the drafts of this device.
    Home,
    /// A new complaint or report: gets an id and becomes [`Route::Form`].
    New(TicketKind),
    /// One step of the form.
    Form(TicketKind, DraftId, Step),
    /// The ways to get in touch; about what, the query says.
    Contact,
    /// The confirmation of a ticket that was filed from this device.
    Sent(String),
    /// The tickets that this device knows.
    Inbox,
    /// The thread of a ticket.
    Ticket(String),
    /// Asking for mediation of a ticket.
    MediationRequest(String),
    /// Signing in by a code.
    SignIn,
    /// The partner's own data: how to reach them, export, erasure.
    Me,
    /// Whom to ask, notices, languages.
    Help,
    /// What has no place of its own at the foot of a phone.
    More,
    /// A help article, by its slug.
    Article(String),
    /// What mediation is, with whom, and the ways to it.
    Mediation,
    /// Checking a receipt.
    Verify,
    /// The years with a public report.
    Reports,
    /// The public report of a year, of four digits.
    Report(u16),
    /// Where a draft goes on that was begun inside another site's page.
    HandOver,
    /// No screen.
    Unknown,
}

impl Route {
    /// Reads the path of an address, without the base path of the app.
    pub fn parse(path: &str) -> Self {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        if let [form, rest @ ..] = parts.as_slice()
            && let Some(kind) = kind_of(form)
        {
            return Self::form(kind, rest);
        }
        match parts.as_slice() {
            [] => Self::Home,
            ["contact"] => Self::Contact,
            ["messages"] => Self::Inbox,
            ["sent", id] if is_id(id) => Self::Sent((*id).into()),
            ["t", id] if is_id(id) => Self::Ticket((*id).into()),
            ["t", id, "mediation"] if is_id(id) => Self::MediationRequest((*id).into()),
            ["sign-in"] => Self::SignIn,
            ["me"] => Self::Me,
            ["help"] => Self::Help,
            ["more"] => Self::More,
            ["articles", slug] if is_slug(slug) => Self::Article((*slug).into()),
            ["mediation"] => Self::Mediation,
            ["verify"] => Self::Verify,
            ["reports"] => Self::Reports,
            ["hand-over"] => Self::HandOver,
            ["reports", year] => year_of(year).map_or(Self::Unknown, Self::Report),
            _ => Self::Unknown,
        }
    }

    fn form(kind: TicketKind, rest: &[&str]) -> Self {
        let (draft, step) = match rest {
            [] => return Self::New(kind),
            [draft] => (DraftId::parse(draft), Some(Step::first(kind))),
            [draft, step] => (DraftId::parse(draft), Step::parse(step)),
            _ => return Self::Unknown,
        };
        draft.zip(step).map_or(Self::Unknown, |(draft, step)| Self::Form(kind, draft, step))
    }

    /// The path, without the base path of the app: for navigation.
    pub fn path(&self) -> String {
        match self {
            Self::Home | Self::Unknown => "/".into(),
            Self::New(kind) => format!("/{}", slug(*kind)),
            Self::Form(kind, draft, step) => format!("/{}/{draft}/{}", slug(*kind), step.slug()),
            Self::Contact => "/contact".into(),
            Self::Sent(id) => format!("/sent/{id}"),
            Self::Inbox => "/messages".into(),
            Self::Ticket(id) => format!("/t/{id}"),
            Self::MediationRequest(id) => format!("/t/{id}/mediation"),
            Self::SignIn => "/sign-in".into(),
            Self::Me => "/me".into(),
            Self::Help => "/help".into(),
            Self::More => "/more".into(),
            Self::Article(slug) => format!("/articles/{slug}"),
            Self::Mediation => "/mediation".into(),
            Self::Verify => "/verify".into(),
            Self::Reports => "/reports".into(),
            Self::Report(year) => format!("/reports/{year}"),
            Self::HandOver => "/hand-over".into(),
        }
    }

    /// The same page in another state keeps its component; another page starts afresh.
    pub fn is_same_page(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Form(_, a, _), Self::Form(_, b, _)) => a == b,
            _ => self == other,
        }
    }
}

/// The name of a form in addresses.
fn slug(kind: TicketKind) -> &'static str {
    match kind {
        TicketKind::TechnicalProblem => "problem",
        TicketKind::Mediation => "mediation-request",
        _ => "complaint",
    }
}

fn kind_of(name: &str) -> Option<TicketKind> {
    [TicketKind::Complaint, TicketKind::TechnicalProblem, TicketKind::Mediation].into_iter().find(|kind| slug(*kind) == name)
}

/// Four digits, and no other way to write the same year.
fn year_of(text: &str) -> Option<u16> {
    text.parse().ok().filter(|year| (1_000..10_000).contains(year) && text.len() == 4)
}

/// Ids are opaque, but they stand in paths: short, and nothing that a path would have to escape.
fn is_id(text: &str) -> bool {
    (1..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~".contains(&b))
}

/// The part of a path below the base path of the app, which has no slash at its end. Nothing of a path beside it.
pub fn below<'a>(base: &str, path: &'a str) -> Option<&'a str> {
    path.strip_prefix(base).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The ticket and token of a private link: `/t/{id}` with the fragment `k={token}`.
pub fn private_link(path: &str, fragment: &str) -> Option<(String, String)> {
    let Route::Ticket(id) = Route::parse(path) else { return None };
    let token = fragment.trim_start_matches('#').split('&').find_map(|part| part.strip_prefix("k="))?;
    let plain = token.bytes().all(|b| b.is_ascii_graphic()) && (1..=512).contains(&token.len());
    plain.then(|| (id, token.to_owned()))
}

/// The embedding platform's word on who the partner is: a JWT under `identity` in the fragment, on any screen.
pub fn identity(fragment: &str) -> Option<String> {
    let token = fragment.trim_start_matches('#').split('&').find_map(|part| part.strip_prefix("identity="))?;
    is_token(token).then(|| token.to_owned())
}

/// Whether a text can be such a word: its signs (RFC 7515, 3.1), and not longer than the backend takes.
pub(crate) fn is_token(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)) && (1..=MAX_IDENTITY).contains(&text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_route_is_read_back() {
        let draft = DraftId::from_random(7);
        let mut routes = vec![Route::Home, Route::Inbox, Route::SignIn, Route::Me, Route::Help, Route::Contact, Route::More];
        routes.extend([Route::Sent("ab12".into()), Route::Ticket("x_y-z".into()), Route::Article("how-to-1".into())]);
        routes.extend([Route::Mediation, Route::MediationRequest("x_y-z".into()), Route::Verify, Route::Reports]);
        routes.extend([Route::Report(2025), Route::HandOver]);
        for kind in [TicketKind::Complaint, TicketKind::TechnicalProblem, TicketKind::Mediation] {
            routes.push(Route::New(kind));
            routes.extend(Step::ALL.map(|step| Route::Form(kind, draft.clone(), step)));
        }
        let worker = include_str!("../../public/sw.js");
        let (_, screens) = worker.split_once("const SCREENS =\n  /^(").expect("the screens that it answers for");
        let (screens, _) = screens.split_once(")?").expect("their end");
        for route in routes {
            let path = route.path();
            assert_eq!(Route::parse(&path), route);
            let first = path.split('/').nth(1).unwrap_or_default();
            assert!(first.is_empty() || screens.split('|').any(|screen| screen == first), "the worker does not know {path}");
        }
    }

    #[test]
    fn a_form_without_a_step_opens_at_its_first() {
        let (id, path) = (DraftId::from_random(7), "0000000000000007");
        let form = |kind, step| Route::Form(kind, id.clone(), step);
        assert_eq!(Route::parse(&format!("/problem/{path}")), form(TicketKind::TechnicalProblem, Step::Message));
        assert_eq!(Route::parse(&format!("/complaint/{path}/")), form(TicketKind::Complaint, Step::Start));
        assert_eq!(Route::parse(&format!("/mediation-request/{path}")), form(TicketKind::Mediation, Step::Details));
        for nowhere in
            ["/problem/7", "/problem/0000000000000007/nowhere", "/problem/0000000000000007/message/more", "/contact/us"]
        {
            assert_eq!(Route::parse(nowhere), Route::Unknown, "{nowhere}");
        }
    }

    #[test]
    fn a_year_has_four_digits() {
        for nowhere in ["/reports/25", "/reports/0999", "/reports/+999", "/reports/20250", "/reports/2025/1", "/verify/it"] {
            assert_eq!(Route::parse(nowhere), Route::Unknown, "{nowhere}");
        }
    }

    #[test]
    fn a_private_link_gives_ticket_and_token() {
        assert_eq!(private_link("/t/abc", "#k=abc.1.xyz_-"), Some(("abc".into(), "abc.1.xyz_-".into())));
        for (path, fragment) in [("/t/abc", ""), ("/t/abc", "#k="), ("/t/abc", "#main"), ("/", "#k=a"), ("/t/a%2Fb", "#k=a")] {
            assert_eq!(private_link(path, fragment), None, "{path}{fragment}");
        }
    }

    #[test]
    fn the_base_is_taken_off_whole_names() {
        for (base, path, rest) in [
            ("", "/", Some("/")),
            ("", "/t/a", Some("/t/a")),
            ("/complaints", "/complaints", Some("")),
            ("/complaints", "/complaints/", Some("/")),
            ("/complaints", "/complaints/t/a", Some("/t/a")),
            ("/help/complaints", "/help/complaints/complaints", Some("/complaints")),
            ("/complaints", "/", None),
            ("/complaints", "/complaints-2/t/a", None),
            ("/complaints", "/help/complaints/", None),
        ] {
            assert_eq!(below(base, path), rest, "{path} below {base}");
        }
        assert_eq!(below("/complaints", "/complaints").map(Route::parse), Some(Route::Home));
    }

    #[test]
    fn the_platform_s_word_is_taken_from_a_fragment() {
        assert_eq!(identity("#identity=a.b-c.d_e"), Some("a.b-c.d_e".into()));
        for fragment in ["", "#main", "#identity=", "#identity=a%20b", "#k=a"] {
            assert_eq!(identity(fragment), None, "{fragment}");
        }
    }

    proptest! {
        #[test]
        fn what_lies_below_a_base_is_found_again(base in "(/[a-z0-9%.-]{1,8}){0,3}", path in "(/[a-z0-9%.-]{0,8}){0,3}") {
            let whole = format!("{base}{path}");
            prop_assert_eq!(below(&base, &whole), Some(path.as_str()));
        }

        #[test]
        fn any_path_is_some_route(path in "(/[a-z0-9%.\u{e9}-]{0,12}){0,5}") {
            let route = Route::parse(&path);
            prop_assert_eq!(Route::parse(&route.path()), if route == Route::Unknown { Route::Home } else { route });
        }
    }
}
