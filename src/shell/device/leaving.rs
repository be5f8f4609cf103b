//! Leaving this device: what would be lost, and forgetting everything. And what this page still has when the browser has forgotten
//! it already.

use super::Device;
use crate::shell::storage::{self, Store, Write};
use crate::shell::uploads::{self, bytes};
use crate::shell::{clock, page, tabs};
use leptos::prelude::*;
use recourse_core::leaving::{Here, Unsent};
use recourse_core::outbox::{Entry, Event};
use recourse_core::upload;

/// Whether a note tells of nobody: it stays when everything else goes.
fn is_public(note: &str) -> bool {
    note.starts_with("service:")
}

impl Device {
    /// Everything that was begun or waits.
    pub async fn unsent_here(self) -> Vec<Unsent> {
        uploads::load(self).await;
        self.unsent_with(&storage::pairs(Store::Notes).await.unwrap_or_default())
    }

    fn unsent_with(self, notes: &[(String, String)]) -> Vec<Unsent> {
        let (drafts, outbox) = (self.drafts.get_untracked(), self.outbox.get_untracked());
        let (tickets, uploads) = (self.tickets.get_untracked(), self.uploads.with_untracked(|model| model.uploads.clone()));
        Here { drafts: &drafts, outbox: &outbox, notes, tickets: &tickets, uploads: &uploads }.unsent()
    }

    /// What waits is tried now.
    pub fn try_all(self) {
        let keys = self.outbox.with_untracked(|outbox| outbox.entries.iter().map(|entry| entry.key.clone()).collect::<Vec<_>>());
        for key in keys {
            self.send(Event::Retried(key, clock::now()));
        }
    }

    /// Forgets everything that tells of somebody: drafts, what waits, files, cases, notes. Says whether the device obeyed.
    pub async fn forget_all(self) -> bool {
        let files = self.uploads.with_untracked(|model| model.uploads.iter().map(|file| file.id.clone()).collect::<Vec<_>>());
        for file in files {
            self.upload(upload::Event::Removed(file, clock::now()));
        }
        self.outbox.update(|outbox| {
            let keys: Vec<String> = outbox.entries.iter().map(|entry| entry.key.clone()).collect();
            keys.iter().for_each(|key| outbox.drop_entry(key));
            outbox.gone.clear();
        });
        self.drafts.set(Vec::new());
        self.tickets.set(Vec::new());
        self.bookmarks.set(Vec::new());
        self.list_read.set(None);
        self.reached.set(None);
        self.unreadable.set(0);
        self.newer.set(0);
        self.link.set_value(None);
        self.noted.set_value(Vec::new());
        self.forget_wishes(&|_| false);
        let obeyed = storage::clear(is_public).await.is_ok();
        tabs::tell();
        obeyed
    }

    /// Remembers what is written into notes: texts that were begun.
    pub(super) fn note(self, writes: &[Write]) {
        self.noted.update_value(|noted| {
            for write in writes {
                if let Write::Put(Store::Notes, name, _) | Write::Delete(Store::Notes, name) = write {
                    noted.retain(|(other, _)| other != name);
                }
                if let Write::Put(Store::Notes, name, text) = write {
                    noted.push((name.clone(), text.clone()));
                }
            }
        });
    }

    /// What another tab has taken from the notes of this device does not come back.
    pub(super) async fn forget_notes(self) {
        if self.noted.with_value(Vec::is_empty) {
            return;
        }
        if let Ok(notes) = storage::pairs(Store::Notes).await {
            self.noted.update_value(|noted| noted.retain(|(name, _)| notes.iter().any(|(kept, _)| kept == name)));
        }
    }

    /// Watches whether the browser clears what this device keeps. Called once.
    pub fn watch_loss(self) {
        storage::on_lost(move || self.lost.set(self.has_anything()));
    }

    /// Whether this page has something that the device kept. After signing out it has not.
    fn has_anything(self) -> bool {
        let is_written = self.drafts.with_untracked(|drafts| !drafts.is_empty())
            || self.noted.with_value(|noted| !noted.is_empty())
            || self.outbox.with_untracked(|outbox| !outbox.entries.is_empty())
            || self.uploads.with_untracked(|model| !model.uploads.is_empty());
        is_written || self.tickets.with_untracked(|tickets| !tickets.is_empty())
    }

    /// The browser has cleared what this device kept, and not because the partner wanted it: what this page has of it is kept
    /// again. The bytes of files that have not gone up are lost; their rows say so.
    pub async fn keep_again(self) {
        self.lost.set(false);
        let mut writes = Vec::new();
        self.drafts.with_untracked(|drafts| {
            writes.extend(drafts.iter().map(|draft| Write::Put(Store::Drafts, draft.id.to_string(), draft.to_stored())));
        });
        self.tickets.with_untracked(|tickets| {
            let kept = tickets.iter().filter(|known| !(known.is_by_session() && self.backend.is_elsewhere()));
            writes.extend(kept.map(|known| Write::Put(Store::Tickets, known.id.clone(), known.to_stored())));
        });
        self.noted.with_value(|noted| {
            writes.extend(noted.iter().map(|(name, text)| Write::Put(Store::Notes, name.clone(), text.clone())));
        });
        let put = |entry: &Entry| Write::Put(Store::Outbox, entry.key.clone(), entry.to_stored());
        self.outbox.with_untracked(|outbox| writes.extend(outbox.entries.iter().map(put)));
        self.uploads.with_untracked(|model| {
            let uploads = model.uploads.iter();
            writes.extend(uploads.map(|file| Write::Put(Store::Uploads, file.id.clone(), file.to_stored())));
        });
        self.write(writes).await;
    }

    /// On a shared device the browser asks before it closes a tab with something unsent. Called once.
    pub fn ask_before_leaving(self) {
        if !storage::is_shared() {
            return;
        }
        // Dropped without removing the listener: that is meant.
        let _ = window_event_listener_untyped("beforeunload", move |event| {
            // What the app itself loads anew finds everything again but the bytes of files.
            let loses_files = bytes::holds_any();
            let is_reload = page::is_reloading();
            if loses_files || (!is_reload && !self.unsent_with(&storage::in_tab(Store::Notes)).is_empty()) {
                event.prevent_default();
            }
        });
    }

    /// Tries again to keep what the device has refused.
    pub async fn keep_refused(self) {
        let kept = storage::again().await.is_ok();
        self.written(kept);
    }
}
