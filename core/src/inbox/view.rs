//! One view of the list: what is looked for, narrowed to and sorted by. It stands in the address, so that a view can be
//! linked; what the device has is filtered by it at once, and the backend is asked for the rest by the same rules.

use super::Known;
use recourse_contract::ticket::{State, TicketKind};
use recourse_contract::time::DAY;
use recourse_contract::{Service, TicketSummary, Timestamp, search};

/// Where a ticket stands, as partners think of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It waits for the partner: for an answer, a comment, or whether its outcome settles the matter.
    Yours,
    /// Not at its end.
    Open,
    /// Decided.
    Resolved,
    /// At its end.
    Closed,
}

impl Standing {
    /// All of them, in the order of a list.
    pub const ALL: [Self; 4] = [Self::Yours, Self::Open, Self::Resolved, Self::Closed];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Yours => "yours",
            Self::Open => "open",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
        }
    }

    fn has(self, ticket: &TicketSummary) -> bool {
        use State::*;
        match self {
            Self::Yours => ticket.waits_for_partner(),
            Self::Open => matches!(ticket.state, Received | InReview | WaitingForPartner | Preliminary | InMediation),
            Self::Resolved => ticket.state == Resolved,
            Self::Closed => ticket.state == Closed,
        }
    }

    /// As the contract's `status`.
    fn status(self) -> &'static str {
        match self {
            Self::Yours => "waiting_for_partner,preliminary,resolved",
            Self::Open => "received,in_review,waiting_for_partner,preliminary,in_mediation",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
        }
    }
}

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What waits for the partner first, then the latest news.
    #[default]
    Waiting,
    /// The latest news first.
    Newest,
    /// The oldest news first.
    Oldest,
    /// The latest filing first.
    LastFiled,
    /// The oldest filing first.
    FirstFiled,
}

impl Order {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Newest, Self::Oldest, Self::LastFiled, Self::FirstFiled];

    /// As the contract's `sort`, and its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Newest => "-updated_at",
            Self::Oldest => "updated_at",
            Self::LastFiled => "-filed_at",
            Self::FirstFiled => "filed_at",
        }
    }

    /// The order of two rows.
    pub fn compare(self, a: &TicketSummary, b: &TicketSummary) -> std::cmp::Ordering {
        match a.id == b.id {
            true => std::cmp::Ordering::Equal,
            false if self.puts_before(a, b) => std::cmp::Ordering::Less,
            false => std::cmp::Ordering::Greater,
        }
    }

    /// Whether `a` stands before `b`. Ids part what is equal, so that the order is the same everywhere.
    pub fn puts_before(self, a: &TicketSummary, b: &TicketSummary) -> bool {
        let waits = TicketSummary::waits_for_partner;
        match self {
            Self::Waiting => (waits(b), b.updated_at, &b.id) < (waits(a), a.updated_at, &a.id),
            Self::Newest => (b.updated_at, &b.id) < (a.updated_at, &a.id),
            Self::Oldest => (a.updated_at, &a.id) < (b.updated_at, &b.id),
            Self::LastFiled => (b.filed_at, &b.id) < (a.filed_at, &a.id),
            Self::FirstFiled => (a.filed_at, &a.id) < (b.filed_at, &b.id),
        }
    }
}

/// Names of the kinds, in addresses and in the contract.
const KINDS: [(TicketKind, &str); 3] = [
    (TicketKind::Complaint, "complaint"),
    (TicketKind::TechnicalProblem, "technical_problem"),
    (TicketKind::Mediation, "mediation"),
];

/// Days back that can be chosen.
pub const SPANS: [u32; 3] = [7, 30, 365];

/// What is looked for, narrowed to and sorted by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// As typed.
    pub words: String,
    /// Where it stands.
    pub standing: Option<Standing>,
    /// A topic with everything below it.
    pub topic: Option<String>,
    /// The kind.
    pub kind: Option<TicketKind>,
    /// With news in so many days back.
    pub days: Option<u32>,
    /// The order.
    pub order: Order,
}

impl View {
    /// Reads the parameters of an address; what cannot be read narrows nothing.
    pub fn from_pairs(pairs: &[(String, String)]) -> Self {
        let get = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        Self {
            words: get("q").unwrap_or_default().chars().take(200).collect(),
            standing: get("status").and_then(|name| Standing::ALL.into_iter().find(|standing| standing.name() == name)),
            topic: get("topic").filter(|topic| !topic.is_empty()).map(str::to_owned),
            kind: get("kind").and_then(kind_named),
            days: get("days").and_then(|days| days.parse().ok()).filter(|days| SPANS.contains(days)),
            order: get("sort").and_then(|name| Order::ALL.into_iter().find(|order| order.name() == name)).unwrap_or_default(),
        }
    }

