//! The articles that are saved: on this device first, and with the account of who is signed in.

use super::Device;
use crate::shell::http::{Response, Verb};
use crate::shell::storage::{self, Store};
use leptos::prelude::*;
use recourse_contract::json;
use recourse_contract::me::{Me, MeChange};
use recourse_core::article::Saved;
use recourse_core::outbox::Purpose;
use recourse_core::session::fingerprint;

/// The note of what is saved.
const NOTE: &str = "bookmarks";

impl Device {
    /// Reads what is saved, for a screen that shows it.
    pub async fn load_bookmarks(self) {
        self.bookmarks.set(self.saved().await.slugs);
    }

    async fn saved(self) -> Saved {
        let stored = storage::get(Store::Notes, NOTE).await.ok().flatten();
        stored.and_then(|stored| Saved::from_stored(&stored)).unwrap_or_default()
    }

    /// Changes what is saved, on what the device has of it now: another tab may have changed it. `change` gives nothing to
    /// leave it.
    async fn change_saved(self, change: &mut dyn FnMut(Saved) -> Option<Saved>) {
        let mut now = None;
        let done = storage::change(Store::Notes, &[NOTE.to_owned()], &mut |_, stored| {
            let before = match stored {
                // Of a later version: it stays.
                Some(stored) => Saved::from_stored(&stored)?,
                None => Saved::default(),
            };
            let after = change(before)?;
            now = Some(after.slugs.clone());
            Some(after.to_stored())
        })
        .await;
        if let Some(slugs) = now {
            self.bookmarks.set(slugs);
            self.written(done.is_ok());
        }
    }

    /// Saves an article, or takes it out. Says whether the account of this address is told.
    pub async fn toggle_bookmark(self, slug: &str, email: Option<&str>) -> bool {
        let account = email.map(fingerprint);
        let mut tell = None;
        self.change_saved(&mut |mut saved| {
            tell = saved.toggle(slug, account.as_deref()).then(|| saved.slugs.clone());
            Some(saved)
        })
        .await;
        let is_told = tell.is_some();
        self.tell_account(tell);
        is_told
    }

    /// Brings the device and the account of this address together. `if_changed`: only when something was saved here that the
    /// account does not know of.
    pub async fn meet_account(self, email: &str, if_changed: bool) {
        let (account, epoch, before) = (fingerprint(email), self.backend.epoch(), self.saved().await);
        let has_met = before.account == account && before.told == before.slugs;
        // What waits has the last word; when it has gone out, the next time is early enough.
        let waits = move || self.outbox.with_untracked(|outbox| outbox.has(&Purpose::Bookmarks));
        if waits() || (if_changed && has_met) {
            return;
        }
        let Some(Response { status: 200, body, .. }) = self.backend.call(Verb::Get, "/me", None).await else { return };
        let Ok(me) = json::read::<Me>(&body) else { return };
        let mut tell = None;
        self.change_saved(&mut |mut saved| {
            // Signed out, or changed in another tab, while the answer was on its way.
            if self.backend.epoch() != epoch || waits() || saved != before {
                return None;
            }
            tell = saved.meet(&me.bookmarks, &account).then(|| saved.slugs.clone());
            Some(saved)
        })
        .await;
        self.tell_account(tell);
    }

    fn tell_account(self, slugs: Option<Vec<String>>) {
        if let Some(slugs) = slugs {
            let change = MeChange { bookmarks: Some(slugs), ..MeChange::default() };
            let body = serde_json::to_string(&change).expect("texts");
            self.queue_mark(Purpose::Bookmarks, "/me".into(), body);
        }
    }

    /// Whether a note is what an account has saved: that leaves the device with the session.
    pub(super) fn is_of_account(self, note: &str, text: &str) -> bool {
        let is = note == NOTE && Saved::from_stored(text).is_some_and(|saved| !saved.account.is_empty());
        if is {
            self.bookmarks.set(Vec::new());
        }
        is
    }
}
