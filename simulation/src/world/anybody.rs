//! What anybody may write: opinions of articles, questions about mediation, wishes to be told of an incident.

use super::outcome::Words;
use super::{Ledger, World};
use crate::device::Write;
use crate::server::EMAIL;
use crate::template::ARTICLE;
use recourse_contract::incident::NewSubscription;
use recourse_core::article::Given;
use recourse_core::incident::{Undo, Wish, path, undo, wish};
use recourse_core::outbox::{Event, Purpose};

/// Where a device notes what was said of the article, and what its partner wants to be told.
const GIVEN: &str = "given";
const WISH: &str = "wish";

impl World<'_> {
    /// Whether the article has helped; said again, it takes the place of what was said before.
    pub(super) fn opine(&mut self, device: usize, page: usize) {
        let before = self.devices[device].read(page, GIVEN).and_then(|text| Given::from_stored(&text));
        let key = self.new_key(device);
        let given = Given::rated(before, self.rng.bool(), key);
        let body = serde_json::to_string(&given.feedback()).expect("plain data");
        self.log.done("opinion");
        self.note(&format!("device {device}.{page} says whether it helped: {}", given.helpful));
        let purpose = Purpose::Feedback { article: ARTICLE.into() };
        let (path, note) = (format!("/articles/{ARTICLE}/feedback"), Write::Put(GIVEN.into(), given.to_stored()));
        self.queue_under(device, page, Some(given.key), purpose, path, body, Some(note));
    }

    pub(super) fn question_it(&mut self, device: usize, page: usize, ticket: &str) {
        if !self.waits(device, page, &Purpose::Question) {
            self.log.done("question");
            self.say_new(device, page, ticket, Words::Question);
        }
    }

    /// The partner wants to be told, or no more.
    pub(super) fn wish_it(&mut self, device: usize, page: usize) {
        let noted = self.noted_wish(device, page);
        let incident = self.server.incident.clone();
        let outbox = &self.devices[device].pages[page].outbox;
        let Some(held) = wish(outbox, noted.as_ref(), &incident) else {
            self.log.done("wish");
            let email = address(device);
            let body = NewSubscription { email: Some(email.clone()), language: "en".into() };
            let body = serde_json::to_string(&body).expect("texts");
            self.queue(device, page, Purpose::Subscribe { incident: incident.clone(), email }, path(&incident), body, None);
            return;
        };
        self.log.done("wish taken back");
        match undo(outbox, &incident, &held) {
            Undo::Forget(key) => self.send(device, page, Event::TakenBack(key)),
            Undo::Send(purpose) => {
                _ = self.queue_under(device, page, Some(held.key), purpose, path(&incident), String::new(), None);
            }
        }
    }

    fn noted_wish(&self, device: usize, page: usize) -> Option<Wish> {
        self.devices[device].read(page, WISH).and_then(|text| Wish::from_stored(&text))
    }

    /// What has arrived is noted.
    pub(super) fn wish_notes(&self, purpose: &Purpose, key: &str) -> Option<Write> {
        match purpose {
            Purpose::Subscribe { email, .. } => {
                let wish = Wish { key: key.to_owned(), email: email.clone() };
                Some(Write::Put(WISH.into(), wish.to_stored()))
            }
            Purpose::Unsubscribe { .. } => Some(Write::Delete(WISH.into())),
            _ => None,
        }
    }

    /// The last opinions are those that count; who wishes to be told will be, and nobody else; each question is there once.
    pub(super) fn judge_anybody(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for device in (0..self.devices.len()).filter(|device| !self.forgetful.contains(device)) {
            let (wishes, stored) = (self.noted_wish(device, 0).is_some(), self.server.is_told(&address(device)));
            if wishes != stored {
                wrong.push(format!("device {device} wishes to be told: {wishes}, the backend has {stored}"));
            }
        }
        if self.forgetful.is_empty() && !self.came_late {
            let given = |device: &crate::device::Device| Given::from_stored(device.disk.get(GIVEN)?);
            let said: Vec<bool> = self.devices.iter().filter_map(given).map(|given| given.helpful).collect();
            let said = (said.iter().filter(|helpful| **helpful).count(), said.iter().filter(|helpful| !**helpful).count());
            let stored = self.server.opinions();
            if said != stored {
                wrong.push(format!("readers said {said:?} of the article, the backend has {stored:?}"));
            }
        }
        wrong
    }

    /// The wordings of questions that the backend has.
    pub(super) fn questions(&self) -> Vec<(u32, u32)> {
        self.server.questions(EMAIL).iter().filter_map(|text| Ledger::of(text)).collect()
    }
}

/// Where a device's wishes go: so each can be told from the others.
fn address(device: usize) -> String {
    format!("marie.dupont+{device}@example.com")
}
