//! Mistakes that can be switched on, to show that the simulation finds them. Only with the feature `bugs`.

/// A mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code)] // Each is asked for by name; without the feature none is on.
pub enum Bug {
    /// After a lost answer a request can be edited again, although it may have arrived.
    Thaws,
    /// A failing server counts as a refusal, although the request may be stored.
    GivesUp,
    /// The news of an own write do not take the place of what waits.
    ShowsTwice,
    /// A request is sent before the device has noted that it may arrive. (The simulation's own page makes it.)
    SendsFirst,
    /// A filing goes out under a key of its own, and not under that of its draft.
    FilesTwice,
    /// A mark does not wait for the one before it.
    Overtakes,
    /// A frame forgets a draft that it hands over before the tab says that it has it. (The simulation's own page.)
    ForgetsFirst,
    /// An older version of the app deletes entries that it cannot read. (Likewise.)
    DropsLater,
    /// Files are forgotten when their message is sent, and not when it has arrived. (Likewise.)
    ForgetsFiles,
}

impl Bug {
    /// All of them, with their names on the command line.
    pub const ALL: [(&'static str, Self); 9] = [
        ("thaws", Self::Thaws),
        ("gives-up", Self::GivesUp),
        ("shows-twice", Self::ShowsTwice),
        ("sends-first", Self::SendsFirst),
        ("files-twice", Self::FilesTwice),
        ("overtakes", Self::Overtakes),
        ("forgets-first", Self::ForgetsFirst),
        ("drops-later", Self::DropsLater),
        ("forgets-files", Self::ForgetsFiles),
    ];
}

#[cfg(feature = "bugs")]
mod switch {
    use super::Bug;
    use std::cell::Cell;

    thread_local! {
        static ON: Cell<Option<Bug>> = const { Cell::new(None) };
    }

    /// Switches a mistake on, on this thread; nothing switches off.
    pub fn switch(bug: Option<Bug>) {
        ON.set(bug);
    }

    /// Whether a mistake is on.
    pub fn is_on(bug: Bug) -> bool {
        ON.get() == Some(bug)
    }
}

#[cfg(feature = "bugs")]
pub use switch::{is_on, switch};

/// Whether a mistake is on: never, without the feature.
#[cfg(not(feature = "bugs"))]
pub(crate) const fn is_on(_: Bug) -> bool {
    false
}
