//! The articles that a partner has saved: kept on the device first, and with the account of who is signed in.

use recourse_contract::json::{self, Misread};
use recourse_contract::me::MAX_BOOKMARKS;
use recourse_contract::read_objects;
use serde::Serialize;

/// The saved articles, as a device keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Saved {
    /// Of the stored shape.
    pub version: u32,
    /// Their slugs, the newest first.
    pub slugs: Vec<String>,
    /// What the account has, once everything that waits has gone out: what was saved or taken out since is told by
    /// comparing.
    pub told: Vec<String>,
    /// Whose account that is, as a fingerprint; empty before the first one.
    pub account: String,
}

read_objects! { Saved { version, slugs, told, account } }

impl Default for Saved {
    fn default() -> Self {
        Self { version: Self::VERSION, slugs: Vec::new(), told: Vec::new(), account: String::new() }
    }
}

impl Saved {
    /// The shape that this version writes.
    pub const VERSION: u32 = 1;

    /// Saves an article, or takes it out. When this is that account, it is told: gives whether it has to be.
    pub fn toggle(&mut self, slug: &str, account: Option<&str>) -> bool {
        let before = self.slugs.len();
        self.slugs.retain(|known| known != slug);
        if self.slugs.len() == before {
            self.slugs.insert(0, slug.to_owned());
            self.slugs.truncate(MAX_BOOKMARKS);
        }
        let is_told = !self.account.is_empty() && account == Some(self.account.as_str());
        if is_told {
            self.told.clone_from(&self.slugs);
        }
        is_told
    }

    /// Brings device and account together: both keep what either has saved, and what one of them has taken out since they
    /// met last is out. Of another account before this one nothing stays. Gives whether the account has to be told.
    pub fn meet(&mut self, theirs: &[String], account: &str) -> bool {
        fn is_in(list: &[String], slug: &str) -> bool {
            list.iter().any(|known| known == slug)
        }
        if self.account != account {
            if !self.account.is_empty() {
                self.slugs.clear();
            }
            self.told.clear();
            account.clone_into(&mut self.account);
        }
        let added = self.slugs.iter().filter(|slug| !is_in(&self.told, slug) && !is_in(theirs, slug));
        let kept = theirs.iter().filter(|slug| !is_in(&self.told, slug) || is_in(&self.slugs, slug));
        let mut both: Vec<String> = added.chain(kept).cloned().collect();
        both.truncate(MAX_BOOKMARKS);
        self.told.clone_from(&both);
        self.slugs = both;
        self.slugs != theirs
    }

    /// As it is stored.
    pub fn to_stored(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers only")
    }

    /// Reads what is stored; nothing when it is of a later version, in which case it stays stored. Damaged, it is as if
    /// nothing had been saved.
    pub fn from_stored(stored: &str) -> Option<Self> {
        match json::read::<Self>(stored) {
            Ok(saved) => (saved.version <= Self::VERSION).then_some(saved),
            Err(Misread(_)) => Some(Self::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn list(slugs: &[&str]) -> Vec<String> {
        slugs.iter().map(|slug| (*slug).to_owned()).collect()
    }

    #[test]
    fn device_and_account_keep_what_either_has() {
        let mut saved = Saved::default();
        assert!(!saved.toggle("a", None) && !saved.toggle("b", Some("marie")), "nobody has met yet");
        assert!(saved.meet(&list(&["c", "a"]), "marie"));
        assert_eq!((&saved.slugs, &saved.told), (&list(&["b", "c", "a"]), &list(&["b", "c", "a"])));
        assert!(!saved.clone().meet(&list(&["b", "c", "a"]), "marie"));
        // Taken out elsewhere, and one taken out and one saved here before they meet again.
        assert!(!saved.toggle("c", None) && !saved.toggle("d", None));
        assert!(saved.meet(&list(&["c", "a"]), "marie"));
        assert_eq!(saved.slugs, list(&["d", "a"]));
        assert!(saved.toggle("a", Some("marie")));
        assert_eq!((&saved.slugs, &saved.told), (&list(&["d"]), &list(&["d"])));
        // Somebody else.
        assert!(!saved.meet(&list(&["x"]), "jean"));
        assert_eq!(saved.slugs, list(&["x"]));
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let mut saved = Saved::default();
        saved.toggle("a", None);
        assert_eq!(Saved::from_stored(&saved.to_stored()), Some(saved.clone()));
        assert_eq!(Saved::from_stored(&saved.to_stored().replace("\"version\":1", "\"version\":2")), None);
        assert_eq!(Saved::from_stored("damaged"), Some(Saved::default()));
    }

    proptest! {
        /// Two devices that change things in any order and meet the account now and then agree when all have met.
        #[test]
        fn devices_agree_in_the_end(steps in prop::collection::vec((0_usize..2, 0_u8..6), 0..30)) {
            let mut devices = [Saved::default(), Saved::default()];
            let mut account: Vec<String> = Vec::new();
            let meet = |device: &mut Saved, account: &mut Vec<String>| {
                if device.meet(account, "marie") {
                    account.clone_from(&device.slugs);
                }
            };
            for (at, what) in steps {
                match what {
                    0 => meet(&mut devices[at], &mut account),
                    slug => _ = devices[at].toggle(&format!("a-{slug}"), None),
                }
            }
            for at in [0, 1, 0] {
                meet(&mut devices[at], &mut account);
            }
            prop_assert_eq!(&devices[0].slugs, &account);
            prop_assert_eq!(&devices[1].slugs, &account);
        }
    }
}
