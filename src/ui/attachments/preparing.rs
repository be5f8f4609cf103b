//! Files that are being prepared in this tab, those that were not taken, and whose files keep something from being sent:
//! noted by owner, as screens come and go meanwhile.

use leptos::prelude::*;
use recourse_core::upload::Owner;
use std::thread::LocalKey;

type ByOwner = ArcRwSignal<Vec<(Owner, String)>>;

thread_local! {
    /// Names of the files that are being prepared.
    static PREPARING: ByOwner = ArcRwSignal::new(Vec::new());
    /// What was wrong with those that were not taken. After their screen has gone, the next one of the same owner tells it.
    static FAULTS: ByOwner = ArcRwSignal::new(Vec::new());
    /// Whose message was to be sent and had to wait for its files.
    static STOPPED: ArcRwSignal<Option<Owner>> = ArcRwSignal::new(None);
}

fn of(all: &'static LocalKey<ByOwner>, owner: &Owner) -> Vec<String> {
    let all = all.with(ByOwner::clone);
    all.with(|all| all.iter().filter(|(whose, _)| whose == owner).map(|(_, text)| text.clone()).collect())
}

/// A file that is being prepared: as long as this lives, what is sent for its owner waits.
pub(super) struct Preparing {
    owner: Owner,
    name: String,
}

impl Preparing {
    /// Begins.
    pub(super) fn new(owner: &Owner, name: String) -> Self {
        stopped(None);
        PREPARING.with(ByOwner::clone).update(|all| all.push((owner.clone(), name.clone())));
        Self { owner: owner.clone(), name }
    }
}

impl Drop for Preparing {
    fn drop(&mut self) {
        PREPARING.with(ByOwner::clone).update(|all| {
            if let Some(at) = all.iter().position(|(owner, name)| *owner == self.owner && *name == self.name) {
                all.remove(at);
            }
        });
    }
}

/// The names of the files of this owner that are being prepared.
pub(super) fn names(owner: &Owner) -> Vec<String> {
    of(&PREPARING, owner)
}

/// Whether there are files that are being prepared, whoever's they are.
pub(super) fn any() -> bool {
    PREPARING.with(ByOwner::clone).with_untracked(|all| !all.is_empty())
}

/// What was wrong with files of this owner.
pub(super) fn faults(owner: &Owner) -> Vec<String> {
    of(&FAULTS, owner)
}

/// A file of this owner was not taken.
pub(super) fn fault(owner: &Owner, line: String) {
    FAULTS.with(ByOwner::clone).update(|all| all.push((owner.clone(), line)));
}

/// What was wrong has been told.
pub(super) fn forget_faults(owner: &Owner) {
    if !untrack(|| faults(owner)).is_empty() {
        FAULTS.with(ByOwner::clone).update(|all| all.retain(|(whose, _)| whose != owner));
    }
}

/// Something was to be sent: whose files it has to wait for.
pub(super) fn stopped(owner: Option<Owner>) {
    STOPPED.with(ArcRwSignal::clone).set(owner);
}

/// Whether what this owner's files go with was to be sent, and had to wait.
pub(super) fn was_stopped(owner: &Owner) -> bool {
    STOPPED.with(ArcRwSignal::clone).with(|stopped| stopped.as_ref() == Some(owner))
}