    /// The parameters of its address; none for the plain list.
    pub fn to_pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut put = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        put("q", Some(self.words.clone()).filter(|words| !words.trim().is_empty()));
        put("status", self.standing.map(|standing| standing.name().into()));
        put("topic", self.topic.clone());
        put("kind", self.kind.and_then(kind_name).map(str::to_owned));
        put("days", self.days.map(|days| days.to_string()));
        put("sort", Some(self.order).filter(|order| *order != Order::default()).map(|order| order.name().into()));
        pairs
    }

    /// What the backend is asked for: the parameters of `GET /tickets`.
    pub fn request(&self, now: i64, limit: u32) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("limit", limit.to_string()), ("sort", self.order.name().to_owned())];
        let mut put = |name, value: Option<String>| pairs.extend(value.map(|value| (name, value)));
        put("q", Some(self.words.trim().to_owned()).filter(|words| !words.is_empty()));
        put("status", self.standing.map(|standing| standing.status().into()));
        // Of the resolved ones those that ask.
        put("waiting", (self.standing == Some(Standing::Yours)).then(|| "true".to_owned()));
        put("topic", self.topic.clone());
        put("kind", self.kind.and_then(kind_name).map(str::to_owned));
        put("updated_after", self.days.map(|days| since(days, now).to_string()));
        pairs
    }

    /// Whether it is narrowed in any way.
    pub fn is_narrow(&self) -> bool {
        *self != Self { order: self.order, ..Self::default() }
    }

    /// Whether a ticket that this device knows belongs to it. `service` knows which topics lie below another; `is_found` says
    /// that the backend has found the words in it, perhaps in a text that the device has not.
    pub fn shows(&self, known: &Known, is_found: bool, service: Option<&Service>, now: i64) -> bool {
        let Some(summary) = known.summary() else { return false };
        let below = |topic: &String| {
            *topic == summary.topic
                || service.and_then(|service| service.path(&summary.topic)).is_some_and(|way| way.iter().any(|t| t.id == *topic))
        };
        self.standing.is_none_or(|standing| standing.has(summary))
            && self.topic.as_ref().is_none_or(below)
            && self.kind.is_none_or(|kind| kind == summary.kind)
            && self.days.is_none_or(|days| summary.updated_at > since(days, now))
            && (is_found || self.words.trim().is_empty() || {
                let message = known.ticket.as_ref().map_or("", |ticket| &ticket.message);
                let searched = search::searched(summary.reference.as_str(), &summary.subject, message);
                search::has_all(&searched, &search::words(&self.words))
            })
    }
}

/// From the start of an hour, so that the backend is asked the same again for a while.
fn since(days: u32, now: i64) -> Timestamp {
    const HOUR: i64 = recourse_contract::time::HOUR;
    Timestamp((now - i64::from(days) * DAY) / HOUR * HOUR)
}

fn kind_named(name: &str) -> Option<TicketKind> {
    KINDS.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
}

