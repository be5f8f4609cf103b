//! The uploads as a machine: events in, effects out.

use super::answer::{Meaning, meaning};
use super::{Answer, Job, Model, Owner, Phase, Refusal, Step, Upload};
use crate::order::sort;
use crate::outbox::{self, Trouble};
use recourse_contract::{Code, FieldError};

/// What happens to the files.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// What is stored was read; at start, or after another tab changed it.
    Loaded(Vec<Upload>, i64),
    /// A file was chosen, and is kept: on the device, or in this page alone.
    Added {
        /// The file.
        upload: Upload,
        /// Whether the device has its bytes.
        kept: bool,
        /// When.
        now: i64,
    },
    /// The device has it now, with its bytes.
    Kept(String),
    /// The partner wants it no more.
    Removed(String, i64),
    /// What these went with has been delivered.
    Delivered(Vec<String>, i64),
    /// There is nothing any more that they could go with.
    Disowned(Owner, i64),
    /// The connection is there, or back.
    Online(i64),
    /// The connection is gone.
    Offline,
    /// The time that was asked for has come.
    Woke(i64),
    /// The partner wants it tried now.
    Retried(String, i64),
    /// Some bytes of the piece under way have left.
    Progress {
        /// Which step.
        number: u32,
        /// How many of the piece.
        gone: u64,
        /// When.
        now: i64,
    },
    /// A step ended.
    Answered {
        /// Which.
        number: u32,
        /// What came.
        answer: Answer,
        /// When.
        now: i64,
        /// Random, from 0 to 999.
        jitter: i64,
    },
    /// The message that it should go with was refused for this: it is gone at the backend, or its content is not taken.
    Returned(String, FieldError, i64),
}

/// What the files want done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Keep what is known of it, unless it was forgotten in another tab. With whether the device has ever had it.
    Store(Upload, bool),
    /// Forget it, and its bytes.
    Forget(Upload),
    /// Do this, and bring back [`Event::Answered`].
    Do(Job),
    /// Break off what is under way.
    Abort,
    /// Tell the backend that what lies at this address is not needed any more. Nobody waits for the answer.
    Terminate(String),
    /// Send [`Event::Woke`] at this time.
    WakeAt(i64),
}

/// Takes an event and says what is to be done.
pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Loaded(mut uploads, now) => {
            let stored: Vec<String> = uploads.iter().map(|upload| upload.id.clone()).collect();
            let under_way = model.sending.as_ref().map(|sending| sending.id.clone());
            for mut own in std::mem::take(&mut model.uploads) {
                // What this tab has under way stays, and so does what the store never had.
                if under_way.as_ref() == Some(&own.id) || !(model.was_kept(&own.id) || stored.contains(&own.id)) {
                    if let Some(stored) = uploads.iter().find(|upload| upload.id == own.id) {
                        // With whom it goes another tab may have changed.
                        own.go_with(stored);
                    }
                    uploads.retain(|upload| upload.id != own.id);
                    uploads.push(own);
                }
            }
            sort(&mut uploads, |a, b| (a.created_at, &a.id) < (b.created_at, &b.id));
            (model.uploads, model.loaded) = (uploads, true);
            if under_way.is_none() {
                model.sure = None;
            }
            // Of what is under way its turn tells whether another tab has forgotten it.
            let under_way = under_way.filter(|id| model.was_kept(id) && !stored.contains(id));
            model.kept = stored.into_iter().chain(under_way).collect();
            model.go_on(now)
        }
        Event::Added { upload, kept, now } => {
            if kept {
                model.kept.push(upload.id.clone());
            } else {
                model.only_here.push(upload.id.clone());
                model.late.push(upload.id.clone());
            }
            model.uploads.push(upload);
            model.go_on(now)
        }
        Event::Kept(id) => {
            model.only_here.retain(|one| *one != id);
            if model.upload(&id).is_some() && !model.was_kept(&id) {
                model.kept.push(id);
            }
            Vec::new()
        }
        Event::Removed(id, now) => {
            let mut effects = model.forget(&id, true);
            effects.extend(model.go_on(now));
            effects
        }
        Event::Delivered(ids, now) => {
            let mut effects: Vec<Effect> = ids.iter().flat_map(|id| model.forget(id, false)).collect();
            effects.extend(model.go_on(now));
            effects
        }
        Event::Disowned(owner, now) => {
            let ids: Vec<String> = model.uploads.iter().filter(|one| one.owner == owner).map(|one| one.id.clone()).collect();
            let mut effects: Vec<Effect> = ids.iter().flat_map(|id| model.forget(id, true)).collect();
            effects.extend(model.go_on(now));
            effects
        }
        Event::Online(now) => {
            model.offline = false;
            for upload in &mut model.uploads {
                if matches!(upload.trouble, Some(Trouble::Offline | Trouble::Unreachable)) {
                    upload.not_before = now;
                }
            }
            model.go_on(now)
        }
        Event::Offline => {
            (model.offline, model.sure) = (true, None);
            for upload in model.uploads.iter_mut().filter(|upload| upload.phase == Phase::Waiting) {
                upload.trouble = Some(Trouble::Offline);
            }
            Vec::new()
        }
        Event::Woke(now) => model.go_on(now),
        Event::Retried(id, now) => {
            // The browser's word for "offline" is sometimes wrong: who insists gets an attempt.
            model.offline = false;
            model.missing.retain(|missing| *missing != id);
            let mut effects = Vec::new();
            if let Some(upload) = model.entry(&id) {
                upload.not_before = now;
                if upload.is_refused() {
                    upload.begin_again();
                    effects.extend(model.store(&id));
                }
            }
            effects.extend(model.go_on(now));
            effects
        }
        Event::Progress { number, gone, now } => {
            if let Some(sending) = model.sending.as_mut().filter(|sending| sending.number == number)
                && let Step::Send { from, to } = sending.step
            {
                sending.gone = gone.min(to - from);
                model.pace.sample(now, from + sending.gone);
            }
            Vec::new()
        }
        Event::Answered { number, answer, now, jitter } => answered(model, number, answer, now, jitter),
        Event::Returned(id, error, now) => {
            if let Some(upload) = model.entry(&id) {
                match error.code {
                    Code::Gone | Code::Incomplete => upload.begin_again(),
                    code => upload.phase = Phase::Refused(Refusal { code, detail: error.detail }),
                }
            }
            let mut effects: Vec<Effect> = model.store(&id).into_iter().collect();
            effects.extend(model.go_on(now));
            effects
        }
    }
}

