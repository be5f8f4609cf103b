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
    /// What the account had when both met last: what was saved or taken out since, here and there, is told by comparing.
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

    /// Saves an article, or takes it out. The account hears of it when they meet.
    pub fn toggle(&mut self, slug: &str) {
        let before = self.slugs.len();
        self.slugs.retain(|known| known != slug);
        if self.slugs.len() == before {
            self.slugs.insert(0, slug.to_owned());
            self.slugs.truncate(MAX_BOOKMARKS);
        }
    }

    /// Brings device and account together: both keep what either has saved, and what one of them has taken out since they
    /// met last is out. Of another account before this one nothing stays. Gives whether the account has to be told, and
    /// then [`was_told`](Self::was_told): until it has heard, what is new here stays new.
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
        theirs.clone_into(&mut self.told);
        self.slugs = both;
        self.slugs != theirs
    }

    /// This account was told, and has this now. Gives whether it is still the one of this device.
    pub fn was_told(&mut self, theirs: &[String], account: &str) -> bool {
        let is_same = self.account == account;
        if is_same {
            theirs.clone_into(&mut self.told);
        }
        is_same
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

    /// They meet, and the account hears of it.
    fn meet(device: &mut Saved, account: &mut Vec<String>) {
        if device.meet(account, "marie") {
            account.clone_from(&device.slugs);
            assert!(device.was_told(account, "marie"));
        }
    }

    #[test]
    fn device_and_account_keep_what_either_has() {
        let mut saved = Saved::default();
        saved.toggle("a");
        saved.toggle("b");
        let mut theirs = list(&["c", "a"]);
        meet(&mut saved, &mut theirs);
        assert_eq!((&saved.slugs, &saved.told), (&list(&["b", "c", "a"]), &theirs));
        assert!(!saved.clone().meet(&theirs, "marie"));
        // Taken out elsewhere, and one taken out and one saved here before they meet again.
        saved.toggle("c");
        saved.toggle("d");
        meet(&mut saved, &mut list(&["c", "a"]));
        assert_eq!(saved.slugs, list(&["d", "a"]));
        // Somebody else.
        assert!(!saved.was_told(&list(&["x"]), "jean"));
        assert!(!saved.meet(&list(&["x"]), "jean"));
        assert_eq!(saved.slugs, list(&["x"]));
    }

    #[test]
    fn what_another_device_saves_survives_a_change_that_was_not_told() {
        let mut saved = Saved::default();
        saved.toggle("y");
        assert!(saved.meet(&list(&["z"]), "marie"));
        // The account did not hear of it; meanwhile another device has saved one and taken one out.
        saved.toggle("w");
        let mut theirs = list(&["x"]);
        meet(&mut saved, &mut theirs);
        assert_eq!(theirs, list(&["w", "y", "x"]));
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let mut saved = Saved::default();
        saved.toggle("a");
        assert_eq!(Saved::from_stored(&saved.to_stored()), Some(saved.clone()));
        assert_eq!(Saved::from_stored(&saved.to_stored().replace("\"version\":1", "\"version\":2")), None);
        assert_eq!(Saved::from_stored("damaged"), Some(Saved::default()));
    }

    proptest! {
        /// Two devices change things in any order and meet the account now and then, which does not always hear of it. When
        /// all have met they agree, and what one has saved and nobody has taken out is there.
        #[test]
        fn devices_agree_in_the_end(steps in prop::collection::vec((0_usize..2, 0_u8..8), 0..40)) {
            let mut devices = [Saved::default(), Saved::default()];
            let mut account: Vec<String> = Vec::new();
            let (mut saved, mut removed) = (Vec::new(), Vec::new());
            for (at, what) in steps {
                let device = &mut devices[at];
                match what {
                    0 | 1 => meet(device, &mut account),
                    // The connection breaks before the account is told, or before its answer is here.
                    2 => _ = device.meet(&account, "marie"),
                    3 => {
                        if device.meet(&account, "marie") {
                            account.clone_from(&device.slugs);
                        }
                    }
                    slug => {
                        let slug = format!("a-{slug}");
                        device.toggle(&slug);
                        if device.slugs.contains(&slug) { saved.push(slug) } else { removed.push(slug) }
                    }
                }
            }
            for at in [0, 1, 0] {
                meet(&mut devices[at], &mut account);
            }
            prop_assert_eq!(&devices[0].slugs, &account);
            prop_assert_eq!(&devices[1].slugs, &account);
            for slug in saved.iter().filter(|slug| !removed.contains(slug)) {
                prop_assert!(account.contains(slug), "{slug} is lost");
            }
        }
    }
}