/// The name of a kind, in addresses and in the contract.
pub fn kind_name(kind: TicketKind) -> Option<&'static str> {
    KINDS.iter().find(|(known, _)| *known == kind).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use recourse_contract::Page;

    fn owned(pairs: Vec<(&'static str, String)>) -> Vec<(String, String)> {
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn views() -> impl Strategy<Value = View> {
        let kinds = prop::option::of(prop::sample::select(KINDS.map(|(kind, _)| kind).to_vec()));
        let standings = prop::option::of(prop::sample::select(Standing::ALL.to_vec()));
        let (days, orders) = (prop::option::of(prop::sample::select(SPANS.to_vec())), prop::sample::select(Order::ALL.to_vec()));
        ("[a-zé%&= ]{0,6}", standings, prop::option::of("[a-z/]{1,9}"), kinds, days, orders)
            .prop_map(|(words, standing, topic, kind, days, order)| View { words, standing, topic, kind, days, order })
    }

    fn summaries() -> Vec<TicketSummary> {
        let page: Page<TicketSummary> =
            serde_json::from_str(include_str!("../../../contract/examples/tickets.json")).expect("an example");
        let mut all = Vec::new();
        let asked = Some(Timestamp(9_000));
        let states = [
            (State::InReview, None),
            (State::Preliminary, None),
            (State::Resolved, None),
            (State::WaitingForPartner, None),
            (State::Closed, None),
            (State::Resolved, asked),
        ];
        for (at, (state, answer_by)) in states.into_iter().enumerate() {
            for shift in [0, 5, 5, 1] {
                let id = format!("t{}", all.len());
                let at = Timestamp(1_000 + shift + i64::try_from(at).expect("small") % 2);
                all.push(TicketSummary { id, state, answer_by, updated_at: at, filed_at: at, ..page.items[0].clone() });
            }
        }
        all
    }

    proptest! {
        #[test]
        fn a_view_is_read_back_from_its_address(view in views()) {
            let read = View::from_pairs(&owned(view.to_pairs()));
            prop_assert_eq!(read, View { words: if view.words.trim().is_empty() { String::new() } else { view.words.clone() }, ..view });
        }

        #[test]
        fn any_address_is_some_view(pairs in prop::collection::vec(("(q|status|topic|kind|days|sort)", ".{0,9}"), 0..6)) {
            View::from_pairs(&pairs);
        }
    }

    #[test]
    fn each_order_is_one() {
        let all = summaries();
        for order in Order::ALL {
            for (at, a) in all.iter().enumerate() {
                for (bt, b) in all.iter().enumerate() {
                    assert_eq!(order.puts_before(a, b) || order.puts_before(b, a), at != bt, "{order:?}");
                    assert!(!(order.puts_before(a, b) && order.puts_before(b, a)), "{order:?}");
                    assert!(
                        all.iter().all(|c| { !(order.puts_before(a, b) && order.puts_before(b, c)) || order.puts_before(a, c) })
                    );
                }
            }
        }
        let waiting = TicketSummary::waits_for_partner;
        assert_eq!(all.iter().filter(|ticket| waiting(ticket)).count(), 12, "what asks for an answer, too");
        assert!(all.iter().all(|a| all.iter().all(|b| !waiting(a) || waiting(b) || Order::Waiting.puts_before(a, b))));
    }

    #[test]
    fn whose_turn_it_is_the_backend_is_asked_as_the_device_tells() {
        let yours = View { standing: Some(Standing::Yours), ..View::default() };
        let asked: Vec<_> = yours.request(0, 50).into_iter().filter(|(name, _)| matches!(*name, "status" | "waiting")).collect();
        let wanted = [("status", "waiting_for_partner,preliminary,resolved"), ("waiting", "true")];
        assert_eq!(asked, wanted.map(|(name, value)| (name, value.to_owned())));
        for summary in summaries() {
            let (waits, state) = (summary.waits_for_partner(), summary.state);
            let known = Known::from_list(summary);
            assert_eq!(yours.shows(&known, false, None, 0), waits, "{state:?}");
            let resolved = View { standing: Some(Standing::Resolved), ..View::default() };
            assert_eq!(resolved.shows(&known, false, None, 0), state == State::Resolved);
            assert!(resolved.request(0, 50).iter().all(|(name, _)| *name != "waiting"));
        }
    }

    #[test]
    fn what_the_device_has_is_narrowed_at_once() {
        let service: Service = serde_json::from_str(include_str!("../../../contract/examples/service.json")).expect("an example");
        let filed = serde_json::from_str(include_str!("../../../contract/examples/filed.json")).expect("an example");
        let known = Known::from_filed(filed, crate::journey::DraftId::from_random(7), 5);
        let summary = known.summary().expect("it is filed").clone();
        let now = summary.updated_at.0 + 6 * DAY;
        let shows = |pairs: &[(&str, &str)]| {
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            View::from_pairs(&pairs).shows(&known, false, Some(&service), now)
        };
        let parent = service.path(&summary.topic).expect("a topic")[0].id.clone();
        let word = search::folded(summary.subject.split(' ').next().expect("a word"));
        for yes in [
            &[][..],
            &[("topic", &*parent)],
            &[("topic", &*summary.topic)],
            &[("q", &*word)],
            &[("days", "7")],
            &[("status", "open")],
        ] {
            assert!(shows(yes), "{yes:?}");
        }
        for no in [&[("topic", "other")][..], &[("q", "qqqq")], &[("status", "closed")], &[("kind", "mediation")]] {
            assert!(!shows(no), "{no:?}");
        }
        let found = View { words: "in a text that is not here".into(), ..View::default() };
        assert!(found.shows(&known, true, None, now) && !found.shows(&known, false, None, now));
        let closed = View { standing: Some(Standing::Closed), ..found };
        assert!(!closed.shows(&known, true, None, now), "it has changed since it was found");
        assert!(!View { days: Some(7), ..View::default() }.shows(&known, false, None, now + 2 * DAY));
        assert!(!View::default().shows(&Known::from_link("t".into(), "k".into()), true, None, now), "nothing is known of it yet");
    }
}
