//! What a run has to tell: what happened, how often, and what was violated.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};

/// What became of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many events it had.
    pub events: u64,
    /// Virtual seconds from its beginning to its end.
    pub seconds: i64,
    /// Over all events with their times, in order: equal for equal runs.
    pub fingerprint: u64,
    /// What was done, by kind.
    pub done: BTreeMap<&'static str, u64>,
    /// What went wrong on purpose, by kind.
    pub faults: BTreeMap<&'static str, u64>,
    /// What must never be; the run ends at the first one.
    pub violations: Vec<String>,
}

/// Notes what happens.
pub struct Log {
    /// What is told of it.
    pub report: Report,
    hasher: DefaultHasher,
    /// Whether each event is printed.
    traced: bool,
}

impl Log {
    pub fn new(traced: bool) -> Self {
        Self { report: Report::default(), hasher: DefaultHasher::new(), traced }
    }

    /// An event.
    pub fn event(&mut self, now: i64, text: &str) {
        self.report.events += 1;
        self.hasher.write_i64(now);
        self.hasher.write(text.as_bytes());
        self.report.fingerprint = self.hasher.finish();
        if self.traced {
            println!("{:>9.3}  {text}", now as f64 / 1_000.0);
        }
    }

    pub fn done(&mut self, kind: &'static str) {
        *self.report.done.entry(kind).or_default() += 1;
    }

    pub fn fault(&mut self, kind: &'static str) {
        *self.report.faults.entry(kind).or_default() += 1;
    }

    pub fn violated(&mut self, now: i64, what: String) {
        self.event(now, &format!("VIOLATED: {what}"));
        self.report.violations.push(what);
    }
}
