//! A ticket that this device can open.

use super::is_own;
use crate::journey::DraftId;
use crate::order::sort;
use recourse_contract::json::{self, Notes, Read, Tree};
use recourse_contract::{Filed, Ticket, TicketSummary, Update};
use serde::Serialize;

/// A ticket that this device can open, with what was last read of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Known {
    /// Of the stored shape.
    pub version: u32,
    /// The ticket's id.
    pub id: String,
    /// Opens this ticket alone. Empty when only a session opens it.
    pub token: String,
    /// The token of another link to it that was followed since: it takes the place of the first once it has opened
    /// something. A link that was cut off must not destroy one that works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offered: Option<String>,
    /// The draft that became this ticket here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<DraftId>,
    /// As last read; nothing until it was opened once with success.
    pub ticket: Option<Ticket>,
    /// As the list of a session last gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listed: Option<TicketSummary>,
    /// The thread as last read.
    pub thread: Vec<Update>,
    /// The last update that was on this screen.
    pub seen: u32,
    /// When it was last read from the backend (milliseconds since 1970).
    pub read_at: i64,
}

impl Known {
    /// The shape that this version writes.
    pub const VERSION: u32 = 1;

    /// What a private link gives.
    pub fn from_link(id: String, token: String) -> Self {
        Self {
            version: Self::VERSION,
            id,
            token,
            offered: None,
            draft: None,
            ticket: None,
            listed: None,
            thread: Vec::new(),
            seen: 0,
            read_at: 0,
        }
    }

    /// What the list of a session gives.
    pub fn from_list(summary: TicketSummary) -> Self {
        Self { listed: Some(summary.clone()), ..Self::from_link(summary.id, String::new()) }
    }

    /// Whether only a session opens it: it goes with the session.
    pub fn is_by_session(&self) -> bool {
        self.token.is_empty()
    }

    /// What stays on the device when the session has ended: what a link has opened, and a link that was not tried yet. The
    /// list was the session's.
    pub fn without_session(self) -> Option<Self> {
        match self.offered {
            _ if !self.token.is_empty() => Some(Self { listed: None, ..self }),
            Some(offered) => Some(Self::from_link(self.id, offered)),
            None => None,
        }
    }

    /// What is last known of it for a list: from the list, or from the ticket itself.
    pub fn summary(&self) -> Option<&TicketSummary> {
        match (&self.ticket, &self.listed) {
            (Some(ticket), Some(listed)) if listed.last_update > ticket.summary.last_update => Some(listed),
            (Some(ticket), _) => Some(&ticket.summary),
            (None, listed) => listed.as_ref(),
        }
    }

    /// What filing gives.
    pub fn from_filed(filed: Filed, draft: DraftId, now: i64) -> Self {
        let id = filed.ticket.summary.id.clone();
        // What the partner has just filed is not news to them.
        let seen = filed.ticket.summary.last_update;
        Self { ticket: Some(filed.ticket), draft: Some(draft), seen, read_at: now, ..Self::from_link(id, filed.link_token) }
    }

    /// The same after a private link was followed.
    #[must_use]
    pub fn with_link(mut self, token: String) -> Self {
        if self.ticket.is_none() && self.listed.is_none() {
            // Nothing has opened it yet: the newer link is as good.
            self.token = token;
        } else if self.token != token {
            self.offered = Some(token);
        }
        self
    }

    /// The token to try: the offered one first. An empty one stands for the session.
    pub fn to_try(&self) -> &str {
        self.offered.as_deref().unwrap_or(&self.token)
    }

    /// What trying this token has shown. Says whether another one is left to be tried.
    pub fn tried(&mut self, token: &str, opened: bool) -> bool {
        // Another one may have been offered in the meantime.
        match self.offered.take_if(|offered| offered == token) {
            Some(token) if opened => {
                self.token = token;
                false
            }
            Some(_) => true,
            None => false,
        }
    }

    /// The last update that was read, on this screen or elsewhere.
    pub fn read_up_to(&self) -> u32 {
        let read = self.ticket.as_ref().map_or(0, |ticket| ticket.summary.read_up_to);
        read.max(self.listed.as_ref().map_or(0, |listed| listed.read_up_to)).max(self.seen)
    }

    /// The same once the backend knows that the partner has read up to this update.
    #[must_use]
    pub fn marked(mut self, number: u32) -> Self {
        let summaries = self.ticket.as_mut().map(|ticket| &mut ticket.summary).into_iter().chain(self.listed.as_mut());
        summaries.for_each(|summary| summary.read_up_to = summary.read_up_to.max(number));
        self
    }

    /// Takes the ticket as an answer gives it. Says whether it is news: something newer may have been read since.
    pub fn told(&mut self, ticket: Ticket) -> bool {
        let is_news = self.ticket.as_ref().is_none_or(|before| before.summary.last_update <= ticket.summary.last_update);
        if is_news {
            self.ticket = Some(ticket);
        }
        is_news
    }

    /// The ticket with an entry of its thread, by its number, where both were read.
    pub fn entry(&self, number: u32) -> Option<(Ticket, Update)> {
        let entry = self.thread.iter().find(|update| update.number == number)?;
        Some((self.ticket.clone()?, entry.clone()))
    }

