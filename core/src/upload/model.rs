//! The files of a device as one tab sees them, and what is to be done next.

use super::{Effect, Owner, Pace, Phase, Upload, piece};
use crate::journey::DraftId;
use crate::outbox::{self, Attached, due};

/// The files of this device, as one tab sees them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Model {
    /// Oldest first.
    pub uploads: Vec<Upload>,
    /// The step that is under way.
    pub sending: Option<Sending>,
    /// Whether what the device has was read.
    pub loaded: bool,
    /// Whether the device believes that it is offline.
    pub offline: bool,
    /// How fast it goes.
    pub pace: Pace,
    /// Files that the device has kept. What it never kept cannot be missing there.
    pub kept: Vec<String>,
    /// Files whose bytes this page does not have.
    pub missing: Vec<String>,
    /// Files whose bytes only this page has: the device had no room.
    pub only_here: Vec<String>,
    /// Files that the device had no room for at first: what it has does not say whether another tab has sent them.
    pub late: Vec<String>,
    /// Files of a message that is about to be in the outbox: nothing else may take them.
    pub taken: Vec<String>,
    /// The file whose place at the backend is known for sure: it was the last thing said.
    pub sure: Option<String>,
    /// Numbers the steps of this page.
    pub steps: u32,
}

/// What is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Of which file.
    pub id: String,
    /// Which step of this page; an answer to another one is stale.
    pub number: u32,
    /// What is done.
    pub step: Step,
    /// How many bytes of the piece have gone out, for all that is known here.
    pub gone: u64,
}

/// What is done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Create it at the backend.
    Create,
    /// Ask how far it is.
    Find,
    /// Send the bytes from one place to another.
    Send {
        /// The first.
        from: u64,
        /// The one after the last.
        to: u64,
    },
}

/// A step to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Comes back with the answer.
    pub number: u32,
    /// Of which file, as it is known here.
    pub upload: Upload,
    /// What.
    pub step: Step,
}

impl Model {
    /// A file.
    pub fn upload(&self, id: &str) -> Option<&Upload> {
        self.uploads.iter().find(|upload| upload.id == id)
    }

