//! What pages do with their storage, their lock and the network: `src/shell/device` of the app, one step at a time.

use super::files::file_deletes;
use super::{Step, Wanted, World, draft_key, note_key};
use crate::device::Write;
use crate::ledger::Ledger;
use crate::page::{Page, Task, Why};
use crate::server::Asked;
use recourse_contract::{BASE_PATH, Filed, Update};
use recourse_core::bugs::Bug;
use recourse_core::inbox::{merge, opened};
use recourse_core::outbox::{self, Answer, Effect, Entry, Event, Method, Purpose};
use recourse_core::upload;

impl World<'_> {
    pub(super) fn page(&mut self, device: usize, page: usize) -> &mut Page {
        &mut self.devices[device].pages[page]
    }

    /// A page will do this soon; what it does with its storage it does in order.
    pub(super) fn soon(&mut self, device: usize, page: usize, task: Task) {
        let start = self.page(device, page).start;
        let pause = self.rng.i64(1..=30);
        let free = self.busy_until.get(&(device, page)).copied().unwrap_or_default();
        let time = (self.now + pause).max(free);
        self.busy_until.insert((device, page), time);
        self.at(time, Step::Page { device, page, start, task });
    }

    /// Writes, and tells the device's other pages.
    pub(super) fn write(&mut self, device: usize, page: usize, writes: &[Write]) -> bool {
        let kept = self.devices[device].write(page, writes);
        if kept {
            for other in (0..self.devices[device].pages.len()).filter(|other| *other != page) {
                if self.page(device, other).is_open {
                    self.soon(device, other, Task::Load);
                }
            }
        }
        kept
    }

    pub(super) fn send(&mut self, device: usize, page: usize, event: Event) {
        let effects = outbox::update(&mut self.page(device, page).outbox, event);
        for effect in effects {
            self.perform(device, page, effect);
        }
    }

    pub(super) fn perform(&mut self, device: usize, page: usize, effect: Effect) {
        match effect {
            Effect::Store(entry) => self.soon(device, page, Task::Keep(entry)),
            Effect::Attempt(entry) => {
                let start = self.page(device, page).start;
                self.devices[device].waiting.push((page, start, entry));
                self.grant(device);
            }
            Effect::WakeAt(at) => {
                let start = self.page(device, page).start;
                self.at(at, Step::Page { device, page, start, task: Task::Wake });
            }
            Effect::Delivered(entry, body) => {
                self.note(&format!("device {device}.{page} is told: {} is sent", entry.key));
                self.log.done("sent");
                if entry.purpose == Purpose::Question {
                    self.ledger.was_told(&entry.key);
                }
                if let Purpose::Settle { .. } = entry.purpose {
                    // Its entry comes with the next reading of the thread.
                    self.told.insert(entry.key.clone());
                }
                if let (Some(ticket), Ok(update)) = (entry.purpose.thread(), serde_json::from_str::<Update>(&body)) {
                    let case = self.page(device, page).cases.entry(ticket.to_owned()).or_default();
                    merge(&mut case.thread, vec![opened(update).0]);
                    self.told.insert(entry.key.clone());
                    self.ledger.was_told(&entry.key);
                }
                if let Purpose::File { .. } = entry.purpose
                    && let Ok(filed) = serde_json::from_str::<Filed>(&body)
                {
                    self.filed.insert(filed.ticket.summary.id);
                    self.ledger.was_told(&entry.key);
                }
                self.soon(device, page, Task::Deliver(entry.clone(), body.clone(), false));
                self.soon(device, page, Task::Deliver(entry, body, true));
            }
            Effect::Refused(entry, problem) => {
                self.note(&format!("device {device}.{page}: {} is refused, {}", entry.key, problem.status));
                self.log.done("refused");
                let (told, now) = (entry.clone(), self.now);
                for (file, error) in told.refused_uploads(&problem) {
                    self.files(device, page, upload::Event::Returned(file.to_owned(), error.clone(), now));
                }
                if let Purpose::File { draft } = &entry.purpose {
                    self.refuse_draft(device, page, draft, &problem);
                }
                self.soon(device, page, Task::GiveBack(entry, Why::Refused));
            }
            Effect::Forget(entry, kept) | Effect::Returned(entry, _, kept) => {
                self.soon(device, page, Task::GiveBack(entry, Why::TakenBack(kept)));
            }
        }
    }

    /// The next page that waits gets its turn to send.
    pub(super) fn grant(&mut self, device: usize) {
        while self.devices[device].lock.is_none() && !self.devices[device].waiting.is_empty() {
            let (page, start, entry) = self.devices[device].waiting.remove(0);
            if self.page(device, page).start == start {
                self.devices[device].lock = Some((page, start));
                self.soon(device, page, Task::Turn(entry));
            }
        }
    }

    pub(super) fn release(&mut self, device: usize) {
        self.devices[device].lock = None;
        self.grant(device);
    }

    pub(super) fn task(&mut self, device: usize, page: usize, task: Task) {
        match task {
            Task::Begin(entry, note) => {
                self.note_rating(device, &entry);
                let mut writes = vec![Write::Put(outbox_key(&entry), self.entry_text(device, page, &entry))];
                writes.extend(note);
                self.keep(device, page, &writes, &entry);
                self.soon(device, page, Task::Add(entry));
            }
            Task::Add(entry) => {
                let now = self.now;
                let files = entry.files();
                self.send(device, page, Event::Added(entry, now));
                self.page(device, page).uploads.queued(&files);
            }
            Task::Keep(entry) => {
                let text = self.entry_text(device, page, &entry);
                if self.keep(device, page, &[Write::Put(outbox_key(&entry), text)], &entry) {
                    self.send(device, page, Event::Kept(entry.key));
                }
            }
            Task::Turn(entry) => self.turn(device, page, entry),
            Task::Post(entry) => self.post(device, page, entry),
            Task::Deliver(entry, body, false) => {
                if let (Some(ticket), Ok(update)) = (entry.purpose.thread(), serde_json::from_str::<Update>(&body)) {
                    self.keep_thread(device, page, ticket, vec![opened(update).0]);
                }
            }
            Task::Deliver(entry, _, true) => {
                let mut writes = vec![Write::Delete(outbox_key(&entry))];
                let stays = matches!(
                    entry.purpose,
                    Purpose::Answer { .. } | Purpose::Review { .. } | Purpose::Mediation { .. } | Purpose::Question
                );
                if let (true, Some((intent, _))) = (stays, self.ledger.keys.get(&entry.key)) {
                    writes.push(Write::Delete(note_key(*intent)));
                }
                if let Purpose::File { draft } = &entry.purpose {
                    writes.push(Write::Delete(draft_key(draft)));
                }
                writes.extend(self.wish_notes(&entry.purpose, &entry.key));
                writes.extend(entry.files().iter().flat_map(|id| file_deletes(id)));
                self.keep(device, page, &writes, &entry);
                let (files, now) = (entry.files(), self.now);
                self.files(device, page, upload::Event::Delivered(files, now));
            }
            Task::GiveBack(entry, why) => {
                let stored = self.stored_entry(device, page, &outbox_key(&entry));
                let allowed = match why {
                    Why::Refused => true,
                    Why::TakenBack(was_kept) => stored.map_or(!was_kept, |stored| stored.can_be_edited()),
                };
                if !allowed {
                    self.log.done("taken back too late");
                    self.load(device, page);
                    return;
                }
                let mut writes = vec![Write::Delete(outbox_key(&entry))];
                let is_boxed = entry.purpose.reply_box().is_some();
                if let (true, Some((intent, version))) = (is_boxed, self.ledger.keys.get(&entry.key)) {
                    writes.push(Write::Put(note_key(*intent), Ledger::text(*intent, *version)));
                }
                if !self.keep(device, page, &writes, &entry) {
                    for id in entry.files() {
                        if let Some(file) = self.ledger.files.get_mut(&id) {
                            file.loose = true;
                        }
                    }
                }
            }
            Task::Release => self.release(device),
            Task::Wake => {
                let now = self.now;
                self.send(device, page, Event::Woke(now));
            }
            Task::Load => self.load(device, page),
            Task::Read(ticket) => self.read(device, page, ticket),
            Task::TakeDraft { stored, frame } => self.take_draft(device, page, &stored, frame),
            Task::Given(draft) => self.given(device, page, &draft),
            other => self.file_task(device, page, other),
        }
    }

    /// Writes what belongs to an entry; the partner is told when the device does not take it.
    pub(super) fn keep(&mut self, device: usize, page: usize, writes: &[Write], entry: &Entry) -> bool {
        let kept = self.write(device, page, writes);
        if !kept {
            if let Some((intent, _)) = self.ledger.keys.get(&entry.key)
                && let Some(intent) = self.ledger.intents.get_mut(intent)
            {
                intent.unkept = true;
            }
            match &entry.purpose {
                Purpose::Preferences => self.channel = self.channel.map(|(channel, _)| (channel, false)),
                Purpose::Satisfaction { ticket } => self.unkept_rating(ticket),
                Purpose::Feedback { .. } | Purpose::Subscribe { .. } | Purpose::Unsubscribe { .. } => {
                    self.forgetful.insert(device);
                }
                _ => {}
            }
        }
        kept
    }

    pub(super) fn turn(&mut self, device: usize, page: usize, entry: Entry) {
        let stored = self.stored_entry(device, page, &outbox_key(&entry));
        if !self.page(device, page).outbox.turn(&entry.key, stored.as_ref()) {
            self.note(&format!("device {device}.{page}: another page has had the answer to {}", entry.key));
            self.log.done("answered elsewhere");
            self.release(device);
            self.load(device, page);
            return;
        }
        if self.bug == Some(Bug::SendsFirst) {
            self.soon(device, page, Task::Post(entry));
            return;
        }
        let text = self.entry_text(device, page, &entry);
        if self.keep(device, page, &[Write::Put(outbox_key(&entry), text)], &entry) {
            self.send(device, page, Event::Kept(entry.key.clone()));
        }
        self.soon(device, page, Task::Post(entry));
    }

    pub(super) fn post(&mut self, device: usize, page: usize, entry: Entry) {
        if !self.devices[device].online {
            self.answered(device, page, entry.key, entry.attempts, Answer::NotTried);
            return;
        }
        self.note(&format!("device {device}.{page} sends {} ({})", entry.key, entry.attempts));
        if self.bug == Some(Bug::ForgetsFiles) {
            let writes: Vec<Write> = entry.files().iter().flat_map(|id| file_deletes(id)).collect();
            self.write(device, page, &writes);
        }
        // What anybody may send needs nothing to show.
        let is_open = entry.purpose.is_open();
        let asked = Asked {
            method: match entry.purpose.method() {
                Method::Post => "POST",
                Method::Put => "PUT",
                Method::Patch => "PATCH",
                Method::Delete => "DELETE",
            },
            path: format!("{BASE_PATH}{}", entry.path),
            token: if is_open { String::new() } else { self.devices[device].token(entry.purpose.ticket()) },
            key: Some(entry.idempotency_key().to_owned()),
            body: Some(entry.body),
            tus: None,
        };
        self.depart(device, page, Wanted::Write { key: entry.key, attempt: entry.attempts }, vec![asked]);
    }

    pub(super) fn answered(&mut self, device: usize, page: usize, key: String, attempt: u32, answer: Answer) {
        let (now, jitter) = (self.now, self.rng.i64(0..1_000));
        self.send(device, page, Event::Answered { key, attempt, answer, now, jitter });
        self.soon(device, page, Task::Release);
    }
}

fn outbox_key(entry: &Entry) -> String {
    format!("outbox/{}", entry.key)
}
