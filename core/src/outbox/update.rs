//! The queue as a machine: events in, effects out.

use super::answer::{Meaning, meaning};
use super::backoff::{due, pause};
use super::{Answer, Entry, Gone, Purpose, Trouble};
use crate::bugs::{Bug, is_on};
use crate::order::sort;
use crate::outcome;
use recourse_contract::me::{Me, MeChange};
use recourse_contract::{FieldError, Problem, ProblemType, json};

/// The queue of this device, as one tab sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// Oldest first.
    pub entries: Vec<Entry>,
    /// The attempt that is under way.
    pub sending: Option<Sending>,
    /// Whether the device believes that it is offline.
    pub offline: bool,
    /// The keys of entries that wait for the partner to sign in, as this page knows. What the device has of them may be
    /// older: only an answer says that somebody is signed out.
    pub signed_out: Vec<String>,
    /// The keys of entries that the device has kept. What it never kept cannot be missing there.
    pub kept: Vec<String>,
    /// Messages with files that another tab has taken out of the queue: what became of them their threads tell.
    pub gone: Vec<Gone>,
}

/// An attempt that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Of which entry.
    pub key: String,
    /// Which attempt of it; an answer to another one is stale.
    pub attempt: u32,
    /// Whether the entry was undecided before it.
    was_undecided: bool,
}

/// What happens to the queue.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The stored queue was read; at start, or after another tab changed it.
    Loaded(Vec<Entry>, i64),
    /// The device has kept an entry.
    Kept(String),
    /// Something new is to be sent.
    Added(Entry, i64),
    /// The connection is there, or back.
    Online(i64),
    /// The connection is gone.
    Offline,
    /// The time that was asked for has come.
    Woke(i64),
    /// The partner wants it tried now.
    Retried(String, i64),
    /// An attempt ended. `jitter` is random, from 0 to 999.
    Answered {
        /// Of which entry.
        key: String,
        /// Which attempt.
        attempt: u32,
        /// What came.
        answer: Answer,
        /// When.
        now: i64,
        /// Spreads the devices that come back together.
        jitter: i64,
    },
    /// The partner has signed in.
    SignedIn(i64),
    /// The partner takes it back to change it.
    TakenBack(String),
    /// A file that entries wait for has arrived.
    Uploaded {
        /// Its name on this device.
        local: String,
        /// Its name at the backend.
        remote: String,
        /// When.
        now: i64,
    },
    /// A file that entries wait for was refused for good.
    UploadRefused {
        /// Its name on this device.
        local: String,
        /// Why; its pointer does not count.
        error: FieldError,
        /// When.
        now: i64,
    },
}

/// What the queue wants done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Keep the entry on the device.
    Store(Entry),
    /// Keep the entry on the device, and only then send it.
    Attempt(Entry),
    /// Send [`Event::Woke`] at this time.
    WakeAt(i64),
    /// It is stored at the backend: in one go forget the entry and keep what came of it.
    Delivered(Entry, String),
    /// It was refused for good: forget the entry and give the text back.
    Refused(Entry, Problem),
    /// Forget the entry: it was taken back before it was tried. Unless another tab has tried it in the meantime: what the
    /// device has of it by then says so, and is read again ([`Event::Loaded`]).
    /// With whether the device has ever had it: what it had and has no more was answered in another tab.
    Forget(Entry, bool),
    /// One of its files was refused for good before it was tried: as [`Effect::Refused`], under the conditions of
    /// [`Effect::Forget`].
    Returned(Entry, Problem, bool),
}

impl Model {
    /// The entry that files this draft.
    pub fn filing(&self, draft: &crate::journey::DraftId) -> Option<&Entry> {
        self.entries.iter().find(|entry| matches!(&entry.purpose, Purpose::File { draft: filed } if filed == draft))
    }

    /// What the partner knows to wait: of the marks, only preferences and how they found an outcome.
    pub fn written(&self) -> impl Iterator<Item = &Entry> {
        let is_known = |purpose: &Purpose| matches!(purpose, Purpose::Preferences | Purpose::Satisfaction { .. });
        self.entries.iter().filter(move |entry| !entry.purpose.is_mark() || is_known(&entry.purpose))
    }

