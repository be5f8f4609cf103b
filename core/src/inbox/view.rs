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
mod tests;
