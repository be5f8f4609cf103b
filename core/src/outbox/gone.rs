//! Messages with files that another tab has taken out of the queue: sent, refused or taken back. The device says no more of
//! them, but an update carries the key that it was written under, so that the thread tells.

use super::{Entry, Model};
use recourse_contract::Update;

/// A message with files that another tab has taken out of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Its idempotency key.
    pub key: String,
    /// The ticket.
    pub ticket: String,
    /// The names of its files on this device.
    pub files: Vec<String>,
}

impl Model {
    /// Another tab has taken this entry out of the queue.
    pub(super) fn left(&mut self, entry: Entry) {
        let is_new = self.gone.iter().all(|gone| gone.key != entry.key);
        if let Some(ticket) = entry.purpose.thread().filter(|_| is_new && !entry.uploads.is_empty()) {
            self.gone.push(Gone { key: entry.key.clone(), ticket: ticket.to_owned(), files: entry.files() });
        }
    }

    /// Whether a message that has left the queue elsewhere may have taken this file along.
    pub fn may_have_taken(&self, local: &str) -> bool {
        self.gone.iter().any(|gone| gone.files.iter().any(|file| file == local))
    }

    /// What has to be known before a thread is read: the keys that its answer will speak of.
    pub fn unclear(&self, ticket: &str) -> Vec<String> {
        self.gone.iter().filter(|gone| gone.ticket == ticket).map(|gone| gone.key.clone()).collect()
    }

    /// A thread as it is known now. What stands in it has arrived; gives the files, which are not needed any more. Of the keys
    /// that were `asked` for before it was read, the others were given back, unless something of the thread is missing here.
    pub fn thread_read(&mut self, ticket: &str, asked: &[String], thread: &[Update]) -> Vec<String> {
        let is_whole = thread.last().is_none_or(|last| usize::try_from(last.number) == Ok(thread.len()));
        let mut arrived = Vec::new();
        self.gone.retain(|gone| {
            if gone.ticket != ticket {
                return true;
            }
            let has_arrived = thread.iter().any(|update| update.idempotency_key.as_ref() == Some(&gone.key));
            if has_arrived {
                arrived.extend(gone.files.iter().cloned());
            }
            let is_missing = is_whole && asked.contains(&gone.key);
            !(has_arrived || is_missing)
        });
        arrived
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::{Attached, Event, Purpose, update};
    use crate::upload::{self, Owner, Upload};

    fn entry(key: &str) -> Entry {
        let attached = Attached { local: format!("file-{key}"), remote: Some("r".into()) };
        Entry::new(key.into(), Purpose::Reply { ticket: "t".into() }, String::new(), "{}".into(), 0).with(vec![attached])
    }

    fn thread(keys: &[Option<&str>]) -> Vec<Update> {
        let one = |(at, key): (usize, &Option<&str>)| {
            let number = at + 1;
            let json = format!(
                r#"{{"id":"u{number}","number":{number},"kind":"reply","author":{{"role":"partner"}},"at":"2026-11-23T08:00:00Z","language":"fr","text":"t"}}"#
            );
            let update: Update = serde_json::from_str(&json).expect("an update");
            Update { idempotency_key: key.map(str::to_owned), ..update }
        };
        keys.iter().enumerate().map(one).collect()
    }

    /// Two messages that another tab has taken out of the queue.
    fn model() -> Model {
        let mut model = Model { offline: true, ..Model::default() };
        update(&mut model, Event::Loaded(vec![entry("a"), entry("b")], 0));
        update(&mut model, Event::Loaded(Vec::new(), 1));
        model
    }

    #[test]
    fn the_thread_tells_what_has_arrived() {
        let mut model = model();
        assert_eq!(model.unclear("t"), ["a", "b"]);
        // What the device has of the thread may be older than what became of the message.
        assert!(model.thread_read("t", &[], &thread(&[None])).is_empty());
        assert_eq!(model.thread_read("t", &[], &thread(&[None, Some("a")])), ["file-a"]);
        assert!(!model.may_have_taken("file-a") && model.may_have_taken("file-b"));
        let asked = model.unclear("t");
        let hole = thread(&[None, Some("a"), None]).split_off(1);
        assert!(model.thread_read("t", &asked, &hole).is_empty() && model.may_have_taken("file-b"), "it may stand there");
        assert!(model.thread_read("other", &asked, &thread(&[None])).is_empty() && model.may_have_taken("file-b"));
        assert!(model.thread_read("t", &asked, &thread(&[None, Some("a")])).is_empty());
        assert!(!model.may_have_taken("file-b"), "it was given back");
    }

    #[test]
    fn an_entry_that_is_back_is_not_gone() {
        let mut model = model();
        update(&mut model, Event::Loaded(vec![entry("b")], 2));
        assert_eq!(model.unclear("t"), ["a"]);
    }

    #[test]
    fn what_a_full_device_never_had_waits_for_the_thread() {
        let (mut outbox, owner) = (model(), Owner::Reply { ticket: "t".into() });
        let mut files = upload::Model { offline: true, ..upload::Model::default() };
        for (key, kept) in [("a", false), ("b", true)] {
            let upload = Upload::new(format!("file-{key}"), owner.clone(), "bill.pdf".into(), String::new(), 9, 0);
            upload::update(&mut files, upload::Event::Added { upload, kept, now: 0 });
        }
        let free = |files: &upload::Model, outbox: &Model| files.of(&owner, outbox).map(|one| one.id.clone()).collect::<Vec<_>>();
        // Of what the device has it is known whether another tab still needs it.
        assert_eq!(free(&files, &outbox), ["file-b"]);
        // Room for it came too late for the other tab.
        upload::update(&mut files, upload::Event::Kept("file-a".into()));
        assert_eq!(free(&files, &outbox), ["file-b"]);
        let asked = outbox.unclear("t");
        assert!(outbox.thread_read("t", &asked, &thread(&[None])).is_empty());
        assert_eq!(free(&files, &outbox), ["file-a", "file-b"]);
    }
}