    /// Whether something for this purpose waits.
    pub fn has(&self, purpose: &Purpose) -> bool {
        self.entries.iter().any(|entry| entry.purpose == *purpose)
    }

    /// Whether a request that says the same already waits.
    pub fn says(&self, purpose: &Purpose, body: &str) -> bool {
        self.entries.iter().rfind(|entry| entry.purpose == *purpose).is_some_and(|entry| entry.body == body)
    }

    /// Whether changed preferences wait.
    pub fn has_preferences(&self) -> bool {
        self.has(&Purpose::Preferences)
    }

    /// The preferences as they will be once everything that waits has gone out: those are what the partner has chosen.
    pub fn preferences(&self, mut me: Me) -> Me {
        let waiting = self.entries.iter().filter(|entry| entry.purpose == Purpose::Preferences);
        for change in waiting.filter_map(|entry| json::read::<MeChange>(&entry.body).ok()) {
            me.language = change.language.unwrap_or(me.language);
            me.channel = change.channel.unwrap_or(me.channel);
        }
        me
    }

    /// The entries that write into this thread, oldest first.
    pub fn writes(&self, ticket: &str) -> impl Iterator<Item = &Entry> {
        let ticket = ticket.to_owned();
        self.entries.iter().filter(move |entry| entry.purpose.thread() == Some(&ticket))
    }

    /// The last of the entries that speak of this incident.
    pub fn of_incident(&self, incident: &str) -> Option<&Entry> {
        self.entries.iter().rfind(|entry| entry.purpose.incident() == Some(incident))
    }

    /// Whether an entry takes this file with it.
    pub fn takes(&self, local: &str) -> bool {
        self.entries.iter().any(|entry| entry.uploads.iter().any(|attached| attached.local == local))
    }

    /// Whether this entry is under way now.
    pub fn is_sending(&self, key: &str) -> bool {
        self.sending.as_ref().is_some_and(|sending| sending.key == key)
    }

    /// Whether an entry that the device does not have is one that another tab has had the answer to. A device that keeps
    /// nothing does not have it either.
    pub fn was_kept(&self, key: &str) -> bool {
        self.kept.iter().any(|kept| kept == key)
    }

    /// This tab's turn to send an entry has come; `stored` is what the device has of it now, which other tabs may have changed
    /// since this one looked. Says whether it is still to be sent.
    pub fn turn(&mut self, key: &str, stored: Option<&Entry>) -> bool {
        // Taken out of the queue while it waited for its turn: the session has ended, or another one has begun.
        if !self.is_sending(key) {
            return false;
        }
        match stored {
            None if self.was_kept(key) => {
                self.sent_elsewhere(key);
                false
            }
            // Another tab has tried it, and its attempt may have arrived.
            Some(stored) if stored.undecided => {
                if let Some(sending) = self.sending.as_mut().filter(|sending| sending.key == key) {
                    sending.was_undecided = true;
                }
                true
            }
            _ => true,
        }
    }

    /// Another tab has had the answer while this one waited for its turn: the store and the thread know the rest.
    fn sent_elsewhere(&mut self, key: &str) {
        self.sending.take_if(|sending| sending.key == key);
        if let Some(entry) = self.take(key) {
            self.left(entry);
        }
    }

    /// It goes for good, with the session that it was written in.
    pub fn drop_entry(&mut self, key: &str) {
        self.sending.take_if(|sending| sending.key == key);
        self.take(key);
    }