    /// Updates that were not read yet. What the partner has done is no news to them, where the thread tells it.
    pub fn unread(&self) -> u32 {
        let (read, last) = (self.read_up_to(), self.summary().map_or(0, |summary| summary.last_update));
        let is_own = |update: &&Update| update.number > read && update.number <= last && is_own(update, &self.thread);
        let own = if last > read { self.thread.iter().filter(is_own).count() } else { 0 };
        last.saturating_sub(read).saturating_sub(u32::try_from(own).unwrap_or(u32::MAX))
    }

    /// As it is stored.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(self).expect("a known ticket holds texts and numbers only")
    }

    /// Reads a stored ticket; nothing when it is damaged or of a later version, in which case it stays stored.
    pub fn from_stored(stored: &str) -> Option<Self> {
        json::read::<Self>(stored).ok().filter(|known| known.version <= Self::VERSION)
    }
}

impl Read for Known {
    fn read(value: &Tree, notes: &mut Notes) -> Self {
        notes.object(value);
        Self {
            version: notes.field(value, "version"),
            id: notes.field(value, "id"),
            token: notes.field(value, "token"),
            offered: notes.field(value, "offered"),
            draft: notes.field(value, "draft"),
            ticket: notes.field(value, "ticket"),
            listed: notes.field(value, "listed"),
            thread: notes.field(value, "thread"),
            seen: notes.field_or(value, "seen", 0),
            read_at: notes.field_or(value, "read_at", 0),
        }
    }
}

/// How many tickets have something that was not read.
pub fn with_news(tickets: &[Known]) -> u32 {
    u32::try_from(tickets.iter().filter(|known| known.unread() > 0).count()).unwrap_or(u32::MAX)
}

/// The list of the inbox: the latest news first.
pub fn newest_first(known: &mut [Known]) {
    let at = |known: &Known| known.summary().map(|summary| summary.updated_at);
    sort(known, |a, b| (at(b), &a.id) < (at(a), &b.id));
}

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::journey::DraftId;

    fn filed() -> Known {
        let filed = serde_json::from_str(include_str!("../../../contract/examples/filed.json")).expect("an example");
        Known::from_filed(filed, DraftId::from_random(7), 5)
    }

    #[test]
    fn a_stored_ticket_is_the_same_ticket() {
        let page: recourse_contract::Page<recourse_contract::Update> =
            serde_json::from_str(include_str!("../../../contract/examples/updates.json")).expect("an example");
        for known in
            [filed(), Known { thread: page.items, ..filed() }.with_link("other".into()), Known::from_link("t".into(), "k".into())]
        {
            assert_eq!(Known::from_stored(&known.to_stored()), Some(known));
        }
        assert_eq!(Known::from_stored("{}"), None);
    }

    #[test]
    fn an_answer_that_comes_late_takes_nothing_back() {
        let mut known = filed();
        let at = |number: u32| {
            let mut ticket = filed().ticket.expect("it was filed");
            ticket.summary.last_update = number;
            ticket
        };
        assert!(known.told(at(9)) && known.told(at(9)), "the same may say more");
        assert!(!known.told(at(8)));
        assert_eq!(known.ticket, Some(at(9)));
    }

    #[test]
    fn an_entry_comes_with_its_ticket() {
        let page: recourse_contract::Page<recourse_contract::Update> =
            serde_json::from_str(include_str!("../../../contract/examples/updates.json")).expect("an example");
        let known = Known { thread: page.items, ..filed() };
        let found = known.entry(2).map(|(ticket, entry)| (ticket.summary.id, entry.number));
        assert_eq!(found, Some((known.id.clone(), 2)));
        assert_eq!(known.entry(99), None);
        assert_eq!(Known { ticket: None, ..known }.entry(2), None);
    }

    #[test]
    fn a_link_that_opens_nothing_does_not_replace_one_that_does() {
        let good = filed();
        let mut cut = good.clone().with_link("cut off".into());
        assert_eq!(cut.to_try(), "cut off");
        assert!(cut.tried("cut off", false), "the first one is left");
        assert_eq!(cut.to_try(), good.token);
        let token = good.token.clone();
        assert!(!cut.tried(&token, false));
        let mut newer = good.with_link("newer".into());
        assert!(!newer.tried("older", true));
        assert!(!newer.tried("newer", true));
        assert_eq!((newer.token.as_str(), newer.offered), ("newer", None));
        assert_eq!(Known::from_link("t".into(), "bad".into()).with_link("good".into()).to_try(), "good");
    }

    #[test]
    fn a_link_followed_while_signed_in_takes_nothing_from_the_session() {
        let summary = filed().ticket.expect("it is filed").summary;
        let mut followed = Known::from_list(summary.clone()).with_link("cut off".into());
        assert!(followed.is_by_session(), "the link has opened nothing yet");
        assert!(followed.tried("cut off", false), "the session is left");
        assert_eq!(followed.to_try(), "");
        assert_eq!(followed.without_session(), None);
        // One that opens the ticket opens it after the session, too.
        let mut followed = Known::from_list(summary.clone()).with_link("good".into());
        followed.tried("good", true);
        let left = followed.without_session().expect("it has a link");
        assert_eq!((left.token.as_str(), left.listed), ("good", None));
        // One that was not tried yet can still be; what the session has shown of it goes.
        let untried = Known { ticket: filed().ticket, ..Known::from_list(summary) }.with_link("new".into());
        assert_eq!(untried.without_session(), Some(Known::from_link(filed().id, "new".into())));
    }
}
