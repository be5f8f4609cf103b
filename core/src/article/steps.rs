//! How much of a text is looked at while it is read. Counted in tests alone: time would tell of the machine, too.

#[cfg(test)]
use std::cell::Cell;

#[cfg(test)]
thread_local! {
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// So many bytes are looked at, or moved to another place.
#[cfg(test)]
pub(super) fn looked_at(bytes: usize) {
    STEPS.set(STEPS.get() + bytes);
}

/// Outside of tests nobody counts.
#[cfg(not(test))]
pub(super) const fn looked_at(_: usize) {}

/// How many that were, to do this.
#[cfg(test)]
pub(super) fn taken_by(work: impl FnOnce()) -> usize {
    let before = STEPS.get();
    work();
    STEPS.get() - before
}