    fn entry(&mut self, key: &str) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.key == key)
    }

    fn take(&mut self, key: &str) -> Option<Entry> {
        self.kept.retain(|kept| kept != key);
        self.signed_out.retain(|waiting| waiting != key);
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(at))
    }

    fn forget(&mut self, key: &str) -> Vec<Effect> {
        let kept = self.was_kept(key);
        self.take(key).map(|entry| Effect::Forget(entry, kept)).into_iter().collect()
    }

    /// An entry that waits for this file, and the file's place in it.
    fn waiting_for(&self, local: &str) -> Option<(String, usize)> {
        self.entries.iter().filter(|entry| !entry.undecided).find_map(|entry| {
            let at = entry.uploads.iter().position(|attached| attached.local == local && attached.remote.is_none())?;
            Some((entry.key.clone(), at))
        })
    }

    /// An earlier entry of the same draft or thread goes first.
    fn waits_for_another(&self, at: usize) -> bool {
        let next = &self.entries[at].purpose;
        self.entries[..at].iter().any(|earlier| next.follows(&earlier.purpose))
    }

    /// A mark takes the place of the one before it, as long as nothing of that has left the device; one that says the same
    /// is not needed. A mark says everything: an earlier one has nothing to add. What is said of an outcome is said bit by bit:
    /// it takes the earlier ones in. Of what is asked once the first one stays.
    fn supersede(&mut self, mut entry: Entry) -> (Option<Entry>, Vec<Effect>) {
        if !entry.purpose.is_mark() {
            let is_twice = entry.purpose.is_asked_once() && self.has(&entry.purpose);
            return if is_twice { (None, vec![Effect::Forget(entry, false)]) } else { (Some(entry), Vec::new()) };
        }
        let last = self.entries.iter().rfind(|known| known.purpose == entry.purpose);
        if let (Purpose::Satisfaction { .. }, Some(last)) = (&entry.purpose, last) {
            entry.body = outcome::both(&last.body, &entry.body);
        }
        match last.map(|last| (last.key.clone(), last.body == entry.body)) {
            Some((_, true)) => (None, vec![Effect::Forget(entry, false)]),
            Some((key, false)) if self.entries.iter().any(|known| known.key == key && known.can_be_edited()) => {
                (Some(entry), self.forget(&key))
            }
            _ => (Some(entry), Vec::new()),
        }
    }

    /// Starts the next attempt, or says when to look again.
    fn go_on(&mut self, now: i64) -> Vec<Effect> {
        if self.sending.is_some() || self.offline {
            return Vec::new();
        }
        let is_signed_out = |at: usize| self.signed_out.contains(&self.entries[at].key);
        let is_ready = |at: usize| self.entries[at].is_ready();
        let free = (0..self.entries.len()).filter(|at| is_ready(*at) && !is_signed_out(*at) && !self.waits_for_another(*at));
        let due = |at: usize| due(self.entries[at].not_before, self.entries[at].trouble.as_ref(), now);
        let Some((at, next)) = free.map(|at| (due(at), at)).min() else { return Vec::new() };
        if at > now {
            return vec![Effect::WakeAt(at)];
        }
        let entry = &mut self.entries[next];
        self.sending = Some(Sending { key: entry.key.clone(), attempt: entry.attempts + 1, was_undecided: entry.undecided });
        entry.attempts += 1;
        entry.undecided = true;
        vec![Effect::Attempt(entry.clone())]
    }
}

