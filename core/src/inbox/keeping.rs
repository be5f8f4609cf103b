//! How much of what a session has read stays on the device for reading without a connection, and since when.

use super::Known;
use crate::order::sort;
use recourse_contract::json;
use recourse_contract::read_objects;
use serde::Serialize;

/// How many threads that only a session opens stay on the device: those that were read last.
pub const THREADS: usize = 50;

/// When the list of a session was read last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListRead {
    /// Of the stored shape.
    pub version: u32,
    /// Whose list, as a fingerprint of the address.
    pub account: String,
    /// Milliseconds since 1970, by the backend's clock where it is known.
    pub at: i64,
}

read_objects! { ListRead { version, account, at } }

impl ListRead {
    /// The shape that this version writes.
    pub const VERSION: u32 = 1;

    /// As it is stored.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers")
    }

    /// Reads it; nothing when it is damaged, of a later version, or of another account.
    pub fn from_stored(stored: &str, account: &str) -> Option<Self> {
        json::read::<Self>(stored).ok().filter(|read| read.version <= Self::VERSION && read.account == account)
    }
}

/// The threads that go: more were read than a device keeps. `is_needed` says of a ticket whether something is being written
/// there. What a link opens always stays.
pub fn too_many(tickets: &[Known], is_needed: &dyn Fn(&str) -> bool) -> Vec<String> {
    let by_session = |known: &&Known| known.is_by_session() && known.ticket.is_some();
    let mut read: Vec<&Known> = tickets.iter().filter(by_session).collect();
    sort(&mut read, |a, b| a.read_at > b.read_at);
    read.into_iter().skip(THREADS).filter(|known| !is_needed(&known.id)).map(|known| known.id.clone()).collect()
}

impl Known {
    /// What stays of a thread that goes: its row in the list.
    #[must_use]
    pub fn without_thread(self) -> Self {
        let row = self.summary().cloned();
        Self { ticket: None, thread: Vec::new(), listed: row, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::Filed;

    fn known(id: &str, read_at: i64) -> Known {
        let filed: Filed = serde_json::from_str(include_str!("../../../contract/examples/filed.json")).expect("an example");
        let mut ticket = filed.ticket;
        ticket.summary.id = id.into();
        Known { ticket: Some(ticket), read_at, ..Known::from_link(id.into(), String::new()) }
    }

    #[test]
    fn the_threads_read_last_stay() {
        let mut all: Vec<Known> = (0..60).map(|n| known(&format!("t{n}"), n)).collect();
        all[0].token = "link".into();
        let gone = too_many(&all, &|id| id == "t3");
        // Of 59 by session the nine oldest are too many: t1 to t9, and t3 is being written in.
        assert_eq!(gone.len(), 8);
        assert!(["t0", "t3", "t10", "t59"].iter().all(|stays| gone.iter().all(|id| id != stays)));
    }

    #[test]
    fn a_row_stays_of_a_thread() {
        let row = known("t1", 5).without_thread();
        assert_eq!((row.ticket.is_none(), row.thread.len()), (true, 0));
        assert_eq!(row.summary().map(|summary| summary.id.as_str()), Some("t1"));
    }

    #[test]
    fn the_time_of_a_list_is_told_to_its_account_alone() {
        let read = ListRead { version: ListRead::VERSION, account: "a".into(), at: 7 };
        assert_eq!(ListRead::from_stored(&read.to_stored(), "a"), Some(read.clone()));
        assert_eq!(ListRead::from_stored(&read.to_stored(), "b"), None);
        let later = ListRead { version: ListRead::VERSION + 1, ..read };
        assert_eq!(ListRead::from_stored(&later.to_stored(), "a"), None);
    }
}