    /// The files that go with something, in their order, without those that wait with a message already, or may have gone
    /// with one.
    pub fn of<'a>(&'a self, owner: &'a Owner, outbox: &'a outbox::Model) -> impl Iterator<Item = &'a Upload> + use<'a> {
        let may_be_gone = move |id: &String| self.late.contains(id) && outbox.may_have_taken(id);
        let is_taken = move |id: &String| self.taken.contains(id) || outbox.takes(id) || may_be_gone(id);
        self.uploads.iter().filter(move |upload| upload.owner == *owner && !is_taken(&upload.id))
    }

    /// Whether a file of this owner cannot go: a message does not go out as if it were with it.
    pub fn holds_up(&self, owner: &Owner, outbox: &outbox::Model) -> bool {
        self.of(owner, outbox).any(|upload| upload.is_refused() || self.missing.contains(&upload.id))
    }

    /// Takes what goes with a request for this owner that is about to be queued: all that was not refused.
    pub fn take_along(&mut self, owner: &Owner, outbox: &outbox::Model) -> Vec<Attached> {
        let attached = |upload: &Upload| Attached { local: upload.id.clone(), remote: upload.remote().map(str::to_owned) };
        let files: Vec<Attached> = self.of(owner, outbox).filter(|upload| !upload.is_refused()).map(attached).collect();
        self.taken.extend(files.iter().map(|attached| attached.local.clone()));
        files
    }

    /// The files of a draft go with a reply from now on. Gives those that the device has kept, to be written in one go with
    /// whatever moves them.
    pub fn hand_over(&mut self, draft: &DraftId, ticket: &str, outbox: &outbox::Model) -> Vec<Upload> {
        let (form, reply) = (Owner::Draft(draft.clone()), Owner::Reply { ticket: ticket.to_owned() });
        let ids = self.of(&form, outbox).map(|upload| upload.id.clone()).collect();
        self.go(ids, &reply, Some(draft))
    }

    /// The draft takes back what it has brought along; what was chosen in the reply box stays there. Gives the same.
    pub fn hand_back(&mut self, draft: &DraftId, ticket: &str, outbox: &outbox::Model) -> Vec<Upload> {
        let (form, reply) = (Owner::Draft(draft.clone()), Owner::Reply { ticket: ticket.to_owned() });
        let own = self.of(&reply, outbox).filter(|upload| upload.brought_by.as_ref() == Some(draft));
        let ids = own.map(|upload| upload.id.clone()).collect();
        self.go(ids, &form, None)
    }

    /// The files of one text go with another from now on. Gives the same.
    pub fn pass_on(&mut self, from: &Owner, to: &Owner, outbox: &outbox::Model) -> Vec<Upload> {
        let ids = self.of(from, outbox).map(|upload| upload.id.clone()).collect();
        self.go(ids, to, None)
    }

    fn go(&mut self, ids: Vec<String>, owner: &Owner, brought_by: Option<&DraftId>) -> Vec<Upload> {
        for upload in self.uploads.iter_mut().filter(|upload| ids.contains(&upload.id)) {
            (upload.owner, upload.brought_by) = (owner.clone(), brought_by.cloned());
        }
        let is_kept = |upload: &&Upload| ids.contains(&upload.id) && self.was_kept(&upload.id);
        self.uploads.iter().filter(is_kept).cloned().collect()
    }

    /// The request is in the queue, which knows of its files from now on.
    pub fn queued(&mut self, files: &[String]) {
        self.taken.retain(|taken| !files.contains(taken));
    }

    /// How many bytes of a file have gone, those on their way among them.
    pub fn gone(&self, upload: &Upload) -> u64 {
        let under_way = self.sending.as_ref().filter(|sending| sending.id == upload.id).map_or(0, |sending| sending.gone);
        (upload.offset + under_way).min(upload.size)
    }

    /// Whether this file is under way now.
    pub fn is_sending(&self, id: &str) -> bool {
        self.sending.as_ref().is_some_and(|sending| sending.id == id)
    }

    /// Whether the device has kept a file.
    pub fn was_kept(&self, id: &str) -> bool {
        self.kept.iter().any(|kept| kept == id)
    }

    /// This tab's turn to do a step has come; `stored` is what the device has of the file now, which other tabs may have
    /// changed since this one looked. Says whether the step is still the one to do; if not,
    /// [`Event::Woke`](super::Event::Woke) goes on from what the device has.
    pub fn turn(&mut self, job: &Job, stored: Option<&Upload>) -> bool {
        let id = &job.upload.id;
        if self.sending.as_ref().is_none_or(|sending| sending.number != job.number) {
            return false;
        }
        // With whom it goes, too: what this step leaves must not undo a move in another tab.
        let goes = |upload: &Upload| (upload.owner.clone(), upload.brought_by.clone());
        let stands = |upload: &Upload| (goes(upload), upload.url.clone(), upload.offset, upload.phase.clone());
        match stored {
            None if self.was_kept(id) => {
                self.take(id);
                self.sending = None;
                false
            }
            Some(stored) if stands(stored) != stands(&job.upload) => {
                let stored = stored.clone();
                if let Some(own) = self.entry(&job.upload.id) {
                    *own = stored;
                }
                (self.sending, self.sure) = (None, None);
                false
            }
            _ => true,
        }
    }

    pub(super) fn entry(&mut self, id: &str) -> Option<&mut Upload> {
        self.uploads.iter_mut().find(|upload| upload.id == id)
    }

    fn take(&mut self, id: &str) -> Option<Upload> {
        for list in [&mut self.kept, &mut self.missing, &mut self.only_here, &mut self.late] {
            list.retain(|one| one != id);
        }
        let at = self.uploads.iter().position(|upload| upload.id == id)?;
        Some(self.uploads.remove(at))
    }

    /// Takes a file away. `terminate`: what the backend has of it is not needed any more.
    pub(super) fn forget(&mut self, id: &str, terminate: bool) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.sending.take_if(|sending| sending.id == id).is_some() {
            self.sure = None;
            effects.push(Effect::Abort);
        }
        if let Some(upload) = self.take(id) {
            effects.extend(upload.url.clone().filter(|_| terminate).map(Effect::Terminate));
            effects.push(Effect::Forget(upload));
        }
        effects
    }

    pub(super) fn store(&self, id: &str) -> Option<Effect> {
        self.upload(id).map(|upload| Effect::Store(upload.clone(), self.was_kept(id)))
    }

    /// Starts the next step, or says when to look again.
    pub(super) fn go_on(&mut self, now: i64) -> Vec<Effect> {
        if self.sending.is_some() || self.offline {
            return Vec::new();
        }
        let waits = |upload: &&Upload| upload.phase == Phase::Waiting && !self.missing.contains(&upload.id);
        let waiting: Vec<&Upload> = self.uploads.iter().filter(waits).collect();
        let due = |upload: &Upload| due(upload.not_before, upload.trouble.as_ref(), now);
        let Some(next) = waiting.iter().find(|upload| due(upload) <= now) else {
            let soonest = waiting.iter().map(|upload| due(upload)).min();
            return soonest.map(Effect::WakeAt).into_iter().collect();
        };
        let upload = Upload::clone(next);
        let step = match &upload.url {
            None => Step::Create,
            Some(_) if self.sure.as_ref() != Some(&upload.id) => Step::Find,
            Some(_) => {
                let to = upload.offset.saturating_add(piece(self.pace.speed())).min(upload.size);
                Step::Send { from: upload.offset, to }
            }
        };
        self.steps += 1;
        if self.sure.as_ref() != Some(&upload.id) {
            self.pace = Pace::default();
        }
        self.sending = Some(Sending { id: upload.id.clone(), number: self.steps, step, gone: 0 });
        vec![Effect::Do(Job { number: self.steps, upload, step })]
    }
}
