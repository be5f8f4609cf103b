//! What the partner has written and was told, to be held against what the backend has in the end.

use std::collections::BTreeMap;

/// One thing that the partner wants to say. They may change its words for as long as it was not sent.
#[derive(Debug, Default)]
pub struct Intent {
    pub device: usize,
    pub ticket: String,
    /// How often it was worded.
    pub versions: u32,
    /// Which wording they were told is sent.
    pub told: Option<u32>,
    /// Whether the device said that it keeps nothing, since it was written.
    pub unkept: bool,
    /// Whether a page went with what the disk would not take of it: what that still has may go out once more.
    pub loose: bool,
    /// The draft that it is written in; nothing for what is no ticket of its own.
    pub draft: Option<String>,
    /// Whether that draft was handed over: there may be two of it.
    pub handed: bool,
}

/// A file that the partner has chosen.
#[derive(Debug)]
pub struct File {
    pub device: usize,
    pub content: String,
    /// Whether the device said that it has no room for it.
    pub unkept: bool,
    /// Whether its message was taken back while the device could not note it: another page may send that message all the same.
    /// Or a page went with such a message, sent or not, that the device could not keep.
    pub loose: bool,
}

/// Everything that the partner wants to say, by number.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Files by their names on the device.
    pub files: BTreeMap<String, File>,
    pub intents: BTreeMap<u32, Intent>,
    /// What each key on its way is: the intent and its wording.
    pub keys: BTreeMap<String, (u32, u32)>,
}

impl Ledger {
    /// The partner was told that what has this key is sent.
    pub fn was_told(&mut self, key: &str) {
        if let Some((intent, version)) = self.keys.get(key)
            && let Some(intent) = self.intents.get_mut(intent)
        {
            intent.told = Some(*version);
        }
    }

    /// A page went with an entry, and these files of it, that the disk would not take.
    pub fn may_be_sent_again(&mut self, key: &str, files: impl Iterator<Item = String>) {
        if let Some(intent) = self.keys.get(key).and_then(|(intent, _)| self.intents.get_mut(intent)) {
            intent.loose = true;
        }
        for id in files {
            if let Some(file) = self.files.get_mut(&id) {
                file.loose = true;
            }
        }
    }

    /// The text of a wording.
    pub fn text(intent: u32, version: u32) -> String {
        format!("intent {intent} version {version}")
    }

    /// Which wording a text is.
    pub fn of(text: &str) -> Option<(u32, u32)> {
        let mut words = text.strip_prefix("intent ")?.split(" version ");
        Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
    }
}
