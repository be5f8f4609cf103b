//! A device: what it has on its disk, its connection, and the pages that are open on it.

use crate::page::Page;
use recourse_core::outbox::{Entry, held_over};
use recourse_core::upload::Job;
use std::collections::BTreeMap;

/// What waits to be sent.
const OUTBOX: &str = "outbox/";

/// A device of the partner.
pub struct Device {
    /// What its storage has, by store and key. It outlives its pages.
    pub disk: BTreeMap<String, String>,
    /// Whether it refuses to keep anything more. It still forgets, as browsers do: their quota is asked for what is put.
    pub full: bool,
    /// Whether it has a connection.
    pub online: bool,
    /// What opens the tickets: the token of a link for each, or that of a session for all.
    pub way: Way,
    /// Whether it has the newer version of the app, where there is one: pages that start are of that.
    pub is_updated: bool,
    /// Its tabs.
    pub pages: Vec<Page>,
    /// Which page sends, with the number of its start: the Web Lock of the outbox.
    pub lock: Option<(usize, u32)>,
    /// Who waits for the lock, with what is to be sent.
    pub waiting: Vec<(usize, u32, Entry)>,
    /// Which page does something with a file: a Web Lock for each.
    pub file_locks: Vec<(String, usize)>,
    /// Who waits for one of them.
    pub file_waiting: Vec<(usize, u32, Job)>,
}

/// What opens the tickets.
pub enum Way {
    /// The token of each ticket's link.
    Links(BTreeMap<String, String>),
    /// The token of a session; empty when it has ended.
    Session(String),
}

/// A change of the disk.
#[derive(Clone, Debug)]
pub enum Write {
    Put(String, String),
    Delete(String),
}

impl Device {
    pub fn new(way: Way, pages: usize) -> Self {
        let pages = (0..pages).map(|_| Page::default()).collect();
        Self {
            disk: BTreeMap::new(),
            full: false,
            online: true,
            way,
            is_updated: false,
            pages,
            lock: None,
            waiting: Vec::new(),
            file_locks: Vec::new(),
            file_waiting: Vec::new(),
        }
    }

    /// The token for this ticket.
    pub fn token(&self, ticket: Option<&str>) -> String {
        match &self.way {
            Way::Links(links) => ticket.and_then(|ticket| links.get(ticket)).cloned().unwrap_or_default(),
            Way::Session(token) => token.clone(),
        }
    }

    /// Writes in one transaction. A page holds what the disk refuses for as long as it lives.
    pub fn write(&mut self, page: usize, writes: &[Write]) -> bool {
        let refuses = self.full && writes.iter().any(|write| matches!(write, Write::Put(..)));
        let held = &mut self.pages[page].held;
        for write in writes {
            let (key, text) = match write {
                Write::Put(key, text) => (key, Some(text)),
                Write::Delete(key) => (key, None),
            };
            match (refuses, text) {
                (true, _) => _ = held.insert(key.clone(), text.cloned()),
                (false, Some(text)) => _ = (held.remove(key), self.disk.insert(key.clone(), text.clone())),
                (false, None) => _ = (held.remove(key), self.disk.remove(key)),
            }
        }
        !refuses
    }

    /// What this page finds under a key.
    pub fn read(&self, page: usize, key: &str) -> Option<String> {
        match (self.pages[page].held.get(key), self.disk.get(key)) {
            (Some(Some(held)), Some(stored)) if key.starts_with(OUTBOX) => Some(held_over(held, stored)),
            (Some(held), _) => held.clone(),
            (None, stored) => stored.cloned(),
        }
    }

    /// What this page finds in a store.
    pub fn read_all(&self, page: usize, store: &str) -> Vec<String> {
        let held = &self.pages[page].held;
        let on_disk = self.disk.iter().filter(|(key, _)| key.starts_with(store) && !held.contains_key(*key));
        let held = held.keys().filter(|key| key.starts_with(store));
        on_disk.map(|(_, text)| text.clone()).chain(held.filter_map(|key| self.read(page, key))).collect()
    }
}
