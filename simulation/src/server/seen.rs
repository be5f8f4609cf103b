//! What the backend has in the end, to be held against what the partner was told.

use super::{EMAIL, Server};
use crate::template::ARTICLE;
use recourse_backend::store::{Incidents, ListQuery, Of, Opinions, Questions, Store};
use recourse_contract::Update;
use recourse_contract::ticket::{Channel, State};

impl Server<'_> {
    /// The content of an attachment, as whoever has this token gets it.
    pub fn attachment(&self, id: &str, token: &str) -> String {
        let answer = self.api("GET", &format!("/attachments/{id}"), token, "", String::new());
        answer.filter(|answer| answer.status == 200).map(|answer| answer.body).unwrap_or_default()
    }

    /// Whether whoever has this address will be told that the incident is solved.
    pub fn is_told(&self, email: &str) -> bool {
        let told = self.runtime.block_on(self.store.subscribed(email)).expect("the store works");
        told.iter().any(|(incident, _)| *incident == self.incident)
    }

    /// How many readers the article has helped, and how many not.
    pub fn opinions(&self) -> (usize, usize) {
        let tallies = self.runtime.block_on(self.store.tallies()).expect("the store works");
        let of = tallies.into_iter().find(|tally| tally.slug == ARTICLE);
        of.map_or((0, 0), |tally| (tally.helpful as usize, tally.not_helpful as usize))
    }

    /// What somebody has asked about mediation.
    pub fn questions(&self, email: &str) -> Vec<String> {
        let rows = self.runtime.block_on(self.store.questions_of(email)).expect("the store works");
        rows.into_iter().map(|row| row.text).collect()
    }

    /// Where a ticket stands; nothing while the backend does not run.
    pub fn state(&self, ticket: &str) -> Option<State> {
        let row = self.runs().then(|| self.runtime.block_on(self.store.ticket(ticket)).expect("the store works"))?;
        row.map(|row| row.state)
    }

    /// Every ticket that there is.
    pub fn tickets(&self) -> Vec<String> {
        let query = ListQuery { of: Of::Partner(EMAIL.into()), limit: 10_000, ..ListQuery::default() };
        let rows = self.runtime.block_on(self.store.tickets(&query)).expect("the store works");
        rows.into_iter().map(|row| row.id).collect()
    }

    /// The whole thread of a ticket.
    pub fn thread(&self, ticket: &str) -> Vec<Update> {
        self.runtime.block_on(self.store.updates(ticket, 0, u32::MAX)).expect("the store works")
    }

    /// How the partner is reached, and up to where they have read this ticket.
    pub fn kept(&self, ticket: &str) -> (Channel, u32) {
        let row = self.runtime.block_on(self.store.ticket(ticket)).expect("the store works").expect("it is filed");
        (row.partner.channel, row.read_up_to)
    }
}
