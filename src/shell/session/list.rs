//! The interpreter of the inbox's list: pages of tickets from the backend, and the news of them.

use super::SignedIn;
use crate::shell::http::{Response, Verb};
use crate::shell::live::Live;
use crate::shell::{clock, page};
use leptos::prelude::*;
use recourse_contract::{Page, TicketSummary, json};
use recourse_core::inbox::listing;
use recourse_core::session::fingerprint;
use wasm_bindgen_futures::spawn_local;

/// How many tickets a page of the list has.
const PAGE: u32 = 50;

impl SignedIn {
    /// Something happens to the list of the session.
    pub fn list(self, event: listing::Event) {
        if self.session.with_untracked(Option::is_none) && event != listing::Event::Ended {
            return;
        }
        let effects = self.listing.try_update(|listing| listing::list(listing, event)).unwrap_or_default();
        for effect in effects {
            match effect {
                listing::Effect::Ask(question, cursor) => spawn_local(self.page(question, cursor)),
                listing::Effect::Keep(rows) => spawn_local(self.device.listed(rows, self.backend.epoch())),
            }
        }
    }

    async fn page(self, question: listing::Question, cursor: Option<String>) {
        let epoch = self.backend.epoch();
        let mut pairs = self.listing.with_untracked(|listing| listing.view.request(clock::now(), PAGE));
        pairs.extend(cursor.map(|cursor| ("cursor", cursor)));
        let answer = self.backend.call(Verb::Get, &format!("/tickets?{}", page::query(&pairs)), None).await;
        // Signed out while the answer was on its way: it must not come back onto this device.
        if self.backend.epoch() != epoch {
            return;
        }
        let page = match answer {
            Some(Response { status: 200, body, .. }) => json::read::<Page<TicketSummary>>(&body).ok(),
            Some(Response { status: 401, .. }) => return self.refused().await,
            _ => None,
        };
        let has_come = page.is_some();
        self.list(listing::Event::Came(question, page));
        let account = self.session.with_untracked(|session| session.as_ref().map(|session| fingerprint(&session.email)));
        if let Some(account) = account.filter(|_| has_come) {
            self.device.note_list_read(account).await;
        }
    }

    /// Whether news come by themselves: then nobody has to ask for them.
    pub fn is_live(self) -> bool {
        self.live.get_value().is_some_and(Live::is_on)
    }

    /// A ticket has changed: one that is known in full is read on, of another one the list has the news.
    pub(super) async fn updated(self, ticket: String) {
        match self.device.ticket(&ticket).filter(|known| known.ticket.is_some()) {
            Some(known) => {
                let last = known.thread.last().map_or(0, |update| update.number);
                // When it cannot be read now, the next look does.
                let _ = self.device.read_ticket(&ticket, last).await;
            }
            None => self.news(),
        }
    }

    /// Asks for the news of what is listed.
    pub fn news(self) {
        self.list(listing::Event::Wanted(self.listing.with_untracked(|listing| listing.view.clone())));
    }
}
