//! The articles that are saved: on this device first, and with the account of who is signed in.
//!
//! The account is only told what device and account have agreed on a moment before: a list that waited for a connection
//! would wipe out what another device has saved meanwhile.

use super::Device;
use crate::shell::http::{Response, Verb};
use crate::shell::storage::{self, Store};
use crate::shell::{locks, network};
use leptos::prelude::*;
use recourse_contract::json;
use recourse_contract::me::{Me, MeChange};
use recourse_core::article::Saved;
use recourse_core::session::fingerprint;

/// The note of what is saved.
const NOTE: &str = "bookmarks";
/// The lock of who brings device and account together.
const LOCK: &str = "recourse-bookmarks";

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

    /// Saves an article, or takes it out. Says whether the account of this address has it, too; if not, it hears of it when
    /// they meet the next time.
    pub async fn toggle_bookmark(self, slug: &str, email: Option<&str>) -> bool {
        self.change_saved(&mut |mut saved| {
            saved.toggle(slug);
            Some(saved)
        })
        .await;
        match email {
            Some(email) if network::is_online() || self.is_on_this_machine() => self.meet_account(email, true).await,
            _ => false,
        }
    }

    /// Brings the device and the account of this address together, one tab at a time. `if_changed`: only when something was
    /// saved here that the account does not know of. Says whether both have the same now, as far as this device knows.
    pub async fn meet_account(self, email: &str, if_changed: bool) -> bool {
        let (account, epoch) = (fingerprint(email), self.backend.epoch());
        locks::exclusively(LOCK, async move { self.meet(account, epoch, if_changed).await.is_some() }).await
    }

    async fn meet(self, account: String, epoch: u32, if_changed: bool) -> Option<()> {
        let before = self.saved().await;
        if if_changed && before.account == account && before.told == before.slugs {
            return Some(());
        }
        let theirs = self.bookmarks_of(Verb::Get, None).await?;
        let mut tell = None;
        self.change_saved(&mut |mut saved| {
            // Signed out, or met in another tab, while the answer was on its way. What was saved meanwhile counts.
            if self.backend.epoch() != epoch || (&saved.account, &saved.told) != (&before.account, &before.told) {
                return None;
            }
            tell = Some(saved.meet(&theirs, &account).then(|| saved.slugs.clone()));
            Some(saved)
        })
        .await;
        let Some(slugs) = tell? else { return Some(()) };
        if self.backend.epoch() != epoch {
            return None;
        }
        let change = MeChange { bookmarks: Some(slugs), ..MeChange::default() };
        let told = self.bookmarks_of(Verb::Patch, Some(&serde_json::to_string(&change).expect("texts"))).await?;
        self.change_saved(&mut |mut saved| (self.backend.epoch() == epoch && saved.was_told(&told, &account)).then_some(saved))
            .await;
        Some(())
    }

    /// What the account has saved, asked or changed. Nothing without an answer.
    async fn bookmarks_of(self, verb: Verb, body: Option<&str>) -> Option<Vec<String>> {
        match self.backend.call(verb, "/me", body).await {
            Some(Response { status: 200, body, .. }) => json::read::<Me>(&body).ok().map(|me| me.bookmarks),
            _ => None,
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