fn answered(model: &mut Model, number: u32, answer: Answer, now: i64, jitter: i64) -> Vec<Effect> {
    let Some(sending) = model.sending.take_if(|sending| sending.number == number) else { return Vec::new() };
    let id = sending.id;
    model.sure = None;
    let Some(upload) = model.entry(&id) else { return model.go_on(now) };
    // What can be cleared up by asking is cleared up at once, but not again and again.
    let is_first = upload.attempts == 0;
    match meaning(answer, &sending.step, upload.size) {
        Meaning::Created(url) => {
            (upload.url, upload.offset) = (Some(url), 0);
            // What was just created has nothing yet.
            model.sure = Some(id.clone());
        }
        Meaning::At(offset) => {
            let goes_on = match sending.step {
                Step::Send { from, .. } => offset > from,
                _ => true,
            };
            upload.offset = offset;
            if !goes_on {
                // It took nothing, or has lost something: it is in no state to be pressed.
                upload.failed(Trouble::Strange, None, now, jitter);
            } else {
                if matches!(sending.step, Step::Send { .. }) {
                    (upload.attempts, upload.trouble) = (0, None);
                }
                if offset == upload.size {
                    (upload.phase, upload.attempts, upload.trouble) = (Phase::Done, 0, None);
                } else {
                    model.sure = Some(id.clone());
                    model.pace.sample(now, offset);
                }
            }
        }
        Meaning::Unclear(trouble) => {
            upload.failed(trouble, None, now, jitter);
            if is_first {
                upload.not_before = now;
            }
        }
        Meaning::Gone => {
            upload.begin_again();
            upload.failed(Trouble::Strange, None, now, jitter);
            if is_first {
                upload.not_before = now;
            }
        }
        Meaning::Refused(refusal) => {
            (upload.phase, upload.attempts, upload.trouble) = (Phase::Refused(refusal), 0, None);
        }
        Meaning::Later { trouble, wait } => {
            let is_offline = trouble == Trouble::Offline;
            upload.failed(trouble, wait, now, jitter);
            model.offline |= is_offline;
        }
        Meaning::NoBytes => model.missing.push(id.clone()),
    }
    let mut effects: Vec<Effect> = model.store(&id).into_iter().collect();
    effects.extend(model.go_on(now));
    effects
}

/// What the outbox has to hear of the files that its entries wait for. Nothing, once it has heard it.
pub fn news(model: &Model, outbox: &outbox::Model, now: i64) -> Vec<outbox::Event> {
    let mut news = Vec::new();
    for entry in outbox.entries.iter().filter(|entry| !entry.undecided) {
        for attached in entry.uploads.iter().filter(|attached| attached.remote.is_none()) {
            let local = attached.local.clone();
            let Some(upload) = model.upload(&local) else { continue };
            match (&upload.phase, upload.remote()) {
                (Phase::Refused(refusal), _) => {
                    let (code, detail) = (refusal.code, refusal.detail.clone());
                    let error = FieldError { pointer: String::new(), code, detail, limit: None };
                    news.push(outbox::Event::UploadRefused { local, error, now });
                }
                (Phase::Done, Some(remote)) => {
                    news.push(outbox::Event::Uploaded { local, remote: remote.to_owned(), now });
                }
                _ => {}
            }
        }
    }
    news
}
