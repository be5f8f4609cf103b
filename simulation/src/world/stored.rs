//! What pages read of their device, and how something new gets into its queue.

use super::{Device, Event, Step, Task, World, Write};
use crate::page::Page;
use recourse_core::outbox::{Entry, Purpose};
use recourse_core::upload::Owner;

impl World<'_> {
    pub(super) fn load(&mut self, device: usize, page: usize) {
        let entries = self.stored_queue(device, page);
        for ticket in self.tickets.clone() {
            self.load_thread(device, page, &ticket);
        }
        let now = self.now;
        self.send(device, page, Event::Loaded(entries, now));
        self.ask_of_gone(device, page);
        self.load_files(device, page);
    }

    /// Puts something into the outbox. `note` is what is kept in one go with it. Gives its key.
    pub(super) fn queue(
        &mut self,
        device: usize,
        page: usize,
        purpose: Purpose,
        path: String,
        body: String,
        note: Option<Write>,
    ) -> String {
        self.queue_under(device, page, None, purpose, path, body, note)
    }

    /// The same under an idempotency key that others have, too.
    #[allow(clippy::too_many_arguments)] // They are those of the shell, with the place.
    pub(super) fn queue_under(
        &mut self,
        device: usize,
        page: usize,
        under: Option<String>,
        purpose: Purpose,
        path: String,
        body: String,
        note: Option<Write>,
    ) -> String {
        let key = self.new_key(device);
        let shown = self.page(device, page);
        let files = Owner::of(&purpose).map(|owner| shown.uploads.take_along(&owner, &shown.outbox)).unwrap_or_default();
        let entry = Entry::new(key.clone(), purpose, path, body, self.now).with(files);
        let entry = match under {
            Some(under) => entry.under(under),
            None => entry,
        };
        self.soon(device, page, Task::Begin(entry, note));
        key
    }

    /// Whether a page has something for this purpose that the disk would not take: other pages do not know how it stands with it,
    /// and what they do with it this page does not see.
    pub(super) fn waits_apart(&self, device: usize, purpose: &Purpose) -> bool {
        let Device { disk, pages, .. } = &self.devices[device];
        pages.iter().any(|page| {
            let is_apart = |key: &String| !disk.contains_key(key) || page.held.contains_key(key);
            page.outbox.entries.iter().any(|entry| entry.purpose == *purpose && is_apart(&format!("outbox/{}", entry.key)))
        })
    }

    /// A key that no other entry has.
    pub(super) fn new_key(&mut self, device: usize) -> String {
        format!("key-{device}-{:08}-{:016x}", self.number(), self.rng.u64(..))
    }

    /// Whether nothing on the device is sending this intent, or about to: its text can be worded again.
    pub(super) fn is_free(&self, device: usize, number: u32) -> bool {
        let is_it = |key: &str| self.ledger.keys.get(key).is_some_and(|(intent, _)| *intent == number);
        let waits = |page: &Page| page.outbox.entries.iter().any(|entry| is_it(&entry.key));
        let told = self.ledger.intents.get(&number).is_some_and(|intent| intent.told.is_some());
        let is_about_to = |step: &Step| match step {
            Step::Page { device: of, task: Task::Begin(entry, _) | Task::Add(entry) | Task::GiveBack(entry, _), .. } => {
                *of == device && is_it(&entry.key)
            }
            _ => false,
        };
        !told
            && !self.devices[device].pages.iter().any(waits)
            && !self.devices[device].disk.keys().filter_map(|key| key.strip_prefix("outbox/")).any(is_it)
            && !self.agenda.values().any(is_about_to)
    }
}