/// Takes an event and says what is to be done.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Loaded(mut entries, now) => {
            let mut stored: Vec<String> = entries.iter().map(|entry| entry.key.clone()).collect();
            // What this tab has under way stays, whatever the store says of it, and so does what the store never had.
            let under_way = model.sending.as_ref().map(|sending| sending.key.clone());
            for own in std::mem::take(&mut model.entries) {
                let is_under_way = under_way.as_ref() == Some(&own.key);
                if is_under_way || !(model.was_kept(&own.key) || stored.contains(&own.key)) {
                    entries.retain(|entry| entry.key != own.key);
                    entries.push(own);
                } else if !stored.contains(&own.key) {
                    model.left(own);
                }
            }
            model.gone.retain(|gone| entries.iter().all(|entry| entry.key != gone.key));
            // That the device had it tells, when its turn comes, that another tab has had its answer.
            stored.extend(under_way.filter(|key| model.was_kept(key) && !stored.contains(key)));
            sort(&mut entries, |a, b| (a.created_at, &a.key) < (b.created_at, &b.key));
            model.entries = entries;
            model.kept = stored;
            model.go_on(now)
        }
        Event::Kept(key) => {
            if !model.was_kept(&key) && model.entries.iter().any(|entry| entry.key == key) {
                model.kept.push(key);
            }
            Vec::new()
        }
        Event::Added(entry, now) => {
            if model.entries.iter().any(|known| known.key == entry.key) {
                return model.go_on(now);
            }
            let (entry, superseded) = model.supersede(entry);
            let mut effects = Vec::new();
            if let Some(mut entry) = entry {
                if model.offline {
                    entry.trouble = Some(Trouble::Offline);
                }
                effects.push(Effect::Store(entry.clone()));
                model.entries.push(entry);
            }
            // Only now: a page that ends in between must not take what the one before has said with it.
            effects.extend(superseded);
            effects.extend(model.go_on(now));
            effects
        }
        Event::Online(now) => {
            model.offline = false;
            for entry in &mut model.entries {
                if matches!(entry.trouble, Some(Trouble::Offline | Trouble::Unreachable)) {
                    entry.not_before = now;
                }
            }
            model.go_on(now)
        }
        Event::Offline => {
            model.offline = true;
            for entry in model.entries.iter_mut().filter(|entry| !entry.undecided) {
                entry.trouble = Some(Trouble::Offline);
            }
            Vec::new()
        }
        Event::Woke(now) => model.go_on(now),
        Event::Retried(key, now) => {
            // The browser's word for "offline" is sometimes wrong: who insists gets an attempt.
            model.offline = false;
            model.signed_out.retain(|waiting| *waiting != key);
            if let Some(entry) = model.entry(&key) {
                entry.not_before = now;
            }
            model.go_on(now)
        }
        Event::SignedIn(now) => {
            model.signed_out.clear();
            for entry in &mut model.entries {
                if entry.trouble.take_if(|trouble| *trouble == Trouble::SignedOut).is_some() {
                    entry.not_before = now;
                }
            }
            model.go_on(now)
        }
        Event::Answered { key, attempt, answer, now, jitter } => answered(model, &key, attempt, answer, now, jitter),
        Event::TakenBack(key) => match model.entry(&key) {
            Some(entry) if entry.can_be_edited() => model.forget(&key),
            _ => Vec::new(),
        },
        // Nothing is written: what it says is known again from the file itself. The attempt writes it, under its lock, so that
        // no tab takes away the mark of another one.
        Event::Uploaded { local, remote, now } => {
            for entry in &mut model.entries {
                entry.uploaded(&local, &remote);
            }
            model.go_on(now)
        }
        Event::UploadRefused { local, error, now } => {
            let mut effects = Vec::new();
            while let Some((key, at)) = model.waiting_for(&local) {
                let kept = model.was_kept(&key);
                let error = FieldError { pointer: format!("/attachments/{at}"), ..error.clone() };
                let problem = Problem { errors: vec![error], ..Problem::new(ProblemType::Invalid) };
                effects.extend(model.take(&key).map(|entry| Effect::Returned(entry, problem, kept)));
            }
            effects.extend(model.go_on(now));
            effects
        }
    }
}

fn answered(model: &mut Model, key: &str, attempt: u32, answer: Answer, now: i64, jitter: i64) -> Vec<Effect> {
    let Some(sending) = model.sending.take_if(|sending| sending.key == key && sending.attempt == attempt) else {
        return Vec::new();
    };
    let Some(entry) = model.entry(key) else { return model.go_on(now) };
    let mut effects = Vec::new();
    match meaning(answer, &entry.purpose) {
        Meaning::Done(body) => effects.extend(model.take(key).map(|entry| Effect::Delivered(entry, body))),
        Meaning::Refused(problem) => effects.extend(model.take(key).map(|entry| Effect::Refused(entry, problem))),
        Meaning::Later { trouble, may_be_stored, wait } => {
            entry.undecided = sending.was_undecided || (may_be_stored && !is_on(Bug::Thaws));
            entry.not_before = now + pause(entry.attempts, wait, jitter);
            match trouble {
                Trouble::Offline => model.offline = true,
                Trouble::SignedOut => model.signed_out.push(key.to_owned()),
                _ => {}
            }
            let entry = model.entry(key).expect("it was there a moment ago");
            entry.trouble = Some(trouble);
            effects.push(Effect::Store(entry.clone()));
        }
    }
    effects.extend(model.go_on(now));
    effects
}
