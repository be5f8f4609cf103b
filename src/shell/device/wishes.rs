//! The wish to be told when an incident is solved: a request in the outbox, then a note on the device.

use super::Device;
use crate::shell::storage::{self, Store};
use leptos::prelude::*;
use recourse_contract::incident::NewSubscription;
use recourse_core::incident::{Undo, Wish, path, undo, wish};
use recourse_core::outbox::{Event, Purpose};

/// How the notes of wishes begin.
pub(super) const WISH: &str = "incident:";

/// The note of a wish.
pub(super) fn wish_note(incident: &str) -> String {
    format!("{WISH}{incident}")
}

impl Device {
    /// Reads what the device has noted of these incidents.
    pub async fn look_up(self, incidents: Vec<String>) {
        for incident in incidents {
            let stored = storage::get(Store::Notes, &wish_note(&incident)).await.ok().flatten();
            self.note_wish(&incident, stored.and_then(|stored| Wish::from_stored(&stored)));
        }
    }

    /// What counts from now on, as the device has it.
    pub(super) fn note_wish(self, incident: &str, wish: Option<Wish>) {
        let is_known = |all: &Vec<(String, Option<Wish>)>| all.iter().any(|(id, known)| id == incident && *known == wish);
        if !self.wishes.with_untracked(is_known) {
            self.wishes.update(|all| {
                all.retain(|(id, _)| id != incident);
                all.push((incident.to_owned(), wish));
            });
        }
    }

    /// Forgets notes in memory: the device has forgotten them.
    pub(super) fn forget_wishes(self, keeps: &dyn Fn(&str) -> bool) {
        let left = |wish: &mut Option<Wish>| *wish = wish.take().filter(|wish| keeps(&wish.email));
        self.wishes.update(|all| all.iter_mut().for_each(|(_, wish)| left(wish)));
    }

    /// The wish to be told of this incident, if there is one; follows its changes.
    pub fn wish(self, incident: &str) -> Option<Wish> {
        let noted = self.wishes.with(|all| all.iter().find(|(id, _)| id == incident).and_then(|(_, wish)| wish.clone()));
        self.outbox.with(|outbox| wish(outbox, noted.as_ref(), incident))
    }

    /// Asks to be told.
    pub fn ask_to_be_told(self, incident: &str, email: String, language: String) {
        self.refused_wish.set(None);
        let body = NewSubscription { email: Some(email.clone()), language };
        let body = serde_json::to_string(&body).expect("texts");
        self.queue(Purpose::Subscribe { incident: incident.to_owned(), email }, path(incident), body);
    }

    /// Takes that back.
    pub fn take_wish_back(self, incident: &str, wish: &Wish) {
        match self.outbox.with_untracked(|outbox| undo(outbox, incident, wish)) {
            Undo::Forget(key) => self.send(Event::TakenBack(key)),
            Undo::Send(purpose) => self.queue_under(wish.key.clone(), purpose, path(incident), String::new(), Vec::new()),
        }
    }
}
