//! Two versions of the app on one device: the pages of the older one read what the newer one has written.
//!
//! The newer one is made of this `core`, too: what it stores has a member that the older one does not know, and replies are
//! of a purpose, or of a shape, that the older one cannot read. It leaves those where they are.

use super::World;
use crate::device::Write;
use recourse_core::bugs::Bug;
use recourse_core::outbox::Entry;

const KNOWN: &str = "\"purpose\":{\"reply\":";
const LATER: &str = "\"purpose\":{\"remark\":";

impl World<'_> {
    /// Whether this page is of the newer version, where there is one.
    fn is_newer(&self, device: usize, page: usize) -> bool {
        self.has_update && !self.devices[device].pages[page].is_older
    }

    /// The partner takes the newer version, in one page; it starts again. Others go on as they are until they start again.
    pub(super) fn take_update(&mut self, device: usize) {
        self.devices[device].is_updated = true;
        let open = |page: &usize| self.devices[device].pages[*page].is_open;
        let Some(page) = (0..self.devices[device].pages.len()).find(open) else { return };
        self.note(&format!("device {device}.{page} takes the newer version"));
        self.log.done("updated");
        self.close(device, page);
        self.open(device, page);
    }

    /// An entry as this page stores it. What has files is the same in both versions.
    pub(super) fn entry_text(&self, device: usize, page: usize, entry: &Entry) -> String {
        let text = entry.to_stored();
        if !self.is_newer(device, page) {
            return text;
        }
        let text = text.replacen('{', "{\"written_by\":\"2\",", 1);
        match entry.uploads.is_empty().then(|| text.find(KNOWN)).flatten() {
            None => text,
            Some(_) if entry.key.ends_with(['0', '1', '2', '3', '4', '5', '6', '7']) => text.replacen(KNOWN, LATER, 1),
            Some(_) => text.replacen("\"version\":1", "\"version\":2", 1),
        }
    }

    /// An entry as this page reads it.
    pub(super) fn entry_of(&self, device: usize, page: usize, text: &str) -> Option<Entry> {
        if self.is_newer(device, page) {
            Entry::from_stored(&text.replacen(LATER, KNOWN, 1).replacen("\"version\":2", "\"version\":1", 1))
        } else {
            Entry::from_stored(text)
        }
    }

    /// What the device has of an entry, as this page reads it.
    pub(super) fn stored_entry(&self, device: usize, page: usize, key: &str) -> Option<Entry> {
        self.devices[device].read(page, key).and_then(|text| self.entry_of(device, page, &text))
    }

    /// The queue, as this page reads it.
    pub(super) fn stored_queue(&mut self, device: usize, page: usize) -> Vec<Entry> {
        let stored = self.devices[device].read_all(page, "outbox/");
        if self.bug == Some(Bug::DropsLater) {
            for text in stored.iter().filter(|text| self.entry_of(device, page, text).is_none()).cloned().collect::<Vec<_>>() {
                let gone = self.devices[device].disk.iter().find(|(_, kept)| **kept == text).map(|(key, _)| key.clone());
                let writes: Vec<Write> = gone.into_iter().map(Write::Delete).collect();
                self.write(device, page, &writes);
            }
        }
        stored.iter().filter_map(|text| self.entry_of(device, page, text)).collect()
    }
}
